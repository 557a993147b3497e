// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything at once, on all processors: make, delete, use, close and read the
 * same ids and files. Each answer is one that is possible. At the end nobody
 * owns anything, the hypervisor holds what was to persist and nothing else, and
 * no close has asked it for what was not there.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_storm.h"

#define STEPS		1000	/* of each thread, in each of the tests */
#define THREADS_MAX	8

#define EXPECT_JOINED(me)						\
do {									\
	EXPECT_EQ(0, pthread_join((me)->thread, NULL));			\
	EXPECT_EQ(0, (me)->strange)					\
		TH_LOG("strange: %s", (me)->what);			\
} while (0)

/* Two for each processor */
static unsigned int threads(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	return 2 * processors < THREADS_MAX ? 2 * processors : THREADS_MAX;
}

TEST_F_TIMEOUT(hvport, of_threads, 240)
{
	struct storm_thread workers[THREADS_MAX], watcher;
	long left_behind = debugfs_counter("left_behind");
	uint64_t seed = storm_seed();
	struct storm storm;
	unsigned int i;

	storm_open(&storm);
	ASSERT_TRUE(storm_start(&watcher, &storm, storm_watch, 0, 0));
	for (i = 0; i < threads(); i++)
		ASSERT_TRUE(storm_start(&workers[i], &storm, storm_work, STEPS,
					seed + i * 0x9e3779b97f4a7c15ULL));
	for (i = 0; i < threads(); i++)
		EXPECT_JOINED(&workers[i]);
	storm_stop(&storm);
	EXPECT_JOINED(&watcher);
	storm_close(&storm);

	EXPECT_EQ(0, connections_of_all(self->fd));
	EXPECT_EQ(0, ports_of_all(self->fd));
	EXPECT_EQ(left_behind, debugfs_counter("left_behind"));
	if (!self->testhv)
		return;
	EXPECT_LE(testhv_connections(), STORM_IDS);
	EXPECT_LE(testhv_ports(), STORM_IDS);
	disconnect_everything();
	delete_all_ports();
}

static void in_a_process(uint64_t seed)
{
	struct storm_thread workers[2];
	struct storm storm;
	unsigned int i, strange = 0;

	storm_open(&storm);
	for (i = 0; i < 2; i++)
		if (!storm_start(&workers[i], &storm, storm_work, STEPS, seed + i))
			_exit(1);
	for (i = 0; i < 2; i++) {
		pthread_join(workers[i].thread, NULL);
		strange += workers[i].strange;
		if (workers[i].strange)
			ksft_print_msg("strange: %s\n", workers[i].what);
	}
	/* its files are closed by its end */
	_exit(strange ? 1 : 0);
}

/* The same with files that nobody shares, and an exit for a close */
TEST_F_TIMEOUT(hvport, of_processes, 240)
{
	long left_behind = debugfs_counter("left_behind");
	unsigned int i, count = threads() / 2;
	pid_t children[THREADS_MAX];
	uint64_t seed = storm_seed();
	int status;

	for (i = 0; i < count; i++) {
		children[i] = fork();
		if (!children[i]) {
			close(self->fd);
			in_a_process(seed * (i + 3));
		}
		ASSERT_LT(0, children[i]);
	}
	for (i = 0; i < count; i++) {
		EXPECT_EQ(children[i], waitpid(children[i], &status, 0));
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ(0, connections_of_all(self->fd));
	EXPECT_EQ(0, ports_of_all(self->fd));
	EXPECT_EQ(left_behind, debugfs_counter("left_behind"));
	if (!self->testhv)
		return;
	disconnect_everything();
	delete_all_ports();
}

struct limited {
	pthread_t thread;
	int fd;
	unsigned int made, strange;
};

static void *make_by_any_id(void *arg)
{
	struct limited *me = arg;
	struct outcome got;
	unsigned int step;
	__u32 ids[4];

	for (step = 0; step < STEPS; step++) {
		struct hvport_create_port port = good_message_port(0);

		if (step >= 4 && !test_delete_id(me->fd, ids[step % 4], 0).error)
			me->made--;
		port.flags = HVPORT_F_ANY_ID;
		got = test_create(me->fd, &port);
		ids[step % 4] = got.error ? ~0U >> 8 : port.port_id;
		me->made += !got.error;
		me->strange += got.error && got.error != ENOSPC;
	}
	return NULL;
}

/* Ids that the kernel picks are never picked twice */
TEST_F_TIMEOUT(hvport, of_picked_ids, 240)
{
	struct limited makers[THREADS_MAX] = { 0 };
	unsigned int i, made = 0;

	for (i = 0; i < threads(); i++) {
		makers[i].fd = i % 2 ? self->fd : open_hvport();
		ASSERT_EQ(0, pthread_create(&makers[i].thread, NULL, make_by_any_id,
					    &makers[i]));
	}
	for (i = 0; i < threads(); i++) {
		EXPECT_EQ(0, pthread_join(makers[i].thread, NULL));
		EXPECT_EQ(0, makers[i].strange);
		made += makers[i].made;
	}
	EXPECT_EQ(4 * threads(), made);
	EXPECT_PORTS(made);
	for (i = 0; i < threads(); i += 2)
		close(makers[i].fd);
	EXPECT_PORTS(made / 2);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
