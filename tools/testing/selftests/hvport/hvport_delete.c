// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_DELETE_PORT: the bytes that the hypervisor gets, what is left after
 * it, and FOREIGN, which reaches ports that this file does not own.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

/* Typed from the TLFS page of HvCallDeletePort */
static const unsigned char golden[16] = {
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
	0x21, 0x22, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_delete_port del = good_delete(0x232221);
	struct testhv_log_entry call;
	unsigned int at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	del.port_partition = 0x1817161514131211;
	del.flags = HVPORT_F_FOREIGN;
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, 0x1d));
	EXPECT_HV_REFUSED(test_delete(self->fd, &del), ENOSPC, 0x1d);

	EXPECT_EQ(1, testhv_port_calls());
	ASSERT_TRUE(testhv_find_call(CODE_DELETE_PORT, 0, &call));
	/* a fast call: 16 bytes travel in registers */
	EXPECT_EQ(0x10058, call.control);
	EXPECT_EQ(16, call.input_size);
	EXPECT_EQ(0, call.violation);
	for (at = 0; at < 16; at++) {
		EXPECT_EQ(golden[at], call.input[at])
			TH_LOG("at TLFS offset %u", at);
	}
}

TEST_F(hvport, deletes)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0x31, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x32, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x31, 0));
	EXPECT_EQ(1, ports_of_file(self->fd));
	if (self->testhv) {
		EXPECT_FALSE(testhv_has_port(0x31));
		EXPECT_TRUE(testhv_has_port(0x32));
		EXPECT_EQ(1, testhv_calls(CODE_DELETE_PORT));
	}
}

TEST_F(hvport, every_type)
{
	struct hvport_create_port port;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x33);
		EXPECT_SUCCESS(test_create(self->fd, &port));
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x33, 0));
	}
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, twice_is_once_too_often)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0x31, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x31, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_delete_id(self->fd, 0x31, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, id_is_free_again)
{
	unsigned int round;

	for (round = 0; round < 20; round++) {
		EXPECT_SUCCESS(test_create_id(self->fd, 0x31, 0));
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x31, 0));
	}
}

TEST_F(hvport, lowest_and_highest_id)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xffffff, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0xffffff, 0));
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, refused_one_is_still_owned)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x31, 0));
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, 0x19));
	EXPECT_HV_REFUSED(test_delete_id(self->fd, 0x31, 0), EBUSY, 0x19);
	EXPECT_EQ(1, ports_of_file(self->fd));
	EXPECT_REFUSED(test_create_id(self->fd, 0x31, 0), EEXIST, 16);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x31, 0));
}

TEST_F(hvport, foreign_deletes_what_nobody_here_made)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_plant_port(~0ULL, 0x34, 2));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x34, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
	EXPECT_TRUE(testhv_has_port(0x34));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x34, HVPORT_F_FOREIGN));
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_FALSE(testhv_has_port(0x34));
}

/* Whether it exists only the hypervisor knows, so it is asked */
TEST_F(hvport, foreign_of_what_is_not_there)
{
	EXPECT_HV_REFUSED(test_delete_id(self->fd, 0x35, HVPORT_F_FOREIGN),
			  ENOENT, 0x11);
}

TEST_F(hvport, foreign_takes_the_owners_entry_along)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(self->fd, 0x36, 0));
	EXPECT_SUCCESS(test_delete_id(other, 0x36, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, ports_of_file(self->fd));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x36, 0), ENOENT, 16);
	close(other);
	CLOSE_FILE();
	if (self->testhv)
		EXPECT_EQ(1, testhv_calls(CODE_DELETE_PORT));
}

TEST_F(hvport, foreign_of_the_own_one_is_a_delete)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0x36, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x36, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, foreign_that_is_refused_leaves_the_owner)
{
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x36, 0));
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, 0x06));
	EXPECT_HV_REFUSED(test_delete_id(other, 0x36, HVPORT_F_FOREIGN),
			  EACCES, 0x06);
	EXPECT_EQ(1, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x36, 0));
	close(other);
}

/* Behind the owner's back: its close asks once and takes no for an answer */
TEST_F(hvport, port_that_is_gone_already)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x37, 0));
	/* carried out, but answered as if it had not been */
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1,
				 0x78 | TESTHV_FAULT_PERFORM));
	EXPECT_HV_REFUSED(test_delete_id(self->fd, 0x37, 0), EIO, 0x78);
	testhv_log_clear();
	CLOSE_FILE();
	EXPECT_EQ(1, testhv_calls(CODE_DELETE_PORT));
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
