/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzzer of the ioctls tries: programs of a few steps, each an ioctl or
 * something that happens to descriptors. A step means something in any place, so
 * programs can be cut and joined at will.
 */
#ifndef FUZZ_PROGRAM_H
#define FUZZ_PROGRAM_H

#include <stdint.h>

#include "rng.h"

#define STEPS_MAX	24
#define SLOTS		6	/* descriptors that a program can have */
#define ARG_MAX		320	/* bytes of a struct that can be other than zero */

/* The number of an ioctl, typed from the documentation */
#define IOCTL(nr)	(0xbd00u | (nr))

enum op {
	OP_CALL,	/* ioctl on a slot */
	OP_OPEN,	/* close the slot, and open the device there */
	OP_CLOSE,
	OP_DUP,		/* the slot becomes another descriptor of the file of slot "from" */
	OP_HOLD,	/* fork a process that keeps all descriptors open */
	OP_LET_GO,	/* it exits */
	OP_LIMIT,	/* at most "slot" objects of a file, "from" of all, from now on */
	OPS
};

/* Where the struct of an ioctl lies */
enum place {
	PLACE_GOOD,
	PLACE_READ_ONLY,
	PLACE_HALF,	/* from the result on it can only be read */
	PLACE_CUT,	/* from the result on there is nothing */
	PLACE_NOWHERE,
	PLACES
};

/* What the hypervisor answers to the next @count calls of @code, in this step */
struct fault {
	uint16_t code;
	uint16_t status;
	uint16_t count;
};

struct step {
	uint8_t op;
	uint8_t slot;
	uint8_t from;
	uint8_t place;
	uint8_t in_child;	/* another process makes the call */
	uint8_t weak;		/* the caller has no CAP_SYS_RAWIO */
	struct fault fault;
	uint32_t cmd;
	uint8_t arg[ARG_MAX];
};

struct program {
	unsigned int count;
	struct step steps[STEPS_MAX];
};

/* Which ioctl this number is, or -1 */
static inline int cmd_nr(uint32_t cmd)
{
	return (cmd & ~0xffu) == IOCTL(0) && (cmd & 0xff) < 7 ? (int)(cmd & 0xff) : -1;
}

/* How many ids a program has to itself, if it has any */
#define LIBERTY_IDS	0x3f

/* What a program may do */
struct liberty {
	bool faults;
	bool alone;	/* nobody else would notice */
	uint32_t base;	/* ids are from here on, so that nobody else has them; 0: as they are */
};

/* seeds.c: good steps and good programs */
struct step step_random(struct rng *rng);
unsigned int seed_count(void);
void seed_program(unsigned int index, struct program *program);

/* mutate.c */
void program_mutate(struct program *program, const struct program *donor, struct rng *rng);
void program_tame(struct program *program, const struct liberty *liberty);

/* show.c: for people, as comments of TAP */
void step_show(unsigned int index, const struct step *step);
void program_show(const struct program *program);

#endif /* FUZZ_PROGRAM_H */
