// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's own limits on connections: as those on ports (hvport_limit), and
 * ports do not count.
 */
#include "hvport_connection.h"
#include "hvport_needs.h"
#include "hvport_param.h"

/* The port that all connections here are made to */
#define PORT	0xb0

static struct outcome connect_as(int fd, __u32 id, __u32 flags)
{
	struct hvport_connect_port conn = good_connection(1, id);

	conn.flags = flags;
	conn.port_id = PORT;
	return test_connect(fd, &conn);
}

FIXTURE(limit) {
	int fd, other;
	bool testhv;
	long before;
};

FIXTURE_VARIANT(limit) {
	const char *name;
	bool per_file;
};

FIXTURE_VARIANT_ADD(limit, of_a_file) {
	.name = "max_objects_per_file", .per_file = true,
};

FIXTURE_VARIANT_ADD(limit, of_all_files) {
	.name = "max_objects",
};

/* Three, two of which are there; and as many ports as there may be */
FIXTURE_SETUP(limit)
{
	self->testhv = testhv_present();
	self->fd = open_hvport();
	self->other = open_hvport();
	ASSERT_GE(self->fd, 0);
	EXPECT_SUCCESS(test_create_id(self->fd, PORT, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 2, 0));
	EXPECT_SUCCESS(connect_as(self->fd, 0xb1, 0));
	EXPECT_SUCCESS(connect_as(self->fd, 0xb2, 0));
	self->before = set_limit(variant->name, 3);
	ASSERT_GT(self->before, 3);
}

FIXTURE_TEARDOWN(limit)
{
	EXPECT_EQ(3, set_limit(variant->name, self->before));
	close(self->fd);
	close(self->other);
	if (self->testhv) {
		EXPECT_EQ(0, testhv_connections());
		EXPECT_EQ(0, testhv_ports());
	}
}

TEST_F(limit, one_too_many)
{
	struct hvport_connect_port conn = good_connection(1, 0);

	EXPECT_SUCCESS(connect_as(self->fd, 0xb3, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(connect_as(self->fd, 0xb4, 0), ENOSPC, 0);
	EXPECT_REFUSED(connect_as(self->fd, 0xb4, HVPORT_F_PERSIST), ENOSPC, 0);
	EXPECT_REFUSED(connect_as(self->fd, 0xb4, HVPORT_F_VALIDATE_ONLY),
		       ENOSPC, 0);
	conn.flags = HVPORT_F_ANY_ID;
	conn.port_id = PORT;
	EXPECT_REFUSED(test_connect(self->fd, &conn), ENOSPC, 0);
	EXPECT_EQ(0, conn.connection_id);
	EXPECT_NO_CALLS();
	EXPECT_EQ(3, connections_of_file(self->fd));

	/* what was refused took nothing */
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0xb1, 0));
	EXPECT_SUCCESS(connect_as(self->fd, 0xb4, 0));
	EXPECT_REFUSED(connect_as(self->fd, 0xb1, 0), ENOSPC, 0);
}

/* One file's limit is not another's; all files' is */
TEST_F(limit, of_whom)
{
	EXPECT_SUCCESS(connect_as(self->other, 0xb3, 0));
	if (variant->per_file) {
		EXPECT_SUCCESS(connect_as(self->other, 0xb4, 0));
		return;
	}
	EXPECT_REFUSED(connect_as(self->other, 0xb4, 0), ENOSPC, 0);
	EXPECT_REFUSED(connect_as(self->fd, 0xb4, 0), ENOSPC, 0);
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0xb2, 0));
	EXPECT_SUCCESS(connect_as(self->other, 0xb4, 0));
}

/* A refusal of the hypervisor or of the fields costs nothing */
TEST_F(limit, is_not_used_up_by_failures)
{
	struct hvport_connect_port conn = good_connection(1, 0xb3);
	unsigned int round;

	for (round = 0; round < 5; round++) {
		conn.reserved_z0 = 1;
		EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 21);
		EXPECT_REFUSED(connect_as(self->fd, 0xb1, 0), EEXIST, 16);
		if (!self->testhv)
			continue;
		ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(connect_as(self->fd, 0xb3, 0), ENOSPC, 0x1d);
	}
	EXPECT_SUCCESS(connect_as(self->fd, 0xb3, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	if (!access(PARAMETERS "max_objects", F_OK))
		return;
	ksft_print_header();
	ksft_exit_skip("hvport has no parameters here\n");
}

TEST_HARNESS_MAIN
