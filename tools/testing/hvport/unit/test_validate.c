// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is well formed and what is not, field by field, against the tables that
 * are typed from the documents, and by trying all values where they can all be
 * tried. The unknown flag bits are not the validators' business, so the tables'
 * rows for offset 4 are left out here.
 */
#include <linux/types.h>
#include "kselftest.h"
#include "validate.h"
#include "../../selftests/hvport/expected_fields.h"

typedef struct hvport_verdict validator(const union hvport_arg *arg,
					bool may_monitor);

static validator *const validators[NR_END] = {
	[NR_CREATE] = hvport_validate_create_port,
	[NR_DELETE] = hvport_validate_delete_port,
	[NR_CONNECT] = hvport_validate_connect_port,
	[NR_DISCONNECT] = hvport_validate_disconnect_port,
	[NR_POST] = hvport_validate_post_message,
	[NR_SIGNAL] = hvport_validate_signal_event,
};

/* Every ioctl with every type that it has */
static const struct {
	enum expected_nr nr;
	unsigned int type;
	const char *name;
} forms[] = {
	{ NR_CREATE, MESSAGE, "create message" },
	{ NR_CREATE, EVENT, "create event" },
	{ NR_CREATE, MONITOR, "create monitor" },
	{ NR_CREATE, DOORBELL, "create doorbell" },
	{ NR_DELETE, ANY, "delete" },
	{ NR_CONNECT, MESSAGE, "connect message" },
	{ NR_CONNECT, EVENT, "connect event" },
	{ NR_CONNECT, MONITOR, "connect monitor" },
	{ NR_CONNECT, DOORBELL, "connect doorbell" },
	{ NR_DISCONNECT, ANY, "disconnect" },
	{ NR_POST, ANY, "post" },
	{ NR_SIGNAL, ANY, "signal" },
};

/* An argument, and nothing behind it that may be read: ASan sees to that */
static struct hvport_verdict judge(enum expected_nr nr, const u8 *arg,
				   bool may_monitor)
{
	union hvport_arg *copy = malloc(expected_size[nr]);
	struct hvport_verdict verdict;

	memcpy(copy, arg, expected_size[nr]);
	verdict = validators[nr](copy, may_monitor);
	if (memcmp(copy, arg, expected_size[nr]))
		ksft_exit_fail_msg("a validator wrote to its argument\n");
	free(copy);
	return verdict;
}

/* 0 if the verdict on @arg is that one, else 1 with a word on what it was */
static unsigned int differs(enum expected_nr nr, const u8 *arg,
			    bool may_monitor, int error, unsigned int field)
{
	struct hvport_verdict got = judge(nr, arg, may_monitor);

	if (got.error == -error && (!error || got.bad_field == field))
		return 0;
	ksft_print_msg("ioctl %u: expected errno %d at %u, got %d at %u\n", nr,
		       error, field, -got.error, got.bad_field);
	return 1;
}

/* The good argument with @value at @at: refused with EINVAL there unless @good */
static unsigned int try_value(enum expected_nr nr, unsigned int type,
			      unsigned int at, unsigned int width, u64 value,
			      bool good, int error, unsigned int field)
{
	u8 arg[LARGEST_ARG];

	good_arg(arg, nr, type);
	poke(arg, at, width, value);
	if (!differs(nr, arg, true, good ? 0 : error, field))
		return 0;
	ksft_print_msg("  type %u, value %#llx at %u\n", type,
		       (unsigned long long)value, at);
	return 1;
}

static void test_good(unsigned int form)
{
	u8 arg[LARGEST_ARG];

	good_arg(arg, forms[form].nr, forms[form].type);
	ksft_test_result(!differs(forms[form].nr, arg, true, 0, 0),
			 "good: %s\n", forms[form].name);
}

static void test_bits(unsigned int form)
{
	enum expected_nr nr = forms[form].nr;
	unsigned int i, bit, wrong = 0;
	u8 arg[LARGEST_ARG];

	for (i = 0; i < ARRAY_SIZE(bad_bits); i++) {
		const struct edit *edit = &bad_bits[i];

		if (!fits(edit, nr, forms[form].type) || edit->at == 4)
			continue;
		for (bit = 0; bit < 64; bit++) {
			if (!(edit->value >> bit & 1))
				continue;
			good_arg(arg, nr, forms[form].type);
			arg[edit->at + bit / 8] ^= 1 << bit % 8;
			wrong += differs(nr, arg, true, edit->error,
					 edit->bad_field);
		}
	}
	ksft_test_result(!wrong, "each bit: %s\n", forms[form].name);
}

static void test_values(unsigned int form)
{
	enum expected_nr nr = forms[form].nr;
	unsigned int i, wrong = 0;
	u8 arg[LARGEST_ARG];

	for (i = 0; i < ARRAY_SIZE(bad_values); i++) {
		if (!fits(&bad_values[i], nr, forms[form].type))
			continue;
		good_arg(arg, nr, forms[form].type);
		apply(arg, &bad_values[i]);
		wrong += differs(nr, arg, true, bad_values[i].error,
				 bad_values[i].bad_field);
	}
	ksft_test_result(!wrong, "each value: %s\n", forms[form].name);
}

static void test_order(unsigned int form)
{
	enum expected_nr nr = forms[form].nr;
	unsigned int one, two, count, wrong = 0;
	u8 arg[LARGEST_ARG];
	struct edit list[64];

	count = one_of_each(list, ARRAY_SIZE(list), nr, forms[form].type);
	for (one = 0; one < count; one++) {
		for (two = 0; two < count; two++) {
			if (list[one].at == 4 || list[two].at == 4 ||
			    list[one].bad_field >= list[two].bad_field)
				continue;
			good_arg(arg, nr, forms[form].type);
			apply(arg, &list[two]);
			apply(arg, &list[one]);
			wrong += differs(nr, arg, true, list[one].error,
					 list[one].bad_field);
		}
	}
	ksft_test_result(!wrong, "lowest offset first: %s\n", forms[form].name);
}

static void test_reserved_arrays(void)
{
	unsigned int i, bit, wrong = 0;
	struct hvport_verdict got;
	u8 arg[LARGEST_ARG];

	for (i = 0; i < ARRAY_SIZE(bad_array_bits); i++) {
		const struct edit *edit = &bad_array_bits[i];

		for (bit = 0; bit < 64; bit++) {
			good_arg(arg, edit->nr, edit->type);
			poke(arg, edit->at, 8, 1ULL << bit);
			got = judge(edit->nr, arg, true);
			wrong += got.error != -edit->error ||
				 (got.bad_field != edit->bad_field &&
				  got.bad_field != edit->at);
		}
	}
	ksft_test_result(!wrong, "later elements of reserved arrays\n");
}

static void test_vtls(void)
{
	unsigned int vtl, type, wrong = 0;

	for (type = MESSAGE; type < TYPE_END; type++) {
		for (vtl = 0; vtl < 256; vtl++) {
			wrong += try_value(NR_CREATE, type, 20, 1, vtl,
					   vtl < 16, EINVAL, 20);
			wrong += try_value(NR_CREATE, type, 21, 1, vtl,
					   vtl < 16, EINVAL, 21);
			wrong += try_value(NR_CONNECT, type, 20, 1, vtl,
					   vtl < 16, EINVAL, 20);
			wrong += try_value(NR_CONNECT, type, 21, 1, vtl, !vtl,
					   EINVAL, 21);
		}
	}
	ksft_test_result(!wrong, "all VTLs\n");
}

static void test_reserved_words(void)
{
	unsigned int value, wrong = 0;

	for (value = 0; value <= 0xffff; value++) {
		wrong += try_value(NR_CREATE, EVENT, 22, 2, value, !value,
				   EINVAL, 22);
		wrong += try_value(NR_CONNECT, EVENT, 22, 2, value, !value,
				   EINVAL, 22);
		wrong += try_value(NR_SIGNAL, ANY, 14, 2, value, !value,
				   EINVAL, 14);
	}
	ksft_test_result(!wrong, "all values of reserved words\n");
}

static void test_types(void)
{
	unsigned int type, shift, wrong = 0;

	/* the targets of a message port fit a doorbell, and of an event port */
	for (shift = 0; shift <= 16; shift += 16) {
		for (type = 0; type <= 0xffff; type++) {
			u32 value = type << shift;

			if (value >= 1 && value <= 4)
				continue;
			wrong += try_value(NR_CREATE, MESSAGE, 32, 4, value,
					   false, EOPNOTSUPP, 32);
			wrong += try_value(NR_CONNECT, MESSAGE, 40, 4, value,
					   false, EOPNOTSUPP, 40);
		}
	}
	ksft_test_result(!wrong, "unknown port types\n");
}

static void test_sints(void)
{
	static const unsigned int types[] = { MESSAGE, EVENT, DOORBELL };
	unsigned int i, sint, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		for (sint = 0; sint <= 0xffff; sint++)
			wrong += try_value(NR_CREATE, types[i], 40, 4, sint,
					   sint >= 1 && sint <= 15, EINVAL, 40);
	ksft_test_result(!wrong, "all SINTs\n");
}

/* At least one flag, none beyond 2047; the sum does not wrap */
static bool range_is_good(unsigned int base, unsigned int count)
{
	return count >= 1 && base + count <= 2048;
}

static void test_event_flags(void)
{
	static const u16 edges[] = {
		0, 1, 2, 1023, 1024, 2046, 2047, 2048, 2049, 0x7fff, 0x8000,
		0xf800, 0xf801, 0xfffe, 0xffff,
	};
	unsigned int i, value, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(edges); i++) {
		for (value = 0; value <= 0xffff; value++) {
			wrong += try_value(NR_CREATE, EVENT, 48, 4,
					   edges[i] | value << 16,
					   range_is_good(edges[i], value),
					   EINVAL, 50);
			wrong += try_value(NR_CREATE, EVENT, 48, 4,
					   value | (u32)edges[i] << 16,
					   range_is_good(value, edges[i]),
					   EINVAL, 50);
		}
	}
	ksft_test_result(!wrong, "ranges of event flags\n");
}

static void test_ids(void)
{
	static const u32 ids[] = {
		0, 1, 0x123456, 0xfffffe, 0xffffff, 0x1000000, 0x80000000,
		0xffffffff,
	};
	unsigned int i, flags, form, wrong = 0;
	u8 arg[LARGEST_ARG];

	for (form = 0; form < ARRAY_SIZE(forms); form++) {
		enum expected_nr nr = forms[form].nr;
		bool picks = nr == NR_CREATE || nr == NR_CONNECT;

		for (i = 0; i < ARRAY_SIZE(ids); i++) {
			/* with and without ANY_ID, where there is one */
			for (flags = 0; flags <= (picks ? 7 : 0); flags++) {
				bool good = flags & 4 ? !ids[i] :
							ids[i] <= 0xffffff;

				good_arg(arg, nr, forms[form].type);
				poke(arg, 4, 4, flags);
				poke(arg, id_field(nr), 4, ids[i]);
				wrong += differs(nr, arg, true,
						 good ? 0 : EINVAL,
						 id_field(nr));
			}
		}
	}
	ksft_test_result(!wrong, "ids, chosen and to be picked\n");
}

/* The caller may not name a monitor's address: asked where the type is */
static void test_monitor_permission(void)
{
	unsigned int form, wrong = 0;
	u8 arg[LARGEST_ARG];

	for (form = 0; form < ARRAY_SIZE(forms); form++) {
		enum expected_nr nr = forms[form].nr;
		bool monitor = forms[form].type == MONITOR;

		good_arg(arg, nr, forms[form].type);
		wrong += differs(nr, arg, false, monitor ? EPERM : 0,
				 nr == NR_CREATE ? 32 : 40);
		if (!monitor)
			continue;
		/* what is wrong behind the type is not told */
		poke(arg, nr == NR_CREATE ? 36 : 44, 4, 1);
		wrong += differs(nr, arg, false, EPERM,
				 nr == NR_CREATE ? 32 : 40);
		/* what is wrong before it is */
		poke(arg, 20, 1, 16);
		wrong += differs(nr, arg, false, EINVAL, 20);
	}
	ksft_test_result(!wrong, "permission to name a monitor's address\n");
}

/* What only the hypervisor can know: any value is well formed */
static void test_left_to_the_hypervisor(void)
{
	static const struct {
		enum expected_nr nr;
		unsigned int type, at, width;
	} fields[] = {
		{ NR_CREATE, MESSAGE, 8, 8 },	/* port_partition */
		{ NR_CREATE, MESSAGE, 24, 8 },	/* connection_partition */
		{ NR_CREATE, MESSAGE, 44, 4 },	/* target_vp */
		{ NR_CREATE, EVENT, 44, 4 },
		{ NR_CREATE, DOORBELL, 44, 4 },
		{ NR_CREATE, MONITOR, 40, 8 },	/* monitor_address */
		{ NR_CREATE, EVENT, 56, 4 },	/* proximity domain */
		{ NR_DELETE, ANY, 8, 8 },
		{ NR_CONNECT, MESSAGE, 8, 8 },
		{ NR_CONNECT, MESSAGE, 24, 8 },
		{ NR_CONNECT, MONITOR, 48, 8 },
		{ NR_CONNECT, EVENT, 72, 4 },
		{ NR_DISCONNECT, ANY, 8, 8 },
		{ NR_POST, ANY, 24, 8 },	/* payload */
		{ NR_SIGNAL, ANY, 12, 2 },	/* flag_number */
	};
	unsigned int i, bit, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		for (bit = 0; bit < 8 * fields[i].width; bit++)
			wrong += try_value(fields[i].nr, fields[i].type,
					   fields[i].at, fields[i].width,
					   1ULL << bit, true, 0, 0);
		wrong += try_value(fields[i].nr, fields[i].type, fields[i].at,
				   fields[i].width, 0, true, 0, 0);
		wrong += try_value(fields[i].nr, fields[i].type, fields[i].at,
				   fields[i].width, ~0ULL, true, 0, 0);
	}
	ksft_test_result(!wrong, "left to the hypervisor\n");
}

static void test_proximity_flags(void)
{
	static const u32 good[] = { 0, 1, 0x80000000, 0x80000001 };
	unsigned int i, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		wrong += try_value(NR_CREATE, MESSAGE, 60, 4, good[i], true, 0,
				   0);
		wrong += try_value(NR_CONNECT, MESSAGE, 76, 4, good[i], true, 0,
				   0);
	}
	ksft_test_result(!wrong, "proximity flags that are defined\n");
}

static void test_messages(void)
{
	unsigned int value, wrong = 0;

	for (value = 0; value <= 0xffff; value++) {
		wrong += try_value(NR_POST, ANY, 20, 4, value, value <= 240,
				   EINVAL, 20);
		wrong += try_value(NR_POST, ANY, 16, 4, value, value, EINVAL,
				   16);
	}
	wrong += try_value(NR_POST, ANY, 16, 4, 0x7fffffff, true, 0, 0);
	wrong += try_value(NR_POST, ANY, 16, 4, 0x80000000, false, EINVAL, 16);
	ksft_test_result(!wrong, "types and sizes of messages\n");
}

static void test_disconnect_doorbell(void)
{
	unsigned int value, wrong = 0;

	for (value = 0; value <= 0xffff; value++)
		wrong += try_value(NR_DISCONNECT, ANY, 20, 4, value, value < 2,
				   EINVAL, 20);
	ksft_test_result(!wrong, "doorbell or not\n");
}

/* Write sizes 0 to 4, and bit 31 for any value */
static void test_doorbell_flags(void)
{
	unsigned int value, wrong = 0;

	for (value = 0; value <= 0xffff; value++) {
		wrong += try_value(NR_CONNECT, DOORBELL, 64, 8, value,
				   value <= 4, EINVAL, 64);
		wrong += try_value(NR_CONNECT, DOORBELL, 64, 8,
				   value | 0x80000000ULL, value <= 4, EINVAL,
				   64);
	}
	ksft_test_result(!wrong, "flags of doorbells\n");
}

/* A write that cannot be, at this address or of this value, rings nothing */
static void test_doorbell_writes(void)
{
	unsigned int size, bytes, bit, wrong = 0;
	u8 arg[LARGEST_ARG];

	for (size = 0; size <= 4; size++) {
		bytes = size ? 1U << (size - 1) : 0;
		for (bit = 0; bit < 64; bit++) {
			good_arg(arg, NR_CONNECT, DOORBELL);
			poke(arg, 64, 8, size);
			poke(arg, 48, 8, 1ULL << bit);
			wrong += differs(NR_CONNECT, arg, true,
					 bytes && 1ULL << bit < bytes ? EINVAL :
					 0, 48);

			poke(arg, 48, 8, 0x1000);
			poke(arg, 56, 8, 1ULL << bit);
			wrong += differs(NR_CONNECT, arg, true,
					 bytes && bit >= 8 * bytes ? EINVAL : 0,
					 56);
			/* any value rings it, so the one given does not matter */
			poke(arg, 64, 8, size | 0x80000000ULL);
			wrong += differs(NR_CONNECT, arg, true, 0, 0);
		}
	}
	ksft_test_result(!wrong, "writes that ring doorbells\n");
}

static void (*const by_form[])(unsigned int form) = {
	test_good, test_bits, test_values, test_order,
};

static void (*const once[])(void) = {
	test_reserved_arrays, test_vtls, test_reserved_words, test_types,
	test_sints, test_event_flags, test_ids, test_monitor_permission,
	test_left_to_the_hypervisor, test_proximity_flags, test_messages,
	test_disconnect_doorbell, test_doorbell_flags, test_doorbell_writes,
};

int main(void)
{
	unsigned int i, form;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(by_form) * ARRAY_SIZE(forms) +
		      ARRAY_SIZE(once));
	for (i = 0; i < ARRAY_SIZE(by_form); i++)
		for (form = 0; form < ARRAY_SIZE(forms); form++)
			by_form[i](form);
	for (i = 0; i < ARRAY_SIZE(once); i++)
		once[i]();
	ksft_finished();
}
