/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The synthetic interrupt controller of one virtual processor: TLFS
 * "Inter-Partition Communication", SynIC registers.
 */
#ifndef TESTHV_SYNIC_H
#define TESTHV_SYNIC_H

#include "types.h"

#define SYNIC_SINT_COUNT	16

struct vp;

struct synic {
	u64 scontrol;
	u64 siefp;
	u64 simp;
	u64 sint[SYNIC_SINT_COUNT];
};

void synic_reset(struct synic *synic);

/* MSRs 0x40000080 to 0x4000009f; false asks for #GP */
bool synic_read_msr(struct vp *vp, u32 msr, u64 *value);
bool synic_write_msr(struct vp *vp, u32 msr, u64 value);

#endif /* TESTHV_SYNIC_H */
