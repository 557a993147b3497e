/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_MSR_H
#define TESTHV_MSR_H

#include "types.h"

struct vp;

/* The guest executed RDMSR or WRMSR */
void msr_exit(struct vp *vp);

/* The value of a synthetic MSR whatever the guest may; false if there is none */
bool msr_peek(struct vp *vp, u32 msr, u64 *value);

#endif /* TESTHV_MSR_H */
