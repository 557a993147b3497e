// SPDX-License-Identifier: MIT
/*
 * Structs to start from: zero but for what is asked for, so that fields that
 * must be zero are.
 */
#include <stdint.h>
#include <string.h>

#include "libhvport.h"

static void init_port(struct hvport_create_port *port, __u32 port_id, __u32 type)
{
	memset(port, 0, sizeof(*port));
	port->size = sizeof(*port);
	port->port_partition = HVPORT_PARTITION_SELF;
	port->port_id = port_id;
	port->port_info.port_type = type;
}

void hvport_init_message_port(struct hvport_create_port *port, __u32 port_id,
			      __u32 sint, __u32 vp)
{
	init_port(port, port_id, HVPORT_TYPE_MESSAGE);
	port->port_info.message.target_sint = sint;
	port->port_info.message.target_vp = vp;
}

void hvport_init_event_port(struct hvport_create_port *port, __u32 port_id,
			    __u32 sint, __u32 vp,
			    __u16 base_flag, __u16 flag_count)
{
	init_port(port, port_id, HVPORT_TYPE_EVENT);
	port->port_info.event.target_sint = sint;
	port->port_info.event.target_vp = vp;
	port->port_info.event.base_flag_number = base_flag;
	port->port_info.event.flag_count = flag_count;
}

void hvport_init_monitor_port(struct hvport_create_port *port, __u32 port_id,
			      __u64 address)
{
	init_port(port, port_id, HVPORT_TYPE_MONITOR);
	port->port_info.monitor.monitor_address = address;
}

void hvport_init_doorbell_port(struct hvport_create_port *port, __u32 port_id,
			       __u32 sint, __u32 vp)
{
	init_port(port, port_id, HVPORT_TYPE_DOORBELL);
	port->port_info.doorbell.target_sint = sint;
	port->port_info.doorbell.target_vp = vp;
}

static void init_connection(struct hvport_connect_port *connection,
			    __u32 connection_id, __u32 port_id, __u32 type)
{
	memset(connection, 0, sizeof(*connection));
	connection->size = sizeof(*connection);
	connection->connection_partition = HVPORT_PARTITION_SELF;
	connection->connection_id = connection_id;
	connection->port_partition = HVPORT_PARTITION_SELF;
	connection->port_id = port_id;
	connection->connection_info.port_type = type;
}

void hvport_init_message_connection(struct hvport_connect_port *connection,
				    __u32 connection_id, __u32 port_id)
{
	init_connection(connection, connection_id, port_id, HVPORT_TYPE_MESSAGE);
}

void hvport_init_event_connection(struct hvport_connect_port *connection,
				  __u32 connection_id, __u32 port_id)
{
	init_connection(connection, connection_id, port_id, HVPORT_TYPE_EVENT);
}

void hvport_init_monitor_connection(struct hvport_connect_port *connection,
				    __u32 connection_id, __u32 port_id,
				    __u64 address)
{
	init_connection(connection, connection_id, port_id, HVPORT_TYPE_MONITOR);
	connection->connection_info.monitor.monitor_address = address;
}

void hvport_init_doorbell_connection(struct hvport_connect_port *connection,
				     __u32 connection_id, __u32 port_id,
				     __u64 address, __u64 trigger_value,
				     __u64 doorbell_flags)
{
	init_connection(connection, connection_id, port_id, HVPORT_TYPE_DOORBELL);
	connection->connection_info.doorbell.guest_physical_address = address;
	connection->connection_info.doorbell.trigger_value = trigger_value;
	connection->connection_info.doorbell.flags = doorbell_flags;
}

void hvport_init_delete(struct hvport_delete_port *delete_port,
			const struct hvport_create_port *port)
{
	memset(delete_port, 0, sizeof(*delete_port));
	delete_port->size = sizeof(*delete_port);
	delete_port->port_partition = port->port_partition;
	delete_port->port_id = port->port_id;
}

void hvport_init_disconnect(struct hvport_disconnect_port *disconnect,
			    const struct hvport_connect_port *connection)
{
	memset(disconnect, 0, sizeof(*disconnect));
	disconnect->size = sizeof(*disconnect);
	disconnect->connection_partition = connection->connection_partition;
	disconnect->connection_id = connection->connection_id;
	disconnect->is_doorbell =
		connection->connection_info.port_type == HVPORT_TYPE_DOORBELL;
}

void hvport_init_message(struct hvport_post_message *message,
			 __u32 connection_id, __u32 message_type,
			 const void *payload, size_t payload_size)
{
	memset(message, 0, sizeof(*message));
	message->size = sizeof(*message);
	message->connection_id = connection_id;
	message->message_type = message_type;
	message->payload_size = payload_size > UINT32_MAX ? UINT32_MAX : payload_size;
	if (payload_size > sizeof(message->payload))
		payload_size = sizeof(message->payload);
	if (payload_size)
		memcpy(message->payload, payload, payload_size);
}

void hvport_init_event(struct hvport_signal_event *event,
		       __u32 connection_id, __u16 flag_number)
{
	memset(event, 0, sizeof(*event));
	event->size = sizeof(*event);
	event->connection_id = connection_id;
	event->flag_number = flag_number;
}
