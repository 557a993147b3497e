// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an administrator can see of connections: their lines in debugfs, the
 * counters, and a trace event for each call, messages and events included.
 */
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_readonly.h"

#define NO_DEBUGFS	"debugfs is not mounted, or not for us"
#define NO_TRACEFS	"tracefs is not mounted, or has no trace events"
#define TRACING		"/sys/kernel/tracing/"

/* How many lines of the file have all of these words */
static unsigned int lines_with(const char *path, const char *one,
			       const char *two, const char *three)
{
	FILE *file = fopen(path, "r");
	unsigned int lines = 0;
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		lines += strstr(line, one) && strstr(line, two) &&
			 strstr(line, three);
	if (file)
		fclose(file);
	return lines;
}

static unsigned int listed(const char *kind, const char *id, const char *type)
{
	return lines_with(DEBUGFS "hvport/ports", kind, id, type);
}

TEST_F(hvport, list_of_connections)
{
	static const char * const types[] = {
		"", "message", "event", "monitor", "doorbell",
	};
	unsigned int type;
	char id[16];

	if (access(DEBUGFS "hvport/ports", R_OK))
		SKIP(return, NO_DEBUGFS);

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		snprintf(id, sizeof(id), " 0xabc%u ", type);
		EXPECT_EQ(0, listed("connection", id, types[type])) SAY_CASE();
		MAKE_PAIR(self->fd, type, 0xabc0 + type);
		EXPECT_EQ(1, listed("connection", id, types[type])) SAY_CASE();
		EXPECT_EQ(1, listed("port  ", id, types[type])) SAY_CASE();
	}
	CLOSE_FILE();
	EXPECT_EQ(0, listed("connection", "0xabc", ""));
}

TEST_F(hvport, counters)
{
	struct hvport_connect_port conn = good_connection(1, 0xd2);
	long calls, kernel, hypervisor, undone;

	MAKE_PAIR(self->fd, 1, 0xd1);
	conn.port_id = 0xd1;
	calls = debugfs_counter("hypercalls");
	kernel = debugfs_counter("refused_by_kernel");
	hypervisor = debugfs_counter("refused_by_hypervisor");
	undone = debugfs_counter("undone");
	if (calls < 0)
		SKIP(return, NO_DEBUGFS);

	EXPECT_SUCCESS(test_post_id(self->fd, 0xd1, 0));
	EXPECT_REFUSED(test_post_id(self->fd, 0xd2, 0), ENOENT, 8);
	EXPECT_REFUSED(test_signal_id(self->fd, 0xd2, 0), ENOENT, 8);
	EXPECT_REFUSED(test_disconnect_id(self->fd, 0xd2, 0), ENOENT, 16);
	EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0xd2, HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
	EXPECT_EQ(calls + 2, debugfs_counter("hypercalls"));
	EXPECT_EQ(kernel + 3, debugfs_counter("refused_by_kernel"));
	EXPECT_EQ(hypervisor + 1, debugfs_counter("refused_by_hypervisor"));

	EXPECT_EQ(EFAULT, call_read_only(self->fd, HVPORT_CONNECT_PORT, &conn,
					 sizeof(conn)));
	EXPECT_EQ(undone + 1, debugfs_counter("undone"));
}

TEST_F(hvport, counter_of_what_is_left_behind)
{
	long left = debugfs_counter("left_behind");

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);
	if (left < 0)
		SKIP(return, NO_DEBUGFS);

	MAKE_PAIR(self->fd, 1, 0xd3);
	ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1,
				 0x19 | TESTHV_FAULT_PERFORM));
	CLOSE_FILE();
	EXPECT_EQ(left + 1, debugfs_counter("left_behind"));
}

static bool trace_write(const char *name, const char *text)
{
	char path[128];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), TRACING "%s", name);
	fd = open(path, O_WRONLY | O_TRUNC);
	len = write(fd, text, strlen(text));
	close(fd);
	return len == (ssize_t)strlen(text);
}

TEST_F(hvport, trace_of_hypercalls)
{
	static const char * const codes[] = {
		"code=0x0096 ", "code=0x005c ", "code=0x005b ",
	};
	unsigned int i;

	if (!trace_write("events/hvport/enable", "1"))
		SKIP(return, NO_TRACEFS);
	trace_write("trace", "");

	MAKE_PAIR(self->fd, 1, 0xabcd);
	EXPECT_SUCCESS(test_post_id(self->fd, 0xabcd, 0));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0xabcd, 0));
	EXPECT_HV_REFUSED(test_signal_id(self->fd, 0xabce, HVPORT_F_FOREIGN),
			  ENOENT, 0x12);
	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		CASE("call %s", codes[i]);
		EXPECT_EQ(1, lines_with(TRACING "trace", codes[i],
					"id=0xabcd ", "status=0x0000 "))
			SAY_CASE();
	}
	EXPECT_EQ(1, lines_with(TRACING "trace", "code=0x005d ", "id=0xabce ",
				"status=0x0012 "));
	EXPECT_TRUE(trace_write("events/hvport/enable", "0"));
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
}

TEST_HARNESS_MAIN
