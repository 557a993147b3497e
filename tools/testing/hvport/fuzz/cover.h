/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which code of the module a task went through, from the kernel's KCOV. Without it
 * nothing is ever new.
 */
#ifndef FUZZ_COVER_H
#define FUZZ_COVER_H

#include <stdbool.h>

/* What one task goes through at a time; fd is -1 without KCOV */
struct cover {
	int fd;
	unsigned long *area;
};

bool cover_init(struct cover *cover);
/* The task that calls is traced until it ends or stops */
void cover_start(struct cover *cover);
void cover_stop(struct cover *cover);
void cover_forget(struct cover *cover);
/* How many edges, from one block to the next, nobody has taken before? */
unsigned int cover_collect(struct cover *cover);
/* All that were taken */
unsigned int cover_edges(void);
unsigned int cover_blocks(void);

#endif /* FUZZ_COVER_H */
