/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages: posted through a connection, kept until their receiver has room. */
#ifndef TESTHV_MESSAGE_H
#define TESTHV_MESSAGE_H

#include "types.h"

struct port;
struct vp;

/* HV_MESSAGE, by offset: a header and the payload */
#define MESSAGE_SIZE		256
#define MESSAGE_TYPE		0
#define MESSAGE_PAYLOAD_SIZE	4
#define MESSAGE_FLAGS		5
#define MESSAGE_PORT		8	/* the port that it came in by */
#define MESSAGE_PAYLOAD		16
#define MESSAGE_PAYLOAD_MAX	240

/* HvCallPostMessage, returning an HV_STATUS */
u16 message_post(struct vp *vp, const u8 *input, u8 *output);

/* The same for any partition's connection */
u16 message_send(u64 partition, const u8 *input);

/* What HvCallPostMessage takes, for message_send() */
void message_compose(u8 *input, u32 connection_id, u32 type, u32 payload_size);

/* Put what waits into the slots that have room; to be called when there may be some */
void message_deliver(void);

/* As a receiver: the oldest message of the port into @image; false if there is none */
bool message_take(struct port *port, u8 *image);

/* How many message_take() would still take */
u32 message_left(const struct port *port);

/* The port goes, and all that waits for its receiver with it */
void message_drop(struct port *port);

/* In buffers now, of all ports */
u64 message_count(void);

#endif /* TESTHV_MESSAGE_H */
