// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that are still there when the machine goes down: one that holds a port
 * of each type, and a connection, and one that keeps asking. What becomes of them
 * is not seen from here: whoever stops the machine looks at what the hypervisor
 * was asked to do after that, or the next kernel at what is left (hvport_kexec,
 * hvport_crash; the scenarios "poweroff" and "power-kexec" in
 * tools/testing/hvport/boot). Skipped unless HVPORT_LEAVE=1, because it leaves the
 * module in use.
 */
#include <signal.h>
#include "hvport_leave.h"

static int make_all(int fd)
{
	struct hvport_connect_port connect = {
		.size = sizeof(connect),
		.connection_partition = HVPORT_PARTITION_SELF,
		.connection_id = LEFT_ID,
		.port_partition = HVPORT_PARTITION_SELF,
		.port_id = LEFT_ID,
		.connection_info.port_type = 1,
	};
	struct hvport_create_port port;
	__u32 type;

	if (test_create_id(fd, KEPT_ID, HVPORT_F_PERSIST).error)
		return -1;
	if (testhv_present() && has_pool_privilege())
		pool_set(0, 0x0b);
	for (type = 1; type <= LEFT_PORTS; type++) {
		port = good_port_of_type(type, LEFT_ID + type - 1);
		if (ioctl(fd, HVPORT_CREATE_PORT, &port))
			return errno;
	}
	return ioctl(fd, HVPORT_CONNECT_PORT, &connect) ? errno : 0;
}

static void hold_for_ever(int tell)
{
	int fd = open_hvport();
	char error = fd < 0 ? errno : make_all(fd);

	signal(SIGUSR1, SIG_IGN);
	if (write(tell, &error, 1) != 1 || error)
		_exit(1);
	for (;;)
		pause();
}

/*
 * Who stops the machine says so by SIGUSR1, so that it need not be asked all the time.
 * Every call goes to the hypervisor, which has no such port, while there is a page.
 */
static void ask_until_enodev(int tell)
{
	struct hvport_delete_port del = good_delete(TOLD_ID);
	int fd = open_hvport(), signal;
	struct outcome told;
	sigset_t end;
	bool as_said;
	char error;

	sigemptyset(&end);
	sigaddset(&end, SIGUSR1);
	sigprocmask(SIG_BLOCK, &end, NULL);
	del.flags = HVPORT_F_FOREIGN;
	told = test_delete(fd, &del);
	error = !testhv_present() || told.error != ENOENT;
	if (write(tell, &error, 1) != 1 || error)
		_exit(1);
	sigwait(&end, &signal);
	while (told.error == ENOENT)
		told = test_delete(fd, &del);
	as_said = told.error == ENODEV && told.stage == KERNEL && !told.hv_status &&
		  !told.bad_field;
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	testhv_plant_port(HVPORT_PARTITION_SELF, as_said ? TOLD_ID : TOLD_WRONG_ID, 1);
	for (;;)
		pause();
}

TEST(somebody_holds_ports_to_the_end)
{
	if (!may_leave())
		SKIP(return, MAY_NOT_LEAVE);
	EXPECT_EQ(0, leave_behind(hold_for_ever));
}

TEST(somebody_asks_to_the_end)
{
	if (!may_leave())
		SKIP(return, MAY_NOT_LEAVE);
	if (!testhv_present())
		SKIP(return, NEEDS_TESTHV);
	EXPECT_EQ(0, leave_behind(ask_until_enodev));
}

TEST_HARNESS_MAIN
