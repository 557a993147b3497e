// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a value means, in plain words: one function for each kind of field. The text
 * is good until the function is called again.
 */
#include <stdio.h>

#include "testhv_decode.h"
#include "testhv_explain.h"

const char *explain_number(unsigned long long value)
{
	static char text[32];

	snprintf(text, sizeof(text), "%llu", value);
	return text;
}

const char *explain_must_be_zero(unsigned long long value)
{
	return value ? "WRONG: must be zero" : "reserved, zero as it must be";
}

const char *explain_partition(unsigned long long value)
{
	if (value == ~0ULL)
		return "the caller's own partition (SELF)";
	return value ? explain_number(value) : "no partition";
}

const char *explain_target_vp(unsigned long long value)
{
	if (value == 0xffffffff)
		return "any virtual processor";
	return value == 0xfffffffe ? "the processor that calls (SELF)" : explain_number(value);
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

const char *explain_sint(unsigned long long value)
{
	static char text[48];

	snprintf(text, sizeof(text), "synthetic interrupt source %llu", value);
	return text;
}

const char *explain_vtl(unsigned long long value)
{
	static char text[32];

	snprintf(text, sizeof(text), "virtual trust level %llu", value);
	return text;
}

const char *explain_address(unsigned long long value)
{
	(void)value;
	return "guest physical address that the hypervisor watches";
}

const char *explain_proximity_flags(unsigned long long value)
{
	if (value & 0x7ffffffe)
		return "WRONG: bits 30 to 1 must be zero";
	if (!(value & 0x80000000))
		return "no NUMA preference";
	return value & 1 ? "memory from this NUMA domain preferred" :
			   "memory from this NUMA domain only";
}

const char *explain_doorbell_flags(unsigned long long value)
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

const char *explain_is_doorbell(unsigned long long value)
{
	if (value > 1)
		return "WRONG: bits 31 to 1 must be zero";
	return value ? "it is a doorbell" : "it is none";
}
