// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_SIGNAL_EVENT: the bytes that the hypervisor gets, and the flag that is
 * set. Over whose connections it may go is in hvport_use.
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

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
