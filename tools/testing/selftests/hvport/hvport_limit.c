// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's own limits on objects: whoever makes one too many is told so by
 * the kernel, and the hypervisor hears nothing of it. The limits are set low
 * for the length of a test.
 */
#include "hvport_needs.h"
#include "hvport_param.h"

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

/* Three, two of which are there */
FIXTURE_SETUP(limit)
{
	self->testhv = testhv_present();
	self->fd = open_hvport();
	self->other = open_hvport();
	ASSERT_GE(self->fd, 0);
	self->before = set_limit(variant->name, 3);
	ASSERT_GT(self->before, 3);
	EXPECT_SUCCESS(test_create_id(self->fd, 0xb1, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xb2, 0));
}

FIXTURE_TEARDOWN(limit)
{
	EXPECT_EQ(3, set_limit(variant->name, self->before));
	close(self->fd);
	close(self->other);
	if (self->testhv)
		EXPECT_EQ(0, testhv_ports());
}

TEST_F(limit, one_too_many)
{
	struct hvport_create_port port = good_event_port(0);

	EXPECT_SUCCESS(test_create_id(self->fd, 0xb3, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_create_id(self->fd, 0xb4, 0), ENOSPC, 0);
	EXPECT_REFUSED(test_create_id(self->fd, 0xb4, HVPORT_F_PERSIST), ENOSPC,
		       0);
	port.flags = HVPORT_F_ANY_ID;
	EXPECT_REFUSED(test_create(self->fd, &port), ENOSPC, 0);
	EXPECT_EQ(0, port.port_id);
	EXPECT_NO_CALLS();
	EXPECT_EQ(3, ports_of_file(self->fd));

	/* what was refused took nothing */
	EXPECT_SUCCESS(test_delete_id(self->fd, 0xb1, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xb4, 0));
	EXPECT_REFUSED(test_create_id(self->fd, 0xb1, 0), ENOSPC, 0);
}

/* Every check of the kernel, this one included */
TEST_F(limit, is_seen_by_validate_only)
{
	struct hvport_create_port port = good_event_port(0xb4);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xb3, 0));
	EXPECT_REFUSED(test_create(self->fd, &port), ENOSPC, 0);
}

/* One file's limit is not another's; all files' is */
TEST_F(limit, of_whom)
{
	EXPECT_SUCCESS(test_create_id(self->other, 0xb3, 0));
	if (variant->per_file) {
		EXPECT_SUCCESS(test_create_id(self->other, 0xb4, 0));
		return;
	}
	EXPECT_REFUSED(test_create_id(self->other, 0xb4, 0), ENOSPC, 0);
	EXPECT_REFUSED(test_create_id(self->fd, 0xb4, 0), ENOSPC, 0);
	close(self->fd);
	EXPECT_SUCCESS(test_create_id(self->other, 0xb4, 0));
	self->fd = open_hvport();
}

/* A refusal of the hypervisor or of the fields costs nothing */
TEST_F(limit, is_not_used_up_by_failures)
{
	struct hvport_create_port port = good_message_port(0xb3);
	unsigned int round;

	for (round = 0; round < 5; round++) {
		port.reserved_z0 = 1;
		EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 22);
		EXPECT_REFUSED(test_create_id(self->fd, 0xb1, 0), EEXIST, 16);
		if (!self->testhv)
			continue;
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(test_create_id(self->fd, 0xb3, 0), ENOSPC,
				  0x1d);
	}
	EXPECT_SUCCESS(test_create_id(self->fd, 0xb3, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
	if (!access(PARAMETERS "max_objects", F_OK))
		return;
	ksft_print_header();
	ksft_exit_skip("hvport has no parameters here\n");
}

TEST_HARNESS_MAIN
