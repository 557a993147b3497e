/* SPDX-License-Identifier: GPL-2.0-only */
/* Callers whose struct cannot be written: what was done for them is undone. */
#ifndef HVPORT_READONLY_H
#define HVPORT_READONLY_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#define PAGE	4096U

/* Two pages of memory */
static inline char *arena_map(void)
{
	return mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* errno of @cmd on a copy of @arg in memory that cannot be written at all */
static inline int call_read_only(int fd, unsigned long cmd, const void *arg,
				 unsigned int size)
{
	char *pages = arena_map();
	int error;

	memcpy(pages, arg, size);
	mprotect(pages, 2 * PAGE, PROT_READ);
	error = ioctl(fd, cmd, pages) ? errno : 0;
	if (memcmp(pages, arg, size))
		error = -1;
	munmap(pages, 2 * PAGE);
	return error;
}

/* The same, but only from offset @from on; or, @before, up to there */
static inline int call_half(int fd, unsigned long cmd, const void *arg,
			    unsigned int size, unsigned int from, bool before)
{
	char *pages = arena_map(), *start = pages + PAGE - from;
	int error;

	memcpy(start, arg, size);
	mprotect(before ? pages : pages + PAGE, PAGE, PROT_READ);
	error = ioctl(fd, cmd, start) ? errno : 0;
	munmap(pages, 2 * PAGE);
	return error;
}

#endif /* HVPORT_READONLY_H */
