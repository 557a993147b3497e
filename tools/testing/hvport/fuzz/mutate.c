// SPDX-License-Identifier: GPL-2.0-only
/*
 * New programs from old ones, by small changes: mostly a field of a struct, which
 * gets a value at the edge of its rule, sometimes a step or what is around a call.
 * And what a program must not do, however it came to be.
 */
#include "bytes.h"
#include "model_fields.h"
#include "program.h"

#define PAGE	0x1000u		/* of physical memory that no kernel uses */

/* The last value that is good, and its neighbours */
static uint64_t edge(const struct field *field, const uint8_t *arg, struct rng *rng)
{
	uint64_t value = field->limit + rng_below(rng, 3) - 1;

	return field->rule == FLAG_COUNT ? value - get_bytes(arg, field->at - 2, 2) : value;
}

static uint64_t interesting(const struct field *field, const uint8_t *arg, struct rng *rng)
{
	static const uint64_t values[] = {
		0, 1, 2, 3, 4, 7, 8, 15, 16, 63, 64, 240, 241, 0xff, 0x100, 0x200, 0x400,
		2047, 2048, 2049, 0xffff, 0x10000, 0xffffff, 0x1000000, 0x7fffffff,
		0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0x100000000, ~0ull, ~0ull - 1,
		1ull << 63,
	};
	uint64_t value = values[rng_below(rng, COUNT(values))];

	if (rng_one_in(rng, 4))
		value = rng_below(rng, 5);
	return field->limit && rng_one_in(rng, 2) ? edge(field, arg, rng) : value;
}

/* A field that the documentation has */
static void change_field(struct step *s, struct rng *rng)
{
	int nr = cmd_nr(s->cmd);
	const struct field *field = NULL, *f;
	unsigned int i, n = 0, width;
	uint32_t type;

	if (nr < 0)
		return;
	type = model_calls[nr].type ? get_bytes(s->arg, model_calls[nr].type, 4) : 0;
	for (i = 0; (f = model_field(nr, type, i)); i++)
		if (rng_one_in(rng, ++n))
			field = f;
	if (!field)
		return;
	width = field->width <= 8 ? field->width : 8;
	put_bytes(s->arg, field->at + rng_below(rng, field->width - width + 1), width,
		  interesting(field, s->arg, rng));
}

static void change_flags(struct step *s, struct rng *rng)
{
	uint32_t flags = get_bytes(s->arg, 4, 4);

	flags ^= 1u << (rng_one_in(rng, 8) ? rng_below(rng, 32) : rng_below(rng, 4));
	put_bytes(s->arg, 4, 4, flags);
	/* What goes with it */
	if (flags & ANY_ID && !rng_one_in(rng, 4))
		put_bytes(s->arg, 16, 4, 0);
}

static void change_size(struct step *s, struct rng *rng)
{
	int nr = cmd_nr(s->cmd);
	uint32_t size = model_calls[nr < 0 ? 0 : nr].size;
	const uint32_t sizes[] = {
		size, size, size - 1, size + 1, size - 8, size + 8, ARG_MAX, 4096, 4097, 0, ~0u,
		1u << 31,
	};

	put_bytes(s->arg, 0, 4, sizes[rng_below(rng, COUNT(sizes))]);
	if (rng_one_in(rng, 2))
		memset(s->arg + size, 0, ARG_MAX - size);
}

/* Never more than one bit of the type: some numbers of other types are the VFS's own */
static void change_cmd(struct step *s, struct rng *rng)
{
	s->cmd = rng_one_in(rng, 4) ? IOCTL(s->cmd & 0xff) ^ 1u << rng_below(rng, 32) :
				      IOCTL(rng_below(rng, 9));
}

static void change_byte(struct step *s, struct rng *rng)
{
	s->arg[rng_below(rng, rng_one_in(rng, 8) ? ARG_MAX : 88)] ^= 1u << rng_below(rng, 8);
}

static void change_slot(struct step *s, struct rng *rng)
{
	s->slot = rng_below(rng, SLOTS);
	s->from = rng_below(rng, SLOTS);
}

static void change_surroundings(struct step *s, struct rng *rng)
{
	switch (rng_below(rng, 8)) {
	case 0:
		s->in_child = !s->in_child;
		break;
	case 1 ... 3:
		s->weak = !s->weak;
		break;
	default:
		s->place = rng_one_in(rng, 2) ? PLACE_GOOD : rng_below(rng, PLACES);
	}
}

static void change_fault(struct step *s, struct rng *rng)
{
	static const uint16_t statuses[] = {
		0, 2, 4, 5, 6, 0x0b, 0x0b, 0x0d, 0x11, 0x11, 0x12, 0x12, 0x13, 0x18, 0x19, 0x1d,
		0x73, 0x75, 0x78, 0x83, 0xffff,
	};
	static const uint16_t counts[] = { 1, 1, 1, 2, 16, 17, 18 };
	int nr = cmd_nr(s->cmd);
	enum model_nr of = nr > 0 && !rng_one_in(rng, 4) ? nr :
			   CREATE_PORT + (int)rng_below(rng, MODEL_CALLS - CREATE_PORT);

	if (s->fault.count && rng_one_in(rng, 2)) {
		s->fault.count = 0;
		return;
	}
	s->fault.code = model_calls[of].code;
	s->fault.status = rng_one_in(rng, 8) ? rng_next(rng) :
			  statuses[rng_below(rng, COUNT(statuses))];
	s->fault.count = counts[rng_below(rng, COUNT(counts))];
}

static void change_step(struct step *s, struct rng *rng)
{
	static void (*const changes[])(struct step *s, struct rng *rng) = {
		change_field, change_field, change_field, change_field, change_field,
		change_flags, change_flags, change_flags, change_size, change_cmd, change_byte,
		change_slot, change_surroundings, change_fault,
	};

	changes[rng_below(rng, COUNT(changes))](s, rng);
}

static void insert(struct program *p, unsigned int at, const struct step *step)
{
	if (p->count == STEPS_MAX)
		p->count--;
	if (at > p->count)
		at = p->count;
	memmove(&p->steps[at + 1], &p->steps[at], (p->count - at) * sizeof(p->steps[0]));
	p->steps[at] = *step;
	p->count++;
}

static void erase(struct program *p, unsigned int at)
{
	p->count--;
	memmove(&p->steps[at], &p->steps[at + 1], (p->count - at) * sizeof(p->steps[0]));
}

static void change_program(struct program *p, const struct program *donor, struct rng *rng)
{
	unsigned int at = rng_below(rng, p->count);
	struct step step = step_random(rng);

	switch (rng_below(rng, 5)) {
	case 0:
		if (p->count > 1)
			erase(p, at);
		break;
	case 1:
		step = p->steps[at];
		break;
	case 2:
		step = donor->steps[rng_below(rng, donor->count)];
		break;
	}
	insert(p, rng_below(rng, p->count + 1), &step);
}

void program_mutate(struct program *program, const struct program *donor, struct rng *rng)
{
	unsigned int n = 1 + rng_below(rng, 4);

	while (n--) {
		if (rng_one_in(rng, 3))
			change_program(program, donor, rng);
		else
			change_step(&program->steps[rng_below(rng, program->count)], rng);
	}
}

/* A doorbell in memory that is in use would make the guest crawl */
static void tame_doorbell(struct step *s)
{
	uint64_t address = get_bytes(s->arg, 48, 8);

	if (get_bytes(s->arg, 40, 4) == TYPE_DOORBELL && address < 1ull << 32)
		put_bytes(s->arg, 48, 8, PAGE | (address & (PAGE - 1)));
}

/* Ids of good form, but not those of the peer's ports */
static void move_id(struct step *s, unsigned int at, uint32_t base)
{
	uint32_t id = get_bytes(s->arg, at, 4);

	if (id <= 0xffffff)
		put_bytes(s->arg, at, 4, ((id & LIBERTY_IDS) + base) & 0xffffff);
}

static void move_ids(struct step *s, int nr, uint32_t base)
{
	bool any_id = nr == CREATE_PORT || nr == CONNECT_PORT ?
		      get_bytes(s->arg, 4, 4) & ANY_ID : false;

	if (nr == GET_INFO)
		return;
	if (!any_id)
		move_id(s, model_calls[nr].id, base);
	if (nr == CONNECT_PORT && get_bytes(s->arg, 24, 8) != 8)
		move_id(s, 32, base);
}

static bool is_delete(uint16_t code)
{
	return code == model_calls[DELETE_PORT].code || code == model_calls[DISCONNECT_PORT].code;
}

static void tame_call(struct step *s, const struct liberty *liberty)
{
	int nr = cmd_nr(s->cmd);

	if (nr < 0)
		return;
	if (nr == CONNECT_PORT)
		tame_doorbell(s);
	if (liberty->base)
		move_ids(s, nr, liberty->base);
	/* What is left of an object whose id nobody was told could not be found again */
	if (s->place != PLACE_GOOD && get_bytes(s->arg, 4, 4) & ANY_ID && is_delete(s->fault.code))
		s->fault.count = 0;
}

void program_tame(struct program *program, const struct liberty *liberty)
{
	unsigned int i;

	for (i = 0; i < program->count; i++) {
		struct step *s = &program->steps[i];

		/* The order in which a process that exits closes its files is its own */
		if (!liberty->faults || s->op == OP_LET_GO)
			s->fault.count = 0;
		if (!liberty->alone) {
			s->in_child = 0;
			if (s->op >= OP_HOLD)
				s->op = OP_DUP;
		}
		if (s->op == OP_CALL)
			tame_call(s, liberty);
	}
}
