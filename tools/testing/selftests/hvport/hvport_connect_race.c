// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads at one connection: some make and break it, others use it all the
 * while. Each is told the truth, and the hypervisor holds at the end what hvport
 * says that it holds.
 */
#include <pthread.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define ROUNDS	300
#define MAKERS	3
#define USERS	2

/* The ids of the ports and of the connections */
#define MESSAGES	0xe1
#define EVENTS		0xe2

struct worker {
	pthread_t thread;
	int fd;
	unsigned int made, broken, used, strange;
};

/* Made by somebody else already, or just now being made or broken */
static void *make_and_break(void *arg)
{
	struct worker *worker = arg;
	struct outcome got;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		got = test_connect_id(worker->fd, MESSAGES, 0);
		worker->made += !got.error;
		worker->strange += got.error && (got.error != EEXIST ||
						 got.stage != KERNEL);
		got = test_disconnect_id(worker->fd, MESSAGES, 0);
		worker->broken += !got.error;
		worker->strange += got.error && (got.error != ENOENT ||
						 got.stage != KERNEL);
	}
	return NULL;
}

/*
 * It can be gone for hvport, or by the time the hypervisor looks; a port that is
 * full is none of our business here.
 */
static void *post(void *arg)
{
	struct worker *worker = arg;
	struct outcome got;
	unsigned int round;

	for (round = 0; round < 2 * ROUNDS; round++) {
		got = test_post_id(worker->fd, MESSAGES, 0);
		worker->used += !got.error;
		worker->strange += got.error && got.error != ENOENT &&
				   got.error != EAGAIN;
		got = test_signal_id(worker->fd, EVENTS, 0);
		worker->strange += got.error;
	}
	return NULL;
}

TEST_F_TIMEOUT(hvport, at_one_connection, 120)
{
	struct worker workers[MAKERS + USERS] = { 0 };
	unsigned int i, made = 0, broken = 0;

	EXPECT_SUCCESS(test_create_id(self->fd, MESSAGES, 0));
	MAKE_PAIR(self->fd, 2, EVENTS);
	for (i = 0; i < MAKERS + USERS; i++) {
		workers[i].fd = self->fd;
		ASSERT_EQ(0, pthread_create(&workers[i].thread, NULL,
					    i < MAKERS ? make_and_break : post,
					    &workers[i]));
	}
	for (i = 0; i < MAKERS + USERS; i++) {
		CASE("worker %u", i);
		EXPECT_EQ(0, pthread_join(workers[i].thread, NULL));
		EXPECT_EQ(0, workers[i].strange) SAY_CASE();
		made += workers[i].made;
		broken += workers[i].broken;
	}
	EXPECT_LT(0, made);
	EXPECT_LE(made - broken, 1);
	EXPECT_CONNECTIONS(made - broken + 1);
}

/* Two files: whose it is changes, and only the owner can break it */
TEST_F_TIMEOUT(hvport, of_two_files, 120)
{
	struct worker workers[MAKERS] = { 0 };
	unsigned int i, made = 0, broken = 0;
	struct outcome got;

	EXPECT_SUCCESS(test_create_id(self->fd, MESSAGES, 0));
	for (i = 0; i < MAKERS; i++) {
		workers[i].fd = open_hvport();
		ASSERT_EQ(0, pthread_create(&workers[i].thread, NULL,
					    make_and_break, &workers[i]));
	}
	for (i = 0; i < MAKERS; i++) {
		EXPECT_EQ(0, pthread_join(workers[i].thread, NULL));
		made += workers[i].made;
		broken += workers[i].broken;
		/* the only other thing that it can hear is that it is not his */
		got = test_disconnect_id(workers[i].fd, MESSAGES, 0);
		EXPECT_TRUE(!got.error || got.error == ENOENT ||
			    got.error == EPERM);
		broken += !got.error;
	}
	EXPECT_LT(0, made);
	EXPECT_EQ(made, broken);
	for (i = 0; i < MAKERS; i++)
		close(workers[i].fd);
	EXPECT_CONNECTIONS(0);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
