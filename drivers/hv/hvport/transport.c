// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine under the module: CPUID, the hypercall MSRs, and the hypercall
 * page: whose it is, how it is called, and how it is left.
 *
 * Adopt or own. A page that the kernel enabled is adopted: calls go through the
 * kernel's own wrappers and its MSRs are never written. Only where nobody
 * enabled one, a page of the module's own text is given to the hypervisor, and
 * the MSRs are put back as they were found.
 *
 * This is the only file that knows about kernel versions, and it does not know
 * what the calls mean.
 *
 * TLFS, "Establishing the hypercall interface". The MSRs are the partition's,
 * not a CPU's, so it does not matter which CPU accesses them.
 */
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <asm/mshyperv.h>
#include <asm/msr.h>
#include <asm/processor.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#include <asm/cpuid/api.h>
#endif

#include "hvport.h"

#define HYPERCALL_ENABLE	BIT_ULL(0)
#define HYPERCALL_LOCKED	BIT_ULL(1)
#define HYPERCALL_FRAME_SHIFT	12
#define HYPERCALL_PRESERVE	GENMASK_ULL(11, 1)

/* Linux's own value: open source, vendor 0x8100, the kernel's version */
#define LINUX_GUEST_OS_ID	(0x8100ULL << 48 | (u64)LINUX_VERSION_CODE << 16)

/* The MSRs as they were found; only meaningful while @owned */
static struct {
	u64 guest_os_id;
	u64 hypercall;
} found;

static bool owned;	/* the page is ours */
static bool live;	/* the page can be called; read under RCU */

/* A CPUID leaf: EAX, EBX, ECX, EDX. Any context. */
void hvport_cpuid(u32 leaf, u32 regs[4])
{
	cpuid_count(leaf, 0, &regs[0], &regs[1], &regs[2], &regs[3]);
}

static int read_msr(u32 msr, u64 *value)
{
	u32 low, high;
	int error = rdmsr_safe(msr, &low, &high);

	*value = (u64)high << 32 | low;
	return error;
}

static int write_msr(u32 msr, u64 value)
{
	return wrmsr_safe(msr, lower_32_bits(value), upper_32_bits(value));
}

/*
 * The kernel's side. Does the kernel call through the page that the hypervisor
 * was told about? An enabled page is not trusted to be the kernel's: firmware or
 * an earlier kernel can have set and locked it, and then the kernel's pointer
 * leads to a page that the hypervisor never filled.
 */
#if !IS_ENABLED(CONFIG_HYPERV)

static bool kernel_calls_frame(u64 frame)
{
	return false;
}

static u64 kernels_call(u64 control, const void *input, void *output)
{
	return HVPORT_NO_PAGE;
}

static u64 kernels_fast_call(u16 code, u64 input1, u64 input2)
{
	return HVPORT_NO_PAGE;
}

#else /* CONFIG_HYPERV */

static bool kernel_is_root(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)
	return hv_root_partition();
#else
	return hv_root_partition;
#endif
}

/*
 * In the root partition the hypervisor brings a page of its own and Linux calls
 * a copy of it.
 */
static bool is_copy_of_frame(const void *page, u64 frame)
{
	void *original = memremap(frame << PAGE_SHIFT, PAGE_SIZE, MEMREMAP_WB);
	bool same;

	if (!original)
		return false;
	same = !memcmp(page, original, PAGE_SIZE);
	memunmap(original);
	return same;
}

static bool page_is_frame(const void *page, u64 frame)
{
	const struct page *mapped = vmalloc_to_page(page);

	if (!mapped)
		return false;
	return page_to_pfn(mapped) == frame ||
	       (kernel_is_root() && is_copy_of_frame(page, frame));
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define CALL_OPCODE	0xe8
#define JUMP_OPCODE	0xe9
#define BRANCH_SIZE	5	/* opcode and 32-bit displacement */

static const u8 *branch_target(const u8 *insn)
{
	s32 displacement;

	memcpy(&displacement, insn + 1, sizeof(displacement));
	return insn + BRANCH_SIZE + displacement;
}

/*
 * The pointer is not exported. What is, is the trampoline of a static call: a
 * jump to a short function of the kernel, hv_std_hypercall(), that has a direct
 * call of the page patched into it. Five bytes in it that only look like such a
 * call lead somewhere else than to the frame that is asked for.
 */
static bool kernel_calls_frame(u64 frame)
{
	const u8 *insn = (const u8 *)STATIC_CALL_TRAMP_ADDR(hv_hypercall);
	const u8 *target, *end;

	if (*insn != JUMP_OPCODE)
		return false;
	insn = branch_target(insn);
	for (end = insn + 64; insn < end; insn++) {
		target = branch_target(insn);
		if (*insn == CALL_OPCODE && PAGE_ALIGNED(target) &&
		    is_vmalloc_or_module_addr(target) && page_is_frame(target, frame))
			return true;
	}
	return false;
}
#else
static bool kernel_calls_frame(u64 frame)
{
	return hv_hypercall_pg && page_is_frame(hv_hypercall_pg, frame);
}
#endif

static u64 kernels_call(u64 control, const void *input, void *output)
{
	/* Not written to; the kernel's wrapper only does not say so */
	return hv_do_hypercall(control, (void *)input, output);
}

static u64 kernels_fast_call(u16 code, u64 input1, u64 input2)
{
	return hv_do_fast_hypercall16(code, input1, input2);
}

#endif /* CONFIG_HYPERV */

static int adopt(u64 hypercall)
{
	u64 frame = hypercall >> HYPERCALL_FRAME_SHIFT;

	if (!kernel_calls_frame(frame)) {
		pr_err("the hypercall page is enabled at frame %#llx, which is not the kernel's; it cannot be called safely\n",
		       frame);
		return -ENODEV;
	}
	return 0;
}

/* Put the MSRs back, in the reverse order of own() */
static void disown(void)
{
	write_msr(HV_X64_MSR_HYPERCALL, found.hypercall);
	if (!found.guest_os_id)
		write_msr(HV_X64_MSR_GUEST_OS_ID, 0);
}

static int own(u64 hypercall)
{
	u64 wanted = (u64)vmalloc_to_pfn(hvport_own_page) << HYPERCALL_FRAME_SHIFT |
		     (hypercall & HYPERCALL_PRESERVE) | HYPERCALL_ENABLE;
	u64 readback;

	found.hypercall = hypercall;
	if (read_msr(HV_X64_MSR_GUEST_OS_ID, &found.guest_os_id)) {
		pr_err("the guest OS id MSR cannot be read\n");
		return -ENODEV;
	}
	if (!found.guest_os_id &&
	    write_msr(HV_X64_MSR_GUEST_OS_ID, LINUX_GUEST_OS_ID)) {
		pr_err("the guest OS id MSR cannot be written\n");
		return -ENODEV;
	}
	if (write_msr(HV_X64_MSR_HYPERCALL, wanted) ||
	    read_msr(HV_X64_MSR_HYPERCALL, &readback) ||
	    (readback ^ wanted) & ~HYPERCALL_PRESERVE) {
		disown();
		pr_err("the hypercall page did not stick: the hypervisor does not take frame %#llx\n",
		       wanted >> HYPERCALL_FRAME_SHIFT);
		return -ENODEV;
	}
	return 0;
}

/* Adopt or own, or say why neither can be */
static int acquire(u64 hypercall)
{
	if (hypercall & HYPERCALL_ENABLE)
		return adopt(hypercall);
	if (hypercall & HYPERCALL_LOCKED) {
		pr_err("the hypercall MSR is locked and disabled (%#llx): no page can be set up until the next reset\n",
		       hypercall);
		return -ENODEV;
	}
	if (hvport_detected()->isolation_type >= HV_ISOLATION_TYPE_SNP) {
		pr_err("isolated partition whose kernel has no hypercall page: one of this module's own would be private memory\n");
		return -ENODEV;
	}
	return own(hypercall);
}

/**
 * hvport_transport_init() - adopt the kernel's hypercall page or set up an own
 *
 * Every refusal writes one line and leaves the MSRs as found. May sleep.
 *
 * Return: 0 or -ENODEV.
 */
int hvport_transport_init(void)
{
	u64 hypercall;
	int error;

	if (read_msr(HV_X64_MSR_HYPERCALL, &hypercall)) {
		pr_err("the hypercall MSR cannot be read\n");
		return -ENODEV;
	}
	error = acquire(hypercall);
	owned = !error && !(hypercall & HYPERCALL_ENABLE);
	WRITE_ONCE(live, !error);
	return error;
}

/**
 * hvport_transport_exit() - leave the MSRs as they were found
 *
 * Waits for the calls under way; from here on every call answers
 * %HVPORT_NO_PAGE. An owned page is part of the module's text, which is freed
 * after this or replaced by another kernel's. May sleep.
 */
void hvport_transport_exit(void)
{
	WRITE_ONCE(live, false);
	synchronize_rcu();
	if (owned)
		disown();
	owned = false;
}

/**
 * hvport_transport_suspend() - the hypervisor's state may not survive this
 *
 * Tasks are frozen, but a file can be closed by a worker of the kernel's, which is
 * not: its calls are waited for. An owned page is given back, since a resume can be
 * into a machine that does not know it, or out of a kernel that is replaced by the
 * hibernated one. May sleep.
 */
void hvport_transport_suspend(void)
{
	WRITE_ONCE(live, false);
	synchronize_rcu();
	if (owned)
		disown();
}

/**
 * hvport_transport_resume() - the page again, or none
 *
 * The kernel has brought back its own page by now. What cannot be had back
 * stays away: calls answer %HVPORT_NO_PAGE, and the log says why.
 */
void hvport_transport_resume(void)
{
	u64 hypercall;

	if (read_msr(HV_X64_MSR_HYPERCALL, &hypercall) ||
	    !!(hypercall & HYPERCALL_ENABLE) == owned)
		pr_err("the hypercall page is not as it was before suspend (%#llx)\n",
		       hypercall);
	else
		WRITE_ONCE(live, !acquire(hypercall));
	/* What is not ours any more must not be given back a second time */
	owned = owned && live;
}

/* Is the page the module's own? Does not change while it can be called. */
bool hvport_transport_owned(void)
{
	return owned;
}

/**
 * hvport_transport_call() - a hypercall with input and output in memory
 * @control: control word
 * @input: input block or NULL; in the kernel's direct map, does not cross a page
 * @output: the same for the output
 *
 * Return: the hypervisor's 64-bit result, or HVPORT_NO_PAGE.
 */
u64 hvport_transport_call(u64 control, const void *input, void *output)
{
	if (!READ_ONCE(live))
		return HVPORT_NO_PAGE;
	if (!owned)
		return kernels_call(control, input, output);
	return hvport_own_page_call(control, input ? virt_to_phys((void *)input) : 0,
				    output ? virt_to_phys(output) : 0);
}

/**
 * hvport_transport_fast() - a hypercall whose input is in two registers
 * @code: call code
 * @input1: first 8 bytes of the input
 * @input2: the other 8 bytes
 *
 * Return: the hypervisor's 64-bit result, or HVPORT_NO_PAGE.
 */
u64 hvport_transport_fast(u16 code, u64 input1, u64 input2)
{
	if (!READ_ONCE(live))
		return HVPORT_NO_PAGE;
	if (!owned)
		return kernels_fast_call(code, input1, input2);
	return hvport_own_page_call(code | HV_HYPERCALL_FAST_BIT, input1, input2);
}
