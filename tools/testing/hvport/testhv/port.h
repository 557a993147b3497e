/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports: the table of those that live, and the calls that change it. */
#ifndef TESTHV_PORT_H
#define TESTHV_PORT_H

#include "types.h"

struct vp;

#define PORT_BLOCK_SIZE		56	/* input of HvCallCreatePort */
#define PORT_EVENT_FLAGS	2048	/* of one SINT */
#define PORT_ID_RESERVED	0xff000000U	/* HV_PORT_ID, HV_CONNECTION_ID: bits 31:24 */

#define PORT_TYPE_MESSAGE	1	/* HV_PORT_TYPE */
#define PORT_TYPE_EVENT		2
#define PORT_TYPE_MONITOR	3
#define PORT_TYPE_DOORBELL	4

struct port {
	u64 partition;		/* PARTITION_SELF is never stored */
	u32 id;
	u32 type;
	u64 serial;		/* tells a port from a later one with the same id */
	u32 creator;		/* the VP that HV_VP_INDEX_SELF meant */
	u32 messages;		/* message.c: how many of its buffers are full */
	u64 waits_in;		/* message.c: the pass in which one of them had to wait */
	u64 flags[PORT_EVENT_FLAGS / 64];	/* event.c: set, and with nobody else */
	u8  block[PORT_BLOCK_SIZE];	/* as created; zero for a planted port */
};

/* HvCallCreatePort and HvCallDeletePort, returning an HV_STATUS */
u16 port_create(struct vp *vp, const u8 *input, u8 *output);
u16 port_delete(struct vp *vp, const u8 *input, u8 *output);

/* Make a port that the guest did not ask for; false if it cannot be */
bool port_plant(u64 partition, u32 id, u32 type);

/* NULL if there is none. Good until the next port is deleted. */
struct port *port_find(u64 partition, u32 id);

u64 port_count(void);

/* 0 to port_count() - 1, in no order that lasts beyond the next change */
const struct port *port_get(u64 index);

/* The port's SINT, or the address of a monitor port */
u64 port_target(const struct port *port);

u32 port_base_flag(const struct port *port);
u32 port_flag_count(const struct port *port);

/*
 * Who receives what comes in: @ready says which VP could. An HV_STATUS; only with
 * STATUS_SUCCESS there is a @target.
 */
u16 port_target_vp(const struct port *port, bool (*ready)(struct vp *vp, u32 sint),
		   struct vp **target);

/* May a connection from this partition and VTL be made? */
bool port_admits(const struct port *port, u64 partition, u8 vtl);

#endif /* TESTHV_PORT_H */
