// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every access to the caller's struct fails once, in every ioctl of the scenario:
 * from one offset after the other on, its memory is not there, or can be read
 * only. What cannot be read asks the hypervisor for nothing. What cannot be told
 * has not been made, but what was deleted or sent stays so.
 */
#include <sys/mman.h>
#include "hvport_needs.h"
#include "hvport_sweep.h"

#define PAGE	4096U

/* Fields of all the structs begin here, results at 16, 24, 64, 80 and 264 */
static const unsigned int edges[] = {
	0, 2, 4, 8, 12, 16, 18, 20, 24, 28, 32, 40, 48, 56, 60, 64, 68, 72, 80,
	84, 96, 100, 104, 200, 264, 268, 272,
};

/*
 * Two pages across which the struct lies, the second one with the protection
 * @rest; it is written to at another address.
 */
static struct {
	char *writable, *pages;
	unsigned int edge;
	int rest;
	bool reached;	/* the struct was longer */
	unsigned int calls;
} memory;

static struct outcome call_across(int fd, unsigned long cmd, void *arg)
{
	struct outcome got = { .stage = POISON };
	unsigned int size = *(__u32 *)arg;

	memory.reached = memory.edge < size;
	if (!memory.reached)
		return hvport_call(fd, cmd, arg);
	memcpy(memory.writable + PAGE - memory.edge, arg, size);
	memory.calls = testhv_stat(TESTHV_STAT_CALLS);
	got.error = ioctl(fd, cmd, memory.pages + PAGE - memory.edge) ? errno : 0;
	memory.calls = testhv_stat(TESTHV_STAT_CALLS) - memory.calls;
	return got;
}

static void arm(struct sweep *sweep, const struct step *step)
{
	memory.edge = edges[sweep->nth - 1];
	memory.reached = false;
	scenario_call = call_across;
}

static bool struck(struct sweep *sweep, const struct step *step,
		   const struct outcome *got)
{
	scenario_call = hvport_call;
	return memory.reached;
}

static enum after_fault judge(struct __test_metadata *_metadata,
			      struct sweep *sweep, struct run *run,
			      struct model *model, const struct step *step,
			      struct outcome got)
{
	bool foreign = step->flags & HVPORT_F_FOREIGN;

	CASE("%s %#x, %s from offset %u", step_name(step), step->id,
	     memory.rest ? "read-only" : "no memory", memory.edge);
	EXPECT_EQ(EFAULT, got.error) SAY_CASE();
	if (memory.rest == PROT_NONE) {
		EXPECT_EQ(0, memory.calls) SAY_CASE();
		return DO_AGAIN;
	}
	if (step_makes(step) && !(step->flags & HVPORT_F_VALIDATE_ONLY))
		model->undone++;
	if (step->verb != DELETE && step->verb != DISCONNECT)
		return DO_AGAIN;
	got = do_step(run, step);
	if (foreign)
		EXPECT_HV_REFUSED(got, ENOENT,
				  step->verb == DELETE ? 0x11 : 0x12);
	else
		EXPECT_REFUSED(got, ENOENT, 16);
	model_account(model, run, step);
	return ACCOUNTED;
}

static void map_pages(struct __test_metadata *_metadata)
{
	int fd = memfd_create("struct", MFD_CLOEXEC);

	ASSERT_EQ(0, ftruncate(fd, 2 * PAGE));
	memory.writable = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			       MAP_SHARED, fd, 0);
	memory.pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
			    fd, 0);
	ASSERT_NE(MAP_FAILED, memory.writable);
	ASSERT_NE(MAP_FAILED, memory.pages);
	close(fd);
}

static void protect(struct __test_metadata *_metadata, int rest)
{
	memory.rest = rest;
	ASSERT_EQ(0, mprotect(memory.pages + PAGE, PAGE, rest));
}

TEST_F_TIMEOUT(sweep, accesses_to_the_struct, 300)
{
	struct model model = {
		.kmsg = self->kmsg, .may_deposit = self->may_deposit,
		.dry = self->may_deposit,
	};
	struct sweep sweep = { .arm = arm, .struck = struck, .judge = judge };

	map_pages(_metadata);
	protect(_metadata, PROT_NONE);
	sweep_scenario(_metadata, &sweep, model);
	protect(_metadata, PROT_READ);
	sweep_scenario(_metadata, &sweep, model);
	EXPECT_LT(500, sweep.points);
	TH_LOG("swept %u fault points: structs of ioctls across bad memory",
	       sweep.points);
}

static void __attribute__((constructor)) needs(void)
{
	need_testhv();
	need_connect_privilege();
}

TEST_HARNESS_MAIN
