// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_DISCONNECT_PORT and is_doorbell, the byte that it has and DELETE_PORT has
 * not. All that is the same for both is in hvport_delete.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

/* TLFS, HvCallDisconnectPort; the last four bytes are is_doorbell */
static const unsigned char golden[16] = {
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
	0x21, 0x22, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_disconnect_port arg = good_disconnect(0x232221);
	struct testhv_log_entry call;
	unsigned int doorbell, at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	arg.connection_partition = 0x1817161514131211;
	arg.flags = HVPORT_F_FOREIGN;
	for (doorbell = 0; doorbell < 2; doorbell++) {
		arg.is_doorbell = doorbell;
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(test_disconnect(self->fd, &arg), ENOSPC,
				  0x1d);

		EXPECT_EQ(1, testhv_port_calls());
		ASSERT_TRUE(testhv_find_call(CODE_DISCONNECT_PORT, 0, &call));
		/* a fast call: 16 bytes travel in registers */
		EXPECT_EQ(0x1005b, call.control);
		EXPECT_EQ(16, call.input_size);
		EXPECT_EQ(0, call.violation);
		for (at = 0; at < 16; at++) {
			EXPECT_EQ(golden[at] + (at == 12 && doorbell),
				  call.input[at])
				TH_LOG("at TLFS offset %u", at);
		}
	}
}

/* Connections go, ports stay, until they are deleted */
TEST_F(hvport, every_type)
{
	struct hvport_disconnect_port arg;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		MAKE_PAIR(self->fd, type, 0x30 + type);
		arg = good_disconnect(0x30 + type);
		arg.is_doorbell = type == 4;
		EXPECT_SUCCESS(test_disconnect(self->fd, &arg));
		EXPECT_CONNECTIONS(0);
		EXPECT_EQ(1, ports_of_file(self->fd)) SAY_CASE();
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x30 + type, 0));
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
	}
}

/* Only the hypervisor can know, so it is asked, and it says no */
TEST_F(hvport, what_is_no_doorbell_is_not_named_one)
{
	struct hvport_disconnect_port arg = good_disconnect(0x31);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x31);
	MAKE_PAIR(self->fd, 4, 0x34);
	arg.is_doorbell = 1;
	EXPECT_HV_REFUSED(test_disconnect(self->fd, &arg), EINVAL, 0x05);
	EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x34, 0), EINVAL, 0x05);
	EXPECT_EQ(2, connections_of_file(self->fd));
	/* and close names each for what it is */
	CLOSE_FILE();
	EXPECT_EQ(0, testhv_connections());
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
