// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hvport must refuse by itself of the calls that use ports, beyond what
 * can be said of one field alone (that is hvport_bad): the writes that ring a
 * doorbell, who may name a monitor page, what comes first when several things
 * are wrong. The hypervisor hears nothing of any of it.
 */
#include <sched.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"

static struct hvport_connect_port doorbell(__u64 address, __u64 value,
					   __u64 flags)
{
	struct hvport_connect_port conn = good_connection(4, 0x61);

	conn.flags = HVPORT_F_VALIDATE_ONLY;
	conn.connection_info.doorbell.guest_physical_address = address;
	conn.connection_info.doorbell.trigger_value = value;
	conn.connection_info.doorbell.flags = flags;
	return conn;
}

/* Size codes 0 to 4 of the TLFS: any, 1, 2, 4, 8 bytes */
static const unsigned int write_size[] = { 1, 1, 2, 4, 8 };

TEST_F(hvport, doorbell_address_is_a_multiple_of_the_size)
{
	struct hvport_connect_port conn;
	unsigned int code, low, any;

	for (any = 0; any < 2; any++) {
		for (code = 0; code <= 4; code++) {
			for (low = 0; low < 16; low++) {
				CASE("size code %u, any value %u, address ..%x",
				     code, any, low);
				conn = doorbell(0xffff0 + low, 0,
						(__u64)any << 31 | code);
				if (low % write_size[code])
					EXPECT_REFUSED(test_connect(self->fd,
								    &conn),
						       EINVAL, 48);
				else
					EXPECT_SUCCESS(test_connect(self->fd,
								    &conn));
			}
		}
	}
	/* so it does not cross a page either */
	conn = doorbell(0x1fff, 0, 2);
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 48);
	conn = doorbell(0x1ffc, 0, 4);
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 48);
	conn = doorbell(~0ULL, 0, 4);
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 48);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, doorbell_value_fits_the_size)
{
	static const struct {
		__u64 value;
		unsigned int code;
		bool fits;
	} values[] = {
		{ 0xff, 1, true },	{ 0x100, 1, false },
		{ 1ULL << 63, 1, false }, { ~0ULL, 1, false },
		{ 0xffff, 2, true },	{ 0x10000, 2, false },
		{ 1ULL << 32, 2, false }, { ~0ULL, 2, false },
		{ 0xffffffff, 3, true }, { 1ULL << 32, 3, false },
		{ 1ULL << 63, 3, false }, { ~0ULL, 3, false },
		{ ~0ULL, 4, true },	{ ~0ULL, 0, true },
	};
	struct hvport_connect_port conn;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		CASE("size code %u, value %#llx", values[i].code,
		     values[i].value);
		conn = doorbell(0x1000, values[i].value, values[i].code);
		if (values[i].fits)
			EXPECT_SUCCESS(test_connect(self->fd, &conn));
		else
			EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL,
				       56);
		/* the value means nothing when any value rings it */
		conn = doorbell(0x1000, values[i].value,
				0x80000000 | values[i].code);
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
	}
	EXPECT_NO_CALLS();
}

TEST_F(hvport, doorbell_flags)
{
	struct hvport_connect_port conn;
	unsigned int code, bit;

	for (code = 5; code <= 7; code++) {
		CASE("size code %u", code);
		conn = doorbell(0x1000, 1, code);
		EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 64);
		conn = doorbell(0x1000, 1, 0x80000000 | code);
		EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 64);
	}
	for (bit = 3; bit < 64; bit++) {
		CASE("bit %u", bit);
		conn = doorbell(0x1000, 1, 1ULL << bit | 1);
		if (bit == 31)
			EXPECT_SUCCESS(test_connect(self->fd, &conn));
		else
			EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL,
				       64);
	}
	EXPECT_NO_CALLS();
}

/* Address, value, flags: in the order of the struct; and all before proximity */
TEST_F(hvport, doorbell_fields_in_order)
{
	struct hvport_connect_port conn = doorbell(0x1001, 0x10000, 0x12);

	conn.proximity_domain_info.flags = 2;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 48);
	conn.connection_info.doorbell.guest_physical_address = 0x1002;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 56);
	conn.connection_info.doorbell.trigger_value = 0xffff;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 64);
	conn.connection_info.doorbell.flags = 2;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 76);
	conn.proximity_domain_info.flags = 1;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_NO_CALLS();
}

static int drop_rawio(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return errno;
	data[0].effective &= ~(1U << CAP_SYS_RAWIO);
	return syscall(SYS_capset, &head, data) ? errno : 0;
}

TEST_F(hvport, monitor_needs_sys_rawio)
{
	struct hvport_connect_port conn = good_connection(3, 0x62);
	unsigned int type;

	conn.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	ASSERT_EQ(0, drop_rawio());
	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);
	conn.flags = 0;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);

	/* known, then permitted, in its place among the fields */
	conn.connection_info.padding = 1;
	conn.connection_info.monitor.rsvdz[0] = 1;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);
	conn.reserved_z2 = 1;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 36);
	conn.reserved_z2 = 0;
	conn.connection_info.port_type = 5;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EOPNOTSUPP, 40);

	for (type = 1; type <= 4; type++) {
		if (type == 3)
			continue;
		CASE("port type %u", type);
		conn = good_connection(type, 0x62);
		conn.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
	}
	EXPECT_NO_CALLS();
}

/* The caller of the ioctl is asked, whoever opened the file */
TEST_F(hvport, monitor_needs_sys_rawio_of_the_init_namespace)
{
	struct hvport_connect_port conn = good_connection(3, 0x62);

	if (unshare(CLONE_NEWUSER))
		SKIP(return, "no user namespaces: %s", strerror(errno));
	EXPECT_REFUSED(test_connect(self->fd, &conn), EPERM, 40);
	EXPECT_NO_CALLS();
}

/* To make one is a privilege, to be rid of one is not */
TEST_F(hvport, disconnect_needs_no_capability)
{
	if (!may_connect())
		SKIP(return, NO_CONNECT_PRIVILEGE);

	MAKE_PAIR(self->fd, 3, 0x62);
	ASSERT_EQ(0, drop_rawio());
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x62, 0));
}

/* is_doorbell is 0 or 1, in its place: behind the id, before the registry */
TEST_F(hvport, disconnect)
{
	struct hvport_disconnect_port arg = good_disconnect(0x63);
	static const __u32 bad[] = { 2, 3, 0x100, 0x80000000, 0xffffffff };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		CASE("is_doorbell %#x", bad[i]);
		arg.is_doorbell = bad[i];
		EXPECT_REFUSED(test_disconnect(self->fd, &arg), EINVAL, 20);
	}
	arg.connection_id = 0x1000000;
	EXPECT_REFUSED(test_disconnect(self->fd, &arg), EINVAL, 16);
	arg.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_disconnect(self->fd, &arg), EOPNOTSUPP, 4);

	EXPECT_REFUSED(test_disconnect_id(self->fd, 0, 0), ENOENT, 16);
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0xffffff, 0), ENOENT, 16);
	arg = good_disconnect(0x63);
	arg.is_doorbell = 1;
	EXPECT_REFUSED(test_disconnect(self->fd, &arg), ENOENT, 16);
	EXPECT_NO_CALLS();
}

/* With FOREIGN too: what is malformed is not for the hypervisor to see */
TEST_F(hvport, post)
{
	static const __u32 flags[] = { 0, HVPORT_F_FOREIGN };
	struct hvport_post_message post;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("flags %u", flags[i]);
		post = good_message(0x1000000);
		post.flags = flags[i];
		post.reserved = 1;
		post.message_type = 0;
		post.payload_size = 241;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 8);
		post.connection_id = 0x64;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 12);
		post.reserved = 0;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 16);
		post.message_type = 0x80000000;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 16);
		post.message_type = 0x7fffffff;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 20);
		post.payload_size = 0xffffffff;
		EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 20);
	}
	EXPECT_REFUSED(test_post_id(self->fd, 0x64, 0), ENOENT, 8);
	EXPECT_REFUSED(test_post_id(self->fd, 0x64, HVPORT_F_PERSIST),
		       EOPNOTSUPP, 4);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, signal)
{
	static const __u32 flags[] = { 0, HVPORT_F_FOREIGN };
	struct hvport_signal_event signal;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("flags %u", flags[i]);
		signal = good_signal(0x1000000, 0xffff);
		signal.flags = flags[i];
		signal.reserved = 1;
		EXPECT_REFUSED(test_signal(self->fd, &signal), EINVAL, 8);
		signal.connection_id = 0x64;
		EXPECT_REFUSED(test_signal(self->fd, &signal), EINVAL, 14);
	}
	EXPECT_REFUSED(test_signal_id(self->fd, 0x64, 0), ENOENT, 8);
	EXPECT_REFUSED(test_signal_id(self->fd, 0x64, HVPORT_F_ANY_ID),
		       EOPNOTSUPP, 4);
	EXPECT_NO_CALLS();
}

/* A malformed request says so, whether or not its id is taken or another's */
TEST_F(hvport, fields_before_registry)
{
	struct hvport_connect_port conn = good_connection(1, 0x65);
	struct hvport_disconnect_port arg = good_disconnect(0x65);
	struct hvport_post_message post = good_message(0x65);
	struct hvport_signal_event signal = good_signal(0x65, 0);
	int other = open_hvport();

	if (!may_connect())
		SKIP(return, NO_CONNECT_PRIVILEGE);

	MAKE_PAIR(other, 1, 0x65);
	if (self->testhv)
		testhv_log_clear();
	conn.proximity_domain_info.flags = 2;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EINVAL, 76);
	arg.is_doorbell = 2;
	EXPECT_REFUSED(test_disconnect(self->fd, &arg), EINVAL, 20);
	post.payload_size = 241;
	EXPECT_REFUSED(test_post(self->fd, &post), EINVAL, 20);
	signal.reserved = 1;
	EXPECT_REFUSED(test_signal(self->fd, &signal), EINVAL, 14);

	EXPECT_REFUSED(test_connect_id(self->fd, 0x65, 0), EEXIST, 16);
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x65, 0), EPERM, 16);
	EXPECT_REFUSED(test_post_id(self->fd, 0x65, 0), EPERM, 8);
	EXPECT_REFUSED(test_signal_id(self->fd, 0x65, 0), EPERM, 8);
	EXPECT_NO_CALLS();
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
}

TEST_HARNESS_MAIN
