// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_POST_MESSAGE: the bytes that the hypervisor gets, the message that
 * arrives, and a port that is full. Over whose connections it may go is in
 * hvport_use.
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

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
