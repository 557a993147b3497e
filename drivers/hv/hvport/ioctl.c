// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an ioctl number to the operation and back: one table, and every access
 * to user memory that the module makes. What is well formed is validate.c's
 * business, what an operation does port.c's.
 */
#include <linux/capability.h>
#include <linux/build_bug.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/security.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "hvport.h"
#include "validate.h"

struct hvport_ioctl;

/**
 * struct hvport_ucmd - an ioctl under way
 * @op: its row of the table
 * @file: who asks
 * @uarg: the caller's struct
 * @size: its size
 * @arg: the copy of it, read once
 */
struct hvport_ucmd {
	const struct hvport_ioctl *op;
	struct hvport_file *file;
	void __user *uarg;
	u32 size;
	union hvport_arg *arg;
};

/**
 * struct hvport_ioctl - a row of the table
 * @cmd: ioctl number
 * @flags: HVPORT_F_* that it knows
 * @min_size: size of the first struct that was published
 * @size: size of the struct that this module knows
 * @result: offset of the result in it, 0: it has none
 * @kind: what it makes, deletes or uses
 * @validate: are the fields well formed? NULL: there are none
 * @run: carry it out and respond
 */
struct hvport_ioctl {
	unsigned int cmd;
	u32 flags;
	u16 min_size;
	u16 size;
	u16 result;
	u8 kind;
	struct hvport_verdict (*validate)(const union hvport_arg *arg,
					  bool may_monitor);
	long (*run)(const struct hvport_ucmd *ucmd);
};

static struct hvport_result *result_of(const struct hvport_ucmd *ucmd)
{
	return (void *)ucmd->arg + ucmd->op->result;
}

/*
 * Tell the caller the result. EFAULT wins over @error: who cannot be told has
 * not been.
 */
static long put_result(const struct hvport_ucmd *ucmd,
		       const struct hvport_result *result, int error)
{
	u64 word;

	if (error && result->stage == HVPORT_STAGE_KERNEL)
		this_cpu_inc(hvport_counters.refused_by_kernel);
	/* Eight bytes in one go are a fraction of the price of copy_to_user() */
	static_assert(sizeof(*result) == sizeof(word));
	memcpy(&word, result, sizeof(word));
	if (put_user(word, (u64 __user *)(ucmd->uarg + ucmd->op->result)))
		return -EFAULT;
	return error;
}

static long respond(const struct hvport_ucmd *ucmd, int error)
{
	return put_result(ucmd, result_of(ucmd), error);
}

static long refuse(const struct hvport_ucmd *ucmd, int error, u32 bad_field)
{
	if (!ucmd->op->result)
		return error;
	return respond(ucmd, hvport_refuse(result_of(ucmd), error, bad_field));
}

static u64 implemented(void);

static long run_get_info(const struct hvport_ucmd *ucmd)
{
	struct hvport_info *info = &ucmd->arg->info;

	*info = *hvport_detected();
	info->size = ucmd->size;
	info->ioctls = implemented();
	info->ports_file = atomic_read(&ucmd->file->count[HVPORT_PORT]);
	info->connections_file = atomic_read(&ucmd->file->count[HVPORT_CONNECTION]);
	info->ports_all = hvport_registry_count(HVPORT_PORT);
	info->connections_all = hvport_registry_count(HVPORT_CONNECTION);
	if (copy_to_user(ucmd->uarg, info, min_t(u32, ucmd->size, sizeof(*info))))
		return -EFAULT;
	return 0;
}

/* With ANY_ID the caller learns the id before the result says success */
static int put_id(const struct hvport_ucmd *ucmd, const struct hvport_object *made)
{
	if (!(ucmd->arg->head.flags & HVPORT_F_ANY_ID))
		return 0;
	return put_user(made->id, (u32 __user *)
			(ucmd->uarg + offsetof(union hvport_arg, object.id)));
}

/* CREATE_PORT and CONNECT_PORT */
static long run_make(const struct hvport_ucmd *ucmd)
{
	struct hvport_object *made;
	long ret;
	int error;

	error = hvport_make(ucmd->file, ucmd->op->kind, ucmd->arg, &made,
			    result_of(ucmd));
	if (!made)
		return respond(ucmd, error);
	ret = put_id(ucmd, made);
	if (!ret)
		ret = respond(ucmd, 0);
	if (ret)
		hvport_undo(made);
	else
		hvport_keep(made);
	return ret;
}

/* DELETE_PORT and DISCONNECT_PORT */
static long run_delete(const struct hvport_ucmd *ucmd)
{
	return respond(ucmd, hvport_delete(ucmd->file, ucmd->op->kind, ucmd->arg,
					   result_of(ucmd)));
}

static long run_post_message(const struct hvport_ucmd *ucmd)
{
	return respond(ucmd, hvport_post_message(ucmd->file, ucmd->arg,
						 result_of(ucmd)));
}

static long run_signal_event(const struct hvport_ucmd *ucmd)
{
	return respond(ucmd, hvport_signal_event(ucmd->file, ucmd->arg,
						 result_of(ucmd)));
}

#define MAKE_FLAGS	(HVPORT_F_VALIDATE_ONLY | HVPORT_F_PERSIST | HVPORT_F_ANY_ID)
#define USE_FLAGS	HVPORT_F_FOREIGN

/* Each struct has been published once so far: its size is the least as well */
#define IOCTL_OP(_cmd, _type, _flags, _run, _kind)			\
	[_IOC_NR(_cmd)] = {						\
		.cmd = _cmd,						\
		.flags = _flags,					\
		.min_size = sizeof(struct hvport_##_type),		\
		.size = sizeof(struct hvport_##_type),			\
		.result = offsetof(struct hvport_##_type, result),	\
		.kind = _kind,						\
		.validate = hvport_validate_##_type,			\
		.run = _run,						\
	}

static const struct hvport_ioctl ioctls[] = {
	[_IOC_NR(HVPORT_GET_INFO)] = {
		.cmd = HVPORT_GET_INFO,
		.min_size = sizeof(struct hvport_info),
		.size = sizeof(struct hvport_info),
		.run = run_get_info,
	},
	IOCTL_OP(HVPORT_CREATE_PORT, create_port, MAKE_FLAGS, run_make, HVPORT_PORT),
	IOCTL_OP(HVPORT_DELETE_PORT, delete_port, USE_FLAGS, run_delete, HVPORT_PORT),
	IOCTL_OP(HVPORT_CONNECT_PORT, connect_port, MAKE_FLAGS, run_make,
		 HVPORT_CONNECTION),
	IOCTL_OP(HVPORT_DISCONNECT_PORT, disconnect_port, USE_FLAGS, run_delete,
		 HVPORT_CONNECTION),
	IOCTL_OP(HVPORT_POST_MESSAGE, post_message, USE_FLAGS, run_post_message,
		 HVPORT_CONNECTION),
	IOCTL_OP(HVPORT_SIGNAL_EVENT, signal_event, USE_FLAGS, run_signal_event,
		 HVPORT_CONNECTION),
};

static u64 implemented(void)
{
	u64 mask = 0;
	unsigned int nr;

	for (nr = 0; nr < ARRAY_SIZE(ioctls); nr++)
		if (ioctls[nr].run)
			mask |= BIT_ULL(nr);
	return mask;
}

static const struct hvport_ioctl *find_op(unsigned int cmd)
{
	unsigned int nr = _IOC_NR(cmd);

	if (nr >= ARRAY_SIZE(ioctls))
		return NULL;
	nr = array_index_nospec(nr, ARRAY_SIZE(ioctls));
	return ioctls[nr].run && ioctls[nr].cmd == cmd ? &ioctls[nr] : NULL;
}

/*
 * A monitor port or connection makes the hypervisor write to an address of the
 * caller's choice. Nothing in the kernel's lockdown names that; writing to
 * /dev/mem is what it comes to.
 */
static bool may_monitor(void)
{
	return capable(CAP_SYS_RAWIO) && !security_locked_down(LOCKDOWN_DEV_MEM);
}

/* Asked only for what needs it: both checks leave traces in audit logs */
static bool names_monitor(const struct hvport_ucmd *ucmd)
{
	const union hvport_arg *arg = ucmd->arg;

	return (ucmd->op->cmd == HVPORT_CREATE_PORT &&
		arg->create_port.port_info.port_type == HVPORT_TYPE_MONITOR) ||
	       (ucmd->op->cmd == HVPORT_CONNECT_PORT &&
		arg->connect_port.connection_info.port_type == HVPORT_TYPE_MONITOR);
}

static long check_and_run(const struct hvport_ucmd *ucmd)
{
	const struct hvport_ioctl *op = ucmd->op;
	struct hvport_verdict verdict;

	if (op->result)
		*result_of(ucmd) = (struct hvport_result){};
	if (ucmd->arg->head.flags & ~op->flags)
		return refuse(ucmd, -EOPNOTSUPP, offsetof(union hvport_arg, head.flags));
	if (op->validate) {
		verdict = op->validate(ucmd->arg, names_monitor(ucmd) && may_monitor());
		if (verdict.error)
			return refuse(ucmd, verdict.error, verdict.bad_field);
	}
	return op->run(ucmd);
}

static long read_and_run(struct hvport_ucmd *ucmd)
{
	int error = copy_struct_from_user(ucmd->arg, ucmd->op->size, ucmd->uarg,
					  ucmd->size);

	return error ?: check_and_run(ucmd);
}

/* Only a message needs so much of the stack, and kernels may zero all of it first */
static noinline long read_and_run_large(struct hvport_ucmd *ucmd)
{
	union hvport_arg large;

	ucmd->arg = &large;
	return read_and_run(ucmd);
}

/**
 * hvport_ioctl() - the ioctl system call on /dev/hvport
 * @filp: the open file
 * @cmd: ioctl number
 * @arg: address of the caller's struct; its layout is the same for 32-bit callers
 *
 * May sleep. Return: 0 or a negative errno, see uapi/linux/hvport.h.
 */
long hvport_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	u64 small[sizeof(struct hvport_info) / sizeof(u64)];
	struct hvport_ucmd ucmd = {
		.op = find_op(cmd),
		.file = filp->private_data,
		.uarg = (void __user *)arg,
		.arg = (void *)small,
	};

	if (!ucmd.op)
		return -ENOTTY;
	if (get_user(ucmd.size, (u32 __user *)ucmd.uarg))
		return -EFAULT;
	if (ucmd.size < ucmd.op->min_size || ucmd.size > PAGE_SIZE)
		return -EINVAL;
	if (ucmd.op->size > sizeof(small))
		return read_and_run_large(&ucmd);
	return read_and_run(&ucmd);
}
