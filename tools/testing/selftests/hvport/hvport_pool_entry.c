// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page is entered in a list before it is lent, in memory that the list takes for
 * that. When there is none nothing is lent. One allocation that fails does not show
 * that, because the list tries twice; so all of them fail.
 */
#include "hvport_inject.h"
#include "hvport_pool_unload.h"

#define LIST_CACHE	"/sys/kernel/slab/radix_tree_node/failslab"
#define FAIL_ME		"/proc/self/make-it-fail"
#define NEEDS_CACHE	"this kernel cannot let a single slab cache fail"

/* As long as this task may fail, every allocation for a list does */
static bool inject_list_memory(void)
{
	return inject_choose(SLAB, false) && inject_write(LIST_CACHE, "1") &&
	       inject_set("failslab", "cache-filter", "Y") &&
	       inject_set("failslab", "task-filter", "Y") &&
	       inject_set("failslab", "interval", "1") &&
	       inject_set("failslab", "times", "-1") &&
	       inject_set("failslab", "probability", "100");
}

static void inject_nothing(void)
{
	inject_write(FAIL_ME, "0");
	inject_write(LIST_CACHE, "0");
	inject_set("failslab", "probability", "0");
	inject_set("failslab", "cache-filter", "N");
	inject_set("failslab", "task-filter", "N");
	inject_choose(INJECT_KINDS, false);
}

/* The list is empty when the module has just been loaded */
TEST_F(pool, without_memory_for_the_list)
{
	static const unsigned int statuses[] = { 0x0b, 0x75 };
	unsigned int i;
	uint64_t given;

	ASSERT_TRUE(inject_list_memory());
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		ASSERT_TRUE(pool_set(0, statuses[i]));
		ASSERT_TRUE(inject_write(FAIL_ME, "1"));
		EXPECT_HV_REFUSED(test_create_id(self->fd, 1, 0), ENOMEM, statuses[i]);
		ASSERT_TRUE(inject_write(FAIL_ME, "0"));
		EXPECT_EQ(0, testhv_calls(CODE_DEPOSIT_MEMORY)) SAY_CASE();
		EXPECT_PAGES(0, 0);
		EXPECT_EQ(0, testhv_ports()) SAY_CASE();
	}
	inject_nothing();
	use_pages(_metadata, self->fd, 20);
	given = pool_now().deposited - self->before.deposited;
	EXPECT_LT(0, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
}

static void __attribute__((constructor)) needs(void)
{
	need_injection();
	need_pool_and_module();
	if (!access(LIST_CACHE, W_OK) && !access(FAIL_ME, W_OK))
		return;
	ksft_print_header();
	ksft_exit_skip(NEEDS_CACHE "\n");
}

TEST_HARNESS_MAIN
