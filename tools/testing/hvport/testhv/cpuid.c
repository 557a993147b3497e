// SPDX-License-Identifier: GPL-2.0-only
/*
 * What CPUID says: the machine's own leaves with SVM taken out, and Hyper-V's
 * (TLFS "Feature and Interface Discovery") as the profile has them.
 */
#include "cpuid.h"
#include "partition.h"
#include "vp.h"

#define LEAF_FEATURES		0x00000001
#define LEAF1_ECX_OSXSAVE	(1U << 27)
#define LEAF1_ECX_HYPERVISOR	(1U << 31)
#define LEAF_STRUCTURED		0x00000007
#define LEAF7_ECX_OSPKE		(1U << 4)
#define LEAF_EXTENDED		0x80000001
#define EXTENDED_ECX_SVM	(1U << 2)
#define LEAF_POWER		0x80000007
#define POWER_EDX_INVARIANT_TSC	(1U << 8)
#define LEAF_SVM		0x8000000a

#define HYPERVISOR_FIRST	0x40000000
#define HYPERVISOR_LAST		0x4fffffff
#define HYPERV_MAX_LEAF		0x4000000c
#define HYPERV_FEWER_LEAVES	0x40000004	/* TLFS: 0x40000005 at least */

#define VERSION_BUILD		20348
#define VERSION_MAJOR_MINOR	(10U << 16)

#define FEATURE_FREQUENCY_MSRS	(1U << 8)
#define FEATURE_HYPERCALL_LOCK	(1U << 18)

/* No hint asks for a hypercall that does not exist here */
#define HINT_RELAXED_TIMING	(1U << 5)
#define HINT_NO_AUTO_EOI	(1U << 9)
#define NEVER_NOTIFY_SPINNING	0xffffffffU

#define ISOLATION_PARAVISOR	(1U << 0)

static u32 highest_leaf(void)
{
	return partition.fewer_leaves ? HYPERV_FEWER_LEAVES : HYPERV_MAX_LEAF;
}

/* Hv#1; all leaves that are left out are zero */
static struct cpuid_regs hyperv_leaf(u32 leaf)
{
	struct cpuid_regs r = { 0 };

	if (leaf > highest_leaf())
		return r;
	switch (leaf) {
	case 0x40000000:	/* highest leaf, "Microsoft Hv" */
		return (struct cpuid_regs){ highest_leaf(), 0x7263694d, 0x666f736f, 0x76482074 };
	case 0x40000001:	/* "Hv#1" */
		r.eax = 0x31237648;
		break;
	case 0x40000002:
		r.eax = VERSION_BUILD;
		r.ebx = VERSION_MAJOR_MINOR;
		break;
	case 0x40000003:
		r.eax = partition.privileges;
		r.ebx = partition.privileges >> 32;
		r.edx = FEATURE_FREQUENCY_MSRS | FEATURE_HYPERCALL_LOCK;
		break;
	case 0x40000004:
		r.eax = HINT_RELAXED_TIMING | HINT_NO_AUTO_EOI;
		r.ebx = NEVER_NOTIFY_SPINNING;
		break;
	case 0x40000005:
		r.eax = MAX_VPS;
		r.ebx = MAX_VPS;
		break;
	case 0x4000000c:	/* is there a paravisor; the type of isolation */
		r.eax = partition.paravisor ? ISOLATION_PARAVISOR : 0;
		r.ebx = partition.isolation_type;
		break;
	}
	return r;
}

/* A hypervisor that is not Hyper-V: KVM's signature, and none of its features */
static struct cpuid_regs other_leaf(u32 leaf)
{
	if (leaf == HYPERVISOR_FIRST)
		return (struct cpuid_regs){ HYPERVISOR_FIRST + 1,
					    0x4b4d564b, 0x564b4d56, 0x0000004d };
	return (struct cpuid_regs){ 0 };
}

/*
 * CPUID executed here reports the hypervisor's own CR4 where it reports CR4 at
 * all (APM volume 3, appendix E.3.2 and E.3.6)
 */
static struct cpuid_regs machine_leaf(struct vp *vp, u32 leaf, u32 subleaf)
{
	struct cpuid_regs r = cpuid(leaf, subleaf);

	switch (leaf) {
	case LEAF_FEATURES:
		r.ecx &= ~(LEAF1_ECX_HYPERVISOR | LEAF1_ECX_OSXSAVE);
		if (partition.hypervisor_bit)
			r.ecx |= LEAF1_ECX_HYPERVISOR;
		if (vp->vmcb->cr4 & CR4_OSXSAVE)
			r.ecx |= LEAF1_ECX_OSXSAVE;
		break;
	case LEAF_STRUCTURED:
		r.ecx &= ~LEAF7_ECX_OSPKE;
		if (!subleaf && vp->vmcb->cr4 & CR4_PKE)
			r.ecx |= LEAF7_ECX_OSPKE;
		break;
	case LEAF_EXTENDED:
		r.ecx &= ~EXTENDED_ECX_SVM;
		break;
	case LEAF_POWER:
		if (partition.tsc_invariant_msr & 1)
			r.edx |= POWER_EDX_INVARIANT_TSC;
		break;
	case LEAF_SVM:
		return (struct cpuid_regs){ 0 };
	}
	return r;
}

void cpuid_exit(struct vp *vp)
{
	u32 leaf = vp->vmcb->rax;
	struct cpuid_regs r;

	if (leaf < HYPERVISOR_FIRST || leaf > HYPERVISOR_LAST)
		r = machine_leaf(vp, leaf, vp->regs.rcx);
	else if (!partition.hypervisor_bit)
		r = (struct cpuid_regs){ 0 };
	else
		r = partition.hyperv_interface ? hyperv_leaf(leaf) : other_leaf(leaf);

	vp->vmcb->rax = r.eax;
	vp->regs.rbx = r.ebx;
	vp->regs.rcx = r.ecx;
	vp->regs.rdx = r.edx;
	vp_advance(vp, LENGTH_CPUID);
}
