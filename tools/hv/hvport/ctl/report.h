/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hvportctl says: results on standard output, failures on standard error;
 * with --json both as one line of JSON on standard output.
 */
#ifndef HVPORTCTL_REPORT_H
#define HVPORTCTL_REPORT_H

#include <json-c/json.h>

#include <libhvport.h>

#include "options.h"

/* Exit codes; the manual page promises them */
enum exit_code {
	EXIT_OK = 0,		/* done */
	EXIT_REFUSED = 1,	/* the kernel or the hypervisor said no */
	EXIT_USAGE = 2,		/* the command line was wrong, nothing was tried */
	EXIT_UNREACHABLE = 3,	/* no device, no permission, no debugfs */
};

/*
 * Objects for --json. Running out of memory ends the program: nothing sensible
 * could be printed then.
 */
struct json_object *out_new(const struct options *options, bool ok);
struct json_object *out_member(struct json_object *object, const char *key);
struct json_object *out_array(struct json_object *object, const char *key);
struct json_object *out_append(struct json_object *array);
void out_text(struct json_object *object, const char *key, const char *text);
void out_number(struct json_object *object, const char *key, __u64 number);
void out_bool(struct json_object *object, const char *key, bool value);
/* 64-bit values do not survive in the numbers of many readers */
void out_hex(struct json_object *object, const char *key, __u64 number);

/* Ends the program if @memory is NULL. Return: @memory. */
void *out_checked(void *memory);

/* Print as one line, at once, and free */
void out_finish(struct json_object *object);

/* Return: the exit code that was passed. */
int report_failure(const struct options *options, const struct hvport_failure *failure,
		   const char *hint, enum exit_code code);

/* A file that could not be opened or read: @call is "open /dev/hvport" */
int report_unreachable(const struct options *options, const char *call, int error,
		       const char *hint);

int report_usage(const struct options *options, const char *error);

/* What was printed may be lost: check, at the very end */
int report_flush(int code);

#endif /* HVPORTCTL_REPORT_H */
