// SPDX-License-Identifier: GPL-2.0-only
/*
 * How ports end: the last close of a file, whoever makes it and however,
 * deletes what the file still owns. Threads that race are in hvport_race.
 */
#include <signal.h>
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_scm.h"

TEST_F(hvport, close_deletes)
{
	int other = open_hvport();
	unsigned int id;

	for (id = 0x50; id < 0x60; id++)
		EXPECT_SUCCESS(test_create_id(other, id, 0));
	EXPECT_PORTS(16);
	EXPECT_EQ(0, close(other));
	EXPECT_PORTS(0);
	if (self->testhv)
		EXPECT_EQ(16, testhv_calls(CODE_DELETE_PORT));
}

/* What one file leaves is not what another one owns */
TEST_F(hvport, close_deletes_its_own_only)
{
	int one = open_hvport(), two = open_hvport();

	EXPECT_SUCCESS(test_create_id(one, 0x51, 0));
	EXPECT_SUCCESS(test_create_id(two, 0x52, 0));
	EXPECT_SUCCESS(test_create_id(one, 0x53, 0));
	close(one);
	EXPECT_PORTS(1);
	EXPECT_EQ(1, ports_of_file(two));
	EXPECT_SUCCESS(test_delete_id(two, 0x52, 0));
	close(two);
}

/* What was deleted before is not deleted again */
TEST_F(hvport, close_does_not_delete_twice)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x51, 0));
	EXPECT_SUCCESS(test_create_id(other, 0x52, 0));
	EXPECT_SUCCESS(test_delete_id(other, 0x51, 0));
	close(other);
	EXPECT_PORTS(0);
	if (self->testhv)
		EXPECT_EQ(2, testhv_calls(CODE_DELETE_PORT));
}

TEST_F(hvport, last_of_two_descriptors)
{
	int one = open_hvport(), two = dup(one);

	EXPECT_SUCCESS(test_create_id(one, 0x51, 0));
	EXPECT_EQ(0, close(one));
	EXPECT_PORTS(1);
	EXPECT_EQ(1, ports_of_file(two));
	EXPECT_SUCCESS(test_create_id(two, 0x52, 0));
	EXPECT_EQ(0, close(two));
	EXPECT_PORTS(0);
}

/* Run @work in a child until it ends; true: it ended well by itself */
static bool in_child(bool (*work)(int fd), int fd)
{
	int status = -1;
	pid_t child = fork();

	if (!child)
		_exit(work(fd) ? 0 : 1);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

static bool makes_three_and_exits(int unused)
{
	int fd = open_hvport();

	return !test_create_id(fd, 0x51, 0).error &&
	       !test_create_id(fd, 0x52, 0).error &&
	       !test_create_id(fd, 0x53, 0).error && ports_of_file(fd) == 3;
}

TEST_F(hvport, exit_is_a_close)
{
	EXPECT_TRUE(in_child(makes_three_and_exits, -1));
	EXPECT_PORTS(0);
}

static bool adds_one_and_deletes_one(int fd)
{
	return ports_of_file(fd) == 2 && !test_create_id(fd, 0x53, 0).error &&
	       !test_delete_id(fd, 0x51, 0).error;
}

TEST_F(hvport, child_shares_the_file)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x52, 0));
	EXPECT_TRUE(in_child(adds_one_and_deletes_one, self->fd));
	/* the child's exit was not the last close */
	EXPECT_PORTS(2);
	EXPECT_EQ(2, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x53, 0));
}

/* The file lives on in the child when its parent has closed it */
TEST_F(hvport, child_outlives_the_parent)
{
	int shared = open_hvport(), go[2], status;
	char byte;
	pid_t child;

	ASSERT_EQ(0, pipe(go));
	EXPECT_SUCCESS(test_create_id(shared, 0x51, 0));
	child = fork();
	if (!child) {
		close(go[1]);
		status = read(go[0], &byte, 1);
		_exit(ports_of_file(shared) == 1 ? 0 : 1);
	}
	EXPECT_EQ(0, close(shared));
	EXPECT_PORTS(1);
	close(go[1]);
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0, status);
	EXPECT_PORTS(0);
}

TEST_F(hvport, file_sent_through_a_socket)
{
	int fd = open_hvport(), pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		SKIP(return, "no UNIX sockets: %s", strerror(errno));

	EXPECT_SUCCESS(test_create_id(fd, 0x51, 0));
	ASSERT_TRUE(send_file(pair[0], fd));
	EXPECT_EQ(0, close(fd));
	/* on its way: nobody has it open, and it is not closed */
	EXPECT_PORTS(1);
	fd = receive_file(pair[1]);
	ASSERT_GE(fd, 0);
	EXPECT_EQ(1, ports_of_file(fd));
	EXPECT_SUCCESS(test_create_id(fd, 0x52, 0));
	EXPECT_EQ(0, close(fd));
	EXPECT_PORTS(0);
}

static void die_at_work(int said)
{
	int fd = open_hvport();
	unsigned int id = 0x1000;

	for (;;) {
		test_create_id(fd, id++, 0);
		test_create_id(fd, id++, 0);
		test_delete_id(fd, id - 2, 0);
		if (write(said, "", 1) != 1)
			_exit(1);
	}
}

/*
 * Killed after its first, second, ... word, which is anywhere in its next
 * round; nothing is left when it has been waited for.
 */
TEST_F_TIMEOUT(hvport, killed_anywhere, 120)
{
	unsigned int words, said;
	int pipefd[2], status;
	char byte;
	pid_t child;

	for (words = 0; words < 40; words++) {
		CASE("killed after %u rounds", words);
		ASSERT_EQ(0, pipe(pipefd));
		child = fork();
		if (!child) {
			close(self->fd);
			die_at_work(pipefd[1]);
		}
		close(pipefd[1]);
		for (said = 0; said < words; said++)
			EXPECT_EQ(1, read(pipefd[0], &byte, 1)) SAY_CASE();
		EXPECT_EQ(0, kill(child, SIGKILL));
		EXPECT_EQ(child, waitpid(child, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status)) SAY_CASE();
		close(pipefd[0]);
		EXPECT_PORTS(0);
	}
}

/* The hypervisor's no at close is nobody's error, and is not argued with */
TEST_F(hvport, close_that_is_refused)
{
	long left_behind = debugfs_counter("left_behind");
	int other = open_hvport();
	unsigned int id;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (id = 0x51; id < 0x54; id++)
		EXPECT_SUCCESS(test_create_id(other, id, 0));
	testhv_log_clear();
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 2, 0x19));
	EXPECT_EQ(0, close(other));
	EXPECT_EQ(3, testhv_calls(CODE_DELETE_PORT));
	EXPECT_EQ(2, testhv_ports());
	EXPECT_EQ(0, ports_of_all(self->fd));
	if (left_behind >= 0)
		EXPECT_EQ(left_behind + 2, debugfs_counter("left_behind"));

	/* what is left over belongs to nobody */
	for (id = 0x51; id < 0x54; id++) {
		if (!testhv_has_port(id))
			continue;
		EXPECT_REFUSED(test_delete_id(self->fd, id, 0), ENOENT, 16);
		EXPECT_SUCCESS(test_delete_id(self->fd, id, HVPORT_F_FOREIGN));
	}
}

TEST_F_TIMEOUT(hvport, many_ports_of_one_file, 120)
{
	struct hvport_create_port port;
	unsigned int round;

	for (round = 0; round < 500; round++) {
		port = good_port_of_type(1 + round % 4, 0);
		port.flags = HVPORT_F_ANY_ID;
		EXPECT_EQ(0, test_create(self->fd, &port).error);
	}
	EXPECT_EQ(500, ports_of_file(self->fd));
	CLOSE_FILE();
	if (self->testhv)
		EXPECT_EQ(0, testhv_ports());
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
