// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_CREATE_PORT when nothing is the matter: the very bytes that the
 * hypervisor gets, for every type of port, and the values at the edge of what is
 * allowed. The flags are in hvport_flags, what must be refused in hvport_bad.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* A different byte in every place that may hold one */
static struct hvport_create_port distinct_port(__u32 type)
{
	struct hvport_create_port port;

	memset(&port, 0, sizeof(port));
	port.size = 72;
	port.port_partition = 0x1817161514131211;
	port.port_id = 0x232221;
	port.port_vtl = 0x0e;
	port.min_connection_vtl = 0x0d;
	port.connection_partition = 0x3837363534333231;
	port.port_info.port_type = type;
	switch (type) {
	case 1:
		port.port_info.message.target_sint = 0x0f;
		port.port_info.message.target_vp = 0x54535251;
		break;
	case 2:
		port.port_info.event.target_sint = 0x0b;
		port.port_info.event.target_vp = 0x54535251;
		port.port_info.event.base_flag_number = 0x0171;
		port.port_info.event.flag_count = 0x0182;
		break;
	case 3:
		port.port_info.monitor.monitor_address = 0x4847464544434241;
		break;
	case 4:
		port.port_info.doorbell.target_sint = 0x05;
		port.port_info.doorbell.target_vp = 0x54535251;
		break;
	}
	port.proximity_domain_info.id = 0x64636261;
	port.proximity_domain_info.flags = 0x80000001;
	return port;
}

/* Bytes 0 to 31 are the same for all types but for the type itself, at 24 */
#define GOLDEN_HEAD(type)						\
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,			\
	0x21, 0x22, 0x23, 0x00, 0x0e, 0x0d, 0x00, 0x00,			\
	0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38,			\
	type, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00
/* and bytes 48 to 55 */
#define GOLDEN_TAIL							\
	0x61, 0x62, 0x63, 0x64, 0x01, 0x00, 0x00, 0x80

static const unsigned char golden[5][56] = {
	[1] = {
		GOLDEN_HEAD(0x01),
		0x0f, 0x00, 0x00, 0x00, 0x51, 0x52, 0x53, 0x54,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		GOLDEN_TAIL
	},
	[2] = {
		GOLDEN_HEAD(0x02),
		0x0b, 0x00, 0x00, 0x00, 0x51, 0x52, 0x53, 0x54,
		0x71, 0x01, 0x82, 0x01, 0x00, 0x00, 0x00, 0x00,
		GOLDEN_TAIL
	},
	[3] = {
		GOLDEN_HEAD(0x03),
		0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		GOLDEN_TAIL
	},
	[4] = {
		GOLDEN_HEAD(0x04),
		0x05, 0x00, 0x00, 0x00, 0x51, 0x52, 0x53, 0x54,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		GOLDEN_TAIL
	},
};

FIXTURE(bytes) {
	int fd;
};

FIXTURE_VARIANT(bytes) {
	unsigned int type;
};

FIXTURE_VARIANT_ADD(bytes, message) { .type = 1 };
FIXTURE_VARIANT_ADD(bytes, event) { .type = 2 };
FIXTURE_VARIANT_ADD(bytes, monitor) { .type = 3 };
FIXTURE_VARIANT_ADD(bytes, doorbell) { .type = 4 };

FIXTURE_SETUP(bytes)
{
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(bytes)
{
	close(self->fd);
	if (testhv_present())
		testhv_fault_clear();
}

/* The answer is scripted, so any bytes can be sent, existing or not */
TEST_F(bytes, are_those_of_the_tlfs)
{
	struct hvport_create_port port = distinct_port(variant->type);
	struct testhv_log_entry call;
	unsigned int at;

	if (!testhv_present())
		SKIP(return, NEEDS_TESTHV);

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, 0x1d));
	testhv_log_clear();
	EXPECT_HV_REFUSED(test_create(self->fd, &port), ENOSPC, 0x1d);

	EXPECT_EQ(1, testhv_port_calls());
	ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &call));
	EXPECT_EQ(0x95, call.control);
	EXPECT_EQ(56, call.input_size);
	EXPECT_EQ(0, call.violation);
	EXPECT_EQ(0, call.input_gpa % 8);
	EXPECT_LE(call.input_gpa % 4096 + 56, 4096);
	for (at = 0; at < 56; at++) {
		EXPECT_EQ(golden[variant->type][at], call.input[at])
			TH_LOG("at TLFS offset %u", at);
	}
}

/* The same, carried out */
TEST_F(bytes, make_a_port)
{
	struct hvport_create_port port = good_port_of_type(variant->type, 0x111);
	struct testhv_regs seen;

	EXPECT_SUCCESS(test_create(self->fd, &port));
	EXPECT_EQ(1, ports_of_file(self->fd));
	if (!testhv_present())
		return;

	EXPECT_EQ(1, testhv_ports());
	ASSERT_TRUE(testhv_read_port(0, &seen));
	EXPECT_EQ(0x111, seen.rcx);
	EXPECT_EQ(variant->type, seen.rsi);
	EXPECT_EQ(variant->type == 3 ? 0x1000 : 4, seen.rdi);
	EXPECT_EQ(0, close(self->fd));
	EXPECT_EQ(0, testhv_ports());
}

TEST_F(hvport, one_call_for_each_port)
{
	unsigned int id;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (id = 0x200; id < 0x240; id++)
		EXPECT_SUCCESS(test_create_id(self->fd, id, 0));
	EXPECT_EQ(64, testhv_calls(CODE_CREATE_PORT));
	EXPECT_EQ(64, testhv_ports());
	EXPECT_EQ(64, ports_of_file(self->fd));
}

TEST_F(hvport, lowest_and_highest_id)
{
	EXPECT_SUCCESS(test_create_id(self->fd, 0, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xffffff, 0));
	EXPECT_EQ(2, ports_of_file(self->fd));
}

TEST_F(hvport, lowest_and_highest_sint)
{
	struct hvport_create_port port = good_message_port(1);

	port.port_info.message.target_sint = 1;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.port_id = 2;
	port.port_info.message.target_sint = 15;
	EXPECT_SUCCESS(test_create(self->fd, &port));
}

TEST_F(hvport, all_event_flags)
{
	struct hvport_create_port port = good_event_port(1);

	port.port_info.event.base_flag_number = 0;
	port.port_info.event.flag_count = 2048;
	EXPECT_SUCCESS(test_create(self->fd, &port));
}

TEST_F(hvport, last_event_flag)
{
	struct hvport_create_port port = good_event_port(1);

	port.port_info.event.base_flag_number = 2047;
	port.port_info.event.flag_count = 1;
	EXPECT_SUCCESS(test_create(self->fd, &port));
}

TEST_F(hvport, any_processor_and_the_own_one)
{
	struct hvport_create_port port = good_message_port(1);

	port.port_info.message.target_vp = HVPORT_ANY_VP;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.port_id = 2;
	port.port_info.message.target_vp = HVPORT_VP_SELF;
	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.port_id = 3;
	port.port_info.message.target_vp = 0;
	EXPECT_SUCCESS(test_create(self->fd, &port));
}

/*
 * What only the hypervisor can know is left to it: the call is made with the
 * value as given, and what the hypervisor says is what the caller hears.
 */
static void left_to_the_hypervisor(struct __test_metadata *_metadata, int fd,
				   struct hvport_create_port *port,
				   unsigned int at, unsigned int width)
{
	struct testhv_log_entry call;
	struct outcome got;
	int status;

	testhv_log_clear();
	got = test_create(fd, port);
	ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &call)) SAY_CASE();
	EXPECT_EQ(0, memcmp((char *)port + 8 + at, call.input + at, width))
		SAY_CASE();

	status = call.result & 0xffff;
	EXPECT_OUTCOME(got, expected_errno(0x0095, status), status ? 2 : 0,
		       status, 0U);
	if (!status)
		EXPECT_SUCCESS(test_delete_id(fd, port->port_id, 0));
}

TEST_F(hvport, every_vtl_reaches_the_hypervisor)
{
	struct hvport_create_port port = good_message_port(1);
	unsigned int vtl;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (vtl = 0; vtl < 16; vtl++) {
		CASE("port_vtl %u", vtl);
		port.port_vtl = vtl;
		left_to_the_hypervisor(_metadata, self->fd, &port, 12, 1);
	}
	port.port_vtl = 0;
	for (vtl = 0; vtl < 16; vtl++) {
		CASE("min_connection_vtl %u", vtl);
		port.min_connection_vtl = vtl;
		left_to_the_hypervisor(_metadata, self->fd, &port, 13, 1);
	}
}

TEST_F(hvport, proximity_flags_reach_the_hypervisor)
{
	struct hvport_create_port port = good_message_port(1);
	static const __u32 flags[] = { 1, 0x80000000, 0x80000001 };
	unsigned int i;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("proximity flags %#x", flags[i]);
		port.proximity_domain_info.flags = flags[i];
		left_to_the_hypervisor(_metadata, self->fd, &port, 52, 4);
	}
	port.proximity_domain_info.flags = 0;
	port.proximity_domain_info.id = 7;
	CASE("proximity domain without the valid bit");
	left_to_the_hypervisor(_metadata, self->fd, &port, 48, 4);
}

TEST_F(hvport, partitions_and_processors_reach_the_hypervisor)
{
	struct hvport_create_port port = good_message_port(1);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	CASE("a processor that there is not");
	port.port_info.message.target_vp = 0x1234567;
	left_to_the_hypervisor(_metadata, self->fd, &port, 36, 4);

	port = good_message_port(1);
	CASE("a partition that there is not");
	port.port_partition = 0x123456789a;
	left_to_the_hypervisor(_metadata, self->fd, &port, 0, 8);

	port = good_message_port(1);
	CASE("partition 0");
	port.port_partition = 0;
	left_to_the_hypervisor(_metadata, self->fd, &port, 0, 8);

	port = good_message_port(1);
	CASE("a peer that there is not");
	port.connection_partition = 0x123456789a;
	left_to_the_hypervisor(_metadata, self->fd, &port, 16, 8);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
