// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors go away and come back while threads make hypercalls on them. No
 * call is lost, none is made twice, and what a processor counted before it went
 * stays counted.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_storm.h"

#define ROUNDS		4	/* off and on again, each processor but the first */
#define WORKERS		4

struct worker {
	pthread_t thread;
	__u32 id;
	bool stop;
	unsigned int calls, strange;
};

static bool set_online(unsigned int processor, bool online)
{
	char path[64];
	int fd, ret;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online",
		 processor);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ret = write(fd, online ? "1" : "0", 1);
	close(fd);
	return ret == 1;
}

static long online(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN);
}

/* A file of its own, so that it is told exactly what becomes of its calls */
static void *work(void *arg)
{
	struct worker *me = arg;
	int fd = open_hvport();

	while (!__atomic_load_n(&me->stop, __ATOMIC_RELAXED)) {
		me->strange += test_create_id(fd, me->id, 0).error;
		me->strange += test_connect_id(fd, me->id, 0).error;
		me->strange += test_post_id(fd, me->id, 0).error;
		me->strange += test_disconnect_id(fd, me->id, 0).error;
		me->strange += test_delete_id(fd, me->id, 0).error;
		me->calls += 5;
	}
	close(fd);
	return NULL;
}

static void off_and_on(struct __test_metadata *_metadata, unsigned int processor,
		       long processors)
{
	CASE("processor %u", processor);
	EXPECT_TRUE(set_online(processor, false)) SAY_CASE();
	EXPECT_EQ(processors - 1, online()) SAY_CASE();
	storm_read(DEBUGFS "hvport/counters");
	EXPECT_TRUE(set_online(processor, true)) SAY_CASE();
	EXPECT_EQ(processors, online()) SAY_CASE();
}

TEST_F_TIMEOUT(hvport, while_calls_are_made, 240)
{
	long processors = online(), before = debugfs_counter("hypercalls");
	struct worker workers[WORKERS] = { 0 };
	unsigned int i, round, calls = 0;

	for (i = 0; i < WORKERS; i++) {
		workers[i].id = 0xc1 + i;
		ASSERT_EQ(0, pthread_create(&workers[i].thread, NULL, work,
					    &workers[i]));
	}
	for (round = 0; round < ROUNDS; round++)
		for (i = 1; i < processors; i++)
			off_and_on(_metadata, i, processors);
	for (i = 0; i < WORKERS; i++) {
		__atomic_store_n(&workers[i].stop, true, __ATOMIC_RELAXED);
		EXPECT_EQ(0, pthread_join(workers[i].thread, NULL));
		EXPECT_EQ(0, workers[i].strange);
		EXPECT_LT(0, workers[i].calls);
		calls += workers[i].calls;
	}
	EXPECT_PORTS(0);
	EXPECT_CONNECTIONS(0);
	/* what it counted, it counted, even if it never comes back */
	EXPECT_TRUE(set_online(1, false));
	EXPECT_EQ(before + calls, debugfs_counter("hypercalls"));
	EXPECT_TRUE(set_online(1, true));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	if (online() > 1 && !access("/sys/devices/system/cpu/cpu1/online", W_OK))
		return;
	ksft_print_header();
	ksft_exit_skip("no processor that can be taken away\n");
}

TEST_HARNESS_MAIN
