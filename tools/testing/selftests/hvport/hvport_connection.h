/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verbs for the calls that use ports: connections that hvport must accept,
 * messages and events over them, and what the test hypervisor knows of all
 * that. It adds to hvport_test.h and testhv.h.
 */
#ifndef HVPORT_CONNECTION_H
#define HVPORT_CONNECTION_H

#include "hvport_test.h"
#include "testhv.h"

static inline unsigned int connections_of_file(int fd)
{
	struct hvport_info info;

	return get_info(fd, &info) ? ~0U : info.connections_file;
}

static inline unsigned int connections_of_all(int fd)
{
	struct hvport_info info;

	return get_info(fd, &info) ? ~0U : info.connections_all;
}

/* A connection to the port with the same id as its own */
static inline struct hvport_connect_port good_connection(__u32 type, __u32 id)
{
	struct hvport_connect_port conn;

	memset(&conn, 0, sizeof(conn));
	conn.size = sizeof(conn);
	conn.connection_partition = HVPORT_PARTITION_SELF;
	conn.connection_id = id;
	conn.port_partition = HVPORT_PARTITION_SELF;
	conn.port_id = id;
	conn.connection_info.port_type = type;
	/* a page that no kernel uses: the start of real-mode memory */
	if (type == 3)
		conn.connection_info.monitor.monitor_address = 0x1000;
	if (type == 4) {
		conn.connection_info.doorbell.guest_physical_address = 0x1000;
		conn.connection_info.doorbell.trigger_value = 1;
		conn.connection_info.doorbell.flags = 3;
	}
	return conn;
}

static inline struct hvport_disconnect_port good_disconnect(__u32 id)
{
	struct hvport_disconnect_port disconnect;

	memset(&disconnect, 0, sizeof(disconnect));
	disconnect.size = sizeof(disconnect);
	disconnect.connection_partition = HVPORT_PARTITION_SELF;
	disconnect.connection_id = id;
	return disconnect;
}

static inline struct hvport_post_message good_message(__u32 id)
{
	struct hvport_post_message post;

	memset(&post, 0, sizeof(post));
	post.size = sizeof(post);
	post.connection_id = id;
	post.message_type = 1;
	post.payload_size = 8;
	return post;
}

static inline struct hvport_signal_event good_signal(__u32 id, __u16 flag)
{
	struct hvport_signal_event signal;

	memset(&signal, 0, sizeof(signal));
	signal.size = sizeof(signal);
	signal.connection_id = id;
	signal.flag_number = flag;
	return signal;
}

static inline struct outcome test_connect(int fd,
					  struct hvport_connect_port *conn)
{
	return hvport_call(fd, HVPORT_CONNECT_PORT, conn);
}

/* Connect to the message port @id, by the same id */
static inline struct outcome test_connect_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_connect_port conn = good_connection(1, id);

	conn.flags = flags;
	return test_connect(fd, &conn);
}

static inline struct outcome
test_disconnect(int fd, struct hvport_disconnect_port *disconnect)
{
	return hvport_call(fd, HVPORT_DISCONNECT_PORT, disconnect);
}

/* Not for doorbells, which have to be named as such */
static inline struct outcome test_disconnect_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_disconnect_port disconnect = good_disconnect(id);

	disconnect.flags = flags;
	return test_disconnect(fd, &disconnect);
}

static inline struct outcome test_post(int fd, struct hvport_post_message *post)
{
	return hvport_call(fd, HVPORT_POST_MESSAGE, post);
}

static inline struct outcome test_post_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_post_message post = good_message(id);

	post.flags = flags;
	return test_post(fd, &post);
}

static inline struct outcome test_signal(int fd,
					 struct hvport_signal_event *signal)
{
	return hvport_call(fd, HVPORT_SIGNAL_EVENT, signal);
}

static inline struct outcome test_signal_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_signal_event signal = good_signal(id, 0);

	signal.flags = flags;
	return test_signal(fd, &signal);
}

/* A port of each type and a connection to it; both have the id @id */
#define MAKE_PAIR(fd, type, id)						\
do {									\
	struct hvport_create_port _port = good_port_of_type(type, id);	\
	struct hvport_connect_port _conn = good_connection(type, id);	\
									\
	EXPECT_SUCCESS(test_create(fd, &_port));			\
	EXPECT_SUCCESS(test_connect(fd, &_conn));			\
} while (0)

/* So many connections there are, for hvport and for the hypervisor: */
#define EXPECT_CONNECTIONS(count)					\
do {									\
	unsigned int _all = connections_of_all(self->fd);		\
									\
	EXPECT_EQ(count, _all) SAY_CASE();				\
	if (self->testhv)						\
		EXPECT_EQ(count, testhv_connections()) SAY_CASE();	\
} while (0)

/* Connection number @index: rbx partition, rcx id, rsi type, rdi its port */
static inline bool testhv_read_connection(unsigned int index,
					  struct testhv_regs *conn)
{
	*conn = (struct testhv_regs){ .rbx = index };
	return testhv_cmd(TESTHV_CMD_READ_CONNECTION, conn) != TESTHV_ERROR;
}

/* Does the hypervisor hold a connection with this id? */
static inline bool testhv_has_connection(__u32 id)
{
	unsigned int index, connections = testhv_connections();
	struct testhv_regs conn;

	for (index = 0; index < connections; index++)
		if (testhv_read_connection(index, &conn) && conn.rcx == id)
			return true;
	return false;
}

/* So that one test that leaves connections behind does not fail all others */
static inline void disconnect_everything(void)
{
	struct hvport_disconnect_port disconnect;
	struct testhv_regs conn;
	int fd = open_hvport();

	while (testhv_read_connection(0, &conn)) {
		disconnect = good_disconnect(conn.rcx);
		disconnect.flags = HVPORT_F_FOREIGN;
		disconnect.is_doorbell = conn.rsi == 4;
		if (test_disconnect(fd, &disconnect).error) {
			disconnect.connection_partition = conn.rbx;
			if (test_disconnect(fd, &disconnect).error)
				break;
		}
	}
	close(fd);
}

/* The same for ports */
static inline void delete_all_ports(void)
{
	struct hvport_delete_port del;
	struct testhv_regs port;
	int fd = open_hvport();

	while (testhv_read_port(0, &port)) {
		del = good_delete(port.rcx);
		del.flags = HVPORT_F_FOREIGN;
		if (test_delete(fd, &del).error) {
			del.port_partition = port.rbx;
			if (test_delete(fd, &del).error)
				break;
		}
	}
	close(fd);
}

/* A connection that nobody in this kernel knows of, to a port of this partition */
static inline bool testhv_plant_connection(__u32 id, __u32 type, __u32 port)
{
	struct testhv_regs regs = {
		.rbx = ~0ULL, .rcx = id, .rsi = type, .rdi = port,
	};

	return testhv_cmd(TESTHV_CMD_PLANT_CONNECTION, &regs) != TESTHV_ERROR;
}

/* As a receiver: rbx type, rcx size, rsi first 8 bytes, rdi messages left */
static inline bool testhv_take_message(__u32 port, struct testhv_regs *message)
{
	*message = (struct testhv_regs){ .rbx = port };
	return testhv_cmd(TESTHV_CMD_TAKE_MESSAGE, message) != TESTHV_ERROR;
}

/* Event flags 64 * @word and up of the port, which are cleared */
static inline uint64_t testhv_take_flags(__u32 port, unsigned int word)
{
	return testhv_ask(TESTHV_CMD_TAKE_FLAGS, port, word);
}

/* Entry @index of the log, whole */
static inline bool testhv_log_at(unsigned int index,
				 struct testhv_log_entry *entry)
{
	unsigned int offset;

	if (index >= testhv_stat(TESTHV_STAT_LOG_ENTRIES))
		return false;
	for (offset = 0; offset < sizeof(*entry); offset += 32)
		testhv_log_read(index, offset, (char *)entry + offset);
	return true;
}

#endif /* HVPORT_CONNECTION_H */
