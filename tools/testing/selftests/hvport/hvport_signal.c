// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_SIGNAL_EVENT: the bytes that the hypervisor gets, the flag that is
 * set, and over whose connections it may go.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* TLFS, HvCallSignalEvent */
static const unsigned char golden[8] = {
	0x21, 0x22, 0x23, 0x00, 0x31, 0x32, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_signal_event signal = good_signal(0x232221, 0x3231);
	struct testhv_log_entry call;
	unsigned int at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	signal.flags = HVPORT_F_FOREIGN;
	ASSERT_TRUE(testhv_fault(CODE_SIGNAL_EVENT, 0, 1, 0x1d));
	EXPECT_HV_REFUSED(test_signal(self->fd, &signal), ENOSPC, 0x1d);

	EXPECT_EQ(1, testhv_port_calls());
	ASSERT_TRUE(testhv_find_call(CODE_SIGNAL_EVENT, 0, &call));
	/* a fast call: 8 bytes travel in RDX, and R8 is not left to chance */
	EXPECT_EQ(0x1005d, call.control);
	EXPECT_EQ(0x0000323100232221, call.input_gpa);
	EXPECT_EQ(0, call.output_gpa);
	EXPECT_GE(call.input_size, 8);
	EXPECT_EQ(0, call.violation);
	for (at = 0; at < 8; at++) {
		EXPECT_EQ(golden[at], call.input[at])
			TH_LOG("at TLFS offset %u", at);
	}
}

/* A port with all flags: each of the first and last, and some between */
TEST_F(hvport, arrives)
{
	static const __u16 flags[] = { 0, 1, 63, 64, 65, 127, 1000, 2046, 2047 };
	struct hvport_create_port port = good_event_port(0x91);
	struct hvport_connect_port conn = good_connection(2, 0x91);
	struct hvport_signal_event signal;
	unsigned int i;

	port.port_info.event.base_flag_number = 0;
	port.port_info.event.flag_count = 2048;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("flag %u", flags[i]);
		signal = good_signal(0x91, flags[i]);
		EXPECT_SUCCESS(test_signal(self->fd, &signal));
		if (!self->testhv)
			continue;
		EXPECT_EQ(1ULL << flags[i] % 64,
			  testhv_take_flags(0x91, flags[i] / 64)) SAY_CASE();
		EXPECT_EQ(0, testhv_take_flags(0x91, flags[i] / 64))
			SAY_CASE();
	}
}

/* Flags are counted from the first one of the port, and add up */
TEST_F(hvport, flags_of_a_port_in_the_middle)
{
	struct hvport_signal_event signal;
	unsigned int flag;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	/* flags 16 to 23 of the SINT */
	MAKE_PAIR(self->fd, 2, 0x92);
	for (flag = 0; flag < 8; flag += 2) {
		signal = good_signal(0x92, flag);
		EXPECT_SUCCESS(test_signal(self->fd, &signal));
		EXPECT_SUCCESS(test_signal(self->fd, &signal));
	}
	EXPECT_EQ(0x55, testhv_take_flags(0x92, 0));
}

/* How many flags the port has only the hypervisor knows */
TEST_F(hvport, flag_that_the_port_does_not_have)
{
	static const __u16 flags[] = { 8, 64, 2047, 2048, 0xffff };
	struct hvport_signal_event signal;
	unsigned int i;

	MAKE_PAIR(self->fd, 2, 0x93);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("flag %u", flags[i]);
		signal = good_signal(0x93, flags[i]);
		EXPECT_HV_REFUSED(test_signal(self->fd, &signal), EINVAL, 0x05);
	}
	if (self->testhv)
		EXPECT_EQ(0, testhv_take_flags(0x93, 0));
}

TEST_F(hvport, whose_connection)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, 2, 0x94);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_signal_id(other, 0x94, 0), EPERM, 8);
	EXPECT_REFUSED(test_signal_id(other, 0x95, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	EXPECT_SUCCESS(test_signal_id(other, 0x94, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_signal_id(self->fd, 0x94, HVPORT_F_FOREIGN));
	EXPECT_HV_REFUSED(test_signal_id(other, 0x95, HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x94, 0));
	EXPECT_REFUSED(test_signal_id(self->fd, 0x94, 0), ENOENT, 8);
	close(other);
}

/* A connection of this partition has two names; of another, it is not ours */
TEST_F(hvport, connection_made_with_the_own_number)
{
	struct hvport_connect_port conn = good_connection(2, 0x96);
	struct hvport_create_port port = good_event_port(0x96);
	int other = open_hvport();
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	if (!info.partition_id)
		SKIP(return, "this partition may not know its own number");

	EXPECT_SUCCESS(test_create(self->fd, &port));
	conn.connection_partition = info.partition_id;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_SUCCESS(test_signal_id(self->fd, 0x96, 0));
	EXPECT_REFUSED(test_signal_id(other, 0x96, 0), EPERM, 8);
	close(other);
}

TEST_F(hvport, connection_of_another_partition)
{
	struct hvport_connect_port conn = good_connection(2, 0x97);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	/* the hypervisor is made to agree to a partition that there is not */
	conn.connection_partition = 0x123456789a;
	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0));
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	testhv_log_clear();
	EXPECT_REFUSED(test_signal_id(self->fd, 0x97, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	CLOSE_FILE();
}

/* The connection is there, what it leads to is not an event port */
TEST_F(hvport, connection_to_a_message_port)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x98);
	EXPECT_HV_REFUSED(test_signal_id(self->fd, 0x98, 0), ENOENT, 0x11);
}

TEST_F(hvport, port_that_is_gone)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 2, 0x9a);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x9a, 0));
	EXPECT_HV_REFUSED(test_signal_id(self->fd, 0x9a, 0), ENOENT, 0x11);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x9a, 0));
}

TEST_F(hvport, without_the_privilege)
{
	uint64_t all;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 2, 0x99);
	/* CPUID 0x40000003 EBX bit 5 */
	all = testhv_ask(TESTHV_CMD_SET_PRIVILEGES, 0, 0);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all & ~(1ULL << 37), 0);
	EXPECT_HV_REFUSED(test_signal_id(self->fd, 0x99, 0), EACCES, 0x06);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all, 0);
	EXPECT_SUCCESS(test_signal_id(self->fd, 0x99, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
