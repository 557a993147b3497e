/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Faults of the kernel's own injection, one at a time: the Nth allocation of
 * memory, or the Nth copy from or to user memory, that this thread makes. The
 * kernel needs CONFIG_FAULT_INJECTION_STACKTRACE_FILTER as well, by which a
 * capability to fail is switched off, or kept to what the module itself does.
 */
#ifndef HVPORT_INJECT_H
#define HVPORT_INJECT_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "hvport_debugfs.h"
#include "kselftest.h"

#define NO_INJECTION	"this kernel cannot inject faults"

/* Where modules are loaded to: in a call chain with none of it hvport is not */
#define MODULES_START	"0xffffffffa0000000"
#define MODULES_END	"0xffffffffff000000"

/* What can fail, with the only errno that its failure can become */
enum { SLAB, PAGES, COPIES, INJECT_KINDS };

static const struct inject_kind {
	const char *name, *what;
	int error;
} inject_kinds[INJECT_KINDS] = {
	[SLAB] = { "failslab", "slab allocations", ENOMEM },
	[PAGES] = { "fail_page_alloc", "page allocations", ENOMEM },
	[COPIES] = { "fail_usercopy", "user copies", EFAULT },
};

static inline bool inject_write(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t len = strlen(value);
	ssize_t done = fd < 0 ? -1 : write(fd, value, len);

	if (fd >= 0)
		close(fd);
	return done == (ssize_t)len;
}

static inline bool inject_set(const char *name, const char *file,
			      const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), DEBUGFS "%s/%s", name, file);
	return inject_write(path, value);
}

/*
 * Where kmemleak allocates what it remembers of an allocation. It has a reserve for
 * when that fails, so it is nothing to sweep. Where there is no such function all
 * remains as it is.
 */
static inline void inject_skip_kmemleak(const char *name)
{
	FILE *symbols = fopen("/proc/kallsyms", "r");
	char line[256], start[32], end[32];
	bool found = false;

	while (symbols && fgets(line, sizeof(line), symbols)) {
		if (found) {
			snprintf(end, sizeof(end), "0x%.16s", line);
			inject_set(name, "reject-start", start);
			inject_set(name, "reject-end", end);
			break;
		}
		snprintf(start, sizeof(start), "0x%.16s", line);
		found = strstr(line, " __alloc_object\n");
	}
	if (symbols)
		fclose(symbols);
}

/*
 * From now on only @kind can fail (INJECT_KINDS: nothing can); @module_only: only in
 * what hvport calls. Allocations that may sleep fail as well.
 */
static inline bool inject_choose(unsigned int kind, bool module_only)
{
	unsigned int i;
	bool done = true;

	for (i = 0; i < INJECT_KINDS; i++) {
		const char *name = inject_kinds[i].name;
		bool chosen = kind == i;

		done &= inject_set(name, "verbose", "0") &&
			inject_set(name, "stacktrace-depth", "32") &&
			inject_set(name, "require-start",
				   module_only ? MODULES_START : "0") &&
			inject_set(name, "require-end", !chosen ? "0" :
				   module_only ? MODULES_END : "0xffffffffffffffff");
	}
	return done && inject_set("failslab", "ignore-gfp-wait", "N") &&
	       inject_set("fail_page_alloc", "ignore-gfp-wait", "N") &&
	       inject_set("fail_page_alloc", "min-order", "0");
}

static inline int inject_open(void)
{
	return open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
}

/* Let the @nth from now on fail, in this thread; 0: none */
static inline bool inject_arm(int fd, unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return pwrite(fd, text, len, 0) == len;
}

/*
 * Has it failed? What has not been reached yet is called off. The answer itself
 * is a user copy, and can be the one that fails: then it was not reached before.
 */
static inline bool inject_struck(int fd)
{
	char text[16] = "";
	bool struck = pread(fd, text, sizeof(text) - 1, 0) > 0 &&
		      !strtoul(text, NULL, 10);

	inject_arm(fd, 0);
	return struck;
}

/* The whole program needs it */
static inline void need_injection(void)
{
	int fd = inject_open();

	if (fd >= 0 && inject_choose(INJECT_KINDS, false)) {
		close(fd);
		inject_skip_kmemleak(inject_kinds[SLAB].name);
		inject_skip_kmemleak(inject_kinds[PAGES].name);
		return;
	}
	ksft_print_header();
	ksft_exit_skip(NO_INJECTION "\n");
}

#endif /* HVPORT_INJECT_H */
