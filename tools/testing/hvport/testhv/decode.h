/* SPDX-License-Identifier: GPL-2.0-only */
/* The instruction that wrote where writes are watched. */
#ifndef TESTHV_DECODE_STORE_H
#define TESTHV_DECODE_STORE_H

#include "types.h"

struct vp;

struct store {
	u32 length;	/* of the instruction */
	u32 size;	/* of the write: 1, 2, 4 or 8 bytes */
	u64 value;
	bool exchanges;	/* the register gets what was there */
};

/* Decode the instruction at RIP; false if it is no MOV or XCHG to memory */
bool decode_store(struct vp *vp, struct store *store);

#endif /* TESTHV_DECODE_STORE_H */
