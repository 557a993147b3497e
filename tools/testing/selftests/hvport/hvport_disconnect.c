// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_DISCONNECT_PORT: the bytes that the hypervisor gets, what is left
 * after it, and FOREIGN, which reaches connections that this file does not own.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

/* TLFS, HvCallDisconnectPort; the last four bytes are is_doorbell */
static const unsigned char golden[16] = {
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
	0x21, 0x22, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_disconnect_port arg = good_disconnect(0x232221);
	struct testhv_log_entry call;
	unsigned int doorbell, at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	arg.connection_partition = 0x1817161514131211;
	arg.flags = HVPORT_F_FOREIGN;
	for (doorbell = 0; doorbell < 2; doorbell++) {
		arg.is_doorbell = doorbell;
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(test_disconnect(self->fd, &arg), ENOSPC,
				  0x1d);

		EXPECT_EQ(1, testhv_port_calls());
		ASSERT_TRUE(testhv_find_call(CODE_DISCONNECT_PORT, 0, &call));
		/* a fast call: 16 bytes travel in registers */
		EXPECT_EQ(0x1005b, call.control);
		EXPECT_EQ(16, call.input_size);
		EXPECT_EQ(0, call.violation);
		for (at = 0; at < 16; at++) {
			EXPECT_EQ(golden[at] + (at == 12 && doorbell),
				  call.input[at])
				TH_LOG("at TLFS offset %u", at);
		}
	}
}

TEST_F(hvport, every_type)
{
	struct hvport_disconnect_port arg;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		MAKE_PAIR(self->fd, type, 0x30 + type);
		arg = good_disconnect(0x30 + type);
		arg.is_doorbell = type == 4;
		EXPECT_SUCCESS(test_disconnect(self->fd, &arg));
		EXPECT_CONNECTIONS(0);
		EXPECT_EQ(type, ports_of_file(self->fd)) SAY_CASE();
	}
}

/* Only the hypervisor can know, so it is asked, and it says no */
TEST_F(hvport, what_is_no_doorbell_is_not_named_one)
{
	struct hvport_disconnect_port arg = good_disconnect(0x31);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x31);
	MAKE_PAIR(self->fd, 4, 0x34);
	arg.is_doorbell = 1;
	EXPECT_HV_REFUSED(test_disconnect(self->fd, &arg), EINVAL, 0x05);
	EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x34, 0), EINVAL, 0x05);
	EXPECT_EQ(2, connections_of_file(self->fd));
	/* and close names each for what it is */
	CLOSE_FILE();
	EXPECT_EQ(0, testhv_connections());
}

TEST_F(hvport, twice_is_once_too_often)
{
	MAKE_PAIR(self->fd, 1, 0x31);
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x31, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x31, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, id_is_free_again)
{
	unsigned int round;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x31, 0));
	for (round = 0; round < 20; round++) {
		EXPECT_SUCCESS(test_connect_id(self->fd, 0x31, 0));
		EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x31, 0));
	}
	EXPECT_CONNECTIONS(0);
}

TEST_F(hvport, refused_one_is_still_owned)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x31);
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0x19));
	EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x31, 0), EBUSY, 0x19);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_REFUSED(test_connect_id(self->fd, 0x31, 0), EEXIST, 16);
	EXPECT_SUCCESS(test_post_id(self->fd, 0x31, 0));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x31, 0));
}

TEST_F(hvport, foreign_disconnects_what_nobody_here_made)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x34, 0));
	ASSERT_TRUE(testhv_plant_connection(0x35, 1, 0x34));
	testhv_log_clear();
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x35, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
	EXPECT_TRUE(testhv_has_connection(0x35));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x35, HVPORT_F_FOREIGN));
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_FALSE(testhv_has_connection(0x35));
}

/* Whether it exists only the hypervisor knows, so it is asked */
TEST_F(hvport, foreign_of_what_is_not_there)
{
	EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x35, HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
}

TEST_F(hvport, foreign_takes_the_owners_entry_along)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, 1, 0x36);
	EXPECT_SUCCESS(test_disconnect_id(other, 0x36, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, connections_of_file(self->fd));
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x36, 0), ENOENT, 16);
	EXPECT_REFUSED(test_post_id(self->fd, 0x36, 0), ENOENT, 8);
	close(other);
	CLOSE_FILE();
	if (self->testhv)
		EXPECT_EQ(1, testhv_calls(CODE_DISCONNECT_PORT));
}

TEST_F(hvport, foreign_that_is_refused_leaves_the_owner)
{
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x36);
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0x06));
	EXPECT_HV_REFUSED(test_disconnect_id(other, 0x36, HVPORT_F_FOREIGN),
			  EACCES, 0x06);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x36, 0));
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
