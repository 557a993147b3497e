// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the answer to CONNECT_PORT, DISCONNECT_PORT, POST_MESSAGE or
 * SIGNAL_EVENT cannot be written: a connection just made is undone, the others
 * stay done, and EFAULT wins over every other refusal.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_readonly.h"

static int connect_read_only(int fd, struct hvport_connect_port *conn)
{
	return call_read_only(fd, HVPORT_CONNECT_PORT, conn, sizeof(*conn));
}

static int disconnect_read_only(int fd, struct hvport_disconnect_port *arg)
{
	return call_read_only(fd, HVPORT_DISCONNECT_PORT, arg, sizeof(*arg));
}

TEST_F(hvport, connection_is_undone)
{
	struct testhv_log_entry made, undone;
	struct hvport_create_port port;
	struct hvport_connect_port conn;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x40 + type);
		EXPECT_SUCCESS(test_create(self->fd, &port));
		conn = good_connection(type, 0x40 + type);
		conn.connection_id = 0x131211;
		if (self->testhv)
			testhv_log_clear();
		EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn))
			SAY_CASE();
		EXPECT_CONNECTIONS(0);
		if (!self->testhv)
			continue;
		EXPECT_EQ(2, testhv_port_calls()) SAY_CASE();
		ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, 0, &made));
		ASSERT_TRUE(testhv_find_call(CODE_DISCONNECT_PORT, 0, &undone));
		EXPECT_EQ(0, memcmp(made.input, undone.input, 12)) SAY_CASE();
		/* the hypervisor wants to be told that it is a doorbell */
		EXPECT_EQ(type == 4, undone.input[12]) SAY_CASE();
		EXPECT_EQ(0, undone.result) SAY_CASE();
	}
	/* and its id is free */
	conn = good_connection(1, 0x131211);
	conn.port_id = 0x41;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
}

TEST_F(hvport, persistent_connection_is_undone)
{
	struct hvport_connect_port conn = good_connection(1, 0x41);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x41, 0));
	conn.flags = HVPORT_F_PERSIST;
	EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn));
	EXPECT_CONNECTIONS(0);
	EXPECT_SUCCESS(test_connect_id(self->fd, 0x41, 0));
}

TEST_F(hvport, result_or_id_alone_cannot_be_written)
{
	struct hvport_connect_port conn = good_connection(1, 0x41);
	unsigned int from;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x41, 0));
	for (from = 80; from < 88; from++) {
		CASE("read-only from offset %u", from);
		EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CONNECT_PORT,
					    &conn, 88, from, false)) SAY_CASE();
		EXPECT_CONNECTIONS(0);
	}
	conn.flags = HVPORT_F_ANY_ID;
	conn.connection_id = 0;
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CONNECT_PORT, &conn, 88,
				    80, false));
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CONNECT_PORT, &conn, 88,
				    80, true));
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CONNECT_PORT, &conn, 88,
				    18, true));
	CASE("any id");
	EXPECT_CONNECTIONS(0);
}

TEST_F(hvport, undo_that_is_refused)
{
	struct hvport_connect_port conn = good_connection(1, 0x42);
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(other, 0x42, 0));
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 2, 0x19));
	EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn));
	CLOSE_FILE();
	testhv_fault_clear();
	EXPECT_TRUE(testhv_has_connection(0x42));
	EXPECT_SUCCESS(test_disconnect_id(other, 0x42, HVPORT_F_FOREIGN));
	close(other);
}

TEST_F(hvport, disconnect_stays_done)
{
	struct hvport_disconnect_port arg = good_disconnect(0x43);
	int other = open_hvport();

	MAKE_PAIR(self->fd, 1, 0x43);
	EXPECT_EQ(EFAULT, disconnect_read_only(self->fd, &arg));
	EXPECT_CONNECTIONS(0);
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x43, 0), ENOENT, 16);

	EXPECT_SUCCESS(test_connect_id(self->fd, 0x43, 0));
	arg.flags = HVPORT_F_FOREIGN;
	EXPECT_EQ(EFAULT, disconnect_read_only(other, &arg));
	EXPECT_CONNECTIONS(0);
	close(other);
}

TEST_F(hvport, message_and_event_stay_sent)
{
	struct hvport_post_message post = good_message(0x44);
	struct hvport_signal_event signal = good_signal(0x45, 3);
	struct testhv_regs seen;

	MAKE_PAIR(self->fd, 1, 0x44);
	MAKE_PAIR(self->fd, 2, 0x45);
	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_POST_MESSAGE, &post,
					 sizeof(post)));
	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_SIGNAL_EVENT, &signal,
					 sizeof(signal)));
	if (!self->testhv)
		return;
	EXPECT_TRUE(testhv_take_message(0x44, &seen));
	EXPECT_EQ(0, seen.rdi);
	EXPECT_EQ(8, testhv_take_flags(0x45, 0));
}

TEST_F(hvport, wins_over_refusals)
{
	struct hvport_connect_port conn = good_connection(1, 0x46);
	struct hvport_disconnect_port arg = good_disconnect(0x47);
	struct hvport_post_message post = good_message(0x47);
	struct hvport_signal_event signal = good_signal(0x47, 0);

	MAKE_PAIR(self->fd, 1, 0x46);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn));
	conn.connection_vtl = 16;
	EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn));
	EXPECT_EQ(EFAULT, disconnect_read_only(self->fd, &arg));
	arg.is_doorbell = 2;
	EXPECT_EQ(EFAULT, disconnect_read_only(self->fd, &arg));
	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_POST_MESSAGE, &post,
					 sizeof(post)));
	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_SIGNAL_EVENT, &signal,
					 sizeof(signal)));
	EXPECT_NO_CALLS();

	if (!self->testhv)
		return;
	conn = good_connection(1, 0x46);
	conn.connection_id = 0x48;
	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0x06));
	EXPECT_EQ(EFAULT, connect_read_only(self->fd, &conn));
	/* what was not made needs no undoing */
	EXPECT_EQ(0, testhv_calls(CODE_DISCONNECT_PORT));
	EXPECT_CONNECTIONS(1);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
