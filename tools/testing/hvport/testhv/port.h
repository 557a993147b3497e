/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports: the table of those that live, and the calls that change it. */
#ifndef TESTHV_PORT_H
#define TESTHV_PORT_H

#include "types.h"

struct vp;

#define PORT_BLOCK_SIZE		56	/* input of HvCallCreatePort */

struct port {
	u64 partition;		/* PARTITION_SELF is never stored */
	u32 id;
	u32 type;
	u8  block[PORT_BLOCK_SIZE];	/* as created; zero for a planted port */
};

/* HvCallCreatePort and HvCallDeletePort, returning an HV_STATUS */
u16 port_create(struct vp *vp, const u8 *input, u8 *output);
u16 port_delete(struct vp *vp, const u8 *input, u8 *output);

/* Make a port that the guest did not ask for; false if the id is taken */
bool port_plant(u64 partition, u32 id, u32 type);

u64 port_count(void);

/* 0 to port_count() - 1, in no order that lasts beyond the next change */
const struct port *port_get(u64 index);

/* The port's SINT, or the address of a monitor port */
u64 port_target(const struct port *port);

#endif /* TESTHV_PORT_H */
