// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order of things. The boot processor sets everything up and enters the
 * guest's kernel; any other comes here when the guest starts it.
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

static u32 count_processors(void)
{
	u32 count;

	outw(FW_CFG_SELECT, FW_CFG_NB_CPUS);
	count = inb(FW_CFG_DATA);
	count |= inb(FW_CFG_DATA) << 8;
	if (!count || count > MAX_VPS)
		panic("%u processors: start QEMU with -smp 1 to %u", count, MAX_VPS);
	return count;
}

static void init_vps(void)
{
	u32 i;

	vp_count = count_processors();
	for (i = 0; i < vp_count; i++) {
		vps[i].index = i;
		synic_reset(&vps[i].synic);
	}
}

static void boot(void)
{
	struct boot_info info;

	trap_init();
	trap_load();
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

	svm_prepare(&vps[0]);
	linux_load(&vps[0], &info.kernel, &info.initramfs);
	say("profile %s, %u VPs, privileges 0x%llx, TSC %llu kHz", partition.profile, vp_count,
	    partition.privileges, clock_tsc_hz() / 1000);
	svm_run(&vps[0]);
}

/* The guest's start-up IPI has arrived, by way of our trampoline */
static void start_further(struct vp *vp)
{
	trap_load();
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
	if (apic_id)
		start_further(&vps[apic_id]);
	else
		boot();
}
