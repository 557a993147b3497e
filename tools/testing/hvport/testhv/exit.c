// SPDX-License-Identifier: GPL-2.0-only
/*
 * From exit code to handler, and the handlers that need no file of their own.
 * An exit that nobody expects ends the run with all that is known about it.
 */
#include "apic.h"
#include "console.h"
#include "control.h"
#include "cpuid.h"
#include "doorbell.h"
#include "exit.h"
#include "hypercall.h"
#include "hypercall_page.h"
#include "msr.h"
#include "pool.h"
#include "vp.h"

/* Our own kick has done its work by arriving (npt.c); any other NMI is the guest's */
static void exit_nmi(struct vp *vp)
{
	if (vp->kicked)
		vp->kicked = false;
	else
		vp_inject_nmi(vp);
}

/* CPUID hides SVM from the guest, and without EFER.SVME these are #UD (APM 15.4) */
static void exit_svm_instruction(struct vp *vp)
{
	vp_inject_ud(vp);
}

/* APM 15.14.3: a triple fault. Linux also uses it to reboot, so the machine is reset. */
static void exit_shutdown(struct vp *vp)
{
	vp_dump(vp);
	panic("the guest shut down (triple fault)");
}

/*
 * APM 15.25.6. Overlays and pages with a doorbell are
 * write-protected, deposited pages are not there; nothing else in the guest's space should fault.
 */
static void exit_nested_page_fault(struct vp *vp)
{
	u64 gpa = vp->vmcb->exit_info2;

	if (pool_access_fault(vp, gpa))
		return;
	if (vp->vmcb->exit_info1 & NPF_WRITE) {
		if (apic_owns(gpa)) {
			apic_write_fault(vp);
			return;
		}
		if (overlay_write_fault(vp, gpa) || doorbell_write_fault(vp, gpa))
			return;
	}
	vp_dump(vp);
	panic("guest access to 0x%llx, where nothing is", gpa);
}

/* What IN finds where no device answers: ones, as many as were asked for */
static u64 ones(u64 info)
{
	return info & IOIO_SIZE32 ? 0xffffffff : info & IOIO_SIZE16 ? 0xffff : 0xff;
}

/*
 * APM 15.10: the control port is the only one that exits. It takes OUT of 32
 * bits; for everything else there is no device.
 */
static void exit_io(struct vp *vp)
{
	struct vmcb *vmcb = vp->vmcb;
	u64 info = vmcb->exit_info1;

	if (info & IOIO_STRING)
		say("string I/O on the control port is ignored");
	else if (info & IOIO_IN)
		vmcb->rax |= ones(info);
	else if (info & IOIO_SIZE32 && info >> IOIO_PORT_SHIFT == CONTROL_PORT)
		control_command(vp);
	vp_advance(vp, vmcb->exit_info2 - vmcb->rip);
}

static const struct {
	u64 code;
	void (*handle)(struct vp *vp);
} handlers[] = {
	{ EXIT_CPUID,		cpuid_exit },
	{ EXIT_MSR,		msr_exit },
	{ EXIT_NPF,		exit_nested_page_fault },
	{ EXIT_VMMCALL,		hypercall_exit },
	{ EXIT_IOIO,		exit_io },
	{ EXIT_NMI,		exit_nmi },
	{ EXIT_DEBUG_EXCEPTION,	doorbell_stepped },
	{ EXIT_INVLPGA,		exit_svm_instruction },
	{ EXIT_VMRUN,		exit_svm_instruction },
	{ EXIT_VMLOAD,		exit_svm_instruction },
	{ EXIT_VMSAVE,		exit_svm_instruction },
	{ EXIT_STGI,		exit_svm_instruction },
	{ EXIT_CLGI,		exit_svm_instruction },
	{ EXIT_SKINIT,		exit_svm_instruction },
	{ EXIT_SHUTDOWN,	exit_shutdown },
};

void exit_handle(struct vp *vp)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(handlers); i++) {
		if (handlers[i].code == vp->vmcb->exit_code) {
			handlers[i].handle(vp);
			return;
		}
	}
	vp_dump(vp);
	panic("exit 0x%llx has no handler", vp->vmcb->exit_code);
}
