// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the answer cannot be written: a port just made is undone, a delete stays
 * done, and EFAULT wins over every other refusal. The struct lies in memory
 * that can be read only, all of it or from a field on.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_readonly.h"

static int create_read_only(int fd, struct hvport_create_port *port)
{
	return call_read_only(fd, HVPORT_CREATE_PORT, port, sizeof(*port));
}

static int delete_read_only(int fd, struct hvport_delete_port *del)
{
	return call_read_only(fd, HVPORT_DELETE_PORT, del, sizeof(*del));
}

TEST_F(hvport, port_is_undone)
{
	struct testhv_log_entry made, undone;
	struct hvport_create_port port;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x131211);
		if (self->testhv)
			testhv_log_clear();
		EXPECT_EQ(EFAULT, create_read_only(self->fd, &port)) SAY_CASE();
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
		if (!self->testhv)
			continue;
		EXPECT_EQ(0, testhv_ports()) SAY_CASE();
		EXPECT_EQ(2, testhv_port_calls()) SAY_CASE();
		ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &made));
		ASSERT_TRUE(testhv_find_call(CODE_DELETE_PORT, 0, &undone));
		EXPECT_EQ(0, memcmp(made.input, undone.input, 12)) SAY_CASE();
	}
	/* and its id is free */
	EXPECT_SUCCESS(test_create_id(self->fd, 0x131211, 0));
}

TEST_F(hvport, persistent_port_is_undone)
{
	struct hvport_create_port port = good_message_port(0x41);

	port.flags = HVPORT_F_PERSIST;
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	EXPECT_EQ(0, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x41, 0));
}

TEST_F(hvport, result_alone_cannot_be_written)
{
	struct hvport_create_port port = good_message_port(0x41);
	unsigned int from;

	for (from = 64; from < 72; from++) {
		CASE("read-only from offset %u", from);
		EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CREATE_PORT, &port,
					    72, from, false)) SAY_CASE();
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
	}
	port.flags = HVPORT_F_ANY_ID;
	port.port_id = 0;
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CREATE_PORT, &port, 72, 64,
				    false));
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, picked_id_cannot_be_written)
{
	struct hvport_create_port port = good_message_port(0);

	port.flags = HVPORT_F_ANY_ID;
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CREATE_PORT, &port, 72, 64,
				    true));
	EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_CREATE_PORT, &port, 72, 18,
				    true));
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, undo_that_is_refused)
{
	struct hvport_create_port port = good_message_port(0x42);
	int other = open_hvport();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 2, 0x19));
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	CLOSE_FILE();
	testhv_fault_clear();
	EXPECT_TRUE(testhv_has_port(0x42));
	EXPECT_SUCCESS(test_delete_id(other, 0x42, HVPORT_F_FOREIGN));
	close(other);
}

TEST_F(hvport, delete_stays_done)
{
	struct hvport_delete_port del = good_delete(0x43);
	unsigned int from;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x43, 0));
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));
	EXPECT_EQ(0, ports_of_file(self->fd));
	if (self->testhv)
		EXPECT_EQ(0, testhv_ports());
	EXPECT_REFUSED(test_delete_id(self->fd, 0x43, 0), ENOENT, 16);

	for (from = 24; from < 32; from++) {
		CASE("read-only from offset %u", from);
		EXPECT_SUCCESS(test_create_id(self->fd, 0x43, 0));
		EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_DELETE_PORT, &del,
					    32, from, false)) SAY_CASE();
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
	}
}

TEST_F(hvport, foreign_delete_stays_done)
{
	struct hvport_delete_port del = good_delete(0x44);
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x44, 0));
	del.flags = HVPORT_F_FOREIGN;
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));
	EXPECT_EQ(0, ports_of_file(other));
	close(other);
}

TEST_F(hvport, wins_over_refusals_of_the_kernel)
{
	struct hvport_create_port port;
	struct hvport_delete_port del;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x45, 0));
	if (self->testhv)
		testhv_log_clear();

	port = good_message_port(0x46);
	port.flags = 0x100;
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	port.flags = 0;
	port.port_vtl = 16;
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	port = good_port(5, 0x46);
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	port = good_message_port(0x45);
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));

	del = good_delete(0x47);
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));
	del.reserved = 1;
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));
	del.flags = 1;
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));

	EXPECT_NO_CALLS();
	EXPECT_EQ(1, ports_of_file(self->fd));
}

TEST_F(hvport, wins_over_refusals_of_the_hypervisor)
{
	struct hvport_create_port port = good_message_port(0x48);
	struct hvport_delete_port del = good_delete(0x49);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, 0x06));
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	/* what was not made needs no undoing */
	EXPECT_EQ(0, testhv_calls(CODE_DELETE_PORT));
	EXPECT_EQ(0, ports_of_file(self->fd));

	EXPECT_SUCCESS(test_create_id(self->fd, 0x49, 0));
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, 0x06));
	EXPECT_EQ(EFAULT, delete_read_only(self->fd, &del));
	EXPECT_EQ(1, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x49, 0));
}

TEST_F(hvport, validation_alone)
{
	struct hvport_create_port port = good_message_port(0x4a);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_EQ(EFAULT, create_read_only(self->fd, &port));
	EXPECT_NO_CALLS();
}

TEST_F(hvport, info)
{
	struct hvport_info info = { .size = sizeof(info) };
	unsigned int from;

	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_GET_INFO, &info,
					 sizeof(info)));
	for (from = 8; from < 104; from++) {
		CASE("read-only from offset %u", from);
		EXPECT_EQ(EFAULT, call_half(self->fd, HVPORT_GET_INFO, &info,
					    sizeof(info), from, false))
			SAY_CASE();
	}
}

/* Where there is no result to write, nothing is written */
TEST_F(hvport, does_not_hide_a_bad_size)
{
	struct {
		struct hvport_create_port port;
		__u64 tail;
	} longer = { .port = good_message_port(0x4b), .tail = 1 };

	longer.port.size = sizeof(longer);
	EXPECT_EQ(E2BIG, call_read_only(self->fd, HVPORT_CREATE_PORT, &longer,
					sizeof(longer)));
	longer.port.size = 71;
	EXPECT_EQ(EINVAL, call_read_only(self->fd, HVPORT_CREATE_PORT, &longer,
					 sizeof(longer)));
	longer.port.size = 72;
	EXPECT_EQ(ENOTTY, call_read_only(self->fd, _IO(0xbd, 99), &longer,
					 sizeof(longer)));
	EXPECT_NO_CALLS();
}

/* A struct that cannot be read asks the hypervisor for nothing */
TEST_F(hvport, unreadable_struct_makes_no_call)
{
	char *pages = arena_map();
	struct hvport_create_port port = good_message_port(0x4c);
	unsigned int have;

	munmap(pages + PAGE, PAGE);
	for (have = 4; have < 72; have++) {
		CASE("%u bytes of it", have);
		memcpy(pages + PAGE - have, &port, have);
		EXPECT_EQ(-1, ioctl(self->fd, HVPORT_CREATE_PORT,
				    pages + PAGE - have)) SAY_CASE();
		EXPECT_EQ(EFAULT, errno) SAY_CASE();
	}
	EXPECT_NO_CALLS();
	EXPECT_EQ(0, ports_of_file(self->fd));
	munmap(pages, PAGE);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
