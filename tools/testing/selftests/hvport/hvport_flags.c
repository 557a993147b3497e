// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flags of HVPORT_CREATE_PORT and HVPORT_CONNECT_PORT: VALIDATE_ONLY, which
 * changes nothing, ANY_ID, which leaves the choice of the id to the kernel, and
 * PERSIST, which makes a port or a connection that outlives its file.
 */
#include "hvport_fixture.h"
#include "hvport_kind.h"
#include "hvport_needs.h"
#include "expected_status.h"

#define TARGET	0x300	/* what connections of any id lead to */

FIXTURE_VARIANT(hvport) {
	const struct kind *kind;
};

FIXTURE_VARIANT_ADD(hvport, port) { .kind = &port_kind };
FIXTURE_VARIANT_ADD(hvport, connection) { .kind = &connection_kind };

/* So many there are, for hvport and for the hypervisor: */
#define EXPECT_MADE(count)						\
do {									\
	EXPECT_EQ(count, kind->of_file(self->fd));			\
	if (self->testhv)						\
		EXPECT_EQ(count, kind->in_hypervisor());		\
} while (0)

TEST_F(hvport, validate_only_changes_nothing)
{
	const struct kind *kind = variant->kind;
	__u32 flags = HVPORT_F_VALIDATE_ONLY;
	unsigned int type;

	/* a connection's port need not exist: only the hypervisor knows if it does */
	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		EXPECT_SUCCESS(make_of_type(kind, self->fd, type, 0x333, flags));
		EXPECT_SUCCESS(make_of_type(kind, self->fd, type, 0x333, flags));
		EXPECT_SUCCESS(make_of_type(kind, self->fd, type, 0x333,
					    flags | HVPORT_F_PERSIST));
	}
	EXPECT_NO_CALLS();
	EXPECT_MADE(0);
}

TEST_F(hvport, validate_only_asks_the_registry)
{
	const struct kind *kind = variant->kind;
	__u32 flags = HVPORT_F_VALIDATE_ONLY;

	MAKE_TARGET(kind, self->fd, 0x333);
	EXPECT_SUCCESS(kind->make(self->fd, 0x333, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(make_of_type(kind, self->fd, 2, 0x333, flags), EEXIST, 16);
	EXPECT_SUCCESS(make_of_type(kind, self->fd, 2, 0x334, flags));
	EXPECT_NO_CALLS();
	EXPECT_MADE(1);
}

/* Without the guards of hvport_call(), for it is asked often */
static int validate(const struct kind *kind, int fd, __u64 partition, __u32 id)
{
	struct hvport_create_port port = good_message_port(id);
	struct hvport_connect_port conn = good_connection(1, id);

	port.flags = HVPORT_F_VALIDATE_ONLY;
	port.port_partition = partition;
	conn.flags = HVPORT_F_VALIDATE_ONLY;
	conn.connection_partition = partition;
	return kind->is_connection ? ioctl(fd, HVPORT_CONNECT_PORT, &conn) :
				     ioctl(fd, HVPORT_CREATE_PORT, &port);
}

#define OTHERS	20000	/* more than any table has room for side by side */

/* What is taken is one id of one partition, wherever the others are kept */
TEST_F_TIMEOUT(hvport, validate_only_of_all_others, 120)
{
	const struct kind *kind = variant->kind;
	__u32 other;

	MAKE_TARGET(kind, self->fd, OTHERS);
	EXPECT_SUCCESS(kind->make(self->fd, OTHERS, 0));
	for (other = 0; other < OTHERS; other++) {
		CASE("id %u", other);
		ASSERT_EQ(0, validate(kind, self->fd, HVPORT_PARTITION_SELF, other))
			SAY_CASE();
	}
	for (other = 0; other < OTHERS; other++) {
		CASE("partition %u", other);
		ASSERT_EQ(0, validate(kind, self->fd, other, OTHERS)) SAY_CASE();
	}
}

TEST_F(hvport, validate_only_picks_no_id)
{
	__u32 id;

	EXPECT_SUCCESS(make_any_id(variant->kind, self->fd, TARGET,
				   HVPORT_F_VALIDATE_ONLY, &id));
	EXPECT_EQ(0, id);
	EXPECT_NO_CALLS();
}

/* The 0 in its place is no id */
TEST_F(hvport, validate_only_of_any_id)
{
	const struct kind *kind = variant->kind;
	__u32 id;

	MAKE_TARGET(kind, self->fd, 0);
	EXPECT_SUCCESS(kind->make(self->fd, 0, 0));
	EXPECT_SUCCESS(make_any_id(kind, self->fd, 0, HVPORT_F_VALIDATE_ONLY, &id));
	EXPECT_REFUSED(kind->make(self->fd, 0, HVPORT_F_VALIDATE_ONLY), EEXIST, 16);
}

TEST_F(hvport, any_id_is_written_back)
{
	const struct kind *kind = variant->kind;
	struct testhv_log_entry call;
	__u32 id;

	MAKE_TARGET(kind, self->fd, TARGET);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_SUCCESS(make_any_id(kind, self->fd, TARGET, 0, &id));
	EXPECT_NE(0, id);
	EXPECT_LE(id, 0xffffff);
	if (self->testhv) {
		ASSERT_TRUE(testhv_find_call(kind->make_code, 0, &call));
		EXPECT_EQ(0, memcmp(&id, call.input + 8, 4));
		EXPECT_TRUE(kind->has(id));
	}
	EXPECT_SUCCESS(kind->delete(self->fd, id, 0));
}

TEST_F(hvport, any_id_is_a_free_one)
{
	const struct kind *kind = variant->kind;
	unsigned int id, other;
	__u32 ids[32];

	MAKE_TARGET(kind, self->fd, TARGET);
	for (id = 1; id < 40; id++) {
		MAKE_TARGET(kind, self->fd, id);
		EXPECT_SUCCESS(kind->make(self->fd, id, 0));
	}
	for (id = 0; id < 32; id++) {
		EXPECT_SUCCESS(make_any_id(kind, self->fd, TARGET, 0, &ids[id]));
		EXPECT_GE(ids[id], 40);
		for (other = 0; other < id; other++)
			EXPECT_NE(ids[other], ids[id]);
	}
	EXPECT_MADE(39 + 32);
}

/* Ids that somebody else holds in the hypervisor, where only it knows of them */
TEST_F(hvport, any_id_tries_further_ids)
{
	const struct kind *kind = variant->kind;
	struct testhv_log_entry call;
	unsigned int nth, other;
	__u32 ids[17], id;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, TARGET);
	testhv_log_clear();
	ASSERT_TRUE(testhv_fault(kind->make_code, 0, 16, kind->taken));
	EXPECT_SUCCESS(make_any_id(kind, self->fd, TARGET, 0, &id));
	EXPECT_EQ(17, testhv_port_calls());
	for (nth = 0; nth < 17; nth++) {
		ASSERT_TRUE(testhv_find_call(kind->make_code, nth, &call));
		memcpy(&ids[nth], call.input + 8, 4);
		EXPECT_NE(0, ids[nth]);
		for (other = 0; other < nth; other++)
			EXPECT_NE(ids[other], ids[nth]);
	}
	EXPECT_EQ(ids[16], id);
	EXPECT_MADE(1);
}

TEST_F(hvport, any_id_gives_up_after_seventeen)
{
	const struct kind *kind = variant->kind;
	__u32 id;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(kind->make_code, 0, 100, kind->taken));
	EXPECT_HV_REFUSED(make_any_id(kind, self->fd, TARGET, 0, &id), EEXIST,
			  kind->taken);
	EXPECT_EQ(0, id);
	EXPECT_EQ(17, testhv_port_calls());
	EXPECT_MADE(0);
}

/* A port that is not there is not a connection's id that is taken */
TEST_F(hvport, any_id_retries_no_other_refusal)
{
	static const unsigned int statuses[] = {
		0x05, 0x06, 0x0d, 0x10, 0x11, 0x12, 0x1d,
	};
	const struct kind *kind = variant->kind;
	unsigned int i;
	__u32 id;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		if (statuses[i] == kind->taken)
			continue;
		CASE("status %#x", statuses[i]);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, statuses[i]));
		EXPECT_HV_REFUSED(make_any_id(kind, self->fd, TARGET, 0, &id),
				  expected_errno(kind->make_code, statuses[i]),
				  statuses[i]);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, id) SAY_CASE();
	}
}

/* An id of the caller's own choice is not replaced by another one */
TEST_F(hvport, chosen_id_is_tried_once)
{
	const struct kind *kind = variant->kind;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_TARGET(kind, self->fd, 0x444);
	ASSERT_TRUE(testhv_plant(kind, 0x444));
	testhv_log_clear();
	EXPECT_HV_REFUSED(kind->make(self->fd, 0x444, 0), EEXIST, kind->taken);
	EXPECT_EQ(1, testhv_port_calls());
	EXPECT_EQ(0, kind->of_file(self->fd));
	EXPECT_SUCCESS(kind->delete(self->fd, 0x444, HVPORT_F_FOREIGN));
}

TEST_F(hvport, persist_outlives_the_file)
{
	const struct kind *kind = variant->kind;
	int other = open_hvport();
	unsigned int before;

	MAKE_TARGET(kind, other, 0x555);
	MAKE_TARGET(kind, other, 0x556);
	before = kind->of_all(other);
	EXPECT_SUCCESS(kind->make(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_SUCCESS(kind->make(self->fd, 0x556, 0));
	EXPECT_EQ(2, kind->of_file(self->fd));
	CLOSE_FILE();

	/* forgotten, not deleted */
	EXPECT_EQ(before, kind->of_all(other));
	if (self->testhv) {
		EXPECT_TRUE(kind->has(0x555));
		EXPECT_FALSE(kind->has(0x556));
	}
	EXPECT_REFUSED(kind->delete(other, 0x555, 0), ENOENT, 16);
	EXPECT_HV_REFUSED(kind->make(other, 0x555, 0), EEXIST, kind->taken);
	EXPECT_SUCCESS(kind->delete(other, 0x555, HVPORT_F_FOREIGN));
	close(other);
}

TEST_F(hvport, persist_is_owned_while_the_file_is_open)
{
	const struct kind *kind = variant->kind;
	int other = open_hvport();

	MAKE_TARGET(kind, self->fd, 0x555);
	EXPECT_SUCCESS(kind->make(self->fd, 0x555, HVPORT_F_PERSIST));
	EXPECT_REFUSED(kind->make(other, 0x555, 0), EEXIST, 16);
	EXPECT_REFUSED(kind->delete(other, 0x555, 0), EPERM, 16);
	EXPECT_SUCCESS(kind->delete(self->fd, 0x555, 0));
	close(other);
}

TEST_F(hvport, persist_and_any_id)
{
	const struct kind *kind = variant->kind;
	int other = open_hvport();
	__u32 id;

	MAKE_TARGET(kind, other, TARGET);
	EXPECT_SUCCESS(make_any_id(kind, self->fd, TARGET, HVPORT_F_PERSIST, &id));
	EXPECT_NE(0, id);
	CLOSE_FILE();
	EXPECT_SUCCESS(kind->delete(other, id, HVPORT_F_FOREIGN));
	close(other);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
