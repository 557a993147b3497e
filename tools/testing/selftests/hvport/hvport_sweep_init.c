// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation that the module makes when it is loaded and unloaded fails
 * once, in whatever function of the kernel's. A load works without it, or fails
 * with ENOMEM and leaves the machine as it was. An unload always works and says
 * which pages it did not get back. The next load works.
 */
#include "hvport_load.h"

#define PAGES_USED	4

/* One load; says whether it failed */
static bool load_and_use(struct __test_metadata *_metadata, int fail_nth,
			 unsigned int kind, unsigned int nth, bool *struck)
{
	unsigned int error;

	inject_arm(fail_nth, nth);
	error = module_load("");
	*struck = inject_struck(fail_nth);
	if (*struck && error) {
		/* a device that got no name is EINVAL to the driver core */
		if (error != EINVAL)
			EXPECT_EQ(inject_kinds[kind].error, error) SAY_CASE();
		return true;
	}
	ASSERT_EQ(0, error) SAY_CASE();
	use_module(_metadata, 0);
	ASSERT_EQ(0, module_unload()) SAY_CASE();
	return false;
}

TEST_F_TIMEOUT(module, allocations_of_a_load, 300)
{
	unsigned int kind, nth, failed = 0, points = 0;
	bool struck;

	for (kind = 0; kind < INJECT_KINDS; kind++) {
		ASSERT_TRUE(inject_choose(kind, true));
		for (nth = 1, struck = true; struck; nth++) {
			CASE("%s %u", inject_kinds[kind].name, nth);
			failed += load_and_use(_metadata, self->fail_nth, kind,
					       nth, &struck);
			points += struck;
			EXPECT_GONE();
			read_log(_metadata, self->kmsg);
		}
		inject_choose(INJECT_KINDS, true);
		EXPECT_NEXT_LOAD_WORKS();
	}
	EXPECT_LT(10, failed);
	TH_LOG("swept %u fault points: allocations of a load, %u made it fail",
	       points, failed);
}

TEST_F_TIMEOUT(module, allocations_of_an_unload, 300)
{
	unsigned int kind, nth, points = 0;
	struct pool before;
	bool struck;

	for (kind = 0; kind < INJECT_KINDS; kind++) {
		ASSERT_TRUE(inject_choose(kind, true));
		for (nth = 1, struck = true; struck; nth++) {
			CASE("%s %u", inject_kinds[kind].name, nth);
			before = pool_now();
			ASSERT_EQ(0, module_load("")) SAY_CASE();
			use_module(_metadata, self->may_deposit ? PAGES_USED : 0);
			inject_arm(self->fail_nth, nth);
			EXPECT_EQ(0, module_unload()) SAY_CASE();
			struck = inject_struck(self->fail_nth);
			points += struck;
			EXPECT_GONE();
			EXPECT_PAGES(before);
		}
		inject_choose(INJECT_KINDS, true);
		EXPECT_NEXT_LOAD_WORKS();
	}
	EXPECT_LT(0, points);
	TH_LOG("swept %u fault points: allocations of an unload", points);
}

static void __attribute__((constructor)) needs(void)
{
	need_testhv();
	need_injection();
	need_module_file();
}

TEST_HARNESS_MAIN
