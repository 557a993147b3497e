// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was done, in words and for scripts. The structs are those that came back
 * from the kernel, so an id that it picked is there.
 */
#include <stdio.h>

#include "describe.h"
#include "value.h"

static void print_object(const char *what, __u32 id, __u64 partition)
{
	char text[VALUE_TEXT_MAX];

	printf("%s %u of partition %s", what, id, value_text(partition, partition_words, text));
}

static void text_create(const union request *request)
{
	const struct hvport_create_port *port = &request->create;

	printf("created %s ", hvport_type_name(port->port_info.port_type));
	print_object("port", port->port_id, port->port_partition);
}

static void text_validate(const union request *request)
{
	printf("the %s port is well formed and its id is free here; the hypervisor was not asked",
	       hvport_type_name(request->create.port_info.port_type));
}

static void json_create(const union request *request, struct json_object *object)
{
	const struct hvport_create_port *port = &request->create;

	out_hex(object, "port_partition", port->port_partition);
	out_number(object, "port_id", port->port_id);
	out_text(object, "port_type", hvport_type_name(port->port_info.port_type));
	out_number(object, "deposits", port->result.deposits);
}

static void text_delete(const union request *request)
{
	print_object("deleted port", request->delete_port.port_id,
		     request->delete_port.port_partition);
}

static void json_delete(const union request *request, struct json_object *object)
{
	out_hex(object, "port_partition", request->delete_port.port_partition);
	out_number(object, "port_id", request->delete_port.port_id);
}

static void text_connect(const union request *request)
{
	const struct hvport_connect_port *connection = &request->connect;

	printf("made %s ", hvport_type_name(connection->connection_info.port_type));
	print_object("connection", connection->connection_id, connection->connection_partition);
	print_object(" to port", connection->port_id, connection->port_partition);
}

static void json_connect(const union request *request, struct json_object *object)
{
	const struct hvport_connect_port *connection = &request->connect;

	out_hex(object, "connection_partition", connection->connection_partition);
	out_number(object, "connection_id", connection->connection_id);
	out_hex(object, "port_partition", connection->port_partition);
	out_number(object, "port_id", connection->port_id);
	out_text(object, "port_type", hvport_type_name(connection->connection_info.port_type));
	out_number(object, "deposits", connection->result.deposits);
}

static void text_disconnect(const union request *request)
{
	print_object("took away connection", request->disconnect.connection_id,
		     request->disconnect.connection_partition);
}

static void json_disconnect(const union request *request, struct json_object *object)
{
	out_hex(object, "connection_partition", request->disconnect.connection_partition);
	out_number(object, "connection_id", request->disconnect.connection_id);
}

static void text_post(const union request *request)
{
	printf("posted a message of %u bytes and type %u on connection %u",
	       request->post.payload_size, request->post.message_type,
	       request->post.connection_id);
}

static void json_post(const union request *request, struct json_object *object)
{
	out_number(object, "connection_id", request->post.connection_id);
	out_number(object, "message_type", request->post.message_type);
	out_number(object, "payload_size", request->post.payload_size);
}

static void text_signal(const union request *request)
{
	printf("signalled event flag %u on connection %u",
	       request->signal.flag_number, request->signal.connection_id);
}

static void json_signal(const union request *request, struct json_object *object)
{
	out_number(object, "connection_id", request->signal.connection_id);
	out_number(object, "flag_number", request->signal.flag_number);
}

const struct description describe_create = { text_create, json_create };
const struct description describe_validate = { text_validate, json_create };
const struct description describe_delete = { text_delete, json_delete };
const struct description describe_connect = { text_connect, json_connect };
const struct description describe_disconnect = { text_disconnect, json_disconnect };
const struct description describe_post = { text_post, json_post };
const struct description describe_signal = { text_signal, json_signal };
