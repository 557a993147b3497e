// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page with a doorbell in it cannot be written to, by nested paging. A MOV to it
 * is carried out here, so its size and value are known; any other instruction is
 * let through by a single step and rings nothing.
 *
 * How Hyper-V tells the owner of a port that a doorbell rang is in no public
 * document. Here the VP of the port is interrupted by its SINT, with nothing in
 * its pages.
 */
#include "apic.h"
#include "clock.h"
#include "connection.h"
#include "decode.h"
#include "doorbell.h"
#include "guest_memory.h"
#include "hypercall.h"
#include "hypercall_page.h"
#include "layout.h"
#include "npt.h"
#include "partition.h"
#include "pool.h"
#include "port.h"
#include "vp.h"

/* Flags of a doorbell connection, HV_CONNECTION_INFO: which write rings it */
#define DOORBELL_SIZE_MASK	7ULL	/* any, 1, 2, 4, 8 bytes */
#define DOORBELL_SIZE_QWORD	4ULL
#define DOORBELL_ANY_VALUE	BIT(31)

#define GPA_SPACE_END	(4 * GIB)
#define RFLAGS_STEP	(RFLAGS_TF | RFLAGS_IF)

static u64 rings;

/* Bytes of the write; 0 for any */
static u32 doorbell_bytes(u64 flags)
{
	u32 size = flags & DOORBELL_SIZE_MASK;

	return size ? 1U << (size - 1) : 0;
}

/* The pages of the hypervisor, of its overlays and of the APIC have guards of their own */
static bool watchable(u64 gpa)
{
	if (gpa >= GPA_SPACE_END || (gpa >= IMAGE_START && gpa < IMAGE_END))
		return false;
	return !apic_owns(gpa) && !hypercall_page_covers(gpa) && !clock_page_covers(gpa) &&
	       !pool_has(gpa);
}

/*
 * No flags but size and any-value; a write of that size must not cross a page. A
 * doorbell where nothing can be watched is well formed, and never rings.
 */
u16 doorbell_check(u64 gpa, u64 flags)
{
	if (flags & ~(DOORBELL_SIZE_MASK | DOORBELL_ANY_VALUE))
		return STATUS_INVALID_PARAMETER;
	if ((flags & DOORBELL_SIZE_MASK) > DOORBELL_SIZE_QWORD ||
	    gpa % PAGE_SIZE + doorbell_bytes(flags) > PAGE_SIZE)
		return STATUS_INVALID_PARAMETER;
	return watchable(gpa) && !npt_can_cover(gpa) ? STATUS_NO_RESOURCES : STATUS_SUCCESS;
}

bool doorbell_watches(u64 gpa)
{
	u64 i;

	for (i = 0; i < connection_count(); i++) {
		const struct connection *c = connection_get(i);

		if (c->type == PORT_TYPE_DOORBELL && !((c->doorbell_address ^ gpa) & PAGE_MASK))
			return watchable(gpa);
	}
	return false;
}

void doorbell_changed(struct vp *vp, u64 gpa)
{
	u64 page = gpa & PAGE_MASK;

	if (!watchable(page))
		return;
	if (doorbell_watches(page))
		npt_cover(vp, page, guest_pointer(page), NPT_READ_EXECUTE);
	else
		npt_uncover(vp, page);
}

static bool never_masked(struct vp *vp, u32 sint)
{
	return !synic_masked(vp, sint);
}

static void ring(const struct connection *c)
{
	struct port *port;
	struct vp *vp;

	if (connection_port(c->partition, c->id, PORT_TYPE_DOORBELL, &port))
		return;
	rings++;
	if (port->partition != PARTITION_PEER && !port_target_vp(port, never_masked, &vp))
		synic_interrupt(vp, port_target(port));
}

static bool rung_by(const struct connection *c, u64 gpa, const struct store *s)
{
	u32 bytes = doorbell_bytes(c->doorbell_flags);
	u64 mask = s->size == 8 ? ~0ULL : BIT(8 * s->size) - 1;

	if (c->type != PORT_TYPE_DOORBELL || c->doorbell_address != gpa)
		return false;
	if (bytes && bytes != s->size)
		return false;
	return c->doorbell_flags & DOORBELL_ANY_VALUE || c->doorbell_value == (s->value & mask);
}

static void write(u64 gpa, const struct store *s)
{
	void *to = guest_pointer(gpa);

	switch (s->size) {
	case 1:
		*(volatile u8 *)to = s->value;
		break;
	case 2:
		*(volatile u16 *)to = s->value;
		break;
	case 4:
		*(volatile u32 *)to = s->value;
		break;
	case 8:
		*(volatile u64 *)to = s->value;
		break;
	}
}

/* Interrupts wait, so that it is this instruction and no other */
static void single_step(struct vp *vp, u64 gpa)
{
	struct vmcb *vmcb = vp->vmcb;

	npt_uncover(vp, gpa & PAGE_MASK);
	if (vmcb->intercept_exceptions & BIT(VECTOR_DB))
		return;
	vp->step_gpa = gpa;
	vp->step_rflags = vmcb->rflags & RFLAGS_STEP;
	vp->step_dr6 = vmcb->dr6;
	vmcb->rflags = (vmcb->rflags & ~RFLAGS_IF) | RFLAGS_TF;
	vmcb->intercept_exceptions |= BIT(VECTOR_DB);
}

void doorbell_stepped(struct vp *vp)
{
	struct vmcb *vmcb = vp->vmcb;

	vmcb->intercept_exceptions &= ~BIT(VECTOR_DB);
	vmcb->rflags = (vmcb->rflags & ~RFLAGS_STEP) | vp->step_rflags;
	vmcb->dr6 = vp->step_dr6;
	doorbell_changed(vp, vp->step_gpa);
}

bool doorbell_write_fault(struct vp *vp, u64 gpa)
{
	struct store s;
	u64 i;

	if (!doorbell_watches(gpa))
		return false;
	if (vp->vmcb->exit_info1 & NPF_PAGE_TABLE || !decode_store(vp, &s) || s.exchanges ||
	    gpa % PAGE_SIZE + s.size > PAGE_SIZE) {
		single_step(vp, gpa);
		return true;
	}
	write(gpa, &s);
	for (i = 0; i < connection_count(); i++)
		if (rung_by(connection_get(i), gpa, &s))
			ring(connection_get(i));
	vp_advance(vp, s.length);
	return true;
}

u64 doorbell_rings(void)
{
	return rings;
}
