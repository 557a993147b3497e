// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the ioctls of hvport from inside a guest of the test hypervisor. Programs of
 * calls, opens, closes, dups and forks are made by changing earlier ones, those that
 * reached code of the module that nothing had reached (KCOV) being kept to be changed
 * again. Without KCOV, changed programs are kept at random.
 *
 * Each step is judged by the model of the documentation, or, where threads are at the
 * same objects, by what can happen at all. What breaks the kernel or the TLFS is seen
 * by who watches the boot.
 *
 * Environment:
 *	HVPORT_FUZZ_RUNS	programs that are tried alone (others: in proportion)
 *	HVPORT_FUZZ_SEED	of all that is random
 *	HVPORT_FUZZ_SHOW	from this number on each step is shown before it is made,
 *				for a program that brings the kernel down
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bytes.h"
#include "guest.h"
#include "testhv.h"

/* A kernel with KCOV has other sanitizers too, and takes twenty times as long */
#define RUNS_GUIDED	800
#define RUNS_BLIND	10000
#define SEED		1
#define THREADS		2
#define ROUND		25	/* programs that threads run before everything is closed */
#define CORPUS_MAX	1024
#define SCONTROL	0x40000080
#define SKIPPED		4

static struct program *corpus[CORPUS_MAX];
static unsigned int kept, tests, failed;
static unsigned long runs, seed, show_from;

static unsigned long environment(const char *name, unsigned long otherwise)
{
	const char *value = getenv(name);

	return value ? strtoul(value, NULL, 0) : otherwise;
}

static void keep(const struct program *program)
{
	struct program *copy;

	if (kept == CORPUS_MAX)
		return;
	copy = malloc(sizeof(*copy));
	*copy = *program;
	corpus[kept++] = copy;
}

/* The latest more often than others: they are what is new */
static const struct program *pick(struct rng *rng)
{
	unsigned int latest = kept < 32 ? kept : 32;

	return corpus[rng_one_in(rng, 2) ? rng_below(rng, kept) :
					   kept - 1 - rng_below(rng, latest)];
}

static void compose(struct program *program, struct rng *rng, const struct liberty *liberty)
{
	*program = *pick(rng);
	program_mutate(program, pick(rng), rng);
	program_tame(program, liberty);
}

static void verdict(bool good, const char *name)
{
	printf("%sok %u %s\n", good ? "" : "not ", ++tests, name);
	fflush(stdout);
	failed += !good;
}

static void complain(const struct program *program, const struct runner *runner)
{
	printf("# Expected what the documentation says: %s\n", runner->failure);
	program_show(program);
}

/* In pages, and generously: the hypervisor keeps them until the module is unloaded */
static bool wants_memory(const struct program *program)
{
	unsigned int i;

	for (i = 0; i < program->count; i++) {
		uint16_t status = program->steps[i].fault.status;

		if (program->steps[i].fault.count &&
		    (status == 0x0b || status == 0x73 || status == 0x75 || status == 0x83))
			return true;
	}
	return false;
}

static bool run_seeds(struct runner *runner)
{
	bool good = true;
	unsigned int i;

	for (i = 0; i < seed_count(); i++) {
		struct program program;

		seed_program(i, &program);
		keep(&program);
		runner_run(runner, &program);
		cover_collect(&runner->cover);
		if (runner->failure[0])
			complain(&program, runner);
		good &= !runner->failure[0];
	}
	return good;
}

static bool run_alone(struct runner *runner)
{
	const struct liberty liberty = { .faults = true, .alone = true };
	const struct liberty poor = { .alone = true };
	struct rng rng = { seed };
	unsigned int hungry = 100;
	unsigned long i;

	for (i = 0; i < runs; i++) {
		struct program program;
		unsigned int edges;

		compose(&program, &rng, &liberty);
		if (wants_memory(&program) && (!hungry || !hungry--))
			program_tame(&program, &poor);
		runner->show = i >= show_from;
		runner_run(runner, &program);
		if (runner->failure[0]) {
			printf("# program %lu of seed %lu\n", i, seed);
			complain(&program, runner);
			return false;
		}
		edges = cover_collect(&runner->cover) + cover_collect(&runner->child_cover);
		if (edges || (runner->cover.fd < 0 && rng_one_in(&rng, 16)))
			keep(&program);
	}
	return true;
}

struct thread {
	pthread_t id;
	struct runner runner;
	struct rng rng;
	uint32_t base;		/* of its ids, 0: those of all */
	struct program program;	/* the last one */
};

static struct runner alone;
static struct thread threads[THREADS];

static void *run_round(void *arg)
{
	struct thread *thread = arg;
	struct runner *runner = &thread->runner;
	unsigned int i;

	cover_start(&runner->cover);
	for (i = 0; i < ROUND && !runner->failure[0]; i++) {
		const struct liberty liberty = { .base = thread->base };

		compose(&thread->program, &thread->rng, &liberty);
		runner_run(runner, &thread->program);
		cover_collect(&runner->cover);
		if (thread->base)
			thread->base += LIBERTY_IDS + 1;
	}
	cover_stop(&runner->cover);
	return NULL;
}

/* Threads, each with files of its own in all slots but the first. One round of it. */
static bool run_threads(int shared)
{
	bool good = true;
	unsigned int i;

	for (i = 0; i < THREADS; i++) {
		threads[i].runner.shared = shared;
		pthread_create(&threads[i].id, NULL, run_round, &threads[i]);
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i].id, NULL);
		if (!threads[i].runner.failure[0])
			continue;
		printf("# thread %u\n", i);
		complain(&threads[i].program, &threads[i].runner);
		good = false;
	}
	close(shared);
	return good;
}

static bool run_rounds(bool strict, unsigned long rounds, uint32_t base)
{
	char why[128] = "";
	unsigned int i;
	bool good;

	for (i = 0; i < THREADS; i++) {
		threads[i].runner.strict = strict;
		threads[i].runner.failure[0] = '\0';
		threads[i].rng.state = seed + 1 + i + (strict ? 0 : THREADS);
		threads[i].base = strict ? base + i * 0x100000 : 0;
	}
	while (rounds--) {
		int shared = device_open();

		if (shared < 0)
			return false;
		good = run_threads(shared);
		if (!strict || !good)
			device_sweep();
		if (!good)
			return false;
		if (!device_empty(why, sizeof(why))) {
			printf("# Expected nothing to be left after a round: %s\n", why);
			device_sweep();
			return false;
		}
	}
	return true;
}

static unsigned long all_calls(void)
{
	unsigned long calls = alone.calls;
	unsigned int i;

	for (i = 0; i < THREADS; i++)
		calls += threads[i].runner.calls;
	return calls;
}

static void tell(const char *what, unsigned long programs)
{
	static unsigned long before;
	unsigned long calls = all_calls();

	printf("# %s: %lu programs, %lu ioctls\n", what, programs, calls - before);
	before = calls;
	if (alone.cover.fd >= 0)
		printf("# so far: %u blocks, %u edges of the module, %u programs kept\n",
		       cover_blocks(), cover_edges(), kept);
}

static void skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	exit(SKIPPED);
}

static void prepare(void)
{
	unsigned int i;
	bool good;

	if (!testhv_present())
		skip_all(NEEDS_TESTHV);
	if (!device_init())
		skip_all("cannot open the device");
	if (testhv_msr(SCONTROL, 0) & 1)
		skip_all("the kernel receives by itself, so what comes of sending is not known");
	if (!cover_init(&alone.cover))
		printf("# this kernel has no KCOV: programs are changed blindly\n");
	cover_init(&alone.child_cover);
	good = runner_init(&alone);
	for (i = 0; i < THREADS; i++) {
		cover_init(&threads[i].runner.cover);
		threads[i].runner.child_cover.fd = -1;
		good &= runner_init(&threads[i].runner);
	}
	if (!good)
		skip_all("no memory");
	alone.strict = true;
	alone.world.alone = true;
}

int main(void)
{
	unsigned long rounds;

	printf("TAP version 13\n");
	seed = environment("HVPORT_FUZZ_SEED", SEED);
	show_from = environment("HVPORT_FUZZ_SHOW", ~0ul);
	prepare();
	runs = environment("HVPORT_FUZZ_RUNS", alone.cover.fd < 0 ? RUNS_BLIND : RUNS_GUIDED);
	rounds = runs / 8 / ROUND / THREADS + 1;
	printf("1..4\n");
	cover_start(&alone.cover);
	verdict(run_seeds(&alone), "good programs");
	tell("good programs", seed_count());
	verdict(run_alone(&alone), "one thread");
	tell("one thread", runs);
	cover_stop(&alone.cover);
	verdict(run_rounds(true, rounds, device_far_id()), "threads side by side");
	tell("threads side by side", rounds * ROUND * THREADS);
	verdict(run_rounds(false, rounds, 0), "threads at the same objects");
	tell("threads at the same objects", rounds * ROUND * THREADS);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
