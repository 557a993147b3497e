// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules that hold for every ioctl and every struct, whatever is in it: its
 * size, its place in memory, and the numbers that are not an ioctl. What
 * happens when the answer cannot be written is in hvport_efault.
 */
#include <sys/mman.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_fields.h"
#include "expected_layout.h"

#define PAGE	4096U

FIXTURE(shape) {
	int fd;
	bool testhv;
	unsigned int nr, size;
	int error;		/* of the exact struct */
	__u8 before[LARGEST_ARG], after[LARGEST_ARG];
	__u8 *pages;		/* one page of memory, one that is not there */
};

FIXTURE_VARIANT(shape) {
	unsigned int nr;
};

FIXTURE_VARIANT_ADD(shape, get_info) { NR_GET_INFO };
FIXTURE_VARIANT_ADD(shape, create_port) { NR_CREATE };
FIXTURE_VARIANT_ADD(shape, delete_port) { NR_DELETE };
FIXTURE_VARIANT_ADD(shape, connect_port) { NR_CONNECT };
FIXTURE_VARIANT_ADD(shape, disconnect_port) { NR_DISCONNECT };
FIXTURE_VARIANT_ADD(shape, post_message) { NR_POST };
FIXTURE_VARIANT_ADD(shape, signal_event) { NR_SIGNAL };

/* 0 or errno */
static int call(int fd, unsigned long cmd, void *arg)
{
	return ioctl(fd, cmd, arg) ? errno : 0;
}

/*
 * The struct at its own size says what is to be expected of all other shapes:
 * GET_INFO answers, CREATE_PORT and CONNECT_PORT validate, and the others find
 * no object to work on.
 */
FIXTURE_SETUP(shape)
{
	bool validates;

	self->testhv = testhv_present();
	if (self->testhv)
		testhv_log_clear();
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
	self->nr = variant->nr;
	self->size = expected_size[self->nr];

	good_arg(self->before, self->nr, MESSAGE);
	validates = self->nr == NR_CREATE || self->nr == NR_CONNECT;
	if (validates)
		poke(self->before, 4, 4, 1);
	memcpy(self->after, self->before, LARGEST_ARG);
	self->error = call(self->fd, _IO(0xbd, self->nr), self->after);
	ASSERT_EQ(validates || self->nr == NR_GET_INFO ? 0 : ENOENT,
		  self->error);

	self->pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->pages);
	ASSERT_EQ(0, munmap(self->pages + PAGE, PAGE));
}

FIXTURE_TEARDOWN(shape)
{
	EXPECT_NO_CALLS();
	close(self->fd);
	munmap(self->pages, PAGE);
}

/* A buffer that holds the good struct, poison or @fill behind it, and @size */
static void fill(__u8 *buffer, unsigned int room, const __u8 *arg,
		 unsigned int arg_size, __u32 size, int fill)
{
	memset(buffer, fill, room);
	memcpy(buffer, arg, arg_size < room ? arg_size : room);
	memcpy(buffer, &size, sizeof(size) < room ? sizeof(size) : room);
}

static bool is_filled(const __u8 *bytes, unsigned int count, int value)
{
	while (count--)
		if (bytes[count] != value)
			return false;
	return true;
}

TEST_F(shape, wrong_size)
{
	static const __u32 large[] = {
		4097, 4104, 8192, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
	};
	__u8 buffer[3 * PAGE], copy[sizeof(buffer)];
	unsigned int index;
	__u32 size;

	for (index = 0; index < self->size + ARRAY_SIZE(large); index++) {
		size = index < self->size ? index : large[index - self->size];
		CASE("size %u", size);
		fill(buffer, sizeof(buffer), self->before, self->size, size, 0);
		memcpy(copy, buffer, sizeof(copy));
		EXPECT_EQ(EINVAL, call(self->fd, _IO(0xbd, self->nr), buffer))
			SAY_CASE();
		EXPECT_EQ(0, memcmp(copy, buffer, sizeof(copy))) SAY_CASE();
	}
}

/* Of a later version whose new fields are not used: works the same */
TEST_F(shape, longer_with_a_zero_tail)
{
	unsigned int sizes[] = {
		self->size + 1, self->size + 4, self->size + 8, 1000, 4095, 4096,
	};
	__u8 buffer[2 * PAGE];
	unsigned int index, fixed;
	__u32 size;

	/* GET_INFO may write its own size or leave the caller's */
	fixed = self->nr == NR_GET_INFO ? 4 : 0;
	for (index = 0; index < ARRAY_SIZE(sizes); index++) {
		size = sizes[index];
		CASE("size %u", size);
		fill(buffer, sizeof(buffer), self->before, self->size, size, 0);
		memset(buffer + size, POISON, sizeof(buffer) - size);
		EXPECT_EQ(self->error,
			  call(self->fd, _IO(0xbd, self->nr), buffer))
			SAY_CASE();
		if (!fixed)
			EXPECT_EQ(size, peek(buffer, 0, 4)) SAY_CASE();
		EXPECT_EQ(0, memcmp(buffer + 4, self->after + 4,
				    self->size - 4)) SAY_CASE();
		EXPECT_TRUE(is_filled(buffer + self->size, size - self->size,
				      0)) SAY_CASE();
		EXPECT_TRUE(is_filled(buffer + size, sizeof(buffer) - size,
				      POISON)) SAY_CASE();
	}
}

/* Of a later version whose new fields are used: nobody may ignore that */
TEST_F(shape, longer_with_something_in_the_tail)
{
	unsigned int sizes[] = { self->size + 1, self->size + 8, 300, 4096 };
	__u8 buffer[PAGE], copy[PAGE];
	unsigned int index, at;

	for (index = 0; index < ARRAY_SIZE(sizes); index++) {
		for (at = self->size; at < sizes[index]; at++) {
			CASE("size %u, byte at %u", sizes[index], at);
			fill(buffer, sizeof(buffer), self->before, self->size,
			     sizes[index], 0);
			buffer[at] = at % 2 ? 0x01 : 0x80;
			memcpy(copy, buffer, sizeof(copy));
			EXPECT_EQ(E2BIG, call(self->fd, _IO(0xbd, self->nr),
					      buffer)) SAY_CASE();
			EXPECT_EQ(0, memcmp(copy, buffer, sizeof(copy)))
				SAY_CASE();
		}
	}
}

TEST_F(shape, bad_size_before_all_else)
{
	__u8 buffer[PAGE];

	fill(buffer, sizeof(buffer), self->before, self->size, self->size - 1,
	     0);
	poke(buffer, 4, 4, 0xffffffff);
	EXPECT_EQ(EINVAL, call(self->fd, _IO(0xbd, self->nr), buffer));
	fill(buffer, sizeof(buffer), self->before, self->size, self->size + 8,
	     0);
	poke(buffer, 4, 4, 0xffffffff);
	buffer[self->size] = 1;
	EXPECT_EQ(E2BIG, call(self->fd, _IO(0xbd, self->nr), buffer));
}

TEST_F(shape, at_any_address)
{
	__u8 buffer[LARGEST_ARG + 64];
	unsigned int at;

	for (at = 1; at < 32; at++) {
		CASE("misaligned by %u", at);
		memset(buffer, POISON, sizeof(buffer));
		memcpy(buffer + at, self->before, self->size);
		EXPECT_EQ(self->error,
			  call(self->fd, _IO(0xbd, self->nr), buffer + at))
			SAY_CASE();
		EXPECT_EQ(0, memcmp(buffer + at, self->after, self->size))
			SAY_CASE();
		EXPECT_TRUE(is_filled(buffer, at, POISON)) SAY_CASE();
		EXPECT_TRUE(is_filled(buffer + at + self->size,
				      sizeof(buffer) - at - self->size, POISON))
			SAY_CASE();
	}
}

TEST_F(shape, memory_that_is_not_there)
{
	static const unsigned long bad[] = {
		0, 1, 8, 0xfff,
		-1UL, -8UL,
#ifdef __LP64__
		0x00007ffffffff000,	/* past the end of user memory */
		0x0000800000000000,	/* not canonical */
		0xdead000000000000,
		0xffff888000000000,	/* the kernel's direct map */
		0xffffffff81000000,	/* the kernel's text */
#endif
	};
	unsigned int index;

	for (index = 0; index < ARRAY_SIZE(bad); index++) {
		CASE("address %#lx", bad[index]);
		EXPECT_EQ(EFAULT, call(self->fd, _IO(0xbd, self->nr),
				       (void *)bad[index])) SAY_CASE();
	}
	EXPECT_EQ(EFAULT, call(self->fd, _IO(0xbd, self->nr),
			       self->pages + PAGE));
	ASSERT_EQ(0, mprotect(self->pages, PAGE, PROT_NONE));
	EXPECT_EQ(EFAULT, call(self->fd, _IO(0xbd, self->nr), self->pages));
}

/* The page ends after each of the struct's bytes in turn */
TEST_F(shape, memory_that_ends_too_early)
{
	unsigned int have;
	__u8 *start;

	for (have = 1; have <= self->size; have++) {
		CASE("%u bytes of it", have);
		start = self->pages + PAGE - have;
		memcpy(start, self->before, have);
		EXPECT_EQ(have < self->size ? EFAULT : self->error,
			  call(self->fd, _IO(0xbd, self->nr), start))
			SAY_CASE();
		if (have < self->size)
			EXPECT_EQ(0, memcmp(start, self->before, have))
				SAY_CASE();
	}
	EXPECT_EQ(0, memcmp(start, self->after, self->size));
}

TEST_F(shape, tail_that_ends_too_early)
{
	__u8 *start = self->pages + PAGE - self->size;

	fill(start, self->size, self->before, self->size, self->size + 1, 0);
	EXPECT_EQ(EFAULT, call(self->fd, _IO(0xbd, self->nr), start));
}

/* Direction and size are no part of the numbers */
TEST_F(shape, direction_in_the_number)
{
	__u8 buffer[LARGEST_ARG];
	unsigned int dir;

	for (dir = 1; dir < 4; dir++) {
		CASE("direction %u", dir);
		memcpy(buffer, self->before, sizeof(buffer));
		EXPECT_EQ(ENOTTY, call(self->fd, _IOC(dir, 0xbd, self->nr,
						      self->size), buffer))
			SAY_CASE();
		EXPECT_EQ(ENOTTY, call(self->fd, _IOC(dir, 0xbd, self->nr, 0),
				       buffer)) SAY_CASE();
		EXPECT_EQ(0, memcmp(buffer, self->before, sizeof(buffer)))
			SAY_CASE();
	}
	EXPECT_EQ(ENOTTY, call(self->fd, _IOC(0, 0xbd, self->nr, self->size),
			       buffer));
	EXPECT_EQ(ENOTTY, call(self->fd, _IOC(0, 0xbd, self->nr, 1), buffer));
}

TEST_F(shape, another_type_in_the_number)
{
	static const unsigned char types[] = { 0x3d, 0xbc, 0xbe, 0xff, 0xb8 };
	__u8 buffer[LARGEST_ARG];
	unsigned int index;

	for (index = 0; index < ARRAY_SIZE(types); index++) {
		CASE("type %#x", types[index]);
		memcpy(buffer, self->before, sizeof(buffer));
		EXPECT_EQ(ENOTTY, call(self->fd, _IO(types[index], self->nr),
				       buffer)) SAY_CASE();
		EXPECT_EQ(0, memcmp(buffer, self->before, sizeof(buffer)))
			SAY_CASE();
	}
}

#ifdef __LP64__	/* else all calls are such calls */
/*
 * The same call as a 32-bit program makes it. 0 or errno; -1: this kernel has
 * no such calls, and whoever makes one dies.
 */
static int call_32bit(int fd, unsigned long cmd, const void *arg,
		      unsigned int size, void *answer)
{
	void *low = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	int ret = 54, status;
	pid_t child;

	memcpy(low, arg, size);
	child = fork();
	if (!child) {
		asm volatile("int $0x80"
			     : "+a"(ret)
			     : "b"(fd), "c"(cmd), "d"(low)
			     : "memory", "r8", "r9", "r10", "r11");
		_exit(-ret);
	}
	waitpid(child, &status, 0);
	memcpy(answer, low, size);
	munmap(low, PAGE);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(shape, the_same_for_32_bits)
{
	__u8 answer[LARGEST_ARG];
	int error = call_32bit(self->fd, _IO(0xbd, self->nr), self->before,
			       self->size, answer);

	if (error < 0)
		SKIP(return, "this kernel runs no 32-bit programs");
	EXPECT_EQ(self->error, error);
	EXPECT_EQ(0, memcmp(answer, self->after, self->size));
}
#endif

TEST_F(hvport, numbers_that_are_no_ioctl)
{
	__u8 buffer[PAGE];
	unsigned int nr;

	for (nr = 7; nr < 256; nr++) {
		CASE("number %u", nr);
		fill(buffer, sizeof(buffer), NULL, 0, 64, POISON);
		EXPECT_EQ(ENOTTY, call(self->fd, _IO(0xbd, nr), buffer))
			SAY_CASE();
		EXPECT_TRUE(is_filled(buffer + 4, sizeof(buffer) - 4, POISON))
			SAY_CASE();
		EXPECT_EQ(ENOTTY, call(self->fd, _IO(0xbd, nr), NULL))
			SAY_CASE();
	}
}

TEST_F(hvport, is_no_file_to_read_or_write)
{
	char bytes[16] = "";

	EXPECT_EQ(-1, write(self->fd, bytes, sizeof(bytes)));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, pwrite(self->fd, bytes, sizeof(bytes), 0));
	EXPECT_EQ(0, fcntl(self->fd, F_SETFL, O_NONBLOCK));
	EXPECT_EQ(-1, read(self->fd, bytes, sizeof(bytes)));
	EXPECT_TRUE(errno == EINVAL || errno == EAGAIN);
	EXPECT_EQ(MAP_FAILED, mmap(NULL, PAGE, PROT_READ, MAP_SHARED, self->fd,
				   0));
	EXPECT_EQ(ENODEV, errno);
	EXPECT_EQ(-1, lseek(self->fd, 1, SEEK_SET));
	EXPECT_EQ(ESPIPE, errno);
}

/* A file that was opened for reading alone is a file of hvport all the same */
TEST_F(hvport, mode_of_opening_does_not_matter)
{
	static const int modes[] = { O_RDONLY, O_WRONLY };
	struct hvport_info info;
	unsigned int index;
	int fd;

	for (index = 0; index < ARRAY_SIZE(modes); index++) {
		CASE("mode %d", modes[index]);
		fd = open(HVPORT_DEVICE, modes[index]);
		ASSERT_GE(fd, 0);
		EXPECT_EQ(0, get_info(fd, &info)) SAY_CASE();
		close(fd);
	}
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
}

TEST_HARNESS_MAIN
