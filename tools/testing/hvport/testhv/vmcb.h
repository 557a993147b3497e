/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Virtual Machine Control Block and its bits: AMD64 Architecture
 * Programmer's Manual, volume 2 (APM), appendix B and chapter 15.
 */
#ifndef TESTHV_VMCB_H
#define TESTHV_VMCB_H

#include "types.h"

struct vmcb_segment {
	u16 selector;
	u16 attributes;		/* type, S, DPL, P, AVL, L, D/B, G packed into 12 bits */
	u32 limit;
	u64 base;
};

struct vmcb {
	/* Control area, APM table B-1 */
	u32 intercept_cr;
	u32 intercept_dr;
	u32 intercept_exceptions;
	u32 intercept_misc1;
	u32 intercept_misc2;
	u8  reserved_014[0x40 - 0x14];
	u64 iopm_base;
	u64 msrpm_base;
	u64 tsc_offset;
	u32 asid;
	u8  tlb_control;
	u8  reserved_05d[3];
	u64 v_intr;
	u64 interrupt_shadow;
	u64 exit_code;
	u64 exit_info1;
	u64 exit_info2;
	u64 exit_int_info;
	u64 np_enable;
	u8  reserved_098[0xa8 - 0x98];
	u64 event_inject;
	u64 n_cr3;
	u8  reserved_0b8[0x400 - 0xb8];

	/* State save area, APM table B-2 */
	struct vmcb_segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
	u8  reserved_4a0[0x4cb - 0x4a0];
	u8  cpl;
	u32 reserved_4cc;
	u64 efer;
	u8  reserved_4d8[0x548 - 0x4d8];
	u64 cr4, cr3, cr0, dr7, dr6, rflags, rip;
	u8  reserved_580[0x5d8 - 0x580];
	u64 rsp;
	u8  reserved_5e0[0x5f8 - 0x5e0];
	u64 rax;
	u64 star, lstar, cstar, sfmask, kernel_gs_base;
	u64 sysenter_cs, sysenter_esp, sysenter_eip, cr2;
	u8  reserved_648[0x668 - 0x648];
	u64 g_pat;
	u8  reserved_670[0x1000 - 0x670];
};

static_assert(sizeof(struct vmcb) == 4096);
static_assert(offsetof(struct vmcb, iopm_base) == 0x40);
static_assert(offsetof(struct vmcb, exit_code) == 0x70);
static_assert(offsetof(struct vmcb, event_inject) == 0xa8);
static_assert(offsetof(struct vmcb, n_cr3) == 0xb0);
static_assert(offsetof(struct vmcb, es) == 0x400);
static_assert(offsetof(struct vmcb, cpl) == 0x4cb);
static_assert(offsetof(struct vmcb, efer) == 0x4d0);
static_assert(offsetof(struct vmcb, cr4) == 0x548);
static_assert(offsetof(struct vmcb, rip) == 0x578);
static_assert(offsetof(struct vmcb, rsp) == 0x5d8);
static_assert(offsetof(struct vmcb, rax) == 0x5f8);
static_assert(offsetof(struct vmcb, g_pat) == 0x668);

/* APM table B-1: intercept vectors 3 (offset 00Ch) and 4 (offset 010h) */
#define INTERCEPT1_NMI		BIT(1)
#define INTERCEPT1_CPUID	BIT(18)
#define INTERCEPT1_INVLPGA	BIT(26)
#define INTERCEPT1_IOIO		BIT(27)
#define INTERCEPT1_MSR		BIT(28)
#define INTERCEPT1_SHUTDOWN	BIT(31)
#define INTERCEPT2_VMRUN	BIT(0)
#define INTERCEPT2_VMMCALL	BIT(1)
#define INTERCEPT2_VMLOAD	BIT(2)
#define INTERCEPT2_VMSAVE	BIT(3)
#define INTERCEPT2_STGI		BIT(4)
#define INTERCEPT2_CLGI		BIT(5)
#define INTERCEPT2_SKINIT	BIT(6)

/* APM appendix C: exit codes */
#define EXIT_DEBUG_EXCEPTION	0x41
#define EXIT_NMI		0x61
#define EXIT_CPUID		0x72
#define EXIT_INVLPGA		0x7a
#define EXIT_IOIO		0x7b
#define EXIT_MSR		0x7c
#define EXIT_SHUTDOWN		0x7f
#define EXIT_VMRUN		0x80
#define EXIT_VMMCALL		0x81
#define EXIT_VMLOAD		0x82
#define EXIT_VMSAVE		0x83
#define EXIT_STGI		0x84
#define EXIT_CLGI		0x85
#define EXIT_SKINIT		0x86
#define EXIT_NPF		0x400
#define EXIT_INVALID		(~0ULL)

/* APM 15.10.2: EXITINFO1 of an IOIO exit */
#define IOIO_IN			BIT(0)
#define IOIO_STRING		BIT(2)
#define IOIO_SIZE16		BIT(5)
#define IOIO_SIZE32		BIT(6)
#define IOIO_PORT_SHIFT		16

/* APM 15.25.6: EXITINFO1 of a nested page fault */
#define NPF_PRESENT		BIT(0)
#define NPF_WRITE		BIT(1)
#define NPF_PAGE_TABLE		BIT(33)	/* on the walk of the guest's page tables */

/* APM 15.20: EVENTINJ and EXITINTINFO */
#define EVENT_INTERRUPT		(0ULL << 8)
#define EVENT_NMI		(2ULL << 8)
#define EVENT_EXCEPTION		(3ULL << 8)
#define EVENT_TYPE_MASK		(7ULL << 8)
#define EVENT_VECTOR_MASK	0xffULL
#define EVENT_ERROR_CODE	BIT(11)
#define EVENT_VALID		BIT(31)

#define TLB_FLUSH_ALL		1	/* APM 15.16.2 */

#define VECTOR_DB		1
#define VECTOR_NMI		2
#define VECTOR_UD		6
#define VECTOR_GP		13
#define FIRST_INTERRUPT		32	/* vectors below are exceptions */

#define MSR_EFER		0xc0000080
#define EFER_LME		BIT(8)
#define EFER_LMA		BIT(10)
#define EFER_SVME		BIT(12)
#define MSR_VM_CR		0xc0010114
#define MSR_VM_HSAVE_PA		0xc0010117

#define RFLAGS_TF		BIT(8)
#define RFLAGS_IF		BIT(9)

#define CR0_PE			BIT(0)
#define CR0_ET			BIT(4)
#define CR0_NW			BIT(29)
#define CR0_CD			BIT(30)
#define CR0_PG			BIT(31)
#define CR4_LA57		BIT(12)
#define CR4_OSXSAVE		BIT(18)
#define CR4_PKE			BIT(22)

#endif /* TESTHV_VMCB_H */
