// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was given to the hypervisor comes back when the module is unloaded: all
 * that it returns, and not one page that it keeps. It begins and ends with the
 * module loaded or not, as it was found, and is skipped unless HVPORT_KO names
 * the module's file.
 */
#include "hvport_pool_unload.h"

/* TLFS, HvCallWithdrawMemory: whose pool, and no proximity domain */
static void expect_withdrawal(struct __test_metadata *_metadata,
			      const struct testhv_log_entry *call)
{
	uint64_t block[2];

	memcpy(block, call->input, 16);
	EXPECT_TRUE(block[0] == ~0ULL || block[0] == own_partition());
	EXPECT_EQ(0, block[1]);
	EXPECT_EQ(0x49, call->control & 0xffff);
	EXPECT_EQ(0, call->input_gpa % 8);
	EXPECT_EQ(0, call->output_gpa % 8);
	EXPECT_EQ(0, call->violation);
}

TEST_F(pool, all_of_it)
{
	struct testhv_log_entry call;
	uint64_t given;
	char line[256];

	use_pages(_metadata, self->fd, 40);
	given = pool_now().deposited - self->before.deposited;
	EXPECT_LE(40, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_EQ(0, pool_now().free);
	EXPECT_EQ(0, pool_now().used);
	ASSERT_TRUE(testhv_find_call(CODE_WITHDRAW_MEMORY, 0, &call));
	expect_withdrawal(_metadata, &call);
	EXPECT_EQ(0, lines_of_hvport(self->kmsg, line, sizeof(line)))
		TH_LOG("%s", line);
}

TEST_F(pool, nothing_was_given)
{
	ASSERT_TRUE(pool_set(100, 0x0b));
	use_pages(_metadata, self->fd, 20);
	UNLOAD();
	EXPECT_PAGES(0, 0);
	EXPECT_EQ(0, testhv_calls(CODE_WITHDRAW_MEMORY));
}

TEST_F(pool, contiguous_pages)
{
	uint64_t given;

	ASSERT_TRUE(pool_set(0, 0x75));
	use_pages(_metadata, self->fd, 20);
	given = pool_now().deposited - self->before.deposited;
	EXPECT_EQ(0, given % 8);
	UNLOAD();
	EXPECT_PAGES(given, given);
}

/* The list of what was given back has a page, so it takes two of them */
TEST_F(pool, more_than_one_call_can_list)
{
	uint64_t given;

	ASSERT_TRUE(pool_set(0, 0x75));
	use_pages(_metadata, self->fd, 1100);
	given = pool_now().deposited - self->before.deposited;
	EXPECT_LT(2 * 4096 / 8, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
}

/*
 * A caller can name his partition in two ways, and the hypervisor gives back what
 * it likes of what was given to either
 */
TEST_F(pool, two_names_of_a_partition)
{
	struct hvport_create_port port;
	char line[256] = "";
	uint64_t given;
	unsigned int id;

	for (id = 0; id < 40; id++) {
		port = good_message_port(id);
		if (id >= 20)
			port.port_partition = own_partition();
		EXPECT_EQ(0, test_create(self->fd, &port).error);
	}
	given = pool_now().deposited - self->before.deposited;
	EXPECT_LE(40, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_EQ(0, lines_of_hvport(self->kmsg, line, sizeof(line)))
		TH_LOG("%s", line);
}

/* The call comes back early, again and again */
TEST_F(pool, a_few_at_a_time)
{
	static const unsigned int statuses[] = { 0, 0x78 };
	uint64_t given;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		self->before = pool_now();
		ASSERT_TRUE(rep_limit(CODE_WITHDRAW_MEMORY, 3, statuses[i]));
		use_pages(_metadata, self->fd, 20);
		given = pool_now().deposited - self->before.deposited;
		UNLOAD();
		EXPECT_PAGES(given, given);
		EXPECT_LE(given / 3, testhv_calls(CODE_WITHDRAW_MEMORY));
		ASSERT_EQ(0, module_load(""));
		self->fd = open_hvport();
	}
}

/* Somebody else's object came to live in them: they are his now */
TEST_F(pool, pages_that_are_kept)
{
	char line[256] = "";
	uint64_t given;

	use_pages(_metadata, self->fd, 20);
	given = pool_now().deposited - self->before.deposited;
	testhv_ask(TESTHV_CMD_KEEP_PAGES, 3, 0);
	UNLOAD();
	EXPECT_PAGES(given, given - 3);
	EXPECT_EQ(1, lines_of_hvport(self->kmsg, line, sizeof(line)))
		TH_LOG("%s", line);
	EXPECT_NE(NULL, strstr(line, " 3 ")) TH_LOG("%s", line);
}

/* A port that outlives the module lives in a page of it */
TEST_F(pool, page_of_a_persistent_port)
{
	struct outcome got = test_create_id(self->fd, 0x99, HVPORT_F_PERSIST);
	char line[256] = "";
	uint64_t given;

	EXPECT_EQ(0, got.error);
	use_pages(_metadata, self->fd, 20);
	given = pool_now().deposited - self->before.deposited;
	UNLOAD();
	EXPECT_PAGES(given, given - 1);
	EXPECT_EQ(1, lines_of_hvport(self->kmsg, line, sizeof(line)))
		TH_LOG("%s", line);
	EXPECT_NE(NULL, strstr(line, " 1 ")) TH_LOG("%s", line);
	EXPECT_TRUE(testhv_has_port(0x99));

	ASSERT_EQ(0, module_load(""));
	self->fd = open_hvport();
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x99, HVPORT_F_FOREIGN));
}

TEST_F(pool, withdrawal_that_is_refused)
{
	char line[256] = "";
	uint64_t given;

	use_pages(_metadata, self->fd, 20);
	given = pool_now().deposited - self->before.deposited;
	ASSERT_TRUE(testhv_fault(CODE_WITHDRAW_MEMORY, 0, 100000, 0x06));
	UNLOAD();
	EXPECT_PAGES(given, 0);
	EXPECT_LT(testhv_calls(CODE_WITHDRAW_MEMORY), 100);
	EXPECT_EQ(1, lines_of_hvport(self->kmsg, line, sizeof(line)))
		TH_LOG("%s", line);
}

static void __attribute__((constructor)) needs(void)
{
	need_pool_and_module();
}

TEST_HARNESS_MAIN
