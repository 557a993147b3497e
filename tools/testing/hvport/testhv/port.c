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
#include "hypercall.h"
#include "partition.h"
#include "port.h"
#include "string.h"
#include "vp.h"

#define PORTS_MAX		4096

#define TYPE_MESSAGE		1	/* HV_PORT_TYPE */
#define TYPE_EVENT		2
#define TYPE_MONITOR		3
#define TYPE_DOORBELL		4

#define PORT_ID_RESERVED	0xff000000U	/* HV_PORT_ID bits 31:24 */
#define VTLS_ARCHITECTURAL	16
#define VP_SELF			0xfffffffeU
#define VP_ANY			0xffffffffU
#define EVENT_FLAGS		2048
#define PROXIMITY_RESERVED	0x7ffffffeU	/* HV_PROXIMITY_DOMAIN_FLAGS bits 30:1 */
#define PROXIMITY_VALID		0x80000000U
#define PROXIMITY_DOMAIN	0	/* the machine has one */

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

static struct port *port_find(u64 partition_id, u32 id)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (ports[i].id == id && ports[i].partition == partition_id)
			return &ports[i];
	return NULL;
}

static struct port *port_new(u64 partition_id, u32 id, u32 type)
{
	struct port *port = &ports[count++];

	memset(port, 0, sizeof(*port));
	port->partition = partition_id;
	port->id = id;
	port->type = type;
	return port;
}

/*
 * HV_VTL: 0 to 15 can be, so more is malformed. A level that can be but that
 * the partition does not have is the "VTL state" that conflicts with the call.
 */
static u16 check_vtl(u8 vtl)
{
	if (vtl >= VTLS_ARCHITECTURAL)
		return STATUS_INVALID_PARAMETER;
	return vtl < partition.vtl_count ? STATUS_SUCCESS : STATUS_INVALID_VTL_STATE;
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
	if (!flags || base + flags > EVENT_FLAGS || input_u32(input, CREATE_EVENT_RSVDZ))
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
		[TYPE_MESSAGE] = check_message,
		[TYPE_EVENT] = check_event,
		[TYPE_MONITOR] = check_monitor,
		[TYPE_DOORBELL] = check_message,
	};
	u32 type = input_u32(input, CREATE_PORT_TYPE);

	if (type >= ARRAY_SIZE(checks) || !checks[type] || input_u32(input, CREATE_PADDING))
		return STATUS_INVALID_PARAMETER;
	return checks[type](input);
}

/* HV_PROXIMITY_DOMAIN_FLAGS: without InfoValid the id is not looked at */
static u16 check_proximity(const u8 *input)
{
	u32 flags = input_u32(input, CREATE_PROXIMITY_FLAGS);

	if (flags & PROXIMITY_RESERVED)
		return STATUS_INVALID_PROXIMITY_INFO;
	if (flags & PROXIMITY_VALID && input_u32(input, CREATE_PROXIMITY_ID) != PROXIMITY_DOMAIN)
		return STATUS_INVALID_PROXIMITY_INFO;
	return STATUS_SUCCESS;
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
	return status ? status : check_proximity(input);
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
	port = port_new(PARTITION_OWN, id, input_u32(input, CREATE_PORT_TYPE));
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
	*port = ports[--count];
	return STATUS_SUCCESS;
}

bool port_plant(u64 partition_id, u32 id, u32 type)
{
	if (partition_is_self(partition_id))
		partition_id = PARTITION_OWN;
	if (count == PORTS_MAX || id & PORT_ID_RESERVED || port_find(partition_id, id))
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
	if (port->type == TYPE_MONITOR)
		return input_u64(port->block, CREATE_MONITOR_ADDRESS);
	return input_u32(port->block, CREATE_TARGET_SINT);
}
