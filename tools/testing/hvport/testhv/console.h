/* SPDX-License-Identifier: GPL-2.0-only */
/* The hypervisor's own text output, and how it gives up. */
#ifndef TESTHV_CONSOLE_H
#define TESTHV_CONSOLE_H

#include "types.h"

struct vp;

/* One line "testhv: ...", newline added. Knows %s %c %u %x %llu %llx, 0 and width, %% */
__attribute__((format(printf, 1, 2)))
void say(const char *format, ...);

/*
 * The guest broke a rule of the TLFS: one line "testhv: VIOLATION ...", counted,
 * and marked on the hypercall that @vp is making (NULL: nobody's).
 */
__attribute__((format(printf, 2, 3)))
void violation(struct vp *vp, const char *format, ...);

/* Violations that nobody has forgiven yet */
u64 violations_pending(void);
u64 violations_take(void);

/* Say why, then reset the machine, which ends a QEMU started with -no-reboot */
__attribute__((format(printf, 1, 2), noreturn))
void panic(const char *format, ...);

/* Format into @buffer; returns the length, never more than @size - 1 */
struct line {
	char text[1024];
	size_t len;
};

__attribute__((format(printf, 2, 3)))
void line_add(struct line *line, const char *format, ...);
void line_print(struct line *line);

__attribute__((noreturn))
void machine_reset(void);

#endif /* TESTHV_CONSOLE_H */
