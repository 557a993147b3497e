// SPDX-License-Identifier: GPL-2.0-only
/*
 * SVM on one processor: the VMCB, the loop around VMRUN, and what has to be put
 * right after every exit. What an exit means is exit.c's business.
 */
#include "console.h"
#include "control.h"
#include "exit.h"
#include "npt.h"
#include "string.h"
#include "svm.h"
#include "vp.h"

#define CPUID_SVM_LEAF		0x80000001
#define CPUID_SVM_ECX		BIT(2)
#define CPUID_SVM_FEATURES	0x8000000a
#define CPUID_SVM_EDX_NP	BIT(0)

#define GUEST_ASID		1
#define PAT_AT_RESET		0x0007040600070406ULL	/* APM 7.8.1 */
#define DR6_AT_RESET		0xffff0ff0ULL
#define DR7_AT_RESET		0x400ULL
#define RFLAGS_AT_RESET		0x2ULL

#define SEGMENT_CODE16		0x09b	/* present, code, readable, accessed */
#define SEGMENT_DATA16		0x093	/* present, data, writable, accessed */
#define SEGMENT_LDT		0x082
#define SEGMENT_TSS_BUSY	0x08b

struct vp vps[MAX_VPS];
u32 vp_count = 1;

static struct vmcb vmcbs[MAX_VPS] __page_aligned;
static u8 host_save_areas[MAX_VPS][PAGE_SIZE] __page_aligned;

/* APM 15.10.1 and 15.11: one bit for each port, two bits for each MSR of three ranges */
static u8 io_permissions[3 * PAGE_SIZE] __page_aligned;
static u8 msr_permissions[2 * PAGE_SIZE] __page_aligned;

/* One exit is handled at a time; the guest's processors run in parallel in between */
static volatile u32 exit_lock;

static void lock(volatile u32 *word)
{
	while (__atomic_exchange_n(word, 1, __ATOMIC_ACQUIRE))
		cpu_relax();
}

static void unlock(volatile u32 *word)
{
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

void vmrun(struct vp *vp);

void svm_check(void)
{
	if (!(cpuid(CPUID_SVM_LEAF, 0).ecx & CPUID_SVM_ECX))
		panic("this CPU has no SVM: start QEMU with -cpu ...,+svm,+npt");
	if (!(cpuid(CPUID_SVM_FEATURES, 0).edx & CPUID_SVM_EDX_NP))
		panic("this CPU has no nested paging: start QEMU with -cpu ...,+svm,+npt");
}

/* All MSRs outside the three ranges, so also Hyper-V's, exit without a bit */
static void intercept_msr(u32 msr)
{
	u32 base = msr >= 0xc0010000 ? 0x1000 : msr >= 0xc0000000 ? 0x800 : 0;
	u32 number = msr & 0x1fff;

	msr_permissions[base + number / 4] |= 3 << (number % 4 * 2);
}

static void intercept_port(u16 port)
{
	io_permissions[port / 8] |= 1 << port % 8;
}

void svm_init(void)
{
	intercept_msr(MSR_EFER);
	intercept_msr(MSR_VM_CR);
	intercept_msr(MSR_VM_HSAVE_PA);
	intercept_port(CONTROL_PORT);
}

void svm_prepare(struct vp *vp)
{
	struct vmcb *vmcb = &vmcbs[vp->index];

	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SVME);
	wrmsr(MSR_VM_HSAVE_PA, (u64)host_save_areas[vp->index]);

	vp->vmcb = vmcb;
	memset(vmcb, 0, sizeof(*vmcb));
	vmcb->intercept_misc1 = INTERCEPT1_NMI | INTERCEPT1_CPUID | INTERCEPT1_INVLPGA |
				INTERCEPT1_IOIO | INTERCEPT1_MSR | INTERCEPT1_SHUTDOWN;
	vmcb->intercept_misc2 = INTERCEPT2_VMRUN | INTERCEPT2_VMMCALL | INTERCEPT2_VMLOAD |
				INTERCEPT2_VMSAVE | INTERCEPT2_STGI | INTERCEPT2_CLGI |
				INTERCEPT2_SKINIT;
	vmcb->iopm_base = (u64)io_permissions;
	vmcb->msrpm_base = (u64)msr_permissions;
	vmcb->asid = GUEST_ASID;
	vmcb->tlb_control = TLB_FLUSH_ALL;
	vmcb->np_enable = 1;
	vmcb->n_cr3 = npt_root();
	vmcb->g_pat = PAT_AT_RESET;
	vmcb->dr6 = DR6_AT_RESET;
	vmcb->dr7 = DR7_AT_RESET;
	vmcb->rflags = RFLAGS_AT_RESET;
	vmcb->efer = EFER_SVME;
}

static struct vmcb_segment segment(u16 selector, u16 attributes)
{
	struct vmcb_segment s = {
		.selector = selector,
		.attributes = attributes,
		.limit = 0xffff,
		.base = (u64)selector << 4,
	};

	return s;
}

void svm_state_real_mode(struct vp *vp, u8 vector)
{
	struct vmcb *vmcb = vp->vmcb;

	memset(&vp->regs, 0, sizeof(vp->regs));
	vp->regs.rdx = cpuid(1, 0).eax;		/* family, model, stepping */
	vmcb->cr0 = CR0_ET | CR0_NW | CR0_CD;
	vmcb->cs = segment(vector << 8, SEGMENT_CODE16);
	vmcb->ds = segment(0, SEGMENT_DATA16);
	vmcb->es = vmcb->ds;
	vmcb->ss = vmcb->ds;
	vmcb->fs = vmcb->ds;
	vmcb->gs = vmcb->ds;
	vmcb->gdtr.limit = 0xffff;
	vmcb->idtr.limit = 0xffff;
	vmcb->ldtr = segment(0, SEGMENT_LDT);
	vmcb->tr = segment(0, SEGMENT_TSS_BUSY);
	vmcb->rip = 0;
}

/*
 * An NMI that caused an exit is still pending (APM 15.13.2). It is taken here,
 * with the host's handler that does nothing: interrupts stay off, so nothing
 * else gets in.
 */
static void take_pending_nmi(void)
{
	asm volatile("stgi; nop; clgi" : : : "memory");
}

/*
 * An event that was being delivered when the exit came has to be delivered
 * again (APM 15.7.2). QEMU reports interrupts and NMIs as exceptions there.
 */
static void deliver_again(struct vmcb *vmcb)
{
	u64 event = vmcb->exit_int_info;
	u64 vector = event & EVENT_VECTOR_MASK;
	bool exception = (event & EVENT_TYPE_MASK) == EVENT_EXCEPTION;

	if (!(event & EVENT_VALID))
		return;
	if (exception && vector == VECTOR_NMI)
		event = EVENT_VALID | EVENT_NMI | vector;
	else if (exception && vector >= FIRST_INTERRUPT)
		event = EVENT_VALID | EVENT_INTERRUPT | vector;
	vmcb->event_inject = event;
}

void svm_run(struct vp *vp)
{
	struct vmcb *vmcb = vp->vmcb;

	/* FS, GS, TR, LDTR and the SYSCALL MSRs once, vmrun.S says why; GIF off for good */
	asm volatile("clgi; vmload %0" : : "a"(vmcb) : "memory");
	for (;;) {
		vp->in_guest = true;
		if (npt_stale(vp))
			vmcb->tlb_control = TLB_FLUSH_ALL;
		vmrun(vp);
		vp->in_guest = false;
		vmcb->tlb_control = 0;
		vmcb->event_inject = 0;
		deliver_again(vmcb);
		if (vmcb->exit_code == EXIT_NMI)
			take_pending_nmi();
		lock(&exit_lock);
		exit_handle(vp);
		unlock(&exit_lock);
	}
}
