// SPDX-License-Identifier: GPL-2.0-only
/*
 * HvCallPostMessage and the guest message buffers: 16 for each port. A message is
 * in a buffer from the post until its receiver has it. They wait in one queue, in
 * the order of the posts.
 */
#include "connection.h"
#include "hypercall.h"
#include "message.h"
#include "partition.h"
#include "port.h"
#include "string.h"

#define PORT_BUFFERS		16
#define BUFFERS			2048	/* 128 ports can be full at a time */

/* HvCallPostMessage, by its table of input parameters */
#define POST_CONNECTION		0
#define POST_RESERVED		4
#define POST_TYPE		8
#define POST_PAYLOAD_SIZE	12
#define POST_PAYLOAD		16

#define TYPE_OF_HYPERVISOR	0x80000000U	/* HV_MESSAGE_TYPE_HYPERVISOR_MASK */

static struct buffer {
	struct buffer *next;
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
	b->serial = port->serial;
	b->next = NULL;
	*last = b;
	last = &b->next;
	port->messages++;
	count++;
}

/* @link is what points to the buffer */
static void dequeue(struct buffer **link)
{
	struct buffer *b = *link;

	*link = b->next;
	if (last == &b->next)
		last = link;
	b->used = false;
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

/* The peer takes what it gets at once, so its buffers are never full */
u16 message_send(u64 partition_id, const u8 *input)
{
	u16 status = check_post(input);
	struct buffer *b;
	struct port *port;

	if (!status)
		status = connection_port(partition_id, input_u32(input, POST_CONNECTION),
					 PORT_TYPE_MESSAGE, &port);
	if (status || port->partition == PARTITION_PEER)
		return status;
	b = buffer_get();
	if (!b || port->messages == PORT_BUFFERS)
		return STATUS_INSUFFICIENT_BUFFERS;
	fill(b->image, input, port);
	enqueue(b, port);
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

bool message_take(struct port *port, u8 *image)
{
	struct buffer **link;

	for (link = &first; *link; link = &(*link)->next) {
		if ((*link)->serial != port->serial)
			continue;
		memcpy(image, (*link)->image, MESSAGE_SIZE);
		port->messages--;
		dequeue(link);
		return true;
	}
	return false;
}

void message_drop(struct port *port)
{
	u8 image[MESSAGE_SIZE];

	while (message_take(port, image))
		;
}

u64 message_count(void)
{
	return count;
}
