// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that makes, uses and deletes ports and connections as fast as it
 * can is killed at 200 random moments. Each time, when it is gone, so are all
 * of them. HVPORT_SEED repeats a run as far as the machine allows.
 */
#include <signal.h>
#include <time.h>
#include <sys/random.h>
#include <sys/wait.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_pool.h"

#define ROUNDS		200
#define LONGEST_LIFE_US	3000

static __u64 seed;

/* xorshift64: the next number of a sequence that the seed decides */
static __u64 random_number(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static void start_random_numbers(void)
{
	const char *text = getenv("HVPORT_SEED");

	if (text)
		seed = strtoull(text, NULL, 0);
	else if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = time(NULL);
	seed |= 1;
	ksft_print_msg("HVPORT_SEED=%#llx\n", seed);
}

/* What it does is not checked: the answers die with it */
static void use(int fd, __u32 id)
{
	struct hvport_create_port port = good_port_of_type(1 + id % 4, id);
	struct hvport_connect_port conn = good_connection(1 + id % 4, id);
	struct hvport_disconnect_port disconnect = good_disconnect(id);

	disconnect.is_doorbell = id % 4 == 3;
	test_create(fd, &port);
	test_connect(fd, &conn);
	test_post_id(fd, id, 0);
	test_signal_id(fd, id, 0);
	if (id % 3)
		test_disconnect(fd, &disconnect);
	if (id % 5)
		test_delete_id(fd, id, 0);
	port.flags = HVPORT_F_ANY_ID;
	port.port_id = 0;
	test_create(fd, &port);
}

static void live(int ready)
{
	int fd = open_hvport();
	__u32 id = random_number() & 0xffff;

	if (fd < 0 || write(ready, "", 1) != 1)
		_exit(1);
	for (;; id++)
		use(fd, id & 0xffff);
}

static void sleep_us(unsigned int us)
{
	struct timespec time = { .tv_nsec = us * 1000L };

	nanosleep(&time, NULL);
}

/* A victim's first sign of life is waited for, and then a random time */
static void kill_one(struct __test_metadata *_metadata)
{
	int ready[2], status;
	pid_t child;
	char byte;

	ASSERT_EQ(0, pipe(ready));
	random_number();
	child = fork();
	if (!child)
		live(ready[1]);
	ASSERT_LT(0, child);
	close(ready[1]);
	EXPECT_EQ(1, read(ready[0], &byte, 1));
	close(ready[0]);
	sleep_us(random_number() % LONGEST_LIFE_US);
	kill(child, SIGKILL);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(SIGKILL, WTERMSIG(status));
}

TEST_F_TIMEOUT(hvport, leaves_nothing_behind, 200)
{
	unsigned int round, calls = 0;

	start_random_numbers();
	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		kill_one(_metadata);
		EXPECT_CONNECTIONS(0);
		EXPECT_PORTS(0);
		if (!self->testhv)
			continue;
		calls += testhv_stat(TESTHV_STAT_LOG_ENTRIES);
		testhv_log_clear();
	}
	/* or else nothing was killed at work */
	if (self->testhv)
		EXPECT_LT(ROUNDS, calls);
}

/* The same while each of them has to find memory for the hypervisor first */
TEST_F_TIMEOUT(hvport, leaves_nothing_behind_in_an_empty_pool, 200)
{
	struct pool before, now;
	struct hvport_info info;
	unsigned int round;

	ASSERT_EQ(0, get_info(self->fd, &info));
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);
	if (!(info.privileges & ACCESS_MEMORY_POOL))
		SKIP(return, NO_POOL_PRIVILEGE);

	start_random_numbers();
	before = pool_now();
	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		EXPECT_TRUE(pool_set(0, round % 2 ? 0x0b : 0x75));
		kill_one(_metadata);
		EXPECT_CONNECTIONS(0);
		EXPECT_PORTS(0);
	}
	now = pool_now();
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	EXPECT_EQ(0, now.used);
	EXPECT_LT(before.deposited + ROUNDS, now.deposited);
	if (before.shown >= 0)
		EXPECT_EQ((long)(now.deposited - before.deposited),
			  now.shown - before.shown);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
