// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every hypercall that the module makes when it is loaded and unloaded is
 * refused once, with each of several statuses. Both work all the same, an unload
 * says which pages it did not get back, and the next load works.
 */
#include "hvport_load.h"

/* Given by ports and connections, to be withdrawn some at a time */
#define PAGES_USED	12
#define AT_A_TIME	3

static const unsigned int statuses[] = { 0x06, 0x0b, 0x78, 0x7fff };

#define STATUSES	((unsigned int)ARRAY_SIZE(statuses))

TEST_F_TIMEOUT(module, hypercalls_of_a_load, 300)
{
	unsigned int i, nth, points = 0;
	bool struck;

	for (i = 0; i < STATUSES; i++) {
		for (nth = 1, struck = true; struck; nth++) {
			CASE("status %#x, call %u", statuses[i], nth);
			testhv_fault(TESTHV_ANY_CODE, nth - 1, 1, statuses[i]);
			EXPECT_EQ(0, module_load("")) SAY_CASE();
			struck = !testhv_stat(TESTHV_STAT_FAULTS_LEFT);
			testhv_fault_clear();
			points += struck;
			use_module(_metadata, 0);
			ASSERT_EQ(0, module_unload()) SAY_CASE();
			EXPECT_GONE();
		}
		EXPECT_NEXT_LOAD_WORKS();
	}
	TH_LOG("swept %u fault points: hypercalls of a load, %u statuses",
	       points, STATUSES);
}

TEST_F_TIMEOUT(module, hypercalls_of_an_unload, 300)
{
	unsigned int i, nth, points = 0;
	struct pool before;
	bool struck;

	if (!self->may_deposit)
		SKIP(return, NO_POOL_PRIVILEGE);
	ASSERT_TRUE(rep_limit(CODE_WITHDRAW_MEMORY, AT_A_TIME, 0));
	for (i = 0; i < STATUSES; i++) {
		for (nth = 1, struck = true; struck; nth++) {
			CASE("status %#x, call %u", statuses[i], nth);
			before = pool_now();
			ASSERT_EQ(0, module_load("")) SAY_CASE();
			use_module(_metadata, PAGES_USED);
			testhv_fault(TESTHV_ANY_CODE, nth - 1, 1, statuses[i]);
			ASSERT_EQ(0, module_unload()) SAY_CASE();
			struck = !testhv_stat(TESTHV_STAT_FAULTS_LEFT);
			testhv_fault_clear();
			points += struck;
			EXPECT_GONE();
			EXPECT_PAGES(before);
		}
		EXPECT_NEXT_LOAD_WORKS();
	}
	EXPECT_LE(STATUSES * PAGES_USED / AT_A_TIME, points);
	TH_LOG("swept %u fault points: hypercalls of an unload, %u statuses",
	       points, STATUSES);
}

static void __attribute__((constructor)) needs(void)
{
	need_testhv();
	need_module_file();
}

TEST_HARNESS_MAIN
