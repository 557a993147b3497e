// SPDX-License-Identifier: GPL-2.0-only
/*
 * The validators, for every argument that there can be: they accept what is well
 * formed and nothing else, name the first field that is wrong, read nothing
 * beyond the struct and write nothing.
 */
#include "proof.h"

typedef struct hvport_verdict validator(const union hvport_arg *arg,
					bool may_monitor);
typedef struct hvport_verdict expectation(const u8 *arg, bool may_monitor);

/* The verdict on any argument of @size bytes, which is left in @arg */
static struct hvport_verdict
judge(u8 *arg, unsigned int size, validator *validate, expectation *expected)
{
	bool may_monitor = nondet_bool();
	u8 *given = malloc(size);	/* of unknown content */
	struct hvport_verdict got, wanted;
	unsigned int at = nondet_u32();

	IF(given && at < size);
	memcpy(arg, given, size);
	got = validate((const union hvport_arg *)given, may_monitor);
	wanted = expected(arg, may_monitor);
	PROVE(given[at] == arg[at], "the argument is not written to");
	PROVE(wanted.error || !got.error, "what is well formed is accepted");
	PROVE(got.error || !wanted.error, "what is accepted is well formed");
	PROVE(got.error == wanted.error, "the errno is that of the field");
	PROVE(!got.error || got.bad_field == wanted.bad_field,
	      "the field named is the first that is wrong");
	PROVE(got.error <= 0 && got.bad_field < size - 8,
	      "the field named is one of the block");
	return got;
}

/* No bit of @mask is set in any byte from @at up to @end */
static bool clear(const u8 *arg, unsigned int at, unsigned int end, u8 mask)
{
	unsigned int byte = nondet_u32();

	return byte < at || byte >= end || !(arg[byte] & mask);
}

static void prove_create(void)
{
	u8 arg[72];
	u32 type;

	if (judge(arg, sizeof(arg), hvport_validate_create_port,
		  expected_create).error)
		return;
	type = u32_at(arg, 32);
	PROVE(arg[19] == 0, "a port id has 24 bits");
	PROVE(arg[20] < 16 && arg[21] < 16, "VTLs are 0 to 15");
	PROVE(clear(arg, 22, 24, 0xff) && clear(arg, 36, 40, 0xff),
	      "reserved bytes of a port are zero");
	PROVE(type && type < 5, "a port has a type");
	PROVE(type == 3 || (arg[40] & 15 && clear(arg, 40, 41, 0xf0) &&
			    clear(arg, 41, 44, 0xff)), "a SINT is 1 to 15");
	PROVE(type != 2 || clear(arg, 52, 56, 0xff),
	      "reserved bytes of an event port are zero");
	PROVE(type == 2 || clear(arg, 48, 56, 0xff),
	      "reserved bytes of the other ports are zero");
	PROVE(type != 2 || u16_at(arg, 48) + u16_at(arg, 50) - 1 < 2048,
	      "the last flag of an event port is below 2048");
	PROVE(clear(arg, 60, 61, 0xfe) && clear(arg, 61, 63, 0xff) &&
	      clear(arg, 63, 64, 0x7f), "reserved proximity bits are zero");
}

static void prove_connect(void)
{
	u8 arg[88];
	u32 type;

	if (judge(arg, sizeof(arg), hvport_validate_connect_port,
		  expected_connect).error)
		return;
	type = u32_at(arg, 40);
	PROVE(arg[19] == 0 && arg[35] == 0, "both ids have 24 bits");
	PROVE(arg[20] < 16, "the VTL is 0 to 15");
	PROVE(clear(arg, 21, 24, 0xff) && clear(arg, 36, 40, 0xff) &&
	      clear(arg, 44, 48, 0xff), "reserved bytes of a connection are zero");
	PROVE(type && type < 5, "a connection has a type");
	PROVE(type > 2 || clear(arg, 48, 72, 0xff),
	      "a message or event connection says nothing more");
	PROVE(type != 3 || clear(arg, 56, 72, 0xff),
	      "a monitor connection has an address and no more");
	PROVE(type != 4 || (clear(arg, 64, 65, 0xf8) && clear(arg, 65, 67, 0xff) &&
			    clear(arg, 67, 68, 0x7f) && clear(arg, 68, 72, 0xff)),
	      "reserved bits of a doorbell are zero");
	PROVE(clear(arg, 76, 77, 0xfe) && clear(arg, 77, 79, 0xff) &&
	      clear(arg, 79, 80, 0x7f), "reserved proximity bits are zero");
}

static void prove_the_small_ones(void)
{
	u8 arg[32];

	if (!judge(arg, 32, hvport_validate_delete_port, expected_delete).error)
		PROVE(clear(arg, 19, 24, 0xff), "delete: id, and nothing else");
	if (!judge(arg, 32, hvport_validate_disconnect_port,
		   expected_disconnect).error)
		PROVE(arg[19] == 0 && arg[20] < 2 && clear(arg, 21, 24, 0xff),
		      "disconnect: id, a doorbell or not");
	if (!judge(arg, 24, hvport_validate_signal_event, expected_signal).error)
		PROVE(arg[11] == 0 && clear(arg, 14, 16, 0xff),
		      "signal: id, flag, and nothing else");
}

static void prove_post(void)
{
	u8 arg[272];

	if (judge(arg, sizeof(arg), hvport_validate_post_message,
		  expected_post).error)
		return;
	PROVE(arg[11] == 0, "the connection id has 24 bits");
	PROVE(clear(arg, 12, 16, 0xff), "reserved bytes of a message are zero");
	PROVE(u32_at(arg, 16) && !(arg[19] & 0x80),
	      "the type of a message is not the hypervisor's");
	PROVE(arg[20] <= 240 && clear(arg, 21, 24, 0xff),
	      "a message has 240 bytes at most");
}

int main(void)
{
	prove_create();
	prove_connect();
	prove_the_small_ones();
	prove_post();
	return 0;
}
