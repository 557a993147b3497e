// SPDX-License-Identifier: GPL-2.0-only
/*
 * Doorbells ring when the guest writes to their address, and only then: the size
 * and the value that were asked for, or any. The write itself always reaches
 * memory, whatever instruction does it.
 */
#include "hvport_doorbell.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define BELL	0x44
#define VALUE	0x1122334455667788ULL
#define SIZES	4

/* Offsets in the page with the doorbell */
#define AT	64
#define FAR	512

static const __u64 size_flag[SIZES] = {
	HVPORT_DOORBELL_SIZE_BYTE, HVPORT_DOORBELL_SIZE_WORD,
	HVPORT_DOORBELL_SIZE_DWORD, HVPORT_DOORBELL_SIZE_QWORD,
};

/* The low 1 << @nth bytes of @value by one instruction of that size */
static void store(unsigned char *to, unsigned int nth, __u64 value)
{
	switch (nth) {
	case 0:
		asm volatile("movb %b1, %0" : "=m" (*to) : "q" (value));
		break;
	case 1:
		asm volatile("movw %w1, %0" : "=m" (*(__u16 *)to) : "r" (value));
		break;
	case 2:
		asm volatile("movl %k1, %0" : "=m" (*(__u32 *)to) : "r" (value));
		break;
	case 3:
		asm volatile("movq %1, %0" : "=m" (*(__u64 *)to) : "r" (value));
		break;
	}
}

static __u64 low_bytes(__u64 value, unsigned int nth)
{
	return nth == 3 ? value : value & ((1ULL << (8 << nth)) - 1);
}

/* How many doorbells a store rings; what was stored has to be there after it */
static unsigned long long rings(struct __test_metadata *_metadata, unsigned char *to,
				unsigned int nth, __u64 value)
{
	unsigned long long before = testhv_stat(TESTHV_STAT_DOORBELLS), after;
	__u64 stored = 0;

	store(to, nth, value);
	after = testhv_stat(TESTHV_STAT_DOORBELLS);
	memcpy(&stored, to, 1U << nth);
	EXPECT_EQ(low_bytes(value, nth), stored);
	return after - before;
}

/* A page with a doorbell in it at AT */
static unsigned char *make_bell(struct __test_metadata *_metadata, int fd, __u64 flags,
				__u64 value)
{
	struct hvport_create_port port = good_port_of_type(4, BELL);
	unsigned char *page = doorbell_memory(4096);
	struct hvport_connect_port bell;

	if (!page)
		return NULL;
	bell = doorbell_at(BELL, page + AT, flags, value);
	EXPECT_SUCCESS(test_create(fd, &port));
	EXPECT_SUCCESS(test_connect(fd, &bell));
	return page;
}

static struct hvport_disconnect_port no_bell(void)
{
	struct hvport_disconnect_port disconnect = good_disconnect(BELL);

	disconnect.is_doorbell = 1;
	return disconnect;
}

static void try_size(struct __test_metadata *_metadata, int fd, unsigned int size)
{
	struct hvport_disconnect_port disconnect = no_bell();
	__u64 value = low_bytes(VALUE, size);
	unsigned char *page;
	unsigned int nth;

	page = make_bell(_metadata, fd, size_flag[size], value);
	ASSERT_NE(NULL, page);
	for (nth = 0; nth < SIZES; nth++)
		EXPECT_EQ(nth == size, rings(_metadata, page + AT, nth, value));
	EXPECT_EQ(0, rings(_metadata, page + AT, size, value + 1));
	EXPECT_EQ(0, rings(_metadata, page + AT + 1, size, value));
	EXPECT_EQ(0, rings(_metadata, page + AT - (1 << size), size, value));
	EXPECT_EQ(1, rings(_metadata, page + AT, size, value));
	EXPECT_SUCCESS(test_disconnect(fd, &disconnect));
	EXPECT_SUCCESS(test_delete_id(fd, BELL, 0));
	munmap(page, 4096);
}

TEST_F(hvport, one_size_and_value_rings)
{
	unsigned int size;

	for (size = 0; size < SIZES; size++)
		try_size(_metadata, self->fd, size);
}

TEST_F(hvport, any_value_of_one_size_rings)
{
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_SIZE_DWORD |
					HVPORT_DOORBELL_ANY_VALUE, 0);
	unsigned int nth;

	ASSERT_NE(NULL, page);
	for (nth = 0; nth < 32; nth++)
		EXPECT_EQ(1, rings(_metadata, page + AT, 2, VALUE << nth));
	EXPECT_EQ(0, rings(_metadata, page + AT, 1, VALUE));
	EXPECT_EQ(0, rings(_metadata, page + AT, 3, VALUE));
	CLOSE_FILE();
}

TEST_F(hvport, any_value_of_any_size_rings)
{
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_ANY_VALUE, 0);
	unsigned int nth;

	ASSERT_NE(NULL, page);
	for (nth = 0; nth < SIZES; nth++)
		EXPECT_EQ(1, rings(_metadata, page + AT, nth, VALUE + nth));
	CLOSE_FILE();
}

/* Instructions that are no plain store, and the kernel: all reach memory */
TEST_F(hvport, other_writes_to_the_page_arrive)
{
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_SIZE_QWORD, VALUE);
	unsigned char text[300], *to = page + FAR;
	const unsigned char *from = text;
	size_t count = sizeof(text);
	__u64 *cell = (__u64 *)page, swapped = 7;
	int ends[2];

	ASSERT_NE(NULL, page);
	for (count = 0; count < sizeof(text); count++)
		text[count] = count * 3;
	*cell = 40;
	asm volatile("lock addq $2, %0" : "+m" (*cell));
	EXPECT_EQ(42, *cell);
	asm volatile("xchgq %0, %1" : "+r" (swapped), "+m" (*cell));
	EXPECT_EQ(42, swapped);
	EXPECT_EQ(7, *cell);
	asm volatile("rep movsb" : "+D" (to), "+S" (from), "+c" (count) : : "memory");
	EXPECT_EQ(0, memcmp(page + FAR, text, sizeof(text)));
	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(5, write(ends[1], "hello", 5));
	ASSERT_EQ(5, read(ends[0], page + FAR, 5));
	EXPECT_EQ(0, memcmp(page + FAR, "hello", 5));
	close(ends[0]);
	close(ends[1]);
	EXPECT_EQ(1, rings(_metadata, page + AT, 3, VALUE));
	CLOSE_FILE();
}

TEST_F(hvport, nobody_rings_without_a_connection)
{
	struct hvport_disconnect_port disconnect = no_bell();
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_SIZE_WORD, 0x1234);

	ASSERT_NE(NULL, page);
	EXPECT_EQ(1, rings(_metadata, page + AT, 1, 0x1234));
	EXPECT_SUCCESS(test_disconnect(self->fd, &disconnect));
	EXPECT_EQ(0, rings(_metadata, page + AT, 1, 0x1234));
}

TEST_F(hvport, nobody_rings_without_a_port)
{
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_SIZE_WORD, 0x1234);

	ASSERT_NE(NULL, page);
	EXPECT_SUCCESS(test_delete_id(self->fd, BELL, 0));
	EXPECT_EQ(0, rings(_metadata, page + AT, 1, 0x1234));
	CLOSE_FILE();
	EXPECT_EQ(0, rings(_metadata, page + AT, 1, 0x1234));
}

TEST_F(hvport, nobody_rings_after_close)
{
	unsigned char *page = make_bell(_metadata, self->fd, HVPORT_DOORBELL_ANY_VALUE, 0);

	ASSERT_NE(NULL, page);
	EXPECT_EQ(1, rings(_metadata, page + AT, 0, 1));
	CLOSE_FILE();
	EXPECT_EQ(0, rings(_metadata, page + AT, 0, 1));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
