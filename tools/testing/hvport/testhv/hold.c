// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holding a call up. The VP is sent back to the instruction that made the call,
 * without a trace of it, and makes it again until it is let go: as it is with a
 * rep call that comes back early. So interrupts are taken meanwhile, and
 * for the guest's kernel it is a call that takes long.
 */
#include "console.h"
#include "hold.h"
#include "vp.h"

/* A test that died must not hold the guest up for ever; some ten seconds */
#define TRIES_MAX	1000000

/* The call that is held: nobody else has this stack and these arguments */
struct caller {
	u64 rsp, rcx, rdx, r8;
};

static enum {
	NOTHING,
	ARMED,		/* the next call of the code will be held */
	BEFORE,		/* it is, and is not carried out yet */
	AFTER,		/* it is, with its answer */
	LET_GO,		/* it may have the answer */
} state;

static u16 held_code;
static bool held_after;
static struct caller held;
static u64 held_result;
static u64 tries;

static struct caller caller_of(const struct vp *vp)
{
	struct caller c = {
		vp->vmcb->rsp, vp->regs.rcx, vp->regs.rdx, vp->regs.r8
	};

	return c;
}

static bool is_held(const struct vp *vp)
{
	struct caller c = caller_of(vp);

	return c.rsp == held.rsp && c.rcx == held.rcx && c.rdx == held.rdx && c.r8 == held.r8;
}

static bool is_due(const struct vp *vp)
{
	return state == ARMED && (u16)vp->regs.rcx == held_code;
}

void hold_arm(u16 code, bool after)
{
	held_code = code;
	held_after = after;
	tries = 0;
	state = ARMED;
}

void hold_release(void)
{
	state = state == AFTER ? LET_GO : NOTHING;
}

u64 hold_count(void)
{
	return state == BEFORE || state == AFTER;
}

static enum hold_verdict again(struct vp *vp)
{
	if (++tries < TRIES_MAX)
		return HOLD_AGAIN;
	violation(vp, "no test let go of the call that was held up");
	hold_release();
	return HOLD_AGAIN;
}

enum hold_verdict hold_begin(struct vp *vp, u64 *result)
{
	if (is_due(vp) && !held_after) {
		held = caller_of(vp);
		state = BEFORE;
	}
	if (state < BEFORE || !is_held(vp))
		return HOLD_GO;
	if (state != LET_GO)
		return again(vp);
	state = NOTHING;
	*result = held_result;
	return HOLD_ANSWER;
}

bool hold_end(struct vp *vp, u64 result)
{
	if (!is_due(vp))
		return false;
	held = caller_of(vp);
	held_result = result;
	state = AFTER;
	return true;
}
