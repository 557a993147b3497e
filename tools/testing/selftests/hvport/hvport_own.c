// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose port it is: what another file may do with it and what it may not, by
 * which name it is known, and where the counts are shown. How ports end is in
 * hvport_close.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"

TEST_F(hvport, two_files)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	EXPECT_REFUSED(test_create_id(other, 0x51, 0), EEXIST, 16);
	EXPECT_REFUSED(test_delete_id(other, 0x51, 0), EPERM, 16);
	EXPECT_EQ(0, ports_of_file(other));
	EXPECT_EQ(1, ports_of_file(self->fd));

	/* who says that he means another's gets it, and the entry goes too */
	EXPECT_SUCCESS(test_delete_id(other, 0x51, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_create_id(other, 0x51, 0));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x51, 0), EPERM, 16);
	close(other);
	EXPECT_PORTS(0);
}

/* The new owner's port does not die with the old owner */
TEST_F(hvport, close_after_a_foreign_delete)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x51, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x51, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_EQ(0, close(other));
	EXPECT_NO_CALLS();
	EXPECT_PORTS(1);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x51, 0));
}

/* Partitions are compared as they are given */
TEST_F(hvport, self_and_a_number_are_two_names)
{
	struct hvport_create_port port = good_message_port(0x51);
	struct hvport_delete_port del = good_delete(0x51);

	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_create(self->fd, &port), EEXIST, 16);
	port.port_partition = 1;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	del.port_partition = 1;
	EXPECT_REFUSED(test_delete(self->fd, &del), ENOENT, 16);
}

/* The number of this partition; 0: it may not know it */
static __u64 own_number(int fd, bool testhv)
{
	struct hvport_info info;

	if (testhv)
		return testhv_ask(TESTHV_CMD_IDENTITY, 0, 0);
	return get_info(fd, &info) ? 0 : info.partition_id;
}

/* Two names for hvport, one partition for the hypervisor */
TEST_F(hvport, own_number_is_a_partition)
{
	struct hvport_create_port port = good_message_port(0x51);
	struct hvport_delete_port del = good_delete(0x51);
	__u64 number = own_number(self->fd, self->testhv);

	if (!number)
		SKIP(return, "this partition may not know its own number");

	port.port_partition = number;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_HV_REFUSED(test_create_id(self->fd, 0x51, 0), EEXIST, 0x11);
	EXPECT_REFUSED(test_delete_id(self->fd, 0x51, 0), ENOENT, 16);
	del.port_partition = number;
	EXPECT_SUCCESS(test_delete(self->fd, &del));
}

TEST_F(hvport, fdinfo_counts)
{
	EXPECT_EQ(0, fdinfo_number(self->fd, "hvport-ports:"));
	EXPECT_EQ(0, fdinfo_number(self->fd, "hvport-connections:"));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x51, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x52, 0));
	EXPECT_EQ(2, fdinfo_number(self->fd, "hvport-ports:"));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x51, 0));
	EXPECT_EQ(1, fdinfo_number(self->fd, "hvport-ports:"));
	EXPECT_LE(0, fdinfo_number(self->fd, "hvport-generation:"));
	EXPECT_EQ(0, fdinfo_number(self->fd, "hvport-lost:"));
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
