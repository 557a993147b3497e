// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that still holds a port of each type, and a connection, when the
 * machine goes down. What becomes of them is not seen from here: whoever stops
 * the machine looks at what the hypervisor was asked to do after that (the
 * scenarios "poweroff" in tools/testing/hvport/boot). Skipped unless
 * HVPORT_LEAVE=1, because it leaves the module in use.
 */
#include <unistd.h>
#include "hvport_test.h"

#define FIRST_ID	0xe1

static int make_all(int fd)
{
	struct hvport_connect_port connect = {
		.size = sizeof(connect),
		.connection_partition = HVPORT_PARTITION_SELF,
		.connection_id = FIRST_ID,
		.port_partition = HVPORT_PARTITION_SELF,
		.port_id = FIRST_ID,
		.connection_info.port_type = 1,
	};
	struct hvport_create_port port;
	__u32 type;

	for (type = 1; type <= 4; type++) {
		port = good_port_of_type(type, FIRST_ID + type - 1);
		if (ioctl(fd, HVPORT_CREATE_PORT, &port))
			return errno;
	}
	return ioctl(fd, HVPORT_CONNECT_PORT, &connect) ? errno : 0;
}

static void hold_for_ever(int tell)
{
	int fd = open_hvport();
	char error = fd < 0 ? errno : make_all(fd);

	if (write(tell, &error, 1) != 1 || error)
		_exit(1);
	for (;;)
		pause();
}

TEST(somebody_holds_ports_to_the_end)
{
	const char *may = getenv("HVPORT_LEAVE");
	char error = -1;
	int pipe_fds[2];

	if (!may || strcmp(may, "1"))
		SKIP(return, "HVPORT_LEAVE=1 lets it leave a process behind");
	ASSERT_EQ(0, pipe(pipe_fds));
	if (!fork()) {
		/* Not of this group, which the harness may put an end to */
		setsid();
		hold_for_ever(pipe_fds[1]);
	}
	ASSERT_EQ(1, read(pipe_fds[0], &error, 1));
	EXPECT_EQ(0, error);
}

TEST_HARNESS_MAIN
