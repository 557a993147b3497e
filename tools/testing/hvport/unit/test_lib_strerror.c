// SPDX-License-Identifier: GPL-2.0-only
/*
 * Failures in words: every field of every struct by its documented offset, and
 * the whole line for each kind of failure.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <libhvport.h>

#include "kselftest.h"

#define M HVPORT_TYPE_MESSAGE
#define E HVPORT_TYPE_EVENT
#define O HVPORT_TYPE_MONITOR
#define D HVPORT_TYPE_DOORBELL

static const struct {
	unsigned int request;
	unsigned int type;	/* of port, where that decides what a field is */
	unsigned int offset, width;
	const char *field;
} fields[] = {
	{ HVPORT_CREATE_PORT, D, 4, 4, "flags" },
	{ HVPORT_CREATE_PORT, D, 8, 8, "port_partition" },
	{ HVPORT_CREATE_PORT, D, 16, 4, "port_id" },
	{ HVPORT_CREATE_PORT, D, 20, 1, "port_vtl" },
	{ HVPORT_CREATE_PORT, D, 21, 1, "min_connection_vtl" },
	{ HVPORT_CREATE_PORT, D, 22, 2, "reserved_z0" },
	{ HVPORT_CREATE_PORT, D, 24, 8, "connection_partition" },
	{ HVPORT_CREATE_PORT, 9, 32, 4, "port_info.port_type" },
	{ HVPORT_CREATE_PORT, D, 36, 4, "port_info.padding" },
	{ HVPORT_CREATE_PORT, M, 40, 4, "port_info.message.target_sint" },
	{ HVPORT_CREATE_PORT, M, 44, 4, "port_info.message.target_vp" },
	{ HVPORT_CREATE_PORT, M, 48, 8, "port_info.message.rsvdz" },
	{ HVPORT_CREATE_PORT, E, 40, 4, "port_info.event.target_sint" },
	{ HVPORT_CREATE_PORT, E, 44, 4, "port_info.event.target_vp" },
	{ HVPORT_CREATE_PORT, E, 48, 2, "port_info.event.base_flag_number" },
	{ HVPORT_CREATE_PORT, E, 50, 2, "port_info.event.flag_count" },
	{ HVPORT_CREATE_PORT, E, 52, 4, "port_info.event.rsvdz" },
	{ HVPORT_CREATE_PORT, O, 40, 8, "port_info.monitor.monitor_address" },
	{ HVPORT_CREATE_PORT, O, 48, 8, "port_info.monitor.rsvdz" },
	{ HVPORT_CREATE_PORT, D, 40, 4, "port_info.doorbell.target_sint" },
	{ HVPORT_CREATE_PORT, D, 44, 4, "port_info.doorbell.target_vp" },
	{ HVPORT_CREATE_PORT, D, 48, 8, "port_info.doorbell.rsvdz" },
	{ HVPORT_CREATE_PORT, D, 56, 4, "proximity_domain_info.id" },
	{ HVPORT_CREATE_PORT, D, 60, 4, "proximity_domain_info.flags" },
	{ HVPORT_DELETE_PORT, 0, 4, 4, "flags" },
	{ HVPORT_DELETE_PORT, 0, 8, 8, "port_partition" },
	{ HVPORT_DELETE_PORT, 0, 16, 4, "port_id" },
	{ HVPORT_DELETE_PORT, 0, 20, 4, "reserved" },
	{ HVPORT_CONNECT_PORT, D, 4, 4, "flags" },
	{ HVPORT_CONNECT_PORT, D, 8, 8, "connection_partition" },
	{ HVPORT_CONNECT_PORT, D, 16, 4, "connection_id" },
	{ HVPORT_CONNECT_PORT, D, 20, 1, "connection_vtl" },
	{ HVPORT_CONNECT_PORT, D, 21, 1, "reserved_z0" },
	{ HVPORT_CONNECT_PORT, D, 22, 2, "reserved_z1" },
	{ HVPORT_CONNECT_PORT, D, 24, 8, "port_partition" },
	{ HVPORT_CONNECT_PORT, D, 32, 4, "port_id" },
	{ HVPORT_CONNECT_PORT, D, 36, 4, "reserved_z2" },
	{ HVPORT_CONNECT_PORT, 9, 40, 4, "connection_info.port_type" },
	{ HVPORT_CONNECT_PORT, D, 44, 4, "connection_info.padding" },
	{ HVPORT_CONNECT_PORT, M, 48, 8, "connection_info.message.rsvdz[0]" },
	{ HVPORT_CONNECT_PORT, M, 56, 8, "connection_info.message.rsvdz[1]" },
	{ HVPORT_CONNECT_PORT, M, 64, 8, "connection_info.message.rsvdz[2]" },
	{ HVPORT_CONNECT_PORT, E, 48, 8, "connection_info.event.rsvdz[0]" },
	{ HVPORT_CONNECT_PORT, E, 56, 8, "connection_info.event.rsvdz[1]" },
	{ HVPORT_CONNECT_PORT, E, 64, 8, "connection_info.event.rsvdz[2]" },
	{ HVPORT_CONNECT_PORT, O, 48, 8, "connection_info.monitor.monitor_address" },
	{ HVPORT_CONNECT_PORT, O, 56, 8, "connection_info.monitor.rsvdz[0]" },
	{ HVPORT_CONNECT_PORT, O, 64, 8, "connection_info.monitor.rsvdz[1]" },
	{ HVPORT_CONNECT_PORT, D, 48, 8, "connection_info.doorbell.guest_physical_address" },
	{ HVPORT_CONNECT_PORT, D, 56, 8, "connection_info.doorbell.trigger_value" },
	{ HVPORT_CONNECT_PORT, D, 64, 8, "connection_info.doorbell.flags" },
	{ HVPORT_CONNECT_PORT, D, 72, 4, "proximity_domain_info.id" },
	{ HVPORT_CONNECT_PORT, D, 76, 4, "proximity_domain_info.flags" },
	{ HVPORT_DISCONNECT_PORT, 0, 4, 4, "flags" },
	{ HVPORT_DISCONNECT_PORT, 0, 8, 8, "connection_partition" },
	{ HVPORT_DISCONNECT_PORT, 0, 16, 4, "connection_id" },
	{ HVPORT_DISCONNECT_PORT, 0, 20, 4, "is_doorbell" },
	{ HVPORT_POST_MESSAGE, 0, 4, 4, "flags" },
	{ HVPORT_POST_MESSAGE, 0, 8, 4, "connection_id" },
	{ HVPORT_POST_MESSAGE, 0, 12, 4, "reserved" },
	{ HVPORT_POST_MESSAGE, 0, 16, 4, "message_type" },
	{ HVPORT_POST_MESSAGE, 0, 20, 4, "payload_size" },
	{ HVPORT_SIGNAL_EVENT, 0, 4, 4, "flags" },
	{ HVPORT_SIGNAL_EVENT, 0, 8, 4, "connection_id" },
	{ HVPORT_SIGNAL_EVENT, 0, 12, 2, "flag_number" },
	{ HVPORT_SIGNAL_EVENT, 0, 14, 2, "reserved" },
	/* no field begins there */
	{ HVPORT_CREATE_PORT, D, 1, 4, NULL },
	{ HVPORT_CREATE_PORT, D, 50, 4, NULL },
	{ HVPORT_CREATE_PORT, 9, 40, 4, NULL },
	{ HVPORT_CREATE_PORT, D, 64, 4, NULL },
	{ HVPORT_SIGNAL_EVENT, 0, 4000, 0, NULL },
};

/* Where an ioctl's struct has its result, and its type of port if any */
static const struct {
	unsigned int request;
	unsigned int result, type;
} layouts[] = {
	{ HVPORT_CREATE_PORT, 64, 32 },
	{ HVPORT_DELETE_PORT, 24, 0 },
	{ HVPORT_CONNECT_PORT, 80, 40 },
	{ HVPORT_DISCONNECT_PORT, 24, 0 },
	{ HVPORT_POST_MESSAGE, 264, 0 },
	{ HVPORT_SIGNAL_EVENT, 16, 0 },
};

/* A struct full of a pattern, with this result; of the struct's size, for ASan */
static char *refused(unsigned int request, unsigned int type, struct hvport_result result)
{
	size_t i = 0;
	char *arg;

	while (layouts[i].request != request)
		i++;
	arg = malloc(layouts[i].result + sizeof(result));
	memset(arg, 0xa5, layouts[i].result);
	if (layouts[i].type)
		memcpy(arg + layouts[i].type, &type, sizeof(type));
	memcpy(arg + layouts[i].result, &result, sizeof(result));
	return arg;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void test_field(size_t i)
{
	struct hvport_result result = { 0, HVPORT_STAGE_KERNEL, 0, fields[i].offset };
	char *arg = refused(fields[i].request, fields[i].type, result);
	struct hvport_failure failure;
	__u64 value = 0;

	if (fields[i].field)
		memcpy(&value, arg + fields[i].offset, fields[i].width);
	hvport_explain(fields[i].request, -EINVAL, arg, &failure);
	if (!same(failure.field, fields[i].field))
		ksft_print_msg("it is called %s\n", failure.field ? failure.field : "nothing");
	ksft_test_result(same(failure.field, fields[i].field) && failure.value == value &&
			 failure.bad_field == fields[i].offset,
			 "field at %u of ioctl %#x, type %u: %s\n", fields[i].offset,
			 fields[i].request, fields[i].type,
			 fields[i].field ? fields[i].field : "none");
	free(arg);
}

static const struct {
	unsigned int request;
	unsigned int type;
	int error;
	struct hvport_result result;
	const char *text, *rest;	/* in two parts, to fit the line */
} lines[] = {
	{ HVPORT_CREATE_PORT, D, -EACCES, { 6, HVPORT_STAGE_HYPERVISOR, 0, 0 },
	  "HVPORT_CREATE_PORT: EACCES (Permission denied)",
	  ", refused by the hypervisor: HV_STATUS_ACCESS_DENIED (0x0006)" },
	{ HVPORT_CREATE_PORT, D, EACCES, { 6, HVPORT_STAGE_HYPERVISOR, 0, 0 },
	  "HVPORT_CREATE_PORT: EACCES (Permission denied)",
	  ", refused by the hypervisor: HV_STATUS_ACCESS_DENIED (0x0006)" },
	{ HVPORT_CREATE_PORT, 9, -EOPNOTSUPP, { 0, HVPORT_STAGE_KERNEL, 0, 32 },
	  "HVPORT_CREATE_PORT: EOPNOTSUPP (Operation not supported)",
	  ", refused by the kernel: port_info.port_type = 9 (0x9)" },
	{ HVPORT_CREATE_PORT, D, -EINVAL, { 0, HVPORT_STAGE_KERNEL, 0, 33 },
	  "HVPORT_CREATE_PORT: EINVAL (Invalid argument)",
	  ", refused by the kernel: the field at offset 33" },
	{ HVPORT_CREATE_PORT, D, -ENOMEM, { 0xb, HVPORT_STAGE_HYPERVISOR, 17, 0 },
	  "HVPORT_CREATE_PORT: ENOMEM (Cannot allocate memory), refused by the hypervisor",
	  ": HV_STATUS_INSUFFICIENT_MEMORY (0x000b), after 17 pages of memory were deposited" },
	{ HVPORT_DELETE_PORT, 0, -EIO, { 0xabc, HVPORT_STAGE_HYPERVISOR, 0, 0 },
	  "HVPORT_DELETE_PORT: EIO (Input/output error)",
	  ", refused by the hypervisor: HV_STATUS 0x0abc" },
	{ HVPORT_SIGNAL_EVENT, 0, -ENODEV, { 0, HVPORT_STAGE_KERNEL, 0, 0 },
	  "HVPORT_SIGNAL_EVENT: ENODEV (No such device)",
	  ", refused by the kernel" },
	{ HVPORT_POST_MESSAGE, 0, -ENOTTY, { 0, HVPORT_STAGE_NONE, 0, 0 },
	  "HVPORT_POST_MESSAGE: ENOTTY (Inappropriate ioctl for device)",
	  "" },
	{ HVPORT_POST_MESSAGE, 0, -EINVAL, { 0, 77, 0, 0 },
	  "HVPORT_POST_MESSAGE: EINVAL (Invalid argument)",
	  "" },
	{ HVPORT_CONNECT_PORT, D, -9999, { 0, 0, 0, 0 },
	  "HVPORT_CONNECT_PORT: unknown errno (unknown error)",
	  "" },
};

static void test_line(size_t i)
{
	char *arg = refused(lines[i].request, lines[i].type, lines[i].result);
	char text[HVPORT_STRERROR_MAX], expected[HVPORT_STRERROR_MAX];

	snprintf(expected, sizeof(expected), "%s%s", lines[i].text, lines[i].rest);
	hvport_strerror(lines[i].request, lines[i].error, arg, text, sizeof(text));
	if (strcmp(text, expected))
		ksft_print_msg("it says: %s\n", text);
	ksft_test_result(!strcmp(text, expected), "%s\n", expected);
	free(arg);
}

/* A buffer of any size is filled up to its end and not beyond: ASan sees to it */
static void test_cut_off(void)
{
	struct hvport_result result = { 0, HVPORT_STAGE_KERNEL, 0, 64 };
	char *arg = refused(HVPORT_CONNECT_PORT, D, result);
	char whole[HVPORT_STRERROR_MAX];
	bool good = true;
	size_t size;
	char *text;

	hvport_strerror(HVPORT_CONNECT_PORT, -EINVAL, arg, whole, sizeof(whole));
	for (size = 0; size <= strlen(whole) + 1; size++) {
		text = malloc(size ?: 1);
		if (hvport_strerror(HVPORT_CONNECT_PORT, -EINVAL, arg, text, size) != text)
			good = false;
		if (size && (strlen(text) != size - 1 || strncmp(text, whole, size - 1)))
			good = false;
		free(text);
	}
	ksft_test_result(good, "cut off at every length\n");
	free(arg);
}

static void test_no_struct(void)
{
	char text[HVPORT_STRERROR_MAX];

	hvport_strerror(0, -ENOENT, NULL, text, sizeof(text));
	ksft_test_result(!strcmp(text, "ENOENT (No such file or directory)"), "no ioctl\n");
	hvport_strerror(HVPORT_CREATE_PORT, -EFAULT, NULL, text, sizeof(text));
	ksft_test_result(!strcmp(text, "HVPORT_CREATE_PORT: EFAULT (Bad address)"),
			 "no struct\n");
	hvport_strerror(HVPORT_GET_INFO, -EOPNOTSUPP, text, text, sizeof(text));
	ksft_test_result(!strcmp(text, "HVPORT_GET_INFO: EOPNOTSUPP (Operation not supported)"),
			 "a struct without a result\n");
	hvport_strerror(0, INT_MIN, NULL, text, sizeof(text));
	ksft_test_result(!strcmp(text, "unknown errno (unknown error)"),
			 "a number that is no errno and has no opposite\n");
}

/* The longest that there can be fits what the header promises */
static void test_longest(void)
{
	struct hvport_result result = { 0x75, HVPORT_STAGE_HYPERVISOR, 255, 48 };
	char *arg = refused(HVPORT_CONNECT_PORT, D, result);
	char text[2 * HVPORT_STRERROR_MAX];

	hvport_strerror(HVPORT_CONNECT_PORT, -EAFNOSUPPORT, arg, text, sizeof(text));
	ksft_print_msg("%s\n", text);
	ksft_test_result(strlen(text) < HVPORT_STRERROR_MAX, "HVPORT_STRERROR_MAX is enough\n");
	free(arg);
}

static void test_names(void)
{
	ksft_test_result(same(hvport_status_name(0), "HV_STATUS_SUCCESS"), "status 0\n");
	ksft_test_result(same(hvport_status_name(0x11), "HV_STATUS_INVALID_PORT_ID"),
			 "status 0x11\n");
	ksft_test_result(same(hvport_status_name(0x87), "HV_STATUS_UNKNOWN_REGISTER_NAME"),
			 "the last status\n");
	ksft_test_result(!hvport_status_name(1) && !hvport_status_name(0xffff),
			 "statuses without a name\n");
	ksft_test_result(same(hvport_type_name(1), "message") &&
			 same(hvport_type_name(2), "event") &&
			 same(hvport_type_name(3), "monitor") &&
			 same(hvport_type_name(4), "doorbell"), "types\n");
	ksft_test_result(!hvport_type_name(0) && !hvport_type_name(5) && !hvport_type_name(~0U),
			 "types without a name\n");
}

int main(void)
{
	size_t i;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(fields) + ARRAY_SIZE(lines) + 12);
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		test_field(i);
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		test_line(i);
	test_cut_off();
	test_no_struct();
	test_longest();
	test_names();
	ksft_finished();
}
