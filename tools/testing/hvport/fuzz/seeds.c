// SPDX-License-Identifier: GPL-2.0-only
/*
 * Good steps, typed from the documentation, and programs made of them: each does
 * something that a user of hvport would.
 */
#include "bytes.h"
#include "model_fields.h"
#include "program.h"

#define SELF	(~0ull)
#define PEER	8ull		/* the test hypervisor's other partition, with these ports: */
#define PEER_MESSAGE_PORT	0x100
#define PEER_EVENT_PORT		0x200
#define POISON	0xcc

static struct step call(enum model_nr nr, unsigned int slot)
{
	struct step s = { .op = OP_CALL, .slot = slot, .cmd = IOCTL(nr) };
	const struct model_call *call = &model_calls[nr];

	put_bytes(s.arg, 0, 4, call->size);
	if (call->partition)
		put_bytes(s.arg, call->partition, 8, SELF);
	/* The kernel must not look at this */
	if (call->result)
		memset(s.arg + call->result, POISON, 8);
	return s;
}

static struct step with(struct step s, unsigned int at, unsigned int width, uint64_t value)
{
	put_bytes(s.arg, at, width, value);
	return s;
}

static struct step flags(struct step s, uint32_t flags)
{
	return with(s, 4, 4, flags);
}

static struct step place(struct step s, enum place place)
{
	s.place = place;
	return s;
}

static struct step fault(struct step s, uint16_t code, uint16_t status, uint16_t count)
{
	s.fault = (struct fault){ code, status, count };
	return s;
}

static struct step just(enum op what, unsigned int slot, unsigned int from)
{
	return (struct step){ .op = what, .slot = slot, .from = from };
}

static struct step weak(struct step s)
{
	s.weak = true;
	return s;
}

static struct step create(unsigned int slot, uint32_t id, uint32_t type)
{
	struct step s = with(with(call(CREATE_PORT, slot), 16, 4, id), 32, 4, type);

	if (type == TYPE_MONITOR)
		return with(s, 40, 8, 0x1000);
	s = with(with(s, 40, 4, 5), 44, 4, 0xffffffff);
	return type == TYPE_EVENT ? with(with(s, 48, 2, 8), 50, 2, 16) : s;
}

static struct step connect(unsigned int slot, uint32_t id, uint32_t port, uint32_t type)
{
	struct step s = with(with(call(CONNECT_PORT, slot), 16, 4, id), 32, 4, port);

	s = with(with(s, 24, 8, SELF), 40, 4, type);
	if (type == TYPE_MONITOR)
		s = with(s, 48, 8, 0x2000);
	if (type == TYPE_DOORBELL)
		s = with(with(with(s, 48, 8, 0x1008), 56, 8, 1), 64, 8, 3);
	return s;
}

static struct step delete(unsigned int slot, uint32_t id)
{
	return with(call(DELETE_PORT, slot), 16, 4, id);
}

static struct step disconnect(unsigned int slot, uint32_t id, uint32_t is_doorbell)
{
	return with(with(call(DISCONNECT_PORT, slot), 16, 4, id), 20, 4, is_doorbell);
}

static struct step post(unsigned int slot, uint32_t id)
{
	return with(with(with(call(POST_MESSAGE, slot), 8, 4, id), 16, 4, 1), 20, 4, 8);
}

static struct step signal(unsigned int slot, uint32_t id, uint16_t flag)
{
	return with(with(call(SIGNAL_EVENT, slot), 8, 4, id), 12, 2, flag);
}

struct step step_random(struct rng *rng)
{
	uint32_t id = rng_below(rng, 4), type = 1 + rng_below(rng, 4);
	unsigned int slot = rng_below(rng, 3);

	switch (rng_below(rng, 16)) {
	case 0 ... 2:
		return create(slot, id, type);
	case 3 ... 5:
		return connect(slot, id, rng_below(rng, 4), type);
	case 6:
		return delete(slot, id);
	case 7:
		return disconnect(slot, id, rng_one_in(rng, 4));
	case 8 ... 9:
		return post(slot, id);
	case 10 ... 11:
		return signal(slot, id, rng_below(rng, 17));
	case 12:
		return call(GET_INFO, slot);
	case 13:
		return just(OP_OPEN, slot, 0);
	case 14:
		return just(OP_CLOSE, slot, 0);
	default:
		return just(OP_DUP + rng_below(rng, OPS - OP_DUP), slot, rng_below(rng, SLOTS));
	}
}

/* What each program starts with */
#define BEGIN	just(OP_OPEN, 0, 0), just(OP_OPEN, 1, 0)

static const struct program *programs(unsigned int *count)
{
	static struct program all[32];
	unsigned int n = 0;

#define PROGRAM(...)							\
	do {								\
		struct step _steps[] = { BEGIN, __VA_ARGS__ };		\
									\
		all[n].count = COUNT(_steps);				\
		memcpy(all[n++].steps, _steps, sizeof(_steps));		\
	} while (0)

	PROGRAM(call(GET_INFO, 0), create(0, 1, TYPE_MESSAGE), connect(0, 2, 1, TYPE_MESSAGE),
		post(0, 2), post(1, 2), flags(post(1, 2), FOREIGN), call(GET_INFO, 1),
		disconnect(0, 2, 0), delete(0, 1));
	PROGRAM(create(0, 1, TYPE_EVENT), connect(0, 1, 1, TYPE_EVENT), signal(0, 1, 15),
		signal(0, 1, 16), delete(1, 1), delete(0, 1), signal(0, 1, 0));
	PROGRAM(create(0, 1, TYPE_DOORBELL), connect(0, 1, 1, TYPE_DOORBELL),
		disconnect(0, 1, 0), disconnect(0, 1, 1));
	PROGRAM(create(0, 1, TYPE_MONITOR), connect(0, 1, 1, TYPE_MONITOR),
		weak(create(1, 2, TYPE_MONITOR)), weak(connect(1, 2, 1, TYPE_MONITOR)),
		weak(create(1, 2, TYPE_EVENT)));
	PROGRAM(flags(create(0, 0, TYPE_MESSAGE), ANY_ID),
		flags(connect(0, 0, 1, TYPE_MESSAGE), ANY_ID),
		flags(create(0, 0, TYPE_EVENT), ANY_ID | VALIDATE_ONLY));
	PROGRAM(flags(create(0, 3, TYPE_EVENT), PERSIST), just(OP_CLOSE, 0, 0),
		create(1, 3, TYPE_EVENT), flags(delete(1, 3), FOREIGN), create(1, 3, TYPE_EVENT));
	PROGRAM(flags(create(0, 3, TYPE_EVENT), VALIDATE_ONLY), create(0, 3, TYPE_EVENT),
		flags(create(1, 3, TYPE_EVENT), VALIDATE_ONLY), flags(delete(1, 3), FOREIGN));
	PROGRAM(just(OP_DUP, 2, 0), create(2, 1, TYPE_MESSAGE), just(OP_CLOSE, 0, 0),
		delete(1, 1), just(OP_CLOSE, 2, 0), delete(1, 1));
	PROGRAM(create(0, 1, TYPE_MESSAGE), just(OP_HOLD, 0, 0), just(OP_CLOSE, 0, 0),
		create(1, 1, TYPE_MESSAGE), just(OP_LET_GO, 0, 0), create(1, 1, TYPE_MESSAGE));
	PROGRAM(with(connect(0, 1, PEER_MESSAGE_PORT, TYPE_MESSAGE), 24, 8, PEER), post(0, 1));
	PROGRAM(with(connect(0, 1, PEER_EVENT_PORT, TYPE_EVENT), 24, 8, PEER), signal(0, 1, 63));
	PROGRAM(place(create(0, 1, TYPE_MESSAGE), PLACE_READ_ONLY),
		place(flags(create(0, 0, TYPE_MESSAGE), ANY_ID), PLACE_HALF),
		create(0, 1, TYPE_MESSAGE), place(delete(0, 1), PLACE_HALF), delete(0, 1));
	PROGRAM(fault(create(0, 1, TYPE_MESSAGE), 0x95, 0x0b, 2),
		fault(connect(0, 1, 1, TYPE_MESSAGE), 0x96, 0x75, 1),
		fault(create(0, 2, TYPE_MESSAGE), 0x95, 0x83, 17),
		fault(flags(create(0, 0, TYPE_EVENT), ANY_ID), 0x95, 0x11, 3));
	PROGRAM(create(0, 1, TYPE_MESSAGE), connect(0, 1, 1, TYPE_MESSAGE),
		fault(delete(0, 1), 0x58, 0x19, 1), fault(just(OP_CLOSE, 0, 0), 0x5b, 0x19, 1));
	PROGRAM(with(create(0, 1, TYPE_MESSAGE), 8, 8, 7), create(0, 1, TYPE_MESSAGE),
		with(connect(0, 1, 1, TYPE_MESSAGE), 8, 8, 7), post(0, 1), disconnect(0, 1, 0));
	PROGRAM(just(OP_LIMIT, 1, 2), create(0, 1, TYPE_EVENT),
		flags(create(0, 2, TYPE_EVENT), VALIDATE_ONLY), create(0, 2, TYPE_EVENT),
		connect(0, 1, 1, TYPE_EVENT), create(1, 2, TYPE_EVENT), just(OP_LIMIT, 5, 2),
		flags(create(0, 0, TYPE_EVENT), ANY_ID));
	PROGRAM(with(with(create(0, 1, TYPE_EVENT), 48, 2, 2032), 50, 2, 16),
		with(with(create(0, 2, TYPE_EVENT), 48, 2, 2032), 50, 2, 17),
		with(create(0, 0xffffff, TYPE_DOORBELL), 20, 2, 0x0f0f),
		with(create(0, 3, TYPE_MESSAGE), 60, 4, 0x80000001),
		with(create(0, 4, TYPE_MESSAGE), 40, 4, 15));
	*count = n;
	return all;
#undef PROGRAM
}

unsigned int seed_count(void)
{
	unsigned int count;

	programs(&count);
	return count;
}

void seed_program(unsigned int index, struct program *program)
{
	unsigned int count;

	*program = programs(&count)[index];
}
