// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an ioctl number to the operation and back: one table, and every access
 * to user memory that the module makes. What is well formed is validate.c's
 * business, what an operation does port.c's.
 */
#include <linux/capability.h>
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
	union hvport_arg arg;
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
	long (*run)(struct hvport_ucmd *ucmd);
};

/* A copy of @member of the caller's struct to user memory, up to @end */
static int copy_out(struct hvport_ucmd *ucmd, u32 start, u32 end)
{
	if (copy_to_user(ucmd->uarg + start, (u8 *)&ucmd->arg + start, end - start))
		return -EFAULT;
	return 0;
}

static struct hvport_result *result_of(struct hvport_ucmd *ucmd)
{
	return (struct hvport_result *)((u8 *)&ucmd->arg + ucmd->op->result);
}

/*
 * Tell the caller the result, and with it all from offset @start on, if
 * @start is not 0. EFAULT wins over @error: who cannot be told has not been.
 */
static long respond(struct hvport_ucmd *ucmd, int error, u32 start)
{
	u32 result = ucmd->op->result;

	if (error && result_of(ucmd)->stage == HVPORT_STAGE_KERNEL)
		this_cpu_inc(hvport_counters.refused_by_kernel);
	if (copy_out(ucmd, start ?: result, result + sizeof(struct hvport_result)))
		return -EFAULT;
	return error;
}

static long refuse(struct hvport_ucmd *ucmd, int error, u32 bad_field)
{
	if (!ucmd->op->result)
		return error;
	return respond(ucmd, hvport_refuse(result_of(ucmd), error, bad_field), 0);
}

static u64 implemented(void);

static long run_get_info(struct hvport_ucmd *ucmd)
{
	struct hvport_info *info = &ucmd->arg.info;

	*info = *hvport_detected();
	info->size = ucmd->size;
	info->ioctls = implemented();
	info->ports_file = atomic_read(&ucmd->file->count[HVPORT_PORT]);
	info->connections_file = atomic_read(&ucmd->file->count[HVPORT_CONNECTION]);
	info->ports_all = hvport_registry_count(HVPORT_PORT);
	info->connections_all = hvport_registry_count(HVPORT_CONNECTION);
	return copy_out(ucmd, 0, min_t(u32, ucmd->size, sizeof(*info)));
}

/* CREATE_PORT and CONNECT_PORT */
static long run_make(struct hvport_ucmd *ucmd)
{
	struct hvport_object *made;
	u32 start = 0;
	long ret;
	int error;

	error = hvport_make(ucmd->file, ucmd->op->kind, &ucmd->arg, &made,
			    result_of(ucmd));
	if (made && ucmd->arg.head.flags & HVPORT_F_ANY_ID) {
		ucmd->arg.object.id = made->id;
		start = offsetof(union hvport_arg, object.id);
	}
	ret = respond(ucmd, error, start);
	if (made && ret)
		hvport_undo(made);
	else if (made)
		hvport_keep(made);
	return ret;
}

/* DELETE_PORT and DISCONNECT_PORT */
static long run_delete(struct hvport_ucmd *ucmd)
{
	int error = hvport_delete(ucmd->file, ucmd->op->kind, &ucmd->arg,
				  result_of(ucmd));

	return respond(ucmd, error, 0);
}

static long run_post_message(struct hvport_ucmd *ucmd)
{
	return respond(ucmd, hvport_post_message(ucmd->file, &ucmd->arg,
						 result_of(ucmd)), 0);
}

static long run_signal_event(struct hvport_ucmd *ucmd)
{
	return respond(ucmd, hvport_signal_event(ucmd->file, &ucmd->arg,
						 result_of(ucmd)), 0);
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
	const union hvport_arg *arg = &ucmd->arg;

	return (ucmd->op->cmd == HVPORT_CREATE_PORT &&
		arg->create_port.port_info.port_type == HVPORT_TYPE_MONITOR) ||
	       (ucmd->op->cmd == HVPORT_CONNECT_PORT &&
		arg->connect_port.connection_info.port_type == HVPORT_TYPE_MONITOR);
}

static long check_and_run(struct hvport_ucmd *ucmd)
{
	struct hvport_verdict verdict;

	if (ucmd->op->result)
		*result_of(ucmd) = (struct hvport_result){};
	if (ucmd->arg.head.flags & ~ucmd->op->flags)
		return refuse(ucmd, -EOPNOTSUPP, offsetof(union hvport_arg, head.flags));
	if (ucmd->op->validate) {
		verdict = ucmd->op->validate(&ucmd->arg,
					     names_monitor(ucmd) && may_monitor());
		if (verdict.error)
			return refuse(ucmd, verdict.error, verdict.bad_field);
	}
	return ucmd->op->run(ucmd);
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
	struct hvport_ucmd ucmd;
	int error;

	ucmd.op = find_op(cmd);
	if (!ucmd.op)
		return -ENOTTY;
	ucmd.file = filp->private_data;
	ucmd.uarg = (void __user *)arg;
	if (get_user(ucmd.size, (u32 __user *)ucmd.uarg))
		return -EFAULT;
	if (ucmd.size < ucmd.op->min_size || ucmd.size > PAGE_SIZE)
		return -EINVAL;
	error = copy_struct_from_user(&ucmd.arg, ucmd.op->size, ucmd.uarg, ucmd.size);
	if (error)
		return error;
	return check_and_run(&ucmd);
}
