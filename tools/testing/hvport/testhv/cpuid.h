/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_CPUID_H
#define TESTHV_CPUID_H

struct vp;

/* The guest executed CPUID */
void cpuid_exit(struct vp *vp);

#endif /* TESTHV_CPUID_H */
