/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the proofs have in common: an argument of which nothing is known but its
 * size, read by offset and not through the structs that are proved, and a way to
 * state a property. CBMC checks each PROVE() for all values at once.
 */
#ifndef HVPORT_PROOF_H
#define HVPORT_PROOF_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/types.h>

#include "validate.h"

#define PROVE(property, why)	__CPROVER_assert(property, why)
#define IF(condition)		__CPROVER_assume(condition)

/* Any value of the type; CBMC knows functions of these names as that */
bool nondet_bool(void);
u16 nondet_u16(void);
u32 nondet_u32(void);

/* Little endian, at byte @at of the struct, as the documents count */
static inline u32 u16_at(const u8 *arg, unsigned int at)
{
	return arg[at] | (u32)arg[at + 1] << 8;
}

static inline u32 u32_at(const u8 *arg, unsigned int at)
{
	return u16_at(arg, at) | u16_at(arg, at + 2) << 16;
}

static inline u64 u64_at(const u8 *arg, unsigned int at)
{
	return u32_at(arg, at) | (u64)u32_at(arg, at + 4) << 32;
}

/* What the documents say of an argument, see expected.c */
struct hvport_verdict expected_create(const u8 *arg, bool may_monitor);
struct hvport_verdict expected_delete(const u8 *arg, bool may_monitor);
struct hvport_verdict expected_connect(const u8 *arg, bool may_monitor);
struct hvport_verdict expected_disconnect(const u8 *arg, bool may_monitor);
struct hvport_verdict expected_post(const u8 *arg, bool may_monitor);
struct hvport_verdict expected_signal(const u8 *arg, bool may_monitor);

#endif /* HVPORT_PROOF_H */
