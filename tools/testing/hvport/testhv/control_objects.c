// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands about ports, connections and what goes through them. As in
 * control.c, each only moves arguments and results; what they mean is in the file
 * of the noun.
 */
#include "connection.h"
#include "control.h"
#include "control_objects.h"
#include "event.h"
#include "hypercall.h"
#include "message.h"
#include "partition.h"
#include "peer.h"
#include "pool.h"
#include "port.h"
#include "string.h"

bool control_plant_port(struct vp *vp, struct guest_regs *r)
{
	return port_plant(r->rbx, r->rcx, r->rsi);
}

bool control_read_port(struct vp *vp, struct guest_regs *r)
{
	const struct port *port = port_get(r->rbx);

	if (!port)
		return false;
	r->rbx = port->partition;
	r->rcx = port->id;
	r->rsi = port->type;
	r->rdi = port_target(port);
	return true;
}

bool control_read_port_block(struct vp *vp, struct guest_regs *r)
{
	const struct port *port = port_get(r->rbx);
	u8 bytes[2 * CONTROL_CHUNK] = { 0 };

	if (!port || r->rcx % CONTROL_CHUNK || r->rcx >= sizeof(bytes))
		return false;
	memcpy(bytes, port->block, sizeof(port->block));
	control_put_chunk(r, bytes + r->rcx);
	return true;
}

bool control_plant_connection(struct vp *vp, struct guest_regs *r)
{
	return connection_plant(r->rbx, r->rcx, r->rsi, r->rdi);
}

bool control_read_connection(struct vp *vp, struct guest_regs *r)
{
	const struct connection *c = connection_get(r->rbx);

	if (!c)
		return false;
	r->rbx = c->partition;
	r->rcx = c->id;
	r->rsi = c->type;
	r->rdi = c->port_id;
	return true;
}

bool control_set_pool(struct vp *vp, struct guest_regs *r)
{
	return pool_set(r->rbx, r->rcx, r->rsi);
}

bool control_read_pool(struct vp *vp, struct guest_regs *r)
{
	const struct pool *pool = pool_get(r->rbx);

	if (!pool)
		return false;
	r->rbx = pool->free;
	r->rcx = pool->deposited;
	r->rsi = pool->withdrawn;
	r->rdi = pool->used;
	return true;
}

bool control_keep_pages(struct vp *vp, struct guest_regs *r)
{
	pool_keep(r->rbx);
	return true;
}

bool control_release_kept(struct vp *vp, struct guest_regs *r)
{
	pool_release_kept();
	return true;
}

bool control_misname_pages(struct vp *vp, struct guest_regs *r)
{
	pool_misname(r->rbx, r->rcx);
	return true;
}

bool control_set_rep_limit(struct vp *vp, struct guest_regs *r)
{
	if ((r->rbx != CALL_DEPOSIT_MEMORY && r->rbx != CALL_WITHDRAW_MEMORY) ||
	    (r->rdi != STATUS_SUCCESS && r->rdi != STATUS_TIME_OUT))
		return false;
	rep_set_limit(r->rbx, r->rcx, r->rdi);
	return true;
}

bool control_take_message(struct vp *vp, struct guest_regs *r)
{
	struct port *port = port_find(PARTITION_OWN, r->rbx);
	u8 image[MESSAGE_SIZE];

	if (!port || !message_take(port, image))
		return false;
	r->rbx = input_u32(image, MESSAGE_TYPE);
	r->rcx = input_u8(image, MESSAGE_PAYLOAD_SIZE);
	r->rsi = input_u64(image, MESSAGE_PAYLOAD);
	r->rdi = message_left(port);
	return true;
}

bool control_take_flags(struct vp *vp, struct guest_regs *r)
{
	struct port *port = port_find(PARTITION_OWN, r->rbx);

	if (!port || r->rcx >= ARRAY_SIZE(port->flags))
		return false;
	r->rbx = event_take(port, r->rcx);
	return true;
}

bool control_peer(struct vp *vp, struct guest_regs *r)
{
	u16 status;

	if (!peer_do(r->rbx, r->rcx, r->rsi, r->rdi, &status))
		return false;
	r->rbx = status;
	return true;
}
