/* SPDX-License-Identifier: GPL-2.0-only */
/* Event flags: set through a connection, cleared by their receiver. */
#ifndef TESTHV_EVENT_H
#define TESTHV_EVENT_H

#include "types.h"

struct port;
struct vp;

/* HvCallSignalEvent, returning an HV_STATUS */
u16 event_signal(struct vp *vp, const u8 *input, u8 *output);

/* The same for any partition's connection */
u16 event_send(u64 partition, u32 connection_id, u32 flag);

/* As a receiver: flags 64 * @word and up of the port, which are cleared */
u64 event_take(struct port *port, u32 word);

#endif /* TESTHV_EVENT_H */
