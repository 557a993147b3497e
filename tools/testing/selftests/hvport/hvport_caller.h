/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls in threads of their own, of which one can be held up in the hypervisor,
 * on a processor of its own.
 */
#ifndef HVPORT_CALLER_H
#define HVPORT_CALLER_H

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>
#include "hvport_test.h"
#include "testhv.h"

#define NEEDS_TWO_PROCESSORS	"needs the test hypervisor and two processors"

static inline bool callers_can_be_held(void)
{
	return testhv_present() && testhv_vps() > 1;
}

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

#endif /* HVPORT_CALLER_H */
