// SPDX-License-Identifier: GPL-2.0-only
/*
 * HV_STATUS to errno, all 65536 of them from every call, against the table that
 * is typed from the documents.
 */
#include <string.h>
#include <linux/build_bug.h>
#include <linux/types.h>
#include "kselftest.h"
#include "status.h"
#include <hyperv/hvport_abi.h>
#include "../../selftests/hvport/expected_status.h"

/* Every call that hvport makes, typed from the TLFS, and one that it does not */
static const u16 codes[] = {
	0x0046, 0x0048, 0x0049, 0x0058, 0x005b, 0x005c, 0x005d, 0x0095, 0x0096,
	0x1234,
};

static void test_every_status(u16 code)
{
	unsigned int status, wrong = 0;

	for (status = 0; status <= 0xffff; status++) {
		int want = -expected_errno(code, status);
		int got = hvport_status_errno(code, status);

		if (got == want)
			continue;
		ksft_print_msg("status %#x: expected %d, got %d\n", status,
			       want, got);
		wrong++;
	}
	ksft_test_result(!wrong, "every status of call %#x\n", code);
}

/* A second row of the same status would never be looked at */
static void test_list_has_no_status_twice(void)
{
#define VALUE(value, name, error)	value,
	static const u16 list[] = { HV_STATUS_LIST(VALUE) };
#undef VALUE
	unsigned int i, other, twice = 0;

	for (i = 0; i < ARRAY_SIZE(list); i++) {
		for (other = 0; other < i; other++) {
			if (list[i] != list[other])
				continue;
			ksft_print_msg("%#x is there twice\n", list[i]);
			twice++;
		}
	}
	ksft_test_result(!twice, "no status is listed twice\n");
}

/* People are told a name: each status that has a row has one, and the right one */
static void test_names(void)
{
#define NAME(value, name, error)	{ value, #name },
	static const struct {
		unsigned int status;
		const char *name;
	} list[] = { HV_STATUS_LIST(NAME) }, expected[] = {
#undef NAME
		{ 0x00, "SUCCESS" }, { 0x02, "INVALID_HYPERCALL_CODE" },
		{ 0x03, "INVALID_HYPERCALL_INPUT" },
		{ 0x04, "INVALID_ALIGNMENT" }, { 0x05, "INVALID_PARAMETER" },
		{ 0x06, "ACCESS_DENIED" }, { 0x07, "INVALID_PARTITION_STATE" },
		{ 0x08, "OPERATION_DENIED" }, { 0x09, "UNKNOWN_PROPERTY" },
		{ 0x0a, "PROPERTY_VALUE_OUT_OF_RANGE" },
		{ 0x0b, "INSUFFICIENT_MEMORY" },
		{ 0x0d, "INVALID_PARTITION_ID" }, { 0x0e, "INVALID_VP_INDEX" },
		{ 0x10, "NOT_FOUND" }, { 0x11, "INVALID_PORT_ID" },
		{ 0x12, "INVALID_CONNECTION_ID" },
		{ 0x13, "INSUFFICIENT_BUFFERS" }, { 0x15, "INVALID_VP_STATE" },
		{ 0x18, "INVALID_SYNIC_STATE" }, { 0x19, "OBJECT_IN_USE" },
		{ 0x1a, "INVALID_PROXIMITY_DOMAIN_INFO" },
		{ 0x1d, "NO_RESOURCES" }, { 0x1e, "FEATURE_UNAVAILABLE" },
		{ 0x20, "PROCESSOR_FEATURE_NOT_SUPPORTED" },
		{ 0x51, "INVALID_VTL_STATE" },
		{ 0x73, "INSUFFICIENT_ROOT_MEMORY" },
		{ 0x75, "INSUFFICIENT_CONTIGUOUS_MEMORY" },
		{ 0x83, "INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY" },
	};
	unsigned int i, row, named, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		for (named = row = 0; row < ARRAY_SIZE(list); row++)
			named += list[row].status == expected[i].status &&
				 !strcmp(list[row].name, expected[i].name);
		if (named == 1)
			continue;
		ksft_print_msg("%#x is not %s\n", expected[i].status,
			       expected[i].name);
		wrong++;
	}
	ksft_test_result(!wrong, "names of the statuses\n");
}

int main(void)
{
	unsigned int i;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(codes) + 2);
	for (i = 0; i < ARRAY_SIZE(codes); i++)
		test_every_status(codes[i]);
	test_list_has_no_status_twice();
	test_names();
	ksft_finished();
}
