// SPDX-License-Identifier: GPL-2.0-only
/*
 * Proof, at build time and field by field, that the structs of the user
 * interface carry the TLFS input blocks as they stand: the bytes between the
 * eight in front and the result behind are what the hypervisor reads. No code.
 */
#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/types.h>

#include <uapi/linux/hvport.h>
#include <hyperv/hvport_abi.h>

#include "validate.h"

#define HEAD	8

/* @u of the user's struct is at the offset of @h in the block, plus the head */
#define SAME(utype, u, htype, h)					\
	static_assert(offsetof(struct utype, u) ==			\
		      offsetof(struct htype, h) + HEAD &&		\
		      sizeof_field(struct utype, u) == sizeof_field(struct htype, h))
#define BLOCK(utype, htype)						\
	static_assert(offsetof(struct utype, result) == sizeof(struct htype) + HEAD &&	\
		      sizeof(struct utype) == sizeof(struct htype) + HEAD + 8)

#define PORT(u, h)	SAME(hvport_create_port, u, hv_input_create_port, h)
BLOCK(hvport_create_port, hv_input_create_port);
PORT(port_partition, port_partition_id);
PORT(port_id, port_id);
PORT(port_vtl, port_vtl);
PORT(min_connection_vtl, min_connection_vtl);
PORT(reserved_z0, reserved_z0);
PORT(connection_partition, connection_partition_id);
PORT(port_info, port_info);
PORT(port_info.port_type, port_info.port_type);
PORT(port_info.padding, port_info.padding);
PORT(port_info.message.target_sint, port_info.message_port_info.target_sint);
PORT(port_info.message.target_vp, port_info.message_port_info.target_vp);
PORT(port_info.message.rsvdz, port_info.message_port_info.rsvdz);
PORT(port_info.event.target_sint, port_info.event_port_info.target_sint);
PORT(port_info.event.target_vp, port_info.event_port_info.target_vp);
PORT(port_info.event.base_flag_number, port_info.event_port_info.base_flag_number);
PORT(port_info.event.flag_count, port_info.event_port_info.flag_count);
PORT(port_info.event.rsvdz, port_info.event_port_info.rsvdz);
PORT(port_info.monitor.monitor_address, port_info.monitor_port_info.monitor_address);
PORT(port_info.monitor.rsvdz, port_info.monitor_port_info.rsvdz);
PORT(port_info.doorbell.target_sint, port_info.doorbell_port_info.target_sint);
PORT(port_info.doorbell.target_vp, port_info.doorbell_port_info.target_vp);
PORT(port_info.doorbell.rsvdz, port_info.doorbell_port_info.rsvdz);
PORT(proximity_domain_info.id, proximity_domain_info.domain_id);
PORT(proximity_domain_info.flags, proximity_domain_info.flags);

#define DELETE(u, h)	SAME(hvport_delete_port, u, hv_input_delete_port, h)
BLOCK(hvport_delete_port, hv_input_delete_port);
DELETE(port_partition, port_partition_id);
DELETE(port_id, port_id);
DELETE(reserved, reserved);

#define CONNECT(u, h)	SAME(hvport_connect_port, u, hv_input_connect_port, h)
BLOCK(hvport_connect_port, hv_input_connect_port);
CONNECT(connection_partition, connection_partition_id);
CONNECT(connection_id, connection_id);
CONNECT(connection_vtl, connection_vtl);
CONNECT(reserved_z0, reserved_z0);
CONNECT(reserved_z1, reserved_z1);
CONNECT(port_partition, port_partition_id);
CONNECT(port_id, port_id);
CONNECT(reserved_z2, reserved_z2);
CONNECT(connection_info, connection_info);
CONNECT(connection_info.port_type, connection_info.port_type);
CONNECT(connection_info.padding, connection_info.padding);
CONNECT(connection_info.message.rsvdz, connection_info.message_connection_info.rsvdz);
CONNECT(connection_info.event.rsvdz, connection_info.event_connection_info.rsvdz);
CONNECT(connection_info.monitor.monitor_address,
	connection_info.monitor_connection_info.monitor_address);
CONNECT(connection_info.monitor.rsvdz, connection_info.monitor_connection_info.rsvdz);
CONNECT(connection_info.doorbell.guest_physical_address,
	connection_info.doorbell_connection_info.gpa);
CONNECT(connection_info.doorbell.trigger_value,
	connection_info.doorbell_connection_info.trigger_value);
CONNECT(connection_info.doorbell.flags, connection_info.doorbell_connection_info.flags);
CONNECT(proximity_domain_info.id, proximity_domain_info.domain_id);
CONNECT(proximity_domain_info.flags, proximity_domain_info.flags);

#define DISCONNECT(u, h) SAME(hvport_disconnect_port, u, hv_input_disconnect_port, h)
BLOCK(hvport_disconnect_port, hv_input_disconnect_port);
DISCONNECT(connection_partition, connection_partition_id);
DISCONNECT(connection_id, connection_id);
DISCONNECT(is_doorbell, is_doorbell);

#define POST(u, h)	SAME(hvport_post_message, u, hv_input_post_message, h)
BLOCK(hvport_post_message, hv_input_post_message);
POST(connection_id, connection_id);
POST(reserved, reserved);
POST(message_type, message_type);
POST(payload_size, payload_size);
POST(payload, payload);

#define SIGNAL(u, h)	SAME(hvport_signal_event, u, hv_input_signal_event, h)
BLOCK(hvport_signal_event, hv_input_signal_event);
SIGNAL(connection_id, connection_id);
SIGNAL(flag_number, flag_number);
SIGNAL(reserved, reserved);

/* What the structs that make and delete have in common */
#define KEY(utype, p, i)						\
	static_assert(offsetof(struct utype, p) == offsetof(union hvport_arg, object.partition) && \
		      offsetof(struct utype, i) == offsetof(union hvport_arg, object.id))
KEY(hvport_create_port, port_partition, port_id);
KEY(hvport_delete_port, port_partition, port_id);
KEY(hvport_connect_port, connection_partition, connection_id);
KEY(hvport_disconnect_port, connection_partition, connection_id);
static_assert(offsetof(struct hvport_disconnect_port, is_doorbell) ==
	      offsetof(union hvport_arg, object.is_doorbell));
static_assert(offsetof(struct hvport_delete_port, reserved) ==
	      offsetof(union hvport_arg, object.is_doorbell));

static_assert(sizeof(struct hvport_result) == 8);
static_assert(sizeof(struct hvport_info) == 104);
static_assert(HVPORT_PARTITION_SELF == HV_PARTITION_ID_SELF);
static_assert(HVPORT_ANY_VP == HV_ANY_VP && HVPORT_VP_SELF == HV_VP_INDEX_SELF);
static_assert(HVPORT_ID_MAX == HV_PORT_ID_MAX);
static_assert(HVPORT_TYPE_MESSAGE == HV_PORT_TYPE_MESSAGE);
static_assert(HVPORT_TYPE_EVENT == HV_PORT_TYPE_EVENT);
static_assert(HVPORT_TYPE_MONITOR == HV_PORT_TYPE_MONITOR);
static_assert(HVPORT_TYPE_DOORBELL == HV_PORT_TYPE_DOORBELL);
static_assert(HVPORT_MESSAGE_PAYLOAD_MAX == HV_MESSAGE_PAYLOAD_BYTE_COUNT);
static_assert(HVPORT_DOORBELL_SIZE_MASK == HV_DOORBELL_FLAG_TRIGGER_SIZE_MASK);
static_assert(HVPORT_DOORBELL_ANY_VALUE == HV_DOORBELL_FLAG_TRIGGER_ANY_VALUE);
