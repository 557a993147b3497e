// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only a debug kernel knows when everything is over: memory that nobody
 * points to any more (kmemleak), and which lines of the module ran (gcov). Needs
 * debugfs, and for gcov the I/O privilege.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "debug_kernel.h"

#define KMEMLEAK	"/sys/kernel/debug/kmemleak"
#define GCOV		"/sys/kernel/debug/gcov"

/* An object is not suspected before it is five seconds old (mm/kmemleak.c) */
#define YOUNG_SECONDS	6

/* What is written to this port goes to a file of the host: QEMU's isa-debugcon */
#define PARCEL_PORT	0x4e9

static int verdict_fd;

/* A boot that has no time for it says so to the kernel */
static bool switched_off(void)
{
	char cmdline[4096] = "";
	int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	bool off = fd >= 0 && read(fd, cmdline, sizeof(cmdline) - 1) > 0 &&
		   strstr(cmdline, "kmemleak=off");

	close(fd);
	return off;
}

static void scan(int fd)
{
	if (write(fd, "scan", 4) != 4)
		dprintf(verdict_fd, "init: error: kmemleak does not scan: %s\n", strerror(errno));
}

/* The first scan, which takes some of these seconds, only learns what objects look like */
static int scan_memory(void)
{
	struct timespec old_enough = { .tv_sec = YOUNG_SECONDS };
	struct timespec now;
	int fd = switched_off() ? -1 : open(KMEMLEAK, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return fd;
	clock_gettime(CLOCK_MONOTONIC, &now);
	old_enough.tv_sec += now.tv_sec;
	old_enough.tv_nsec = now.tv_nsec;
	scan(fd);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &old_enough, NULL);
	scan(fd);
	return fd;
}

/* One line for each object and one for each function on the way to it */
void report_leaks(int verdict)
{
	char line[256];
	FILE *found;
	int fd;

	verdict_fd = verdict;
	fd = scan_memory();
	if (fd < 0)
		return;
	found = fdopen(fd, "r");
	/* What was written has moved the position of reading, too */
	if (found)
		rewind(found);
	while (found && fgets(line, sizeof(line), found)) {
		if (!strncmp(line, "unreferenced", 12))
			dprintf(verdict, "init: error: leaked: %s", line);
		else
			dprintf(verdict, "init: leaked: %s", line);
	}
	if (found)
		fclose(found);
}

static void send_bytes(const void *bytes, size_t size)
{
	outsb(PARCEL_PORT, bytes, size);
}

/* A member of a cpio archive, and the bytes that fill it up to four */
static void send_member(const char *name, const void *bytes, size_t size)
{
	size_t length = strlen(name) + 1;
	char header[128];

	snprintf(header, sizeof(header),
		 "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		 0, S_IFREG | 0644, 0, 0, 1, 0, size, 0, 0, 0, 0, length, 0);
	send_bytes(header, strlen(header));
	send_bytes(name, length);
	send_bytes("\0\0\0", -(strlen(header) + length) & 3);
	send_bytes(bytes, size);
	send_bytes("\0\0\0", -size & 3);
}

/* Files of debugfs have no size */
static int send_counters(const char *path, const struct stat *st, int type, struct FTW *where)
{
	static char counters[1 << 16];
	size_t have = 0;
	ssize_t got;
	int fd;

	(void)st;
	if (type != FTW_F || strcmp(path + strlen(path) - 5, ".gcda"))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	/* A kernel that a test has locked down does not let anybody look */
	if (fd < 0 && errno == EPERM)
		return 0;
	while ((got = read(fd, counters + have, sizeof(counters) - have)) > 0)
		have += got;
	if (got < 0 || have == sizeof(counters))
		dprintf(verdict_fd, "init: error: cannot read %s\n", path);
	close(fd);
	send_member(path + where->base, counters, have);
	return 0;
}

void send_coverage(int verdict)
{
	verdict_fd = verdict;
	if (access(GCOV, F_OK) || iopl(3))
		return;
	nftw(GCOV, send_counters, 16, FTW_PHYS);
	send_member("TRAILER!!!", NULL, 0);
}
