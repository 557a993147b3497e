/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The surroundings of a test whose partition's memory pool is empty at first. It
 * is as if it had no end again after the test.
 */
#ifndef HVPORT_POOL_FIXTURE_H
#define HVPORT_POOL_FIXTURE_H

#include "hvport_needs.h"
#include "hvport_pool.h"

FIXTURE(pool) {
	int fd;
	bool testhv;
	struct pool before;
	uint64_t privileges;
};

FIXTURE_SETUP(pool)
{
	struct hvport_info info;

	self->testhv = true;
	self->fd = open_hvport();
	ASSERT_EQ(0, get_info(self->fd, &info));
	self->privileges = testhv_ask(TESTHV_CMD_SET_PRIVILEGES,
				      info.privileges, 0);
	ASSERT_TRUE(pool_set(0, 0x0b));
	testhv_log_clear();
	self->before = pool_now();
	EXPECT_EQ(0, self->before.free);
}

FIXTURE_TEARDOWN(pool)
{
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, self->privileges, 0);
	testhv_fault_clear();
	rep_limit(CODE_DEPOSIT_MEMORY, 0, 0);
	close(self->fd);
	EXPECT_EQ(0, testhv_connections());
	EXPECT_EQ(0, testhv_ports());
	EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
}

/* What was said is what was given, since @before: hypervisor, hvport, debugfs */
#define EXPECT_GIVEN(before, pages)					\
do {									\
	struct pool _now = pool_now();					\
	uint64_t _given = _now.deposited - (before).deposited;		\
									\
	EXPECT_EQ((uint64_t)(pages), _given) SAY_CASE();		\
	if ((before).shown >= 0)					\
		EXPECT_EQ((long)(pages), _now.shown - (before).shown)	\
			SAY_CASE();					\
	EXPECT_EQ(_given, _now.free + _now.used -			\
		  (before).free - (before).used) SAY_CASE();		\
} while (0)

/* All but the number of deposits, which must be at least @least */
#define EXPECT_AFTER_DEPOSITS(got, error, stage, status, least)		\
do {									\
	struct outcome _out = (got);					\
									\
	EXPECT_LE(least, _out.deposits) SAY_CASE();			\
	EXPECT_GIVEN(self->before, _out.deposits);			\
	_out.deposits = 0;						\
	EXPECT_OUTCOME(_out, error, stage, status, 0U);			\
} while (0)

#define MAY_DEPOSIT()	(self->privileges & ACCESS_MEMORY_POOL)

#endif /* HVPORT_POOL_FIXTURE_H */
