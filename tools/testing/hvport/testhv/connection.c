// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connections, those of the guest and those of its peer. Blocks are decoded
 * by the offsets of the TLFS tables, as in port.c; refusals come in the same order.
 *
 * A connection outlives its port, as HvDeletePort in the reference of 2013 has it:
 * "subsequent attempts to send messages or signal events through a connection to
 * this port will fail". It can still be disconnected, and a new port with the old
 * id is another port.
 */
#include "check.h"
#include "connection.h"
#include "doorbell.h"
#include "hypercall.h"
#include "partition.h"
#include "pool.h"
#include "port.h"
#include "string.h"

#define CONNECTIONS_MAX		4096

/* HvCallConnectPort, by its table of input parameters */
#define CONNECT_PARTITION		0	/* ConnectionPartition */
#define CONNECT_ID			8
#define CONNECT_VTL			12
#define CONNECT_RESERVED_BYTE		13
#define CONNECT_RESERVED_WORD		14
#define CONNECT_PORT_PARTITION		16
#define CONNECT_PORT_ID			24
#define CONNECT_RESERVED		28
#define CONNECT_TYPE			32	/* ConnectionInfo, HV_CONNECTION_INFO */
#define CONNECT_PADDING			36
#define CONNECT_UNION			40	/* 24 bytes */
#define CONNECT_MONITOR_ADDRESS		40
#define CONNECT_MONITOR_RSVDZ		48	/* 16 bytes */
#define CONNECT_DOORBELL_ADDRESS	40
#define CONNECT_DOORBELL_VALUE		48
#define CONNECT_DOORBELL_FLAGS		56
#define CONNECT_PROXIMITY_ID		64	/* ProximityDomainInfo */
#define CONNECT_PROXIMITY_FLAGS		68

/* HvCallDisconnectPort, by its table of input parameters */
#define DISCONNECT_PARTITION		0
#define DISCONNECT_ID			8
#define DISCONNECT_FLAGS		12	/* bit 0 IsDoorbell, the others zero */
#define IS_DOORBELL			1U

static struct connection connections[CONNECTIONS_MAX];
static u32 count;

static struct connection *connection_find(u64 partition_id, u32 id)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (connections[i].id == id && connections[i].partition == partition_id)
			return &connections[i];
	return NULL;
}

static struct connection *connection_new(u64 partition_id, u32 id, u32 type, u32 port_id)
{
	struct connection *c = &connections[count++];

	memset(c, 0, sizeof(*c));
	c->partition = partition_id;
	c->id = id;
	c->type = type;
	c->port_id = port_id;
	return c;
}

static void connection_attach(struct connection *c, const struct port *port)
{
	c->port_partition = port->partition;
	c->port_serial = port->serial;
}

/* The union must be zero: message and event connections need nothing more */
static u16 check_plain(const u8 *input)
{
	if (input_u64(input, CONNECT_UNION) || input_u64(input, CONNECT_UNION + 8) ||
	    input_u64(input, CONNECT_UNION + 16))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* "The specified monitor overlay page GPA is not page aligned" */
static u16 check_monitor(const u8 *input)
{
	if (input_u64(input, CONNECT_MONITOR_RSVDZ) || input_u64(input, CONNECT_MONITOR_RSVDZ + 8))
		return STATUS_INVALID_PARAMETER;
	if (input_u64(input, CONNECT_MONITOR_ADDRESS) & ~PAGE_MASK)
		return STATUS_INVALID_ALIGNMENT;
	return STATUS_SUCCESS;
}

static u16 check_doorbell(const u8 *input)
{
	return doorbell_check(input_u64(input, CONNECT_DOORBELL_ADDRESS),
			      input_u64(input, CONNECT_DOORBELL_FLAGS));
}

static u16 check_connection_info(const u8 *input)
{
	static u16 (*const checks[])(const u8 *input) = {
		[PORT_TYPE_MESSAGE] = check_plain,
		[PORT_TYPE_EVENT] = check_plain,
		[PORT_TYPE_MONITOR] = check_monitor,
		[PORT_TYPE_DOORBELL] = check_doorbell,
	};
	u32 type = input_u32(input, CONNECT_TYPE);

	if (type >= ARRAY_SIZE(checks) || !checks[type] || input_u32(input, CONNECT_PADDING))
		return STATUS_INVALID_PARAMETER;
	return checks[type](input);
}

/* The guest is nobody's parent: it connects itself, to itself or to its peer */
static u16 check_ends(const u8 *input)
{
	u64 port_partition = input_u64(input, CONNECT_PORT_PARTITION);
	u16 status;

	if (!partition_is_self(input_u64(input, CONNECT_PARTITION)))
		return STATUS_INVALID_PARTITION_ID;
	if (input_u32(input, CONNECT_ID) & PORT_ID_RESERVED)
		return STATUS_INVALID_CONNECTION_ID;
	status = check_vtl(input_u8(input, CONNECT_VTL));
	if (status)
		return status;
	if (input_u8(input, CONNECT_RESERVED_BYTE) || input_u16(input, CONNECT_RESERVED_WORD))
		return STATUS_INVALID_PARAMETER;
	if (!partition_is_self(port_partition) && port_partition != PARTITION_PEER)
		return STATUS_INVALID_PARTITION_ID;
	if (input_u32(input, CONNECT_PORT_ID) & PORT_ID_RESERVED)
		return STATUS_INVALID_PORT_ID;
	return input_u32(input, CONNECT_RESERVED) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static u16 check_connect(const u8 *input)
{
	u16 status = check_ends(input);

	if (!status)
		status = check_connection_info(input);
	if (!status)
		status = check_proximity(input_u32(input, CONNECT_PROXIMITY_ID),
					 input_u32(input, CONNECT_PROXIMITY_FLAGS));
	return status;
}

/* May this connection come to be? */
static u16 connection_status(u64 partition_id, u32 id, u8 vtl, const struct port *port)
{
	if (connection_find(partition_id, id))
		return STATUS_INVALID_CONNECTION_ID;
	if (!port)
		return STATUS_INVALID_PORT_ID;
	if (!port_admits(port, partition_id, vtl))
		return STATUS_ACCESS_DENIED;
	return count == CONNECTIONS_MAX ? STATUS_NO_RESOURCES : STATUS_SUCCESS;
}

u16 connection_connect(struct vp *vp, const u8 *input, u8 *output)
{
	u64 port_partition = input_u64(input, CONNECT_PORT_PARTITION);
	u32 id = input_u32(input, CONNECT_ID), port_id = input_u32(input, CONNECT_PORT_ID);
	u32 type = input_u32(input, CONNECT_TYPE);
	u16 status = check_connect(input);
	const struct port *port;
	struct connection *c;

	if (status)
		return status;
	if (partition_is_self(port_partition))
		port_partition = PARTITION_OWN;
	port = port_find(port_partition, port_id);
	status = connection_status(PARTITION_OWN, id, input_u8(input, CONNECT_VTL), port);
	if (!status && port->type != type)
		status = STATUS_INVALID_PARAMETER;
	if (!status)
		status = pool_take(PARTITION_OWN);
	if (status)
		return status;
	c = connection_new(PARTITION_OWN, id, type, port_id);
	connection_attach(c, port);
	if (type == PORT_TYPE_DOORBELL) {
		c->doorbell_address = input_u64(input, CONNECT_DOORBELL_ADDRESS);
		c->doorbell_value = input_u64(input, CONNECT_DOORBELL_VALUE);
		c->doorbell_flags = input_u64(input, CONNECT_DOORBELL_FLAGS);
		doorbell_changed(vp, c->doorbell_address);
	}
	return STATUS_SUCCESS;
}

static void connection_remove(struct vp *vp, struct connection *c)
{
	u64 address = c->doorbell_address;
	bool doorbell = c->type == PORT_TYPE_DOORBELL;

	pool_give(c->partition);
	*c = connections[--count];
	if (doorbell)
		doorbell_changed(vp, address);
}

u16 connection_disconnect(struct vp *vp, const u8 *input, u8 *output)
{
	u32 flags = input_u32(input, DISCONNECT_FLAGS);
	struct connection *c;

	if (!partition_is_self(input_u64(input, DISCONNECT_PARTITION)))
		return STATUS_INVALID_PARTITION_ID;
	if (flags & ~IS_DOORBELL)
		return STATUS_INVALID_PARAMETER;
	/* One with its top byte set is not to be found either */
	c = connection_find(PARTITION_OWN, input_u32(input, DISCONNECT_ID));
	if (!c)
		return STATUS_INVALID_CONNECTION_ID;
	if ((c->type == PORT_TYPE_DOORBELL ? IS_DOORBELL : 0) != flags)
		return STATUS_INVALID_PARAMETER;
	connection_remove(vp, c);
	return STATUS_SUCCESS;
}

/* A doorbell or a monitor would need an address, which the script has none of */
u16 connection_make(u64 partition_id, u32 id, u32 port_id)
{
	const struct port *port = port_find(PARTITION_OWN, port_id);
	u16 status;

	if (id & PORT_ID_RESERVED)
		return STATUS_INVALID_CONNECTION_ID;
	status = connection_status(partition_id, id, 0, port);
	if (status)
		return status;
	if (port->type != PORT_TYPE_MESSAGE && port->type != PORT_TYPE_EVENT)
		return STATUS_INVALID_PARAMETER;
	status = pool_take(partition_id);
	if (status)
		return status;
	connection_attach(connection_new(partition_id, id, port->type, port_id), port);
	return STATUS_SUCCESS;
}

u16 connection_break(u64 partition_id, u32 id)
{
	struct connection *c = connection_find(partition_id, id);

	if (!c)
		return STATUS_INVALID_CONNECTION_ID;
	connection_remove(NULL, c);
	return STATUS_SUCCESS;
}

/* Without its port if that is not there: a connection that was left behind */
bool connection_plant(u64 partition_id, u32 id, u32 type, u32 port_id)
{
	const struct port *port = port_find(PARTITION_OWN, port_id);
	struct connection *c;

	if (partition_is_self(partition_id))
		partition_id = PARTITION_OWN;
	if (count == CONNECTIONS_MAX || id & PORT_ID_RESERVED ||
	    connection_find(partition_id, id))
		return false;
	if (pool_take(partition_id))
		return false;
	c = connection_new(partition_id, id, type, port_id);
	c->doorbell_address = ~0ULL;	/* nowhere */
	if (port)
		connection_attach(c, port);
	return true;
}

/*
 * TLFS, HvCallPostMessage and HvCallSignalEvent: a port that was deleted, and one
 * of another type, are both an invalid port id.
 */
u16 connection_port(u64 partition_id, u32 id, u32 type, struct port **port)
{
	const struct connection *c = connection_find(partition_id, id);

	if (!c)
		return STATUS_INVALID_CONNECTION_ID;
	*port = port_find(c->port_partition, c->port_id);
	if (!*port || (*port)->serial != c->port_serial || (*port)->type != type)
		return STATUS_INVALID_PORT_ID;
	return STATUS_SUCCESS;
}

u64 connection_count(void)
{
	return count;
}

const struct connection *connection_get(u64 index)
{
	return index < count ? &connections[index] : NULL;
}
