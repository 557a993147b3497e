// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every hypercall of the scenario is refused once, with each of several
 * statuses: in each step the Nth, for N from 1 to a run in which none was
 * refused. And once more by a hypervisor that carries the call out all the
 * same. After each: hvport said what the specification of the ioctls says, a
 * second try works, and nothing is left that could not be deleted.
 */
#include <stddef.h>
#include "hvport_needs.h"
#include "hvport_sweep.h"
#include "expected_status.h"

/* What a hypervisor could say, whatever it means: two ask for memory */
static const unsigned int statuses[] = {
	0x06, 0x08, 0x0b, 0x11, 0x12, 0x75, 0x78, 0x7fff,
};

static const unsigned int own_codes[] = {
	[CREATE] = CODE_CREATE_PORT,
	[CONNECT] = CODE_CONNECT_PORT,
	[POST] = CODE_POST_MESSAGE,
	[SIGNAL] = CODE_SIGNAL_EVENT,
	[DISCONNECT] = CODE_DISCONNECT_PORT,
	[DELETE] = CODE_DELETE_PORT,
	[CLOSE] = 0,
};

static bool asks_for_memory(unsigned int status)
{
	return status == 0x0b || status == 0x73 || status == 0x75 ||
	       status == 0x83;
}

static bool is_performed(const struct sweep *sweep)
{
	return sweep->status & TESTHV_FAULT_PERFORM;
}

/* The call that the fault answered */
static struct testhv_log_entry struck_call;

static bool find_struck_call(void)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	const unsigned int flags = offsetof(struct testhv_log_entry, vp);
	struct testhv_log_entry entry;

	while (entries--) {
		testhv_log_read(entries, flags, (char *)&entry + flags);
		if (entry.fault)
			return testhv_log_at(entries, &struck_call);
	}
	return false;
}

/* The id in its block, if it is one that makes or deletes */
static __u32 struck_id(void)
{
	__u32 id;

	memcpy(&id, struck_call.input + 8, sizeof(id));
	return id;
}

static bool hypervisor_has(enum kind kind, __u32 id)
{
	return kind == PORT ? testhv_has_port(id) : testhv_has_connection(id);
}

static void arm(struct sweep *sweep, const struct step *step)
{
	testhv_log_clear();
	testhv_fault(TESTHV_ANY_CODE, sweep->nth - 1, 1, sweep->status);
}

static bool struck(struct sweep *sweep, const struct step *step,
		   const struct outcome *got)
{
	bool left = testhv_stat(TESTHV_STAT_FAULTS_LEFT);

	testhv_fault_clear();
	return !left;
}

/* A page was not taken, or so it was said: there is no memory for the object */
static enum after_fault judge_deposit(struct __test_metadata *_metadata,
				      unsigned int status,
				      const struct step *step,
				      struct outcome got)
{
	/* it only came back early; the call goes on */
	if (status == 0x78)
		return AS_IF_CLEAN;
	EXPECT_HV_REFUSED(got, ENOMEM, step->dry);
	return DO_AGAIN;
}

/* What was made behind hvport's back is deleted by force, to make it again */
static void delete_stray(struct __test_metadata *_metadata, struct run *run,
			 const struct step *step, __u32 id)
{
	struct hvport_disconnect_port disconnect = good_disconnect(id);
	int fd = run->fd[step->who];

	disconnect.flags = HVPORT_F_FOREIGN;
	disconnect.is_doorbell = step->type == 4;
	EXPECT_SUCCESS(step_kind(step) == PORT ?
		       test_delete_id(fd, id, HVPORT_F_FOREIGN) :
		       test_disconnect(fd, &disconnect));
}

/* Is the call made once more with a better chance, without asking anybody? */
static bool is_retried(const struct model *model, const struct step *step,
		       unsigned int status)
{
	/* one page is given for 0x0b, where the pool wants eight in a row */
	if (status == 0x0b && step->dry == 0x75 && model->dry)
		return false;
	if (asks_for_memory(status))
		return model->may_deposit;
	return !step->id && status == (step->verb == CREATE ? 0x11 : 0x12);
}

/*
 * CREATE_PORT, CONNECT_PORT. If the call was performed, the answer to a second
 * one with the same id is that it is taken.
 */
static enum after_fault judge_make(struct __test_metadata *_metadata,
				   const struct sweep *sweep, struct run *run,
				   const struct model *model,
				   const struct step *step, struct outcome got)
{
	unsigned int status = sweep->status & 0xffff;
	bool stray;

	stray = is_performed(sweep) &&
		hypervisor_has(step_kind(step), struck_id());
	EXPECT_EQ(is_performed(sweep), stray) SAY_CASE();
	if (is_retried(model, step, status))
		status = !stray || !step->id ? 0 :
			 step->verb == CREATE ? 0x11 : 0x12;
	if (stray)
		delete_stray(_metadata, run, step, struck_id());
	if (!status)
		return AS_IF_CLEAN;
	got.deposits = 0;
	EXPECT_HV_REFUSED(got, expected_errno(own_codes[step->verb], status),
			  status);
	return DO_AGAIN;
}

/*
 * DELETE_PORT, DISCONNECT_PORT. What is gone in truth still is its owner's, who
 * cannot delete it any more.
 */
static enum after_fault judge_delete(struct __test_metadata *_metadata,
				     const struct sweep *sweep, struct run *run,
				     struct model *model,
				     const struct step *step, struct outcome got)
{
	struct object *object = model_find(model, step_kind(step), step->id);
	unsigned int status = sweep->status & 0xffff;

	EXPECT_HV_REFUSED(got, expected_errno(own_codes[step->verb], status),
			  status);
	if (!is_performed(sweep))
		return DO_AGAIN;
	EXPECT_HV_REFUSED(do_step(run, step), ENOENT,
			  step->verb == DELETE ? 0x11 : 0x12);
	object->there = false;
	if (object->owner == NOBODY)
		model_remove(model, object);
	return ACCOUNTED;
}

/* One of the deletes of a close, which nobody is told of */
static enum after_fault judge_close(struct __test_metadata *_metadata,
				    const struct sweep *sweep,
				    struct model *model)
{
	struct object *object;

	object = model_find(model, (struck_call.control & 0xffff) == CODE_DELETE_PORT ?
			    PORT : CONNECTION, struck_id());
	ASSERT_NE(NULL, object) SAY_CASE();
	if (is_performed(sweep)) {
		object->there = false;
	} else {
		object->owner = NOBODY;
		model->left_behind++;
	}
	return AS_IF_CLEAN;
}

static enum after_fault judge(struct __test_metadata *_metadata,
			      struct sweep *sweep, struct run *run,
			      struct model *model, const struct step *step,
			      struct outcome got)
{
	unsigned int status = sweep->status & 0xffff, code;

	ASSERT_TRUE(find_struck_call()) SAY_CASE();
	code = struck_call.control & 0xffff;
	CASE("call %u (%#x), in %s %#x, answered with %#llx", sweep->nth,
	     code, step_name(step), step->id, sweep->status);
	if (code == CODE_DEPOSIT_MEMORY)
		return judge_deposit(_metadata, status, step, got);
	if (step_makes(step))
		return judge_make(_metadata, sweep, run, model, step, got);
	if (step->verb == DELETE || step->verb == DISCONNECT)
		return judge_delete(_metadata, sweep, run, model, step, got);
	if (step->verb == CLOSE)
		return judge_close(_metadata, sweep, model);
	EXPECT_HV_REFUSED(got, expected_errno(own_codes[step->verb], status),
			  status);
	return DO_AGAIN;
}

/* Returns how many calls there were to be answered so */
static unsigned int sweep_status(struct __test_metadata *_metadata,
				 unsigned long long status, struct model model)
{
	struct sweep sweep = {
		.arm = arm, .struck = struck, .judge = judge, .status = status,
	};

	sweep_scenario(_metadata, &sweep, model);
	return sweep.points;
}

TEST_F_TIMEOUT(sweep, calls_that_are_refused, 300)
{
	struct model model = {
		.kmsg = self->kmsg, .may_deposit = self->may_deposit,
		.dry = self->may_deposit,
	};
	unsigned int i, points = 0;

	for (i = 0; i < ARRAY_SIZE(statuses); i++)
		points += sweep_status(_metadata, statuses[i], model);
	EXPECT_LT(30 * ARRAY_SIZE(statuses), points);
	TH_LOG("swept %u fault points: each hypercall refused, %u statuses",
	       points, (unsigned int)ARRAY_SIZE(statuses));
}

/*
 * No memory is short here: pages that were taken by a hypervisor that denies it
 * would be the guest's and the hypervisor's, and nobody could know.
 */
TEST_F_TIMEOUT(sweep, calls_that_are_performed_and_refused, 300)
{
	struct model model = {
		.kmsg = self->kmsg, .may_deposit = self->may_deposit,
	};
	unsigned int i, points = 0;

	for (i = 0; i < ARRAY_SIZE(statuses); i++)
		points += sweep_status(_metadata,
				       statuses[i] | TESTHV_FAULT_PERFORM, model);
	EXPECT_LT(30 * ARRAY_SIZE(statuses), points);
	TH_LOG("swept %u fault points: each hypercall performed and refused, %u statuses",
	       points, (unsigned int)ARRAY_SIZE(statuses));
}

static void __attribute__((constructor)) needs(void)
{
	need_testhv();
	need_connect_privilege();
}

TEST_HARNESS_MAIN
