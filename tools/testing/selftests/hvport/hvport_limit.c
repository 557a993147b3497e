// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's own limits on ports, and on connections: whoever makes one too many
 * is told so by the kernel, and the hypervisor hears nothing of it. The limits are
 * set low for the length of a test.
 */
#include "hvport_kind.h"
#include "hvport_needs.h"
#include "hvport_param.h"

#define LIMIT	3
#define ID	0xb1	/* and the next three */

FIXTURE(limit) {
	int fd, other, ports;
	bool testhv;
	long before;
};

FIXTURE_VARIANT(limit) {
	const struct kind *kind;
	const char *name;
	bool per_file;
};

FIXTURE_VARIANT_ADD(limit, ports_of_a_file) {
	.kind = &port_kind, .name = "max_objects_per_file", .per_file = true,
};

FIXTURE_VARIANT_ADD(limit, ports_of_all_files) {
	.kind = &port_kind, .name = "max_objects",
};

FIXTURE_VARIANT_ADD(limit, connections_of_a_file) {
	.kind = &connection_kind, .name = "max_objects_per_file", .per_file = true,
};

FIXTURE_VARIANT_ADD(limit, connections_of_all_files) {
	.kind = &connection_kind, .name = "max_objects",
};

/*
 * Three, two of which are there. Ports do not count among connections: there are
 * more of them than there may be, those that connections lead to in a third file.
 */
FIXTURE_SETUP(limit)
{
	const struct kind *kind = variant->kind;
	unsigned int nth;

	self->testhv = testhv_present();
	self->fd = open_hvport();
	self->other = open_hvport();
	self->ports = open_hvport();
	ASSERT_GE(self->fd, 0);
	for (nth = 0; kind->is_connection && nth <= LIMIT; nth++) {
		EXPECT_SUCCESS(test_create_id(self->ports, ID + nth, 0));
		EXPECT_SUCCESS(test_create_id(self->fd, 1 + nth, 0));
	}
	self->before = set_limit(variant->name, LIMIT);
	ASSERT_GT(self->before, LIMIT);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->make(self->fd, ID + 1, 0));
}

FIXTURE_TEARDOWN(limit)
{
	EXPECT_EQ(LIMIT, set_limit(variant->name, self->before));
	close(self->fd);
	close(self->other);
	close(self->ports);
	if (self->testhv) {
		EXPECT_EQ(0, testhv_connections());
		EXPECT_EQ(0, testhv_ports());
	}
}

TEST_F(limit, one_too_many)
{
	const struct kind *kind = variant->kind;
	__u32 id;

	EXPECT_SUCCESS(kind->make(self->fd, ID + 2, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(kind->make(self->fd, ID + 3, 0), ENOSPC, 0);
	EXPECT_REFUSED(kind->make(self->fd, ID + 3, HVPORT_F_PERSIST), ENOSPC, 0);
	EXPECT_REFUSED(make_any_id(kind, self->fd, ID, 0, &id), ENOSPC, 0);
	EXPECT_EQ(0, id);
	EXPECT_NO_CALLS();
	EXPECT_EQ(LIMIT, kind->of_file(self->fd));

	/* what was refused took nothing */
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->make(self->fd, ID + 3, 0));
	EXPECT_REFUSED(kind->make(self->fd, ID, 0), ENOSPC, 0);
}

/* Every check of the kernel, this one included */
TEST_F(limit, is_seen_by_validate_only)
{
	const struct kind *kind = variant->kind;

	EXPECT_SUCCESS(kind->make(self->fd, ID + 3, HVPORT_F_VALIDATE_ONLY));
	EXPECT_SUCCESS(kind->make(self->fd, ID + 2, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(kind->make(self->fd, ID + 3, HVPORT_F_VALIDATE_ONLY),
		       ENOSPC, 0);
	EXPECT_NO_CALLS();
}

/* One file's limit is not another's; all files' is */
TEST_F(limit, of_whom)
{
	const struct kind *kind = variant->kind;

	EXPECT_SUCCESS(kind->make(self->other, ID + 2, 0));
	if (variant->per_file) {
		EXPECT_SUCCESS(kind->make(self->other, ID + 3, 0));
		return;
	}
	EXPECT_REFUSED(kind->make(self->other, ID + 3, 0), ENOSPC, 0);
	EXPECT_REFUSED(kind->make(self->fd, ID + 3, 0), ENOSPC, 0);
	close(self->fd);
	EXPECT_SUCCESS(kind->make(self->other, ID + 3, 0));
	self->fd = open_hvport();
}

/* A refusal of the hypervisor or of the fields costs nothing */
TEST_F(limit, is_not_used_up_by_failures)
{
	const struct kind *kind = variant->kind;
	unsigned int round;

	for (round = 0; round < 5; round++) {
		EXPECT_REFUSED(kind->make(self->fd, 0x1000000, 0), EINVAL, 16);
		EXPECT_REFUSED(kind->make(self->fd, ID, 0), EEXIST, 16);
		if (!self->testhv)
			continue;
		ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(kind->make(self->fd, ID + 2, 0), ENOSPC, 0x1d);
	}
	EXPECT_SUCCESS(kind->make(self->fd, ID + 2, 0));
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
