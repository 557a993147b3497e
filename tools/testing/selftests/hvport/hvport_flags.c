// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flags of HVPORT_CREATE_PORT: VALIDATE_ONLY, which changes nothing,
 * ANY_ID, which leaves the choice of the id to the kernel, and PERSIST, which
 * makes a port that outlives its file.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

TEST_F(hvport, validate_only_changes_nothing)
{
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		struct hvport_create_port port = good_port_of_type(type, 0x333);

		CASE("port type %u", type);
		port.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_create(self->fd, &port));
		EXPECT_SUCCESS(test_create(self->fd, &port));
		port.flags |= HVPORT_F_PERSIST;
		EXPECT_SUCCESS(test_create(self->fd, &port));
	}
	EXPECT_NO_CALLS();
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, validate_only_asks_the_registry)
{
	struct hvport_create_port port = good_event_port(0x333);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x333, 0));
	if (self->testhv)
		testhv_log_clear();
	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_create(self->fd, &port), EEXIST, 16);
	EXPECT_NO_CALLS();
	EXPECT_EQ(1, ports_of_file(self->fd));
}

#define OTHERS	20000	/* more than any table has room for side by side */

/* What is taken is one id of one partition, wherever the others are kept */
TEST_F_TIMEOUT(hvport, validate_only_of_all_others, 120)
{
	struct hvport_create_port port;
	__u32 other;

	EXPECT_SUCCESS(test_create_id(self->fd, OTHERS, 0));
	for (other = 0; other < OTHERS; other++) {
		CASE("id %u", other);
		port = good_message_port(other);
		port.flags = HVPORT_F_VALIDATE_ONLY;
		ASSERT_EQ(0, ioctl(self->fd, HVPORT_CREATE_PORT, &port))
			SAY_CASE();
	}
	for (other = 0; other < OTHERS; other++) {
		CASE("partition %u", other);
		port = good_message_port(OTHERS);
		port.flags = HVPORT_F_VALIDATE_ONLY;
		port.port_partition = other;
		ASSERT_EQ(0, ioctl(self->fd, HVPORT_CREATE_PORT, &port))
			SAY_CASE();
	}
}

TEST_F(hvport, validate_only_picks_no_id)
{
	struct hvport_create_port port = good_message_port(0);

	port.flags = HVPORT_F_VALIDATE_ONLY | HVPORT_F_ANY_ID;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_EQ(0, port.port_id);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, any_id_is_written_back)
{
	struct hvport_create_port port = good_message_port(0);
	struct testhv_log_entry call;

	port.flags = HVPORT_F_ANY_ID;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_NE(0, port.port_id);
	EXPECT_LE(port.port_id, 0xffffff);
	if (self->testhv) {
		ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &call));
		EXPECT_EQ(0, memcmp(&port.port_id, call.input + 8, 4));
		EXPECT_TRUE(testhv_has_port(port.port_id));
	}
	EXPECT_SUCCESS(test_delete_id(self->fd, port.port_id, 0));
}

TEST_F(hvport, any_id_is_a_free_one)
{
	struct hvport_create_port port;
	unsigned int id, other;
	__u32 ids[32];

	for (id = 1; id < 40; id++)
		EXPECT_SUCCESS(test_create_id(self->fd, id, 0));
	for (id = 0; id < 32; id++) {
		port = good_message_port(0);
		port.flags = HVPORT_F_ANY_ID;
		EXPECT_SUCCESS(test_create(self->fd, &port));
		ids[id] = port.port_id;
		EXPECT_GE(port.port_id, 40);
		for (other = 0; other < id; other++)
			EXPECT_NE(ids[other], ids[id]);
	}
	EXPECT_EQ(39 + 32, ports_of_file(self->fd));
}

/* Ids that somebody else holds in the hypervisor, where only it knows of them */
TEST_F(hvport, any_id_tries_further_ids)
{
	struct hvport_create_port port = good_message_port(0);
	struct testhv_log_entry call;
	unsigned int nth, other;
	__u32 ids[17];

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 16, 0x11));
	port.flags = HVPORT_F_ANY_ID;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_EQ(17, testhv_port_calls());
	for (nth = 0; nth < 17; nth++) {
		ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, nth, &call));
		memcpy(&ids[nth], call.input + 8, 4);
		EXPECT_NE(0, ids[nth]);
		for (other = 0; other < nth; other++)
			EXPECT_NE(ids[other], ids[nth]);
	}
	EXPECT_EQ(ids[16], port.port_id);
	EXPECT_EQ(1, ports_of_file(self->fd));
}

TEST_F(hvport, any_id_gives_up_after_seventeen)
{
	struct hvport_create_port port = good_message_port(0);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 100, 0x11));
	port.flags = HVPORT_F_ANY_ID;
	EXPECT_HV_REFUSED(test_create(self->fd, &port), EEXIST, 0x11);
	EXPECT_EQ(0, port.port_id);
	EXPECT_EQ(17, testhv_port_calls());
	EXPECT_EQ(0, ports_of_file(self->fd));
}

TEST_F(hvport, any_id_retries_no_other_refusal)
{
	static const int statuses[] = { 0x05, 0x06, 0x0d, 0x10, 0x12, 0x1d };
	struct hvport_create_port port;
	unsigned int i;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, statuses[i]));
		port = good_message_port(0);
		port.flags = HVPORT_F_ANY_ID;
		EXPECT_HV_REFUSED(test_create(self->fd, &port),
				  expected_errno(0x0095, statuses[i]),
				  statuses[i]);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, port.port_id) SAY_CASE();
	}
}

/* An id of the caller's own choice is not replaced by another one */
TEST_F(hvport, chosen_id_is_tried_once)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_plant_port(~0ULL, 0x444, 1));
	EXPECT_HV_REFUSED(test_create_id(self->fd, 0x444, 0), EEXIST, 0x11);
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_EQ(0, ports_of_file(self->fd));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x444, HVPORT_F_FOREIGN));
}

TEST_F(hvport, persist_outlives_the_file)
{
	int other = open_hvport();
	unsigned int before = ports_of_all(other);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x556, 0));
	EXPECT_EQ(2, ports_of_file(self->fd));
	CLOSE_FILE();

	/* forgotten, not deleted */
	EXPECT_EQ(before, ports_of_all(other));
	if (self->testhv) {
		EXPECT_TRUE(testhv_has_port(0x555));
		EXPECT_FALSE(testhv_has_port(0x556));
	}
	EXPECT_REFUSED(test_delete_id(other, 0x555, 0), ENOENT, 16);
	EXPECT_HV_REFUSED(test_create_id(other, 0x555, 0), EEXIST, 0x11);
	EXPECT_SUCCESS(test_delete_id(other, 0x555, HVPORT_F_FOREIGN));
	close(other);
}

TEST_F(hvport, persist_is_owned_while_the_file_is_open)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_REFUSED(test_create_id(other, 0x555, 0), EEXIST, 16);
	EXPECT_REFUSED(test_delete_id(other, 0x555, 0), EPERM, 16);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x555, 0));
	close(other);
}

TEST_F(hvport, persist_and_any_id)
{
	struct hvport_create_port port = good_message_port(0);
	int other = open_hvport();

	port.flags = HVPORT_F_PERSIST | HVPORT_F_ANY_ID;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_NE(0, port.port_id);
	CLOSE_FILE();
	EXPECT_SUCCESS(test_delete_id(other, port.port_id, HVPORT_F_FOREIGN));
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
