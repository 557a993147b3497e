// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hvportctl says: which hint a failure gets, and how the module's table of
 * objects becomes JSON.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "hints.h"
#include "kselftest.h"
#include "list.h"

static const struct {
	enum verb verb;
	struct hvport_failure failure;
	const char *says;	/* NULL: nothing */
} hints[] = {
#define HYPERVISOR(status) { .stage = HVPORT_STAGE_HYPERVISOR, .hv_status = (status), .error = EIO }
#define KERNEL(errno, name) { .stage = HVPORT_STAGE_KERNEL, .error = (errno), .field = (name) }
	{ VERB_CREATE, HYPERVISOR(0x06), "CreatePort" },
	{ VERB_CONNECT, HYPERVISOR(0x06), "ConnectPort" },
	{ VERB_POST, HYPERVISOR(0x06), "hvportctl info" },
	{ VERB_CREATE, HYPERVISOR(0x02), "imitate" },
	{ VERB_CREATE, HYPERVISOR(0x11), "--any-id" },
	{ VERB_DELETE, HYPERVISOR(0x11), "no such port" },
	{ VERB_CONNECT, HYPERVISOR(0x11), "no such port" },
	{ VERB_CONNECT, HYPERVISOR(0x12), "--any-id" },
	{ VERB_SIGNAL, HYPERVISOR(0x12), "no such connection" },
	{ VERB_CREATE, HYPERVISOR(0x0e), "--vp" },
	{ VERB_POST, HYPERVISOR(0x13), "try again" },
	{ VERB_CREATE, HYPERVISOR(0xabc), NULL },
	{ VERB_CREATE, KERNEL(EPERM, "port_info.port_type"), "CAP_SYS_RAWIO" },
	{ VERB_DELETE, KERNEL(EPERM, "port_id"), "--foreign" },
	{ VERB_DELETE, KERNEL(ENOENT, "port_id"), "--foreign" },
	{ VERB_CREATE, KERNEL(EEXIST, "port_id"), "--any-id" },
	{ VERB_CREATE, KERNEL(EINVAL, "port_id"), "24 bits" },
	{ VERB_CONNECT, KERNEL(EINVAL, "connection_id"), "24 bits" },
	{ VERB_CREATE, KERNEL(EINVAL, "min_connection_vtl"), "0 to 15" },
	{ VERB_CREATE, KERNEL(EINVAL, "port_info.event.target_sint"), "1 to 15" },
	{ VERB_CREATE, KERNEL(EINVAL, "port_info.event.flag_count"), "2048" },
	{ VERB_CREATE, KERNEL(EINVAL, "reserved_z0"), NULL },
	{ VERB_CREATE, KERNEL(EOPNOTSUPP, "flags"), "older" },
	{ VERB_CREATE, KERNEL(EOPNOTSUPP, "port_info.port_type"), "doorbell (4)" },
	{ VERB_CREATE, KERNEL(ENODEV, NULL), "hypercall page" },
	{ VERB_CREATE, KERNEL(ENOMEM, NULL), NULL },
	{ VERB_CONNECT, KERNEL(EINVAL, "connection_info.doorbell.flags"), "qword" },
	{ VERB_CONNECT, { .error = ENOTTY }, "does not have this call" },
	{ VERB_INFO, { .error = EFAULT }, NULL },
};

static void test_hint(size_t i)
{
	const char *hint = hint_for(hints[i].verb, &hints[i].failure);
	bool good = hints[i].says ? hint && strstr(hint, hints[i].says) : !hint;

	if (!good)
		ksft_print_msg("it says: %s\n", hint ? hint : "nothing");
	ksft_test_result(good, "%s, errno %d, status %#x: %s\n", verb_name(hints[i].verb),
			 hints[i].failure.error, hints[i].failure.hv_status,
			 hints[i].says ? hints[i].says : "nothing");
}

static const struct {
	const char *name;
	const char *table;
	const char *json;
} tables[] = {
	{ "no table", "", "[]" },
	{ "an empty heading", "\nport 1\n", "[]" },
	{ "nothing is owned", "kind  partition id comm\n", "[]" },
	{ "an object",
	  "kind  partition  id comm\nport 0xffff  0x5 x\n",
	  "[{\"kind\":\"port\",\"partition\":\"0xffff\",\"id\":\"0x5\",\"comm\":\"x\"}]" },
	{ "two objects out of order, a name with blanks",
	  "id comm\n0x1000 a b  c\n   0x5 sh\n",
	  "[{\"id\":\"0x5\",\"comm\":\"sh\"},{\"id\":\"0x1000\",\"comm\":\"a b  c\"}]" },
	{ "a line that is too short", "kind id comm\nport 3\n",
	  "[{\"kind\":\"port\",\"id\":\"3\"}]" },
	{ "no newline at the end", "kind id\nport 3", "[{\"kind\":\"port\",\"id\":\"3\"}]" },
	{ "more columns than anybody needs", "a b c d e f g h i j k l m n o p q r\n1\n",
	  "[{\"a\":\"1\"}]" },
};

static void test_table(size_t i)
{
	struct json_object *array = json_object_new_array();
	struct table table;
	char text[512];
	FILE *stream;
	bool good;

	/* fmemopen() takes no empty buffer, so there is one byte more */
	snprintf(text, sizeof(text), "%s", tables[i].table);
	stream = fmemopen(text, strlen(text) ?: 1, "r");
	if (!*text)
		getc(stream);
	list_read(stream, &table);
	list_parse(&table, array);
	good = !strcmp(json_object_to_json_string_ext(array, JSON_C_TO_STRING_PLAIN),
		       tables[i].json);
	if (!good)
		ksft_print_msg("it is %s\n", json_object_to_json_string(array));
	ksft_test_result(good, "list: %s\n", tables[i].name);
	list_free(&table);
	fclose(stream);
	json_object_put(array);
}

int main(void)
{
	size_t i;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(hints) + ARRAY_SIZE(tables));
	for (i = 0; i < ARRAY_SIZE(hints); i++)
		test_hint(i);
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		test_table(i);
	ksft_finished();
}
