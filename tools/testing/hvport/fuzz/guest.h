/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs carried out on /dev/hvport, each step judged by the model. */
#ifndef FUZZ_GUEST_H
#define FUZZ_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "cover.h"
#include "memory.h"
#include "model.h"
#include "program.h"

#define INFO_SIZE	104	/* of the struct of GET_INFO */
#define LIMIT_FILE	16384u	/* what the limits are if nobody changes them */
#define LIMIT_ALL	65536u
#define CHILD_STACK	16384

/* What one thread needs to carry out programs */
struct runner {
	struct world world;
	struct cover cover, child_cover;
	struct memory memory;	/* of the structs */
	bool strict;		/* every outcome is known, for nobody else is at these ids */
	bool show;		/* each step before it is made */
	int shared;		/* a file that all threads have in slot 0, or -1 */
	int fd[SLOTS];
	int holder, holder_ends[2];	/* the process that holds descriptors, a pipe to it */
	unsigned long calls;
	char stack[2][CHILD_STACK] __attribute__((aligned(16)));	/* of children */
	char failure[512];	/* what is wrong, or nothing */
};

#define RUNNER_FAIL(runner, format, ...) \
	snprintf((runner)->failure, sizeof((runner)->failure), format, ##__VA_ARGS__)

/* Says in runner->failure why it cannot */
bool runner_init(struct runner *runner);
/* All steps; then everything is closed and, as far as the model knows of it, deleted */
void runner_run(struct runner *runner, const struct program *program);

/* slots.c: what happens to descriptors, and processes that have them as well */
int child_start(char *stack, int (*run)(void *arg), void *arg);
void slot_open(struct runner *runner, unsigned int at);
void slot_close(struct runner *runner, unsigned int at);
void slot_dup(struct runner *runner, unsigned int at, unsigned int from);
void slots_hold(struct runner *runner);
void slots_let_go(struct runner *runner);

/* cleanup.c: what can be done without a model, and what the model cannot know */
bool device_init(void);	/* opens the file that the others use */
int device_open(void);
void device_info(uint8_t *info);
bool device_delete(bool connection, uint64_t partition, uint32_t id, bool is_doorbell);
void device_sweep(void);
uint32_t device_far_id(void);
bool device_limit(unsigned int of_file, unsigned int of_all);
/* Does hvport hold nothing, and the hypervisor nothing either? */
bool device_idle(char *why, size_t size);
bool device_empty(char *why, size_t size);

#endif /* FUZZ_GUEST_H */
