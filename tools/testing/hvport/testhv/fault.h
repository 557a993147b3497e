/* SPDX-License-Identifier: GPL-2.0-only */
/* Scripted faults: "the Nth call of code C answers R". */
#ifndef TESTHV_FAULT_H
#define TESTHV_FAULT_H

#include "types.h"

/* False if the table is full or an argument cannot be */
bool fault_add(u64 code, u64 let_through, u64 count, u64 result);
void fault_clear(void);

/* Does a fault answer this call? Counts it down. */
bool fault_take(u16 code, u64 *result, bool *perform);
u64 fault_calls_left(void);

#endif /* TESTHV_FAULT_H */
