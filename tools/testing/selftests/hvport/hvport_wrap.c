// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ids that are picked come to the last one, and begin anew: with 1, for 0 is
 * never picked. Where the module begins is a matter of luck each time that it is
 * loaded, so it is loaded until that is not far from the end; the rest of the way
 * is gone by calls that are refused, each of which costs an id and makes nothing.
 * It begins and ends with the module loaded or not, as it was found, and is skipped
 * unless HVPORT_KO names the module's file.
 */
#include "hvport_module.h"
#include "hvport_needs.h"
#include "hvport_param.h"

#define LAST_ID		0xffffffU
#define NEAR		(1U << 17)	/* ids that are soon gone through */
#define LOADS		1000		/* one time in ten million it takes more */

FIXTURE(module) {
	bool was_loaded;
};

FIXTURE_SETUP(module)
{
	self->was_loaded = module_is_loaded();
}

FIXTURE_TEARDOWN(module)
{
	if (module_is_loaded())
		EXPECT_EQ(0, module_unload());
	if (testhv_present())
		EXPECT_EQ(0, testhv_ports());
	if (self->was_loaded)
		EXPECT_EQ(0, module_load(""));
}

/* The id that is picked now, 0: none was */
static __u32 pick(int fd)
{
	struct hvport_create_port port = good_event_port(0);

	port.flags = HVPORT_F_ANY_ID;
	return ioctl(fd, HVPORT_CREATE_PORT, &port) ? 0 : port.port_id;
}

/* Loads the module until it picks ids near the end; the last one picked */
static __u32 load_near_the_end(struct __test_metadata *_metadata, int *fd)
{
	unsigned int loads;
	__u32 id;

	for (loads = 1;; loads++) {
		if (module_is_loaded())
			ASSERT_EQ(0, module_unload());
		ASSERT_EQ(0, module_load(""));
		*fd = open_hvport();
		ASSERT_GE(*fd, 0);
		id = pick(*fd);
		if (!id)
			break;
		if (LAST_ID - id <= NEAR || loads == LOADS)
			break;
		close(*fd);
	}
	TH_LOG("%#x is picked after %u loads", id, loads);
	return id;
}

TEST_F_TIMEOUT(module, ids_never_come_to_nothing, 600)
{
	struct hvport_create_port port;
	long limit;
	__u32 id, step;
	int fd;

	id = load_near_the_end(_metadata, &fd);
	if (!id)
		SKIP(close(fd); return, "this partition has no CreatePort privilege");
	step = pick(fd);
	if (step != id + 1)
		SKIP(close(fd); return, "ids are not picked one after the other");

	limit = set_limit("max_objects", 0);
	ASSERT_LT(0, limit);
	for (id = step; id < LAST_ID - 3; id++) {
		port = good_event_port(0);
		port.flags = HVPORT_F_ANY_ID;
		ASSERT_EQ(-1, ioctl(fd, HVPORT_CREATE_PORT, &port));
		ASSERT_EQ(ENOSPC, errno);
	}
	EXPECT_EQ(0, set_limit("max_objects", limit));

	for (step = 1; step <= 6; step++)
		EXPECT_EQ((id + step) % LAST_ID ?: LAST_ID, pick(fd));
	EXPECT_EQ(8, ports_of_file(fd));
	close(fd);
}

static void __attribute__((constructor)) needs(void)
{
	need_module_file();
}

TEST_HARNESS_MAIN
