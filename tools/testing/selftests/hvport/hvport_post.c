// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_POST_MESSAGE: the bytes that the hypervisor gets, the message that
 * arrives, over whose connections it may go, and a port that is full.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* TLFS, HvCallPostMessage: what is in front of the payload */
static const unsigned char golden[16] = {
	0x21, 0x22, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x31, 0x32, 0x33, 0x34, 0xf0, 0x00, 0x00, 0x00,
};

TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_post_message post = good_message(0x232221);
	struct testhv_log_entry call;
	unsigned int at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	post.flags = HVPORT_F_FOREIGN;
	post.message_type = 0x34333231;
	post.payload_size = 240;
	for (at = 0; at < 240; at++)
		post.payload[at] = 0xff - at;
	ASSERT_TRUE(testhv_fault(CODE_POST_MESSAGE, 0, 1, 0x1d));
	EXPECT_HV_REFUSED(test_post(self->fd, &post), ENOSPC, 0x1d);

	EXPECT_EQ(1, testhv_port_calls());
	ASSERT_TRUE(testhv_find_call(CODE_POST_MESSAGE, 0, &call));
	EXPECT_EQ(0x5c, call.control);
	EXPECT_EQ(256, call.input_size);
	EXPECT_EQ(0, call.violation);
	EXPECT_EQ(0, call.input_gpa % 8);
	EXPECT_LE(call.input_gpa % 4096 + 256, 4096);
	for (at = 0; at < 16; at++) {
		EXPECT_EQ(golden[at], call.input[at])
			TH_LOG("at TLFS offset %u", at);
	}
	for (at = 0; at < 240; at++) {
		EXPECT_EQ(0xff - at, call.input[16 + at])
			TH_LOG("at TLFS offset %u", 16 + at);
	}
}

TEST_F(hvport, arrives)
{
	static const struct {
		__u32 type, size;
	} messages[] = {
		{ 1, 0 }, { 1, 1 }, { 0x7fffffff, 8 }, { 0x12345678, 239 },
		{ 2, 240 },
	};
	struct hvport_post_message post;
	struct testhv_regs seen;
	unsigned int i;

	MAKE_PAIR(self->fd, 1, 0x81);
	for (i = 0; i < ARRAY_SIZE(messages); i++) {
		CASE("type %#x, %u bytes", messages[i].type, messages[i].size);
		post = good_message(0x81);
		post.message_type = messages[i].type;
		post.payload_size = messages[i].size;
		if (messages[i].size)
			memset(post.payload, 0x5a + i, messages[i].size);
		EXPECT_SUCCESS(test_post(self->fd, &post));
		if (!self->testhv)
			continue;
		ASSERT_TRUE(testhv_take_message(0x81, &seen)) SAY_CASE();
		EXPECT_EQ(messages[i].type, seen.rbx) SAY_CASE();
		EXPECT_EQ(messages[i].size, seen.rcx) SAY_CASE();
		EXPECT_EQ(0, memcmp(&seen.rsi, post.payload, 8)) SAY_CASE();
		EXPECT_EQ(0, seen.rdi) SAY_CASE();
	}
}

/* A port has 16 buffers; hvport does not wait for one to be free */
TEST_F(hvport, port_that_is_full)
{
	struct hvport_post_message post;
	struct testhv_regs seen;
	unsigned int nth;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x82);
	testhv_log_clear();
	for (nth = 0; nth < 16; nth++) {
		CASE("message %u", nth);
		post = good_message(0x82);
		post.payload[0] = nth;
		EXPECT_SUCCESS(test_post(self->fd, &post));
	}
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x82, 0), EAGAIN, 0x13);
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x82, 0), EAGAIN, 0x13);
	EXPECT_EQ(18, testhv_port_calls());

	/* one is taken, one more goes in */
	ASSERT_TRUE(testhv_take_message(0x82, &seen));
	EXPECT_EQ(0, seen.rsi);
	EXPECT_EQ(15, seen.rdi);
	post.payload[0] = 16;
	EXPECT_SUCCESS(test_post(self->fd, &post));
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x82, 0), EAGAIN, 0x13);

	/* in the order in which they were posted */
	for (nth = 1; nth <= 16; nth++) {
		CASE("message %u", nth);
		ASSERT_TRUE(testhv_take_message(0x82, &seen)) SAY_CASE();
		EXPECT_EQ(nth, seen.rsi) SAY_CASE();
		EXPECT_EQ(16 - nth, seen.rdi) SAY_CASE();
	}
	EXPECT_FALSE(testhv_take_message(0x82, &seen));
	EXPECT_SUCCESS(test_post_id(self->fd, 0x82, 0));
}

/* Each port has buffers of its own */
TEST_F(hvport, port_beside_a_full_one)
{
	unsigned int nth;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x82);
	MAKE_PAIR(self->fd, 1, 0x83);
	for (nth = 0; nth < 16; nth++)
		EXPECT_SUCCESS(test_post_id(self->fd, 0x82, 0));
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x82, 0), EAGAIN, 0x13);
	EXPECT_SUCCESS(test_post_id(self->fd, 0x83, 0));
}

TEST_F(hvport, whose_connection)
{
	int other = open_hvport();

	MAKE_PAIR(self->fd, 1, 0x84);
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_post_id(other, 0x84, 0), EPERM, 8);
	EXPECT_REFUSED(test_post_id(other, 0x85, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	EXPECT_SUCCESS(test_post_id(other, 0x84, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_post_id(self->fd, 0x84, HVPORT_F_FOREIGN));
	EXPECT_HV_REFUSED(test_post_id(other, 0x85, HVPORT_F_FOREIGN), ENOENT,
			  0x12);
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x84, 0));
	EXPECT_REFUSED(test_post_id(self->fd, 0x84, 0), ENOENT, 8);
	close(other);
}

/* A connection of this partition has two names; of another, it is not ours */
TEST_F(hvport, connection_made_with_the_own_number)
{
	struct hvport_connect_port conn = good_connection(1, 0x86);
	int other = open_hvport();
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	if (!info.partition_id)
		SKIP(return, "this partition may not know its own number");

	EXPECT_SUCCESS(test_create_id(self->fd, 0x86, 0));
	conn.connection_partition = info.partition_id;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_SUCCESS(test_post_id(self->fd, 0x86, 0));
	EXPECT_REFUSED(test_post_id(other, 0x86, 0), EPERM, 8);
	close(other);
}

TEST_F(hvport, connection_of_another_partition)
{
	struct hvport_connect_port conn = good_connection(1, 0x87);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	/* the hypervisor is made to agree to a partition that there is not */
	conn.connection_partition = 0x123456789a;
	ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0));
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, 0));
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	testhv_log_clear();
	EXPECT_REFUSED(test_post_id(self->fd, 0x87, 0), ENOENT, 8);
	EXPECT_NO_CALLS();
	CLOSE_FILE();
}

/* The connection is there, what it leads to is not a message port */
TEST_F(hvport, connection_to_an_event_port)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 2, 0x88);
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x88, 0), ENOENT, 0x11);
}

TEST_F(hvport, port_that_is_gone)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x8a);
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x8a, 0));
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x8a, 0), ENOENT, 0x11);
	EXPECT_EQ(1, connections_of_file(self->fd));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x8a, 0));
}

TEST_F(hvport, without_the_privilege)
{
	uint64_t all;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	MAKE_PAIR(self->fd, 1, 0x89);
	/* CPUID 0x40000003 EBX bit 4 */
	all = testhv_ask(TESTHV_CMD_SET_PRIVILEGES, 0, 0);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all & ~(1ULL << 36), 0);
	EXPECT_HV_REFUSED(test_post_id(self->fd, 0x89, 0), EACCES, 0x06);
	testhv_ask(TESTHV_CMD_SET_PRIVILEGES, all, 0);
	EXPECT_SUCCESS(test_post_id(self->fd, 0x89, 0));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
