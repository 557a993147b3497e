// SPDX-License-Identifier: GPL-2.0-only
/* The table of scripted faults. What a fault means for a call is up to hypercall.c. */
#include "fault.h"
#include "testhv_control.h"

static struct fault {
	u64 code;
	u64 let_through;
	u64 count;
	u64 result;
	bool perform;
} faults[TESTHV_MAX_FAULTS];

bool fault_add(u64 code, u64 let_through, u64 count, u64 result)
{
	u32 i;

	if (code > TESTHV_ANY_CODE || !count)
		return false;
	for (i = 0; i < TESTHV_MAX_FAULTS; i++) {
		if (faults[i].count)
			continue;
		faults[i] = (struct fault){
			.code = code,
			.let_through = let_through,
			.count = count,
			.result = result & ~TESTHV_FAULT_PERFORM,
			.perform = result & TESTHV_FAULT_PERFORM,
		};
		return true;
	}
	return false;
}

void fault_clear(void)
{
	u32 i;

	for (i = 0; i < TESTHV_MAX_FAULTS; i++)
		faults[i].count = 0;
}

/* All faults count a call that they match; the first that is due answers it */
bool fault_take(u16 code, u64 *result, bool *perform)
{
	bool taken = false;
	u32 i;

	for (i = 0; i < TESTHV_MAX_FAULTS; i++) {
		struct fault *f = &faults[i];

		if (!f->count || (f->code != TESTHV_ANY_CODE && f->code != code))
			continue;
		if (f->let_through) {
			f->let_through--;
		} else if (!taken) {
			f->count--;
			*result = f->result;
			*perform = f->perform;
			taken = true;
		}
	}
	return taken;
}

u64 fault_calls_left(void)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < TESTHV_MAX_FAULTS; i++)
		sum += faults[i].count;
	return sum;
}
