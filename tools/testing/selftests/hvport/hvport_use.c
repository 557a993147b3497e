// SPDX-License-Identifier: GPL-2.0-only
/*
 * Over whose connections messages and events may go, what they must lead to, and
 * every answer that the hypervisor can give: the same for HVPORT_POST_MESSAGE and
 * HVPORT_SIGNAL_EVENT.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

#define ID	0x84

FIXTURE_VARIANT(hvport) {
	struct outcome (*use)(int fd, __u32 id, __u32 flags);
	unsigned int code;
	unsigned int type, other_type;	/* of the port that it leads to */
	unsigned int privilege;		/* CPUID 0x40000003: EBX above EAX */
};

FIXTURE_VARIANT_ADD(hvport, post) {
	.use = test_post_id, .code = CODE_POST_MESSAGE,
	.type = 1, .other_type = 2, .privilege = 36,
};

FIXTURE_VARIANT_ADD(hvport, signal) {
	.use = test_signal_id, .code = CODE_SIGNAL_EVENT,
	.type = 2, .other_type = 1, .privilege = 37,
};

TEST_F(hvport, whose_connection)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, variant->type, ID);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(variant->use(other, ID, 0), EPERM, 8);
	EXPECT_REFUSED(variant->use(other, ID + 1, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	EXPECT_SUCCESS(variant->use(other, ID, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(variant->use(self->fd, ID, HVPORT_F_FOREIGN));
	EXPECT_HV_REFUSED(variant->use(other, ID + 1, HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
	EXPECT_SUCCESS(test_disconnect_id(self->fd, ID, 0));
	EXPECT_REFUSED(variant->use(self->fd, ID, 0), ENOENT, 8);
	close(other);
}

/* Its file's as long as that is open, and then nobody's */
TEST_F(hvport, connection_that_persists)
{
	struct hvport_connect_port conn = good_connection(variant->type, ID);
	struct hvport_create_port port = good_port_of_type(variant->type, ID);
	int other = open_hvport();

	EXPECT_SUCCESS(test_create(other, &port));
	conn.flags = HVPORT_F_PERSIST;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_REFUSED(variant->use(other, ID, 0), EPERM, 8);
	EXPECT_SUCCESS(variant->use(self->fd, ID, 0));
	CLOSE_FILE();
	EXPECT_REFUSED(variant->use(other, ID, 0), ENOENT, 8);
	EXPECT_SUCCESS(variant->use(other, ID, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_disconnect_id(other, ID, HVPORT_F_FOREIGN));
	close(other);
}

/* A connection of this partition has two names; of another, it is not ours */
TEST_F(hvport, connection_made_with_the_own_number)
{
	struct hvport_connect_port conn = good_connection(variant->type, ID);
	struct hvport_create_port port = good_port_of_type(variant->type, ID);
	int other = open_hvport();
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	if (!info.partition_id)
		SKIP(return, "this partition may not know its own number");

	EXPECT_SUCCESS(test_create(self->fd, &port));
	conn.connection_partition = info.partition_id;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_SUCCESS(variant->use(self->fd, ID, 0));
	EXPECT_REFUSED(variant->use(other, ID, 0), EPERM, 8);
	close(other);
}

TEST_F(hvport, connection_of_another_partition)
{
	struct hvport_connect_port conn = good_connection(variant->type, ID);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	/* the hypervisor is made to agree to a partition that there is not */
	conn.connection_partition = 0x123456789a;
	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0));
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	testhv_log_clear();
	EXPECT_REFUSED(variant->use(self->fd, ID, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	CLOSE_FILE();
}

/* The connection is there, what it leads to is a port for something else */
TEST_F(hvport, connection_to_another_type_of_port)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, variant->other_type, ID);
	EXPECT_HV_REFUSED(variant->use(self->fd, ID, 0), ENOENT, 0x11);
}

TEST_F(hvport, port_that_is_gone)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, variant->type, ID);
	EXPECT_SUCCESS(test_delete_id(self->fd, ID, 0));
	EXPECT_HV_REFUSED(variant->use(self->fd, ID, 0), ENOENT, 0x11);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, ID, 0));
}

TEST_F(hvport, without_the_privilege)
{
	uint64_t all;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, variant->type, ID);
	all = testhv_ask(TESTHV_CMD_SET_PRIVILEGES, 0, 0);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all & ~(1ULL << variant->privilege), 0);
	EXPECT_HV_REFUSED(variant->use(self->fd, ID, 0), EACCES, 0x06);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all, 0);
	EXPECT_SUCCESS(variant->use(self->fd, ID, 0));
}

/* One call and no more, and a connection that is as if it had not been made */
TEST_F_TIMEOUT(hvport, every_status, 120)
{
	unsigned int index, status;
	int error;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, variant->type, ID);
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(variant->code, 0, 2, status));
		error = expected_errno(variant->code, status);
		EXPECT_HV_REFUSED(variant->use(self->fd, ID, 0), error, status);
		EXPECT_HV_REFUSED(variant->use(self->fd, ID, HVPORT_F_FOREIGN),
				  error, status);
		EXPECT_EQ(2, testhv_port_calls()) SAY_CASE();
	}
	EXPECT_SUCCESS(variant->use(self->fd, ID, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
