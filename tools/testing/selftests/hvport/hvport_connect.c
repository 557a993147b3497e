// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_CONNECT_PORT when nothing is the matter: the very bytes that the
 * hypervisor gets, for every type of port, and the values at the edge of what is
 * allowed. The flags are in hvport_flags, what must be refused in
 * hvport_connect_bad.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* A different byte in every place that may hold one */
static struct hvport_connect_port distinct_connection(__u32 type)
{
	struct hvport_connect_port conn;

	memset(&conn, 0, sizeof(conn));
	conn.size = 88;
	conn.connection_partition = 0x1817161514131211;
	conn.connection_id = 0x232221;
	conn.connection_vtl = 0x0e;
	conn.port_partition = 0x3837363534333231;
	conn.port_id = 0x434241;
	conn.connection_info.port_type = type;
	if (type == 3)
		conn.connection_info.monitor.monitor_address =
			0x5857565554535251;
	if (type == 4) {
		conn.connection_info.doorbell.guest_physical_address =
			0x5857565554535258;
		conn.connection_info.doorbell.trigger_value =
			0x6867666564636261;
		conn.connection_info.doorbell.flags = 0x80000004;
	}
	conn.proximity_domain_info.id = 0x84838281;
	conn.proximity_domain_info.flags = 0x80000001;
	return conn;
}

/* Bytes 0 to 39 are the same for all types but for the type itself, at 32 */
#define GOLDEN_HEAD(type)						\
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,			\
	0x21, 0x22, 0x23, 0x00, 0x0e, 0x00, 0x00, 0x00,			\
	0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38,			\
	0x41, 0x42, 0x43, 0x00, 0x00, 0x00, 0x00, 0x00,			\
	type, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00
#define GOLDEN_ZERO							\
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00
/* and bytes 64 to 71 */
#define GOLDEN_TAIL							\
	0x81, 0x82, 0x83, 0x84, 0x01, 0x00, 0x00, 0x80

static const unsigned char golden[5][72] = {
	[1] = {
		GOLDEN_HEAD(0x01),
		GOLDEN_ZERO, GOLDEN_ZERO, GOLDEN_ZERO,
		GOLDEN_TAIL
	},
	[2] = {
		GOLDEN_HEAD(0x02),
		GOLDEN_ZERO, GOLDEN_ZERO, GOLDEN_ZERO,
		GOLDEN_TAIL
	},
	[3] = {
		GOLDEN_HEAD(0x03),
		0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
		GOLDEN_ZERO, GOLDEN_ZERO,
		GOLDEN_TAIL
	},
	[4] = {
		GOLDEN_HEAD(0x04),
		0x58, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
		0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68,
		0x04, 0x00, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00,
		GOLDEN_TAIL
	},
};

/* The answer is scripted, so any bytes can be sent, existing or not */
TEST_F(hvport, bytes_are_those_of_the_tlfs)
{
	struct hvport_connect_port conn;
	struct testhv_log_entry call;
	unsigned int type, at;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		conn = distinct_connection(type);
		ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0x1d));
		testhv_log_clear();
		EXPECT_HV_REFUSED(test_connect(self->fd, &conn), ENOSPC, 0x1d);

		EXPECT_EQ(1, testhv_port_calls());
		ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, 0, &call));
		EXPECT_EQ(0x96, call.control);
		EXPECT_EQ(72, call.input_size);
		EXPECT_EQ(0, call.violation);
		EXPECT_EQ(0, call.input_gpa % 8);
		EXPECT_LE(call.input_gpa % 4096 + 72, 4096);
		for (at = 0; at < 72; at++) {
			EXPECT_EQ(golden[type][at], call.input[at])
				TH_LOG("type %u at TLFS offset %u", type, at);
		}
	}
}

/* The same, carried out */
TEST_F(hvport, every_type)
{
	struct hvport_create_port port;
	struct hvport_connect_port conn;
	struct testhv_regs seen;
	unsigned int type;

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0x110 + type);
		conn = good_connection(type, 0x120 + type);
		conn.port_id = 0x110 + type;
		EXPECT_SUCCESS(test_create(self->fd, &port));
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
		EXPECT_EQ(type, connections_of_file(self->fd)) SAY_CASE();
		EXPECT_EQ(type, ports_of_file(self->fd)) SAY_CASE();
		EXPECT_CONNECTIONS(type);
	}
	if (!self->testhv)
		return;
	for (type = 1; type <= 4; type++) {
		ASSERT_TRUE(testhv_read_connection(type - 1, &seen));
		EXPECT_EQ(seen.rcx, 0x120 + seen.rsi);
		EXPECT_EQ(seen.rdi, 0x110 + seen.rsi);
		EXPECT_TRUE(testhv_has_connection(0x120 + type));
	}
	CLOSE_FILE();
	EXPECT_EQ(0, testhv_connections());
	EXPECT_EQ(0, testhv_ports());
}

/* Ids of ports and of connections are two different things */
TEST_F(hvport, many_to_one_port)
{
	struct hvport_connect_port conn;
	unsigned int id;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x230, 0));
	if (self->testhv)
		testhv_log_clear();
	for (id = 0x200; id < 0x240; id++) {
		CASE("connection %#x", id);
		conn = good_connection(1, id);
		conn.port_id = 0x230;
		EXPECT_SUCCESS(test_connect(self->fd, &conn));
	}
	EXPECT_CONNECTIONS(64);
	EXPECT_EQ(64, connections_of_file(self->fd));
	EXPECT_EQ(1, ports_of_file(self->fd));
	if (self->testhv)
		EXPECT_EQ(64, testhv_port_calls());
}

TEST_F(hvport, lowest_and_highest_id)
{
	struct hvport_connect_port conn = good_connection(1, 0);

	EXPECT_SUCCESS(test_create_id(self->fd, 0, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0xffffff, 0));
	conn.port_id = 0xffffff;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	conn.connection_id = 0xffffff;
	conn.port_id = 0;
	EXPECT_SUCCESS(test_connect(self->fd, &conn));
	EXPECT_EQ(2, connections_of_file(self->fd));
}

/*
 * What only the hypervisor can know is left to it: the call is made with the
 * value as given, and what the hypervisor says is what the caller hears.
 */
static void left_to_the_hypervisor(struct __test_metadata *_metadata, int fd,
				   struct hvport_connect_port *conn,
				   unsigned int at, unsigned int width)
{
	struct hvport_disconnect_port disconnect =
		good_disconnect(conn->connection_id);
	struct testhv_log_entry call;
	struct outcome got;
	int status;

	testhv_log_clear();
	got = test_connect(fd, conn);
	ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, 0, &call)) SAY_CASE();
	EXPECT_EQ(0, memcmp((char *)conn + 8 + at, call.input + at, width))
		SAY_CASE();

	status = call.result & 0xffff;
	EXPECT_OUTCOME(got, expected_errno(0x0096, status), status ? 2 : 0,
		       status, 0U);
	disconnect.is_doorbell = conn->connection_info.port_type == 4;
	if (!status)
		EXPECT_SUCCESS(test_disconnect(fd, &disconnect));
}

TEST_F(hvport, every_vtl_reaches_the_hypervisor)
{
	struct hvport_connect_port conn = good_connection(1, 1);
	unsigned int vtl;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	for (vtl = 0; vtl < 16; vtl++) {
		CASE("connection_vtl %u", vtl);
		conn.connection_vtl = vtl;
		left_to_the_hypervisor(_metadata, self->fd, &conn, 12, 1);
	}
}

TEST_F(hvport, proximity_reaches_the_hypervisor)
{
	struct hvport_connect_port conn = good_connection(1, 1);
	static const __u32 flags[] = { 1, 0x80000000, 0x80000001 };
	unsigned int i;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		CASE("proximity flags %#x", flags[i]);
		conn.proximity_domain_info.flags = flags[i];
		left_to_the_hypervisor(_metadata, self->fd, &conn, 68, 4);
	}
	conn.proximity_domain_info.flags = 0;
	conn.proximity_domain_info.id = 7;
	CASE("proximity domain without the valid bit");
	left_to_the_hypervisor(_metadata, self->fd, &conn, 64, 4);
}

TEST_F(hvport, partitions_and_ports_reach_the_hypervisor)
{
	struct hvport_connect_port conn = good_connection(1, 1);

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	CASE("a partition that there is not");
	conn.connection_partition = 0x123456789a;
	left_to_the_hypervisor(_metadata, self->fd, &conn, 0, 8);

	conn = good_connection(1, 1);
	CASE("partition 0");
	conn.connection_partition = 0;
	left_to_the_hypervisor(_metadata, self->fd, &conn, 0, 8);

	conn = good_connection(1, 1);
	CASE("the port of a partition that there is not");
	conn.port_partition = 0x123456789a;
	left_to_the_hypervisor(_metadata, self->fd, &conn, 16, 8);

	conn = good_connection(1, 1);
	CASE("the port of partition 0");
	conn.port_partition = 0;
	left_to_the_hypervisor(_metadata, self->fd, &conn, 16, 8);

	conn = good_connection(1, 1);
	CASE("a port that there is not");
	conn.port_id = 0x987654;
	EXPECT_HV_REFUSED(test_connect(self->fd, &conn), ENOENT, 0x11);

	CASE("a port of another type");
	EXPECT_SUCCESS(test_create_id(self->fd, 1, 0));
	conn = good_connection(2, 1);
	left_to_the_hypervisor(_metadata, self->fd, &conn, 32, 4);
	EXPECT_CONNECTIONS(0);
}

/* A write of each size, with the highest address and value it can have */
TEST_F(hvport, writes_that_ring_a_doorbell)
{
	static const struct {
		__u64 address, value, flags;
	} good[] = {
		{ ~0ULL, ~0ULL, 0 },
		{ 0, 0, 0 },
		{ ~0ULL, 0xff, 1 },
		{ 0xfffffffffffffffe, 0xffff, 2 },
		{ 0xfffffffffffffffc, 0xffffffff, 3 },
		{ 0xfffffffffffffff8, ~0ULL, 4 },
		{ 0x1ff8, 0, 4 },
		{ ~0ULL, ~0ULL, 0x80000000 },
		{ ~0ULL, 0x100, 0x80000001 },
		{ 0x1002, ~0ULL, 0x80000002 },
		{ 0x1004, ~0ULL, 0x80000003 },
		{ 0x1008, ~0ULL, 0x80000004 },
	};
	struct hvport_connect_port conn = good_connection(4, 1);
	struct testhv_log_entry call;
	unsigned int i;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		CASE("address %#llx, value %#llx, flags %#llx", good[i].address,
		     good[i].value, good[i].flags);
		conn.connection_info.doorbell.guest_physical_address =
			good[i].address;
		conn.connection_info.doorbell.trigger_value = good[i].value;
		conn.connection_info.doorbell.flags = good[i].flags;
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, 0x1d));
		EXPECT_HV_REFUSED(test_connect(self->fd, &conn), ENOSPC, 0x1d);
		ASSERT_TRUE(testhv_find_call(CODE_CONNECT_PORT, 0, &call));
		EXPECT_EQ(0, memcmp(&good[i], call.input + 40, 24)) SAY_CASE();
	}
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
