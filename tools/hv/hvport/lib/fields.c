// SPDX-License-Identifier: MIT
/*
 * The fields of every ioctl's struct by offset. The kernel says which field it
 * refused by its offset; here that becomes a name and a value.
 */
#include <stddef.h>
#include <string.h>

#include "fields.h"
#include "libhvport.h"

#define SIZE_OF(type, ...) sizeof(((type *)NULL)->__VA_ARGS__)
#define PLACE_OF(...) { offsetof(__VA_ARGS__), SIZE_OF(__VA_ARGS__) }
#define IN_UNION(type, member, which) { #member, which, PLACE_OF(type, member) }
#define FIELD(type, member) IN_UNION(type, member, 0)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define CREATE(member) FIELD(struct hvport_create_port, member)
#define CREATE_AS(type, member) \
	IN_UNION(struct hvport_create_port, port_info.member, HVPORT_TYPE_##type)
static const struct hvport_field create_fields[] = {
	CREATE(flags),
	CREATE(port_partition),
	CREATE(port_id),
	CREATE(port_vtl),
	CREATE(min_connection_vtl),
	CREATE(reserved_z0),
	CREATE(connection_partition),
	CREATE(port_info.port_type),
	CREATE(port_info.padding),
	CREATE_AS(MESSAGE, message.target_sint),
	CREATE_AS(MESSAGE, message.target_vp),
	CREATE_AS(MESSAGE, message.rsvdz),
	CREATE_AS(EVENT, event.target_sint),
	CREATE_AS(EVENT, event.target_vp),
	CREATE_AS(EVENT, event.base_flag_number),
	CREATE_AS(EVENT, event.flag_count),
	CREATE_AS(EVENT, event.rsvdz),
	CREATE_AS(MONITOR, monitor.monitor_address),
	CREATE_AS(MONITOR, monitor.rsvdz),
	CREATE_AS(DOORBELL, doorbell.target_sint),
	CREATE_AS(DOORBELL, doorbell.target_vp),
	CREATE_AS(DOORBELL, doorbell.rsvdz),
	CREATE(proximity_domain_info.id),
	CREATE(proximity_domain_info.flags),
	{ NULL }
};

#define DELETE(member) FIELD(struct hvport_delete_port, member)
static const struct hvport_field delete_fields[] = {
	DELETE(flags),
	DELETE(port_partition),
	DELETE(port_id),
	DELETE(reserved),
	{ NULL }
};

#define CONNECT(member) FIELD(struct hvport_connect_port, member)
#define CONNECT_AS(type, member) \
	IN_UNION(struct hvport_connect_port, connection_info.member, HVPORT_TYPE_##type)
static const struct hvport_field connect_fields[] = {
	CONNECT(flags),
	CONNECT(connection_partition),
	CONNECT(connection_id),
	CONNECT(connection_vtl),
	CONNECT(reserved_z0),
	CONNECT(reserved_z1),
	CONNECT(port_partition),
	CONNECT(port_id),
	CONNECT(reserved_z2),
	CONNECT(connection_info.port_type),
	CONNECT(connection_info.padding),
	CONNECT_AS(MESSAGE, message.rsvdz[0]),
	CONNECT_AS(MESSAGE, message.rsvdz[1]),
	CONNECT_AS(MESSAGE, message.rsvdz[2]),
	CONNECT_AS(EVENT, event.rsvdz[0]),
	CONNECT_AS(EVENT, event.rsvdz[1]),
	CONNECT_AS(EVENT, event.rsvdz[2]),
	CONNECT_AS(MONITOR, monitor.monitor_address),
	CONNECT_AS(MONITOR, monitor.rsvdz[0]),
	CONNECT_AS(MONITOR, monitor.rsvdz[1]),
	CONNECT_AS(DOORBELL, doorbell.guest_physical_address),
	CONNECT_AS(DOORBELL, doorbell.trigger_value),
	CONNECT_AS(DOORBELL, doorbell.flags),
	CONNECT(proximity_domain_info.id),
	CONNECT(proximity_domain_info.flags),
	{ NULL }
};

#define DISCONNECT(member) FIELD(struct hvport_disconnect_port, member)
static const struct hvport_field disconnect_fields[] = {
	DISCONNECT(flags),
	DISCONNECT(connection_partition),
	DISCONNECT(connection_id),
	DISCONNECT(is_doorbell),
	{ NULL }
};

#define POST(member) FIELD(struct hvport_post_message, member)
static const struct hvport_field post_fields[] = {
	POST(flags),
	POST(connection_id),
	POST(reserved),
	POST(message_type),
	POST(payload_size),
	{ NULL }
};

#define SIGNAL(member) FIELD(struct hvport_signal_event, member)
static const struct hvport_field signal_fields[] = {
	SIGNAL(flags),
	SIGNAL(connection_id),
	SIGNAL(flag_number),
	SIGNAL(reserved),
	{ NULL }
};

#define OPERATION(ioctl, table, type, type_offset) \
	{ #ioctl, table, ioctl, offsetof(struct type, result), type_offset }
static const struct hvport_operation operations[] = {
	{ "HVPORT_GET_INFO", NULL, HVPORT_GET_INFO, 0, 0 },	/* has no result */
	OPERATION(HVPORT_CREATE_PORT, create_fields, hvport_create_port,
		  offsetof(struct hvport_create_port, port_info.port_type)),
	OPERATION(HVPORT_DELETE_PORT, delete_fields, hvport_delete_port, 0),
	OPERATION(HVPORT_CONNECT_PORT, connect_fields, hvport_connect_port,
		  offsetof(struct hvport_connect_port, connection_info.port_type)),
	OPERATION(HVPORT_DISCONNECT_PORT, disconnect_fields, hvport_disconnect_port, 0),
	OPERATION(HVPORT_POST_MESSAGE, post_fields, hvport_post_message, 0),
	OPERATION(HVPORT_SIGNAL_EVENT, signal_fields, hvport_signal_event, 0),
};

const struct hvport_operation *hvport_find_operation(unsigned int request)
{
	size_t i;

	for (i = 0; i < COUNT(operations); i++)
		if (operations[i].request == request)
			return &operations[i];
	return NULL;
}

static __u32 port_type_of(const struct hvport_operation *operation, const void *arg)
{
	__u32 port_type = 0;

	if (operation->port_type)
		memcpy(&port_type, arg + operation->port_type, sizeof(port_type));
	return port_type;
}

const struct hvport_field *
hvport_find_field(const struct hvport_operation *operation, const void *arg, __u32 offset)
{
	__u32 port_type = port_type_of(operation, arg);
	const struct hvport_field *field;

	for (field = operation->fields; field->name; field++)
		if (field->place.offset == offset &&
		    (!field->port_type || field->port_type == port_type))
			return field;
	return NULL;
}

/* Hyper-V is little endian, and so is every machine that it runs on. */
__u64 hvport_field_value(const struct hvport_field *field, const void *arg)
{
	__u64 value = 0;

	memcpy(&value, arg + field->place.offset, field->place.size);
	return value;
}
