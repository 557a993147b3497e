// SPDX-License-Identifier: GPL-2.0-only
/*
 * A partition without the CreatePort privilege, which most are: hvport works,
 * says so, and passes on what the hypervisor says: access denied, or, of one that
 * knows nothing of ports, that there is no such call. Skipped where there is the
 * privilege.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

/* testhv knows the calls, so it has to deny them */
#define EXPECT_DENIED(got)						\
do {									\
	struct outcome _said = (got);					\
	bool _unknown = !self->testhv && _said.hv_status == 0x02;	\
									\
	EXPECT_HV_REFUSED(_said, _unknown ? EOPNOTSUPP : EACCES,	\
			  _unknown ? 0x02 : 0x06);			\
} while (0)

TEST_F(hvport, info_says_so)
{
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.privileges >> 38 & 1);
	EXPECT_EQ(0, info.ports_all);
	/* that a call is implemented does not mean that it is permitted */
	EXPECT_EQ(6, info.ioctls & 6);
}

TEST_F(hvport, create_is_denied_by_the_hypervisor)
{
	struct hvport_create_port port;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x81);
		EXPECT_DENIED(test_create(self->fd, &port));
	}
	EXPECT_EQ(0, ports_of_file(self->fd));
	if (self->testhv)
		EXPECT_EQ(4, testhv_calls(CODE_CREATE_PORT));
}

/* The privilege is the hypervisor's to judge, each time anew */
TEST_F(hvport, denial_leaves_nothing)
{
	EXPECT_DENIED(test_create_id(self->fd, 0x82, 0));
	EXPECT_DENIED(test_create_id(self->fd, 0x82, 0));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x82, 0), ENOENT, 16);
	EXPECT_DENIED(test_create_id(self->fd, 0x82, HVPORT_F_PERSIST));
}

TEST_F(hvport, any_id_is_denied_once)
{
	struct hvport_create_port port = good_message_port(0);

	port.flags = HVPORT_F_ANY_ID;
	EXPECT_DENIED(test_create(self->fd, &port));
	EXPECT_EQ(0, port.port_id);
	if (self->testhv)
		EXPECT_EQ(1, testhv_calls(CODE_CREATE_PORT));
}

/* To check a request needs nothing of the hypervisor */
TEST_F(hvport, validation_works)
{
	struct hvport_create_port port = good_event_port(0x83);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.reserved_z0 = 1;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 22);
	EXPECT_NO_CALLS();
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
	if (!may_create_ports())
		return;
	ksft_print_header();
	ksft_exit_skip("this partition has the CreatePort privilege\n");
}

TEST_HARNESS_MAIN
