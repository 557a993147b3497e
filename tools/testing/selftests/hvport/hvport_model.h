/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What must be true after each step of the scenario, with or without a fault in
 * it: a small model of who owns what and what the hypervisor has, kept by the
 * documented rules and compared with what hvport and the hypervisor say.
 */
#ifndef HVPORT_MODEL_H
#define HVPORT_MODEL_H

#include "hvport_kmsg.h"
#include "hvport_scenario.h"

#define NOBODY	FILES	/* in place of a file */

enum kind { PORT, CONNECTION };

/* @there: the hypervisor has it, whoever believes to own it */
struct object {
	enum kind kind;
	__u32 id, type;
	unsigned int owner;
	bool persist, there;
};

/* What debugfs has counted since the module was loaded */
struct counted {
	long left_behind, undone, pages_deposited;
};

struct model {
	struct object objects[24];
	unsigned int count;
	unsigned int left_behind;	/* deletes at close that are refused */
	unsigned int undone;
	bool may_deposit;
	bool dry;		/* steps can be made dry */
	struct testhv_regs pool;	/* rcx deposited, rdi in use */
	struct counted counted;
	int kmsg;
};

/* What a sweep found out about a step in which its fault struck */
enum after_fault { AS_IF_CLEAN, DO_AGAIN, ACCOUNTED };

/**
 * struct sweep - how faults get into runs of the scenario
 * @arm: called before each step: let its @nth of whatever is swept fail
 * @struck: called after it: did that happen?
 * @judge: is the outcome of the step what it must be, and what now?
 * @nth: 1 in the first run
 * @kind: which kind of fault, the sweep's own business
 * @status: what is answered, the same
 * @points: how often a fault has struck
 * @felt: how often a step was refused for it
 */
struct sweep {
	void (*arm)(struct sweep *sweep, const struct step *step);
	bool (*struck)(struct sweep *sweep, const struct step *step,
		       const struct outcome *got);
	enum after_fault (*judge)(struct __test_metadata *_metadata,
				  struct sweep *sweep, struct run *run,
				  struct model *model, const struct step *step,
				  struct outcome got);
	unsigned int nth, kind, points, felt;
	unsigned long long status;
};

static inline bool step_makes(const struct step *step)
{
	return step->verb == CREATE || step->verb == CONNECT;
}

static inline enum kind step_kind(const struct step *step)
{
	return step->verb == CREATE || step->verb == DELETE ? PORT : CONNECTION;
}

static inline struct object *model_find(struct model *model, enum kind kind,
					__u32 id)
{
	unsigned int i;

	for (i = 0; i < model->count; i++)
		if (model->objects[i].kind == kind && model->objects[i].id == id)
			return &model->objects[i];
	return NULL;
}

static inline void model_remove(struct model *model, struct object *object)
{
	*object = model->objects[--model->count];
}

static inline void model_add(struct model *model, const struct step *step,
			     __u32 id, unsigned int owner)
{
	model->objects[model->count++] = (struct object){
		.kind = step_kind(step), .id = id, .type = step->type,
		.owner = owner, .there = true,
		.persist = step->flags & HVPORT_F_PERSIST,
	};
}

/* The last close: what is to persist is nobody's, the rest is gone */
static inline void model_close(struct model *model, unsigned int who)
{
	unsigned int i = 0;

	while (i < model->count) {
		struct object *object = &model->objects[i];

		if (object->owner != who) {
			i++;
		} else if (object->persist) {
			object->owner = NOBODY;
			i++;
		} else {
			model->left_behind += !object->there;
			model_remove(model, object);
		}
	}
}

/* A step has done what it is for */
static inline void model_account(struct model *model, const struct run *run,
				 const struct step *step)
{
	if (step_makes(step) && !(step->flags & HVPORT_F_VALIDATE_ONLY))
		model_add(model, step, run->picked, step->who);
	else if (step->verb == DISCONNECT || step->verb == DELETE)
		model_remove(model, model_find(model, step_kind(step), step->id));
	else if (step->verb == CLOSE)
		model_close(model, step->who);
}

/* How many of @who, or of all files; how many there are in the hypervisor */
static inline unsigned int model_owned(const struct model *model, enum kind kind,
				       unsigned int who)
{
	unsigned int i, n = 0;

	for (i = 0; i < model->count; i++)
		n += model->objects[i].kind == kind &&
		     (who == NOBODY ? model->objects[i].owner != NOBODY :
				      model->objects[i].owner == who);
	return n;
}

static inline unsigned int model_there(const struct model *model, enum kind kind)
{
	unsigned int i, n = 0;

	for (i = 0; i < model->count; i++)
		n += model->objects[i].kind == kind && model->objects[i].there;
	return n;
}

/* hvport, by GET_INFO, and the hypervisor agree with the model */
static inline void expect_model(struct __test_metadata *_metadata,
				const struct model *model, const struct run *run)
{
	struct hvport_info info;
	unsigned int who;

	ASSERT_EQ(model_there(model, PORT), testhv_ports()) SAY_CASE();
	ASSERT_EQ(model_there(model, CONNECTION), testhv_connections())
		SAY_CASE();
	for (who = 0; who < FILES; who++) {
		if (run->fd[who] < 0)
			continue;
		ASSERT_EQ(0, get_info(run->fd[who], &info)) SAY_CASE();
		ASSERT_EQ(model_owned(model, PORT, who), info.ports_file)
			SAY_CASE();
		ASSERT_EQ(model_owned(model, CONNECTION, who),
			  info.connections_file) SAY_CASE();
		ASSERT_EQ(model_owned(model, PORT, NOBODY), info.ports_all)
			SAY_CASE();
		ASSERT_EQ(model_owned(model, CONNECTION, NOBODY),
			  info.connections_all) SAY_CASE();
	}
}

static inline void expect_clean(struct __test_metadata *_metadata,
				const struct model *model,
				const struct step *step, struct outcome got)
{
	ASSERT_EQ(0, got.error) SAY_CASE();
	/* only what has a result says more, and the picked id is not spilt */
	if (step->verb < CREATE || step->verb >= LOOK)
		return;
	if (step->dry && model->dry)
		ASSERT_LE(1, got.deposits) SAY_CASE();
	ASSERT_EQ(0, got.stage) SAY_CASE();
	ASSERT_EQ(0, got.hv_status) SAY_CASE();
	ASSERT_EQ(0, got.spilled) SAY_CASE();
}

static inline struct outcome try_step(struct run *run,
				      const struct model *model,
				      const struct step *step)
{
	if (step->dry && model->dry)
		pool_set(0, step->dry);
	return do_step(run, step);
}

/* One step, its memory short if that is to be; a refusal is made good at once */
static inline void go_step(struct __test_metadata *_metadata,
			   struct sweep *sweep, struct run *run,
			   struct model *model, const struct step *step)
{
	enum after_fault after = AS_IF_CLEAN;
	struct outcome got;

	sweep->arm(sweep, step);
	got = try_step(run, model, step);
	if (sweep->struck(sweep, step, &got)) {
		sweep->points++;
		sweep->felt += !!got.error;
		after = sweep->judge(_metadata, sweep, run, model, step, got);
	}
	if (after == DO_AGAIN)
		got = try_step(run, model, step);
	if (after != ACCOUNTED) {
		expect_clean(_metadata, model, step, got);
		model_account(model, run, step);
	}
	if (step->dry && model->dry)
		pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	expect_model(_metadata, model, run);
}

/* What no file owns, by persisting or by a fault, can be deleted by force */
static inline void clear_up(struct __test_metadata *_metadata,
			    struct model *model)
{
	int fd = open_hvport();

	ASSERT_GE(fd, 0) SAY_CASE();
	while (model->count) {
		struct object *object = &model->objects[model->count - 1];
		struct hvport_disconnect_port disconnect =
			good_disconnect(object->id);

		disconnect.flags = HVPORT_F_FOREIGN;
		disconnect.is_doorbell = object->type == 4;
		ASSERT_EQ(NOBODY, object->owner) SAY_CASE();
		EXPECT_SUCCESS(object->kind == PORT ?
			       test_delete_id(fd, object->id, HVPORT_F_FOREIGN) :
			       test_disconnect(fd, &disconnect));
		model_remove(model, object);
	}
	EXPECT_EQ(0, ports_of_all(fd)) SAY_CASE();
	EXPECT_EQ(0, connections_of_all(fd)) SAY_CASE();
	ASSERT_EQ(0, testhv_ports()) SAY_CASE();
	ASSERT_EQ(0, testhv_connections()) SAY_CASE();
	close(fd);
}

/* All of them at once: opening a file is what takes time. -1: not to be had */
static inline struct counted counted_now(void)
{
	struct counted now = { -1, -1, -1 };
	FILE *file = fopen(DEBUGFS "hvport/counters", "r");
	char name[64];
	long number;

	while (file && fscanf(file, "%63s %ld", name, &number) == 2) {
		if (!strcmp(name, "left_behind"))
			now.left_behind = number;
		else if (!strcmp(name, "undone"))
			now.undone = number;
		else if (!strcmp(name, "pages_deposited"))
			now.pages_deposited = number;
	}
	if (file)
		fclose(file);
	return now;
}

/* Counters, pages, the kernel's log, the hypervisor's rules */
static inline void expect_accounts(struct __test_metadata *_metadata,
				   struct model *model)
{
	const struct counted before = model->counted, now = counted_now();
	struct testhv_regs pool = pool_read();

	if (before.undone >= 0) {
		ASSERT_EQ((long)(pool.rcx - model->pool.rcx),
			  now.pages_deposited - before.pages_deposited)
			SAY_CASE();
		ASSERT_EQ((long)model->left_behind,
			  now.left_behind - before.left_behind) SAY_CASE();
		ASSERT_EQ((long)model->undone, now.undone - before.undone)
			SAY_CASE();
	}
	ASSERT_EQ(model->pool.rdi, pool.rdi) SAY_CASE();
	ASSERT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0)) SAY_CASE();
	ASSERT_EQ(0, kmsg_loud_lines(model->kmsg)) SAY_CASE();
}

/*
 * The scenario once, with faults of @sweep in it or none. It begins and ends
 * with nothing in the hypervisor. @model says how: kmsg, may_deposit, dry.
 */
static inline void run_scenario(struct __test_metadata *_metadata,
				struct sweep *sweep, struct model model)
{
	struct run run = { .fd = { -1, -1 } };
	unsigned int index;

	model.pool = pool_read();
	model.counted = counted_now();
	for (index = 0; index < STEPS; index++)
		go_step(_metadata, sweep, &run, &model, &scenario[index]);
	clear_up(_metadata, &model);
	expect_accounts(_metadata, &model);
}

/*
 * In each step the first of whatever is swept fails, in the next run the second,
 * and so on to a run in which nothing failed.
 */
static inline void sweep_scenario(struct __test_metadata *_metadata,
				  struct sweep *sweep, struct model model)
{
	unsigned int before;

	sweep->nth = 0;
	do {
		sweep->nth++;
		before = sweep->points;
		run_scenario(_metadata, sweep, model);
	} while (sweep->points != before);
}

#endif /* HVPORT_MODEL_H */
