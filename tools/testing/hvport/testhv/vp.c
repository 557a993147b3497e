// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verbs of exit handlers on a virtual processor's registers. No policy:
 * whether a guest deserves #GP is decided by the caller.
 */
#include "console.h"
#include "vp.h"

/* By the numbers that instructions use; RAX and RSP are in the VMCB */
static u64 *register_slot(struct vp *vp, u32 number)
{
	struct guest_regs *r = &vp->regs;
	u64 *const slots[16] = {
		&vp->vmcb->rax, &r->rcx, &r->rdx, &r->rbx,
		&vp->vmcb->rsp, &r->rbp, &r->rsi, &r->rdi,
		&r->r8, &r->r9, &r->r10, &r->r11,
		&r->r12, &r->r13, &r->r14, &r->r15,
	};

	return slots[number & 15];
}

u64 vp_register(struct vp *vp, u32 number)
{
	return *register_slot(vp, number);
}

void vp_advance(struct vp *vp, u32 length)
{
	vp->vmcb->rip += length;
	vp->vmcb->interrupt_shadow = 0;
}

/* APM 15.20: event injection. #GP here never names a selector, so its error code is 0. */
void vp_inject_gp(struct vp *vp)
{
	vp->vmcb->event_inject = EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR_CODE | VECTOR_GP;
}

void vp_inject_ud(struct vp *vp)
{
	vp->vmcb->event_inject = EVENT_VALID | EVENT_EXCEPTION | VECTOR_UD;
}

void vp_inject_nmi(struct vp *vp)
{
	vp->vmcb->event_inject = EVENT_VALID | EVENT_NMI | VECTOR_NMI;
}

void vp_dump(struct vp *vp)
{
	struct vmcb *c = vp->vmcb;
	u32 i;

	say("vp %u exit 0x%llx info1 0x%llx info2 0x%llx int_info 0x%llx", vp->index,
	    c->exit_code, c->exit_info1, c->exit_info2, c->exit_int_info);
	say("rip 0x%llx rsp 0x%llx rflags 0x%llx cpl %u efer 0x%llx",
	    c->rip, c->rsp, c->rflags, c->cpl, c->efer);
	say("cr0 0x%llx cr2 0x%llx cr3 0x%llx cr4 0x%llx", c->cr0, c->cr2, c->cr3, c->cr4);
	say("cs %x base 0x%llx limit 0x%x attr 0x%x", c->cs.selector, c->cs.base,
	    c->cs.limit, c->cs.attributes);
	for (i = 0; i < 16; i += 4)
		say("r%u-%u: %016llx %016llx %016llx %016llx", i, i + 3, vp_register(vp, i),
		    vp_register(vp, i + 1), vp_register(vp, i + 2), vp_register(vp, i + 3));
}
