/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports and connections, for tests that are the same for both. What is made is of
 * the message type, and a connection leads to the port with the same id, which has
 * to be there.
 */
#ifndef HVPORT_KIND_H
#define HVPORT_KIND_H

#include "hvport_connection.h"

struct kind {
	struct outcome (*make)(int fd, __u32 id, __u32 flags);
	struct outcome (*delete)(int fd, __u32 id, __u32 flags);
	unsigned int (*of_file)(int fd);
	unsigned int (*of_all)(int fd);
	unsigned int (*in_hypervisor)(void);
	unsigned int make_code, delete_code;
	bool is_connection;
};

static const struct kind port_kind = {
	.make = test_create_id,
	.delete = test_delete_id,
	.of_file = ports_of_file,
	.of_all = ports_of_all,
	.in_hypervisor = testhv_ports,
	.make_code = CODE_CREATE_PORT,
	.delete_code = CODE_DELETE_PORT,
};

static const struct kind connection_kind = {
	.make = test_connect_id,
	.delete = test_disconnect_id,
	.of_file = connections_of_file,
	.of_all = connections_of_all,
	.in_hypervisor = testhv_connections,
	.make_code = CODE_CONNECT_PORT,
	.delete_code = CODE_DISCONNECT_PORT,
	.is_connection = true,
};

/* With an id that is picked, and written to @id; @port: what a connection leads to */
static inline struct outcome make_any_id(const struct kind *kind, int fd, __u32 port,
					 __u32 flags, __u32 *id)
{
	struct hvport_create_port create = good_message_port(0);
	struct hvport_connect_port conn = good_connection(1, 0);
	struct outcome got;

	if (kind->is_connection) {
		conn.flags = HVPORT_F_ANY_ID | flags;
		conn.port_id = port;
		got = test_connect(fd, &conn);
		*id = conn.connection_id;
	} else {
		create.flags = HVPORT_F_ANY_ID | flags;
		got = test_create(fd, &create);
		*id = create.port_id;
	}
	return got;
}

#endif /* HVPORT_KIND_H */
