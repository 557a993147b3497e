// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is the struct that a caller passed well formed?
 *
 * PURE: reads its arguments and returns a verdict; no locks, no allocation, no
 * user memory, no printing. It refuses what is malformed by the documents and
 * leaves to the hypervisor what only the hypervisor can know: whether a
 * partition, a VP, a VTL, a proximity domain or a privilege exists.
 */
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/stddef.h>
#include <linux/types.h>

#include "validate.h"
#include <hyperv/hvport_abi.h>

#define PROXIMITY_FLAGS	(HVPORT_PROXIMITY_PREFERRED | HVPORT_PROXIMITY_INFO_VALID)

static const struct hvport_verdict well_formed;

/* The verdict that @member of @type is wrong */
#define REFUSE(errno, type, member) \
	((struct hvport_verdict){ -(errno), offsetof(type, member) })

/* Port and connection ids have 24 bits; who lets the kernel pick gives none */
static bool id_ok(u32 id, u32 flags)
{
	return flags & HVPORT_F_ANY_ID ? id == 0 : id <= HV_PORT_ID_MAX;
}

static bool vtl_ok(u8 vtl)
{
	return vtl < HV_VTL_COUNT;
}

/* SINT 0 is the hypervisor's own */
static bool sint_ok(u32 sint)
{
	return sint > 0 && sint < HV_SYNIC_SINT_COUNT;
}

/*
 * The TLFS allows ranges that end at the last flag; whether the edge is allowed
 * in fact is left to the hypervisor. Both operands are promoted to int, so the
 * sum cannot wrap.
 */
static bool flag_range_ok(u16 base, u16 count)
{
	return count > 0 && base + count <= HV_EVENT_FLAGS_COUNT;
}

static bool type_known(u32 type)
{
	return type >= HV_PORT_TYPE_MESSAGE && type <= HV_PORT_TYPE_DOORBELL;
}

/* Message and doorbell ports have the same target */
static struct hvport_verdict
validate_message_port(const struct hvport_create_port *p)
{
	if (!sint_ok(p->port_info.message.target_sint))
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.message.target_sint);
	if (p->port_info.message.rsvdz)
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.message.rsvdz);
	return well_formed;
}

static struct hvport_verdict
validate_event_port(const struct hvport_create_port *p)
{
	if (!sint_ok(p->port_info.event.target_sint))
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.event.target_sint);
	if (!flag_range_ok(p->port_info.event.base_flag_number,
			   p->port_info.event.flag_count))
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.event.flag_count);
	if (p->port_info.event.rsvdz)
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.event.rsvdz);
	return well_formed;
}

static struct hvport_verdict
validate_monitor_port(const struct hvport_create_port *p)
{
	if (p->port_info.monitor.rsvdz)
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.monitor.rsvdz);
	return well_formed;
}

static struct hvport_verdict
(*const validate_port_target[])(const struct hvport_create_port *p) = {
	[HV_PORT_TYPE_MESSAGE]	= validate_message_port,
	[HV_PORT_TYPE_EVENT]	= validate_event_port,
	[HV_PORT_TYPE_MONITOR]	= validate_monitor_port,
	[HV_PORT_TYPE_DOORBELL]	= validate_message_port,
};

struct hvport_verdict hvport_validate_create_port(const union hvport_arg *arg,
						  bool may_monitor)
{
	const struct hvport_create_port *p = &arg->create_port;
	u32 type = p->port_info.port_type;
	struct hvport_verdict verdict;

	if (!id_ok(p->port_id, p->flags))
		return REFUSE(EINVAL, struct hvport_create_port, port_id);
	if (!vtl_ok(p->port_vtl))
		return REFUSE(EINVAL, struct hvport_create_port, port_vtl);
	if (!vtl_ok(p->min_connection_vtl))
		return REFUSE(EINVAL, struct hvport_create_port,
			      min_connection_vtl);
	if (p->reserved_z0)
		return REFUSE(EINVAL, struct hvport_create_port, reserved_z0);
	if (!type_known(type))
		return REFUSE(EOPNOTSUPP, struct hvport_create_port,
			      port_info.port_type);
	if (type == HV_PORT_TYPE_MONITOR && !may_monitor)
		return REFUSE(EPERM, struct hvport_create_port,
			      port_info.port_type);
	if (p->port_info.padding)
		return REFUSE(EINVAL, struct hvport_create_port,
			      port_info.padding);
	/* A processor that guesses does not call what lies beyond the table */
	type = array_index_nospec(type, ARRAY_SIZE(validate_port_target));
	verdict = validate_port_target[type](p);
	if (verdict.error)
		return verdict;
	if (p->proximity_domain_info.flags & ~PROXIMITY_FLAGS)
		return REFUSE(EINVAL, struct hvport_create_port,
			      proximity_domain_info.flags);
	return well_formed;
}

struct hvport_verdict hvport_validate_delete_port(const union hvport_arg *arg,
						  bool may_monitor)
{
	const struct hvport_delete_port *p = &arg->delete_port;

	if (!id_ok(p->port_id, 0))
		return REFUSE(EINVAL, struct hvport_delete_port, port_id);
	if (p->reserved)
		return REFUSE(EINVAL, struct hvport_delete_port, reserved);
	return well_formed;
}

static struct hvport_verdict
validate_message_connection(const struct hvport_connect_port *c)
{
	if (c->connection_info.message.rsvdz[0] ||
	    c->connection_info.message.rsvdz[1] ||
	    c->connection_info.message.rsvdz[2])
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.message.rsvdz);
	return well_formed;
}

static struct hvport_verdict
validate_monitor_connection(const struct hvport_connect_port *c)
{
	if (c->connection_info.monitor.rsvdz[0] ||
	    c->connection_info.monitor.rsvdz[1])
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.monitor.rsvdz);
	return well_formed;
}

/* Bytes of the write that rings the doorbell; 0: a write of any size does */
static u32 trigger_size(u64 flags)
{
	switch (flags & HV_DOORBELL_FLAG_TRIGGER_SIZE_MASK) {
	case HV_DOORBELL_FLAG_TRIGGER_SIZE_BYTE:
		return 1;
	case HV_DOORBELL_FLAG_TRIGGER_SIZE_WORD:
		return 2;
	case HV_DOORBELL_FLAG_TRIGGER_SIZE_DWORD:
		return 4;
	case HV_DOORBELL_FLAG_TRIGGER_SIZE_QWORD:
		return 8;
	default:
		return 0;
	}
}

/* The value is ignored with ANY_VALUE; else one that a write cannot have is wrong */
static bool trigger_value_ok(u64 value, u64 flags)
{
	u32 size = trigger_size(flags);

	if (flags & HV_DOORBELL_FLAG_TRIGGER_ANY_VALUE || size == 0 || size == 8)
		return true;
	return value >> (8 * size) == 0;
}

static bool doorbell_flags_ok(u64 flags)
{
	u64 size = flags & HV_DOORBELL_FLAG_TRIGGER_SIZE_MASK;

	return size <= HV_DOORBELL_FLAG_TRIGGER_SIZE_QWORD &&
	       !(flags & ~(HV_DOORBELL_FLAG_TRIGGER_SIZE_MASK |
			   HV_DOORBELL_FLAG_TRIGGER_ANY_VALUE));
}

/*
 * The address may not cross a page (TLFS, HV_CONNECTION_INFO); one that is a
 * multiple of the size of the write does not.
 */
static struct hvport_verdict
validate_doorbell_connection(const struct hvport_connect_port *c)
{
	u64 flags = c->connection_info.doorbell.flags;
	u32 size = trigger_size(flags);

	if (size && c->connection_info.doorbell.guest_physical_address & (size - 1))
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.doorbell.guest_physical_address);
	if (!trigger_value_ok(c->connection_info.doorbell.trigger_value, flags))
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.doorbell.trigger_value);
	if (!doorbell_flags_ok(flags))
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.doorbell.flags);
	return well_formed;
}

static struct hvport_verdict
(*const validate_connection_info[])(const struct hvport_connect_port *c) = {
	[HV_PORT_TYPE_MESSAGE]	= validate_message_connection,
	[HV_PORT_TYPE_EVENT]	= validate_message_connection,
	[HV_PORT_TYPE_MONITOR]	= validate_monitor_connection,
	[HV_PORT_TYPE_DOORBELL]	= validate_doorbell_connection,
};

/* The fields in front of the connection's type */
static struct hvport_verdict
validate_connection_ends(const struct hvport_connect_port *c)
{
	if (!id_ok(c->connection_id, c->flags))
		return REFUSE(EINVAL, struct hvport_connect_port, connection_id);
	if (!vtl_ok(c->connection_vtl))
		return REFUSE(EINVAL, struct hvport_connect_port, connection_vtl);
	if (c->reserved_z0)
		return REFUSE(EINVAL, struct hvport_connect_port, reserved_z0);
	if (c->reserved_z1)
		return REFUSE(EINVAL, struct hvport_connect_port, reserved_z1);
	if (!id_ok(c->port_id, 0))
		return REFUSE(EINVAL, struct hvport_connect_port, port_id);
	if (c->reserved_z2)
		return REFUSE(EINVAL, struct hvport_connect_port, reserved_z2);
	return well_formed;
}

struct hvport_verdict hvport_validate_connect_port(const union hvport_arg *arg,
						   bool may_monitor)
{
	const struct hvport_connect_port *c = &arg->connect_port;
	u32 type = c->connection_info.port_type;
	struct hvport_verdict verdict;

	verdict = validate_connection_ends(c);
	if (verdict.error)
		return verdict;
	if (!type_known(type))
		return REFUSE(EOPNOTSUPP, struct hvport_connect_port,
			      connection_info.port_type);
	if (type == HV_PORT_TYPE_MONITOR && !may_monitor)
		return REFUSE(EPERM, struct hvport_connect_port,
			      connection_info.port_type);
	if (c->connection_info.padding)
		return REFUSE(EINVAL, struct hvport_connect_port,
			      connection_info.padding);
	type = array_index_nospec(type, ARRAY_SIZE(validate_connection_info));
	verdict = validate_connection_info[type](c);
	if (verdict.error)
		return verdict;
	if (c->proximity_domain_info.flags & ~PROXIMITY_FLAGS)
		return REFUSE(EINVAL, struct hvport_connect_port,
			      proximity_domain_info.flags);
	return well_formed;
}

struct hvport_verdict hvport_validate_disconnect_port(const union hvport_arg *arg,
						      bool may_monitor)
{
	const struct hvport_disconnect_port *d = &arg->disconnect_port;

	if (!id_ok(d->connection_id, 0))
		return REFUSE(EINVAL, struct hvport_disconnect_port, connection_id);
	if (d->is_doorbell > 1)
		return REFUSE(EINVAL, struct hvport_disconnect_port, is_doorbell);
	return well_formed;
}

struct hvport_verdict hvport_validate_post_message(const union hvport_arg *arg,
						   bool may_monitor)
{
	const struct hvport_post_message *m = &arg->post_message;

	if (!id_ok(m->connection_id, 0))
		return REFUSE(EINVAL, struct hvport_post_message, connection_id);
	if (m->reserved)
		return REFUSE(EINVAL, struct hvport_post_message, reserved);
	/* Bit 31 marks the messages that the hypervisor itself sends */
	if (!m->message_type || m->message_type & HV_MESSAGE_TYPE_HYPERVISOR_MASK)
		return REFUSE(EINVAL, struct hvport_post_message, message_type);
	if (m->payload_size > HV_MESSAGE_PAYLOAD_BYTE_COUNT)
		return REFUSE(EINVAL, struct hvport_post_message, payload_size);
	return well_formed;
}

struct hvport_verdict hvport_validate_signal_event(const union hvport_arg *arg,
						   bool may_monitor)
{
	const struct hvport_signal_event *e = &arg->signal_event;

	if (!id_ok(e->connection_id, 0))
		return REFUSE(EINVAL, struct hvport_signal_event, connection_id);
	if (e->reserved)
		return REFUSE(EINVAL, struct hvport_signal_event, reserved);
	return well_formed;
}
