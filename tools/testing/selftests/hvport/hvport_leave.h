/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hvport_leave leaves behind when the machine goes down, and what hvport_kexec
 * and hvport_crash look for in the kernel that comes after: a port of each type
 * from LEFT_ID on, a connection LEFT_ID to the first, and a port KEPT_ID that is
 * PERSIST. If the hypervisor may be given memory, all but the last live in what it
 * was given.
 */
#ifndef HVPORT_LEAVE_H
#define HVPORT_LEAVE_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "hvport_connection.h"
#include "hvport_module.h"
#include "hvport_pool.h"

#define LEFT_ID		0xe1
#define LEFT_PORTS	4
#define KEPT_ID		0xe8

/*
 * Ports that are made around hvport, by the one who asked: of all that the last
 * kernel knew, it is what the next can see. The first if he was told ENODEV, the
 * other if it was something else.
 */
#define TOLD_ID		0xe0
#define TOLD_WRONG_ID	0xdf

/* With nopv the kernel leaves Hyper-V alone, so the page can only be hvport's */
static inline bool kernel_has_no_page(void)
{
	char line[4096] = "";
	FILE *file = fopen("/proc/cmdline", "r");

	if (file && !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	return strstr(line, "nopv");
}

/* Was call number @index, since the machine was switched on, @code with success? */
static inline bool call_succeeded(unsigned int index, unsigned int code)
{
	uint64_t head[4];	/* control word, input, output, result */

	testhv_log_read(index, 0, head);
	return (head[0] & 0xffff) == code && !(head[3] & 0xffff);
}

static inline unsigned int successes(unsigned int code)
{
	unsigned int index, count = 0, calls = testhv_stat(TESTHV_STAT_LOG_ENTRIES);

	for (index = 0; index < calls; index++)
		count += call_succeeded(index, code);
	return count;
}

/* Everything that was left can be made here */
#define EXPECT_IDS_ARE_FREE(fd)							\
do {										\
	__u32 _id;								\
										\
	for (_id = LEFT_ID; _id < LEFT_ID + LEFT_PORTS; _id++)			\
		EXPECT_SUCCESS(test_create_id(fd, _id, 0));			\
	EXPECT_SUCCESS(test_connect_id(fd, LEFT_ID, 0));			\
	EXPECT_SUCCESS(test_post_id(fd, LEFT_ID, 0));				\
	EXPECT_EQ(LEFT_PORTS, testhv_ports());					\
	EXPECT_EQ(LEFT_PORTS, ports_of_file(fd));				\
} while (0)

/* 0, or what was wrong before @job began to wait */
static inline int leave_behind(void (*job)(int tell))
{
	char error = -1;
	int pipe_fds[2];

	if (pipe(pipe_fds))
		return errno;
	if (!fork()) {
		/* Not of this group, which the harness may put an end to */
		setsid();
		job(pipe_fds[1]);
	}
	return read(pipe_fds[0], &error, 1) == 1 ? error : -1;
}

static inline bool may_leave(void)
{
	const char *may = getenv("HVPORT_LEAVE");

	return may && !strcmp(may, "1");
}

#define MAY_NOT_LEAVE	"HVPORT_LEAVE=1 lets it leave a process behind"

/* The whole program needs it: that it is the kernel after @how */
static inline void need_next_kernel(const char *how)
{
	const char *after = getenv("HVPORT_AFTER");
	const char *why = NULL;

	if (!after || strcmp(after, how))
		why = "HVPORT_AFTER says what became of the kernel before, and not this";
	else if (!module_file())
		why = NEEDS_MODULE;
	else if (!testhv_present())
		why = NEEDS_TESTHV;
	if (!why)
		return;
	ksft_print_header();
	ksft_exit_skip("%s\n", why);
}

#endif /* HVPORT_LEAVE_H */
