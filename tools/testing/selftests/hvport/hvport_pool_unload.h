/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The surroundings of a test of what comes back from the hypervisor when the
 * module is unloaded. It begins with the module loaded anew and an empty pool, and
 * ends with the module loaded or not, as it was found.
 */
#ifndef HVPORT_POOL_UNLOAD_H
#define HVPORT_POOL_UNLOAD_H

#include "hvport_kmsg.h"
#include "hvport_module.h"
#include "hvport_needs.h"
#include "hvport_pool.h"

FIXTURE(pool) {
	bool was_loaded;
	int fd, kmsg;
	bool testhv;
	struct pool before;
};

FIXTURE_SETUP(pool)
{
	self->testhv = true;
	self->was_loaded = module_is_loaded();
	if (self->was_loaded)
		ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, module_load(""));
	self->kmsg = kmsg_open();
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
	testhv_log_clear();
	ASSERT_TRUE(pool_set(0, 0x0b));
	self->before = pool_now();
}

FIXTURE_TEARDOWN(pool)
{
	testhv_fault_clear();
	rep_limit(CODE_WITHDRAW_MEMORY, 0, 0);
	testhv_ask(TESTHV_CMD_KEEP_PAGES, 0, 0);
	testhv_ask(TESTHV_CMD_MISNAME_PAGES, 0, 0);
	if (self->fd >= 0)
		close(self->fd);
	if (module_is_loaded())
		EXPECT_EQ(0, module_unload());
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	EXPECT_EQ(0, testhv_connections());
	EXPECT_EQ(0, testhv_ports());
	EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	close(self->kmsg);
	/* it is none the worse for it */
	ASSERT_EQ(0, module_load(""));
	self->fd = open_hvport();
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	close(self->fd);
	if (!self->was_loaded)
		EXPECT_EQ(0, module_unload());
}

/* Ports and connections in an empty pool: at least @count pages are given */
static inline void use_pages(struct __test_metadata *_metadata, int fd,
			     unsigned int count)
{
	struct hvport_connect_port conn;
	unsigned int id;

	for (id = 0; id < count; id += 2) {
		CASE("port and connection %u", id);
		EXPECT_EQ(0, test_create_id(fd, id, 0).error) SAY_CASE();
		conn = good_connection(1, id);
		EXPECT_EQ(0, test_connect(fd, &conn).error) SAY_CASE();
	}
	test_case[0] = '\0';
}

/* How many lines hvport wrote, the last of them in @line */
static inline int lines_of_hvport(int kmsg, char *line, size_t room)
{
	int level, lines = 0;
	char *text;

	while ((text = kmsg_next(kmsg, &level))) {
		if (!strstr(text, "hvport") || kmsg_is_not_ours(text))
			continue;
		snprintf(line, room, "%s", text);
		lines++;
	}
	return lines;
}

#define UNLOAD()							\
do {									\
	EXPECT_EQ(0, close(self->fd));					\
	self->fd = -1;							\
	testhv_log_clear();						\
	ASSERT_EQ(0, module_unload());					\
} while (0)

/* Since the test began */
#define EXPECT_PAGES(given, back)					\
do {									\
	struct pool _now = pool_now();					\
									\
	EXPECT_EQ((uint64_t)(given),					\
		  _now.deposited - self->before.deposited);		\
	EXPECT_EQ((uint64_t)(back),					\
		  _now.withdrawn - self->before.withdrawn);		\
} while (0)

/* The whole program needs it */
static inline void need_pool_and_module(void)
{
	need_testhv();
	need_pool_privilege();
	need_module_file();
}

#endif /* HVPORT_POOL_UNLOAD_H */
