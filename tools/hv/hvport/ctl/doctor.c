// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvportctl doctor: runs the checks on the real machine and prints what they
 * find. What is checked is in doctor_cpu.c and doctor_system.c.
 */
#include <cpuid.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "doctor.h"
#include "report.h"

static const struct {
	const char *text;
	const char *json;
} verdicts[] = {
	[VERDICT_OK]	= { "OK",   "ok" },
	[VERDICT_WARN]	= { "WARN", "warn" },
	[VERDICT_FAIL]	= { "FAIL", "fail" },
	[VERDICT_NA]	= { "n.a.", "n.a." },
};

void find(struct finding *finding, enum verdict verdict, const char *remedy,
	  const char *format, ...)
{
	va_list args;

	finding->verdict = verdict;
	finding->remedy = remedy;
	va_start(args, format);
	vsnprintf(finding->text, sizeof(finding->text), format, args);
	va_end(args);
}

static void real_cpuid(const struct machine *machine, __u32 leaf, __u32 regs[REGS])
{
	(void)machine;
	__cpuid_count(leaf, 0, regs[EAX], regs[EBX], regs[ECX], regs[EDX]);
}

static int real_device(const struct machine *machine)
{
	struct hvport_info info = { 0 };
	int fd = hvport_open();
	int error;

	(void)machine;
	if (fd < 0)
		return fd;
	error = hvport_get_info(fd, &info);
	hvport_close(fd);
	return error;
}

static void print_text(const struct check *check, const struct finding *finding)
{
	printf("%-5s %-22s %s\n", verdicts[finding->verdict].text, check->name, finding->text);
	if (finding->remedy)
		printf("%-28s -> %s\n", "", finding->remedy);
}

static void print_json(const struct check *check, const struct finding *finding,
		       struct json_object *array)
{
	struct json_object *object = out_append(array);

	out_text(object, "check", check->name);
	out_text(object, "verdict", verdicts[finding->verdict].json);
	out_text(object, "text", finding->text);
	out_text(object, "remedy", finding->remedy);
}

/* @array is NULL for text. Return: how many checks say that ports cannot be. */
static int run_checks(struct machine *machine, const struct check *check,
		      struct json_object *array)
{
	struct finding finding;
	int failed = 0;

	for (; check->name; check++) {
		check->run(machine, &finding);
		failed += finding.verdict == VERDICT_FAIL;
		if (array)
			print_json(check, &finding, array);
		else
			print_text(check, &finding);
	}
	return failed;
}

static void conclude(int failed)
{
	if (failed)
		printf("\nThis machine cannot create ports: see the %d line%s with FAIL.\n",
		       failed, failed > 1 ? "s" : "");
	else
		printf("\nThis machine can create ports, as far as can be told without trying.\n");
}

int run_doctor(const struct options *options)
{
	struct machine machine = {
		.cpuid = real_cpuid, .try_device = real_device, .root = "",
	};
	bool json = option_given(options, OPTION_JSON);
	struct json_object *object = json ? out_new(options, false) : NULL;
	struct json_object *array = json ? out_array(object, "checks") : NULL;
	struct utsname names = { .release = "" };
	int failed;

	uname(&names);
	machine.release = names.release;
	failed = run_checks(&machine, cpu_checks, array);
	failed += run_checks(&machine, system_checks, array);
	if (json) {
		out_bool(object, "ok", !failed);
		out_finish(object);
	} else {
		conclude(failed);
	}
	return failed ? EXIT_REFUSED : EXIT_OK;
}
