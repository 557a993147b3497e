/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads that do anything to a few ids through a few shared files, and threads
 * that read what the kernel shows of it meanwhile. Each does a fixed number of
 * steps, drawn from a seed; HVPORT_SEED repeats the draws.
 */
#ifndef HVPORT_STORM_H
#define HVPORT_STORM_H

#include <pthread.h>
#include <time.h>
#include "hvport_connection.h"
#include "hvport_debugfs.h"

#define STORM_ID	0xa0	/* the first of the ids */
#define STORM_IDS	3
#define STORM_FILES	3

struct storm {
	int fds[STORM_FILES];	/* closed and opened anew by the threads */
	bool stop;		/* for who reads */
};

struct storm_thread {
	pthread_t thread;
	struct storm *storm;
	uint64_t random;
	unsigned int steps, done, strange;
	char what[96];		/* of the last that was strange */
};

/* What a step may be told; 0 ends the list, and 0 itself always may be */
struct storm_step {
	struct outcome (*run)(int fd, __u32 id, __u32 flags);
	__u32 flags;
	int errors[4];
	const char *name;
};

static inline uint64_t storm_seed(void)
{
	const char *text = getenv("HVPORT_SEED");
	uint64_t seed = text ? strtoull(text, NULL, 0) : (uint64_t)time(NULL);

	ksft_print_msg("HVPORT_SEED=%#llx\n", (unsigned long long)seed);
	return seed;
}

/* xorshift64 */
static inline uint64_t storm_random(struct storm_thread *me)
{
	me->random ^= me->random << 13;
	me->random ^= me->random >> 7;
	me->random ^= me->random << 17;
	return me->random;
}

static inline struct outcome storm_outcome(int ret)
{
	struct outcome got = { .error = ret < 0 ? errno : 0 };

	return got;
}

/* A descriptor of a file that may go away meanwhile is a call on another copy */
static inline struct outcome storm_on_a_copy(int fd, __u32 id, __u32 flags)
{
	int copy = dup(fd);
	struct outcome got;

	if (copy < 0)
		return storm_outcome(copy);
	got = test_create_id(copy, id, 0);
	close(copy);
	return got;
}

/* For the ids, PERSIST is the only thing that leaves something behind */
static const struct storm_step storm_steps[] = {
	{ test_create_id, 0, { EEXIST }, "create" },
	{ test_create_id, HVPORT_F_PERSIST, { EEXIST }, "create to persist" },
	{ test_create_id, HVPORT_F_VALIDATE_ONLY, { EEXIST }, "would create" },
	{ storm_on_a_copy, 0, { EEXIST }, "create by a copy" },
	{ test_delete_id, 0, { ENOENT, EPERM }, "delete" },
	{ test_delete_id, HVPORT_F_FOREIGN, { ENOENT }, "delete of anybody" },
	{ test_connect_id, 0, { EEXIST, ENOENT }, "connect" },
	{ test_connect_id, HVPORT_F_PERSIST, { EEXIST, ENOENT }, "connect to persist" },
	{ test_disconnect_id, 0, { ENOENT, EPERM }, "disconnect" },
	{ test_disconnect_id, HVPORT_F_FOREIGN, { ENOENT }, "disconnect of anybody" },
	{ test_post_id, 0, { ENOENT, EPERM, EAGAIN }, "post" },
	{ test_post_id, HVPORT_F_FOREIGN, { ENOENT, EAGAIN }, "post by anybody" },
	/* to a port for messages: a wrong type, if there is one */
	{ test_signal_id, HVPORT_F_FOREIGN, { ENOENT, EINVAL }, "signal by anybody" },
};

#define STORM_STEPS	(sizeof(storm_steps) / sizeof(*storm_steps))

static inline bool storm_may_be(const struct storm_step *step, int error)
{
	unsigned int i;

	/* the file was closed meanwhile, and the number may be another's by now */
	if (!error || error == EBADF || error == ENOTTY)
		return true;
	for (i = 0; i < 4 && step->errors[i]; i++)
		if (step->errors[i] == error)
			return true;
	return false;
}

static inline void storm_reopen(struct storm_thread *me)
{
	int *slot = &me->storm->fds[storm_random(me) % STORM_FILES];
	int fd = __atomic_exchange_n(slot, open_hvport(), __ATOMIC_ACQ_REL);

	if (fd >= 0)
		close(fd);
}

static inline void storm_one(struct storm_thread *me)
{
	const struct storm_step *step;
	uint64_t draw = storm_random(me);
	struct outcome got;
	int fd;

	step = &storm_steps[draw % STORM_STEPS];
	fd = __atomic_load_n(&me->storm->fds[(draw >> 8) % STORM_FILES],
			     __ATOMIC_ACQUIRE);
	got = step->run(fd, STORM_ID + (draw >> 16) % STORM_IDS, step->flags);
	if (storm_may_be(step, got.error) && !got.spilled)
		return;
	me->strange++;
	snprintf(me->what, sizeof(me->what), "%s: errno %d, stage %d, status %#x, %d bytes spilled",
		 step->name, got.error, got.stage, got.hv_status, got.spilled);
}

static inline void *storm_work(void *arg)
{
	struct storm_thread *me = arg;

	for (me->done = 0; me->done < me->steps; me->done++) {
		if (storm_random(me) % 16 == 0)
			storm_reopen(me);
		storm_one(me);
	}
	return NULL;
}

/* All of a file that is for people; how many bytes */
static inline size_t storm_read(const char *path)
{
	char bytes[4096];
	FILE *file = fopen(path, "r");
	size_t size = 0, len;

	while (file && (len = fread(bytes, 1, sizeof(bytes), file)))
		size += len;
	if (file)
		fclose(file);
	return size;
}

/* Until the others are done, and once at least */
static inline void *storm_watch(void *arg)
{
	struct storm_thread *me = arg;
	char path[64];

	do {
		me->strange += !storm_read(DEBUGFS "hvport/ports");
		me->strange += !storm_read(DEBUGFS "hvport/counters");
		snprintf(path, sizeof(path), "/proc/self/fdinfo/%d",
			 __atomic_load_n(&me->storm->fds[me->done % STORM_FILES],
					 __ATOMIC_ACQUIRE));
		storm_read(path);
		me->done++;
	} while (!__atomic_load_n(&me->storm->stop, __ATOMIC_ACQUIRE));
	return NULL;
}

static inline bool storm_start(struct storm_thread *me, struct storm *storm,
			       void *(*run)(void *), unsigned int steps, uint64_t seed)
{
	*me = (struct storm_thread){
		.storm = storm, .steps = steps, .random = seed | 1,
	};
	return !pthread_create(&me->thread, NULL, run, me);
}

static inline void storm_stop(struct storm *storm)
{
	__atomic_store_n(&storm->stop, true, __ATOMIC_RELEASE);
}

static inline void storm_open(struct storm *storm)
{
	unsigned int i;

	storm->stop = false;
	for (i = 0; i < STORM_FILES; i++)
		storm->fds[i] = open_hvport();
}

static inline void storm_close(struct storm *storm)
{
	unsigned int i;

	for (i = 0; i < STORM_FILES; i++)
		close(storm->fds[i]);
}

#endif /* HVPORT_STORM_H */
