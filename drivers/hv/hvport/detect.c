// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hypervisor is this, and what does it offer? CPUID only: this file writes
 * nothing and touches no MSR. Decides on the interface signature, as the TLFS
 * says; the vendor text is for people.
 *
 * TLFS, "Feature and interface discovery".
 */
#include <linux/build_bug.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"

/* The part of HVPORT_GET_INFO that does not change after load */
static struct hvport_info detected;

const struct hvport_info *hvport_detected(void)
{
	return &detected;
}

void hvport_detected_set_page(u32 page_mode, u64 partition_id)
{
	detected.page_mode = page_mode;
	detected.partition_id = partition_id;
}

enum { EAX, EBX, ECX, EDX, REGS };

/* Leaves 0x40000000 and 0x40000001: is it Hyper-V's interface at all? */
static int detect_interface(u32 *max_leaf)
{
	u32 regs[REGS], signature[REGS] = {};

	hvport_cpuid(1, regs);
	if (!(regs[ECX] & HV_CPUID1_ECX_HYPERVISOR)) {
		pr_err("no hypervisor: CPUID 1 ECX bit 31 is clear\n");
		return -ENODEV;
	}
	hvport_cpuid(HV_CPUID_VENDOR, regs);
	*max_leaf = regs[EAX];
	memcpy(detected.vendor, &regs[EBX], 3 * sizeof(u32));
	if (*max_leaf >= HV_CPUID_INTERFACE)
		hvport_cpuid(HV_CPUID_INTERFACE, signature);
	if (signature[EAX] != HV_INTERFACE_SIGNATURE) {
		pr_err("the hypervisor \"%*pE\" is not Hv#1 (interface signature %#x)\n",
		       (int)strlen(detected.vendor), detected.vendor, signature[EAX]);
		return -ENODEV;
	}
	if (*max_leaf < HV_CPUID_LIMITS) {
		pr_err("not all of Hyper-V's CPUID leaves are there: the last is %#x\n",
		       *max_leaf);
		return -ENODEV;
	}
	detected.interface_signature = signature[EAX];
	return 0;
}

/* Leaves 0x40000002 to 0x40000005 */
static void detect_features(void)
{
	u32 regs[REGS];

	hvport_cpuid(HV_CPUID_VERSION, regs);
	detected.version_build = regs[EAX];
	detected.version_major = regs[EBX] >> 16;
	detected.version_minor = regs[EBX] & 0xffff;

	hvport_cpuid(HV_CPUID_FEATURES, regs);
	detected.privileges = (u64)regs[EBX] << 32 | regs[EAX];
	detected.features = regs[EDX];

	hvport_cpuid(HV_CPUID_RECOMMENDATIONS, regs);
	detected.hints = regs[EAX];
	detected.nested = !!(regs[EAX] & HV_HINT_NESTED);

	hvport_cpuid(HV_CPUID_LIMITS, regs);
	detected.max_vps = regs[EAX];
}

/*
 * In an SNP or TDX guest the hypervisor cannot read memory that is private, and
 * without a paravisor a hypercall is not a call of the page but an instruction
 * with a protocol of its own. Neither is what this module does.
 */
static int detect_isolation(u32 max_leaf)
{
	u32 regs[REGS];

	if (!(detected.privileges & HV_ISOLATION) || max_leaf < HV_CPUID_ISOLATION)
		return 0;
	hvport_cpuid(HV_CPUID_ISOLATION, regs);
	detected.isolation_type = regs[EBX] & HV_ISOLATION_TYPE_MASK;
	if (detected.isolation_type < HV_ISOLATION_TYPE_SNP ||
	    regs[EAX] & HV_ISOLATION_PARAVISOR)
		return 0;
	pr_err("isolated partition (type %u) without a paravisor: there is no hypercall page that can be used\n",
	       detected.isolation_type);
	return -ENODEV;
}

/**
 * hvport_detect() - find out what the hypervisor offers
 *
 * Every refusal writes one line that says what is missing. May sleep.
 *
 * Return: 0, or -ENODEV when hvport cannot work here.
 */
int hvport_detect(void)
{
	u32 max_leaf;
	int error;

	error = detect_interface(&max_leaf);
	if (error)
		return error;
	detect_features();
	if (!(detected.privileges & HV_ACCESS_HYPERCALL_MSRS)) {
		pr_err("no access to the hypercall MSRs: CPUID %#x EAX bit 5 is clear\n",
		       HV_CPUID_FEATURES);
		return -ENODEV;
	}
	return detect_isolation(max_leaf);
}
