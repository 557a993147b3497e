// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_DELETE_PORT and HVPORT_DISCONNECT_PORT: the bytes that the hypervisor
 * gets, what is left after it, and FOREIGN, which reaches what this file does not
 * own. What is said of doorbells is in hvport_disconnect.
 */
#include "hvport_fixture.h"
#include "hvport_kind.h"
#include "hvport_needs.h"

#define ID	0x31	/* and the next one */

FIXTURE_VARIANT(hvport) {
	const struct kind *kind;
	unsigned int control;
};

/* A fast call: 16 bytes travel in registers */
FIXTURE_VARIANT_ADD(hvport, port) {
	.kind = &port_kind, .control = 0x10058,
};

FIXTURE_VARIANT_ADD(hvport, connection) {
	.kind = &connection_kind, .control = 0x1005b,
};

/* Typed from the TLFS pages of HvCallDeletePort and HvCallDisconnectPort */
static const unsigned char golden[16] = {
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
	0x21, 0x22, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	const struct kind *kind = variant->kind;
	struct hvport_disconnect_port disconnect = good_disconnect(0x232221);
	struct hvport_delete_port del = good_delete(0x232221);
	struct testhv_log_entry call;
	unsigned int at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	del.port_partition = 0x1817161514131211;
	del.flags = HVPORT_F_FOREIGN;
	disconnect.connection_partition = 0x1817161514131211;
	disconnect.flags = HVPORT_F_FOREIGN;
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, 0x1d));
	EXPECT_HV_REFUSED(kind->is_connection ?
			  test_disconnect(self->fd, &disconnect) :
			  test_delete(self->fd, &del), ENOSPC, 0x1d);

	EXPECT_EQ(1, testhv_port_calls());
	ASSERT_TRUE(testhv_find_call(kind->delete_code, 0, &call));
	EXPECT_EQ(variant->control, call.control);
	EXPECT_EQ(16, call.input_size);
	EXPECT_EQ(0, call.violation);
	for (at = 0; at < 16; at++) {
		EXPECT_EQ(golden[at], call.input[at])
			TH_LOG("at TLFS offset %u", at);
	}
}

TEST_F(hvport, deletes)
{
	const struct kind *kind = variant->kind;

	MAKE_TARGET(kind, self->fd, ID);
	MAKE_TARGET(kind, self->fd, ID + 1);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->make(self->fd, ID + 1, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	EXPECT_EQ(1, kind->of_file(self->fd));
	if (self->testhv) {
		EXPECT_FALSE(kind->has(ID));
		EXPECT_TRUE(kind->has(ID + 1));
		EXPECT_EQ(1, testhv_calls(kind->delete_code));
	}
}

TEST_F(hvport, twice_is_once_too_often)
{
	const struct kind *kind = variant->kind;

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(kind->delete(self->fd, ID, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, id_is_free_again)
{
	const struct kind *kind = variant->kind;
	unsigned int round;

	MAKE_TARGET(kind, self->fd, ID);
	for (round = 0; round < 20; round++) {
		EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
		EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	}
	EXPECT_EQ(0, kind->of_file(self->fd));
	if (self->testhv)
		EXPECT_EQ(0, kind->in_hypervisor());
}

TEST_F(hvport, lowest_and_highest_id)
{
	const struct kind *kind = variant->kind;

	MAKE_TARGET(kind, self->fd, 0);
	MAKE_TARGET(kind, self->fd, 0xffffff);
	EXPECT_SUCCESS(kind->make(self->fd, 0, 0));
	EXPECT_SUCCESS(kind->make(self->fd, 0xffffff, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, 0, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, 0xffffff, 0));
	EXPECT_EQ(0, kind->of_file(self->fd));
}

TEST_F(hvport, refused_one_is_still_owned)
{
	const struct kind *kind = variant->kind;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, 0x19));
	EXPECT_HV_REFUSED(kind->delete(self->fd, ID, 0), EBUSY, 0x19);
	EXPECT_EQ(1, kind->of_file(self->fd));
	EXPECT_REFUSED(kind->make(self->fd, ID, 0), EEXIST, 16);
	if (kind->is_connection)
		EXPECT_SUCCESS(test_post_id(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
}

TEST_F(hvport, foreign_deletes_what_nobody_here_made)
{
	const struct kind *kind = variant->kind;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, ID);
	ASSERT_TRUE(testhv_plant(kind, ID));
	testhv_log_clear();
	EXPECT_REFUSED(kind->delete(self->fd, ID, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
	EXPECT_TRUE(kind->has(ID));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, HVPORT_F_FOREIGN));
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_FALSE(kind->has(ID));
}

/* Whether it exists only the hypervisor knows, so it is asked */
TEST_F(hvport, foreign_of_what_is_not_there)
{
	const struct kind *kind = variant->kind;

	EXPECT_HV_REFUSED(kind->delete(self->fd, ID, HVPORT_F_FOREIGN), ENOENT,
			  kind->taken);
}

TEST_F(hvport, foreign_takes_the_owners_entry_along)
{
	const struct kind *kind = variant->kind;
	int other = open_hvport();

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(other, ID, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, kind->of_file(self->fd));
	EXPECT_REFUSED(kind->delete(self->fd, ID, 0), ENOENT, 16);
	if (kind->is_connection)
		EXPECT_REFUSED(test_post_id(self->fd, ID, 0), ENOENT, 8);
	close(other);
	CLOSE_FILE();
	if (self->testhv)
		EXPECT_EQ(1, testhv_calls(kind->delete_code));
}

TEST_F(hvport, foreign_of_the_own_one_is_a_delete)
{
	const struct kind *kind = variant->kind;

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, kind->of_file(self->fd));
}

TEST_F(hvport, foreign_that_is_refused_leaves_the_owner)
{
	const struct kind *kind = variant->kind;
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, 0x06));
	EXPECT_HV_REFUSED(kind->delete(other, ID, HVPORT_F_FOREIGN), EACCES, 0x06);
	EXPECT_EQ(1, kind->of_file(self->fd));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	close(other);
}

/* Behind the owner's back: its close asks once and takes no for an answer */
TEST_F(hvport, one_that_is_gone_already)
{
	const struct kind *kind = variant->kind;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	/* carried out, but answered as if it had not been */
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1,
				 0x78 | TESTHV_FAULT_PERFORM));
	EXPECT_HV_REFUSED(kind->delete(self->fd, ID, 0), EIO, 0x78);
	testhv_log_clear();
	CLOSE_FILE();
	EXPECT_EQ(1, testhv_calls(kind->delete_code));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
