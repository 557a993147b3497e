/* SPDX-License-Identifier: GPL-2.0-only */
/* Rep hypercalls: one call, a list of elements. */
#ifndef TESTHV_REP_H
#define TESTHV_REP_H

#include "types.h"

struct vp;

/* The control word's fields for it, and the place of "reps completed" in the result */
#define REP_COUNT_SHIFT		32
#define REP_START_SHIFT		48
#define REP_MASK		0xfffULL
#define REP_DONE_SHIFT		32

#define REP_ELEMENT_SIZE	8	/* of all rep calls here */

struct rep {
	u32 count;
	u32 start;
	const u8 *header;
	const u8 *list;		/* elements of input, or NULL */
	u64 *output;		/* room for the elements of output, or NULL */
};

static inline u32 rep_count(u64 control)
{
	return control >> REP_COUNT_SHIFT & REP_MASK;
}

static inline u32 rep_start(u64 control)
{
	return control >> REP_START_SHIFT & REP_MASK;
}

/* Element after element; answers the result value of the call. @run does one: an HV_STATUS */
u64 rep_carry_out(struct vp *vp, u16 code, const struct rep *rep,
		  u16 (*run)(struct vp *vp, const struct rep *rep, u32 element));

/* Come back after so many elements (0: never early) with this status */
void rep_set_limit(u16 code, u64 elements, u16 status);

#endif /* TESTHV_REP_H */
