/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The surroundings of a test that loads and unloads the module while something
 * fails. What a load that fails leaves, what an unload says of the pages that it
 * did not get back, and what the kernel has to say of it all.
 */
#ifndef HVPORT_LOAD_H
#define HVPORT_LOAD_H

#include "hvport_inject.h"
#include "hvport_kmsg.h"
#include "hvport_module.h"
#include "hvport_needs.h"
#include "hvport_pool.h"

FIXTURE(module) {
	bool was_loaded;
	int kmsg, fail_nth;
	char console[64];
	uint64_t os_id, hypercall;
	bool may_deposit;
};

/* The console's level: warnings of loads that fail on purpose are not for it */
static inline void set_console(const char *level, char *before, size_t size)
{
	int fd = open("/proc/sys/kernel/printk", O_RDWR | O_CLOEXEC);
	ssize_t len = read(fd, before, size - 1);

	before[len > 0 ? len : 0] = '\0';
	len = pwrite(fd, level, strlen(level), 0);
	close(fd);
}

FIXTURE_SETUP(module)
{
	self->was_loaded = module_is_loaded();
	if (self->was_loaded)
		ASSERT_EQ(0, module_unload());
	set_console("4", self->console, sizeof(self->console));
	self->fail_nth = inject_open();
	self->kmsg = kmsg_open();
	self->os_id = testhv_msr(MSR_GUEST_OS_ID, 0);
	self->hypercall = testhv_msr(MSR_HYPERCALL, 0);
	self->may_deposit = has_pool_privilege();
}

FIXTURE_TEARDOWN(module)
{
	char ignored[64];

	testhv_fault_clear();
	rep_limit(CODE_WITHDRAW_MEMORY, 0, 0);
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	if (self->fail_nth >= 0) {
		inject_arm(self->fail_nth, 0);
		inject_choose(INJECT_KINDS, false);
		close(self->fail_nth);
	}
	if (module_is_loaded())
		EXPECT_EQ(0, module_unload());
	EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	close(self->kmsg);
	set_console(self->console, ignored, sizeof(ignored));
	if (self->was_loaded)
		EXPECT_EQ(0, module_load(""));
}

/* Nothing is left of the module in the places where it puts something */
#define EXPECT_GONE()							\
do {									\
	EXPECT_FALSE(module_is_loaded()) SAY_CASE();			\
	EXPECT_NE(0, access(HVPORT_DEVICE, F_OK)) SAY_CASE();		\
	EXPECT_NE(0, access(DEBUGFS "hvport", F_OK)) SAY_CASE();	\
	EXPECT_NE(0, access("/sys/bus/platform/devices/hvport", F_OK))	\
		SAY_CASE();						\
	EXPECT_NE(0, access("/sys/bus/platform/drivers/hvport", F_OK))	\
		SAY_CASE();						\
	EXPECT_EQ(self->os_id, testhv_msr(MSR_GUEST_OS_ID, 0))		\
		SAY_CASE();						\
	EXPECT_EQ(self->hypercall, testhv_msr(MSR_HYPERCALL, 0))	\
		SAY_CASE();						\
	EXPECT_EQ(0, testhv_ports()) SAY_CASE();			\
	EXPECT_EQ(0, testhv_connections()) SAY_CASE();			\
} while (0)

/*
 * Ports and connections that need @count pages to be given, and a port that
 * needs none; all are gone when it returns.
 */
static inline void use_module(struct __test_metadata *_metadata,
			      unsigned int count)
{
	int fd = open_hvport();
	unsigned int id;

	ASSERT_GE(fd, 0) SAY_CASE();
	if (count)
		ASSERT_TRUE(pool_set(0, 0x0b));
	for (id = 1; id <= count / 2; id++) {
		EXPECT_EQ(0, test_create_id(fd, id, 0).error) SAY_CASE();
		EXPECT_EQ(0, test_connect_id(fd, id, 0).error) SAY_CASE();
	}
	if (count)
		pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	EXPECT_SUCCESS(test_create_id(fd, 0x99, 0));
	EXPECT_EQ(0, close(fd)) SAY_CASE();
}

static inline bool is_complaint(const char *text)
{
	static const char * const words[] = {
		"WARNING:", "BUG:", "KASAN", "UBSAN", "KCSAN", "Oops",
		"possible recursive", "possible circular", "Invalid wait",
		"refcount_t", "general protection", "kmemleak",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

/* Reads the log: complaints of the kernel fail; returns pages said to be kept */
static inline unsigned long read_log(struct __test_metadata *_metadata, int kmsg)
{
	unsigned long kept = 0;
	char *text;
	int level;

	while ((text = kmsg_next(kmsg, &level))) {
		EXPECT_FALSE(is_complaint(text))
			TH_LOG("%s: kernel log: <%d>%s", test_case, level, text);
		if (strstr(text, "deposited pages stay out of use"))
			kept += strtoul(strstr(text, "hvport: ") + 8, NULL, 10);
	}
	return kept;
}

/* Since @before, what was given is back or is said to be kept */
#define EXPECT_PAGES(before)						\
do {									\
	struct pool _now = pool_now();					\
									\
	EXPECT_EQ(read_log(_metadata, self->kmsg),			\
		  _now.deposited - (before).deposited -			\
		  (_now.withdrawn - (before).withdrawn)) SAY_CASE();	\
} while (0)

/* It is none the worse for it */
#define EXPECT_NEXT_LOAD_WORKS()					\
do {									\
	struct pool _before = pool_now();				\
									\
	ASSERT_EQ(0, module_load("")) SAY_CASE();			\
	use_module(_metadata, self->may_deposit ? 2 : 0);		\
	ASSERT_EQ(0, module_unload()) SAY_CASE();			\
	EXPECT_GONE();							\
	EXPECT_PAGES(_before);						\
} while (0)

#endif /* HVPORT_LOAD_H */
