// SPDX-License-Identifier: GPL-2.0-only
/*
 * An open file that changes hands: through sockets, by pidfd_getfd(), in a
 * message that nobody receives. Whoever has it last, or nobody, its ports go
 * when it goes, and not before.
 */
#include <signal.h>
#include <pthread.h>
#include <sys/syscall.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_scm.h"

#define ID	0xb0

static void make_pair(struct __test_metadata *_metadata, int fd, __u32 id)
{
	EXPECT_SUCCESS(test_create_id(fd, id, 0));
	EXPECT_SUCCESS(test_connect_id(fd, id, 0));
}

#define EXPECT_PAIRS(count)						\
do {									\
	EXPECT_PORTS(count);						\
	EXPECT_CONNECTIONS(count);					\
} while (0)

/* Makes a pair, sends the file, and says whether it went well; then it is killed */
static pid_t start_sender(int socket, int said)
{
	pid_t child = fork();
	int fd;

	if (child)
		return child;
	fd = open_hvport();
	if (!test_create_id(fd, ID, 0).error && !test_connect_id(fd, ID, 0).error &&
	    send_file(socket, fd) && write(said, "", 1) == 1)
		pause();
	_exit(1);
}

/* The sender is dead, and nobody has the file open while it is on its way */
static void send_and_die(struct __test_metadata *_metadata, int pair[2])
{
	int said[2], status;
	pid_t sender;
	char byte;

	ASSERT_EQ(0, pipe(said));
	sender = start_sender(pair[0], said[1]);
	EXPECT_EQ(1, read(said[0], &byte, 1));
	close(said[0]);
	close(said[1]);
	EXPECT_EQ(0, kill(sender, SIGKILL));
	EXPECT_EQ(sender, waitpid(sender, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(hvport, received_after_its_sender_died)
{
	int pair[2], fd;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	send_and_die(_metadata, pair);
	EXPECT_PAIRS(1);
	fd = receive_file(pair[1]);
	ASSERT_GE(fd, 0);
	EXPECT_EQ(1, ports_of_file(fd));
	EXPECT_SUCCESS(test_post_id(fd, ID, 0));
	make_pair(_metadata, fd, ID + 1);
	EXPECT_EQ(0, close(fd));
	EXPECT_PAIRS(0);
	close(pair[0]);
	close(pair[1]);
}

TEST_F(hvport, never_received)
{
	int pair[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	send_and_die(_metadata, pair);
	EXPECT_EQ(0, close(pair[0]));
	EXPECT_PAIRS(1);
	/* with the last who could receive it goes the file */
	EXPECT_EQ(0, close(pair[1]));
	EXPECT_PAIRS(0);
}

/*
 * Sent together with the only sockets that it could be received from: nobody
 * can reach it any more. The kernel finds that out some time after the close of
 * a socket, by itself or when the next one is closed; nothing tells when.
 */
TEST_F_TIMEOUT(hvport, lost_in_a_ring, 60)
{
	int pair[2], other[2], fd = open_hvport();

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	make_pair(_metadata, fd, ID);
	ASSERT_TRUE(send_file(pair[0], fd));
	ASSERT_TRUE(send_file(pair[0], pair[1]));
	ASSERT_TRUE(send_file(pair[1], pair[0]));
	EXPECT_EQ(0, close(fd));
	EXPECT_PAIRS(1);
	EXPECT_EQ(0, close(pair[0]));
	EXPECT_EQ(0, close(pair[1]));
	while (ports_of_all(self->fd)) {
		ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, other));
		close(other[0]);
		close(other[1]);
	}
	EXPECT_PAIRS(0);
}

/* Taken out of a process that does not hear of it and is killed then */
TEST_F(hvport, taken_from_a_process)
{
	int said[2], status, fd, pidfd, number;
	pid_t child;

	ASSERT_EQ(0, pipe(said));
	child = fork();
	if (!child) {
		fd = open_hvport();
		test_create_id(fd, ID, 0);
		test_connect_id(fd, ID, 0);
		if (write(said[1], &fd, sizeof(fd)) == sizeof(fd))
			pause();
		_exit(1);
	}
	EXPECT_EQ((ssize_t)sizeof(number), read(said[0], &number, sizeof(number)));
	pidfd = syscall(SYS_pidfd_open, child, 0);
	fd = syscall(SYS_pidfd_getfd, pidfd, number, 0);
	EXPECT_GE(fd, 0);
	EXPECT_EQ(0, kill(child, SIGKILL));
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_PAIRS(1);
	EXPECT_SUCCESS(test_disconnect_id(fd, ID, 0));
	EXPECT_SUCCESS(test_connect_id(fd, ID, 0));
	EXPECT_EQ(0, close(fd));
	EXPECT_PAIRS(0);
	close(pidfd);
	close(said[0]);
	close(said[1]);
}

#define ROUNDS	60

/* A thread that hands the file on: in one socket, out of the next */
struct station {
	pthread_t thread;
	int in, out;
	__u32 id;
	unsigned int strange;
};

static void *hand_on(void *arg)
{
	struct station *me = arg;
	unsigned int round;
	int fd;

	for (round = 0; round < ROUNDS; round++) {
		fd = receive_file(me->in);
		me->strange += test_create_id(fd, me->id, 0).error;
		me->strange += test_connect_id(fd, me->id, 0).error;
		me->strange += test_disconnect_id(fd, me->id, 0).error;
		me->strange += round % 2 && test_delete_id(fd, me->id, 0).error;
		me->strange += !send_file(me->out, fd);
		/* what the next one does with it goes on meanwhile */
		me->strange += !(round % 2) && test_delete_id(fd, me->id, 0).error;
		close(fd);
	}
	return NULL;
}

/* One file goes round among threads, most of the time in nobody's table */
TEST_F_TIMEOUT(hvport, handed_round, 120)
{
	struct station stations[3] = { 0 };
	unsigned int i, count = 3;
	int pairs[3][2], fd;

	for (i = 0; i < count; i++)
		ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]));
	for (i = 0; i < count; i++) {
		stations[i].in = pairs[i][1];
		stations[i].out = pairs[(i + 1) % count][0];
		stations[i].id = ID + i;
		ASSERT_EQ(0, pthread_create(&stations[i].thread, NULL, hand_on,
					    &stations[i]));
	}
	fd = open_hvport();
	make_pair(_metadata, fd, ID + count);
	ASSERT_TRUE(send_file(pairs[0][0], fd));
	EXPECT_EQ(0, close(fd));
	for (i = 0; i < count; i++) {
		EXPECT_EQ(0, pthread_join(stations[i].thread, NULL));
		EXPECT_EQ(0, stations[i].strange);
	}
	/* it is in the first socket again */
	EXPECT_PAIRS(1);
	for (i = 0; i < count; i++) {
		close(pairs[i][0]);
		close(pairs[i][1]);
	}
	EXPECT_PAIRS(0);
}

/* Copies come and go in other threads while the file is at work */
static void *copy_and_close(void *arg)
{
	struct station *me = arg;
	unsigned int round;
	int copy;

	for (round = 0; round < ROUNDS; round++) {
		copy = dup(me->in);
		me->strange += copy < 0;
		me->strange += test_create_id(copy, me->id, 0).error;
		close(copy);
		me->strange += test_delete_id(me->in, me->id, 0).error;
	}
	return NULL;
}

TEST_F_TIMEOUT(hvport, copied_and_closed, 120)
{
	struct station stations[4] = { 0 };
	int fd = open_hvport();
	unsigned int i;

	make_pair(_metadata, fd, ID);
	for (i = 0; i < 4; i++) {
		stations[i].in = fd;
		stations[i].id = ID + 1 + i;
		ASSERT_EQ(0, pthread_create(&stations[i].thread, NULL,
					    copy_and_close, &stations[i]));
	}
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(0, pthread_join(stations[i].thread, NULL));
		EXPECT_EQ(0, stations[i].strange);
	}
	EXPECT_PAIRS(1);
	EXPECT_EQ(0, close(fd));
	EXPECT_PAIRS(0);
}

static void __attribute__((constructor)) needs(void)
{
	int pair[2];

	need_connect_privilege();
	if (!socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) {
		close(pair[0]);
		close(pair[1]);
		return;
	}
	ksft_print_header();
	ksft_exit_skip("no UNIX sockets: %s\n", strerror(errno));
}

TEST_HARNESS_MAIN
