/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual processor: the guest's registers, what Hyper-V keeps for each VP,
 * and the few verbs that every exit handler needs. It runs on the physical
 * processor with its APIC ID and nowhere else.
 */
#ifndef TESTHV_VP_H
#define TESTHV_VP_H

#include "types.h"
#include "synic.h"
#include "vmcb.h"

#define MAX_VPS		4
#define MAX_PROCESSORS	(MAX_VPS + 1)	/* main.c says why */

#define VP_SELF		0xfffffffeU	/* HV_VP_INDEX */
#define VP_ANY		0xffffffffU

/* What VMRUN does not save (APM 15.5.1): the guest's registers but RAX and RSP */
struct guest_regs {
	u64 rbx, rcx, rdx, rsi, rdi, rbp;
	u64 r8, r9, r10, r11, r12, r13, r14, r15;
};

struct vp {
	struct guest_regs regs;
	struct vmcb *vmcb;
	u32 index;
	u32 apic_id;

	/* Where it may see stale nested translations, npt.c */
	bool in_guest;
	u64 npt_seen;
	bool kicked;

	/* Start-up of a further processor, apic.c */
	u8 sipi_vector;

	/* One instruction that may write, doorbell.c */
	u64 step_gpa;
	u64 step_rflags;
	u64 step_dr6;

	/* Set by violation() while a hypercall is handled */
	bool violated;

	/* Per-VP synthetic MSRs */
	u64 vp_assist;
	struct synic synic;
};

extern struct vp vps[MAX_VPS];
extern u32 vp_count;

/* RAX lives in the VMCB, the other registers do not: by number as instructions encode them */
u64 vp_register(struct vp *vp, u32 number);

/* Step over the instruction that exited: without NRIP save its length must be known */
void vp_advance(struct vp *vp, u32 length);

#define LENGTH_CPUID	2
#define LENGTH_MSR	2
#define LENGTH_VMMCALL	3

void vp_inject_gp(struct vp *vp);
void vp_inject_ud(struct vp *vp);
void vp_inject_nmi(struct vp *vp);

/* Everything known about the guest's state, for a report that ends the run */
void vp_dump(struct vp *vp);

#endif /* TESTHV_VP_H */
