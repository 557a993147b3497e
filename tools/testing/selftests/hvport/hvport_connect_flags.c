// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flags of HVPORT_CONNECT_PORT: VALIDATE_ONLY, which changes nothing,
 * ANY_ID, which leaves the choice of the id to the kernel, and PERSIST, which
 * makes a connection that outlives its file.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* A connection of any id to the message port 0x300 */
static struct hvport_connect_port any_connection(void)
{
	struct hvport_connect_port conn = good_connection(1, 0);

	conn.flags = HVPORT_F_ANY_ID;
	conn.port_id = 0x300;
	return conn;
}

TEST_F(hvport, validate_only_changes_nothing)
{
	unsigned int type;

	/* the port need not exist: only the hypervisor knows if it does */
	for (type = 1; type <= 4; type++) {
		struct hvport_connect_port conn = good_connection(type, 0x333);

		CASE("port type %u", type);
		conn.flags = HVPORT_F_VALIDATE_ONLY;
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
		conn.flags |= HVPORT_F_PERSIST;
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
	}
	EXPECT_NO_CALLS();
	EXPECT_CONNECTIONS(0);
}

TEST_F(hvport, validate_only_asks_the_registry)
{
	struct hvport_connect_port conn = good_connection(2, 0x333);

	MAKE_PAIR(self->fd, 1, 0x333);
	if (self->testhv)
		testhv_log_clear();
	conn.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_connect(self->fd, &conn), EEXIST, 16);
	conn.connection_id = 0x334;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_NO_CALLS();
	EXPECT_EQ(1, connections_of_file(self->fd));
}

TEST_F(hvport, validate_only_picks_no_id)
{
	struct hvport_connect_port conn = any_connection();

	conn.flags |= HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_EQ(0, conn.connection_id);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, any_id_is_written_back)
{
	struct hvport_connect_port conn = any_connection();
	struct testhv_log_entry call;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x300, 0));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_NE(0, conn.connection_id);
	EXPECT_LE(conn.connection_id, 0xffffff);
	if (self->testhv) {
		ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, 0, &call));
		EXPECT_EQ(0, memcmp(&conn.connection_id, call.input + 8, 4));
		EXPECT_TRUE(testhv_has_connection(conn.connection_id));
	}
	EXPECT_SUCCESS(test_disconnect_id(self->fd, conn.connection_id, 0));
}

TEST_F(hvport, any_id_is_a_free_one)
{
	struct hvport_connect_port conn;
	unsigned int id, other;
	__u32 ids[32];

	EXPECT_SUCCESS(test_create_id(self->fd, 0x300, 0));
	for (id = 0; id < 32; id++) {
		conn = any_connection();
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
		ids[id] = conn.connection_id;
		for (other = 0; other < id; other++)
			EXPECT_NE(ids[other], ids[id]);
	}
	EXPECT_CONNECTIONS(32);
}

/* Ids that somebody else holds in the hypervisor, where only it knows of them */
TEST_F(hvport, any_id_tries_further_ids)
{
	struct hvport_connect_port conn = any_connection();
	struct testhv_log_entry call;
	unsigned int nth, other;
	__u32 ids[17];

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x300, 0));
	testhv_log_clear();
	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 16, 0x12));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_EQ(17, testhv_port_calls());
	for (nth = 0; nth < 17; nth++) {
		ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, nth, &call));
		memcpy(&ids[nth], call.input + 8, 4);
		EXPECT_NE(0, ids[nth]);
		for (other = 0; other < nth; other++)
			EXPECT_NE(ids[other], ids[nth]);
	}
	EXPECT_EQ(ids[16], conn.connection_id);
	EXPECT_CONNECTIONS(1);
}

TEST_F(hvport, any_id_gives_up_after_seventeen)
{
	struct hvport_connect_port conn = any_connection();

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 100, 0x12));
	EXPECT_HV_REFUSED(test_connect(self->fd, &conn), EEXIST, 0x12);
	EXPECT_EQ(0, conn.connection_id);
	EXPECT_EQ(17, testhv_port_calls());
	EXPECT_CONNECTIONS(0);
}

/* A port that is not there is not an id that is taken */
TEST_F(hvport, any_id_retries_no_other_refusal)
{
	static const int statuses[] = { 0x05, 0x06, 0x0d, 0x10, 0x11, 0x1d };
	struct hvport_connect_port conn;
	unsigned int i;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		CASE("status %#x", statuses[i]);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, statuses[i]));
		conn = any_connection();
		EXPECT_HV_REFUSED(test_connect(self->fd, &conn),
				  expected_errno(0x0096, statuses[i]),
				  statuses[i]);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, conn.connection_id) SAY_CASE();
	}
}

/* An id of the caller's own choice is not replaced by another one */
TEST_F(hvport, chosen_id_is_tried_once)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 0x444, 0));
	ASSERT_TRUE(testhv_plant_connection(0x444, 1, 0x444));
	testhv_log_clear();
	EXPECT_HV_REFUSED(test_connect_id(self->fd, 0x444, 0), EEXIST, 0x12);
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_EQ(0, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x444, HVPORT_F_FOREIGN));
}

TEST_F(hvport, persist_outlives_the_file)
{
	struct hvport_connect_port conn = good_connection(1, 0x556);
	int other = open_hvport();
	unsigned int before = connections_of_all(other);

	conn.port_id = 0x555;
	EXPECT_SUCCESS(test_create_id(other, 0x555, 0));
	EXPECT_SUCCESS(test_connect_id(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_EQ(2, connections_of_file(self->fd));
	CLOSE_FILE();

	/* forgotten, not disconnected */
	EXPECT_EQ(before, connections_of_all(other));
	if (self->testhv) {
		EXPECT_TRUE(testhv_has_connection(0x555));
		EXPECT_FALSE(testhv_has_connection(0x556));
	}
	EXPECT_REFUSED(test_disconnect_id(other, 0x555, 0), ENOENT, 16);
	EXPECT_REFUSED(test_post_id(other, 0x555, 0), ENOENT, 8);
	EXPECT_HV_REFUSED(test_connect_id(other, 0x555, 0), EEXIST, 0x12);
	EXPECT_SUCCESS(test_post_id(other, 0x555, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_disconnect_id(other, 0x555, HVPORT_F_FOREIGN));
	close(other);
}

TEST_F(hvport, persist_is_owned_while_the_file_is_open)
{
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(self->fd, 0x555, 0));
	EXPECT_SUCCESS(test_connect_id(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_REFUSED(test_connect_id(other, 0x555, 0), EEXIST, 16);
	EXPECT_REFUSED(test_disconnect_id(other, 0x555, 0), EPERM, 16);
	EXPECT_REFUSED(test_post_id(other, 0x555, 0), EPERM, 8);
	EXPECT_SUCCESS(test_post_id(self->fd, 0x555, 0));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x555, 0));
	close(other);
}

TEST_F(hvport, persist_and_any_id)
{
	struct hvport_connect_port conn = any_connection();
	int other = open_hvport();

	EXPECT_SUCCESS(test_create_id(other, 0x300, 0));
	conn.flags |= HVPORT_F_PERSIST;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_NE(0, conn.connection_id);
	CLOSE_FILE();
	EXPECT_SUCCESS(test_disconnect_id(other, conn.connection_id,
					  HVPORT_F_FOREIGN));
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
