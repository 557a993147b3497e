// SPDX-License-Identifier: GPL-2.0-only
/*
 * HvCallPostMessage and the guest message buffers: 16 for each port. A message is
 * in a buffer from the post until there is room in the message slot of its VP and
 * SINT. They wait in one queue, in the order of the posts. While no VP has its SynIC
 * enabled nobody can receive anything; messages wait then, until a test takes them
 * or some VP enables its SynIC.
 */
#include "connection.h"
#include "hypercall.h"
#include "message.h"
#include "partition.h"
#include "port.h"
#include "string.h"
#include "vp.h"

#define PORT_BUFFERS		16
#define BUFFERS			2048	/* 128 ports can be full at a time */

/* HvCallPostMessage, by its table of input parameters */
#define POST_CONNECTION		0
#define POST_RESERVED		4
#define POST_TYPE		8
#define POST_PAYLOAD_SIZE	12
#define POST_PAYLOAD		16

#define TYPE_OF_HYPERVISOR	0x80000000U	/* HV_MESSAGE_TYPE_HYPERVISOR_MASK */
#define MESSAGE_PENDING	0x01		/* HV_MESSAGE_FLAGS */

static struct buffer {
	struct buffer *next;
	u32 port_id;
	u64 serial;			/* of the port */
	bool used;
	u8 image[MESSAGE_SIZE];		/* HV_MESSAGE, as the receiver gets it */
} buffers[BUFFERS];

static struct buffer *first, **last = &first;
static u32 count;

static struct buffer *buffer_get(void)
{
	u32 i;

	for (i = 0; i < BUFFERS; i++)
		if (!buffers[i].used)
			return &buffers[i];
	return NULL;
}

static void enqueue(struct buffer *b, struct port *port)
{
	b->used = true;
	b->port_id = port->id;
	b->serial = port->serial;
	b->next = NULL;
	*last = b;
	last = &b->next;
	port->messages++;
	count++;
}

/* @link is what points to the buffer */
static void dequeue(struct buffer **link, struct port *port)
{
	struct buffer *b = *link;

	*link = b->next;
	if (last == &b->next)
		last = link;
	b->used = false;
	port->messages--;
	count--;
}

static void fill(u8 *image, const u8 *input, const struct port *port)
{
	u32 size = input_u32(input, POST_PAYLOAD_SIZE);
	u64 id = port->id;

	memset(image, 0, MESSAGE_SIZE);
	memcpy(image + MESSAGE_TYPE, input + POST_TYPE, 4);
	image[MESSAGE_PAYLOAD_SIZE] = size;
	memcpy(image + MESSAGE_PORT, &id, sizeof(id));
	memcpy(image + MESSAGE_PAYLOAD, input + POST_PAYLOAD, size);
}

static u16 check_post(const u8 *input)
{
	u32 type = input_u32(input, POST_TYPE);

	if (input_u32(input, POST_RESERVED) || !type || type & TYPE_OF_HYPERVISOR)
		return STATUS_INVALID_PARAMETER;
	if (input_u32(input, POST_PAYLOAD_SIZE) > MESSAGE_PAYLOAD_MAX)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static bool ready(struct vp *vp, u32 sint)
{
	return synic_message_slot(vp, sint);
}

static bool ready_to_interrupt(struct vp *vp, u32 sint)
{
	return ready(vp, sint) && !synic_masked(vp, sint);
}

/* Of several VPs, one that can be interrupted; but a masked SINT may be looked at as well */
static u16 find_target(const struct port *port, struct vp **target)
{
	u16 status = port_target_vp(port, ready_to_interrupt, target);

	return status ? port_target_vp(port, ready, target) : status;
}

static bool slot_empty(const u8 *slot)
{
	return !*(volatile const u32 *)(slot + MESSAGE_TYPE);
}

/* The type makes it a message, so it is written last */
static void fill_slot(u8 *slot, const u8 *image)
{
	memcpy(slot + MESSAGE_PAYLOAD_SIZE, image + MESSAGE_PAYLOAD_SIZE,
	       MESSAGE_SIZE - MESSAGE_PAYLOAD_SIZE);
	memory_barrier();
	*(volatile u32 *)(slot + MESSAGE_TYPE) = input_u32(image, MESSAGE_TYPE);
}

/*
 * "If the slot is not empty" the flag in it asks for an EOM. The receiver may empty
 * it before it can see the flag, so it is looked at again.
 */
static bool slot_has_room(u8 *slot)
{
	if (slot_empty(slot))
		return true;
	__atomic_fetch_or(slot + MESSAGE_FLAGS, MESSAGE_PENDING, __ATOMIC_SEQ_CST);
	return slot_empty(slot);
}

/* To the VP that is its target now, if there is one with room */
static bool deliver(struct buffer *b, struct port *port)
{
	u32 sint = port_target(port);
	struct vp *vp;
	u8 *slot;

	if (find_target(port, &vp))
		return false;
	slot = synic_message_slot(vp, sint);
	if (!slot_has_room(slot))
		return false;
	fill_slot(slot, b->image);
	synic_interrupt(vp, sint);
	return true;
}

/*
 * A receiver on another VP may empty the slot at any time, so it may be full for one
 * message and have room for the next one. What waits must not be overtaken.
 */
void message_deliver(void)
{
	struct buffer **link = &first;
	static u64 pass;

	pass++;
	while (*link) {
		struct port *port = port_find(PARTITION_OWN, (*link)->port_id);

		if (port->waits_in != pass && deliver(*link, port)) {
			dequeue(link, port);
		} else {
			port->waits_in = pass;
			link = &(*link)->next;
		}
	}
}

/* The peer takes what it gets at once, so its buffers are never full */
u16 message_send(u64 partition_id, const u8 *input)
{
	u16 status = check_post(input);
	struct buffer *b;
	struct port *port;
	struct vp *vp;

	if (!status)
		status = connection_port(partition_id, input_u32(input, POST_CONNECTION),
					 PORT_TYPE_MESSAGE, &port);
	if (status || port->partition == PARTITION_PEER)
		return status;
	if (synic_in_use()) {
		status = find_target(port, &vp);
		if (status)
			return status;
	}
	b = buffer_get();
	if (!b || port->messages == PORT_BUFFERS)
		return STATUS_INSUFFICIENT_BUFFERS;
	fill(b->image, input, port);
	enqueue(b, port);
	message_deliver();
	return STATUS_SUCCESS;
}

u16 message_post(struct vp *vp, const u8 *input, u8 *output)
{
	return message_send(PARTITION_OWN, input);
}

void message_compose(u8 *input, u32 connection_id, u32 type, u32 payload_size)
{
	u32 i;

	memset(input, 0, MESSAGE_SIZE);
	memcpy(input + POST_CONNECTION, &connection_id, 4);
	memcpy(input + POST_TYPE, &type, 4);
	memcpy(input + POST_PAYLOAD_SIZE, &payload_size, 4);
	for (i = 0; i < payload_size && i < MESSAGE_PAYLOAD_MAX; i++)
		input[POST_PAYLOAD + i] = i;
}

/* One that has been delivered and not been seen yet, or NULL */
static u8 *find_delivered(const struct port *port)
{
	u32 i;

	for (i = 0; i < vp_count; i++) {
		u8 *slot = synic_message_slot(&vps[i], port_target(port));

		if (slot && !slot_empty(slot) && input_u32(slot, MESSAGE_PORT) == port->id)
			return slot;
	}
	return NULL;
}

static bool take_waiting(struct port *port, u8 *image)
{
	struct buffer **link;

	for (link = &first; *link; link = &(*link)->next) {
		if ((*link)->serial != port->serial)
			continue;
		memcpy(image, (*link)->image, MESSAGE_SIZE);
		dequeue(link, port);
		return true;
	}
	return false;
}

bool message_take(struct port *port, u8 *image)
{
	u8 *slot = find_delivered(port);

	if (!slot)
		return take_waiting(port, image);
	memcpy(image, slot, MESSAGE_SIZE);
	*(volatile u32 *)(slot + MESSAGE_TYPE) = 0;
	message_deliver();
	return true;
}

u32 message_left(const struct port *port)
{
	return port->messages + !!find_delivered(port);
}

void message_drop(struct port *port)
{
	u8 image[MESSAGE_SIZE];

	while (take_waiting(port, image))
		;
}

u64 message_count(void)
{
	return count;
}
