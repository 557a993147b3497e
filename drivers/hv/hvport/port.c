// SPDX-License-Identifier: GPL-2.0-only
/*
 * Birth and death of ports and connections: what the ioctls do once the
 * caller's struct is in the kernel and well formed, and what happens when a
 * file closes.
 *
 * No user memory here. The order of a birth is reserve, make, (respond), keep:
 * the answer is copied out by ioctl.c before the object can be found, so that
 * one whose maker never heard of it can be undone.
 */
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "trace.h"
#include "validate.h"

/* How often everything was lost; written while all tasks are frozen */
static u32 generation;

/* Further ids to try when the hypervisor says that the one picked is taken */
#define ANY_ID_RETRIES	16

/*
 * Held by who deletes what may be another file's, by a file that closes, and by
 * a maker whose object cannot be published: so neither an object nor its owner
 * goes away while somebody else deletes the object. Whoever makes and deletes
 * his own does not take it.
 */
static DEFINE_MUTEX(foreign_lock);

/**
 * struct kind_calls - how the two kinds differ
 * @make: call that makes one
 * @delete: call that deletes one
 * @block_size: size of the input block of @make
 * @port_type: offset of the port type in it
 * @taken: status with which @make says that the id is taken
 */
struct kind_calls {
	u16 make;
	u16 delete;
	u16 block_size;
	u16 port_type;
	u16 taken;
};

static const struct kind_calls kinds[HVPORT_KINDS] = {
	[HVPORT_PORT] = {
		.make		= HVCALL_CREATE_PORT,
		.delete		= HVCALL_DELETE_PORT,
		.block_size	= sizeof(struct hv_input_create_port),
		.port_type	= offsetof(struct hv_input_create_port,
					   port_info.port_type),
		.taken		= HV_STATUS_INVALID_PORT_ID,
	},
	[HVPORT_CONNECTION] = {
		.make		= HVCALL_CONNECT_PORT,
		.delete		= HVCALL_DISCONNECT_PORT,
		.block_size	= sizeof(struct hv_input_connect_port),
		.port_type	= offsetof(struct hv_input_connect_port,
					   connection_info.port_type),
		.taken		= HV_STATUS_INVALID_CONNECTION_ID,
	},
};

/* What the registry refuses: the id if it is taken, else nothing in particular */
static int refuse_reservation(struct hvport_result *result, int error)
{
	/* The last answer may be to an id that was tried before */
	result->hv_status = HV_STATUS_SUCCESS;
	return hvport_refuse(result, error, error == -EEXIST ?
			     offsetof(union hvport_arg, object.id) : 0);
}

/* Reserve the key and make the object; nothing is left of a failure */
static int make_reserved(struct hvport_object *object, bool any_id,
			 struct hvport_result *result)
{
	struct hvport_call call = {
		.code = kinds[object->kind].make,
		.input = object->block,
		.makes = object,
		.partition = object->partition,
	};
	int error;

	error = any_id ? hvport_registry_reserve_any_id(object) :
			 hvport_registry_reserve(object);
	if (error)
		return refuse_reservation(result, error);
	call.id = object->id;
	error = hvport_hypercall(&call, result);
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
	} while (error && result->stage == HVPORT_STAGE_HYPERVISOR &&
		 result->hv_status == kinds[object->kind].taken && retries--);
	return error;
}

static int validate_only(struct hvport_file *file, enum hvport_kind kind,
			 const union hvport_arg *arg,
			 struct hvport_result *result)
{
	bool any_id = arg->head.flags & HVPORT_F_ANY_ID;
	int error;

	error = hvport_registry_could_reserve(file, kind, arg->object.partition,
					      any_id ? NULL : &arg->object.id);
	return error ? refuse_reservation(result, error) : 0;
}

/**
 * hvport_make() - HvCallCreatePort or HvCallConnectPort
 * @file: who will own the object
 * @kind: port or connection
 * @arg: well-formed struct hvport_create_port or hvport_connect_port
 * @made: the object, to be kept or undone; NULL for VALIDATE_ONLY and failures
 * @result: zeroed; what happened
 *
 * May sleep. Return: 0 or a negative errno.
 */
int hvport_make(struct hvport_file *file, enum hvport_kind kind,
		const union hvport_arg *arg, struct hvport_object **made,
		struct hvport_result *result)
{
	struct hvport_object *object;
	int error;

	*made = NULL;
	if (arg->head.flags & HVPORT_F_VALIDATE_ONLY)
		return validate_only(file, kind, arg, result);

	object = hvport_object_alloc();
	if (!object)
		return hvport_refuse(result, -ENOMEM, 0);
	memcpy(object->block, hvport_block(arg), kinds[kind].block_size);
	object->file = file;
	object->kind = kind;
	object->type = object->block[kinds[kind].port_type];
	object->state = HVPORT_RESERVED;
	object->persist = arg->head.flags & HVPORT_F_PERSIST;
	object->made = false;

	error = arg->head.flags & HVPORT_F_ANY_ID ?
		make_any_id(object, result) : make_reserved(object, false, result);
	if (error)
		hvport_object_free(object);
	else
		*made = object;
	return error;
}

/*
 * The maker knows of the object: it is the file's now, unless a FOREIGN caller
 * who saw it in the hypervisor has deleted it meanwhile.
 */
void hvport_keep(struct hvport_object *object)
{
	if (hvport_registry_publish(object))
		return;
	guard(mutex)(&foreign_lock);
	if (hvport_registry_publish(object))
		return;
	hvport_registry_abandon(object);
	hvport_object_free(object);
}

/*
 * Both calls that delete have 16 bytes of input: partition, id, and for a
 * connection whether it is a doorbell's.
 */
static int call_delete(enum hvport_kind kind, u64 partition, u32 id,
		       u32 is_doorbell, struct hvport_result *result)
{
	const struct hvport_call call = {
		.code = kinds[kind].delete,
		.fast = { partition, (u64)is_doorbell << 32 | id },
		.partition = partition,
		.id = id,
	};

	return hvport_hypercall(&call, result);
}

static int try_delete(const struct hvport_object *object,
		      struct hvport_result *result)
{
	bool is_doorbell = object->kind == HVPORT_CONNECTION &&
			   object->type == HV_PORT_TYPE_DOORBELL;

	return call_delete(object->kind, object->partition, object->id,
			   is_doorbell, result);
}

static void count_left_behind(const struct hvport_object *object, u16 status)
{
	this_cpu_inc(hvport_counters.left_behind);
	trace_hvport_left_behind(kinds[object->kind].delete, object->partition,
				 object->id, status);
}

/*
 * Delete an object that nobody will ask for again. There is nobody to tell when
 * the hypervisor refuses, and asking again would be refused again: it is
 * counted and traced.
 */
static void delete_unasked(const struct hvport_object *object)
{
	struct hvport_result result = {};

	if (try_delete(object, &result))
		count_left_behind(object, result.hv_status);
}

/* The maker could not be told of the object: it never was */
void hvport_undo(struct hvport_object *object)
{
	guard(mutex)(&foreign_lock);
	if (READ_ONCE(object->made))
		delete_unasked(object);
	this_cpu_inc(hvport_counters.undone);
	hvport_registry_abandon(object);
	hvport_object_free(object);
}

static int delete_claimed(struct hvport_object *object, u32 is_doorbell,
			  struct hvport_result *result)
{
	int error = call_delete(object->kind, object->partition, object->id,
				is_doorbell, result);

	if (error)
		hvport_registry_unclaim(object);
	else
		hvport_registry_forget(object);
	return error;
}

static int delete_own(struct hvport_file *file, enum hvport_kind kind,
		      const union hvport_arg *arg, struct hvport_result *result)
{
	struct hvport_object *object;
	int error;

	error = hvport_registry_claim(kind, arg->object.partition, arg->object.id,
				      file, &object);
	if (error)
		return hvport_refuse(result, error,
				     offsetof(union hvport_arg, object.id));
	return delete_claimed(object, arg->object.is_doorbell, result);
}

/*
 * Who makes or deletes the same at this moment is in the hypervisor, and waking
 * others when he is done would cost every call something that hardly ever is
 * needed. So it is asked again after a while.
 */
static int delete_foreign(enum hvport_kind kind, const union hvport_arg *arg,
			  struct hvport_result *result)
{
	struct hvport_object key = {
		.partition = arg->object.partition,
		.id = arg->object.id,
		.kind = kind,
		.state = HVPORT_ABSENT,
	};
	struct hvport_object *object;

	guard(mutex)(&foreign_lock);
	while (!(object = hvport_registry_claim_foreign(&key))) {
		if (fatal_signal_pending(current))
			return hvport_refuse(result, -EINTR, 0);
		/* Before a reboot what is being made is gone without its maker's knowing */
		if (hvport_hypercall_closed())
			return hvport_refuse(result, -ENODEV, 0);
		schedule_timeout_uninterruptible(1);
	}
	return delete_claimed(object, arg->object.is_doorbell, result);
}

/**
 * hvport_delete() - HvCallDeletePort or HvCallDisconnectPort
 * @file: who asks
 * @kind: port or connection
 * @arg: well-formed struct hvport_delete_port or hvport_disconnect_port
 * @result: zeroed; what happened
 *
 * With FOREIGN the object may be another file's, or one that nobody here knows.
 * May sleep. Return: 0 or a negative errno; an object that the hypervisor would
 * not delete stays its owner's.
 */
int hvport_delete(struct hvport_file *file, enum hvport_kind kind,
		  const union hvport_arg *arg, struct hvport_result *result)
{
	if (arg->head.flags & HVPORT_F_FOREIGN)
		return delete_foreign(kind, arg, result);
	return delete_own(file, kind, arg, result);
}

static void release_kind(struct hvport_file *file, enum hvport_kind kind)
{
	struct hvport_object *object;

	while ((object = hvport_registry_claim_first(file, kind))) {
		if (!object->persist && READ_ONCE(object->made))
			delete_unasked(object);
		hvport_registry_forget(object);
		cond_resched();
	}
}

/**
 * hvport_release_file() - the last close of a file
 * @file: the file; owns nothing afterwards
 *
 * Connections go first: they may lead to the ports. May sleep.
 */
void hvport_release_file(struct hvport_file *file)
{
	guard(mutex)(&foreign_lock);
	release_kind(file, HVPORT_CONNECTION);
	release_kind(file, HVPORT_PORT);
}

static void delete_all_of(enum hvport_kind kind)
{
	struct hvport_object copy;
	unsigned int bucket = 0;

	while (hvport_registry_take_made(kind, &bucket, &copy)) {
		delete_unasked(&copy);
		cond_resched();
	}
}

/**
 * hvport_delete_all() - leave nothing to the next kernel
 *
 * Before a reboot or kexec; only the caller can make hypercalls afterwards. Files
 * stay open over that, and what they own would stay in the hypervisor with ids that
 * the next kernel does not expect to be taken. PERSIST is for those that shall. A
 * file that is just being closed has claimed what it owns: it is waited for, while
 * its calls are still let through. May sleep.
 */
void hvport_delete_all(void)
{
	guard(mutex)(&foreign_lock);
	hvport_hypercall_close();
	delete_all_of(HVPORT_CONNECTION);
	delete_all_of(HVPORT_PORT);
}

/*
 * That the id is unknown is what a hypervisor says that lost the object, and
 * nothing is left behind then.
 */
static void delete_if_there(const struct hvport_object *object)
{
	struct hvport_result result = {};

	if (try_delete(object, &result) &&
	    result.hv_status != kinds[object->kind].taken)
		count_left_behind(object, result.hv_status);
}

static void lose(struct hvport_object *object, bool same_partition)
{
	if (same_partition && !object->persist)
		delete_if_there(object);
	this_cpu_inc(hvport_counters.lost);
	atomic_inc(&object->file->lost);
	hvport_registry_forget(object);
}

static void lose_all_of(enum hvport_kind kind, bool same_partition)
{
	struct hvport_object *object;
	unsigned int bucket = 0;

	while ((object = hvport_registry_claim_next(kind, &bucket))) {
		lose(object, same_partition);
		cond_resched();
	}
}

/**
 * hvport_lose_all() - forget everything: the hypervisor may not know it any more
 * @same_partition: it is the one in which the objects were made, for sure
 *
 * After hibernation, while tasks are still frozen. A machine that was off has a
 * new partition, without the objects, and entries that are kept would only be in
 * the way of who makes them anew. What has their ids there is somebody else's, and
 * not deleted. But a machine can come back without having been off, in tests of
 * hibernation. Then objects that are forgotten would stay for ever, so if that is
 * known to be so each is deleted first. May sleep.
 */
void hvport_lose_all(bool same_partition)
{
	guard(mutex)(&foreign_lock);
	lose_all_of(HVPORT_CONNECTION, same_partition);
	lose_all_of(HVPORT_PORT, same_partition);
	WRITE_ONCE(generation, generation + 1);
}

/* How often everything was lost */
u32 hvport_generation(void)
{
	return READ_ONCE(generation);
}
