// SPDX-License-Identifier: GPL-2.0-only
/*
 * The input blocks of hypercalls field by field. Offsets, sizes and names are typed
 * from the TLFS tables, not taken from the module's headers: a header in common
 * would hide a mistake in common. Prints to stdout, changes nothing.
 */
#include <stdio.h>

#include "testhv_decode.h"

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

static const char *doorbell_flags(unsigned long long value)
{
	static const char *const sizes[] = {
		"a write of any size", "a write of 1 byte", "a write of 2 bytes",
		"a write of 4 bytes", "a write of 8 bytes",
	};
	static char text[64];
	unsigned long long size = value & 7;

	if (size >= ARRAY_SIZE(sizes) || value & ~0x80000007ULL)
		return "WRONG: no such flags";
	snprintf(text, sizeof(text), "%s rings it, %s", sizes[size],
		 value & 0x80000000 ? "whatever the value" : "if the value fits");
	return text;
}

static const char *is_doorbell(unsigned long long value)
{
	if (value > 1)
		return "WRONG: bits 31 to 1 must be zero";
	return value ? "it is a doorbell" : "it is none";
}

static const struct field create_port[] = {
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

static const struct field connect_port[] = {
	{ 0, 8, "ConnectionPartition", partition },
	{ 8, 4, "ConnectionId", number },
	{ 12, 1, "ConnectionVtl", vtl },
	{ 13, 1, "RsvdZ", must_be_zero },
	{ 14, 2, "RsvdZ", must_be_zero },
	{ 16, 8, "PortPartition", partition },
	{ 24, 4, "PortId", number },
	{ 28, 4, "RsvdZ", must_be_zero },
	{ 32, 4, "ConnectionInfo.PortType", decode_port_type },
	{ 36, 4, "ConnectionInfo.Padding", must_be_zero },
	{ 0 }
};

static const struct field connect_port_plain[] = {
	{ 40, 8, "ConnectionInfo.RsvdZ", must_be_zero },
	{ 48, 8, "ConnectionInfo.RsvdZ", must_be_zero },
	{ 56, 8, "ConnectionInfo.RsvdZ", must_be_zero },
	{ 0 }
};

static const struct field connect_port_monitor[] = {
	{ 40, 8, "ConnectionInfo.MonitorAddr", address },
	{ 48, 8, "ConnectionInfo.RsvdZ", must_be_zero },
	{ 56, 8, "ConnectionInfo.RsvdZ", must_be_zero },
	{ 0 }
};

static const struct field connect_port_doorbell[] = {
	{ 40, 8, "ConnectionInfo.Gpa", address },
	{ 48, 8, "ConnectionInfo.TriggerVal", number },
	{ 56, 8, "ConnectionInfo.Flags", doorbell_flags },
	{ 0 }
};

static const struct field connect_port_tail[] = {
	{ 64, 4, "ProximityDomainInfo.Id", number },
	{ 68, 4, "ProximityDomainInfo.Flags", proximity_flags },
	{ 0 }
};

static const struct field disconnect_port[] = {
	{ 0, 8, "ConnectionPartition", partition },
	{ 8, 4, "ConnectionId", number },
	{ 12, 4, "IsDoorbell", is_doorbell },
	{ 0 }
};

static const struct field post_message[] = {
	{ 0, 4, "ConnectionId", number },
	{ 4, 4, "RsvdZ", must_be_zero },
	{ 8, 4, "MessageType", number },
	{ 12, 4, "PayloadSize", number },
	{ 0 }
};

static const struct field signal_event[] = {
	{ 0, 4, "ConnectionId", number },
	{ 4, 2, "FlagNumber", number },
	{ 6, 2, "RsvdZ", must_be_zero },
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

/* The fields of a call; where a union is, those of the type that the block says */
static const struct block {
	unsigned int code;
	const char *name;
	const struct field *fields;
	unsigned int type_at;
	const struct field *by_type[5];
	const struct field *tail;
} blocks[] = {
	{ 0x0046, "HvCallGetPartitionId", NULL, 0, { NULL }, NULL },
	{ 0x0058, "HvCallDeletePort", delete_port, 0, { NULL }, NULL },
	{ 0x005b, "HvCallDisconnectPort", disconnect_port, 0, { NULL }, NULL },
	{ 0x005c, "HvCallPostMessage", post_message, 0, { NULL }, NULL },
	{ 0x005d, "HvCallSignalEvent", signal_event, 0, { NULL }, NULL },
	{ 0x0095, "HvCallCreatePort", create_port, 24,
	  { NULL, create_port_message, create_port_event, create_port_monitor,
	    create_port_message }, create_port_tail },
	{ 0x0096, "HvCallConnectPort", connect_port, 32,
	  { NULL, connect_port_plain, connect_port_plain, connect_port_monitor,
	    connect_port_doorbell }, connect_port_tail },
	{ 0x8001, "HvExtCallQueryCapabilities", NULL, 0, { NULL }, NULL },
};

static const struct block *find_block(unsigned int code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i].code == code)
			return &blocks[i];
	return NULL;
}

const char *block_name(unsigned int code)
{
	const struct block *block = find_block(code);

	return block ? block->name : "a call that the hypervisor does not know";
}

void block_print(unsigned int code, const unsigned char *input)
{
	const struct block *block = find_block(code);
	unsigned long long type;

	if (!block || !block->fields)
		return;
	puts("  field by field (offset, name, value, meaning):");
	print_fields(block->fields, input);
	if (!block->tail)
		return;
	type = value_at(input, block->type_at, 4);
	if (type < ARRAY_SIZE(block->by_type) && block->by_type[type])
		print_fields(block->by_type[type], input);
	print_fields(block->tail, input);
}
