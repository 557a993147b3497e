// SPDX-License-Identifier: GPL-2.0-only
/*
 * Several threads at one id, one file, one struct. What each of them is told
 * depends on luck; that their stories fit together does not.
 */
#include <pthread.h>
#include <signal.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define THREADS	8
#define ROUNDS	50

struct racer {
	pthread_t thread;
	pthread_barrier_t *start;
	int fd;
	__u32 id, flags;
	bool delete;
	struct outcome got;
};

static void *race(void *arg)
{
	struct racer *me = arg;

	pthread_barrier_wait(me->start);
	me->got = me->delete ? test_delete_id(me->fd, me->id, me->flags) :
			       test_create_id(me->fd, me->id, me->flags);
	return NULL;
}

/* All at once; how many of them won */
static unsigned int run_race(struct racer *racers, unsigned int count)
{
	pthread_barrier_t start;
	unsigned int i, won = 0;

	pthread_barrier_init(&start, NULL, count);
	for (i = 0; i < count; i++) {
		racers[i].start = &start;
		pthread_create(&racers[i].thread, NULL, race, &racers[i]);
	}
	for (i = 0; i < count; i++) {
		pthread_join(racers[i].thread, NULL);
		won += !racers[i].got.error;
	}
	pthread_barrier_destroy(&start);
	return won;
}

TEST_F_TIMEOUT(hvport, one_creates_an_id, 120)
{
	struct racer racers[THREADS];
	unsigned int round, i;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		for (i = 0; i < THREADS; i++)
			racers[i] = (struct racer){ .fd = self->fd, .id = 0x61 };
		EXPECT_EQ(1, run_race(racers, THREADS)) SAY_CASE();
		for (i = 0; i < THREADS; i++) {
			if (racers[i].got.error)
				EXPECT_REFUSED(racers[i].got, EEXIST, 16);
		}
		EXPECT_EQ(1, ports_of_file(self->fd)) SAY_CASE();
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x61, 0));
	}
	/* the others did not get as far as the hypervisor */
	if (self->testhv)
		EXPECT_EQ(ROUNDS, testhv_calls(CODE_CREATE_PORT));
}

TEST_F_TIMEOUT(hvport, one_of_several_files_creates_an_id, 120)
{
	struct racer racers[THREADS];
	unsigned int round, i, owned;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		for (i = 0; i < THREADS; i++)
			racers[i] = (struct racer){
				.fd = open_hvport(), .id = 0x62,
			};
		EXPECT_EQ(1, run_race(racers, THREADS)) SAY_CASE();
		for (owned = i = 0; i < THREADS; i++) {
			owned += ports_of_file(racers[i].fd);
			if (racers[i].got.error)
				EXPECT_REFUSED(racers[i].got, EEXIST, 16);
			close(racers[i].fd);
		}
		EXPECT_EQ(1, owned) SAY_CASE();
	}
}

TEST_F_TIMEOUT(hvport, one_deletes_an_id, 120)
{
	struct racer racers[THREADS];
	unsigned int round, i;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		EXPECT_SUCCESS(test_create_id(self->fd, 0x63, 0));
		for (i = 0; i < THREADS; i++)
			racers[i] = (struct racer){
				.fd = self->fd, .id = 0x63, .delete = true,
			};
		EXPECT_EQ(1, run_race(racers, THREADS)) SAY_CASE();
		for (i = 0; i < THREADS; i++) {
			if (racers[i].got.error)
				EXPECT_REFUSED(racers[i].got, ENOENT, 16);
		}
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
	}
	if (self->testhv)
		EXPECT_EQ(ROUNDS, testhv_calls(CODE_DELETE_PORT));
}

/* Half of them make what the other half deletes: never two, never a lost one */
TEST_F_TIMEOUT(hvport, create_against_delete, 120)
{
	struct racer racers[THREADS];
	unsigned int round, i, made, gone;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		for (i = 0; i < THREADS; i++)
			racers[i] = (struct racer){
				.fd = self->fd, .id = 0x64, .delete = i % 2,
			};
		run_race(racers, THREADS);
		for (made = gone = i = 0; i < THREADS; i++) {
			made += !racers[i].delete && !racers[i].got.error;
			gone += racers[i].delete && !racers[i].got.error;
			if (racers[i].got.error)
				EXPECT_REFUSED(racers[i].got,
					       i % 2 ? ENOENT : EEXIST, 16);
		}
		EXPECT_GE(made, 1) SAY_CASE();
		EXPECT_LE(made - gone, 1) SAY_CASE();
		EXPECT_EQ(made - gone, ports_of_file(self->fd)) SAY_CASE();
		test_delete_id(self->fd, 0x64, 0);
	}
	EXPECT_EQ(0, ports_of_file(self->fd));
}

/* The owner closes while others take its port away: one delete, no matter */
TEST_F_TIMEOUT(hvport, foreign_delete_against_close, 120)
{
	struct racer racers[THREADS];
	unsigned int round, i, won;
	pthread_barrier_t start;

	for (round = 0; round < ROUNDS; round++) {
		int owner = open_hvport();

		CASE("round %u", round);
		EXPECT_SUCCESS(test_create_id(owner, 0x65, 0));
		if (self->testhv)
			testhv_log_clear();
		pthread_barrier_init(&start, NULL, THREADS + 1);
		for (i = 0; i < THREADS; i++) {
			racers[i] = (struct racer){
				.start = &start, .fd = self->fd, .id = 0x65,
				.flags = HVPORT_F_FOREIGN, .delete = true,
			};
			pthread_create(&racers[i].thread, NULL, race,
				       &racers[i]);
		}
		pthread_barrier_wait(&start);
		EXPECT_EQ(0, close(owner)) SAY_CASE();
		for (won = i = 0; i < THREADS; i++) {
			pthread_join(racers[i].thread, NULL);
			won += !racers[i].got.error;
		}
		pthread_barrier_destroy(&start);
		EXPECT_LE(won, 1) SAY_CASE();
		EXPECT_EQ(0, ports_of_all(self->fd)) SAY_CASE();
		if (self->testhv)
			EXPECT_EQ(0, testhv_ports()) SAY_CASE();
	}
}

static void *create_one(void *arg)
{
	struct racer *me = arg;
	struct hvport_create_port port = good_message_port(me->id);

	pthread_barrier_wait(me->start);
	me->got.error = ioctl(me->fd, HVPORT_CREATE_PORT, &port) ? errno : 0;
	return NULL;
}

/* The descriptor goes away under a create: it fails or its port is deleted */
TEST_F_TIMEOUT(hvport, close_during_a_create, 120)
{
	pthread_barrier_t start;
	struct racer creator;
	unsigned int round;

	pthread_barrier_init(&start, NULL, 2);
	for (round = 0; round < 4 * ROUNDS; round++) {
		CASE("round %u", round);
		creator = (struct racer){
			.start = &start, .fd = open_hvport(), .id = 0x66,
		};
		pthread_create(&creator.thread, NULL, create_one, &creator);
		pthread_barrier_wait(&start);
		EXPECT_EQ(0, close(creator.fd)) SAY_CASE();
		pthread_join(creator.thread, NULL);
		EXPECT_TRUE(!creator.got.error || creator.got.error == EBADF)
			SAY_CASE();
		EXPECT_EQ(0, ports_of_all(self->fd)) SAY_CASE();
		if (self->testhv)
			EXPECT_EQ(0, testhv_ports()) SAY_CASE();
	}
	pthread_barrier_destroy(&start);
}

static void *create_for_ever(void *arg)
{
	struct racer *me = arg;

	for (;;) {
		test_create_id(me->fd, me->id, 0);
		test_delete_id(me->fd, me->id, 0);
		if (write(me->id, "", 1) != 1)
			return NULL;
	}
}

/* Four threads of one process at work on one file when it is killed */
TEST_F_TIMEOUT(hvport, killed_with_threads_at_work, 120)
{
	unsigned int round, i;
	int said[2], status;
	char byte;
	pid_t child;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		ASSERT_EQ(0, pipe(said));
		child = fork();
		if (!child) {
			struct racer me = { .fd = open_hvport() };

			close(self->fd);
			me.id = said[1];
			for (i = 0; i < 3; i++)
				pthread_create(&me.thread, NULL,
					       create_for_ever, &me);
			create_for_ever(&me);
			_exit(1);
		}
		for (i = 0; i <= round % 10; i++)
			EXPECT_EQ(1, read(said[0], &byte, 1)) SAY_CASE();
		EXPECT_EQ(0, kill(child, SIGKILL));
		EXPECT_EQ(child, waitpid(child, &status, 0));
		close(said[0]);
		close(said[1]);
		EXPECT_EQ(0, ports_of_all(self->fd)) SAY_CASE();
		if (self->testhv)
			EXPECT_EQ(0, testhv_ports()) SAY_CASE();
	}
}

struct shared {
	struct hvport_create_port port;
	bool stop;
};

#define SET(field, value)	__atomic_store_n(&(field), value, __ATOMIC_RELAXED)

/* Good and bad by turns, under the kernel's hands */
static void *flip(void *arg)
{
	struct shared *shared = arg;

	while (!__atomic_load_n(&shared->stop, __ATOMIC_RELAXED)) {
		SET(shared->port.port_vtl, 16);
		SET(shared->port.proximity_domain_info.flags, 2);
		SET(shared->port.port_vtl, 0);
		SET(shared->port.proximity_domain_info.flags, 0);
	}
	return NULL;
}

/* What is validated is what the hypervisor gets, whoever writes meanwhile */
TEST_F_TIMEOUT(hvport, struct_is_read_once, 120)
{
	struct shared shared = { .port = good_message_port(0x67) };
	struct testhv_log_entry call;
	unsigned int round, passed = 0;
	pthread_t thread;
	int error;

	ASSERT_EQ(0, pthread_create(&thread, NULL, flip, &shared));
	/* until there were both kinds */
	for (round = 0; round < 20 * ROUNDS || !passed || passed == round; round++) {
		CASE("round %u", round);
		error = ioctl(self->fd, HVPORT_CREATE_PORT, &shared.port) ?
			errno : 0;
		EXPECT_TRUE(!error || error == EINVAL) SAY_CASE();
		if (error)
			continue;
		passed++;
		test_delete_id(self->fd, 0x67, 0);
		if (!self->testhv)
			continue;
		ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &call));
		testhv_log_clear();
		EXPECT_EQ(0, call.input[12]) SAY_CASE();
		EXPECT_EQ(0, call.input[52]) SAY_CASE();
	}
	SET(shared.stop, true);
	pthread_join(thread, NULL);
	TH_LOG("%u of %u were good when they were read", passed, round);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
