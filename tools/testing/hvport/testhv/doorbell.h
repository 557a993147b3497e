/* SPDX-License-Identifier: GPL-2.0-only */
/* Doorbells: writes of the guest that are to be seen. */
#ifndef TESTHV_DOORBELL_H
#define TESTHV_DOORBELL_H

#include "types.h"

/* Flags of a doorbell connection, HV_CONNECTION_INFO: which write rings it */
#define DOORBELL_SIZE_MASK	7ULL
#define DOORBELL_SIZE_QWORD	4ULL
#define DOORBELL_ANY_VALUE	BIT(31)

/* Bytes of the write: 1, 2, 4 or 8; 0 for any */
static inline u32 doorbell_bytes(u64 flags)
{
	u32 size = flags & DOORBELL_SIZE_MASK;

	return size ? 1U << (size - 1) : 0;
}

#endif /* TESTHV_DOORBELL_H */
