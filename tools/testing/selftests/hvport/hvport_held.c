// SPDX-License-Identifier: GPL-2.0-only
/*
 * A FOREIGN delete and another call at the same id, of which one is held up in
 * the hypervisor, before or after it is carried out. Whoever is first: at the end
 * hvport and the hypervisor know of the same ports and connections.
 */
#include <sys/mman.h>
#include "hvport_held.h"

#define PAGE	4096UL

/* The owner's make is held up, @after it is carried out or before */
static void foreign_meets_make(struct __test_metadata *_metadata, int fd,
			       const struct kind *kind, bool after)
{
	struct caller foreign = foreign_delete(fd, kind);
	struct caller maker = { .call = kind->make, .id = ID };
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	maker.fd = scene.owner;
	ASSERT_TRUE(caller_start_held(&maker, kind->make_code, after));
	ASSERT_TRUE(caller_meets_held(&foreign));
	EXPECT_SUCCESS(caller_join(&maker));
	caller_join(&foreign);
	if (foreign.got.error) {
		EXPECT_EQ(ENOENT, foreign.got.error);
		EXPECT_MADE(fd, 1);
	} else {
		EXPECT_MADE(fd, 0);
	}
	END(fd, &scene);
}

TEST_F(hvport, foreign_delete_of_what_is_not_made_yet)
{
	foreign_meets_make(_metadata, self->fd, variant->kind, false);
}

TEST_F(hvport, foreign_delete_of_what_was_just_made)
{
	foreign_meets_make(_metadata, self->fd, variant->kind, true);
}

/* As test_create_id() and test_connect_id(), but the answer cannot be written */
static struct outcome make_unanswered(int fd, bool is_connection)
{
	struct hvport_connect_port conn = good_connection(1, ID);
	struct hvport_create_port port = good_message_port(ID);
	size_t size = is_connection ? sizeof(conn) : sizeof(port);
	struct outcome got = { 0 };
	char *pages, *arg;

	pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	arg = pages + PAGE + sizeof(struct hvport_result) - size;
	memcpy(arg, is_connection ? (void *)&conn : (void *)&port, size);
	mprotect(pages + PAGE, PAGE, PROT_READ);
	if (ioctl(fd, is_connection ? HVPORT_CONNECT_PORT : HVPORT_CREATE_PORT, arg))
		got.error = errno;
	munmap(pages, 2 * PAGE);
	return got;
}

static struct outcome create_unanswered(int fd, __u32 id, __u32 flags)
{
	return make_unanswered(fd, false);
}

static struct outcome connect_unanswered(int fd, __u32 id, __u32 flags)
{
	return make_unanswered(fd, true);
}

/* Whoever deletes it, it is deleted once */
TEST_F(hvport, foreign_delete_of_what_is_undone)
{
	const struct kind *kind = variant->kind;
	int fd = self->fd;
	struct caller foreign = foreign_delete(fd, kind);
	struct caller maker = {
		.call = kind->is_connection ? connect_unanswered : create_unanswered,
	};
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	maker.fd = scene.owner;
	ASSERT_TRUE(caller_start_held(&maker, kind->make_code, true));
	ASSERT_TRUE(caller_meets_held(&foreign));
	EXPECT_EQ(EFAULT, caller_join(&maker).error);
	caller_join(&foreign);
	EXPECT_TRUE(!foreign.got.error || foreign.got.error == ENOENT);
	END(fd, &scene);
}

/* Nobody here knows of it; so nobody gets the id before that is done */
static void make_meets_foreign(struct __test_metadata *_metadata, int fd,
			       const struct kind *kind, bool after)
{
	struct caller foreign = foreign_delete(fd, kind);
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	ASSERT_TRUE(testhv_plant(kind, ID));
	ASSERT_TRUE(caller_start_held(&foreign, kind->delete_code, after));
	EXPECT_REFUSED(kind->make(scene.owner, ID, 0), EEXIST, 16);
	EXPECT_REFUSED(kind->make(scene.owner, ID, HVPORT_F_VALIDATE_ONLY),
		       EEXIST, 16);
	EXPECT_REFUSED(kind->delete(scene.owner, ID, 0), ENOENT, 16);
	EXPECT_EQ(0, kind->of_all(fd));
	testhv_release();
	EXPECT_SUCCESS(caller_join(&foreign));
	EXPECT_SUCCESS(kind->make(scene.owner, ID, 0));
	EXPECT_MADE(fd, 1);
	END(fd, &scene);
}

TEST_F(hvport, made_while_a_foreign_delete_begins)
{
	make_meets_foreign(_metadata, self->fd, variant->kind, false);
}

TEST_F(hvport, made_while_a_foreign_delete_ends)
{
	make_meets_foreign(_metadata, self->fd, variant->kind, true);
}

static struct outcome close_it(int fd, __u32 id, __u32 flags)
{
	struct outcome got = { 0 };

	if (close(fd))
		got.error = errno;
	return got;
}

/* One of two is being deleted by somebody else when their owner closes */
static void close_meets_foreign(struct __test_metadata *_metadata, int fd,
				const struct kind *kind, bool after)
{
	struct caller foreign = foreign_delete(fd, kind);
	struct caller closer = { .call = close_it };
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	EXPECT_SUCCESS(kind->make(scene.owner, ID, 0));
	EXPECT_SUCCESS(kind->make(scene.owner, ID + 1, 0));
	testhv_log_clear();
	ASSERT_TRUE(caller_start_held(&foreign, kind->delete_code, after));
	closer.fd = scene.owner;
	ASSERT_TRUE(caller_meets_held(&closer));
	EXPECT_SUCCESS(caller_join(&foreign));
	EXPECT_SUCCESS(caller_join(&closer));
	EXPECT_EQ(2, testhv_calls(kind->delete_code));
	scene.owner = -1;
	END(fd, &scene);
}

TEST_F(hvport, closed_while_a_foreign_delete_begins)
{
	close_meets_foreign(_metadata, self->fd, variant->kind, false);
}

TEST_F(hvport, closed_while_a_foreign_delete_ends)
{
	close_meets_foreign(_metadata, self->fd, variant->kind, true);
}

/* Two who delete the same: one of them does */
static void foreign_meets_delete(struct __test_metadata *_metadata, int fd,
				 const struct kind *kind, bool after)
{
	struct caller foreign = foreign_delete(fd, kind);
	struct caller owner = { .call = kind->delete, .id = ID };
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	owner.fd = scene.owner;
	EXPECT_SUCCESS(kind->make(scene.owner, ID, 0));
	ASSERT_TRUE(caller_start_held(&owner, kind->delete_code, after));
	EXPECT_REFUSED(kind->delete(scene.owner, ID, 0), ENOENT, 16);
	EXPECT_REFUSED(kind->make(fd, ID, 0), EEXIST, 16);
	ASSERT_TRUE(caller_meets_held(&foreign));
	caller_join(&owner);
	caller_join(&foreign);
	EXPECT_EQ(1, !owner.got.error + !foreign.got.error);
	EXPECT_TRUE(!owner.got.error || owner.got.error == ENOENT);
	EXPECT_TRUE(!foreign.got.error || foreign.got.error == ENOENT);
	EXPECT_MADE(fd, 0);
	EXPECT_SUCCESS(kind->make(fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(fd, ID, 0));
	END(fd, &scene);
}

TEST_F(hvport, foreign_delete_while_a_delete_begins)
{
	foreign_meets_delete(_metadata, self->fd, variant->kind, false);
}

TEST_F(hvport, foreign_delete_while_a_delete_ends)
{
	foreign_meets_delete(_metadata, self->fd, variant->kind, true);
}

/* Refused after all, it is its owner's as before: who waited for that gets it */
TEST_F(hvport, foreign_delete_while_a_delete_is_refused)
{
	const struct kind *kind = variant->kind;
	int fd = self->fd;
	struct caller foreign = foreign_delete(fd, kind);
	struct caller owner = { .call = kind->delete, .id = ID };
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	owner.fd = scene.owner;
	EXPECT_SUCCESS(kind->make(scene.owner, ID, 0));
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, 0x19));
	ASSERT_TRUE(caller_start_held(&owner, kind->delete_code, true));
	ASSERT_TRUE(caller_meets_held(&foreign));
	EXPECT_HV_REFUSED(caller_join(&owner), EBUSY, 0x19);
	EXPECT_SUCCESS(caller_join(&foreign));
	EXPECT_MADE(fd, 0);
	END(fd, &scene);
}

TEST_HARNESS_MAIN
