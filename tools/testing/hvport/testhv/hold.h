/* SPDX-License-Identifier: GPL-2.0-only */
/* A call that is held up until a test lets it go. */
#ifndef TESTHV_HOLD_H
#define TESTHV_HOLD_H

#include "types.h"

struct vp;

enum hold_verdict {
	HOLD_GO,	/* carry the call out */
	HOLD_AGAIN,	/* let the VP make it again */
	HOLD_ANSWER,	/* it was carried out before: give the answer */
};

/* The next call of this code is held up, before or after it is carried out */
void hold_arm(u16 code, bool after);
void hold_release(void);

/* How many calls are held up now */
u64 hold_count(void);

/* The VP makes a call. With HOLD_ANSWER *result is the answer. */
enum hold_verdict hold_begin(struct vp *vp, u64 *result);

/* The call was carried out: is its answer held back? */
bool hold_end(struct vp *vp, u64 result);

#endif /* TESTHV_HOLD_H */
