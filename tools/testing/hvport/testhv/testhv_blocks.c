// SPDX-License-Identifier: GPL-2.0-only
/*
 * The input blocks of hypercalls field by field. Offsets, sizes and names are typed
 * from the TLFS tables, not taken from the module's headers: a header in common
 * would hide a mistake in common. Prints to stdout, changes nothing.
 */
#include <stdio.h>

#include "testhv_decode.h"
#include "testhv_explain.h"

struct field {
	unsigned int offset;
	unsigned int size;
	const char *name;
	const char *(*explain)(unsigned long long value);
};

static const struct field create_port[] = {
	{ 0, 8, "PortPartition", explain_partition },
	{ 8, 4, "PortId", explain_number },
	{ 12, 1, "PortVtl", explain_vtl },
	{ 13, 1, "MinConnectionVtl", explain_vtl },
	{ 14, 2, "ReservedZ0", explain_must_be_zero },
	{ 16, 8, "ConnectionPartition", explain_partition },
	{ 24, 4, "PortInfo.PortType", decode_port_type },
	{ 28, 4, "PortInfo.Padding", explain_must_be_zero },
	{ 0 }
};

static const struct field create_port_message[] = {
	{ 32, 4, "PortInfo.TargetSint", explain_sint },
	{ 36, 4, "PortInfo.TargetVp", explain_target_vp },
	{ 40, 8, "PortInfo.RsvdZ", explain_must_be_zero },
	{ 0 }
};

static const struct field create_port_event[] = {
	{ 32, 4, "PortInfo.TargetSint", explain_sint },
	{ 36, 4, "PortInfo.TargetVp", explain_target_vp },
	{ 40, 2, "PortInfo.BaseFlagNumber", explain_number },
	{ 42, 2, "PortInfo.FlagCount", explain_number },
	{ 44, 4, "PortInfo.RsvdZ", explain_must_be_zero },
	{ 0 }
};

static const struct field create_port_monitor[] = {
	{ 32, 8, "PortInfo.MonitorAddress", explain_address },
	{ 40, 8, "PortInfo.RsvdZ", explain_must_be_zero },
	{ 0 }
};

static const struct field create_port_tail[] = {
	{ 48, 4, "ProximityDomainInfo.Id", explain_number },
	{ 52, 4, "ProximityDomainInfo.Flags", explain_proximity_flags },
	{ 0 }
};

static const struct field delete_port[] = {
	{ 0, 8, "PortPartition", explain_partition },
	{ 8, 4, "PortId", explain_number },
	{ 12, 4, "Reserved", explain_must_be_zero },
	{ 0 }
};

static const struct field connect_port[] = {
	{ 0, 8, "ConnectionPartition", explain_partition },
	{ 8, 4, "ConnectionId", explain_number },
	{ 12, 1, "ConnectionVtl", explain_vtl },
	{ 13, 1, "RsvdZ", explain_must_be_zero },
	{ 14, 2, "RsvdZ", explain_must_be_zero },
	{ 16, 8, "PortPartition", explain_partition },
	{ 24, 4, "PortId", explain_number },
	{ 28, 4, "RsvdZ", explain_must_be_zero },
	{ 32, 4, "ConnectionInfo.PortType", decode_port_type },
	{ 36, 4, "ConnectionInfo.Padding", explain_must_be_zero },
	{ 0 }
};

static const struct field connect_port_plain[] = {
	{ 40, 8, "ConnectionInfo.RsvdZ", explain_must_be_zero },
	{ 48, 8, "ConnectionInfo.RsvdZ", explain_must_be_zero },
	{ 56, 8, "ConnectionInfo.RsvdZ", explain_must_be_zero },
	{ 0 }
};

static const struct field connect_port_monitor[] = {
	{ 40, 8, "ConnectionInfo.MonitorAddr", explain_address },
	{ 48, 8, "ConnectionInfo.RsvdZ", explain_must_be_zero },
	{ 56, 8, "ConnectionInfo.RsvdZ", explain_must_be_zero },
	{ 0 }
};

static const struct field connect_port_doorbell[] = {
	{ 40, 8, "ConnectionInfo.Gpa", explain_address },
	{ 48, 8, "ConnectionInfo.TriggerVal", explain_number },
	{ 56, 8, "ConnectionInfo.Flags", explain_doorbell_flags },
	{ 0 }
};

static const struct field connect_port_tail[] = {
	{ 64, 4, "ProximityDomainInfo.Id", explain_number },
	{ 68, 4, "ProximityDomainInfo.Flags", explain_proximity_flags },
	{ 0 }
};

static const struct field disconnect_port[] = {
	{ 0, 8, "ConnectionPartition", explain_partition },
	{ 8, 4, "ConnectionId", explain_number },
	{ 12, 4, "IsDoorbell", explain_is_doorbell },
	{ 0 }
};

static const struct field deposit_memory[] = {
	{ 0, 8, "PartitionId", explain_partition },
	{ 0 }
};

static const struct field withdraw_memory[] = {
	{ 0, 8, "PartitionId", explain_partition },
	{ 8, 4, "ProximityDomainInfo.Id", explain_number },
	{ 12, 4, "ProximityDomainInfo.Flags", explain_proximity_flags },
	{ 0 }
};

static const struct field post_message[] = {
	{ 0, 4, "ConnectionId", explain_number },
	{ 4, 4, "RsvdZ", explain_must_be_zero },
	{ 8, 4, "MessageType", explain_number },
	{ 12, 4, "PayloadSize", explain_number },
	{ 0 }
};

static const struct field signal_event[] = {
	{ 0, 4, "ConnectionId", explain_number },
	{ 4, 2, "FlagNumber", explain_number },
	{ 6, 2, "RsvdZ", explain_must_be_zero },
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
	{ 0x0048, "HvCallDepositMemory", deposit_memory, 0, { NULL }, NULL },
	{ 0x0049, "HvCallWithdrawMemory", withdraw_memory, 0, { NULL }, NULL },
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
