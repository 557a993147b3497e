// SPDX-License-Identifier: GPL-2.0-only
/*
 * Birth and death of ports: what the ioctls do once the caller's struct is in
 * the kernel and well formed, and what happens when a file closes.
 *
 * No user memory here. The order of a birth is reserve, make, (respond), keep:
 * the answer is copied out by ioctl.c before the port can be found, so that a
 * port whose maker never heard of it can be undone.
 */
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "status.h"
#include "trace.h"
#include "validate.h"

/* Further ids to try when the hypervisor says that the one picked is taken */
#define ANY_ID_RETRIES	16

/*
 * Held by who deletes what may be another file's, and by a file that closes: so
 * an object's owner does not go away while the object is being deleted. Nobody
 * else takes it.
 */
static DEFINE_MUTEX(foreign_lock);

static int refuse(struct hvport_result *result, int error, u32 bad_field)
{
	result->stage = HVPORT_STAGE_KERNEL;
	result->bad_field = bad_field;
	return error;
}

/* Make @call and put the hypervisor's answer, or that there is none, in @result */
static int call_hypervisor(const struct hvport_call *call,
			   struct hvport_result *result)
{
	int error = hvport_hypercall(call, &result->hv_status);

	if (error)
		return refuse(result, error, 0);
	error = hvport_status_errno(call->code, result->hv_status);
	result->stage = error ? HVPORT_STAGE_HYPERVISOR : HVPORT_STAGE_NONE;
	return error;
}

static int reserve(struct hvport_object *object, bool any_id,
		   struct hvport_result *result)
{
	int error = any_id ? hvport_registry_reserve_any_id(object) :
			     hvport_registry_reserve(object);

	if (!error)
		return 0;
	return refuse(result, error, error == -EEXIST ?
		      offsetof(struct hvport_create_port, port_id) : 0);
}

/* Reserve the key and make the port; nothing is left of a failure */
static int make_reserved(struct hvport_object *object, bool any_id,
			 struct hvport_result *result)
{
	struct hvport_call call = {
		.code = HVCALL_CREATE_PORT,
		.input = object->block,
		.makes = object,
		.partition = object->partition,
	};
	int error;

	error = reserve(object, any_id, result);
	if (error)
		return error;
	call.id = object->id;
	error = call_hypervisor(&call, result);
	if (error)
		hvport_registry_abandon(object);
	return error;
}

/*
 * Something that this module does not know of can hold the id that was picked,
 * left over from a crashed kernel for one. That is the one refusal that is
 * retried.
 */
static int make_any_id(struct hvport_object *object, struct hvport_result *result)
{
	int retries = ANY_ID_RETRIES;
	int error;

	do {
		error = make_reserved(object, true, result);
	} while (error && result->hv_status == HV_STATUS_INVALID_PORT_ID &&
		 retries--);
	return error;
}

/**
 * hvport_port_make() - HvCallCreatePort
 * @file: who will own the port
 * @arg: well-formed struct hvport_create_port
 * @made: the port, to be kept or undone; NULL for VALIDATE_ONLY and failures
 * @result: zeroed; what happened
 *
 * May sleep. Return: 0 or a negative errno.
 */
int hvport_port_make(struct hvport_file *file, const union hvport_arg *arg,
		     struct hvport_object **made, struct hvport_result *result)
{
	const struct hvport_create_port *create = &arg->create_port;
	bool any_id = create->flags & HVPORT_F_ANY_ID;
	struct hvport_object *object;
	int error;

	*made = NULL;
	if (create->flags & HVPORT_F_VALIDATE_ONLY) {
		if (any_id || !hvport_registry_has(HVPORT_PORT, create->port_partition,
						   create->port_id))
			return 0;
		return refuse(result, -EEXIST,
			      offsetof(struct hvport_create_port, port_id));
	}

	object = hvport_object_alloc();
	if (!object)
		return refuse(result, -ENOMEM, 0);
	memcpy(object->block, (const u8 *)arg + sizeof(arg->head),
	       sizeof(struct hv_input_create_port));
	object->file = file;
	object->kind = HVPORT_PORT;
	object->type = create->port_info.port_type;
	object->state = HVPORT_RESERVED;
	object->persist = create->flags & HVPORT_F_PERSIST;
	object->made = false;

	error = any_id ? make_any_id(object, result) :
			 make_reserved(object, false, result);
	if (error)
		hvport_object_free(object);
	else
		*made = object;
	return error;
}

/* The maker knows of the port: it is the file's now */
void hvport_port_keep(struct hvport_object *object)
{
	hvport_registry_publish(object);
}

static void delete_call(struct hvport_call *call, u64 partition, u32 id)
{
	*call = (struct hvport_call){
		.code = HVCALL_DELETE_PORT,
		.fast = { partition, id },
		.partition = partition,
		.id = id,
	};
}

/*
 * Delete a port that nobody will ask for again. There is nobody to tell when
 * the hypervisor refuses, and asking again would be refused again: it is
 * counted and traced.
 */
static void delete_unasked(u64 partition, u32 id)
{
	struct hvport_call call;
	u16 status;

	delete_call(&call, partition, id);
	if (!hvport_hypercall(&call, &status) && status == HV_STATUS_SUCCESS)
		return;
	this_cpu_inc(hvport_counters.left_behind);
	trace_hvport_left_behind(call.code, partition, id, status);
}

/* The maker could not be told of the port: it never was */
void hvport_port_undo(struct hvport_object *object)
{
	if (object->made)
		delete_unasked(object->partition, object->id);
	this_cpu_inc(hvport_counters.undone);
	hvport_registry_abandon(object);
	hvport_object_free(object);
}

static int delete_claimed(const struct hvport_delete_port *delete,
			  const struct hvport_file *file,
			  struct hvport_result *result)
{
	struct hvport_object *object;
	struct hvport_call call;
	int error;

	error = hvport_registry_claim(HVPORT_PORT, delete->port_partition,
				      delete->port_id, file, &object);
	if (error)
		return refuse(result, error,
			      offsetof(struct hvport_delete_port, port_id));
	delete_call(&call, delete->port_partition, delete->port_id);
	error = call_hypervisor(&call, result);
	if (object && error)
		hvport_registry_unclaim(object);
	else if (object)
		hvport_registry_forget(object);
	return error;
}

/**
 * hvport_port_delete() - HvCallDeletePort
 * @file: who asks
 * @arg: well-formed struct hvport_delete_port
 * @result: zeroed; what happened
 *
 * With FOREIGN the port may be another file's, or one that nobody here knows.
 * May sleep. Return: 0 or a negative errno; a port that the hypervisor would not
 * delete stays its owner's.
 */
int hvport_port_delete(struct hvport_file *file, const union hvport_arg *arg,
		       struct hvport_result *result)
{
	const struct hvport_delete_port *delete = &arg->delete_port;

	if (!(delete->flags & HVPORT_F_FOREIGN))
		return delete_claimed(delete, file, result);
	guard(mutex)(&foreign_lock);
	return delete_claimed(delete, NULL, result);
}

/**
 * hvport_port_release_file() - the last close of a file
 * @file: the file; owns nothing afterwards
 *
 * May sleep.
 */
void hvport_port_release_file(struct hvport_file *file)
{
	struct hvport_object *object;

	guard(mutex)(&foreign_lock);
	while ((object = hvport_registry_claim_first(file, HVPORT_PORT))) {
		if (!object->persist && object->made)
			delete_unasked(object->partition, object->id);
		hvport_registry_forget(object);
		cond_resched();
	}
}

/**
 * hvport_port_delete_all() - leave nothing to the next kernel
 *
 * Before a reboot or kexec, after hvport_hypercall_close(): files stay open over
 * that, and what they own would stay in the hypervisor with ids that the next
 * kernel does not expect to be taken. PERSIST is for those that shall. May
 * sleep.
 */
void hvport_port_delete_all(void)
{
	struct hvport_object copy;
	unsigned int bucket = 0;

	while (hvport_registry_take_made(HVPORT_PORT, &bucket, &copy)) {
		delete_unasked(copy.partition, copy.id);
		cond_resched();
	}
}
