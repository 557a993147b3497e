// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is sent arrives by an interrupt, on the processor that the port names
 * and on no other: messages in the order in which they were posted, events, and
 * doorbells. hvport itself does not receive; a kernel module of the tests does.
 */
#include <sched.h>
#include "hvport_doorbell.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_receiver.h"

#define COUNT		200
#define FLAGS		64
#define HELD		16	/* as many messages as a port has buffers for */
#define RINGS		20
#define PATIENCE	20000	/* looks at a count until something is lost */

/* Ids of the ports, which are those of the connections */
#define MESSAGES(vp)	(0xb0 + (vp))
#define EVENTS(vp)	(0xc0 + (vp))
#define BELL(vp)	(0xd0 + (vp))

static void make_ports(struct __test_metadata *_metadata, int fd, unsigned int vp)
{
	struct hvport_create_port message = good_message_port(MESSAGES(vp));
	struct hvport_create_port event = good_event_port(EVENTS(vp));
	struct hvport_connect_port to_message = good_connection(1, MESSAGES(vp));
	struct hvport_connect_port to_event = good_connection(2, EVENTS(vp));

	message.port_info.message.target_sint = RECEIVER_SINT;
	message.port_info.message.target_vp = vp;
	event.port_info.event.target_sint = RECEIVER_SINT;
	event.port_info.event.target_vp = vp;
	event.port_info.event.base_flag_number = 100;
	event.port_info.event.flag_count = FLAGS;
	EXPECT_SUCCESS(test_create(fd, &message));
	EXPECT_SUCCESS(test_create(fd, &event));
	EXPECT_SUCCESS(test_connect(fd, &to_message));
	EXPECT_SUCCESS(test_connect(fd, &to_event));
}

/* The receiver checks the order by the number in the payload */
static void post(struct __test_metadata *_metadata, int fd, unsigned int vp, __u32 number)
{
	struct hvport_post_message message = good_message(MESSAGES(vp));
	struct outcome outcome;

	memcpy(message.payload, &number, sizeof(number));
	message.payload_size = sizeof(number);
	do {
		outcome = test_post(fd, &message);
	} while (outcome.error == EAGAIN);
	EXPECT_SUCCESS(outcome);
}

static void post_the_rest(struct __test_metadata *_metadata, int fd, unsigned int vp)
{
	unsigned long looks;
	__u32 number;

	for (number = HELD; number < COUNT; number++)
		post(_metadata, fd, vp, number);
	for (looks = 0; received_on(vp).messages < COUNT && looks < PATIENCE; looks++)
		sched_yield();
}

/* A flag that is still set when it is signalled again is one flag, so wait */
static void signal_all(struct __test_metadata *_metadata, int fd, unsigned int vp)
{
	unsigned long looks = 0;
	unsigned int nth;

	for (nth = 0; nth < COUNT && looks < PATIENCE; nth++) {
		struct hvport_signal_event event = good_signal(EVENTS(vp), nth % FLAGS);

		EXPECT_SUCCESS(test_signal(fd, &event));
		for (looks = 0; received_on(vp).flags <= nth && looks < PATIENCE; looks++)
			sched_yield();
	}
}

TEST_F_TIMEOUT(hvport, messages_and_events_interrupt_the_vp_of_the_port, 90)
{
	unsigned int vps = testhv_vps(), vp, number;
	struct received seen;

	for (vp = 0; vp < vps; vp++) {
		make_ports(_metadata, self->fd, vp);
		for (number = 0; number < HELD; number++)
			post(_metadata, self->fd, vp, number);
	}
	/* Nobody listens yet */
	EXPECT_EQ(vps * HELD, testhv_stat(TESTHV_STAT_MESSAGES_QUEUED));
	ASSERT_EQ(0, receiver_load());
	for (vp = 0; vp < vps; vp++) {
		post_the_rest(_metadata, self->fd, vp);
		signal_all(_metadata, self->fd, vp);
	}
	for (vp = 0; vp < vps; vp++) {
		seen = received_on(vp);
		EXPECT_EQ(COUNT, seen.messages);
		EXPECT_EQ(0, seen.disorder);
		EXPECT_EQ(COUNT, seen.flags);
		/* One interrupt can bring several messages, but only one event */
		EXPECT_LT(COUNT, seen.interrupts);
	}
	EXPECT_EQ(0, testhv_stat(TESTHV_STAT_MESSAGES_QUEUED));
	EXPECT_EQ(0, receiver_unload());
}

TEST_F_TIMEOUT(hvport, doorbells_interrupt_the_vp_of_the_port, 90)
{
	unsigned int vps = testhv_vps(), vp, nth;
	unsigned long looks = 0;
	volatile __u32 *cell = doorbell_memory(4096);

	ASSERT_NE(NULL, cell);
	ASSERT_EQ(0, receiver_load());
	for (vp = 0; vp < vps; vp++) {
		struct hvport_create_port port = good_port_of_type(4, BELL(vp));
		struct hvport_connect_port bell;

		port.port_info.doorbell.target_sint = RECEIVER_SINT;
		port.port_info.doorbell.target_vp = vp;
		bell = doorbell_at(BELL(vp), &cell[vp], HVPORT_DOORBELL_SIZE_DWORD, 0xcafe);
		EXPECT_SUCCESS(test_create(self->fd, &port));
		EXPECT_SUCCESS(test_connect(self->fd, &bell));
	}
	for (vp = 0; vp < vps; vp++) {
		for (nth = 0; nth < RINGS && looks < PATIENCE; nth++) {
			cell[vp] = 0xcafe;
			for (looks = 0; received_on(vp).interrupts <= nth &&
			     looks < PATIENCE; looks++)
				sched_yield();
		}
	}
	for (vp = 0; vp < vps; vp++)
		EXPECT_EQ(RINGS, received_on(vp).interrupts);
	EXPECT_EQ(0, receiver_unload());
	CLOSE_FILE();
	munmap((void *)cell, 4096);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
	need_receiver();
}

TEST_HARNESS_MAIN
