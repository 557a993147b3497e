// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an administrator can see: the list of objects and the counters in
 * debugfs, and the trace event of every hypercall.
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include "hvport_debugfs.h"
#include "hvport_fixture.h"
#include "hvport_needs.h"

#define NO_DEBUGFS	"debugfs is not mounted, or not for us"
#define NO_TRACEFS	"tracefs is not mounted, or has no trace events"

/* A line of the list */
struct listed {
	char kind[16], type[16], state[16], comm[32];
	unsigned long long partition;
	unsigned int id;
	int pid;
};

static bool read_listed(const char *line, struct listed *port)
{
	return sscanf(line, "%15s %llx %x %15s %15s %d %31[^\n]", port->kind,
		      &port->partition, &port->id, port->type, port->state,
		      &port->pid, port->comm) == 7;
}

/* The line of the port @id; false: there is none */
static bool find_listed(unsigned int id, struct listed *port)
{
	FILE *file = fopen(DEBUGFS "hvport/ports", "r");
	bool found = false;
	char line[256];

	while (!found && file && fgets(line, sizeof(line), file))
		found = read_listed(line, port) && port->id == id;
	if (file)
		fclose(file);
	return found;
}

#define MANY_FIRST	0x5000
#define MANY		0x100

/* How many of the ids from MANY_FIRST on have a line, if none of them has two */
static unsigned int count_many(void)
{
	FILE *file = fopen(DEBUGFS "hvport/ports", "r");
	bool has_line[MANY] = { false };
	unsigned int at, lines = 0;
	struct listed port;
	char line[256];

	while (file && fgets(line, sizeof(line), file)) {
		if (!read_listed(line, &port))
			continue;
		at = port.id - MANY_FIRST;
		if (at >= MANY)
			continue;
		lines += has_line[at] ? MANY + 1 : 1;
		has_line[at] = true;
	}
	if (file)
		fclose(file);
	return lines;
}

TEST_F(hvport, list_of_ports)
{
	static const char * const types[] = {
		"", "message", "event", "monitor", "doorbell",
	};
	struct hvport_create_port port;
	struct listed seen;
	unsigned int type;

	if (access(DEBUGFS "hvport/ports", R_OK))
		SKIP(return, NO_DEBUGFS);

	for (type = 1; type <= 4; type++) {
		CASE("port type %u", type);
		port = good_port_of_type(type, 0xabc0 + type);
		EXPECT_FALSE(find_listed(0xabc0 + type, &seen)) SAY_CASE();
		EXPECT_SUCCESS(test_create(self->fd, &port));
		ASSERT_TRUE(find_listed(0xabc0 + type, &seen)) SAY_CASE();
		EXPECT_STREQ("port", seen.kind) SAY_CASE();
		EXPECT_EQ(~0ULL, seen.partition) SAY_CASE();
		EXPECT_STREQ(types[type], seen.type) SAY_CASE();
		EXPECT_STREQ("live", seen.state) SAY_CASE();
		EXPECT_EQ(getpid(), seen.pid) SAY_CASE();
		EXPECT_STREQ("hvport_debug", seen.comm) SAY_CASE();
		EXPECT_SUCCESS(test_delete_id(self->fd, 0xabc0 + type, 0));
		EXPECT_FALSE(find_listed(0xabc0 + type, &seen)) SAY_CASE();
	}
}

/* A line stays a line, whoever he says that he is */
TEST_F(hvport, list_of_who_has_a_strange_name)
{
	struct listed seen;
	int fd;

	if (access(DEBUGFS "hvport/ports", R_OK))
		SKIP(return, NO_DEBUGFS);

	prctl(PR_SET_NAME, "a\nport \\b");
	fd = open_hvport();
	prctl(PR_SET_NAME, "hvport_debug");
	EXPECT_SUCCESS(test_create_id(fd, 0xabd0, 0));
	ASSERT_TRUE(find_listed(0xabd0, &seen));
	EXPECT_STREQ("a\\012port \\134b", seen.comm);
	/* with the heading */
	EXPECT_EQ(2, debugfs_lines(""));
	close(fd);
}

TEST_F(hvport, list_is_complete)
{
	unsigned int id;

	if (access(DEBUGFS "hvport/ports", R_OK))
		SKIP(return, NO_DEBUGFS);

	for (id = MANY_FIRST; id < MANY_FIRST + MANY; id++)
		EXPECT_SUCCESS(test_create_id(self->fd, id, 0));
	EXPECT_EQ(MANY, count_many());
	CLOSE_FILE();
	EXPECT_EQ(0, count_many());
}

TEST_F(hvport, debugfs_is_roots_alone)
{
	static const char * const files[] = {
		DEBUGFS "hvport/ports", DEBUGFS "hvport/counters",
	};
	struct stat st;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		if (stat(files[i], &st))
			SKIP(return, NO_DEBUGFS);
		EXPECT_EQ(S_IFREG | 0400, st.st_mode);
		EXPECT_EQ(0, st.st_uid);
	}
}

TEST_F(hvport, counters_of_calls)
{
	long calls = debugfs_counter("hypercalls");
	long kernel = debugfs_counter("refused_by_kernel");
	long hypervisor = debugfs_counter("refused_by_hypervisor");

	if (calls < 0)
		SKIP(return, NO_DEBUGFS);

	EXPECT_SUCCESS(test_create_id(self->fd, 0xc1, 0));
	EXPECT_EQ(calls + 1, debugfs_counter("hypercalls"));
	EXPECT_REFUSED(test_create_id(self->fd, 0xc1, 0), EEXIST, 16);
	EXPECT_REFUSED(test_delete_id(self->fd, 0xc2, 0), ENOENT, 16);
	EXPECT_EQ(calls + 1, debugfs_counter("hypercalls"));
	EXPECT_EQ(kernel + 2, debugfs_counter("refused_by_kernel"));
	EXPECT_EQ(hypervisor, debugfs_counter("refused_by_hypervisor"));
	EXPECT_HV_REFUSED(test_delete_id(self->fd, 0xc2, HVPORT_F_FOREIGN),
			  ENOENT, 0x11);
	EXPECT_EQ(calls + 2, debugfs_counter("hypercalls"));
	EXPECT_EQ(hypervisor + 1, debugfs_counter("refused_by_hypervisor"));
	EXPECT_EQ(kernel + 2, debugfs_counter("refused_by_kernel"));
}

TEST_F(hvport, counter_of_what_was_undone)
{
	long undone = debugfs_counter("undone");
	struct hvport_create_port port = good_message_port(0xc3);
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (undone < 0)
		SKIP(return, NO_DEBUGFS);

	memcpy(page, &port, sizeof(port));
	ASSERT_EQ(0, mprotect(page, 4096, PROT_READ));
	EXPECT_EQ(-1, ioctl(self->fd, HVPORT_CREATE_PORT, page));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(undone + 1, debugfs_counter("undone"));
	munmap(page, 4096);
}

static const char *tracefs(void)
{
	if (!access("/sys/kernel/tracing/events/hvport", F_OK))
		return "/sys/kernel/tracing/";
	if (!access(DEBUGFS "tracing/events/hvport", F_OK))
		return DEBUGFS "tracing/";
	return NULL;
}

static bool trace_write(const char *name, const char *text)
{
	char path[128];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%s%s", tracefs(), name);
	fd = open(path, O_WRONLY | O_TRUNC);
	len = write(fd, text, strlen(text));
	close(fd);
	return len == (ssize_t)strlen(text);
}

/* How many lines of the trace have all of these words */
static unsigned int traced(const char *event, const char *code, const char *id,
			   const char *status)
{
	unsigned int lines = 0;
	char path[128], line[512];
	FILE *file;

	snprintf(path, sizeof(path), "%strace", tracefs());
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		lines += strstr(line, event) && strstr(line, code) &&
			 strstr(line, id) && strstr(line, status);
	if (file)
		fclose(file);
	return lines;
}

TEST_F(hvport, trace_of_hypercalls)
{
	if (!tracefs() || !trace_write("events/hvport/enable", "1"))
		SKIP(return, NO_TRACEFS);
	trace_write("trace", "");

	EXPECT_SUCCESS(test_create_id(self->fd, 0xabcd, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0xabcd, 0));
	EXPECT_HV_REFUSED(test_delete_id(self->fd, 0xabce, HVPORT_F_FOREIGN),
			  ENOENT, 0x11);
	/* what never became a hypercall is none */
	EXPECT_REFUSED(test_delete_id(self->fd, 0xabcf, 0), ENOENT, 16);

	EXPECT_EQ(1, traced("hvport_hypercall:", "code=0x0095 ", "id=0xabcd ",
			    "status=0x0000 "));
	EXPECT_EQ(1, traced("hvport_hypercall:", "code=0x0058 ", "id=0xabcd ",
			    "status=0x0000 "));
	EXPECT_EQ(1, traced("hvport_hypercall:", "code=0x0058 ", "id=0xabce ",
			    "status=0x0011 "));
	EXPECT_EQ(0, traced("hvport", "", "id=0xabcf ", ""));
	EXPECT_TRUE(trace_write("events/hvport/enable", "0"));
}

TEST_F(hvport, trace_of_what_is_left_behind)
{
	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);
	if (!tracefs() || !trace_write("events/hvport/enable", "1"))
		SKIP(return, NO_TRACEFS);
	trace_write("trace", "");

	EXPECT_SUCCESS(test_create_id(self->fd, 0xabcd, 0));
	/* it is deleted, but nobody can know */
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1,
				 0x19 | TESTHV_FAULT_PERFORM));
	CLOSE_FILE();
	EXPECT_EQ(1, traced("hvport_left_behind:", "code=0x0058 ",
			    "id=0xabcd ", "status=0x0019"));
	EXPECT_TRUE(trace_write("events/hvport/enable", "0"));
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
}

TEST_HARNESS_MAIN
