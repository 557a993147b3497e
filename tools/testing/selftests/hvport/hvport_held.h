/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One call is held up in the hypervisor (testhv_hold()), on a processor of its
 * own, while others meet it there: what otherwise takes luck is the same each
 * time. For ports, and for connections.
 */
#ifndef HVPORT_HELD_H
#define HVPORT_HELD_H

#include "hvport_caller.h"
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_kind.h"
#include "hvport_needs.h"

#define ID	0xf1	/* and the next one */

static inline struct caller foreign_delete(int fd, const struct kind *kind)
{
	return (struct caller){
		.call = kind->delete, .fd = fd, .id = ID,
		.flags = HVPORT_F_FOREIGN,
	};
}

FIXTURE_VARIANT(hvport) {
	const struct kind *kind;
};

FIXTURE_VARIANT_ADD(hvport, port) { .kind = &port_kind };
FIXTURE_VARIANT_ADD(hvport, connection) { .kind = &connection_kind };

/* A test's surroundings: its main thread, two files, what connections lead to */
struct scene {
	int owner;
	long left_behind;
};

static inline void begin(struct __test_metadata *_metadata, int fd,
			 const struct kind *kind, struct scene *scene)
{
	ASSERT_TRUE(pin_to(0));
	scene->left_behind = debugfs_counter("left_behind");
	MAKE_TARGET(kind, fd, ID);
	MAKE_TARGET(kind, fd, ID + 1);
	scene->owner = open_hvport();
	ASSERT_GE(scene->owner, 0);
}

#define EXPECT_MADE(fd, count)						\
do {									\
	EXPECT_EQ(count, kind->of_all(fd));				\
	EXPECT_EQ(count, kind->in_hypervisor());			\
} while (0)

/* Nothing is left, and no close asked for what was not there */
#define END(fd, scene)							\
do {									\
	close((scene)->owner);						\
	EXPECT_MADE(fd, 0);						\
	EXPECT_EQ((scene)->left_behind, debugfs_counter("left_behind"));	\
	if (kind->is_connection) {					\
		EXPECT_SUCCESS(test_delete_id(fd, ID, 0));		\
		EXPECT_SUCCESS(test_delete_id(fd, ID + 1, 0));		\
	}								\
} while (0)

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	if (callers_can_be_held())
		return;
	ksft_print_header();
	ksft_exit_skip(NEEDS_TWO_PROCESSORS "\n");
}

#endif /* HVPORT_HELD_H */
