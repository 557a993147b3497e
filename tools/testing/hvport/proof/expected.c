// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is well formed, as the documentation of the ioctls says it: each field
 * with its offset, in the order of the offsets, and what it may be. Typed from
 * there; it shares neither structs nor constants with what is proved.
 */
#include "proof.h"

#define ANY_ID		4

enum { MESSAGE = 1, EVENT, MONITOR, DOORBELL };

/* The first field that is wrong is the verdict */
static void field(struct hvport_verdict *verdict, u32 at, int error, bool right)
{
	if (!verdict->error && !right)
		*verdict = (struct hvport_verdict){ -error, at };
}

#define FIELD(at, error, right)	field(&verdict, at, error, right)

/* Chosen, or to be picked */
static bool new_id(const u8 *arg, unsigned int at)
{
	return u32_at(arg, 4) & ANY_ID ? !u32_at(arg, at) : !arg[at + 3];
}

static bool sint(const u8 *arg, unsigned int at)
{
	return u32_at(arg, at) >= 1 && u32_at(arg, at) <= 15;
}

static bool proximity(u32 flags)
{
	return !(flags & 0x7ffffffe);
}

struct hvport_verdict expected_create(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {};
	u32 type = u32_at(arg, 32);

	FIELD(16, EINVAL, new_id(arg, 16));
	FIELD(20, EINVAL, arg[20] <= 15);
	FIELD(21, EINVAL, arg[21] <= 15);
	FIELD(22, EINVAL, !u16_at(arg, 22));
	FIELD(32, EOPNOTSUPP, type >= MESSAGE && type <= DOORBELL);
	FIELD(32, EPERM, type != MONITOR || may_monitor);
	FIELD(36, EINVAL, !u32_at(arg, 36));
	if (type != MONITOR)
		FIELD(40, EINVAL, sint(arg, 40));
	if (type == EVENT) {
		FIELD(50, EINVAL, u16_at(arg, 50));
		FIELD(50, EINVAL, u16_at(arg, 48) + u16_at(arg, 50) <= 2048);
		FIELD(52, EINVAL, !u32_at(arg, 52));
	} else {
		FIELD(48, EINVAL, !u64_at(arg, 48));
	}
	FIELD(60, EINVAL, proximity(u32_at(arg, 60)));
	return verdict;
}

struct hvport_verdict expected_delete(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {};

	FIELD(16, EINVAL, !arg[19]);
	FIELD(20, EINVAL, !u32_at(arg, 20));
	return verdict;
}

/* Address, value, flags: a write of 1, 2, 4 or 8 bytes, or of any size */
static struct hvport_verdict expected_doorbell(u64 address, u64 value, u64 flags)
{
	struct hvport_verdict verdict = {};
	unsigned int size = flags & 7, any_value = flags >> 31 & 1;

	FIELD(48, EINVAL, size != 2 || !(address % 2));
	FIELD(48, EINVAL, size != 3 || !(address % 4));
	FIELD(48, EINVAL, size != 4 || !(address % 8));
	FIELD(56, EINVAL, size != 1 || any_value || value <= 0xff);
	FIELD(56, EINVAL, size != 2 || any_value || value <= 0xffff);
	FIELD(56, EINVAL, size != 3 || any_value || value <= 0xffffffff);
	FIELD(64, EINVAL, size <= 4 && !(flags & 0xffffffff7ffffff8));
	return verdict;
}

struct hvport_verdict expected_connect(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {}, doorbell;
	u32 type = u32_at(arg, 40);

	FIELD(16, EINVAL, new_id(arg, 16));
	FIELD(20, EINVAL, arg[20] <= 15);
	FIELD(21, EINVAL, !arg[21]);
	FIELD(22, EINVAL, !u16_at(arg, 22));
	FIELD(32, EINVAL, !arg[35]);
	FIELD(36, EINVAL, !u32_at(arg, 36));
	FIELD(40, EOPNOTSUPP, type >= MESSAGE && type <= DOORBELL);
	FIELD(40, EPERM, type != MONITOR || may_monitor);
	FIELD(44, EINVAL, !u32_at(arg, 44));
	if (type == DOORBELL) {
		doorbell = expected_doorbell(u64_at(arg, 48), u64_at(arg, 56),
					     u64_at(arg, 64));
		FIELD(doorbell.bad_field, -doorbell.error, !doorbell.error);
	} else if (type == MONITOR) {
		FIELD(56, EINVAL, !u64_at(arg, 56) && !u64_at(arg, 64));
	} else {
		FIELD(48, EINVAL, !(u64_at(arg, 48) | u64_at(arg, 56) | u64_at(arg, 64)));
	}
	FIELD(76, EINVAL, proximity(u32_at(arg, 76)));
	return verdict;
}

struct hvport_verdict expected_disconnect(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {};

	FIELD(16, EINVAL, !arg[19]);
	FIELD(20, EINVAL, u32_at(arg, 20) <= 1);
	return verdict;
}

struct hvport_verdict expected_post(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {};

	FIELD(8, EINVAL, !arg[11]);
	FIELD(12, EINVAL, !u32_at(arg, 12));
	FIELD(16, EINVAL, u32_at(arg, 16) && arg[19] < 0x80);
	FIELD(20, EINVAL, u32_at(arg, 20) <= 240);
	return verdict;
}

struct hvport_verdict expected_signal(const u8 *arg, bool may_monitor)
{
	struct hvport_verdict verdict = {};

	FIELD(8, EINVAL, !arg[11]);
	FIELD(14, EINVAL, !u16_at(arg, 14));
	return verdict;
}
