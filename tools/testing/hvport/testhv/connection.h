/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections: the table of those that live, and the calls that change it. */
#ifndef TESTHV_CONNECTION_H
#define TESTHV_CONNECTION_H

#include "types.h"

struct port;
struct vp;

struct connection {
	u64 partition;		/* PARTITION_SELF is never stored */
	u32 id;
	u32 type;
	u64 port_partition;
	u32 port_id;
	u64 port_serial;	/* the port itself, not a later one with its id */
	u64 doorbell_address;	/* HV_CONNECTION_INFO of a doorbell */
	u64 doorbell_value;
	u64 doorbell_flags;
};

/* HvCallConnectPort and HvCallDisconnectPort, returning an HV_STATUS */
u16 connection_connect(struct vp *vp, const u8 *input, u8 *output);
u16 connection_disconnect(struct vp *vp, const u8 *input, u8 *output);

/* The same for the peer, to a port of the guest */
u16 connection_make(u64 partition, u32 id, u32 port_id);
u16 connection_break(u64 partition, u32 id);

/* Make a connection that the guest did not ask for; false if it cannot be */
bool connection_plant(u64 partition, u32 id, u32 type, u32 port_id);

/*
 * The port at the other end, for a call that needs one of this type: an HV_STATUS.
 * Good until the next port is deleted.
 */
u16 connection_port(u64 partition, u32 id, u32 type, struct port **port);

u64 connection_count(void);

/* 0 to connection_count() - 1, in no order that lasts beyond the next change */
const struct connection *connection_get(u64 index);

#endif /* TESTHV_CONNECTION_H */
