// SPDX-License-Identifier: GPL-2.0-only
/*
 * From options to the struct of a call, with the library's structs to start
 * from. Values go in as they were given.
 */
#include <string.h>

#include "requests.h"
#include "value.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

static __u32 flag_if(const struct options *options, enum option_id id, __u32 flag)
{
	return option_given(options, id) ? flag : 0;
}

static __u32 making_flags(const struct options *options)
{
	return flag_if(options, OPTION_PERSIST, HVPORT_F_PERSIST) |
	       flag_if(options, OPTION_ANY_ID, HVPORT_F_ANY_ID);
}

static void set_proximity(const struct options *options,
			  struct hvport_proximity_domain_info *proximity)
{
	proximity->id = options->proximity_domain;
	proximity->flags =
		flag_if(options, OPTION_PROXIMITY_DOMAIN, HVPORT_PROXIMITY_INFO_VALID) |
		flag_if(options, OPTION_PREFERRED, HVPORT_PROXIMITY_PREFERRED);
}

static void init_message_port(const struct options *o, struct hvport_create_port *port)
{
	hvport_init_message_port(port, o->id, o->sint, o->vp);
}

static void init_event_port(const struct options *o, struct hvport_create_port *port)
{
	hvport_init_event_port(port, o->id, o->sint, o->vp, o->base_flag, o->flag_count);
}

static void init_monitor_port(const struct options *o, struct hvport_create_port *port)
{
	hvport_init_monitor_port(port, o->id, o->address);
}

static void init_doorbell_port(const struct options *o, struct hvport_create_port *port)
{
	hvport_init_doorbell_port(port, o->id, o->sint, o->vp);
}

/* A type that the kernel is to judge: nothing is known of its target */
static void init_unknown_port(const struct options *o, struct hvport_create_port *port)
{
	hvport_init_monitor_port(port, o->id, 0);
	port->port_info.port_type = o->type;
}

static void init_port(const struct options *o, struct hvport_create_port *port)
{
	static void (*const inits[])(const struct options *o, struct hvport_create_port *port) = {
		[0]			= init_unknown_port,
		[HVPORT_TYPE_MESSAGE]	= init_message_port,
		[HVPORT_TYPE_EVENT]	= init_event_port,
		[HVPORT_TYPE_MONITOR]	= init_monitor_port,
		[HVPORT_TYPE_DOORBELL]	= init_doorbell_port,
	};

	inits[o->type < ARRAY_SIZE(inits) ? o->type : 0](o, port);
}

const char *request_create(const struct options *options, union request *request)
{
	struct hvport_create_port *port = &request->create;

	init_port(options, port);
	port->flags = making_flags(options);
	port->port_partition = options->port_partition;
	port->port_vtl = options->vtl;
	port->min_connection_vtl = options->min_connection_vtl;
	port->connection_partition = options->connection_partition;
	set_proximity(options, &port->proximity_domain_info);
	return NULL;
}

const char *request_validate(const struct options *options, union request *request)
{
	request_create(options, request);
	request->create.flags |= HVPORT_F_VALIDATE_ONLY;
	return NULL;
}

const char *request_delete(const struct options *options, union request *request)
{
	struct hvport_delete_port *port = &request->delete_port;

	memset(port, 0, sizeof(*port));
	port->flags = flag_if(options, OPTION_FOREIGN, HVPORT_F_FOREIGN);
	port->port_partition = options->port_partition;
	port->port_id = options->id;
	return NULL;
}

/* Message, event, and types that the kernel is to judge: no target */
static void init_bare(const struct options *o, struct hvport_connect_port *connection)
{
	hvport_init_message_connection(connection, o->id, o->port_id);
	connection->connection_info.port_type = o->type;
}

static void init_monitor(const struct options *o, struct hvport_connect_port *connection)
{
	hvport_init_monitor_connection(connection, o->id, o->port_id, o->address);
}

static void init_doorbell(const struct options *o, struct hvport_connect_port *connection)
{
	__u64 flags = o->trigger_size;

	if (option_given(o, OPTION_ANY_VALUE))
		flags |= HVPORT_DOORBELL_ANY_VALUE;
	hvport_init_doorbell_connection(connection, o->id, o->port_id, o->address,
					o->trigger_value, flags);
}

static void init_connection(const struct options *o, struct hvport_connect_port *connection)
{
	static void (*const inits[])(const struct options *o, struct hvport_connect_port *c) = {
		[0]			= init_bare,
		[HVPORT_TYPE_MESSAGE]	= init_bare,
		[HVPORT_TYPE_EVENT]	= init_bare,
		[HVPORT_TYPE_MONITOR]	= init_monitor,
		[HVPORT_TYPE_DOORBELL]	= init_doorbell,
	};

	inits[o->type < ARRAY_SIZE(inits) ? o->type : 0](o, connection);
}

const char *request_connect(const struct options *options, union request *request)
{
	struct hvport_connect_port *connection = &request->connect;

	init_connection(options, connection);
	connection->flags = making_flags(options);
	connection->connection_partition = options->connection_partition;
	connection->connection_vtl = options->vtl;
	connection->port_partition = options->port_partition;
	set_proximity(options, &connection->proximity_domain_info);
	return NULL;
}

const char *request_disconnect(const struct options *options, union request *request)
{
	struct hvport_disconnect_port *connection = &request->disconnect;

	memset(connection, 0, sizeof(*connection));
	connection->flags = flag_if(options, OPTION_FOREIGN, HVPORT_F_FOREIGN);
	connection->connection_partition = options->connection_partition;
	connection->connection_id = options->id;
	connection->is_doorbell = option_given(options, OPTION_IS_DOORBELL);
	return NULL;
}

const char *request_post(const struct options *options, union request *request)
{
	__u8 bytes[HVPORT_MESSAGE_PAYLOAD_MAX];
	const void *payload = bytes;
	const char *wrong = NULL;
	size_t size = 0;

	if (option_given(options, OPTION_PAYLOAD)) {
		payload = options->payload;
		size = strlen(options->payload);
	} else if (option_given(options, OPTION_PAYLOAD_HEX)) {
		if (value_parse_hex(options->payload_hex, bytes, sizeof(bytes), &size))
			wrong = "--payload-hex is not pairs of hexadecimal digits";
	}
	hvport_init_message(&request->post, options->id, options->message_type, payload, size);
	request->post.flags = flag_if(options, OPTION_FOREIGN, HVPORT_F_FOREIGN);
	return wrong;
}

const char *request_signal(const struct options *options, union request *request)
{
	hvport_init_event(&request->signal, options->id, options->flag);
	request->signal.flags = flag_if(options, OPTION_FOREIGN, HVPORT_F_FOREIGN);
	return NULL;
}
