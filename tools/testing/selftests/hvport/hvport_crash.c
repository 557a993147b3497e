// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel that comes, by kexec, after one that crashed while hvport_leave's
 * processes ran: all that they had is left, and can be taken over. Skipped unless
 * HVPORT_AFTER=crash; hvport must not have been loaded yet (HVPORT_KO names it). A
 * kernel in which it cannot be loaded is hvport_refuse's business.
 */
#include "hvport_leave.h"

/* There was no time for it, and nothing of the crashed kernel may be trusted */
TEST(crashed_kernel_deleted_nothing)
{
	EXPECT_EQ(0, testhv_calls(CODE_DISCONNECT_PORT));
	EXPECT_EQ(0, successes(CODE_DELETE_PORT));
	EXPECT_EQ(LEFT_PORTS + 1, testhv_ports());
	EXPECT_EQ(1, testhv_connections());
}

/* The ids are taken in the hypervisor, and nobody here has them */
static void take_over(struct __test_metadata *_metadata, int fd)
{
	__u32 id;

	EXPECT_EQ(0, ports_of_all(fd));
	EXPECT_HV_REFUSED(test_create_id(fd, LEFT_ID, 0), EEXIST, 0x11);
	EXPECT_HV_REFUSED(test_connect_id(fd, LEFT_ID, 0), EEXIST, 0x12);
	EXPECT_REFUSED(test_disconnect_id(fd, LEFT_ID, 0), ENOENT, 16);
	EXPECT_SUCCESS(test_post_id(fd, LEFT_ID, HVPORT_F_FOREIGN));

	EXPECT_SUCCESS(test_disconnect_id(fd, LEFT_ID, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_delete_id(fd, KEPT_ID, HVPORT_F_FOREIGN));
	for (id = LEFT_ID; id < LEFT_ID + LEFT_PORTS; id++) {
		CASE("port %#x", id);
		EXPECT_REFUSED(test_delete_id(fd, id, 0), ENOENT, 16);
		EXPECT_SUCCESS(test_delete_id(fd, id, HVPORT_F_FOREIGN));
		EXPECT_HV_REFUSED(test_delete_id(fd, id, HVPORT_F_FOREIGN), ENOENT, 0x11);
	}
	EXPECT_EQ(0, testhv_ports());
	EXPECT_EQ(0, testhv_connections());
}

TEST(what_is_left_can_be_taken_over)
{
	int fd;

	ASSERT_EQ(0, module_load(""));
	fd = open_hvport();
	ASSERT_GE(fd, 0);
	take_over(_metadata, fd);
	EXPECT_IDS_ARE_FREE(fd);
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, module_unload());
}

static void __attribute__((constructor)) needs(void)
{
	need_next_kernel("crash");
}

TEST_HARNESS_MAIN
