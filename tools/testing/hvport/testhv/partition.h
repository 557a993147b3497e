/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one partition that runs: what its profile gives it (profile.c), and the
 * synthetic MSRs that all its VPs share. The other one is a script, peer.c.
 */
#ifndef TESTHV_PARTITION_H
#define TESTHV_PARTITION_H

#include "types.h"

#define PARTITION_SELF		(~0ULL)		/* TLFS HV_PARTITION_ID */
#define PARTITION_INVALID	0ULL
#define PARTITION_OWN		0x7ULL		/* as good as any, easy to spot in a log */
#define PARTITION_PEER		0x8ULL		/* peer.c */

/* Those that establish the hypercall interface */
#define MSR_GUEST_OS_ID		0x40000000
#define MSR_HYPERCALL		0x40000001

/* HV_PARTITION_PRIVILEGE_MASK, CPUID 0x40000003 EBX:EAX */
#define PRIVILEGE_TIME_REF_COUNT	BIT(1)
#define PRIVILEGE_SYNIC_MSRS		BIT(2)
#define PRIVILEGE_APIC_MSRS		BIT(4)
#define PRIVILEGE_HYPERCALL_MSRS	BIT(5)
#define PRIVILEGE_VP_INDEX		BIT(6)
#define PRIVILEGE_REFERENCE_TSC		BIT(9)
#define PRIVILEGE_FREQUENCY_MSRS	BIT(11)
#define PRIVILEGE_TSC_INVARIANT		BIT(15)
#define PRIVILEGE_PARTITION_ID		BIT(33)
#define PRIVILEGE_MEMORY_POOL		BIT(34)
#define PRIVILEGE_POST_MESSAGES		BIT(36)
#define PRIVILEGE_SIGNAL_EVENTS		BIT(37)
#define PRIVILEGE_CREATE_PORT		BIT(38)
#define PRIVILEGE_CONNECT_PORT		BIT(39)
#define PRIVILEGE_CPU_MANAGEMENT	BIT(44)
#define PRIVILEGE_EXTENDED_HYPERCALLS	BIT(52)
#define PRIVILEGE_ISOLATION		BIT(54)

/* TLFS, MSR HV_X64_MSR_HYPERCALL */
#define HYPERCALL_MSR_ENABLE		BIT(0)
#define HYPERCALL_MSR_LOCKED		BIT(1)
#define HYPERCALL_MSR_RESERVED		0xffcULL		/* 11:2, RsvdP */

struct partition {
	/* From the profile */
	const char *profile;
	bool hypervisor_bit;
	bool hyperv_interface;		/* Hv#1, or another vendor's leaves */
	bool enable_sticks;
	bool root;			/* its pages are where the hypervisor has them */
	bool fewer_leaves;		/* than the interface has to have */
	u32 isolation_type;		/* CPUID 0x4000000C EBX 3:0 */
	bool paravisor;			/* CPUID 0x4000000C EAX 0 */
	u32 unreadable_msr;		/* #GP, though there is the privilege; 0: none */
	u32 unwritable_msr;
	u32 vtl_count;
	u64 privileges;

	/* Shared by the VPs */
	u64 guest_os_id;
	u64 hypercall_msr;
	u64 reference_tsc_msr;
	u64 tsc_invariant_msr;
};

extern struct partition partition;

static inline bool privileged(u64 privilege)
{
	return (partition.privileges & privilege) == privilege;
}

/* Does the id name the running partition? */
static inline bool partition_is_self(u64 id)
{
	return id == PARTITION_SELF || id == PARTITION_OWN;
}

#endif /* TESTHV_PARTITION_H */
