/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of the pure validators: is this struct well formed?
 */
#ifndef HVPORT_VALIDATE_H
#define HVPORT_VALIDATE_H

#include <linux/types.h>
#include <uapi/linux/hvport.h>

/* The struct of any ioctl, as copied from user space */
union hvport_arg {
	struct {
		u32 size;
		u32 flags;
	} head;
	/* How the structs that make and delete begin, all four of them */
	struct {
		u32 size;
		u32 flags;
		u64 partition;
		u32 id;
		u32 is_doorbell;	/* DISCONNECT_PORT; zero in DELETE_PORT */
	} object;
	struct hvport_info info;
	struct hvport_create_port create_port;
	struct hvport_delete_port delete_port;
	struct hvport_connect_port connect_port;
	struct hvport_disconnect_port disconnect_port;
	struct hvport_post_message post_message;
	struct hvport_signal_event signal_event;
};

/* The hypercall's input block in it */
static inline const void *hvport_block(const union hvport_arg *arg)
{
	return (const u8 *)arg + sizeof(arg->head);
}

/**
 * struct hvport_verdict - what a validator says
 * @error: 0, or the negative errno of the first field that is wrong
 * @bad_field: with @error, the byte offset of that field in the struct
 */
struct hvport_verdict {
	int error;
	u32 bad_field;
};

/*
 * The validators look at the fields after @flags in the order of their offsets
 * and stop at the first that is wrong. The flags that an ioctl knows are its
 * row's business; here they only matter where they change what a field may be.
 * @may_monitor says whether the caller may name a monitor address. No locks, no
 * allocation, no printing: any context, and the host's unit tests.
 */
struct hvport_verdict hvport_validate_create_port(const union hvport_arg *arg,
						  bool may_monitor);
struct hvport_verdict hvport_validate_delete_port(const union hvport_arg *arg,
						  bool may_monitor);
struct hvport_verdict hvport_validate_connect_port(const union hvport_arg *arg,
						   bool may_monitor);
struct hvport_verdict hvport_validate_disconnect_port(const union hvport_arg *arg,
						      bool may_monitor);
struct hvport_verdict hvport_validate_post_message(const union hvport_arg *arg,
						   bool may_monitor);
struct hvport_verdict hvport_validate_signal_event(const union hvport_arg *arg,
						   bool may_monitor);

#endif /* HVPORT_VALIDATE_H */
