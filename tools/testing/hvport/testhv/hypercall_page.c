// SPDX-License-Identifier: GPL-2.0-only
/*
 * TLFS "Establishing the Hypercall Interface": GUEST_OS_ID, the HYPERCALL MSR
 * and the overlay page between them. What is called through the page is
 * hypercall.c's business.
 */
#include "clock.h"
#include "console.h"
#include "guest_memory.h"
#include "hypercall_page.h"
#include "npt.h"
#include "partition.h"
#include "vp.h"

#define GPA_SPACE_END	(4 * GIB)

/* endbr64; vmmcall; ret, and int3 for whoever enters anywhere else */
static u8 page[PAGE_SIZE] __page_aligned = {
	0xf3, 0x0f, 0x1e, 0xfa, 0x0f, 0x01, 0xd9, 0xc3,
	[8 ... PAGE_SIZE - 1] = 0xcc,
};

static bool enabled(void)
{
	return partition.hypercall_msr & HYPERCALL_MSR_ENABLE;
}

/* All changes of the MSR go through here, so that page and MSR agree */
static void set_msr(struct vp *vp, u64 value)
{
	if (enabled())
		npt_uncover(vp, partition.hypercall_msr & PAGE_MASK);
	partition.hypercall_msr = value;
	if (enabled())
		npt_cover(vp, value & PAGE_MASK, page, NPT_READ_EXECUTE);
}

void hypercall_page_init(void)
{
	u64 value = partition.hypercall_msr;

	partition.hypercall_msr = 0;
	set_msr(NULL, value);
}

/* "If this register is subsequently zeroed, the hypercall code page will be disabled" */
void hypercall_page_write_os_id(struct vp *vp, u64 value)
{
	partition.guest_os_id = value;
	say("guest_os_id 0x%llx", value);
	if (!value)
		set_msr(vp, partition.hypercall_msr & ~HYPERCALL_MSR_ENABLE);
}

/*
 * Once Locked is set "only a system reset can clear the bit": writes change
 * nothing. Without a guest id, "the enable bit will remain zero even when
 * writing a one to it". Reserved bits (RsvdP) are written as they were read. The
 * TLFS lets the page be put anywhere; a frame that is no RAM, or frame 0, is a
 * slip of the guest all the same.
 */
bool hypercall_page_write_msr(struct vp *vp, u64 value)
{
	u64 gpa;

	if (partition.hypercall_msr & HYPERCALL_MSR_LOCKED) {
		say("hypercall msr 0x%llx not changed to 0x%llx: locked",
		    partition.hypercall_msr, value);
		return true;
	}
	if ((value ^ partition.hypercall_msr) & HYPERCALL_MSR_RESERVED)
		violation(vp, "hypercall msr 0x%llx changed to 0x%llx, with its reserved bits",
			  partition.hypercall_msr, value);
	/* No document says so, but Linux counts on it (hyperv_init()) */
	if (partition.root)
		value = (value & ~PAGE_MASK) | (partition.hypercall_msr & PAGE_MASK);
	gpa = value & PAGE_MASK;
	if (value & HYPERCALL_MSR_ENABLE) {
		if (!partition.root && (!gpa || !memory_is_ram(gpa, PAGE_SIZE)))
			violation(vp, "hypercall page enabled at 0x%llx, which is no RAM to use",
				  gpa);
		if (gpa >= GPA_SPACE_END)
			return false;
		if (!partition.guest_os_id || !partition.enable_sticks)
			value &= ~HYPERCALL_MSR_ENABLE;
	}
	set_msr(vp, value);
	say("hypercall msr 0x%llx", value);
	return true;
}

void hypercall_page_replace_msr(struct vp *vp, u64 value)
{
	set_msr(vp, value);
	say("hypercall msr 0x%llx by order of a test", value);
}

bool hypercall_page_is_copied(void)
{
	return enabled() && partition.root;
}

bool hypercall_page_covers(u64 gpa)
{
	return enabled() && (partition.hypercall_msr & PAGE_MASK) == (gpa & PAGE_MASK);
}

bool overlay_write_fault(struct vp *vp, u64 gpa)
{
	const char *name = "reference TSC";

	if (hypercall_page_covers(gpa))
		name = "hypercall";
	else if (!clock_page_covers(gpa))
		return false;
	violation(vp, "write to the %s page at 0x%llx, rip 0x%llx", name, gpa, vp->vmcb->rip);
	vp_inject_gp(vp);
	return true;
}
