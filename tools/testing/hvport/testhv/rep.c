// SPDX-License-Identifier: GPL-2.0-only
/*
 * TLFS "Hypercall Interface": a rep call goes through its list in order, from the
 * start index on, to the end or to the first element that is refused. What it
 * answers as "reps completed" counts from the beginning of the list, not from the
 * start index. It may come back early; the caller then goes on at that element.
 */
#include "hypercall.h"
#include "rep.h"

static struct {
	u16 code;
	u16 status;
	u64 elements;
} limits[2];

void rep_set_limit(u16 code, u64 elements, u16 status)
{
	u32 i = code == CALL_WITHDRAW_MEMORY;

	limits[i].code = code;
	limits[i].elements = elements;
	limits[i].status = status;
}

/* How far this call gets, and what it answers when that is not to the end */
static u32 rep_end(u16 code, const struct rep *rep, u16 *status)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		if (limits[i].code != code || !limits[i].elements ||
		    limits[i].elements >= rep->count - rep->start)
			continue;
		*status = limits[i].status;
		return rep->start + limits[i].elements;
	}
	*status = STATUS_SUCCESS;
	return rep->count;
}

u64 rep_carry_out(struct vp *vp, u16 code, const struct rep *rep,
		  u16 (*run)(struct vp *vp, const struct rep *rep, u32 element))
{
	u16 status = STATUS_SUCCESS, at_end;
	u32 end = rep_end(code, rep, &at_end), i;

	for (i = rep->start; i < end; i++) {
		status = run(vp, rep, i);
		if (status)
			break;
	}
	if (i == end)
		status = at_end;
	return (u64)i << REP_DONE_SHIFT | status;
}
