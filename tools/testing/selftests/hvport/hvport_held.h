/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One call is held up in the hypervisor (testhv_hold()), on a processor of its
 * own, while others meet it there: what otherwise takes luck is the same each
 * time. For ports, and for connections.
 */
#ifndef HVPORT_HELD_H
#define HVPORT_HELD_H

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_kind.h"
#include "hvport_needs.h"

#define NEEDS_TWO_PROCESSORS	"needs the test hypervisor and two processors"

/* One call in a thread of its own */
struct caller {
	pthread_t thread;
	struct outcome (*call)(int fd, __u32 id, __u32 flags);
	int fd, cpu, tid;
	__u32 id, flags;
	bool done;
	struct outcome got;
};

static inline bool pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(0, sizeof(set), &set);
}

static inline void *caller_run(void *arg)
{
	struct caller *me = arg;

	pin_to(me->cpu);
	__atomic_store_n(&me->tid, gettid(), __ATOMIC_RELEASE);
	me->got = me->call(me->fd, me->id, me->flags);
	__atomic_store_n(&me->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static inline bool caller_start(struct caller *caller)
{
	return !pthread_create(&caller->thread, NULL, caller_run, caller);
}

static inline struct outcome caller_join(struct caller *caller)
{
	pthread_join(caller->thread, NULL);
	return caller->got;
}

/* R, S, D, ... of a thread or a process, 0: there is none */
static inline char thread_state(int tid)
{
	char path[64], state = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", tid);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(file);
	return state;
}

/* Returns when its call has ended, or waits for something in the kernel */
static inline void caller_settle(struct caller *caller)
{
	int tid;

	while (!__atomic_load_n(&caller->done, __ATOMIC_ACQUIRE)) {
		tid = __atomic_load_n(&caller->tid, __ATOMIC_ACQUIRE);
		if (tid && thread_state(tid) == 'D')
			return;
		sched_yield();
	}
}

/* Starts the call on a processor of its own, to be held up there; false: it was not */
static inline bool caller_start_held(struct caller *caller, unsigned int code,
				     bool after)
{
	caller->cpu = 1;
	if (!testhv_hold(code, after) || !caller_start(caller))
		return false;
	while (!testhv_stat(TESTHV_STAT_HELD)) {
		if (__atomic_load_n(&caller->done, __ATOMIC_ACQUIRE))
			return false;
		sched_yield();
	}
	return true;
}

/* Another call comes and ends or waits, and then the one that is held up goes on */
static inline bool caller_meets_held(struct caller *caller)
{
	if (!caller_start(caller))
		return false;
	caller_settle(caller);
	testhv_release();
	return true;
}

#define ID	0xf1	/* and the next one */

static inline struct caller foreign_delete(int fd, const struct kind *kind)
{
	return (struct caller){
		.call = kind->delete, .fd = fd, .id = ID,
		.flags = HVPORT_F_FOREIGN,
	};
}

FIXTURE_VARIANT(hvport) {
	const struct kind *kind;
};

FIXTURE_VARIANT_ADD(hvport, port) { .kind = &port_kind };
FIXTURE_VARIANT_ADD(hvport, connection) { .kind = &connection_kind };

/* A test's surroundings: its main thread, two files, what connections lead to */
struct scene {
	int owner;
	long left_behind;
};

static inline void begin(struct __test_metadata *_metadata, int fd,
			 const struct kind *kind, struct scene *scene)
{
	ASSERT_TRUE(pin_to(0));
	scene->left_behind = debugfs_counter("left_behind");
	MAKE_TARGET(kind, fd, ID);
	MAKE_TARGET(kind, fd, ID + 1);
	scene->owner = open_hvport();
	ASSERT_GE(scene->owner, 0);
}

#define EXPECT_MADE(fd, count)						\
do {									\
	EXPECT_EQ(count, kind->of_all(fd));				\
	EXPECT_EQ(count, kind->in_hypervisor());			\
} while (0)

/* Nothing is left, and no close asked for what was not there */
#define END(fd, scene)							\
do {									\
	close((scene)->owner);						\
	EXPECT_MADE(fd, 0);						\
	EXPECT_EQ((scene)->left_behind, debugfs_counter("left_behind"));	\
	if (kind->is_connection) {					\
		EXPECT_SUCCESS(test_delete_id(fd, ID, 0));		\
		EXPECT_SUCCESS(test_delete_id(fd, ID + 1, 0));		\
	}								\
} while (0)

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	if (testhv_present() && testhv_vps() > 1)
		return;
	ksft_print_header();
	ksft_exit_skip(NEEDS_TWO_PROCESSORS "\n");
}

#endif /* HVPORT_HELD_H */
