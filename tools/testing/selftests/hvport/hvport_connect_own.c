// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose connection it is: what another file may do with it, by which name it is
 * known, and how it ends: with its file, before the ports of that file do. What
 * happens when the answer cannot be written is in hvport_connect_efault.
 */
#include <signal.h>
#include <sys/wait.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

TEST_F(hvport, taken_id)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, 1, 0x51);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_connect_id(self->fd, 0x51, 0), EEXIST, 16);
	EXPECT_REFUSED(test_connect_id(other, 0x51, 0), EEXIST, 16);
	EXPECT_REFUSED(test_connect_id(other, 0x51, HVPORT_F_PERSIST), EEXIST,
		       16);
	EXPECT_NO_CALLS();
	close(other);
}

TEST_F(hvport, two_files)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, 1, 0x51);
	EXPECT_REFUSED(test_disconnect_id(other, 0x51, 0), EPERM, 16);
	EXPECT_EQ(0, connections_of_file(other));
	EXPECT_EQ(1, connections_of_file(self->fd));

	/* who says that he means another's gets it, and the entry goes too */
	EXPECT_SUCCESS(test_disconnect_id(other, 0x51, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_connect_id(other, 0x51, 0));
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x51, 0), EPERM, 16);
	close(other);
	EXPECT_CONNECTIONS(0);
	EXPECT_PORTS(1);
}

/* The same id, twice: a port is not a connection */
TEST_F(hvport, ports_and_connections_are_apart)
{
	struct hvport_connect_port conn = good_connection(1, 0x52);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x51, 0), ENOENT, 16);
	EXPECT_REFUSED(test_post_id(self->fd, 0x51, 0), ENOENT, 8);
	conn.port_id = 0x51;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x52, 0), ENOENT, 16);
	EXPECT_SUCCESS(test_create_id(self->fd, 0x52, 0));
	EXPECT_CONNECTIONS(1);
	EXPECT_PORTS(2);
}

/* Partitions are compared as they are given */
TEST_F(hvport, self_and_a_number_are_two_names)
{
	struct hvport_connect_port conn = good_connection(1, 0x51);
	struct hvport_disconnect_port disconnect = good_disconnect(0x51);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	conn.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EEXIST, 16);
	conn.connection_partition = 1;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	disconnect.connection_partition = 1;
	EXPECT_REFUSED(test_disconnect(self->fd, &disconnect), ENOENT, 16);
}

/* Two names for hvport, one partition for the hypervisor */
TEST_F(hvport, own_number_is_a_partition)
{
	struct hvport_connect_port conn = good_connection(1, 0x51);
	struct hvport_disconnect_port disconnect = good_disconnect(0x51);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	conn.connection_partition = testhv_ask(TESTHV_CMD_IDENTITY, 0, 0);
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_HV_REFUSED(test_connect_id(self->fd, 0x51, 0), EEXIST, 0x12);
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x51, 0), ENOENT, 16);
	disconnect.connection_partition = conn.connection_partition;
	EXPECT_SUCCESS(test_disconnect(self->fd, &disconnect));
	EXPECT_CONNECTIONS(0);
}

/* Close asks for all connections to go, and only then for the ports */
static void expect_connections_first(struct __test_metadata *_metadata,
				     unsigned int connections,
				     unsigned int ports)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES), index;
	unsigned int disconnected = 0, deleted = 0, code;
	struct testhv_log_entry call;

	for (index = 0; index < entries; index++) {
		ASSERT_TRUE(testhv_log_at(index, &call));
		code = call.control & 0xffff;
		if (code == CODE_DISCONNECT_PORT) {
			EXPECT_EQ(0x1005b, call.control);
			EXPECT_EQ(0, call.result);
			EXPECT_EQ(0, deleted);
			disconnected++;
		} else if (code == CODE_DELETE_PORT) {
			EXPECT_EQ(0x10058, call.control);
			EXPECT_EQ(0, call.result);
			deleted++;
		} else {
			EXPECT_FALSE(is_port_code(code));
		}
	}
	EXPECT_EQ(connections, disconnected);
	EXPECT_EQ(ports, deleted);
	EXPECT_EQ(0, testhv_connections());
	EXPECT_EQ(0, testhv_ports());
}

/* One of each type, made in turn with ports, and one more port at the end */
static void make_many(struct __test_metadata *_metadata, int fd)
{
	unsigned int id;

	for (id = 1; id <= 12; id++)
		MAKE_PAIR(fd, 1 + id % 4, id);
	EXPECT_SUCCESS(test_create_id(fd, 0x99, 0));
}

TEST_F(hvport, close_disconnects_first)
{
	make_many(_metadata, self->fd);
	EXPECT_CONNECTIONS(12);
	if (self->testhv)
		testhv_log_clear();
	CLOSE_FILE();
	if (self->testhv)
		expect_connections_first(_metadata, 12, 13);
}

TEST_F(hvport, killed_process_disconnects_first)
{
	int said[2], status;
	char byte;
	pid_t child;

	ASSERT_EQ(0, pipe(said));
	child = fork();
	if (!child) {
		close(self->fd);
		self->fd = open_hvport();
		make_many(_metadata, self->fd);
		status = write(said[1], "", 1);
		pause();
	}
	ASSERT_EQ(1, read(said[0], &byte, 1));
	EXPECT_CONNECTIONS(12);
	if (self->testhv)
		testhv_log_clear();
	kill(child, SIGKILL);
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_CONNECTIONS(0);
	EXPECT_PORTS(0);
	if (self->testhv)
		expect_connections_first(_metadata, 12, 13);
}

/* A connection is its file's, whoever has the port */
TEST_F(hvport, port_of_another_file)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x51, 0));
	EXPECT_SUCCESS(test_connect_id(self->fd, 0x51, 0));
	EXPECT_SUCCESS(test_post_id(self->fd, 0x51, 0));
	EXPECT_REFUSED(test_post_id(other, 0x51, 0), EPERM, 8);
	CLOSE_FILE();
	EXPECT_EQ(1, ports_of_file(other));
	EXPECT_EQ(0, connections_of_all(other));
	if (self->testhv) {
		EXPECT_EQ(0, testhv_connections());
		EXPECT_EQ(1, testhv_ports());
	}
	close(other);
}

TEST_F(hvport, port_that_goes_before_its_connection)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x51, 0));
	EXPECT_SUCCESS(test_connect_id(self->fd, 0x51, 0));
	close(other);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x51, 0));
	EXPECT_CONNECTIONS(0);
}

/* It is asked once for each, whatever it answers */
TEST_F(hvport, close_takes_no_for_an_answer)
{
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	make_many(_metadata, self->fd);
	testhv_log_clear();
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 2, 1, 0x19));
	CLOSE_FILE();
	EXPECT_EQ(12, testhv_calls(CODE_DISCONNECT_PORT));
	EXPECT_EQ(13, testhv_calls(CODE_DELETE_PORT));
	EXPECT_EQ(1, testhv_connections());
	EXPECT_EQ(0, connections_of_all(other));
	close(other);
	disconnect_everything();
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
