// SPDX-License-Identifier: GPL-2.0-only
/*
 * A create that is held up half way: the hypervisor has made the port and the
 * answer is being written, to memory that userfaultfd makes wait. So what
 * otherwise takes luck is the same each time: what others see of the port
 * meanwhile, and what becomes of it when its maker is gone by then.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <linux/userfaultfd.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define PAGE		4096UL
#define NO_USERFAULTFD	"no userfaultfd that can write-protect memory"

/* A create in a thread of its own, whose result lies in @page_of_result */
struct create {
	pthread_t thread;
	int fd, uffd, error;
	char *pages, *page_of_result;
	struct hvport_create_port *port;
};

/* The last eight bytes of the struct, its result, are in the second page */
static bool prepare(struct create *create, int fd, __u32 id)
{
	struct uffdio_api api = {
		.api = UFFD_API, .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP,
	};
	struct uffdio_register where = { .mode = UFFDIO_REGISTER_MODE_WP };
	struct uffdio_writeprotect protect = {
		.mode = UFFDIO_WRITEPROTECT_MODE_WP,
	};

	memset(create, 0, sizeof(*create));
	create->fd = fd;
	create->pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	create->page_of_result = create->pages + PAGE;
	create->port = (void *)(create->page_of_result - 64);
	*create->port = good_message_port(id);

	where.range.start = (unsigned long)create->page_of_result;
	where.range.len = PAGE;
	protect.range = where.range;
	create->uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	return create->uffd >= 0 && !ioctl(create->uffd, UFFDIO_API, &api) &&
	       !ioctl(create->uffd, UFFDIO_REGISTER, &where) &&
	       !ioctl(create->uffd, UFFDIO_WRITEPROTECT, &protect);
}

static void *run(void *arg)
{
	struct create *create = arg;

	create->error = ioctl(create->fd, HVPORT_CREATE_PORT, create->port) ?
			errno : 0;
	return NULL;
}

/* Returns when the kernel is about to write the answer */
static bool start_and_hold(struct create *create)
{
	struct uffd_msg event;

	return !pthread_create(&create->thread, NULL, run, create) &&
	       read(create->uffd, &event, sizeof(event)) == sizeof(event) &&
	       event.event == UFFD_EVENT_PAGEFAULT;
}

static void let_go(struct create *create)
{
	struct uffdio_writeprotect protect = {
		.range.start = (unsigned long)create->page_of_result,
		.range.len = PAGE,
	};

	/* memory that is gone cannot be opened, but who waits for it can be woken */
	if (ioctl(create->uffd, UFFDIO_WRITEPROTECT, &protect))
		ioctl(create->uffd, UFFDIO_WAKE, &protect.range);
	pthread_join(create->thread, NULL);
	close(create->uffd);
}

TEST_F(hvport, port_is_nobodys_yet)
{
	struct create create;
	int other = open_hvport();

	if (!prepare(&create, self->fd, 0xd1))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_TRUE(start_and_hold(&create));
	if (self->testhv)
		EXPECT_TRUE(testhv_has_port(0xd1));

	EXPECT_REFUSED(test_delete_id(self->fd, 0xd1, 0), ENOENT, 16);
	EXPECT_REFUSED(test_delete_id(other, 0xd1, 0), ENOENT, 16);
	EXPECT_REFUSED(test_create_id(self->fd, 0xd1, 0), EEXIST, 16);
	EXPECT_REFUSED(test_create_id(other, 0xd1, 0), EEXIST, 16);
	EXPECT_REFUSED(test_create_id(other, 0xd1, HVPORT_F_VALIDATE_ONLY),
		       EEXIST, 16);
	/* nobody else has to wait */
	EXPECT_SUCCESS(test_create_id(self->fd, 0xd2, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0xd2, 0));

	let_go(&create);
	EXPECT_EQ(0, create.error);
	EXPECT_EQ(0, create.port->result.stage);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0xd1, 0));
	close(other);
}

/* The descriptor goes, the file stays as long as a create works on it */
TEST_F(hvport, closed_midway)
{
	struct create create;
	int fd = open_hvport();

	if (!prepare(&create, fd, 0xd1))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_TRUE(start_and_hold(&create));
	EXPECT_EQ(0, close(fd));
	if (self->testhv)
		EXPECT_TRUE(testhv_has_port(0xd1));
	let_go(&create);
	EXPECT_EQ(0, create.error);
	EXPECT_PORTS(0);
}

TEST_F(hvport, memory_gone_midway)
{
	struct create create;

	if (!prepare(&create, self->fd, 0xd1))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_TRUE(start_and_hold(&create));
	EXPECT_EQ(0, munmap(create.page_of_result, PAGE));
	let_go(&create);
	EXPECT_EQ(EFAULT, create.error);
	EXPECT_PORTS(0);
	EXPECT_SUCCESS(test_create_id(self->fd, 0xd1, 0));
}

/* Holds a create up and says so; never returns */
static void hold_for_ever(int said)
{
	struct create create;

	if (prepare(&create, open_hvport(), 0xd1) && start_and_hold(&create) &&
	    write(said, "", 1) == 1)
		pause();
	_exit(1);
}

TEST_F(hvport, killed_midway)
{
	struct create create;
	int said[2], status;
	pid_t child;
	char byte;

	if (!prepare(&create, -1, 0))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_EQ(0, pipe(said));
	child = fork();
	if (!child) {
		close(self->fd);
		hold_for_ever(said[1]);
	}
	close(said[1]);
	EXPECT_EQ(1, read(said[0], &byte, 1));
	if (self->testhv)
		EXPECT_TRUE(testhv_has_port(0xd1));
	EXPECT_EQ(0, kill(child, SIGKILL));
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_PORTS(0);
	EXPECT_SUCCESS(test_create_id(self->fd, 0xd1, 0));
}

/* Somebody deletes it before its maker hears of it: no entry is left of it */
TEST_F(hvport, foreign_delete_midway)
{
	int other = open_hvport();
	struct create create;
	struct outcome got;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);
	if (!prepare(&create, self->fd, 0xd1))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_TRUE(start_and_hold(&create));
	got = test_delete_id(other, 0xd1, HVPORT_F_FOREIGN);
	let_go(&create);
	EXPECT_SUCCESS(got);
	EXPECT_PORTS(0);
	testhv_log_clear();
	CLOSE_FILE();
	EXPECT_EQ(0, testhv_calls(CODE_DELETE_PORT));
	close(other);
}

/* Its maker has not heard of that, and has the id until then */
TEST_F(hvport, foreign_delete_midway_again)
{
	struct outcome got, again, other_make;
	int other = open_hvport();
	struct create create;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);
	if (!prepare(&create, self->fd, 0xd1))
		SKIP(return, NO_USERFAULTFD);
	ASSERT_TRUE(start_and_hold(&create));
	got = test_delete_id(other, 0xd1, HVPORT_F_FOREIGN);
	again = test_delete_id(other, 0xd1, HVPORT_F_FOREIGN);
	other_make = test_create_id(other, 0xd1, 0);
	let_go(&create);
	EXPECT_SUCCESS(got);
	EXPECT_HV_REFUSED(again, ENOENT, 0x11);
	EXPECT_REFUSED(other_make, EEXIST, 16);
	EXPECT_PORTS(0);
	EXPECT_SUCCESS(test_create_id(other, 0xd1, 0));
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
