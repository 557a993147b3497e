/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's log, read from a moment on: what did the kernel (not a program
 * that wrote to /dev/kmsg) say about hvport since then?
 */
#ifndef HVPORT_KMSG_H
#define HVPORT_KMSG_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KMSG_DEBUG	7

/* A place in the log, now; -1 where the log may not be read */
static inline int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* The next line's text without its newline, or NULL; *@level is its level */
static inline char *kmsg_next(int fd, int *level)
{
	static char record[8192];
	ssize_t len;
	char *text;
	int prio;

	for (;;) {
		len = read(fd, record, sizeof(record) - 1);
		if (len < 0 && errno == EPIPE)
			continue;	/* overwritten before it was read */
		if (len <= 0)
			return NULL;
		record[len] = '\0';
		prio = atoi(record);
		text = strchr(record, ';');
		if (prio > 7 || !text)
			continue;	/* another facility: not the kernel */
		text++;
		text[strcspn(text, "\n")] = '\0';
		*level = prio;
		return text;
	}
}

/*
 * Is it a remark of the kernel itself, and not the module's? On loading a module
 * that did not come with it, with the module's name in front; of the lockdown on
 * what it forbade, with the test's name in it; on a device that would not be
 * suspended; and of a sanitizer on who was running when it found something, and on
 * how he came there: whose mistake it is judges who reads the whole report
 * (tools/testing/hvport/boot/judge.sh).
 */
static inline bool kmsg_is_not_ours(const char *text)
{
	return strstr(text, "taint") || !strncmp(text, "Lockdown: ", 10) ||
	       strstr(text, ": PM: ") || strstr(text, " Comm: ") ||
	       strstr(text, " [hvport]");
}

/* How many lines above debug level speak of hvport */
static inline int kmsg_loud_lines(int fd)
{
	int level, lines = 0;
	char *text;

	while ((text = kmsg_next(fd, &level))) {
		if (level >= KMSG_DEBUG || !strstr(text, "hvport") ||
		    kmsg_is_not_ours(text))
			continue;
		printf("# kernel log: <%d>%s\n", level, text);
		lines++;
	}
	return lines;
}

#endif /* HVPORT_KMSG_H */
