// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercall input blocks field by field. Offsets, sizes and names are typed from
 * the TLFS tables, not taken from the module's headers: a header in common would
 * hide a mistake in common. Prints to stdout, changes nothing.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "hvport_status.h"
#include "testhv_control.h"
#include "testhv_decode.h"

#define CONTROL_CODE	0xffffULL
#define CONTROL_FAST	(1ULL << 16)
#define ROW		16

struct field {
	unsigned int offset;
	unsigned int size;
	const char *name;
	const char *(*explain)(unsigned long long value);
};

static const char *number(unsigned long long value)
{
	static char text[32];

	snprintf(text, sizeof(text), "%llu", value);
	return text;
}

static const char *must_be_zero(unsigned long long value)
{
	return value ? "WRONG: must be zero" : "reserved, zero as it must be";
}

static const char *partition(unsigned long long value)
{
	if (value == ~0ULL)
		return "the caller's own partition (SELF)";
	return value ? number(value) : "no partition";
}

static const char *target_vp(unsigned long long value)
{
	if (value == 0xffffffff)
		return "any virtual processor";
	return value == 0xfffffffe ? "the processor that calls (SELF)" : number(value);
}

const char *decode_port_type(unsigned long long type)
{
	static const char *const names[] = {
		[1] = "message port", [2] = "event port", [3] = "monitor port",
		[4] = "doorbell port",
	};

	return type && type < ARRAY_SIZE(names) ? names[type] : "no known type";
}

const char *decode_port_target(unsigned long long type)
{
	return type == 3 ? "monitored address" : "interrupts by SINT";
}

static const char *sint(unsigned long long value)
{
	static char text[48];

	snprintf(text, sizeof(text), "synthetic interrupt source %llu", value);
	return text;
}

static const char *vtl(unsigned long long value)
{
	static char text[32];

	snprintf(text, sizeof(text), "virtual trust level %llu", value);
	return text;
}

static const char *address(unsigned long long value)
{
	(void)value;
	return "guest physical address that the hypervisor watches";
}

static const char *proximity_flags(unsigned long long value)
{
	if (value & 0x7ffffffe)
		return "WRONG: bits 30 to 1 must be zero";
	if (!(value & 0x80000000))
		return "no NUMA preference";
	return value & 1 ? "memory from this NUMA domain preferred" :
			   "memory from this NUMA domain only";
}

static const struct field create_port_head[] = {
	{ 0, 8, "PortPartition", partition },
	{ 8, 4, "PortId", number },
	{ 12, 1, "PortVtl", vtl },
	{ 13, 1, "MinConnectionVtl", vtl },
	{ 14, 2, "ReservedZ0", must_be_zero },
	{ 16, 8, "ConnectionPartition", partition },
	{ 24, 4, "PortInfo.PortType", decode_port_type },
	{ 28, 4, "PortInfo.Padding", must_be_zero },
	{ 0 }
};

static const struct field create_port_message[] = {
	{ 32, 4, "PortInfo.TargetSint", sint },
	{ 36, 4, "PortInfo.TargetVp", target_vp },
	{ 40, 8, "PortInfo.RsvdZ", must_be_zero },
	{ 0 }
};

static const struct field create_port_event[] = {
	{ 32, 4, "PortInfo.TargetSint", sint },
	{ 36, 4, "PortInfo.TargetVp", target_vp },
	{ 40, 2, "PortInfo.BaseFlagNumber", number },
	{ 42, 2, "PortInfo.FlagCount", number },
	{ 44, 4, "PortInfo.RsvdZ", must_be_zero },
	{ 0 }
};

static const struct field create_port_monitor[] = {
	{ 32, 8, "PortInfo.MonitorAddress", address },
	{ 40, 8, "PortInfo.RsvdZ", must_be_zero },
	{ 0 }
};

static const struct field create_port_tail[] = {
	{ 48, 4, "ProximityDomainInfo.Id", number },
	{ 52, 4, "ProximityDomainInfo.Flags", proximity_flags },
	{ 0 }
};

static const struct field delete_port[] = {
	{ 0, 8, "PortPartition", partition },
	{ 8, 4, "PortId", number },
	{ 12, 4, "Reserved", must_be_zero },
	{ 0 }
};

/* Little endian, as all of the TLFS */
static unsigned long long value_at(const unsigned char *input, unsigned int offset,
				   unsigned int size)
{
	unsigned long long value = 0;

	while (size--)
		value = value << 8 | input[offset + size];
	return value;
}

static void print_fields(const struct field *f, const unsigned char *input)
{
	for (; f->size; f++) {
		unsigned long long value = value_at(input, f->offset, f->size);
		char hex[24];

		snprintf(hex, sizeof(hex), "0x%0*llx", (int)f->size * 2, value);
		printf("    %4u  %-26s %-18s  %s\n", f->offset, f->name, hex, f->explain(value));
	}
}

static void print_create_port(const unsigned char *input)
{
	static const struct field *const by_type[] = {
		[1] = create_port_message, [2] = create_port_event,
		[3] = create_port_monitor, [4] = create_port_message,
	};
	unsigned long long type = value_at(input, 24, 4);

	print_fields(create_port_head, input);
	if (type && type < ARRAY_SIZE(by_type))
		print_fields(by_type[type], input);
	print_fields(create_port_tail, input);
}

static void print_delete_port(const unsigned char *input)
{
	print_fields(delete_port, input);
}

static const struct {
	unsigned int code;
	const char *name;
	void (*print)(const unsigned char *input);
} calls[] = {
	{ 0x0046, "HvCallGetPartitionId", NULL },
	{ 0x0058, "HvCallDeletePort", print_delete_port },
	{ 0x0095, "HvCallCreatePort", print_create_port },
	{ 0x8001, "HvExtCallQueryCapabilities", NULL },
};

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

static void print_input(const struct testhv_log_entry *e, void (*print)(const unsigned char *))
{
	if (!e->input_size)
		return;
	if (e->control & CONTROL_FAST)
		printf("  input: %u bytes in the registers RDX and R8\n", e->input_size);
	else
		printf("  input: %u bytes of guest memory at %#llx\n", e->input_size, e->input_gpa);
	print_rows(e->input, e->input_size);
	if (!print)
		return;
	puts("  field by field (offset, name, value, meaning):");
	print(e->input);
}

void decode_call(unsigned long long order, const struct testhv_log_entry *e)
{
	unsigned int code = e->control & CONTROL_CODE, status = e->result & 0xffff;
	const char *name = "a call that the hypervisor does not know";
	void (*print)(const unsigned char *) = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (calls[i].code == code) {
			name = calls[i].name;
			print = calls[i].print;
		}
	}
	printf("hypercall %llu: %s, from virtual processor %u\n", order, name, e->vp);
	printf("  control word 0x%016llx: code 0x%04x, input in %s\n", e->control, code,
	       e->control & CONTROL_FAST ? "registers (fast)" : "memory");
	print_input(e, print);
	printf("  answer: 0x%04x %s%s%s\n\n", status, status_name(status),
	       e->fault ? " (a scripted fault)" : "",
	       e->violation ? "; the call broke a rule of the TLFS" : "");
}
