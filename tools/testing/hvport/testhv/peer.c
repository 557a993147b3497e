// SPDX-License-Identifier: GPL-2.0-only
/*
 * The peer partition is not a guest: no code runs in it. It has three ports that
 * take whatever comes, and it connects, posts and signals when it is told to. What
 * it may do and what it gets for it is decided where it is for the guest; it has
 * all privileges.
 */
#include "connection.h"
#include "event.h"
#include "hypercall.h"
#include "message.h"
#include "partition.h"
#include "peer.h"
#include "port.h"
#include "testhv_control.h"

#define PEER_FLAG_COUNT		64
#define EVENT_FLAG_COUNT	42	/* in the port's block, as in port.c */

static struct port ports[] = {
	{ .partition = PARTITION_PEER, .id = TESTHV_PEER_MESSAGE_PORT,
	  .type = PORT_TYPE_MESSAGE },
	{ .partition = PARTITION_PEER, .id = TESTHV_PEER_EVENT_PORT,
	  .type = PORT_TYPE_EVENT, .block = { [EVENT_FLAG_COUNT] = PEER_FLAG_COUNT } },
	{ .partition = PARTITION_PEER, .id = TESTHV_PEER_DOORBELL_PORT,
	  .type = PORT_TYPE_DOORBELL },
};

static_assert(PARTITION_PEER == TESTHV_PEER_PARTITION);

struct port *peer_port(u32 id)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(ports); i++)
		if (ports[i].id == id)
			return &ports[i];
	return NULL;
}

static u16 post(u32 id, u32 type, u32 payload_size)
{
	u8 input[MESSAGE_SIZE];

	message_compose(input, id, type, payload_size);
	return message_send(PARTITION_PEER, input);
}

bool peer_do(u64 action, u32 id, u64 first, u64 second, u16 *status)
{
	switch (action) {
	case TESTHV_PEER_CONNECT:
		*status = connection_make(PARTITION_PEER, id, first);
		return true;
	case TESTHV_PEER_POST:
		*status = post(id, first, second);
		return true;
	case TESTHV_PEER_SIGNAL:
		*status = event_send(PARTITION_PEER, id, first);
		return true;
	case TESTHV_PEER_DISCONNECT:
		*status = connection_break(PARTITION_PEER, id);
		return true;
	}
	return false;
}
