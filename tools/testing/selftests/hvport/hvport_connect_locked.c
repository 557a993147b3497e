// SPDX-License-Identifier: GPL-2.0-only
/*
 * On a kernel that is locked down for integrity nobody may connect to a monitor
 * port, for the hypervisor would write to any address that is named; all else
 * goes on. hvport_lockdown locks a kernel down, this program does not.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define LOCKDOWN	"/sys/kernel/security/lockdown"

TEST_F(hvport, refuses_connections_to_monitor_ports)
{
	struct hvport_connect_port conn = good_connection(3, 0xa3);

	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);
	conn.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);
	conn.reserved_z2 = 1;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 36);
	EXPECT_NO_CALLS();
	EXPECT_EQ(0, connections_of_file(self->fd));
}

TEST_F(hvport, leaves_the_other_types)
{
	struct hvport_connect_port conn;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		if (type == 3)
			continue;
		CASE("port type %u", type);
		conn = good_connection(type, 0xa3);
		conn.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
	}
}

static bool is_locked_down(void)
{
	FILE *file = fopen(LOCKDOWN, "r");
	char line[128] = "";
	bool locked;

	locked = file && fgets(line, sizeof(line), file) &&
		 !strstr(line, "[none]");
	if (file)
		fclose(file);
	return locked;
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
	if (is_locked_down())
		return;
	ksft_print_header();
	ksft_exit_skip("this kernel is not locked down\n");
}

TEST_HARNESS_MAIN
