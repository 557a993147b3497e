// SPDX-License-Identifier: GPL-2.0-only
/*
 * A logged hypercall as people read it: bytes, status, and the input block by
 * testhv_blocks.c. Prints to stdout, changes nothing.
 */
#include <stdio.h>

#include "hvport_status.h"
#include "testhv_control.h"
#include "testhv_decode.h"

#define CONTROL_CODE	0xffffULL
#define CONTROL_FAST	(1ULL << 16)
#define REP_COUNT	(1ULL << 32)
#define REP_MASK	0xfffULL
#define ROW		16

static const char *status_name(unsigned int status)
{
#define STATUS_ROW(value, name, error) { value, #name },
	static const struct {
		unsigned int value;
		const char *name;
	} names[] = { HV_STATUS_LIST(STATUS_ROW) };
#undef STATUS_ROW
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].value == status)
			return names[i].name;
	return "a status without a name";
}

static void print_rows(const unsigned char *bytes, unsigned int size)
{
	unsigned int i;

	for (i = 0; i < size; i++) {
		if (i % ROW == 0)
			printf("    %04x ", i);
		printf("%s%02x", i % ROW == ROW / 2 ? "  " : " ", bytes[i]);
		if (i % ROW == ROW - 1 || i == size - 1)
			putchar('\n');
	}
}

static void print_input(const struct testhv_log_entry *e)
{
	if (!e->input_size)
		return;
	if (e->control & CONTROL_FAST)
		printf("  input: %u bytes in the registers RDX and R8\n", e->input_size);
	else
		printf("  input: %u bytes of guest memory at %#llx\n", e->input_size, e->input_gpa);
	print_rows(e->input, e->input_size);
	block_print(e->control & CONTROL_CODE, e->input);
}

void decode_call(unsigned long long order, const struct testhv_log_entry *e)
{
	unsigned int code = e->control & CONTROL_CODE, status = e->result & 0xffff;

	printf("hypercall %llu: %s, from virtual processor %u\n", order, block_name(code), e->vp);
	printf("  control word 0x%016llx: code 0x%04x, input in %s\n", e->control, code,
	       e->control & CONTROL_FAST ? "registers (fast)" : "memory");
	if (e->control / REP_COUNT & REP_MASK)
		printf("  a list of %llu elements, from element %llu on; now done: %llu\n",
		       e->control / REP_COUNT & REP_MASK, e->control >> 48 & REP_MASK,
		       e->result / REP_COUNT & REP_MASK);
	print_input(e);
	printf("  answer: 0x%04x %s%s%s\n\n", status, status_name(status),
	       e->fault ? " (a scripted fault)" : "",
	       e->violation ? "; the call broke a rule of the TLFS" : "");
}
