/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the struct of an ioctl lies, and what came to be of the bytes there. */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "program.h"

#define MEMORY_GUARD	64
#define MEMORY_WINDOW	(MEMORY_GUARD + ARG_MAX + MEMORY_GUARD)

struct memory {
	uint8_t *mapped;	/* two pages, two that can only be read, and one that is not */
	uint8_t *alias;		/* the first four, writable */
	unsigned int at;	/* of the struct, in both */
	uint8_t before[MEMORY_WINDOW];
};

bool memory_init(struct memory *memory);
/* Put the struct of a step there; the address to give to the kernel */
void *memory_put(struct memory *memory, const struct step *step);
/* The struct as it is now; NULL if it is nowhere */
uint8_t *memory_arg(const struct memory *memory, const struct step *step);
/* Offset in the struct of the first byte that changed outside of two holes, or NONE */
#define MEMORY_NONE	0x7fffffff
struct hole {
	unsigned int at, width;
};

int memory_changed(const struct memory *memory, const struct step *step,
		   const struct hole holes[2]);

#endif /* FUZZ_MEMORY_H */
