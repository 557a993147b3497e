// SPDX-License-Identifier: GPL-2.0-only
/*
 * The doctor's checks of what the hypervisor says in CPUID. User space sees the
 * same leaves as the kernel does. TLFS, "Feature and interface discovery".
 */
#include <string.h>

#include "doctor.h"
#include "hv_abi.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Where a hypervisor that imitates Hyper-V shows its own name */
#define CPUID_SECOND_VENDOR	0x40000100

static const struct {
	char signature[13];
	const char *name;
} vendors[] = {
	{ "Microsoft Hv", "Hyper-V" },
	{ "KVMKVMKVM",    "KVM" },
	{ "TCGTCGTCGTCG", "QEMU" },
	{ "XenVMMXenVMM", "Xen" },
	{ "VMwareVMware", "VMware" },
	{ "VBoxVBoxVBox", "VirtualBox" },
	{ "bhyve bhyve ", "bhyve" },
	{ "ACRNACRNACRN", "ACRN" },
	{ " lrpepyh  vr", "Parallels" },
};

/* Return: the name for a signature; NULL if it is nobody's that is known. */
static const char *vendor_name(const char *signature)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(vendors); i++)
		if (!strcmp(vendors[i].signature, signature))
			return vendors[i].name;
	return NULL;
}

static __u32 read_vendor(const struct machine *machine, __u32 leaf, char signature[13])
{
	__u32 regs[REGS];
	int i;

	machine->cpuid(machine, leaf, regs);
	memcpy(signature, &regs[EBX], 12);
	signature[12] = '\0';
	/* It goes to a terminal */
	for (i = 0; signature[i]; i++)
		if (signature[i] < ' ' || signature[i] > '~')
			signature[i] = '?';
	return regs[EAX];
}

static void check_hypervisor(struct machine *machine, struct finding *finding)
{
	__u32 regs[REGS];

	machine->cpuid(machine, 1, regs);
	machine->hypervisor = regs[ECX] & HV_CPUID1_ECX_HYPERVISOR;
	if (machine->hypervisor)
		find(finding, VERDICT_OK, NULL, "this is a virtual machine");
	else
		find(finding, VERDICT_FAIL,
		     "run it in a guest of Hyper-V; \"make demo\" shows it without one",
		     "no hypervisor: CPUID 1 ECX bit 31 is clear");
}

static void check_interface(struct machine *machine, struct finding *finding)
{
	char signature[13];
	__u32 regs[REGS] = { 0 };
	const char *name;
	__u32 max_leaf;

	if (!machine->hypervisor) {
		find(finding, VERDICT_NA, NULL, "there is no hypervisor");
		return;
	}
	max_leaf = read_vendor(machine, HV_CPUID_VENDOR, signature);
	name = vendor_name(signature);
	if (max_leaf >= HV_CPUID_INTERFACE)
		machine->cpuid(machine, HV_CPUID_INTERFACE, regs);
	machine->hyperv = regs[EAX] == HV_INTERFACE_SIGNATURE && max_leaf >= HV_CPUID_LIMITS;
	if (machine->hyperv)
		find(finding, VERDICT_OK, NULL, "Hv#1, by %s (\"%s\")",
		     name ? name : "a hypervisor that is not known by name", signature);
	else
		find(finding, VERDICT_FAIL, "hvport needs the interface of Hyper-V",
		     "not Hv#1: the hypervisor is %s (\"%s\")",
		     name ? name : "not known by name", signature);
}

/* Others show Hyper-V's interface to help Windows, and their own name as well */
static void check_imitation(struct machine *machine, struct finding *finding)
{
	char signature[13];
	const char *name;

	if (!machine->hyperv) {
		find(finding, VERDICT_NA, NULL, "no Hv#1 interface");
		return;
	}
	read_vendor(machine, CPUID_SECOND_VENDOR, signature);
	name = vendor_name(signature);
	if (name)
		find(finding, VERDICT_WARN,
		     "expect HV_STATUS_INVALID_HYPERCALL_CODE: imitations have no ports",
		     "%s imitates Hyper-V (\"%s\")", name, signature);
	else
		find(finding, VERDICT_OK, NULL, "no other hypervisor shows through");
}

static __u64 read_privileges(const struct machine *machine)
{
	__u32 regs[REGS];

	machine->cpuid(machine, HV_CPUID_FEATURES, regs);
	return (__u64)regs[EBX] << 32 | regs[EAX];
}

struct privilege_check {
	__u64 bit;
	enum verdict without;
	const char *where;
	const char *remedy;
};

static void check_privilege(struct machine *machine, struct finding *finding,
			    const struct privilege_check *check)
{
	if (!machine->hyperv)
		find(finding, VERDICT_NA, NULL, "no Hv#1 interface");
	else if (read_privileges(machine) & check->bit)
		find(finding, VERDICT_OK, NULL, "%s is set", check->where);
	else
		find(finding, check->without, check->remedy, "%s is clear", check->where);
}

static void check_hypercall_msrs(struct machine *machine, struct finding *finding)
{
	check_privilege(machine, finding, &(struct privilege_check){
		HV_ACCESS_HYPERCALL_MSRS, VERDICT_FAIL, "CPUID 0x40000003 EAX bit 5",
		"without them there are no hypercalls; only the host can grant them" });
}

static void check_create_port(struct machine *machine, struct finding *finding)
{
	check_privilege(machine, finding, &(struct privilege_check){
		HV_CREATE_PORT, VERDICT_FAIL, "CPUID 0x40000003 EBX bit 6",
		"ordinary Azure, WSL2 and Windows guests lack it; only the host can grant it" });
}

static void check_connect_port(struct machine *machine, struct finding *finding)
{
	check_privilege(machine, finding, &(struct privilege_check){
		HV_CONNECT_PORT, VERDICT_WARN, "CPUID 0x40000003 EBX bit 7",
		"ports can be created without it, but not connected to" });
}

static void check_isolation(struct machine *machine, struct finding *finding)
{
	static const char *const names[] = { "none", "VBS", "SNP", "TDX" };
	__u32 regs[REGS];
	char signature[13];
	__u32 type;

	if (!machine->hyperv) {
		find(finding, VERDICT_NA, NULL, "no Hv#1 interface");
		return;
	}
	if (!(read_privileges(machine) & HV_ISOLATION) ||
	    read_vendor(machine, HV_CPUID_VENDOR, signature) < HV_CPUID_ISOLATION) {
		find(finding, VERDICT_OK, NULL, "none");
		return;
	}
	machine->cpuid(machine, HV_CPUID_ISOLATION, regs);
	type = regs[EBX] & HV_ISOLATION_TYPE_MASK;
	if (type < HV_ISOLATION_TYPE_SNP)
		find(finding, VERDICT_OK, NULL, "%s", names[type]);
	else if (regs[EAX] & HV_ISOLATION_PARAVISOR)
		find(finding, VERDICT_WARN, "the paravisor answers hypercalls and may lack ports",
		     "type %u, with a paravisor", type);
	else
		find(finding, VERDICT_FAIL, "the module does not load in such a guest",
		     "%s without a paravisor: no hypercall page that can be used",
		     type < ARRAY_SIZE(names) ? names[type] : "a type that is not known");
}

const struct check cpu_checks[] = {
	{ "hypervisor",			check_hypervisor },
	{ "interface",			check_interface },
	{ "imitation",			check_imitation },
	{ "hypercall MSRs",		check_hypercall_msrs },
	{ "CreatePort privilege",	check_create_port },
	{ "ConnectPort privilege",	check_connect_port },
	{ "isolation",			check_isolation },
	{ NULL, NULL }
};
