// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM's Hyper-V interface, which others wrote and which testhv did not learn from:
 * it knows nothing of ports, but messages and events are real, and with QEMU's
 * hyperv-testdev they arrive. Skipped unless HVPORT_KVM=1 says that this is such a
 * guest: there is no other way to tell KVM from Hyper-V.
 */
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_kvm.h"
#include "hvport_needs.h"

/* Ids that hyperv-testdev leads to a VP, and one that it does not know */
#define MESSAGES(vp)	(0x10 + (vp))
#define EVENTS(vp)	(0x20 + (vp))
#define NOBODY		0x30

#define ROUNDS		20
#define ID_AT		8	/* offset of the connection id */

FIXTURE(kvm) {
	int fd;
	int kmsg;
	struct synic synic;
};

FIXTURE_SETUP(kvm)
{
	unsigned int vp;

	self->kmsg = kmsg_open();
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(0, iopl(3));
	ASSERT_TRUE(synic_open(&self->synic));
	for (vp = 0; vp < self->synic.vps; vp++) {
		ASSERT_TRUE(synic_enable(&self->synic, vp));
		testdev(TESTDEV_CONNECT_MESSAGES, vp, MESSAGES(vp));
		testdev(TESTDEV_CONNECT_EVENTS, vp, EVENTS(vp));
	}
}

/*
 * QEMU looks at the route of a message once more when its interrupt was acknowledged,
 * and does not notice if it is gone by then. It does that in its main loop, which
 * events go through as well: two of them, one after the other, come behind it.
 */
static void let_qemu_finish(struct __test_metadata *_metadata, int fd, const struct synic *synic)
{
	__u32 *flag = event_flags(synic, 0) + EVENTS(0) / 32;
	unsigned int nth;
	long before;

	for (nth = 0; nth < 2; nth++) {
		before = synic_interrupts(0);
		EXPECT_SUCCESS(test_signal_id(fd, EVENTS(0), HVPORT_F_FOREIGN));
		EXPECT_TRUE(synic_awaits(0, before + 1));
		*flag = 0;
	}
}

FIXTURE_TEARDOWN(kvm)
{
	unsigned int vp;

	let_qemu_finish(_metadata, self->fd, &self->synic);
	for (vp = 0; vp < self->synic.vps; vp++) {
		testdev(TESTDEV_DISCONNECT_MESSAGES, vp, MESSAGES(vp));
		testdev(TESTDEV_DISCONNECT_EVENTS, vp, EVENTS(vp));
		EXPECT_TRUE(synic_disable(&self->synic, vp));
	}
	EXPECT_EQ(0, ports_of_all(self->fd));
	EXPECT_EQ(0, connections_of_all(self->fd));
	EXPECT_EQ(0, close(self->fd));
	if (self->kmsg >= 0)
		EXPECT_EQ(0, kmsg_loud_lines(self->kmsg));
	close(self->kmsg);
}

/* Calls that do not exist are refused, each of them asked for once */
#define EXPECT_NO_SUCH_CALL(got)						\
do {										\
	long _calls = debugfs_counter("hypercalls");				\
										\
	EXPECT_HV_REFUSED(got, EOPNOTSUPP, 0x02);				\
	EXPECT_EQ(_calls + 1, debugfs_counter("hypercalls")) SAY_CASE();	\
} while (0)

TEST_F(kvm, there_are_no_ports)
{
	struct hvport_create_port port;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x51);
		EXPECT_NO_SUCH_CALL(test_create(self->fd, &port));
		port.flags = HVPORT_F_PERSIST;
		EXPECT_NO_SUCH_CALL(test_create(self->fd, &port));
		port.port_id = 0;
		port.flags = HVPORT_F_ANY_ID;
		EXPECT_NO_SUCH_CALL(test_create(self->fd, &port));
		EXPECT_EQ(0, port.port_id);
	}
	EXPECT_NO_SUCH_CALL(test_delete_id(self->fd, 0x51, HVPORT_F_FOREIGN));
	EXPECT_REFUSED(test_delete_id(self->fd, 0x51, 0), ENOENT, 16);
}

TEST_F(kvm, there_are_no_connections)
{
	struct hvport_disconnect_port disconnect = good_disconnect(0x52);
	struct hvport_connect_port conn;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		conn = good_connection(type, 0x52);
		EXPECT_NO_SUCH_CALL(test_connect(self->fd, &conn));
		conn.connection_id = 0;
		conn.flags = HVPORT_F_ANY_ID;
		EXPECT_NO_SUCH_CALL(test_connect(self->fd, &conn));
		EXPECT_EQ(0, conn.connection_id);
	}
	disconnect.flags = HVPORT_F_FOREIGN;
	EXPECT_NO_SUCH_CALL(test_disconnect(self->fd, &disconnect));
	disconnect.is_doorbell = 1;
	EXPECT_NO_SUCH_CALL(test_disconnect(self->fd, &disconnect));
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0x52, 0), ENOENT, 16);
}

/* That it exists is not enough: nobody here has made it */
TEST_F(kvm, connections_are_foreign)
{
	long calls = debugfs_counter("hypercalls");

	EXPECT_REFUSED(test_post_id(self->fd, MESSAGES(0), 0), ENOENT, ID_AT);
	EXPECT_REFUSED(test_signal_id(self->fd, EVENTS(0), 0), ENOENT, ID_AT);
	EXPECT_EQ(calls, debugfs_counter("hypercalls"));
}

TEST_F(kvm, unknown_connection)
{
	static const __u32 ids[] = { 0, NOBODY, 0xffffff };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		CASE("id %#x", ids[i]);
		EXPECT_HV_REFUSED(test_post_id(self->fd, ids[i], HVPORT_F_FOREIGN),
				  ENOENT, 0x12);
		EXPECT_HV_REFUSED(test_signal_id(self->fd, ids[i], HVPORT_F_FOREIGN),
				  ENOENT, 0x12);
	}
	/* one for events, of which messages know nothing, and the other way round */
	EXPECT_HV_REFUSED(test_post_id(self->fd, EVENTS(0), HVPORT_F_FOREIGN), ENOENT, 0x12);
	EXPECT_HV_REFUSED(test_signal_id(self->fd, MESSAGES(0), HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
}

/* KVM has a single flag for each connection */
TEST_F(kvm, second_flag_of_an_event)
{
	struct hvport_signal_event signal = good_signal(EVENTS(0), 1);
	long before = synic_interrupts(0);

	signal.flags = HVPORT_F_FOREIGN;
	EXPECT_HV_REFUSED(test_signal(self->fd, &signal), ENOENT, 0x11);
	signal.flag_number = 0xffff;
	EXPECT_HV_REFUSED(test_signal(self->fd, &signal), ENOENT, 0x11);
	EXPECT_EQ(before, synic_interrupts(0));
}

static struct hvport_post_message message_of(__u32 id, __u32 type, __u32 size)
{
	struct hvport_post_message post = good_message(id);

	post.flags = HVPORT_F_FOREIGN;
	post.message_type = type;
	post.payload_size = size;
	memset(post.payload, size + 1, size);
	return post;
}

/* As long as QEMU is still busy with the last message it has no buffer for another */
static struct outcome post_when_possible(int fd, struct hvport_post_message *post)
{
	struct outcome out = { .error = EAGAIN };
	unsigned int looks;

	for (looks = 0; looks < PATIENCE && out.error == EAGAIN; looks++)
		out = test_post(fd, post);
	return out;
}

static void expect_message(struct __test_metadata *_metadata,
			   volatile struct message_slot *slot, __u32 type, __u32 size)
{
	unsigned int at;

	EXPECT_EQ(type, slot->type) SAY_CASE();
	EXPECT_EQ(size, slot->size) SAY_CASE();
	for (at = 0; at < size && at < sizeof(slot->payload); at++)
		EXPECT_EQ((__u8)(size + 1), slot->payload[at]) SAY_CASE();
}

/* Not 240: hyperv-testdev does not survive a message that is full */
TEST_F(kvm, messages_arrive)
{
	static const struct {
		__u32 type, size;
	} messages[] = { { 1, 0 }, { 0x7fffffff, 1 }, { 0x12345678, 8 }, { 2, 239 } };
	volatile struct message_slot *slot;
	struct hvport_post_message post;
	unsigned int vp, i;
	long before;

	for (vp = 0; vp < self->synic.vps; vp++) {
		slot = message_slot(&self->synic, vp);
		for (i = 0; i < ARRAY_SIZE(messages); i++) {
			CASE("VP %u, %u bytes", vp, messages[i].size);
			post = message_of(MESSAGES(vp), messages[i].type, messages[i].size);
			before = synic_interrupts(vp);
			EXPECT_SUCCESS(post_when_possible(self->fd, &post));
			ASSERT_TRUE(synic_awaits(vp, before + 1)) SAY_CASE();
			expect_message(_metadata, slot, messages[i].type,
				       messages[i].size);
			slot->type = 0;
		}
	}
}

/* The slot is full: the next message waits, and the one after it is refused */
TEST_F(kvm, message_waits_for_its_turn)
{
	volatile struct message_slot *slot = message_slot(&self->synic, 0);
	struct hvport_post_message first = message_of(MESSAGES(0), 11, 1);
	struct hvport_post_message second = message_of(MESSAGES(0), 12, 2);
	long before = synic_interrupts(0);
	unsigned int looks;

	EXPECT_SUCCESS(test_post(self->fd, &first));
	ASSERT_TRUE(synic_awaits(0, before + 1));
	EXPECT_SUCCESS(post_when_possible(self->fd, &second));
	for (looks = 0; looks < PATIENCE && !(slot->flags & 1); looks++)
		sched_yield();
	ASSERT_EQ(1, slot->flags & 1);
	/* the same, because hyperv-testdev tries again with what it saw last */
	EXPECT_HV_REFUSED(test_post(self->fd, &second), EAGAIN, 0x13);
	expect_message(_metadata, slot, 11, 1);

	slot->type = 0;
	ASSERT_TRUE(synic_write(&self->synic, 0, MSR_EOM, 0));
	ASSERT_TRUE(synic_awaits(0, before + 2));
	expect_message(_metadata, slot, 12, 2);
	slot->type = 0;
	EXPECT_EQ(before + 2, synic_interrupts(0));
}

static void run_on(struct __test_metadata *_metadata, unsigned int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	EXPECT_EQ(0, sched_setaffinity(0, sizeof(one), &one));
}

/* hyperv-testdev sets the flag that has the number of the connection */
static void signal_vp(struct __test_metadata *_metadata, int fd, const struct synic *synic,
		      unsigned int vp)
{
	__u32 *flags = event_flags(synic, vp), bit = 1U << EVENTS(vp) % 32;
	unsigned int round, word = EVENTS(vp) / 32;
	long before;

	for (round = 0; round < ROUNDS; round++) {
		before = synic_interrupts(vp);
		EXPECT_SUCCESS(test_signal_id(fd, EVENTS(vp), HVPORT_F_FOREIGN));
		ASSERT_TRUE(synic_awaits(vp, before + 1)) SAY_CASE();
		EXPECT_EQ(bit, __atomic_exchange_n(&flags[word], 0, __ATOMIC_SEQ_CST));
		EXPECT_EQ(before + 1, synic_interrupts(vp)) SAY_CASE();
	}
	for (word = 0; word < SLOT / sizeof(*flags); word++)
		EXPECT_EQ(0, flags[word]) SAY_CASE();
}

TEST_F(kvm, events_arrive)
{
	unsigned int from, to;

	for (from = 0; from < self->synic.vps; from++) {
		run_on(_metadata, from);
		for (to = 0; to < self->synic.vps; to++) {
			CASE("VP %u to VP %u", from, to);
			signal_vp(_metadata, self->fd, &self->synic, to);
		}
	}
}

/* The interrupts of one VP are not another's */
TEST_F(kvm, every_vp_has_its_own)
{
	long before[MAX_VPS];
	unsigned int vp, other;

	for (vp = 0; vp < self->synic.vps; vp++) {
		for (other = 0; other < self->synic.vps; other++)
			before[other] = synic_interrupts(other);
		EXPECT_SUCCESS(test_signal_id(self->fd, EVENTS(vp), HVPORT_F_FOREIGN));
		ASSERT_TRUE(synic_awaits(vp, before[vp] + 1));
		for (other = 0; other < self->synic.vps; other++)
			EXPECT_EQ(before[other] + (other == vp), synic_interrupts(other));
		event_flags(&self->synic, vp)[EVENTS(vp) / 32] = 0;
	}
}

static void __attribute__((constructor)) needs(void)
{
	const char *kvm = getenv("HVPORT_KVM");

	if (kvm && !strcmp(kvm, "1"))
		return;
	ksft_print_header();
	ksft_exit_skip("HVPORT_KVM does not say that this is a guest of KVM\n");
}

TEST_HARNESS_MAIN
