// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may do what: opening the device, and the monitor ports, which make the
 * hypervisor write to memory. Every test runs in a process of its own, so it
 * drops privileges for good. The lockdown is in hvport_lockdown.
 */
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

/* Take one capability away from this process; its other ones stay */
static int drop_capability(unsigned int cap)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return -1;
	data[cap / 32].effective &= ~(1U << cap % 32);
	data[cap / 32].permitted &= ~(1U << cap % 32);
	return syscall(SYS_capset, &head, data);
}

TEST_F(hvport, open_needs_sys_admin)
{
	ASSERT_EQ(0, drop_capability(CAP_SYS_ADMIN));
	EXPECT_EQ(-1, open_hvport());
	EXPECT_EQ(EPERM, errno);
}

TEST_F(hvport, open_needs_no_other_capability)
{
	unsigned int cap;
	int fd;

	for (cap = 0; cap <= 31; cap++) {
		if (cap != CAP_SYS_ADMIN)
			ASSERT_EQ(0, drop_capability(cap));
	}
	fd = open_hvport();
	EXPECT_GE(fd, 0);
	close(fd);
}

TEST_F(hvport, root_of_a_user_namespace_is_nobody)
{
	if (unshare(CLONE_NEWUSER))
		SKIP(return, "no user namespaces: %s", strerror(errno));
	EXPECT_EQ(-1, open_hvport());
	EXPECT_EQ(EPERM, errno);
}

TEST_F(hvport, node_is_roots_alone)
{
	struct stat st;

	ASSERT_EQ(0, fstat(self->fd, &st));
	EXPECT_EQ(S_IFCHR | 0600, st.st_mode);
	EXPECT_EQ(0, st.st_uid);
	EXPECT_EQ(0, st.st_gid);
}

TEST_F(hvport, opened_file_works_without_privileges)
{
	struct hvport_create_port port = good_message_port(0x21);

	if (!may_create_ports())
		port.flags = HVPORT_F_VALIDATE_ONLY;
	ASSERT_EQ(0, setresgid(65534, 65534, 65534));
	ASSERT_EQ(0, setresuid(65534, 65534, 65534));
	EXPECT_EQ(-1, open_hvport());
	EXPECT_EQ(EACCES, errno);

	EXPECT_SUCCESS(test_create(self->fd, &port));
	if (!port.flags)
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x21, 0));
}

TEST_F(hvport, monitor_needs_sys_rawio)
{
	struct hvport_create_port port = good_monitor_port(0x22);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_create(self->fd, &port));

	ASSERT_EQ(0, drop_capability(CAP_SYS_RAWIO));
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	port.flags = 0;
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	EXPECT_NO_CALLS();
	EXPECT_EQ(0, ports_of_file(self->fd));
}

/* The caller of the ioctl is asked, whoever opened the file */
TEST_F(hvport, monitor_needs_sys_rawio_of_the_init_namespace)
{
	struct hvport_create_port port = good_monitor_port(0x22);

	if (unshare(CLONE_NEWUSER))
		SKIP(return, "no user namespaces: %s", strerror(errno));
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, other_types_do_not_need_sys_rawio)
{
	struct hvport_create_port port;
	unsigned int type;

	ASSERT_EQ(0, drop_capability(CAP_SYS_RAWIO));
	for (type = 1; type <= 4; type++) {
		if (type == 3)
			continue;
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x23);
		port.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_create(self->fd, &port));
	}
}

/* Known, then permitted, in the place of port_type among the fields */
TEST_F(hvport, permission_is_asked_in_the_order_of_fields)
{
	struct hvport_create_port port = good_monitor_port(0x22);

	ASSERT_EQ(0, drop_capability(CAP_SYS_RAWIO));
	port.flags = HVPORT_F_FOREIGN;
	EXPECT_REFUSED(test_create(self->fd, &port), EOPNOTSUPP, 4);

	port = good_monitor_port(0x22);
	port.port_vtl = 16;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 20);

	port = good_monitor_port(0x22);
	port.port_info.padding = 1;
	port.port_info.monitor.rsvdz = 1;
	port.proximity_domain_info.flags = 2;
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);

	port.port_info.port_type = 5;
	EXPECT_REFUSED(test_create(self->fd, &port), EOPNOTSUPP, 32);
}

TEST_F(hvport, permission_before_registry)
{
	struct hvport_create_port port = good_monitor_port(0x22);

	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");

	EXPECT_SUCCESS(test_create(self->fd, &port));
	ASSERT_EQ(0, drop_capability(CAP_SYS_RAWIO));
	EXPECT_REFUSED(test_create(self->fd, &port), EPERM, 32);
	/* to make one is a privilege, to be rid of one is not */
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x22, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
}

TEST_HARNESS_MAIN
