// SPDX-License-Identifier: GPL-2.0-only
/*
 * Giving memory to the hypervisor when it does not take it, takes some of it,
 * always wants more, or when who gives it is killed: it comes to an end, and what
 * was taken until then is accounted.
 */
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include "hvport_pool_fixture.h"
#include "hvport_readonly.h"

/* One that asks again and again is given up, with its own last word */
TEST_F(pool, that_is_never_full)
{
	static const struct {
		unsigned int status, pages;
	} cases[] = {
		{ 0x0b, 16 }, { 0x73, 16 }, { 0x75, 128 }, { 0x83, 128 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		CASE("status %#x", cases[i].status);
		ASSERT_TRUE(pool_set(0, cases[i].status));
		self->before = pool_now();
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1000,
					 cases[i].status));
		EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), ENOMEM,
				      2, cases[i].status, cases[i].pages);
		EXPECT_EQ(17, testhv_calls(CODE_CREATE_PORT)) SAY_CASE();
		EXPECT_GIVEN(self->before, cases[i].pages);
		testhv_fault_clear();
	}
	EXPECT_PORTS(0);
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
}

TEST_F(pool, with_another_refusal_at_the_end)
{
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 3, 0x0b));
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 3, 1, 0x19));
	EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), EBUSY, 2, 0x19,
			      3);
	EXPECT_PORTS(0);
}

/* Three of eight are taken, then no more: these are gone, the others are not */
TEST_F(pool, that_stops_half_way)
{
	ASSERT_TRUE(pool_set(0, 0x75));
	self->before = pool_now();
	ASSERT_TRUE(rep_limit(CODE_DEPOSIT_MEMORY, 3, 0));
	ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 1, 1, 0x05));
	EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), ENOMEM, 2, 0x75,
			      3);
	EXPECT_GIVEN(self->before, 3);
	EXPECT_EQ(2, testhv_calls(CODE_DEPOSIT_MEMORY));
	EXPECT_EQ(1, testhv_calls(CODE_CREATE_PORT));
	EXPECT_PORTS(0);
}

TEST_F(pool, that_takes_nothing)
{
	static const unsigned int statuses[] = { 0x05, 0x06, 0x0d, 0x1d, 0x71 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 0, 1,
					 statuses[i]));
		EXPECT_HV_REFUSED(test_create_id(self->fd, 1, 0), ENOMEM, 0x0b);
		EXPECT_HV_REFUSED(test_delete_id(self->fd, 1, HVPORT_F_FOREIGN),
				  ENOENT, 0x11);
	}
	/* as it is when the privilege turns out not to be there */
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES,
		   self->privileges & ~ACCESS_MEMORY_POOL, 0);
	EXPECT_HV_REFUSED(test_create_id(self->fd, 1, 0), ENOMEM, 0x0b);
	EXPECT_GIVEN(self->before, 0);
	EXPECT_PORTS(0);
}

static long free_kilobytes(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[128];
	long free = -1;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemFree: %ld", &free) == 1)
			break;
	if (file)
		fclose(file);
	return free;
}

#define REFUSALS	2000	/* of 32 kB each: far more than a kernel's own work needs */

/* What is not taken is the kernel's again */
TEST_F_TIMEOUT(pool, that_takes_nothing_costs_nothing, 120)
{
	long before = free_kilobytes();
	unsigned int i;

	ASSERT_LT(0, before);
	ASSERT_TRUE(pool_set(0, 0x75));
	ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 0, REFUSALS, 0x06));
	for (i = 0; i < REFUSALS; i++)
		EXPECT_EQ(ENOMEM, test_create_id(self->fd, 1, 0).error);
	EXPECT_LT(before - REFUSALS * 16, free_kilobytes());
	EXPECT_GIVEN(self->before, 0);
}

/* A call that never gets any further is not repeated for ever */
TEST_F(pool, that_only_ever_times_out)
{
	ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 0, 100000, 0x78));
	EXPECT_HV_REFUSED(test_create_id(self->fd, 1, 0), ENOMEM, 0x0b);
	EXPECT_GIVEN(self->before, 0);
	EXPECT_LT(testhv_calls(CODE_DEPOSIT_MEMORY), 1000);
}

/* No more than was given is lent, whatever is said */
TEST_F(pool, that_says_it_took_more)
{
	static const unsigned int statuses[] = { 0x0b, 0x75 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		ASSERT_TRUE(pool_set(0, statuses[i]));
		self->before = pool_now();
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DEPOSIT_MEMORY, 0, 100,
					 ALL_DONE | TESTHV_FAULT_PERFORM));
		EXPECT_AFTER_DEPOSITS(test_create_id(self->fd, 1, 0), 0, 0, 0,
				      i ? 8 : 1);
		testhv_fault_clear();
		EXPECT_SUCCESS(test_delete_id(self->fd, 1, 0));
	}
	EXPECT_PORTS(0);
}

/* What is undone gives its page back to the pool, not to us */
TEST_F(pool, of_a_port_that_is_undone)
{
	struct hvport_create_port port = good_message_port(1);
	struct pool now;

	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_CREATE_PORT, &port,
					 sizeof(port)));
	EXPECT_PORTS(0);
	now = pool_now();
	EXPECT_LT(self->before.deposited, now.deposited);
	EXPECT_GIVEN(self->before, now.deposited - self->before.deposited);
	EXPECT_EQ(self->before.used, now.used);
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
}

/* Killed while it gives page after page: all of them are accounted */
TEST_F(pool, of_who_is_killed)
{
	unsigned int round;
	struct pool now;
	pid_t child;
	int status;

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1000000, 0x0b));
	for (round = 0; round < 10; round++) {
		CASE("round %u", round);
		now = pool_now();
		child = fork();
		if (!child) {
			int fd = open_hvport();

			for (;;)
				test_create_id(fd, 1, 0);
		}
		while (pool_now().deposited < now.deposited + 20 + round)
			sched_yield();
		kill(child, SIGKILL);
		ASSERT_EQ(child, waitpid(child, &status, 0));
		EXPECT_EQ(SIGKILL, WTERMSIG(status)) SAY_CASE();
		now = pool_now();
		EXPECT_GIVEN(self->before,
			     now.deposited - self->before.deposited);
		EXPECT_PORTS(0);
	}
	testhv_fault_clear();
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
}

/*
 * Killed in the hypervisor, which has just taken a page and wants more: no other one
 * is given. What he was told of that is in memory that outlives him.
 */
TEST_F(pool, of_who_is_killed_between_two_deposits)
{
	static const struct {
		unsigned int status, at_a_time, creates;
	} cases[] = {
		{ 0x0b, 0, 2 },		/* in the next round */
		{ 0x75, 1, 1 },		/* in the same one */
	};
	struct hvport_create_port *port;
	cpu_set_t second;
	unsigned int i;
	pid_t child;
	int status;

	if (testhv_vps() < 2)
		SKIP(return, "needs two processors");

	CPU_ZERO(&second);
	CPU_SET(1, &second);
	port = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		CASE("status %#x", cases[i].status);
		*port = good_message_port(1);
		ASSERT_TRUE(pool_set(0, cases[i].status));
		self->before = pool_now();
		testhv_log_clear();
		ASSERT_TRUE(rep_limit(CODE_DEPOSIT_MEMORY, cases[i].at_a_time, 0));
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1000, cases[i].status));
		ASSERT_TRUE(testhv_hold(CODE_DEPOSIT_MEMORY, true));
		child = fork();
		if (!child) {
			sched_setaffinity(0, sizeof(second), &second);
			ioctl(open_hvport(), HVPORT_CREATE_PORT, port);
			_exit(0);
		}
		while (!testhv_stat(TESTHV_STAT_HELD))
			sched_yield();
		kill(child, SIGKILL);
		testhv_release();
		ASSERT_EQ(child, waitpid(child, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status)) SAY_CASE();
		EXPECT_EQ(1, testhv_calls(CODE_DEPOSIT_MEMORY)) SAY_CASE();
		EXPECT_EQ(cases[i].creates, testhv_calls(CODE_CREATE_PORT)) SAY_CASE();
		EXPECT_EQ(HYPERVISOR, port->result.stage) SAY_CASE();
		EXPECT_EQ(cases[i].status, port->result.hv_status) SAY_CASE();
		EXPECT_EQ(1, port->result.deposits) SAY_CASE();
		EXPECT_GIVEN(self->before, 1);
		testhv_fault_clear();
	}
	EXPECT_PORTS(0);
	munmap(port, PAGE);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
	need_pool_privilege();
}

TEST_HARNESS_MAIN
