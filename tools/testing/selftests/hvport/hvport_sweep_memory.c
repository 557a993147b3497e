// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation and every user copy of the scenario fails once: in each of
 * its steps the Nth, for N from 1 to a run in which none failed. The kernel may
 * do without what failed; else the errno is ENOMEM or EFAULT, nothing has been
 * made, and a second try works.
 */
#include <sys/mman.h>
#include "hvport_inject.h"
#include "hvport_model.h"
#include "hvport_needs.h"

FIXTURE(sweep) {
	int kmsg;
	bool may_deposit;
};

static int fail_nth;
static unsigned int felt[STEPS];	/* how often each step was refused */

FIXTURE_SETUP(sweep)
{
	fail_nth = inject_open();
	ASSERT_TRUE(inject_choose(INJECT_KINDS, false));
	/* a page fault of the test's own allocates as well */
	ASSERT_EQ(0, mlockall(MCL_CURRENT | MCL_FUTURE));
	self->may_deposit = has_pool_privilege();
	self->kmsg = kmsg_open();
}

FIXTURE_TEARDOWN(sweep)
{
	inject_arm(fail_nth, 0);
	inject_choose(INJECT_KINDS, false);
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	disconnect_everything();
	delete_all_ports();
	close(self->kmsg);
	close(fail_nth);
}

static void arm(struct sweep *sweep, const struct step *step)
{
	inject_arm(fail_nth, sweep->nth);
}

static bool struck(struct sweep *sweep, const struct step *step,
		   const struct outcome *got)
{
	return inject_struck(fail_nth);
}

/* Refused before any call, or for want of pages when it was asked for some */
static void expect_no_memory(struct __test_metadata *_metadata,
			     const struct step *step, struct outcome got)
{
	got.deposits = 0;
	if (got.stage == HYPERVISOR && step->dry)
		EXPECT_HV_REFUSED(got, ENOMEM, step->dry);
	else
		EXPECT_REFUSED(got, ENOMEM, 0);
}

static enum after_fault judge(struct __test_metadata *_metadata,
			      struct sweep *sweep, struct run *run,
			      struct model *model, const struct step *step,
			      struct outcome got)
{
	const struct inject_kind *kind = &inject_kinds[sweep->kind];

	CASE("%s %u of %s %#x", kind->name, sweep->nth, step_name(step),
	     step->id);
	if (!got.error)
		return AS_IF_CLEAN;
	felt[step - scenario]++;
	EXPECT_EQ(kind->error, got.error) SAY_CASE();
	/* nobody is told that a file could not be closed */
	EXPECT_NE(CLOSE, step->verb) SAY_CASE();
	if (got.error == ENOMEM && step->verb >= CREATE && step->verb <= DELETE)
		expect_no_memory(_metadata, step, got);
	return DO_AGAIN;
}

/* Is there one at least in this step that it cannot do without? */
static bool must_be_felt(const struct model *model, const struct step *step,
			 unsigned int kind)
{
	if (kind == COPIES)
		return step->verb >= INFO && step->verb <= LOOK;
	if (kind == PAGES)
		return step->dry && model->dry;
	return step->verb == OPEN ||
	       (step_makes(step) && !(step->flags & HVPORT_F_VALIDATE_ONLY));
}

/* What is sent needs no memory that could not be had */
static bool must_not_be_felt(const struct step *step, unsigned int kind)
{
	return kind != COPIES && (step->verb == POST || step->verb == SIGNAL);
}

static void sweep_kind(struct __test_metadata *_metadata, struct model model,
		       unsigned int kind)
{
	struct sweep sweep = {
		.arm = arm, .struck = struck, .judge = judge, .kind = kind,
	};
	unsigned int i;

	memset(felt, 0, sizeof(felt));
	ASSERT_TRUE(inject_choose(kind, false));
	sweep_scenario(_metadata, &sweep, model);
	for (i = 0; i < STEPS; i++) {
		CASE("%s of %s %#x", inject_kinds[kind].what,
		     step_name(&scenario[i]), scenario[i].id);
		if (must_be_felt(&model, &scenario[i], kind))
			EXPECT_LT(0, felt[i]) SAY_CASE();
		if (must_not_be_felt(&scenario[i], kind))
			EXPECT_EQ(0, felt[i]) SAY_CASE();
	}
	TH_LOG("swept %u fault points: %s, %u of them felt", sweep.points,
	       inject_kinds[kind].what, sweep.felt);
}

#define SWEEP(kind)							\
do {									\
	struct model _model = {						\
		.kmsg = self->kmsg, .may_deposit = self->may_deposit,	\
		.dry = self->may_deposit,				\
	};								\
									\
	sweep_kind(_metadata, _model, kind);				\
} while (0)

TEST_F_TIMEOUT(sweep, slab_allocations, 300)
{
	SWEEP(SLAB);
}

TEST_F_TIMEOUT(sweep, page_allocations, 300)
{
	SWEEP(PAGES);
}

TEST_F_TIMEOUT(sweep, user_copies, 300)
{
	SWEEP(COPIES);
}

static void __attribute__((constructor)) needs(void)
{
	need_testhv();
	need_connect_privilege();
	need_injection();
}

TEST_HARNESS_MAIN
