// SPDX-License-Identifier: GPL-2.0-only
/*
 * The synthetic MSRs (TLFS, each under its own page) and the few real ones that
 * would show SVM to the guest. An MSR that is not here, or whose privilege the
 * partition lacks, is #GP. What a write does to memory is the business of
 * hypercall_page.c, clock.c and synic.c.
 */
#include "apic.h"
#include "clock.h"
#include "console.h"
#include "hypercall_page.h"
#include "msr.h"
#include "partition.h"
#include "vp.h"

#define MSR_VP_INDEX		0x40000002
#define MSR_TIME_REF_COUNT	0x40000020
#define MSR_REFERENCE_TSC	0x40000021
#define MSR_TSC_FREQUENCY	0x40000022
#define MSR_APIC_FREQUENCY	0x40000023
#define MSR_EOI			0x40000070
#define MSR_ICR			0x40000071
#define MSR_TPR			0x40000072
#define MSR_VP_ASSIST_PAGE	0x40000073
#define MSR_SYNIC_FIRST		0x40000080
#define MSR_SYNIC_LAST		0x4000009f
#define MSR_TSC_INVARIANT	0x40000118

#define TSC_INVARIANT_ENABLE	BIT(0)

/* All of these answer false for #GP */
static bool read_guest_os_id(struct vp *vp, u32 msr, u64 *value)
{
	*value = partition.guest_os_id;
	return true;
}

static bool write_guest_os_id(struct vp *vp, u32 msr, u64 value)
{
	hypercall_page_write_os_id(vp, value);
	return true;
}

static bool read_hypercall(struct vp *vp, u32 msr, u64 *value)
{
	*value = partition.hypercall_msr;
	return true;
}

static bool write_hypercall(struct vp *vp, u32 msr, u64 value)
{
	return hypercall_page_write_msr(vp, value);
}

static bool read_vp_index(struct vp *vp, u32 msr, u64 *value)
{
	*value = vp->index;
	return true;
}

static bool read_time_ref_count(struct vp *vp, u32 msr, u64 *value)
{
	*value = clock_reference_time();
	return true;
}

static bool read_reference_tsc(struct vp *vp, u32 msr, u64 *value)
{
	*value = partition.reference_tsc_msr;
	return true;
}

static bool write_reference_tsc(struct vp *vp, u32 msr, u64 value)
{
	clock_write_reference_tsc(vp, value);
	return true;
}

static bool read_tsc_frequency(struct vp *vp, u32 msr, u64 *value)
{
	*value = clock_tsc_hz();
	return true;
}

static bool read_apic_frequency(struct vp *vp, u32 msr, u64 *value)
{
	*value = APIC_TIMER_HZ;
	return true;
}

/* TLFS: EOI is write-only */
static bool write_eoi(struct vp *vp, u32 msr, u64 value)
{
	apic_guest_write(vp, APIC_EOI, value);
	return true;
}

static bool read_icr(struct vp *vp, u32 msr, u64 *value)
{
	*value = (u64)apic_read(APIC_ICR_HIGH) << 32 | apic_read(APIC_ICR_LOW);
	return true;
}

static bool write_icr(struct vp *vp, u32 msr, u64 value)
{
	apic_guest_write(vp, APIC_ICR_HIGH, value >> 32);
	apic_guest_write(vp, APIC_ICR_LOW, value);
	return true;
}

static bool read_tpr(struct vp *vp, u32 msr, u64 *value)
{
	*value = apic_read(APIC_TPR);
	return true;
}

static bool write_tpr(struct vp *vp, u32 msr, u64 value)
{
	apic_guest_write(vp, APIC_TPR, value);
	return true;
}

/* The page's memory is the guest's own: nothing here ever writes to it */
static bool read_vp_assist(struct vp *vp, u32 msr, u64 *value)
{
	*value = vp->vp_assist;
	return true;
}

static bool write_vp_assist(struct vp *vp, u32 msr, u64 value)
{
	vp->vp_assist = value;
	return true;
}

static bool read_tsc_invariant(struct vp *vp, u32 msr, u64 *value)
{
	*value = partition.tsc_invariant_msr;
	return true;
}

/* TLFS: bit 0 makes CPUID 0x80000007 show an invariant TSC; no other bit exists */
static bool write_tsc_invariant(struct vp *vp, u32 msr, u64 value)
{
	if (value & ~TSC_INVARIANT_ENABLE)
		return false;
	partition.tsc_invariant_msr = value;
	return true;
}

static const struct msr {
	u32 first, last;
	u64 privilege;
	bool (*read)(struct vp *vp, u32 msr, u64 *value);
	bool (*write)(struct vp *vp, u32 msr, u64 value);
} msrs[] = {
	{ MSR_GUEST_OS_ID, MSR_GUEST_OS_ID, PRIVILEGE_HYPERCALL_MSRS,
	  read_guest_os_id, write_guest_os_id },
	{ MSR_HYPERCALL, MSR_HYPERCALL, PRIVILEGE_HYPERCALL_MSRS,
	  read_hypercall, write_hypercall },
	{ MSR_VP_INDEX, MSR_VP_INDEX, PRIVILEGE_VP_INDEX, read_vp_index, NULL },
	{ MSR_TIME_REF_COUNT, MSR_TIME_REF_COUNT, PRIVILEGE_TIME_REF_COUNT,
	  read_time_ref_count, NULL },
	{ MSR_REFERENCE_TSC, MSR_REFERENCE_TSC, PRIVILEGE_REFERENCE_TSC,
	  read_reference_tsc, write_reference_tsc },
	{ MSR_TSC_FREQUENCY, MSR_TSC_FREQUENCY, PRIVILEGE_FREQUENCY_MSRS,
	  read_tsc_frequency, NULL },
	{ MSR_APIC_FREQUENCY, MSR_APIC_FREQUENCY, PRIVILEGE_FREQUENCY_MSRS,
	  read_apic_frequency, NULL },
	{ MSR_EOI, MSR_EOI, PRIVILEGE_APIC_MSRS, NULL, write_eoi },
	{ MSR_ICR, MSR_ICR, PRIVILEGE_APIC_MSRS, read_icr, write_icr },
	{ MSR_TPR, MSR_TPR, PRIVILEGE_APIC_MSRS, read_tpr, write_tpr },
	{ MSR_VP_ASSIST_PAGE, MSR_VP_ASSIST_PAGE, PRIVILEGE_APIC_MSRS,
	  read_vp_assist, write_vp_assist },
	{ MSR_SYNIC_FIRST, MSR_SYNIC_LAST, PRIVILEGE_SYNIC_MSRS,
	  synic_read_msr, synic_write_msr },
	{ MSR_TSC_INVARIANT, MSR_TSC_INVARIANT, PRIVILEGE_TSC_INVARIANT,
	  read_tsc_invariant, write_tsc_invariant },
};

static const struct msr *msr_find(u32 msr)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(msrs); i++)
		if (msr >= msrs[i].first && msr <= msrs[i].last)
			return &msrs[i];
	return NULL;
}

bool msr_peek(struct vp *vp, u32 msr, u64 *value)
{
	const struct msr *row = msr_find(msr);

	return row && row->read && row->read(vp, msr, value);
}

/* EFER as if there were no SVM; LMA is the processor's to set (APM 3.1.7) */
static bool read_efer(struct vp *vp, u64 *value)
{
	*value = vp->vmcb->efer & ~EFER_SVME;
	return true;
}

static bool write_efer(struct vp *vp, u64 value)
{
	if (value & EFER_SVME)
		return false;
	vp->vmcb->efer = (value & ~EFER_LMA) | (vp->vmcb->efer & EFER_LMA) | EFER_SVME;
	return true;
}

static bool msr_read(struct vp *vp, u32 msr, u64 *value)
{
	const struct msr *row = msr_find(msr);

	if (msr == MSR_EFER)
		return read_efer(vp, value);
	return row && row->read && privileged(row->privilege) &&
	       msr != partition.unreadable_msr && row->read(vp, msr, value);
}

static bool msr_write(struct vp *vp, u32 msr, u64 value)
{
	const struct msr *row = msr_find(msr);

	if (msr == MSR_EFER)
		return write_efer(vp, value);
	return row && row->write && privileged(row->privilege) &&
	       msr != partition.unwritable_msr && row->write(vp, msr, value);
}

/* APM 15.11: EXITINFO1 is 1 for WRMSR */
void msr_exit(struct vp *vp)
{
	u32 msr = vp->regs.rcx;
	u64 value = (u64)(u32)vp->regs.rdx << 32 | (u32)vp->vmcb->rax;
	bool write = vp->vmcb->exit_info1 & 1;
	bool done = write ? msr_write(vp, msr, value) : msr_read(vp, msr, &value);

	if (!done) {
		vp_inject_gp(vp);
		return;
	}
	if (!write) {
		vp->vmcb->rax = (u32)value;
		vp->regs.rdx = value >> 32;
	}
	vp_advance(vp, LENGTH_MSR);
}
