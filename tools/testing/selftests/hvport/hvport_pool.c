// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hypervisor that has no memory left for what is made: it is given some, and
 * each page is accounted. Without the privilege for it nothing is given. When it
 * does not come to a good end is in hvport_pool_end, what comes back when the
 * module goes in hvport_pool_reload.
 */
#include "hvport_pool_fixture.h"

#define HAS_POOL_PRIVILEGE	"this partition may access memory pools"

TEST_F(pool, without_the_privilege_nothing_is_given)
{
	static const unsigned int statuses[] = { 0x0b, 0x73, 0x75, 0x83 };
	unsigned int i;

	if (MAY_DEPOSIT())
		SKIP(return, HAS_POOL_PRIVILEGE);

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		ASSERT_TRUE(pool_set(0, statuses[i]));
		testhv_log_clear();
		EXPECT_HV_REFUSED(test_create_id(self->fd, 1, 0), ENOMEM,
				  statuses[i]);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, testhv_calls(CODE_DEPOSIT_MEMORY)) SAY_CASE();
		EXPECT_GIVEN(self->before, 0);
	}
	EXPECT_PORTS(0);
}

TEST_F(pool, empty_one_is_filled)
{
	struct hvport_create_port port;
	struct hvport_connect_port conn;
	unsigned int type;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		ASSERT_TRUE(pool_set(0, 0x0b));
		self->before = pool_now();
		port = good_port_of_type(type, type);
		EXPECT_AFTER_DEPOSITS(test_create(self->fd, &port), 0, 0, 0, 1);
		EXPECT_TRUE(testhv_has_port(type));

		ASSERT_TRUE(pool_set(0, 0x0b));
		self->before = pool_now();
		conn = good_connection(type, type);
		EXPECT_AFTER_DEPOSITS(test_connect(self->fd, &conn), 0, 0, 0,
				      1);
		EXPECT_TRUE(testhv_has_connection(type));
	}
}

/* Five pages are there; all further ones are given, and used up before more */
TEST_F(pool, of_some_pages)
{
	unsigned int id, given = 0;
	struct outcome got;
	struct pool now;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	ASSERT_TRUE(pool_set(5, 0x0b));
	self->before = pool_now();
	for (id = 1; id <= 40; id++) {
		CASE("port %u", id);
		now = pool_now();
		got = test_create_id(self->fd, id, 0);
		EXPECT_EQ(now.free > 0, got.deposits == 0) SAY_CASE();
		EXPECT_EQ(now.free > 0, id <= 5 + given) SAY_CASE();
		given += got.deposits;
		got.deposits = 0;
		EXPECT_SUCCESS(got);
	}
	EXPECT_GIVEN(self->before, given);
	EXPECT_LE(35, given);
	now = pool_now();
	EXPECT_EQ(self->before.used + 40, now.used);

	/* what a port that is deleted lived in is there for another one */
	for (id = 1; id <= 40; id++)
		EXPECT_SUCCESS(test_delete_id(self->fd, id, 0));
	for (id = 1; id <= 40; id++)
		EXPECT_SUCCESS(test_create_id(self->fd, id, 0));
	EXPECT_GIVEN(self->before, given);
}

/* The pages of one deposit, by number, in the order of the list */
static unsigned int read_deposit(struct testhv_log_entry *call, uint64_t *pages)
{
	unsigned int count = call->control >> 32 & 0xfff;

	memcpy(pages, call->input + 8, 8 * count);
	return count;
}

TEST_F(pool, contiguous_pages)
{
	static const unsigned int statuses[] = { 0x75, 0x83 };
	struct testhv_log_entry call;
	unsigned int i, page, count;
	uint64_t pages[31], partition;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		ASSERT_TRUE(pool_set(0, statuses[i]));
		self->before = pool_now();
		testhv_log_clear();
		EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), 0, 0, 0,
				      8);
		ASSERT_TRUE(testhv_find_call(CODE_DEPOSIT_MEMORY, 0, &call));
		EXPECT_EQ(rep_control(0x48, 8, 0), call.control) SAY_CASE();
		EXPECT_EQ(0, call.violation) SAY_CASE();
		EXPECT_EQ(0, call.result & 0xffff) SAY_CASE();
		memcpy(&partition, call.input, 8);
		EXPECT_TRUE(partition == ~0ULL || partition == own_partition());
		count = read_deposit(&call, pages);
		EXPECT_EQ(0, pages[0] % 8) SAY_CASE();
		for (page = 1; page < count; page++)
			EXPECT_EQ(pages[0] + page, pages[page]) SAY_CASE();
		EXPECT_SUCCESS(test_delete_id(self->fd, 1, 0));
	}
}

/* Memory is for what is made; whoever else says that he has none gets none */
TEST_F(pool, of_a_call_that_makes_nothing)
{
	static const unsigned int statuses[] = { 0x0b, 0x73, 0x75, 0x83 };
	struct pool before;
	unsigned int i;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	ASSERT_TRUE(pool_set(2, 0x0b));
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	EXPECT_SUCCESS(test_connect_id(self->fd, 1, 0));
	before = pool_now();
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(TESTHV_ANY_CODE, 0, 3, statuses[i]));
		EXPECT_HV_REFUSED(test_post_id(self->fd, 1, 0), ENOMEM, statuses[i]);
		EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 1, 0), ENOMEM,
				  statuses[i]);
		EXPECT_HV_REFUSED(test_delete_id(self->fd, 1, 0), ENOMEM, statuses[i]);
		EXPECT_EQ(0, testhv_calls(CODE_DEPOSIT_MEMORY)) SAY_CASE();
		EXPECT_GIVEN(before, 0);
	}
}

/* Whose pool is empty: the port's partition's, or that of who makes the call */
TEST_F(pool, partition_that_is_charged)
{
	static const struct {
		unsigned int status;
		uint64_t partition;
	} cases[] = {
		{ 0x0b, 0x123456789a }, { 0x75, 0x123456789a },
		{ 0x73, ~0ULL }, { 0x83, ~0ULL },
	};
	struct hvport_connect_port conn = good_connection(1, 1);
	struct hvport_create_port port = good_message_port(1);
	struct testhv_log_entry call;
	uint64_t partition;
	unsigned int i;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	port.port_partition = 0x123456789a;
	conn.connection_partition = 0x123456789a;
	/* the hypervisor knows of no such partition: it takes nothing for it */
	for (i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		CASE("status %#x, call %u", cases[i / 2].status, i % 2);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 0, 1, 0x0d));
		ASSERT_TRUE(testhv_fault(i % 2 ? CODE_CONNECT_PORT :
					 CODE_CREATE_PORT, 0, 1,
					 cases[i / 2].status));
		EXPECT_HV_REFUSED(i % 2 ? test_connect(self->fd, &conn) :
				  test_create(self->fd, &port), ENOMEM,
				  cases[i / 2].status);
		ASSERT_TRUE(testhv_find_call(CODE_DEPOSIT_MEMORY, 0, &call));
		memcpy(&partition, call.input, 8);
		if (partition == own_partition())
			partition = ~0ULL;
		EXPECT_EQ(cases[i / 2].partition, partition) SAY_CASE();
	}
	EXPECT_GIVEN(self->before, 0);
	EXPECT_PORTS(0);
}

/* A rep call that comes back early goes on at the next element */
TEST_F(pool, that_takes_a_few_at_a_time)
{
	static const struct {
		unsigned int at_a_time, status, calls;
	} cases[] = {
		{ 1, 0, 8 }, { 3, 0, 3 }, { 7, 0, 2 },
		{ 1, 0x78, 8 }, { 3, 0x78, 3 },
	};
	unsigned int i, nth;
	struct testhv_log_entry call;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		CASE("%u at a time, status %#x", cases[i].at_a_time,
		     cases[i].status);
		ASSERT_TRUE(pool_set(0, 0x75));
		self->before = pool_now();
		testhv_log_clear();
		ASSERT_TRUE(rep_limit(CODE_DEPOSIT_MEMORY, cases[i].at_a_time,
				      cases[i].status));
		EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), 0, 0, 0,
				      8);
		EXPECT_GIVEN(self->before, 8);
		EXPECT_EQ(cases[i].calls, testhv_calls(CODE_DEPOSIT_MEMORY))
			SAY_CASE();
		for (nth = 0; nth < cases[i].calls; nth++) {
			ASSERT_TRUE(testhv_find_call(CODE_DEPOSIT_MEMORY, nth,
						     &call)) SAY_CASE();
			EXPECT_EQ(rep_control(0x48, 8,
					      nth * cases[i].at_a_time),
				  call.control) SAY_CASE();
		}
		EXPECT_SUCCESS(test_delete_id(self->fd, 1, 0));
	}
}

/* The ids of ANY_ID that are taken cost pages too; the counter has eight bits */
TEST_F(pool, more_deposits_than_can_be_told)
{
	struct hvport_create_port port = good_message_port(0);
	struct outcome got;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	ASSERT_TRUE(pool_set(0, 0x75));
	self->before = pool_now();
	/* 15 times 8 pages for each of three ids, two of which are taken then */
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 15, 0x75));
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 15, 1, 0x11));
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 16, 15, 0x75));
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 31, 1, 0x11));
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 32, 15, 0x75));
	port.flags = HVPORT_F_ANY_ID;
	got = test_create(self->fd, &port);
	EXPECT_EQ(255, got.deposits);
	EXPECT_GIVEN(self->before, 360);
	got.deposits = 0;
	EXPECT_SUCCESS(got);
	EXPECT_NE(0, port.port_id);
	EXPECT_PORTS(1);
}

TEST_F(pool, is_not_touched_by_validation)
{
	struct hvport_create_port port = good_message_port(1);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_EQ(0, testhv_calls(CODE_DEPOSIT_MEMORY));
	EXPECT_GIVEN(self->before, 0);
}

/* Pages go to what is made; a message that finds no memory is only told so */
TEST_F(pool, for_messages_and_events)
{
	struct pool now;

	if (!MAY_DEPOSIT())
		SKIP(return, NO_POOL_PRIVILEGE);

	ASSERT_TRUE(pool_set(100, 0x0b));
	MAKE_PAIR(self->fd, 1, 1);
	MAKE_PAIR(self->fd, 2, 2);
	self->before = pool_now();
	ASSERT_TRUE(testhv_fault(CODE_POST_MESSAGE, 0, 1000, 0x0b));
	ASSERT_TRUE(testhv_fault(CODE_SIGNAL_EVENT, 0, 1000, 0x0b));
	EXPECT_AFTER_DEPOSITS(test_post_id(self->fd, 1, 0), ENOMEM, 2, 0x0b, 0);
	now = pool_now();
	self->before = now;
	EXPECT_AFTER_DEPOSITS(test_signal_id(self->fd, 2, 0), ENOMEM, 2, 0x0b,
			      0);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
