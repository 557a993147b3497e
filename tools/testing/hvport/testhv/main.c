// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order of things. The boot processor sets everything up; VP 0 enters the
 * guest's kernel, and the others come here when the guest starts them.
 *
 * With more than one VP the boot processor runs none. In QEMU (7.2, and later ones) a
 * processor that restores its FPU state (FXRSTOR; cpu_clear_ignne()) rewrites a
 * word of the first processor's state without a lock. "Nested paging" and "global
 * interrupt flag" are bits of that word, so of an entry to the guest, or of an
 * exit, one of them could be undone there: once in some hundred boots.
 */
#include "apic.h"
#include "clock.h"
#include "console.h"
#include "guest_memory.h"
#include "hypercall_page.h"
#include "layout.h"
#include "multiboot.h"
#include "npt.h"
#include "partition.h"
#include "profile.h"
#include "start.h"
#include "string.h"
#include "svm.h"
#include "trap.h"
#include "vp.h"

/* QEMU's firmware configuration device: how many processors there are */
#define FW_CFG_SELECT	0x510
#define FW_CFG_DATA	0x511
#define FW_CFG_NB_CPUS	0x05

static struct boot_info info;

static u32 count_processors(void)
{
	u32 count;

	outw(FW_CFG_SELECT, FW_CFG_NB_CPUS);
	count = inb(FW_CFG_DATA);
	count |= inb(FW_CFG_DATA) << 8;
	if (!count || count == 2 || count > MAX_PROCESSORS)
		panic("%u processors: start QEMU with -smp 1 for one VP, 3 to %u for 2 to %u",
		      count, MAX_PROCESSORS, MAX_VPS);
	return count;
}

static void init_vps(void)
{
	u32 count = count_processors(), spare = count > 1, i;

	vp_count = count - spare;
	for (i = 0; i < vp_count; i++) {
		vps[i].index = i;
		vps[i].apic_id = spare + i;
		synic_reset(&vps[i].synic);
	}
}

static void set_up(void)
{
	multiboot_read(&info);
	profile_apply(info.command_line);
	svm_check();
	svm_init();
	npt_init();
	init_vps();
	clock_init();
	apic_init();

	memory_reserve(IMAGE_START, IMAGE_END);
	memory_reserve(TRAMPOLINE, TRAMPOLINE + PAGE_SIZE);
	memory_reserve(HYPERCALL_PAGE, HYPERCALL_PAGE + PAGE_SIZE);
	memory_reserve(ASSIST_PAGE, ASSIST_PAGE + PAGE_SIZE);
	memcpy((void *)TRAMPOLINE, trampoline, trampoline_end - trampoline);
	hypercall_page_init();
	if (partition.root)
		vps[0].vp_assist = ASSIST_PAGE;
}

static void start_first(struct vp *vp)
{
	svm_prepare(vp);
	linux_load(vp, &info.kernel, &info.initramfs);
	say("profile %s, %u VPs, privileges 0x%llx, TSC %llu kHz", partition.profile, vp_count,
	    partition.privileges, clock_tsc_hz() / 1000);
	svm_run(vp);
}

/* The guest's start-up IPI has arrived, by way of our trampoline */
static void start_further(struct vp *vp)
{
	vp->kicked = false;
	vp->vp_assist = 0;
	synic_reset(&vp->synic);
	svm_prepare(vp);
	svm_state_real_mode(vp, vp->sipi_vector);
	svm_run(vp);
}

/* start.S comes here on every processor, with its initial APIC ID */
void processor_start(u32 apic_id)
{
	struct vp *vp;

	if (!apic_id)
		trap_init();
	trap_load();
	if (!apic_id)
		set_up();
	if (apic_id < vps[0].apic_id) {
		apic_start(vps[0].apic_id);
		return;
	}
	vp = &vps[apic_id - vps[0].apic_id];
	if (vp == &vps[0])
		start_first(vp);
	else
		start_further(vp);
}
