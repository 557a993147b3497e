// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that is locked down for integrity refuses monitor ports and
 * connections to them, because the hypervisor writes to the memory that they name;
 * all else goes on. There is no way back from a lockdown but a reboot, so this runs
 * last, and only where HVPORT_LOCKDOWN=1 in the environment says that the machine may
 * be locked down.
 */
#include <sys/mount.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define SECURITYFS	"/sys/kernel/security"
#define LOCKDOWN	SECURITYFS "/lockdown"

TEST_F(hvport, refuses_monitor_ports)
{
	struct hvport_create_port port = good_monitor_port(0xa1);

	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	port.port_vtl = 16;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 20);
	EXPECT_NO_CALLS();
}

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
	struct hvport_create_port port;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		if (type == 3)
			continue;
		CASE("port type %u", type);
		port = good_port_of_type(type, 0xa1);
		port.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_create(self->fd, &port));
	}
}

TEST_F(hvport, leaves_connections_to_the_other_types)
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

/* Does the kernel say that it is, at this level at least? */
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

static void lock_down(void)
{
	int fd = open(LOCKDOWN, O_WRONLY);

	if (fd >= 0 && write(fd, "integrity", 9) < 0)
		perror(LOCKDOWN);
	close(fd);
}

static void __attribute__((constructor)) needs(void)
{
	const char *allowed = getenv("HVPORT_LOCKDOWN");

	need_device();
	/* small systems do not; where it is already, this changes nothing */
	if (access(LOCKDOWN, F_OK))
		mount("securityfs", SECURITYFS, "securityfs", 0, NULL);
	if (!is_locked_down() && allowed && !strcmp(allowed, "1"))
		lock_down();
	if (is_locked_down())
		return;
	ksft_print_header();
	ksft_exit_skip("this kernel is not locked down, see HVPORT_LOCKDOWN\n");
}

TEST_HARNESS_MAIN
