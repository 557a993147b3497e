/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verbs that the hvport tests are written in: structs that hvport must
 * accept, one call that watches every byte the kernel touches, and one-line
 * verdicts. It knows the uapi header, and nothing about how hvport works.
 */
#ifndef HVPORT_TEST_H
#define HVPORT_TEST_H

#include <fcntl.h>
#include <sys/ioctl.h>
#include <linux/hvport.h>
#include "kselftest_harness.h"

#define HVPORT_DEVICE	"/dev/hvport"

/* What callers leave in memory that is not theirs to fill */
#define POISON		0xcc
#define GUARD		64

/* The values of the stages, typed from the documentation */
#define KERNEL		1
#define HYPERVISOR	2

static inline int open_hvport(void)
{
	return open(HVPORT_DEVICE, O_RDWR | O_CLOEXEC);
}

static inline int get_info(int fd, struct hvport_info *info)
{
	memset(info, POISON, sizeof(*info));
	info->size = sizeof(*info);
	info->flags = 0;
	return ioctl(fd, HVPORT_GET_INFO, info) ? errno : 0;
}

static inline unsigned int ports_of_file(int fd)
{
	struct hvport_info info;

	return get_info(fd, &info) ? ~0U : info.ports_file;
}

static inline unsigned int ports_of_all(int fd)
{
	struct hvport_info info;

	return get_info(fd, &info) ? ~0U : info.ports_all;
}

static inline struct hvport_create_port good_port(__u32 type, __u32 id)
{
	struct hvport_create_port port;

	memset(&port, 0, sizeof(port));
	port.size = sizeof(port);
	port.port_partition = HVPORT_PARTITION_SELF;
	port.port_id = id;
	port.port_info.port_type = type;
	return port;
}

static inline struct hvport_create_port good_message_port(__u32 id)
{
	struct hvport_create_port port = good_port(1, id);

	port.port_info.message.target_sint = 4;
	port.port_info.message.target_vp = 0xffffffff;
	return port;
}

static inline struct hvport_create_port good_event_port(__u32 id)
{
	struct hvport_create_port port = good_port(2, id);

	port.port_info.event.target_sint = 4;
	port.port_info.event.target_vp = 0;
	port.port_info.event.base_flag_number = 16;
	port.port_info.event.flag_count = 8;
	return port;
}

static inline struct hvport_create_port good_monitor_port(__u32 id)
{
	struct hvport_create_port port = good_port(3, id);

	/* a page that no kernel uses: the start of real-mode memory */
	port.port_info.monitor.monitor_address = 0x1000;
	return port;
}

static inline struct hvport_create_port good_doorbell_port(__u32 id)
{
	struct hvport_create_port port = good_port(4, id);

	port.port_info.doorbell.target_sint = 4;
	port.port_info.doorbell.target_vp = 0xffffffff;
	return port;
}

static inline struct hvport_create_port good_port_of_type(__u32 type, __u32 id)
{
	switch (type) {
	case 2:
		return good_event_port(id);
	case 3:
		return good_monitor_port(id);
	case 4:
		return good_doorbell_port(id);
	default:
		return good_message_port(id);
	}
}

static inline struct hvport_delete_port good_delete(__u32 id)
{
	struct hvport_delete_port del;

	memset(&del, 0, sizeof(del));
	del.size = sizeof(del);
	del.port_partition = HVPORT_PARTITION_SELF;
	del.port_id = id;
	return del;
}

/* Everything that a call says */
struct outcome {
	int error;		/* errno, 0 is success */
	int stage;
	int hv_status;
	int deposits;
	unsigned int bad_field;
	int spilled;		/* bytes changed that are not the result's */
};

/* An id that the kernel picked lies at offset 16 of the struct */
static inline bool is_picked_id(unsigned int at, unsigned long cmd, int error,
				__u32 flags)
{
	return at >= 16 && at < 20 && !error &&
	       (cmd == HVPORT_CREATE_PORT || cmd == HVPORT_CONNECT_PORT) &&
	       (flags & HVPORT_F_ANY_ID) && !(flags & HVPORT_F_VALIDATE_ONLY);
}

/*
 * One ioctl on @arg, a struct as the uapi header has it: size in front, result
 * at the end. The result is poisoned first, because the kernel must not look at
 * it, and the struct sits between guards, because the kernel must not write
 * anything else.
 */
static inline struct outcome hvport_call(int fd, unsigned long cmd, void *arg)
{
	unsigned char frame[GUARD + 512 + GUARD], before[sizeof(frame)];
	struct hvport_result result;
	struct outcome out = { 0 };
	unsigned int at, size, tail;
	__u32 head[2];

	memcpy(head, arg, sizeof(head));
	size = head[0] < 512 ? head[0] : 512;
	tail = size - sizeof(result);

	memset(frame, POISON, sizeof(frame));
	memcpy(frame + GUARD, arg, tail);
	memcpy(before, frame, sizeof(frame));

	if (ioctl(fd, cmd, frame + GUARD))
		out.error = errno;

	for (at = 0; at < sizeof(frame); at++) {
		unsigned int field = at - GUARD;

		if (field >= tail && field < size)
			continue;
		if (is_picked_id(field, cmd, out.error, head[1]))
			continue;
		out.spilled += frame[at] != before[at];
	}

	memcpy(arg, frame + GUARD, size);
	memcpy(&result, frame + GUARD + tail, sizeof(result));
	out.stage = result.stage;
	out.hv_status = result.hv_status;
	out.deposits = result.deposits;
	out.bad_field = result.bad_field;
	return out;
}

static inline struct outcome test_create(int fd,
					 struct hvport_create_port *port)
{
	return hvport_call(fd, HVPORT_CREATE_PORT, port);
}

/* Create a message port that nothing is the matter with */
static inline struct outcome test_create_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_create_port port = good_message_port(id);

	port.flags = flags;
	return test_create(fd, &port);
}

static inline struct outcome test_delete(int fd, struct hvport_delete_port *del)
{
	return hvport_call(fd, HVPORT_DELETE_PORT, del);
}

static inline struct outcome test_delete_id(int fd, __u32 id, __u32 flags)
{
	struct hvport_delete_port del = good_delete(id);

	del.flags = flags;
	return test_delete(fd, &del);
}

/* In a loop or a table: which case it is, shown when a check fails */
static char test_case[128];

#define CASE(fmt, ...) \
	snprintf(test_case, sizeof(test_case), fmt, ##__VA_ARGS__)

#define SAY_CASE() do {							\
	if (test_case[0])						\
		TH_LOG("in case: %s", test_case);			\
} while (0)

#define EXPECT_OUTCOME(got, want_error, want_stage, want_status, want_field) \
do {									\
	struct outcome _got = (got);					\
	EXPECT_EQ(want_error, _got.error) SAY_CASE();			\
	EXPECT_EQ(want_stage, _got.stage) SAY_CASE();			\
	EXPECT_EQ(want_status, _got.hv_status) SAY_CASE();		\
	EXPECT_EQ(0, _got.deposits) SAY_CASE();				\
	EXPECT_EQ(want_field, _got.bad_field) SAY_CASE();		\
	EXPECT_EQ(0, _got.spilled) SAY_CASE();				\
} while (0)

#define EXPECT_SUCCESS(got)						\
	EXPECT_OUTCOME(got, 0, 0, 0, 0U)
/* The kernel refused, before any hypercall */
#define EXPECT_REFUSED(got, error, field)				\
	EXPECT_OUTCOME(got, error, KERNEL, 0, (unsigned int)(field))
/* The hypervisor refused, and said why */
#define EXPECT_HV_REFUSED(got, error, status)				\
	EXPECT_OUTCOME(got, error, HYPERVISOR, status, 0U)

/* A number behind @name in this file's fdinfo, -1: no such line */
static inline int fdinfo_number(int fd, const char *name)
{
	char path[64], line[256];
	int number = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, name, strlen(name)))
			number = atoi(line + strlen(name));
	}
	if (file)
		fclose(file);
	return number;
}

#endif /* HVPORT_TEST_H */
