// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every processor's APIC belongs to the guest and works unseen, interrupts
 * included. The one thing that may not pass is a start-up IPI: it would start
 * the processor outside of the hypervisor. So with more than one VP the APIC
 * page is write-protected; each write is decoded and carried out here, and a
 * start-up IPI gets the hypervisor's vector in place of the guest's, which the
 * VP is given when it has arrived in start.S. INIT does pass: it takes the
 * target out of guest mode by itself.
 */
#include "apic.h"
#include "console.h"
#include "decode.h"
#include "layout.h"
#include "npt.h"
#include "vp.h"

/* APM 16.5: interrupt command register */
#define ICR_VECTOR_MASK		0xffU
#define ICR_DELIVERY_MASK	(7U << 8)
#define ICR_DELIVERY_NMI	(4U << 8)
#define ICR_DELIVERY_INIT	(5U << 8)
#define ICR_DELIVERY_STARTUP	(6U << 8)
#define ICR_LOGICAL		(1U << 11)
#define ICR_PENDING		(1U << 12)
#define ICR_ASSERT		(1U << 14)
#define ICR_SHORTHAND_MASK	(3U << 18)
#define ICR_SHORTHAND_SELF	(1U << 18)
#define ICR_SHORTHAND_ALL	(2U << 18)
#define ICR_DESTINATION_SHIFT	24

static volatile u32 *apic_register(u32 reg)
{
	return (volatile u32 *)(APIC_BASE + reg);
}

u32 apic_read(u32 reg)
{
	return *apic_register(reg);
}

void apic_write(u32 reg, u32 value)
{
	*apic_register(reg) = value;
}

void apic_init(void)
{
	if (vp_count > 1)
		npt_cover(NULL, APIC_BASE, (void *)APIC_BASE, NPT_READ_EXECUTE);
}

bool apic_owns(u64 gpa)
{
	return (gpa & PAGE_MASK) == APIC_BASE;
}

static void apic_send(u32 target, u32 low)
{
	/* The guest may be between its writes to the two halves */
	u32 high = apic_read(APIC_ICR_HIGH);

	while (apic_read(APIC_ICR_LOW) & ICR_PENDING)
		cpu_relax();
	apic_write(APIC_ICR_HIGH, target << ICR_DESTINATION_SHIFT);
	apic_write(APIC_ICR_LOW, low | ICR_ASSERT);
	apic_write(APIC_ICR_HIGH, high);
}

void apic_send_nmi(u32 target)
{
	apic_send(target, ICR_DELIVERY_NMI);
}

void apic_send_interrupt(u32 target, u8 vector)
{
	apic_send(target, vector);
}

void apic_start(u32 target)
{
	apic_send(target, ICR_DELIVERY_INIT);
	apic_send(target, ICR_DELIVERY_STARTUP | TRAMPOLINE_VECTOR);
}

static bool icr_hits(u32 low, u32 sender, u32 target)
{
	u32 shorthand = low & ICR_SHORTHAND_MASK;

	if (low & ICR_LOGICAL && !shorthand)
		panic("INIT or start-up IPI by logical destination");
	if (!shorthand)
		return apic_read(APIC_ICR_HIGH) >> ICR_DESTINATION_SHIFT == target;
	if (shorthand == ICR_SHORTHAND_SELF)
		return target == sender;
	return shorthand == ICR_SHORTHAND_ALL || target != sender;
}

static void apic_guest_icr(struct vp *vp, u32 low)
{
	u32 delivery = low & ICR_DELIVERY_MASK, i;

	if (delivery == ICR_DELIVERY_INIT || delivery == ICR_DELIVERY_STARTUP) {
		/* INIT would take that processor, which no VP is on, from the hypervisor */
		if (vps[0].apic_id && icr_hits(low, vp->apic_id, 0))
			panic("the guest starts processor 0, which is not its own: %s",
			      "before Linux 6.9 it needs disable_cpu_apicid=0");
		for (i = 0; i < vp_count; i++) {
			if (!icr_hits(low, vp->apic_id, vps[i].apic_id))
				continue;
			if (delivery == ICR_DELIVERY_INIT)
				vps[i].in_guest = false;
			else
				vps[i].sipi_vector = low & ICR_VECTOR_MASK;
		}
	}
	if (delivery == ICR_DELIVERY_STARTUP)
		low = (low & ~ICR_VECTOR_MASK) | TRAMPOLINE_VECTOR;
	apic_write(APIC_ICR_LOW, low);
}

void apic_guest_write(struct vp *vp, u32 reg, u32 value)
{
	if (reg == APIC_ICR_LOW)
		apic_guest_icr(vp, value);
	else
		apic_write(reg, value);
}

/* What XCHG reads is of no use to anybody there, so it stays a write */
void apic_write_fault(struct vp *vp)
{
	struct store s;

	if (!decode_store(vp, &s)) {
		vp_dump(vp);
		panic("the instruction that wrote to the APIC is not known");
	}
	apic_guest_write(vp, vp->vmcb->exit_info2 & ~PAGE_MASK, s.value);
	vp_advance(vp, s.length);
}
