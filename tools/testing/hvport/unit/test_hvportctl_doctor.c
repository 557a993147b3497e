// SPDX-License-Identifier: GPL-2.0-only
/*
 * The doctor's checks on machines that are not there: made-up CPUID tables and
 * made-up file systems. Which line says what, and what later lines make of it.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "doctor.h"
#include "kselftest.h"

struct leaf {
	__u32 leaf;
	__u32 regs[REGS];
};

/* CPUID 0x40000003 of an ordinary guest: everything but ports */
#define ORDINARY { 0x40000003, { 0x00002e7f, 0x003b8030, 2, 0x000ed7b2 } }
#define PRESENT { 1, { 0, 0, 0x80000000, 0 } }
#define MICROSOFT(max) { 0x40000000, { max, 0x7263694d, 0x666f736f, 0x76482074 } }
#define HV1 { 0x40000001, { 0x31237648, 0, 0, 0 } }
#define KVM(leaf, max) { leaf, { max, 0x4b4d564b, 0x564b4d56, 0x0000004d } }

static const struct leaf bare_metal[] = { { 1, { 0, 0, 0x7ffafbff, 0 } }, { 0 } };
static const struct leaf plain_kvm[] = {
	PRESENT, KVM(0x40000000, 0x40000001), { 0x40000001, { 0x01007efb, 0, 0, 0 } }, { 0 } };
static const struct leaf hyperv_full[] = {
	PRESENT, MICROSOFT(0x4000000c), HV1, { 0x40000003, { 0x60, 0xc0, 0, 0 } }, { 0 } };
static const struct leaf hyperv_ordinary[] = {
	PRESENT, MICROSOFT(0x4000000c), HV1, ORDINARY, { 0 } };
static const struct leaf hyperv_create_only[] = {
	PRESENT, MICROSOFT(0x40000005), HV1, { 0x40000003, { 0x60, 0x40, 0, 0 } }, { 0 } };
static const struct leaf hyperv_no_msrs[] = {
	PRESENT, MICROSOFT(0x40000005), HV1, { 0x40000003, { 0x40, 0xc0, 0, 0 } }, { 0 } };
static const struct leaf kvm_as_hyperv[] = {
	PRESENT, MICROSOFT(0x4000000a), HV1, KVM(0x40000100, 0x40000101),
	{ 0x40000003, { 0xe7f, 0x830, 0, 0 } }, { 0 } };
static const struct leaf too_few_leaves[] = {
	PRESENT, MICROSOFT(0x40000004), HV1, { 0x40000003, { 0x60, 0xc0, 0, 0 } }, { 0 } };
/* Leaf 0x40000001 is beyond the last one, so what it says does not count */
static const struct leaf beyond_last[] = { PRESENT, MICROSOFT(0x40000000), HV1, { 0 } };
static const struct leaf unknown_vendor[] = {
	PRESENT, { 0x40000000, { 0x40000006, 0x1b636261, 0x41414141, 0x42424242 } }, HV1,
	{ 0x40000003, { 0x60, 0xc0, 0, 0 } }, { 0 } };
#define ISOLATED(eax, ebx) { \
	PRESENT, MICROSOFT(0x4000000c), HV1, { 0x40000003, { 0x60, 0x4000c0, 0, 0 } }, \
	{ 0x4000000c, { eax, ebx, 0, 0 } }, { 0 } }
static const struct leaf isolated_none[] = ISOLATED(0, 0);
static const struct leaf isolated_vbs[] = ISOLATED(0, 1);
static const struct leaf isolated_snp[] = ISOLATED(0, 2);
static const struct leaf isolated_tdx[] = ISOLATED(0, 0x13);
static const struct leaf isolated_new[] = ISOLATED(0, 9);
static const struct leaf isolated_paravisor[] = ISOLATED(1, 2);

static void made_up_cpuid(const struct machine *machine, __u32 leaf, __u32 regs[REGS])
{
	const struct leaf *known;

	memset(regs, 0, REGS * sizeof(*regs));
	for (known = machine->data; known->leaf; known++)
		if (known->leaf == leaf)
			memcpy(regs, known->regs, sizeof(known->regs));
}

#define OK	VERDICT_OK
#define WARN	VERDICT_WARN
#define FAIL	VERDICT_FAIL
#define NA	VERDICT_NA

static const struct {
	const char *name;
	const struct leaf *leaves;
	enum verdict expected[7];	/* in the order of cpu_checks[] */
	const char *says;		/* one of the lines does */
} cpus[] = {
	{ "bare metal", bare_metal, { FAIL, NA, NA, NA, NA, NA, NA }, "no hypervisor" },
	{ "KVM", plain_kvm, { OK, FAIL, NA, NA, NA, NA, NA }, "the hypervisor is KVM" },
	{ "Hyper-V with ports", hyperv_full, { OK, OK, OK, OK, OK, OK, OK },
	  "Hv#1, by Hyper-V" },
	{ "ordinary guest", hyperv_ordinary, { OK, OK, OK, OK, FAIL, WARN, OK },
	  "EBX bit 6 is clear" },
	{ "no ConnectPort", hyperv_create_only, { OK, OK, OK, OK, OK, WARN, OK },
	  "EBX bit 7 is clear" },
	{ "no hypercall MSRs", hyperv_no_msrs, { OK, OK, OK, FAIL, OK, OK, OK },
	  "EAX bit 5 is clear" },
	{ "KVM as Hyper-V", kvm_as_hyperv, { OK, OK, WARN, OK, FAIL, WARN, OK },
	  "KVM imitates Hyper-V" },
	{ "too few leaves", too_few_leaves, { OK, FAIL, NA, NA, NA, NA, NA }, "not Hv#1" },
	{ "no leaf 0x40000001", beyond_last, { OK, FAIL, NA, NA, NA, NA, NA }, "not Hv#1" },
	{ "unknown vendor", unknown_vendor, { OK, OK, OK, OK, OK, OK, OK },
	  "not known by name (\"abc?AAAABBBB\")" },
	{ "isolation none", isolated_none, { OK, OK, OK, OK, OK, OK, OK }, "none" },
	{ "isolation VBS", isolated_vbs, { OK, OK, OK, OK, OK, OK, OK }, "VBS" },
	{ "isolation SNP", isolated_snp, { OK, OK, OK, OK, OK, OK, FAIL }, "SNP without" },
	{ "isolation TDX", isolated_tdx, { OK, OK, OK, OK, OK, OK, FAIL }, "TDX without" },
	{ "unknown isolation", isolated_new, { OK, OK, OK, OK, OK, OK, FAIL }, "not known" },
	{ "paravisor", isolated_paravisor, { OK, OK, OK, OK, OK, OK, WARN }, "with a paravisor" },
};

/*
 * Run @checks and compare; a line that is not OK must come with a remedy.
 * Return: true if all is as expected and one line says @says.
 */
static bool run(struct machine *machine, const struct check *checks,
		const enum verdict *expected, const char *says)
{
	struct finding finding;
	bool good = true, said = false;

	for (; checks->name; checks++, expected++) {
		memset(&finding, 0xa5, sizeof(finding));
		checks->run(machine, &finding);
		said |= !!strstr(finding.text, says);
		if (finding.verdict == *expected &&
		    !finding.remedy == (*expected == OK || *expected == NA))
			continue;
		ksft_print_msg("%s: verdict %d, not %d: %s\n", checks->name, finding.verdict,
			       *expected, finding.text);
		good = false;
	}
	if (!said)
		ksft_print_msg("nothing says \"%s\"\n", says);
	return good && said;
}

static void test_cpu(size_t i)
{
	struct machine machine = { .cpuid = made_up_cpuid, .data = cpus[i].leaves };

	ksft_test_result(run(&machine, cpu_checks, cpus[i].expected, cpus[i].says),
			 "%s\n", cpus[i].name);
}

struct file {
	const char *path;	/* NULL: no more files */
	const char *text;	/* NULL: a directory */
};

#define DEP "/lib/modules/6.1.0-test/modules.dep"
#define EFI "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define STATUS(mask) { "/proc/self/status", "Name:\tx\nCapEff:\t" mask "\nSeccomp:\t0\n" }
#define ROOT STATUS("000001ffffffffff")
#define LOADED { "/sys/module/hvport", NULL }
#define NODE { "/dev/hvport", "" }
#define ELSEWHERE { "/elsewhere", "" }	/* not in Hyper-V, by an earlier check */
#define INSTALLED { DEP, "kernel/a.ko:\nupdates/hvport.ko: kernel/b.ko\n" }

static const struct {
	const char *name;
	struct file files[6];
	int device;			/* what opening it gives */
	enum verdict expected[7];	/* in the order of system_checks[] */
	const char *says;
} systems[] = {
	{ "all is there", { ROOT, LOADED, NODE, INSTALLED }, 0,
	  { NA, OK, OK, NA, OK, OK, OK }, "the module answers" },
	{ "nothing is there", { { NULL } }, 0,
	  { NA, FAIL, WARN, OK, NA, NA, WARN }, "finds no hvport for 6.1.0-test" },
	{ "not in Hyper-V", { ROOT, INSTALLED, ELSEWHERE }, 0,
	  { NA, NA, OK, OK, NA, NA, OK }, "does not load without Hv#1" },
	{ "loaded all the same", { ROOT, LOADED, NODE, ELSEWHERE }, 0,
	  { NA, OK, OK, NA, OK, OK, OK }, "hvport is loaded" },
	{ "installed, not loaded", { ROOT, INSTALLED }, 0,
	  { NA, FAIL, OK, OK, NA, NA, OK }, "hvport is not loaded" },
	{ "installed compressed", { ROOT, { DEP, "extra/hvport.ko.xz:\n" } }, 0,
	  { NA, FAIL, OK, OK, NA, NA, OK }, "modprobe finds hvport" },
	{ "another module needs it only", { ROOT, { DEP, "a/b.ko: extra/hvport.ko\n" } }, 0,
	  { NA, FAIL, WARN, OK, NA, NA, OK }, "finds no hvport" },
	{ "loaded by insmod", { ROOT, LOADED, NODE }, 0,
	  { NA, OK, OK, NA, OK, OK, OK }, "but it is loaded" },
	{ "built in", { ROOT, { "/sys/class/misc/hvport", NULL }, NODE }, 0,
	  { NA, OK, OK, NA, OK, OK, OK }, "hvport is loaded" },
	{ "no device node", { ROOT, LOADED }, 0,
	  { NA, OK, OK, NA, FAIL, NA, OK }, "/dev/hvport is not there" },
	{ "an ordinary user", { STATUS("0000000000000000"), LOADED, NODE }, -EACCES,
	  { NA, OK, OK, NA, OK, FAIL, WARN }, "this user may not" },
	{ "root in a container", { STATUS("00000000a80425fb"), LOADED, NODE }, -EPERM,
	  { NA, OK, OK, NA, OK, FAIL, WARN }, "CAP_SYS_ADMIN" },
	{ "a module of another kind", { ROOT, LOADED, NODE }, -ENOTTY,
	  { NA, OK, OK, NA, OK, FAIL, OK }, "does not answer: Inappropriate" },
	{ "only CAP_SYS_RAWIO", { STATUS("0000000000020000"), LOADED, NODE }, 0,
	  { NA, OK, OK, NA, OK, OK, OK }, "permitted" },
	{ "all but CAP_SYS_RAWIO", { STATUS("000001fffffdffff"), LOADED, NODE }, 0,
	  { NA, OK, OK, NA, OK, OK, WARN }, "CAP_SYS_RAWIO is missing" },
	{ "not locked down", { ROOT, LOADED, NODE,
	  { "/sys/kernel/security/lockdown", "[none] integrity confidentiality\n" } }, 0,
	  { OK, OK, OK, NA, OK, OK, OK }, "none" },
	{ "locked down", { ROOT, LOADED, NODE,
	  { "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n" } }, 0,
	  { WARN, OK, OK, NA, OK, OK, WARN }, "locked down: integrity" },
	{ "locked down, not loaded", { ROOT, INSTALLED,
	  { "/sys/kernel/security/lockdown", "none integrity [confidentiality]\n" } }, 0,
	  { WARN, FAIL, OK, WARN, NA, NA, WARN }, "signatures are enforced" },
	{ "lockdown without a word", { ROOT, LOADED, NODE,
	  { "/sys/kernel/security/lockdown", "" } }, 0,
	  { OK, OK, OK, NA, OK, OK, OK }, "none" },
	{ "Secure Boot", { ROOT, INSTALLED, { EFI, "\6.01\1" } }, 0,
	  { NA, FAIL, OK, WARN, NA, NA, OK }, "Secure Boot is on" },
	{ "Secure Boot off", { ROOT, INSTALLED, { EFI, "\6.012" } }, 0,
	  { NA, FAIL, OK, OK, NA, NA, OK }, "not asked for" },
	{ "signatures enforced", { ROOT, INSTALLED,
	  { "/sys/module/module/parameters/sig_enforce", "Y\n" } }, 0,
	  { NA, FAIL, OK, WARN, NA, NA, OK }, "signatures are enforced" },
};

static int made_up_device(const struct machine *machine)
{
	return *(const int *)machine->data;
}

/* Make the directories that @path needs and the file, below @root */
static void make_file(const char *root, const struct file *file)
{
	char path[512], *slash;
	FILE *stream;

	snprintf(path, sizeof(path), "%s%s", root, file->path);
	for (slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	if (!file->text) {
		mkdir(path, 0700);
		return;
	}
	stream = fopen(path, "w");
	if (!stream || fputs(file->text, stream) < 0 || fclose(stream))
		ksft_exit_fail_msg("cannot write %s\n", path);
}

static void remove_tree(const char *root)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r '%s'", root);
	if (system(command))
		ksft_print_msg("%s is left behind\n", root);
}

static void test_system(size_t i)
{
	char root[] = "/tmp/hvport-doctor-XXXXXX";
	struct machine machine = {
		.try_device = made_up_device, .data = &systems[i].device,
		.root = root, .release = "6.1.0-test", .hyperv = true,
	};
	size_t f;

	if (!mkdtemp(root))
		ksft_exit_fail_msg("cannot make a directory in /tmp\n");
	for (f = 0; f < ARRAY_SIZE(systems[i].files) && systems[i].files[f].path; f++) {
		if (!strcmp(systems[i].files[f].path, "/elsewhere"))
			machine.hyperv = false;
		make_file(root, &systems[i].files[f]);
	}
	ksft_test_result(run(&machine, system_checks, systems[i].expected, systems[i].says),
			 "%s\n", systems[i].name);
	remove_tree(root);
}

int main(void)
{
	size_t i;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(cpus) + ARRAY_SIZE(systems));
	for (i = 0; i < ARRAY_SIZE(cpus); i++)
		test_cpu(i);
	for (i = 0; i < ARRAY_SIZE(systems); i++)
		test_system(i);
	ksft_finished();
}
