// SPDX-License-Identifier: GPL-2.0-only
/*
 * The SynIC registers, by the rules of the TLFS page "Inter-Partition
 * Communication", and the interrupt of a SINT. What is put into the pages is
 * decided in message.c and event.c.
 *
 * The SIM and SIEF pages are the guest's own memory, not overlays: what is
 * written to them is there when they are disabled. The interrupt is one of the
 * processor's real APIC, sent to it as another processor would, so that
 * masking, priority and EOI are what they are for any interrupt.
 */
#include "apic.h"
#include "console.h"
#include "guest_memory.h"
#include "message.h"
#include "synic.h"
#include "vp.h"

#define MSR_SCONTROL		0x40000080
#define MSR_SVERSION		0x40000081
#define MSR_SIEFP		0x40000082
#define MSR_SIMP		0x40000083
#define MSR_EOM			0x40000084
#define MSR_SINT0		0x40000090

#define SYNIC_VERSION		1
#define ENABLE			BIT(0)	/* of SCONTROL, SIEFP, SIMP */
#define SINT_VECTOR_MASK	0xffULL
#define SINT_MASKED		BIT(16)
#define SINT_POLLING		BIT(18)
#define SINT_LOWEST_VECTOR	16
#define SINT_AREA		256	/* bytes for each SINT in both pages */

static u64 interrupts;

void synic_reset(struct synic *synic)
{
	u32 i;

	synic->scontrol = 0;
	synic->siefp = 0;
	synic->simp = 0;
	for (i = 0; i < SYNIC_SINT_COUNT; i++)
		synic->sint[i] = SINT_MASKED;
}

/* The register behind an MSR that keeps its value, or NULL */
static u64 *synic_register(struct synic *synic, u32 msr)
{
	switch (msr) {
	case MSR_SCONTROL:
		return &synic->scontrol;
	case MSR_SIEFP:
		return &synic->siefp;
	case MSR_SIMP:
		return &synic->simp;
	}
	if (msr >= MSR_SINT0 && msr < MSR_SINT0 + SYNIC_SINT_COUNT)
		return &synic->sint[msr - MSR_SINT0];
	return NULL;
}

bool synic_read_msr(struct vp *vp, u32 msr, u64 *value)
{
	u64 *reg = synic_register(&vp->synic, msr);

	if (reg)
		*value = *reg;
	else if (msr == MSR_SVERSION)
		*value = SYNIC_VERSION;
	else if (msr == MSR_EOM)
		*value = 0;
	else
		return false;
	return true;
}

/* "Valid values for vector are 16-255 inclusive": of a SINT that can interrupt */
static bool sint_valid(u64 value)
{
	return value & SINT_MASKED || (value & SINT_VECTOR_MASK) >= SINT_LOWEST_VECTOR;
}

/* Any change can make room for a message that waits, and EOM says that there is some */
bool synic_write_msr(struct vp *vp, u32 msr, u64 value)
{
	u64 *reg = synic_register(&vp->synic, msr);

	if (msr != MSR_EOM) {
		if (!reg || (msr >= MSR_SINT0 && !sint_valid(value)))
			return false;
		if ((msr == MSR_SIMP || msr == MSR_SIEFP) && value & ENABLE &&
		    !memory_is_ram(value & PAGE_MASK, PAGE_SIZE))
			violation(vp, "msr 0x%x set to 0x%llx, which is no RAM", msr, value);
		*reg = value;
	}
	message_deliver();
	return true;
}

bool synic_in_use(void)
{
	u32 i;

	for (i = 0; i < vp_count; i++)
		if (vps[i].synic.scontrol & ENABLE)
			return true;
	return false;
}

static void *synic_area(struct vp *vp, u64 page, u32 sint)
{
	u64 gpa = page & PAGE_MASK;

	if (!(vp->synic.scontrol & page & ENABLE) || !memory_is_ram(gpa, PAGE_SIZE))
		return NULL;
	return guest_pointer(gpa + sint * SINT_AREA);
}

u8 *synic_message_slot(struct vp *vp, u32 sint)
{
	return synic_area(vp, vp->synic.simp, sint);
}

u64 *synic_event_flags(struct vp *vp, u32 sint)
{
	return synic_area(vp, vp->synic.siefp, sint);
}

bool synic_masked(struct vp *vp, u32 sint)
{
	return vp->synic.sint[sint] & SINT_MASKED;
}

bool synic_page_covers(u64 gpa)
{
	u32 i;

	for (i = 0; i < vp_count; i++) {
		struct synic *s = &vps[i].synic;

		if ((s->simp & ENABLE && !((s->simp ^ gpa) & PAGE_MASK)) ||
		    (s->siefp & ENABLE && !((s->siefp ^ gpa) & PAGE_MASK)))
			return true;
	}
	return false;
}

void synic_interrupt(struct vp *vp, u32 sint)
{
	u64 value = vp->synic.sint[sint];

	if (value & (SINT_MASKED | SINT_POLLING))
		return;
	interrupts++;
	apic_send_interrupt(vp->apic_id, value & SINT_VECTOR_MASK);
}

u64 synic_interrupts(void)
{
	return interrupts;
}
