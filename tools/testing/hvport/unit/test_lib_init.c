// SPDX-License-Identifier: GPL-2.0-only
/*
 * The library's structs to start from, byte for byte against literals typed
 * from the tables of the user interface. Each is filled into memory that is not
 * zero, so that what is forgotten shows.
 */
#include <string.h>

#include <libhvport.h>

#include "kselftest.h"

#define SELF 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff

static union {
	struct hvport_create_port create;
	struct hvport_delete_port delete_port;
	struct hvport_connect_port connect;
	struct hvport_disconnect_port disconnect;
	struct hvport_post_message post;
	struct hvport_signal_event signal;
} made;

static void test(const char *name, const unsigned char *expected, size_t size)
{
	size_t i = 0;

	while (i < size && ((unsigned char *)&made)[i] == expected[i])
		i++;
	if (i < size)
		ksft_print_msg("byte %zu is %#x, not %#x\n", i, ((unsigned char *)&made)[i],
			       expected[i]);
	ksft_test_result(i == size, "%s\n", name);
	memset(&made, 0xa5, sizeof(made));
}

static void test_ports(void)
{
	static const unsigned char message[72] = {
		72, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [32] = 1, [40] = 2, 0, 0, 0, 7 };
	static const unsigned char event[72] = {
		72, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [32] = 2, [40] = 3, 0, 0, 0,
		0xff, 0xff, 0xff, 0xff, 0x02, 0x01, 0x04, 0x03 };
	static const unsigned char monitor[72] = {
		72, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [32] = 3,
		[40] = 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11 };
	static const unsigned char doorbell[72] = {
		72, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [32] = 4, [40] = 5, 0, 0, 0,
		0xfe, 0xff, 0xff, 0xff };
	static const unsigned char delete_port[32] = {
		32, 0, 0, 0, [8] = 9, [16] = 0x56, 0x34, 0x12, 0 };
	struct hvport_create_port port;

	hvport_init_message_port(&made.create, 0x123456, 2, 7);
	test("message port", message, sizeof(message));
	hvport_init_event_port(&made.create, 0x123456, 3, HVPORT_ANY_VP, 0x102, 0x304);
	test("event port", event, sizeof(event));
	hvport_init_monitor_port(&made.create, 0x123456, 0x1122334455667788);
	test("monitor port", monitor, sizeof(monitor));
	hvport_init_doorbell_port(&made.create, 0x123456, 5, HVPORT_VP_SELF);
	test("doorbell port", doorbell, sizeof(doorbell));
	hvport_init_doorbell_port(&port, 0x123456, 5, 0);
	port.port_partition = 9;
	hvport_init_delete(&made.delete_port, &port);
	test("delete of a port", delete_port, sizeof(delete_port));
}

static void test_connections(void)
{
	static const unsigned char message[88] = {
		88, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [24] = SELF, 0xcc, 0xbb, 0xaa, 0,
		[40] = 1 };
	static const unsigned char event[88] = {
		88, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [24] = SELF, 0xcc, 0xbb, 0xaa, 0,
		[40] = 2 };
	static const unsigned char monitor[88] = {
		88, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [24] = SELF, 0xcc, 0xbb, 0xaa, 0,
		[40] = 3, [48] = 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11 };
	static const unsigned char doorbell[88] = {
		88, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, [24] = SELF, 0xcc, 0xbb, 0xaa, 0,
		[40] = 4, [48] = 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
		0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 0x03, 0, 0, 0x80 };
	static const unsigned char disconnect[32] = {
		32, 0, 0, 0, [8] = SELF, 0x56, 0x34, 0x12, 0, 0, 0, 0, 0 };
	static const unsigned char disconnect_doorbell[32] = {
		32, 0, 0, 0, [8] = 9, [16] = 0x56, 0x34, 0x12, 0, 1, 0, 0, 0 };
	struct hvport_connect_port connection;

	hvport_init_message_connection(&made.connect, 0x123456, 0xaabbcc);
	test("message connection", message, sizeof(message));
	hvport_init_event_connection(&made.connect, 0x123456, 0xaabbcc);
	test("event connection", event, sizeof(event));
	hvport_init_monitor_connection(&made.connect, 0x123456, 0xaabbcc, 0x1122334455667788);
	test("monitor connection", monitor, sizeof(monitor));
	hvport_init_doorbell_connection(&made.connect, 0x123456, 0xaabbcc, 0x1122334455667788,
					0x0102030405060708,
					HVPORT_DOORBELL_SIZE_DWORD | HVPORT_DOORBELL_ANY_VALUE);
	test("doorbell connection", doorbell, sizeof(doorbell));
	hvport_init_event_connection(&connection, 0x123456, 1);
	hvport_init_disconnect(&made.disconnect, &connection);
	test("disconnect", disconnect, sizeof(disconnect));
	hvport_init_doorbell_connection(&connection, 0x123456, 1, 0, 0, 0);
	connection.connection_partition = 9;
	hvport_init_disconnect(&made.disconnect, &connection);
	test("disconnect of a doorbell", disconnect_doorbell, sizeof(disconnect_doorbell));
}

static void test_use(void)
{
	static const unsigned char post[272] = {
		16, 1, 0, 0, [8] = 0x56, 0x34, 0x12, 0, [16] = 0x78, 0x56, 0x34, 0x12, 5, 0, 0, 0,
		'h', 'e', 'l', 'l', 'o' };
	static const unsigned char empty[272] = { 16, 1, 0, 0, [8] = 1, [16] = 2 };
	static const unsigned char signal[24] = {
		24, 0, 0, 0, [8] = 0x56, 0x34, 0x12, 0, 0xcd, 0xab };
	static unsigned char too_long[272] = { 16, 1, 0, 0, [8] = 1, [16] = 2, [20] = 241 };
	static unsigned char huge[272] = {
		16, 1, 0, 0, [8] = 1, [16] = 2, [20] = 0xff, 0xff, 0xff, 0xff };
	static char payload[241];

	hvport_init_message(&made.post, 0x123456, 0x12345678, "hello, world", 5);
	test("message", post, sizeof(post));
	hvport_init_message(&made.post, 1, 2, NULL, 0);
	test("message without a payload", empty, sizeof(empty));
	memset(payload, 'x', sizeof(payload));
	memset(too_long + 24, 'x', 240);
	hvport_init_message(&made.post, 1, 2, payload, sizeof(payload));
	test("message that is too long, and says so", too_long, sizeof(too_long));
	memset(huge + 24, 'x', 240);
	hvport_init_message(&made.post, 1, 2, payload, 0x100000005);
	test("message of a size that does not fit the field", huge, sizeof(huge));
	hvport_init_event(&made.signal, 0x123456, 0xabcd);
	test("signal", signal, sizeof(signal));
}

int main(void)
{
	ksft_print_header();
	ksft_set_plan(16);
	memset(&made, 0xa5, sizeof(made));
	test_ports();
	test_connections();
	test_use();
	ksft_finished();
}
