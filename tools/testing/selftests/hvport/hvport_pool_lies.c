// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the module is unloaded the hypervisor says which pages it gives back. Some
 * of them may be another's, and what it says may be wrong: no page is freed that
 * was not lent by hvport, none twice, and none that is somebody else's gets lost.
 * Skipped unless HVPORT_KO names the module's file.
 */
#include <sys/mman.h>
#include "hvport_pool_unload.h"
#include "hvport_readonly.h"

/* Lends pages; how many */
static uint64_t lend(struct __test_metadata *_metadata, int fd)
{
	uint64_t before = pool_now().deposited;

	use_pages(_metadata, fd, 20);
	return pool_now().deposited - before;
}

/* The first page that was lent since the log was cleared */
static uint64_t first_page_lent(void)
{
	struct testhv_log_entry call;
	uint64_t page = 0;

	if (testhv_find_call(CODE_DEPOSIT_MEMORY, 0, &call))
		memcpy(&page, call.input + 8, 8);
	return page;
}

/* The log says that @count pages are lost, or, 0, nothing */
#define EXPECT_LOST(count)						\
do {									\
	char _line[256] = "", _text[64];				\
	uint64_t _count = (count);					\
									\
	EXPECT_EQ(!!_count, lines_of_hvport(self->kmsg, _line,		\
					    sizeof(_line)))		\
		TH_LOG("%s", _line);					\
	snprintf(_text, sizeof(_text), " %llu deposited pages stay out of use",	\
		 (unsigned long long)_count);				\
	if (_count)							\
		EXPECT_NE(NULL, strstr(_line, _text))			\
			TH_LOG("%s", _line);				\
} while (0)

/*
 * The hypervisor kept two pages, and gives them back to the next one who asks, before
 * any other. For him they are pages that somebody else in this kernel lent: they
 * go back, and all of his own come. Run before hvport_pool_reload, which leaves pages
 * with the hypervisor that could come instead of his.
 */
TEST_F(pool, pages_of_somebody_else)
{
	uint64_t given, others, back;

	ASSERT_EQ(self->before.deposited, self->before.withdrawn);
	given = lend(_metadata, self->fd);
	testhv_ask(TESTHV_CMD_KEEP_PAGES, 2, 0);
	UNLOAD();
	EXPECT_PAGES(given, given - 2);
	EXPECT_LOST(2);
	testhv_ask(TESTHV_CMD_RELEASE_KEPT, 0, 0);
	others = pool_now().free;
	ASSERT_LE(2, others);

	ASSERT_EQ(0, module_load(""));
	self->fd = open_hvport();
	while (kmsg_next(self->kmsg, &(int){ 0 }))
		;
	self->before = pool_now();
	given = lend(_metadata, self->fd);
	UNLOAD();
	/* which others' pages come besides is the hypervisor's choice */
	back = pool_now().deposited - self->before.deposited - given;
	EXPECT_LE(others, back);
	EXPECT_PAGES(given + back, given + back);
	EXPECT_EQ(others, pool_now().free);
	EXPECT_LOST(0);
}

/* The first time it is free, and what becomes of it then is not known here */
TEST_F(pool, the_same_page_every_time)
{
	uint64_t given = lend(_metadata, self->fd), page = first_page_lent();

	ASSERT_NE(0, page);
	testhv_ask(TESTHV_CMD_MISNAME_PAGES, page, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_LOST(given - 1);
}

/* Frames that nobody can have lent, because they are nobody's */
TEST_F(pool, pages_that_cannot_have_been_lent)
{
	static const uint64_t pages[] = { 0, 1ULL << 40, ~0ULL };
	uint64_t given;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		self->before = pool_now();
		given = lend(_metadata, self->fd);
		testhv_ask(TESTHV_CMD_MISNAME_PAGES, pages[i], given);
		UNLOAD();
		EXPECT_PAGES(given, given);
		EXPECT_LOST(given);
		ASSERT_EQ(0, module_load(""));
		self->fd = open_hvport();
		while (kmsg_next(self->kmsg, &(int){ 0 }))
			;
	}
}

TEST_F(pool, more_than_was_asked_for)
{
	uint64_t given = lend(_metadata, self->fd);

	ASSERT_TRUE(testhv_fault(CODE_WITHDRAW_MEMORY, 0, 1,
				 ALL_DONE | TESTHV_FAULT_PERFORM));
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_LOST(0);
}

/* The frame of a page of this process, 0: the kernel does not tell */
static uint64_t frame_of(const void *page)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry = 0;

	if (pread(fd, &entry, sizeof(entry), (uintptr_t)page / PAGE * 8) != sizeof(entry))
		entry = 0;
	close(fd);
	return entry & ((1ULL << 55) - 1);
}

/* It would be gone for whoever uses it if it were taken for another's and lent */
TEST_F(pool, pages_in_use)
{
	unsigned char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t given = lend(_metadata, self->fd), frame;

	ASSERT_EQ(0, mlock(page, PAGE));
	memset(page, 0x5a, PAGE);
	frame = frame_of(page);
	ASSERT_NE(0, frame);
	testhv_ask(TESTHV_CMD_MISNAME_PAGES, frame, given);
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_LOST(given);
	EXPECT_EQ(0x5a, page[PAGE - 1]);
	munmap(page, PAGE);
}

/* Nothing is listed, though all is said to be */
TEST_F(pool, empty_list)
{
	uint64_t given = lend(_metadata, self->fd);

	ASSERT_TRUE(testhv_fault(CODE_WITHDRAW_MEMORY, 0, 1, ALL_DONE));
	UNLOAD();
	EXPECT_PAGES(given, given);
	EXPECT_LOST(0);
}

TEST_F(pool, empty_list_again_and_again)
{
	uint64_t given = lend(_metadata, self->fd);

	ASSERT_TRUE(testhv_fault(CODE_WITHDRAW_MEMORY, 0, 100000, ALL_DONE));
	UNLOAD();
	EXPECT_PAGES(given, 0);
	EXPECT_LOST(given);
	EXPECT_LT(testhv_calls(CODE_WITHDRAW_MEMORY), 1000);
}

static void __attribute__((constructor)) needs(void)
{
	need_pool_and_module();
}

TEST_HARNESS_MAIN
