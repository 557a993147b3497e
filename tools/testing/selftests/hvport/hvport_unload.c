// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module is taken out and put in again under threads that open it, use it,
 * close it, and read what it shows of itself. It goes when nobody has it, and
 * never otherwise; when it is gone, so is all that it made. It begins and ends
 * with the module loaded or not, as it was found, and is skipped unless HVPORT_KO
 * names the module's file.
 */
#include <pthread.h>
#include <sched.h>
#include "hvport_connection.h"
#include "hvport_debugfs.h"
#include "hvport_module.h"
#include "hvport_needs.h"

#define OPENERS		3
#define FIRST_ID	0xd1	/* of theirs */
#define ROUNDS		8	/* in each of them the module goes once, ... */
#define OPENS		5	/* ... and each opener tries so often */
#define LOADERS		2
#define LOADS		8	/* of each of them */

FIXTURE(module) {
	bool was_loaded, testhv;
	uint64_t os_id, hypercall;
};

FIXTURE_SETUP(module)
{
	self->was_loaded = module_is_loaded();
	if (self->was_loaded)
		ASSERT_EQ(0, module_unload());
	self->testhv = testhv_present();
	if (!self->testhv)
		return;
	self->os_id = testhv_msr(MSR_GUEST_OS_ID, 0);
	self->hypercall = testhv_msr(MSR_HYPERCALL, 0);
}

FIXTURE_TEARDOWN(module)
{
	if (module_is_loaded())
		EXPECT_EQ(0, module_unload());
	EXPECT_NE(0, access(HVPORT_DEVICE, F_OK));
	EXPECT_NE(0, access(DEBUGFS "hvport", F_OK));
	EXPECT_NE(0, access("/sys/module/hvport", F_OK));
	if (self->testhv) {
		EXPECT_EQ(self->os_id, testhv_msr(MSR_GUEST_OS_ID, 0));
		EXPECT_EQ(self->hypercall, testhv_msr(MSR_HYPERCALL, 0));
		EXPECT_EQ(0, testhv_ports());
		EXPECT_EQ(0, testhv_connections());
		EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	}
	if (self->was_loaded)
		EXPECT_EQ(0, module_load(""));
}

struct opener {
	pthread_t thread;
	__u32 id;
	bool may_create;
	pthread_barrier_t *start;
	unsigned int opened, strange;
};

/* Once it is open it works, whatever happens to the module */
static void use(struct opener *me, int fd)
{
	struct hvport_info info;

	me->strange += get_info(fd, &info);
	if (!me->may_create)
		return;
	me->strange += test_create_id(fd, me->id, 0).error;
	me->strange += test_create_id(fd, me->id + OPENERS, 0).error;
	me->strange += test_delete_id(fd, me->id, 0).error;
}

static void open_and_close(struct opener *me)
{
	int fd = open_hvport();

	if (fd < 0) {
		/* there is no node, or its module is just going */
		me->strange += errno != ENOENT && errno != ENODEV && errno != ENXIO;
		return;
	}
	if (me->opened++ % 2)
		use(me, fd);
	close(fd);
}

/* What is for people goes with the module as well, and under who reads it */
static void look(struct opener *me)
{
	static const char * const paths[] = {
		DEBUGFS "hvport/ports", DEBUGFS "hvport/counters",
		"/sys/module/hvport/parameters/max_objects",
	};
	char bytes[4096];
	unsigned int i;
	int fd;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		fd = open(paths[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		while (read(fd, bytes, sizeof(bytes)) > 0)
			me->opened++;
		close(fd);
	}
}

/* The first of them looks, the others open */
static void *be_in_the_way(void *arg)
{
	struct opener *me = arg;
	unsigned int round, i;

	for (round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(me->start);
		for (i = 0; i < OPENS; i++)
			me->id == FIRST_ID ? look(me) : open_and_close(me);
	}
	return NULL;
}

/* Nobody else loads it: gone is gone until this thread puts it in again */
static void reload(struct __test_metadata *_metadata, unsigned int delay)
{
	int error, fd = open_hvport();

	EXPECT_GE(fd, 0);
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	close(fd);
	while (delay--)
		sched_yield();
	while ((error = module_unload())) {
		EXPECT_EQ(EWOULDBLOCK, error);
		sched_yield();
	}
	EXPECT_NE(0, access(HVPORT_DEVICE, F_OK));
	EXPECT_NE(0, access(DEBUGFS "hvport", F_OK));
	EXPECT_EQ(0, module_load(""));
	EXPECT_EQ(0, access(HVPORT_DEVICE, F_OK));
}

TEST_F_TIMEOUT(module, opened_and_closed_meanwhile, 240)
{
	struct opener openers[OPENERS] = { 0 };
	unsigned int i, round;
	pthread_barrier_t start;
	bool may_create;

	ASSERT_EQ(0, module_load(""));
	may_create = may_create_ports();
	pthread_barrier_init(&start, NULL, OPENERS + 1);
	for (i = 0; i < OPENERS; i++) {
		openers[i].id = FIRST_ID + i;
		openers[i].may_create = may_create;
		openers[i].start = &start;
		ASSERT_EQ(0, pthread_create(&openers[i].thread, NULL,
					    be_in_the_way, &openers[i]));
	}
	for (round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&start);
		reload(_metadata, round % 10);
	}
	for (i = 0; i < OPENERS; i++) {
		EXPECT_EQ(0, pthread_join(openers[i].thread, NULL));
		EXPECT_EQ(0, openers[i].strange);
		EXPECT_LT(0, openers[i].opened);
	}
}

struct loader {
	pthread_t thread;
	unsigned int loaded, unloaded, strange;
	int last_strange;
};

static void note_strange(struct loader *me, int error)
{
	me->strange++;
	me->last_strange = error;
}

static void *load_and_unload(void *arg)
{
	struct loader *me = arg;
	unsigned int round;
	int error;

	for (round = 0; round < LOADS; round++) {
		error = module_load("");
		me->loaded += !error;
		/* somebody else has loaded it, or is just loading it */
		if (error && error != EEXIST && error != EBUSY)
			note_strange(me, error);
		error = module_unload();
		me->unloaded += !error;
		/* somebody else has unloaded it, or is just loading it or unloading it */
		if (error && error != ENOENT && error != EBUSY && error != EWOULDBLOCK)
			note_strange(me, error);
	}
	return NULL;
}

/*
 * What is unloaded was loaded. The other way round does not hold: newer kernels
 * tell all who load one file at the same time that they have loaded it.
 */
TEST_F_TIMEOUT(module, loaded_by_several, 240)
{
	struct loader loaders[LOADERS] = { 0 };
	unsigned int i, loaded = 0, unloaded = 0;

	for (i = 0; i < LOADERS; i++)
		ASSERT_EQ(0, pthread_create(&loaders[i].thread, NULL,
					    load_and_unload, &loaders[i]));
	for (i = 0; i < LOADERS; i++) {
		EXPECT_EQ(0, pthread_join(loaders[i].thread, NULL));
		EXPECT_EQ(0, loaders[i].strange)
			TH_LOG("errno %d", loaders[i].last_strange);
		loaded += loaders[i].loaded;
		unloaded += loaders[i].unloaded;
	}
	EXPECT_LT(0, unloaded);
	EXPECT_LE(unloaded + module_is_loaded(), loaded);
}

static void __attribute__((constructor)) needs(void)
{
	need_module_file();
}

TEST_HARNESS_MAIN
