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
	bool (*has)(__u32 id);		/* the hypervisor */
	unsigned int make_code, delete_code;
	unsigned int taken;		/* status: somebody has the id */
	bool is_connection;
};

static const struct kind port_kind = {
	.make = test_create_id,
	.delete = test_delete_id,
	.of_file = ports_of_file,
	.of_all = ports_of_all,
	.in_hypervisor = testhv_ports,
	.has = testhv_has_port,
	.make_code = CODE_CREATE_PORT,
	.delete_code = CODE_DELETE_PORT,
	.taken = 0x11,
};

static const struct kind connection_kind = {
	.make = test_connect_id,
	.delete = test_disconnect_id,
	.of_file = connections_of_file,
	.of_all = connections_of_all,
	.in_hypervisor = testhv_connections,
	.has = testhv_has_connection,
	.make_code = CODE_CONNECT_PORT,
	.delete_code = CODE_DISCONNECT_PORT,
	.taken = 0x12,
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

static inline struct outcome make_of_type(const struct kind *kind, int fd, __u32 type,
					  __u32 id, __u32 flags)
{
	struct hvport_create_port create = good_port_of_type(type, id);
	struct hvport_connect_port conn = good_connection(type, id);

	create.flags = flags;
	conn.flags = flags;
	return kind->is_connection ? test_connect(fd, &conn) : test_create(fd, &create);
}

/* One that nobody in this kernel knows of */
static inline bool testhv_plant(const struct kind *kind, __u32 id)
{
	return kind->is_connection ? testhv_plant_connection(id, 1, id) :
				     testhv_plant_port(~0ULL, id, 1);
}

/* The port that a connection with this id leads to */
#define MAKE_TARGET(kind, fd, id)					\
do {									\
	if ((kind)->is_connection)					\
		EXPECT_SUCCESS(test_create_id(fd, id, 0));		\
} while (0)

#endif /* HVPORT_KIND_H */
