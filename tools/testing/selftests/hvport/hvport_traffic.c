// SPDX-License-Identifier: GPL-2.0-only
/*
 * A message port and an event port at work: 1000 messages are posted and 1000
 * flags are signalled, all of them different, and drained as they come. What
 * the hypervisor was asked for is compared with what was sent, byte for byte
 * and in order.
 */
#include "hvport_caller.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define COUNT	1000
#define BATCH	16	/* as many messages as a port has buffers for */
#define FLAGS	512

/* The ports' ids, which are the connections' as well */
#define MESSAGES	0xa1
#define EVENTS		0xa2

static struct hvport_post_message message_number(unsigned int nth)
{
	struct hvport_post_message post = good_message(MESSAGES);
	unsigned int at;

	post.message_type = 0x10000 + nth;
	/* 0 to 240 bytes, a size that the one before did not have */
	post.payload_size = nth * 101 % 241;
	for (at = 0; at < post.payload_size; at++)
		post.payload[at] = nth * 7 + at * 13 + (nth >> 8);
	return post;
}

static struct hvport_signal_event event_number(unsigned int nth)
{
	return good_signal(EVENTS, nth * 37 % FLAGS);
}

static void expect_message_arrived(struct __test_metadata *_metadata,
				   unsigned int nth)
{
	struct hvport_post_message post = message_number(nth);
	unsigned int size = post.payload_size < 8 ? post.payload_size : 8;
	struct testhv_regs seen;

	ASSERT_TRUE(testhv_take_message(MESSAGES, &seen))
		TH_LOG("message %u", nth);
	EXPECT_EQ(0x10000 + nth, seen.rbx);
	EXPECT_EQ(post.payload_size, seen.rcx);
	EXPECT_EQ(0, memcmp(&seen.rsi, post.payload, size));
}

static void expect_event_arrived(struct __test_metadata *_metadata,
				 unsigned int nth)
{
	unsigned int flag = nth * 37 % FLAGS;

	EXPECT_EQ(1ULL << flag % 64, testhv_take_flags(EVENTS, flag / 64))
		TH_LOG("event %u", nth);
}

/* The log since it was cleared: @first and up, each posted, then signalled */
static void expect_log(struct __test_metadata *_metadata, unsigned int first,
		       unsigned int count)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	struct hvport_signal_event signal;
	struct hvport_post_message post;
	struct testhv_log_entry call;
	unsigned int index, seen = 0;

	for (index = 0; index < entries; index++) {
		ASSERT_TRUE(testhv_log_at(index, &call));
		if (!is_port_code(call.control & 0xffff))
			continue;
		if (seen % 2 == 0) {
			post = message_number(first + seen / 2);
			ASSERT_EQ(0x5c, call.control);
			ASSERT_EQ(0, memcmp((char *)&post + 8, call.input, 256))
				TH_LOG("message %u", first + seen / 2);
		} else {
			signal = event_number(first + seen / 2);
			ASSERT_EQ(0x1005d, call.control);
			ASSERT_EQ(0, memcmp((char *)&signal + 8, call.input, 8))
				TH_LOG("event %u", first + seen / 2);
		}
		ASSERT_EQ(0, call.result & 0xffff);
		ASSERT_EQ(0, call.violation);
		seen++;
	}
	EXPECT_EQ(2 * count, seen);
}

static void make_ports(struct __test_metadata *_metadata, int fd)
{
	struct hvport_create_port port = good_event_port(EVENTS);
	struct hvport_connect_port conn = good_connection(2, EVENTS);

	port.port_info.event.base_flag_number = 100;
	port.port_info.event.flag_count = FLAGS;
	EXPECT_SUCCESS(test_create(fd, &port));
	EXPECT_SUCCESS(test_connect(fd, &conn));
	MAKE_PAIR(fd, 1, MESSAGES);
}

TEST_F_TIMEOUT(hvport, a_thousand_of_each, 120)
{
	struct hvport_signal_event signal;
	struct hvport_post_message post;
	unsigned int first, nth, count;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	make_ports(_metadata, self->fd);
	for (first = 0; first < COUNT; first += count) {
		count = COUNT - first < BATCH ? COUNT - first : BATCH;
		testhv_log_clear();
		for (nth = first; nth < first + count; nth++) {
			CASE("number %u", nth);
			post = message_number(nth);
			EXPECT_SUCCESS(test_post(self->fd, &post));
			signal = event_number(nth);
			EXPECT_SUCCESS(test_signal(self->fd, &signal));
			expect_event_arrived(_metadata, nth);
		}
		for (nth = first; nth < first + count; nth++)
			expect_message_arrived(_metadata, nth);
		expect_log(_metadata, first, count);
	}
}

/* The receiver takes one at a time from a port that is always full */
TEST_F_TIMEOUT(hvport, a_slow_receiver, 120)
{
	struct hvport_post_message post;
	unsigned int nth, taken = 0;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	make_ports(_metadata, self->fd);
	for (nth = 0; nth < 200; nth++) {
		CASE("message %u", nth);
		post = message_number(nth);
		if (nth >= BATCH) {
			EXPECT_HV_REFUSED(test_post(self->fd, &post), EAGAIN,
					  0x13);
			expect_message_arrived(_metadata, taken++);
		}
		EXPECT_SUCCESS(test_post(self->fd, &post));
	}
	while (taken < nth)
		expect_message_arrived(_metadata, taken++);
}

static struct outcome post_number(int fd, __u32 nth, __u32 flags)
{
	struct hvport_post_message post = message_number(nth);

	return test_post(fd, &post);
}

static void expect_posted(struct __test_metadata *_metadata, unsigned int call_nr,
			  unsigned int nth)
{
	struct hvport_post_message post = message_number(nth);
	struct testhv_log_entry call;

	ASSERT_TRUE(testhv_find_call(CODE_POST_MESSAGE, call_nr, &call));
	EXPECT_EQ(0, memcmp((char *)&post + 8, call.input, 256))
		TH_LOG("message %u", nth);
	expect_message_arrived(_metadata, nth);
}

/* The first has called the hypervisor already, which has not read it yet */
TEST_F(hvport, two_at_a_time)
{
	struct caller first = { .call = post_number, .fd = self->fd, .id = 1 };

	if (!callers_can_be_held())
		SKIP(return, NEEDS_TWO_PROCESSORS);

	make_ports(_metadata, self->fd);
	testhv_log_clear();
	ASSERT_TRUE(pin_to(0));
	ASSERT_TRUE(caller_start_held(&first, CODE_POST_MESSAGE, false));
	EXPECT_SUCCESS(post_number(self->fd, 2, 0));
	testhv_release();
	EXPECT_SUCCESS(caller_join(&first));
	expect_posted(_metadata, 0, 2);
	expect_posted(_metadata, 1, 1);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
