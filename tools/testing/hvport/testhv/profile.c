// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the hypervisor's command line to a partition. A profile is a row of a
 * table; the options behind it change single things. README.md lists them for
 * people.
 */
#include "calllog.h"
#include "console.h"
#include "layout.h"
#include "partition.h"
#include "profile.h"
#include "string.h"

#define PRIVILEGES_MSRS	(PRIVILEGE_TIME_REF_COUNT | PRIVILEGE_SYNIC_MSRS | PRIVILEGE_APIC_MSRS | \
			 PRIVILEGE_HYPERCALL_MSRS | PRIVILEGE_VP_INDEX | \
			 PRIVILEGE_REFERENCE_TSC | PRIVILEGE_FREQUENCY_MSRS | \
			 PRIVILEGE_TSC_INVARIANT)
#define PRIVILEGES_PORTS (PRIVILEGE_POST_MESSAGES | PRIVILEGE_SIGNAL_EVENTS | \
			  PRIVILEGE_CREATE_PORT | PRIVILEGE_CONNECT_PORT)
#define PRIVILEGES_ALL	(PRIVILEGES_MSRS | PRIVILEGES_PORTS)

/* Linux takes who may manage CPUs for the root. No reference TSC: its page is not played. */
#define PRIVILEGES_ROOT	((PRIVILEGES_ALL & ~PRIVILEGE_REFERENCE_TSC) | PRIVILEGE_PARTITION_ID | \
			 PRIVILEGE_MEMORY_POOL | PRIVILEGE_CPU_MANAGEMENT)

/* EBX as Windows 10, WSL2 and Azure guests print it: no CreatePort, no ConnectPort */
#define PRIVILEGES_REAL_GUEST	(0x3b8030ULL << 32)

/* TLFS, GUEST_OS_ID of an open source system: bit 63, type 3 (Xen), no version */
#define OS_ID_OF_SOMEBODY	0x8300000000000000ULL

/* Some of the reserved bits, which have a meaning in some later version */
#define RESERVED_BITS		0xac0ULL

#define ISOLATION_SNP		2
#define VTLS_MAX		16

#define ORDINARY .hypervisor_bit = true, .hyperv_interface = true, .enable_sticks = true, \
		 .vtl_count = 1

static const struct partition profiles[] = {
	{ .profile = "hyperv", ORDINARY, .privileges = PRIVILEGES_ALL },
	{ .profile = "noport", ORDINARY, .privileges = PRIVILEGES_MSRS | PRIVILEGES_REAL_GUEST },
	{ .profile = "root", ORDINARY, .root = true, .privileges = PRIVILEGES_ROOT,
	  .hypercall_msr = HYPERCALL_PAGE },
	{ .profile = "nomsrs", ORDINARY,
	  .privileges = PRIVILEGES_ALL & ~PRIVILEGE_HYPERCALL_MSRS },
	{ .profile = "locked", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .hypercall_msr = HYPERCALL_MSR_LOCKED },
	{ .profile = "lockedon", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .guest_os_id = OS_ID_OF_SOMEBODY,
	  .hypercall_msr = HYPERCALL_PAGE | HYPERCALL_MSR_LOCKED | HYPERCALL_MSR_ENABLE },
	{ .profile = "osid", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .guest_os_id = OS_ID_OF_SOMEBODY, .hypercall_msr = RESERVED_BITS },
	{ .profile = "nosticky", .hypervisor_bit = true, .hyperv_interface = true,
	  .vtl_count = 1, .privileges = PRIVILEGES_ALL },
	{ .profile = "snp", ORDINARY, .privileges = PRIVILEGES_ALL | PRIVILEGE_ISOLATION,
	  .isolation_type = ISOLATION_SNP },
	{ .profile = "paravisor", ORDINARY, .privileges = PRIVILEGES_ALL | PRIVILEGE_ISOLATION,
	  .isolation_type = ISOLATION_SNP, .paravisor = true },
	{ .profile = "fewleaves", ORDINARY, .privileges = PRIVILEGES_ALL, .fewer_leaves = true },
	{ .profile = "noread", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .unreadable_msr = MSR_HYPERCALL },
	{ .profile = "nowrite", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .unwritable_msr = MSR_HYPERCALL },
	{ .profile = "noreadid", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .unreadable_msr = MSR_GUEST_OS_ID },
	{ .profile = "nowriteid", ORDINARY, .privileges = PRIVILEGES_ALL,
	  .unwritable_msr = MSR_GUEST_OS_ID },
	{ .profile = "other", .hypervisor_bit = true },
	{ .profile = "nohv" },
};

static const struct {
	const char *name;
	u64 mask;
} privilege_names[] = {
	{ "partitionid",	PRIVILEGE_PARTITION_ID },
	{ "memorypool",		PRIVILEGE_MEMORY_POOL },
	{ "postmessages",	PRIVILEGE_POST_MESSAGES },
	{ "signalevents",	PRIVILEGE_SIGNAL_EVENTS },
	{ "createport",		PRIVILEGE_CREATE_PORT },
	{ "connectport",	PRIVILEGE_CONNECT_PORT },
};

struct partition partition;

static bool same(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && !strncmp(name, word, len);
}

static bool set_profile(const char *value, size_t len)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++) {
		if (same(profiles[i].profile, value, len)) {
			partition = profiles[i];
			return true;
		}
	}
	return false;
}

static bool set_privilege(const char *value, size_t len)
{
	u32 i;

	if (!len || (*value != '+' && *value != '-'))
		return false;
	for (i = 0; i < ARRAY_SIZE(privilege_names); i++) {
		if (!same(privilege_names[i].name, value + 1, len - 1))
			continue;
		if (*value == '+')
			partition.privileges |= privilege_names[i].mask;
		else
			partition.privileges &= ~privilege_names[i].mask;
		return true;
	}
	return false;
}

/* +name,-name,... */
static bool set_privileges(const char *value, size_t len)
{
	size_t start = 0, i;

	for (i = 0; i <= len; i++) {
		if (i < len && value[i] != ',')
			continue;
		if (!set_privilege(value + start, i - start))
			return false;
		start = i + 1;
	}
	return true;
}

static bool set_vtls(const char *value, size_t len)
{
	u64 count;

	if (!parse_u64(value, len, &count) || !count || count > VTLS_MAX)
		return false;
	partition.vtl_count = count;
	return true;
}

static bool set_log(const char *value, size_t len)
{
	if (!same("calls", value, len))
		return false;
	calllog_print_all();
	return true;
}

static const struct {
	const char *name;
	bool (*set)(const char *value, size_t len);
} options[] = {
	{ "profile=",	set_profile },
	{ "privs=",	set_privileges },
	{ "vtls=",	set_vtls },
	{ "log=",	set_log },
};

static bool set_option(const char *word, size_t len)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		size_t name = strlen(options[i].name);

		if (len >= name && !strncmp(options[i].name, word, name))
			return options[i].set(word + name, len - name);
	}
	return false;
}

void profile_apply(const char *command_line)
{
	partition = profiles[0];
	while (*command_line) {
		size_t len = 0;

		while (command_line[len] && command_line[len] != ' ')
			len++;
		if (len && !set_option(command_line, len))
			panic("unknown option or value at \"%s\"", command_line);
		command_line += len;
		while (*command_line == ' ')
			command_line++;
	}
}
