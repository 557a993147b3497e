// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ports of the partition. Blocks are decoded by the offsets that the TLFS
 * tables give, typed here a second time on purpose: a header shared with the
 * module would hide a mistake that both make.
 *
 * Where the TLFS pages name no status, the archived reference of 2013 (HvCreatePort,
 * HvDeletePort) does. Refusals come in the order privilege (hypercall.c),
 * partition, the fields by offset, and last whether the id is free or known.
 */
#include "check.h"
#include "hypercall.h"
#include "message.h"
#include "partition.h"
#include "peer.h"
#include "pool.h"
#include "port.h"
#include "string.h"
#include "vp.h"

#define PORTS_MAX		4096

#define PORT_TYPE_MESSAGE		1	/* HV_PORT_TYPE */
#define PORT_TYPE_EVENT		2
#define PORT_TYPE_MONITOR		3
#define PORT_TYPE_DOORBELL		4

#define PORT_ID_RESERVED	0xff000000U	/* HV_PORT_ID bits 31:24 */
#define VTLS_ARCHITECTURAL	16
#define VP_SELF			0xfffffffeU
#define VP_ANY			0xffffffffU

/* HvCallCreatePort, by its table of input parameters */
#define CREATE_PORT_PARTITION		0
#define CREATE_PORT_ID			8
#define CREATE_PORT_VTL			12
#define CREATE_MIN_CONNECTION_VTL	13
#define CREATE_RESERVED			14
#define CREATE_CONNECTION_PARTITION	16
#define CREATE_PORT_TYPE		24	/* PortInfo, HV_PORT_INFO */
#define CREATE_PADDING			28
#define CREATE_TARGET_SINT		32	/* message, event, doorbell */
#define CREATE_TARGET_VP		36
#define CREATE_MESSAGE_RSVDZ		40	/* message, doorbell: 8 bytes */
#define CREATE_EVENT_BASE_FLAG		40
#define CREATE_EVENT_FLAG_COUNT		42
#define CREATE_EVENT_RSVDZ		44	/* 4 bytes */
#define CREATE_MONITOR_ADDRESS		32
#define CREATE_MONITOR_RSVDZ		40	/* 8 bytes */
#define CREATE_PROXIMITY_ID		48	/* ProximityDomainInfo */
#define CREATE_PROXIMITY_FLAGS		52

/* HvCallDeletePort, by its table of input parameters */
#define DELETE_PORT_PARTITION		0
#define DELETE_PORT_ID			8
#define DELETE_RESERVED			12

static struct port ports[PORTS_MAX];
static u32 count;
static u64 serial;

struct port *port_find(u64 partition_id, u32 id)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (ports[i].id == id && ports[i].partition == partition_id)
			return &ports[i];
	return partition_id == PARTITION_PEER ? peer_port(id) : NULL;
}

static struct port *port_new(u64 partition_id, u32 id, u32 type)
{
	struct port *port = &ports[count++];

	memset(port, 0, sizeof(*port));
	port->partition = partition_id;
	port->id = id;
	port->type = type;
	port->serial = ++serial;
	return port;
}

/* SINT 0 is the hypervisor's own; the target is one VP, any, or the caller */
static u16 check_target(const u8 *input)
{
	u32 sint = input_u32(input, CREATE_TARGET_SINT);
	u32 target = input_u32(input, CREATE_TARGET_VP);

	if (!sint || sint >= SYNIC_SINT_COUNT)
		return STATUS_INVALID_PARAMETER;
	if (target >= vp_count && target != VP_SELF && target != VP_ANY)
		return STATUS_INVALID_VP_INDEX;
	return STATUS_SUCCESS;
}

static u16 check_message(const u8 *input)
{
	u16 status = check_target(input);

	if (status)
		return status;
	return input_u64(input, CREATE_MESSAGE_RSVDZ) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static u16 check_event(const u8 *input)
{
	u32 base = input_u16(input, CREATE_EVENT_BASE_FLAG);
	u32 flags = input_u16(input, CREATE_EVENT_FLAG_COUNT);
	u16 status = check_target(input);

	if (status)
		return status;
	if (!flags || base + flags > PORT_EVENT_FLAGS || input_u32(input, CREATE_EVENT_RSVDZ))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* No document says what the address must be, so any is taken */
static u16 check_monitor(const u8 *input)
{
	return input_u64(input, CREATE_MONITOR_RSVDZ) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static u16 check_port_info(const u8 *input)
{
	static u16 (*const checks[])(const u8 *input) = {
		[PORT_TYPE_MESSAGE] = check_message,
		[PORT_TYPE_EVENT] = check_event,
		[PORT_TYPE_MONITOR] = check_monitor,
		[PORT_TYPE_DOORBELL] = check_message,
	};
	u32 type = input_u32(input, CREATE_PORT_TYPE);

	if (type >= ARRAY_SIZE(checks) || !checks[type] || input_u32(input, CREATE_PADDING))
		return STATUS_INVALID_PARAMETER;
	return checks[type](input);
}

/*
 * ConnectionPartition: "set to zero if unused". The reference of 2013 refused the
 * port's own partition there; the TLFS page does not, and a partition that
 * connects to its own port needs it.
 */
static u16 check_create(const u8 *input)
{
	u64 connection = input_u64(input, CREATE_CONNECTION_PARTITION);
	u16 status;

	if (!partition_is_self(input_u64(input, CREATE_PORT_PARTITION)))
		return STATUS_INVALID_PARTITION_ID;
	if (input_u32(input, CREATE_PORT_ID) & PORT_ID_RESERVED)
		return STATUS_INVALID_PORT_ID;
	status = check_vtl(input_u8(input, CREATE_PORT_VTL));
	if (status)
		return status;
	status = check_vtl(input_u8(input, CREATE_MIN_CONNECTION_VTL));
	if (status)
		return status;
	if (input_u16(input, CREATE_RESERVED))
		return STATUS_INVALID_PARAMETER;
	if (connection != PARTITION_INVALID && !partition_is_self(connection))
		return STATUS_INVALID_PARTITION_ID;
	status = check_port_info(input);
	if (status)
		return status;
	return check_proximity(input_u32(input, CREATE_PROXIMITY_ID),
			       input_u32(input, CREATE_PROXIMITY_FLAGS));
}

u16 port_create(struct vp *vp, const u8 *input, u8 *output)
{
	u32 id = input_u32(input, CREATE_PORT_ID);
	u16 status = check_create(input);
	struct port *port;

	if (status)
		return status;
	if (port_find(PARTITION_OWN, id))
		return STATUS_INVALID_PORT_ID;
	if (count == PORTS_MAX)
		return STATUS_NO_RESOURCES;
	status = pool_take(PARTITION_OWN);
	if (status)
		return status;
	port = port_new(PARTITION_OWN, id, input_u32(input, CREATE_PORT_TYPE));
	port->creator = vp->index;
	memcpy(port->block, input, PORT_BLOCK_SIZE);
	return STATUS_SUCCESS;
}

u16 port_delete(struct vp *vp, const u8 *input, u8 *output)
{
	u32 id = input_u32(input, DELETE_PORT_ID);
	struct port *port;

	if (!partition_is_self(input_u64(input, DELETE_PORT_PARTITION)))
		return STATUS_INVALID_PARTITION_ID;
	if (id & PORT_ID_RESERVED)
		return STATUS_INVALID_PORT_ID;
	if (input_u32(input, DELETE_RESERVED))
		return STATUS_INVALID_PARAMETER;
	port = port_find(PARTITION_OWN, id);
	if (!port)
		return STATUS_INVALID_PORT_ID;
	message_drop(port);
	pool_give(port->partition);
	*port = ports[--count];
	return STATUS_SUCCESS;
}

bool port_plant(u64 partition_id, u32 id, u32 type)
{
	if (partition_is_self(partition_id))
		partition_id = PARTITION_OWN;
	if (count == PORTS_MAX || id & PORT_ID_RESERVED || port_find(partition_id, id))
		return false;
	if (pool_take(partition_id))
		return false;
	port_new(partition_id, id, type);
	return true;
}

u64 port_count(void)
{
	return count;
}

const struct port *port_get(u64 index)
{
	return index < count ? &ports[index] : NULL;
}

u64 port_target(const struct port *port)
{
	if (port->type == PORT_TYPE_MONITOR)
		return input_u64(port->block, CREATE_MONITOR_ADDRESS);
	return input_u32(port->block, CREATE_TARGET_SINT);
}

u32 port_base_flag(const struct port *port)
{
	return input_u16(port->block, CREATE_EVENT_BASE_FLAG);
}

u32 port_flag_count(const struct port *port)
{
	return input_u16(port->block, CREATE_EVENT_FLAG_COUNT);
}

/*
 * TLFS, HvCallPostMessage and HvCallSignalEvent: "the target VP's SynIC is disabled",
 * or its page is; for any VP, all of them are. Of several, the lowest.
 */
u16 port_target_vp(const struct port *port, bool (*ready)(struct vp *vp, u32 sint),
		   struct vp **target)
{
	u32 index = input_u32(port->block, CREATE_TARGET_VP), i;
	u32 sint = port_target(port);

	if (index == VP_SELF)
		index = port->creator;
	for (i = 0; i < vp_count; i++) {
		if ((index == VP_ANY || index == i) && ready(&vps[i], sint)) {
			*target = &vps[i];
			return STATUS_SUCCESS;
		}
	}
	return STATUS_INVALID_SYNIC_STATE;
}

/* MinConnectionVtl, and ConnectionPartition where it is not 0 */
bool port_admits(const struct port *port, u64 partition_id, u8 vtl)
{
	u64 only = input_u64(port->block, CREATE_CONNECTION_PARTITION);

	if (vtl < input_u8(port->block, CREATE_MIN_CONNECTION_VTL))
		return false;
	return only == PARTITION_INVALID || only == partition_id ||
	       (partition_id == PARTITION_OWN && partition_is_self(only));
}
