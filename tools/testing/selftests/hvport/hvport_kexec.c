// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel that comes by kexec after one in which hvport_leave ran, in the same
 * partition: nothing is left of that one but what was to be. Skipped unless
 * HVPORT_AFTER=kexec; hvport must not have been loaded yet (HVPORT_KO names it).
 */
#include "hvport_leave.h"

TEST(no_page_is_left)
{
	if (kernel_has_no_page()) {
		EXPECT_EQ(0, testhv_msr(MSR_HYPERCALL, 0));
		EXPECT_EQ(0, testhv_msr(MSR_GUEST_OS_ID, 0));
	} else {
		/* whether it is this kernel's own page is what hvport looks at */
		EXPECT_EQ(1, testhv_msr(MSR_HYPERCALL, 0) & 1);
		EXPECT_NE(0, testhv_msr(MSR_GUEST_OS_ID, 0));
	}
}

/* Each of its own, and connections before ports */
TEST(last_kernel_deleted_all)
{
	unsigned int index = 0, deleted = 0;

	ASSERT_EQ(1, successes(CODE_DISCONNECT_PORT));
	EXPECT_EQ(LEFT_PORTS, successes(CODE_DELETE_PORT));
	for (; !call_succeeded(index, CODE_DISCONNECT_PORT); index++)
		deleted += call_succeeded(index, CODE_DELETE_PORT);
	EXPECT_EQ(0, deleted);
	EXPECT_EQ(0, testhv_connections());
}

TEST(last_kernel_left_what_is_persistent)
{
	EXPECT_TRUE(testhv_has_port(KEPT_ID));
}

/* What is still lent this kernel would use, and the hypervisor as well */
TEST(last_kernel_got_its_memory_back)
{
	struct pool pool = pool_now();

	if (!has_pool_privilege())
		SKIP(return, NO_POOL_PRIVILEGE);
	EXPECT_LE(LEFT_PORTS + 1, pool.deposited);
	EXPECT_EQ(pool.deposited, pool.withdrawn);
}

/*
 * The one who still asked then was told that the page was gone; if the kernel let
 * him run again at all before it went, which it need not.
 */
TEST(last_kernel_said_enodev)
{
	EXPECT_FALSE(testhv_has_port(TOLD_WRONG_ID));
	if (testhv_ports() == 1)
		SKIP(return, "who asked had no turn any more");
	EXPECT_TRUE(testhv_has_port(TOLD_ID));
	EXPECT_EQ(2, testhv_ports());
}

TEST(no_id_is_taken)
{
	int fd;

	ASSERT_EQ(0, module_load(""));
	fd = open_hvport();
	ASSERT_GE(fd, 0);
	if (testhv_has_port(TOLD_ID))
		EXPECT_SUCCESS(test_delete_id(fd, TOLD_ID, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_delete_id(fd, KEPT_ID, HVPORT_F_FOREIGN));
	EXPECT_IDS_ARE_FREE(fd);
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, module_unload());
}

static void __attribute__((constructor)) needs(void)
{
	need_next_kernel("kexec");
}

TEST_HARNESS_MAIN
