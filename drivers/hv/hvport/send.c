// SPDX-License-Identifier: GPL-2.0-only
/*
 * The use of a connection: post a message, signal an event. These calls name
 * no partition, only a connection of the caller's own; whose it is among the
 * open files is decided here, the rest by the hypervisor.
 */
#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "validate.h"

/*
 * The registry compares partition numbers as they were given, so a connection
 * of this partition has one of two names.
 */
static int may_use(const struct hvport_file *file, u32 flags, u32 id)
{
	u64 own_number;
	int error, by_number;

	if (flags & HVPORT_F_FOREIGN)
		return 0;
	error = hvport_registry_owned(HVPORT_CONNECTION, HV_PARTITION_ID_SELF, id,
				      file);
	if (!error)
		return 0;
	own_number = hvport_detected()->partition_id;
	if (!own_number)
		return error;
	by_number = hvport_registry_owned(HVPORT_CONNECTION, own_number, id, file);
	return by_number == -ENOENT ? error : by_number;
}

/**
 * hvport_post_message() - HvCallPostMessage
 * @file: who asks
 * @arg: well-formed struct hvport_post_message
 * @result: what happened
 *
 * May sleep. Return: 0 or a negative errno.
 */
int hvport_post_message(const struct hvport_file *file,
			const union hvport_arg *arg,
			struct hvport_result *result)
{
	const struct hvport_post_message *post = &arg->post_message;
	struct hvport_call call = {
		.code = HVCALL_POST_MESSAGE,
		.message = hvport_block(arg),
		.partition = HV_PARTITION_ID_SELF,
		.id = post->connection_id,
	};
	int error;

	error = may_use(file, post->flags, post->connection_id);
	if (error)
		return hvport_refuse(result, error,
				     offsetof(struct hvport_post_message, connection_id));
	return hvport_hypercall(&call, result);
}

/**
 * hvport_signal_event() - HvCallSignalEvent
 * @file: who asks
 * @arg: well-formed struct hvport_signal_event
 * @result: what happened
 *
 * May sleep. Return: 0 or a negative errno.
 */
int hvport_signal_event(const struct hvport_file *file,
			const union hvport_arg *arg,
			struct hvport_result *result)
{
	const struct hvport_signal_event *signal = &arg->signal_event;
	struct hvport_call call = {
		.code = HVCALL_SIGNAL_EVENT,
		.partition = HV_PARTITION_ID_SELF,
		.id = signal->connection_id,
	};
	int error;

	error = may_use(file, signal->flags, signal->connection_id);
	if (error)
		return hvport_refuse(result, error,
				     offsetof(struct hvport_signal_event, connection_id));
	memcpy(call.fast, hvport_block(arg), sizeof(struct hv_input_signal_event));
	return hvport_hypercall(&call, result);
}
