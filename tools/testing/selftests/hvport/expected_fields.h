/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which fields hvport must refuse, as tables: for each ioctl an argument that
 * nothing is the matter with, and the changes to it, one at a time, that make
 * it bad. Offsets, values and verdicts are typed from the documentation of the
 * user interface and must not be taken from a header of hvport.
 *
 * The kselftests play the tables through the ioctls, the unit tests play them
 * through the validators alone.
 */
#ifndef EXPECTED_FIELDS_H
#define EXPECTED_FIELDS_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "kselftest.h"

/* Numbers of the ioctls */
enum expected_nr {
	NR_GET_INFO, NR_CREATE, NR_DELETE, NR_CONNECT, NR_DISCONNECT, NR_POST,
	NR_SIGNAL, NR_END
};

/* Size of each ioctl's struct, the result's eight bytes included */
static const unsigned int expected_size[NR_END] = {
	[NR_GET_INFO] = 104,	[NR_CREATE] = 72,	[NR_DELETE] = 32,
	[NR_CONNECT] = 88,	[NR_DISCONNECT] = 32,	[NR_POST] = 272,
	[NR_SIGNAL] = 24,
};

#define LARGEST_ARG	272

/* Port types; ANY where the ioctl has none, or where it does not matter */
enum { ANY, MESSAGE, EVENT, MONITOR, DOORBELL, TYPE_END };

struct edit {
	enum expected_nr nr;
	unsigned int type;	/* of the good argument; ANY: all of them */
	unsigned int at, width;	/* the bytes that are changed */
	uint64_t value;		/* new value; or bits, each of them by itself */
	int error;
	unsigned int bad_field;
	uint32_t flags;		/* flags of the ioctl that go with it */
};

#define ROW(_nr, _type, _at, _width, _value, _error, _field, _flags)	\
	{								\
		.nr = _nr, .type = _type, .at = _at, .width = _width,	\
		.value = _value, .error = _error, .bad_field = _field,	\
		.flags = _flags,					\
	}
#define CREATE(type, at, width, value, error, field) \
	ROW(NR_CREATE, type, at, width, value, error, field, 0)
#define CONNECT(type, at, width, value, error, field) \
	ROW(NR_CONNECT, type, at, width, value, error, field, 0)
/* of an ioctl without port types */
#define OTHER(nr, at, width, value, error, field) \
	ROW(NR_##nr, ANY, at, width, value, error, field, 0)

/* Each bit of .value, flipped alone in the good argument, must be refused */
static const struct edit bad_bits[] = {
	CREATE(ANY, 4, 4, 0xfffffff8, EOPNOTSUPP, 4),
	CREATE(ANY, 16, 4, 0xff000000, EINVAL, 16),
	CREATE(ANY, 20, 1, 0xf0, EINVAL, 20),
	CREATE(ANY, 21, 1, 0xf0, EINVAL, 21),
	CREATE(ANY, 22, 2, 0xffff, EINVAL, 22),
	CREATE(ANY, 36, 4, 0xffffffff, EINVAL, 36),
	CREATE(MESSAGE, 40, 4, 0xfffffff0, EINVAL, 40),
	CREATE(MESSAGE, 48, 8, ~0ULL, EINVAL, 48),
	CREATE(EVENT, 40, 4, 0xfffffff0, EINVAL, 40),
	CREATE(EVENT, 52, 4, 0xffffffff, EINVAL, 52),
	CREATE(MONITOR, 48, 8, ~0ULL, EINVAL, 48),
	CREATE(DOORBELL, 40, 4, 0xfffffff0, EINVAL, 40),
	CREATE(DOORBELL, 48, 8, ~0ULL, EINVAL, 48),
	CREATE(ANY, 60, 4, 0x7ffffffe, EINVAL, 60),

	OTHER(DELETE, 4, 4, 0xfffffff7, EOPNOTSUPP, 4),
	OTHER(DELETE, 16, 4, 0xff000000, EINVAL, 16),
	OTHER(DELETE, 20, 4, 0xffffffff, EINVAL, 20),

	CONNECT(ANY, 4, 4, 0xfffffff8, EOPNOTSUPP, 4),
	CONNECT(ANY, 16, 4, 0xff000000, EINVAL, 16),
	CONNECT(ANY, 20, 1, 0xf0, EINVAL, 20),
	CONNECT(ANY, 21, 1, 0xff, EINVAL, 21),
	CONNECT(ANY, 22, 2, 0xffff, EINVAL, 22),
	CONNECT(ANY, 32, 4, 0xff000000, EINVAL, 32),
	CONNECT(ANY, 36, 4, 0xffffffff, EINVAL, 36),
	CONNECT(ANY, 44, 4, 0xffffffff, EINVAL, 44),
	CONNECT(MESSAGE, 48, 8, ~0ULL, EINVAL, 48),
	CONNECT(EVENT, 48, 8, ~0ULL, EINVAL, 48),
	CONNECT(MONITOR, 56, 8, ~0ULL, EINVAL, 56),
	CONNECT(DOORBELL, 64, 8, 0xffffffff7ffffff8, EINVAL, 64),
	CONNECT(ANY, 76, 4, 0x7ffffffe, EINVAL, 76),

	OTHER(DISCONNECT, 4, 4, 0xfffffff7, EOPNOTSUPP, 4),
	OTHER(DISCONNECT, 16, 4, 0xff000000, EINVAL, 16),
	OTHER(DISCONNECT, 20, 4, 0xfffffffe, EINVAL, 20),

	OTHER(POST, 4, 4, 0xfffffff7, EOPNOTSUPP, 4),
	OTHER(POST, 8, 4, 0xff000000, EINVAL, 8),
	OTHER(POST, 12, 4, 0xffffffff, EINVAL, 12),
	OTHER(POST, 16, 4, 0x80000000, EINVAL, 16),
	OTHER(POST, 20, 4, 0xffffff00, EINVAL, 20),

	OTHER(SIGNAL, 4, 4, 0xfffffff7, EOPNOTSUPP, 4),
	OTHER(SIGNAL, 8, 4, 0xff000000, EINVAL, 8),
	OTHER(SIGNAL, 14, 2, 0xffff, EINVAL, 14),
};

/*
 * The later elements of a reserved array, by themselves: that they are refused
 * is documented, which element's offset is named is not, so it is the array's
 * own or the element's.
 */
static const struct edit bad_array_bits[] = {
	CONNECT(MESSAGE, 56, 8, ~0ULL, EINVAL, 48),
	CONNECT(MESSAGE, 64, 8, ~0ULL, EINVAL, 48),
	CONNECT(EVENT, 56, 8, ~0ULL, EINVAL, 48),
	CONNECT(EVENT, 64, 8, ~0ULL, EINVAL, 48),
	CONNECT(MONITOR, 64, 8, ~0ULL, EINVAL, 56),
};

/* With the flag ANY_ID, which is 4, the id must be 0 */
#define ANY_ID(nr, id)		ROW(nr, ANY, 16, 4, id, EINVAL, 16, 4)
#define CREATE_TYPE(value)	CREATE(ANY, 32, 4, value, EOPNOTSUPP, 32)
#define CONNECT_TYPE(value)	CONNECT(ANY, 40, 4, value, EOPNOTSUPP, 40)
#define SINT(type, value)	CREATE(type, 40, 4, value, EINVAL, 40)
/* base_flag_number at 48 and flag_count at 50, written as one */
#define EVENT_RANGE(base, count) \
	CREATE(EVENT, 48, 4, (base) | (uint64_t)(count) << 16, EINVAL, 50)

static const struct edit bad_values[] = {
	ANY_ID(NR_CREATE, 1),
	ANY_ID(NR_CREATE, 0xffffff),
	ANY_ID(NR_CREATE, 0x01000000),
	CREATE(ANY, 16, 4, 0xffffffff, EINVAL, 16),
	CREATE(ANY, 20, 1, 16, EINVAL, 20),
	CREATE(ANY, 20, 1, 255, EINVAL, 20),
	CREATE(ANY, 21, 1, 16, EINVAL, 21),
	CREATE(ANY, 21, 1, 255, EINVAL, 21),
	CREATE_TYPE(0), CREATE_TYPE(5), CREATE_TYPE(6), CREATE_TYPE(0x10001),
	CREATE_TYPE(0x80000001), CREATE_TYPE(0xffffffff),
	SINT(MESSAGE, 0), SINT(MESSAGE, 16), SINT(MESSAGE, 0xffffffff),
	SINT(EVENT, 0), SINT(EVENT, 16), SINT(EVENT, 0xffffffff),
	SINT(DOORBELL, 0), SINT(DOORBELL, 16), SINT(DOORBELL, 0xffffffff),
	EVENT_RANGE(0, 0), EVENT_RANGE(2047, 0), EVENT_RANGE(65535, 0),
	EVENT_RANGE(0, 2049), EVENT_RANGE(1, 2048), EVENT_RANGE(2047, 2),
	EVENT_RANGE(2048, 1), EVENT_RANGE(1, 65535), EVENT_RANGE(65535, 1),
	EVENT_RANGE(65535, 65535),

	OTHER(DELETE, 16, 4, 0xffffffff, EINVAL, 16),
	OTHER(DELETE, 20, 4, 0xffffffff, EINVAL, 20),

	ANY_ID(NR_CONNECT, 1),
	ANY_ID(NR_CONNECT, 0x01000000),
	CONNECT(ANY, 16, 4, 0xffffffff, EINVAL, 16),
	CONNECT(ANY, 20, 1, 16, EINVAL, 20),
	CONNECT(ANY, 20, 1, 255, EINVAL, 20),
	CONNECT(ANY, 32, 4, 0xffffffff, EINVAL, 32),
	CONNECT_TYPE(0), CONNECT_TYPE(5), CONNECT_TYPE(0x10001),
	CONNECT_TYPE(0x80000001), CONNECT_TYPE(0xffffffff),
	/* sizes of the write that the TLFS does not name */
	CONNECT(DOORBELL, 64, 8, 5, EINVAL, 64),
	CONNECT(DOORBELL, 64, 8, 6, EINVAL, 64),
	CONNECT(DOORBELL, 64, 8, 7, EINVAL, 64),
	CONNECT(DOORBELL, 64, 8, 0x80000005, EINVAL, 64),

	OTHER(DISCONNECT, 16, 4, 0xffffffff, EINVAL, 16),
	OTHER(DISCONNECT, 20, 4, 2, EINVAL, 20),
	OTHER(DISCONNECT, 20, 4, 0xffffffff, EINVAL, 20),

	OTHER(POST, 16, 4, 0, EINVAL, 16),
	OTHER(POST, 16, 4, 0xffffffff, EINVAL, 16),
	OTHER(POST, 20, 4, 241, EINVAL, 20),
	OTHER(POST, 20, 4, 256, EINVAL, 20),
	OTHER(POST, 20, 4, 0xffffffff, EINVAL, 20),
};

/* Write @width bytes of @value at @at, lowest byte first */
static inline void poke(void *arg, unsigned int at, unsigned int width,
			uint64_t value)
{
	while (width--) {
		((uint8_t *)arg)[at++] = value;
		value >>= 8;
	}
}

static inline uint64_t peek(const void *arg, unsigned int at,
			    unsigned int width)
{
	uint64_t value = 0;

	while (width--)
		value = value << 8 | ((const uint8_t *)arg)[at + width];
	return value;
}

/* The union of a port's info, at 40 */
static inline void good_target(void *arg, unsigned int type)
{
	if (type == MONITOR) {
		poke(arg, 40, 8, 0x1000);
		return;
	}
	poke(arg, 40, 4, 4);
	poke(arg, 44, 4, 0);
	if (type == EVENT)
		poke(arg, 48, 4, 16 | 8 << 16);
}

/* An argument of LARGEST_ARG bytes that must not be refused by the kernel */
static inline void good_arg(void *arg, enum expected_nr nr, unsigned int type)
{
	bool by_partition = nr >= NR_CREATE && nr <= NR_DISCONNECT;

	memset(arg, 0, LARGEST_ARG);
	poke(arg, 0, 4, expected_size[nr]);
	if (nr == NR_GET_INFO)
		return;
	if (by_partition)
		poke(arg, 8, 8, ~0ULL);
	poke(arg, by_partition ? 16 : 8, 4, 0x40);

	if (nr == NR_CREATE) {
		poke(arg, 32, 4, type);
		good_target(arg, type);
	}
	if (nr == NR_CONNECT) {
		poke(arg, 24, 8, ~0ULL);
		poke(arg, 32, 4, 0x40);
		poke(arg, 40, 4, type);
		if (type == MONITOR || type == DOORBELL)
			poke(arg, 48, 8, 0x1000);
	}
	if (nr == NR_POST)
		poke(arg, 16, 4, 1);
}

/* Offset of the id that the registry is asked for */
static inline unsigned int id_field(enum expected_nr nr)
{
	return nr >= NR_POST ? 8 : 16;
}

static inline void apply(void *arg, const struct edit *edit)
{
	poke(arg, 4, 4, peek(arg, 4, 4) | edit->flags);
	poke(arg, edit->at, edit->width, edit->value);
}

static inline bool fits(const struct edit *edit, enum expected_nr nr,
			unsigned int type)
{
	return edit->nr == nr && (edit->type == ANY || edit->type == type);
}

/*
 * One change of each kind, in a list: what must be refused first when several
 * fields are bad is the one with the lowest offset, flags before all.
 */
static inline unsigned int one_of_each(struct edit *list, unsigned int room,
				       enum expected_nr nr, unsigned int type)
{
	unsigned int index, count = 0;
	uint8_t arg[LARGEST_ARG];

	good_arg(arg, nr, type);
	for (index = 0; index < ARRAY_SIZE(bad_bits); index++) {
		if (!fits(&bad_bits[index], nr, type) || count == room)
			continue;
		list[count] = bad_bits[index];
		/* the highest bit alone, over the good value */
		while (list[count].value & (list[count].value - 1))
			list[count].value &= list[count].value - 1;
		list[count].value ^= peek(arg, list[count].at,
					  list[count].width);
		count++;
	}
	for (index = 0; index < ARRAY_SIZE(bad_values); index++)
		if (fits(&bad_values[index], nr, type) && count < room)
			list[count++] = bad_values[index];
	return count;
}

#endif /* EXPECTED_FIELDS_H */
