// SPDX-License-Identifier: GPL-2.0-only
/*
 * Failures, for people and for scripts: which call, what errno, who refused,
 * what the hypervisor said, which field, what to do.
 */
#include <stdio.h>

#include "report.h"

static const char *stage_name(__u8 stage)
{
	if (stage == HVPORT_STAGE_KERNEL)
		return "kernel";
	if (stage == HVPORT_STAGE_HYPERVISOR)
		return "hypervisor";
	return NULL;
}

static void print_text(const struct options *options, const struct hvport_failure *failure,
		       const char *hint)
{
	const char *stage = stage_name(failure->stage);

	fprintf(stderr, "hvportctl %s: %s failed: %s (%s)\n", verb_name(options->verb),
		failure->call, failure->error_name, failure->error_text);
	if (stage)
		fprintf(stderr, "  refused by: the %s\n", stage);
	if (failure->hv_status)
		fprintf(stderr, "  HV_STATUS:  0x%04x %s\n", failure->hv_status,
			failure->status_name ? failure->status_name : "(not in the lists)");
	if (failure->field)
		fprintf(stderr, "  field:      %s = %llu (0x%llx)\n", failure->field,
			failure->value, failure->value);
	else if (failure->bad_field)
		fprintf(stderr, "  field:      at offset %u\n", failure->bad_field);
	if (failure->deposits)
		fprintf(stderr, "  deposited:  %u pages of memory\n", failure->deposits);
	if (hint)
		fprintf(stderr, "  hint:       %s\n", hint);
}

static void print_json(const struct options *options, const struct hvport_failure *failure,
		       const char *hint)
{
	struct json_object *object = out_new(options, false);

	out_text(object, "call", failure->call);
	out_text(object, "errno", failure->error_name);
	out_text(object, "error", failure->error_text);
	out_text(object, "refused_by", stage_name(failure->stage));
	out_number(object, "hv_status", failure->hv_status);
	out_text(object, "hv_status_name", failure->status_name);
	out_number(object, "bad_field", failure->bad_field);
	out_text(object, "field", failure->field);
	if (failure->field)
		out_hex(object, "value", failure->value);
	else
		out_text(object, "value", NULL);
	out_number(object, "deposits", failure->deposits);
	out_text(object, "hint", hint);
	out_finish(object);
}

int report_failure(const struct options *options, const struct hvport_failure *failure,
		   const char *hint, enum exit_code code)
{
	if (option_given(options, OPTION_JSON))
		print_json(options, failure, hint);
	else
		print_text(options, failure, hint);
	return code;
}

int report_unreachable(const struct options *options, const char *call, int error,
		       const char *hint)
{
	struct hvport_failure failure;

	hvport_explain(0, error, NULL, &failure);
	failure.call = call;
	return report_failure(options, &failure, hint, EXIT_UNREACHABLE);
}

int report_usage(const struct options *options, const char *error)
{
	struct json_object *object;

	if (option_given(options, OPTION_JSON)) {
		object = out_new(options, false);
		out_text(object, "usage", error);
		out_finish(object);
		return EXIT_USAGE;
	}
	fprintf(stderr, "hvportctl %s: %s\nTry \"hvportctl %s --help\".\n",
		verb_name(options->verb), error, verb_name(options->verb));
	return EXIT_USAGE;
}

int report_flush(int code)
{
	if (!fflush(stdout) && !ferror(stdout))
		return code;
	fputs("hvportctl: cannot write to standard output\n", stderr);
	return code ? code : EXIT_REFUSED;
}
