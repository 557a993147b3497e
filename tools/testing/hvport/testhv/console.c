// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text on QEMU's debug console (port 0xe9), one burst for each line so that the
 * lines of two processors do not mix, and the ways to stop the machine. The
 * serial ports belong to the guest and are never touched.
 */
#include <stdarg.h>
#include "console.h"
#include "string.h"
#include "vp.h"

#define DEBUG_CONSOLE_PORT	0xe9
#define PCI_RESET_PORT		0xcf9
#define PCI_RESET_HARD		0x06
#define KEYBOARD_COMMAND_PORT	0x64
#define KEYBOARD_PULSE_RESET	0xfe

static u64 violation_count;

static void line_char(struct line *line, char c)
{
	/* Two bytes stay free for the newline and the NUL */
	if (line->len < sizeof(line->text) - 2)
		line->text[line->len++] = c;
}

static void line_string(struct line *line, const char *s)
{
	while (*s)
		line_char(line, *s++);
}

static void line_number(struct line *line, u64 value, u32 base, u32 width, char pad)
{
	char digits[24];
	u32 count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	for (; width > count; width--)
		line_char(line, pad);
	while (count)
		line_char(line, digits[--count]);
}

/* One conversion, @f at the character behind '%'; returns the one behind it */
static const char *line_convert(struct line *line, const char *f, va_list *args)
{
	char pad = *f == '0' ? '0' : ' ';
	u32 width = 0, longs = 0;

	for (; *f >= '0' && *f <= '9'; f++)
		width = width * 10 + *f - '0';
	for (; *f == 'l' || *f == 'z'; f++)
		longs++;
	switch (*f) {
	case 's':
		line_string(line, va_arg(*args, const char *));
		break;
	case 'c':
		line_char(line, va_arg(*args, int));
		break;
	case 'u':
	case 'x':
		line_number(line, longs ? va_arg(*args, u64) : va_arg(*args, u32),
			    *f == 'u' ? 10 : 16, width, pad);
		break;
	default:
		line_char(line, *f);
		break;
	}
	return f + 1;
}

static void line_vadd(struct line *line, const char *format, va_list *args)
{
	while (*format) {
		if (*format == '%')
			format = line_convert(line, format + 1, args);
		else
			line_char(line, *format++);
	}
}

void line_add(struct line *line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_vadd(line, format, &args);
	va_end(args);
}

void line_print(struct line *line)
{
	line->text[line->len++] = '\n';
	outsb(DEBUG_CONSOLE_PORT, line->text, line->len);
	line->len = 0;
}

static void print_prefixed(const char *prefix, const char *format, va_list *args)
{
	struct line line = { .len = 0 };

	line_string(&line, prefix);
	line_vadd(&line, format, args);
	line_print(&line);
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_prefixed("testhv: ", format, &args);
	va_end(args);
}

void violation(struct vp *vp, const char *format, ...)
{
	va_list args;

	violation_count++;
	if (vp)
		vp->violated = true;
	va_start(args, format);
	print_prefixed("testhv: VIOLATION ", format, &args);
	va_end(args);
}

u64 violations_pending(void)
{
	return violation_count;
}

u64 violations_take(void)
{
	u64 count = violation_count;

	violation_count = 0;
	return count;
}

void panic(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_prefixed("testhv: PANIC ", format, &args);
	va_end(args);
	machine_reset();
}

void machine_reset(void)
{
	outb(PCI_RESET_PORT, PCI_RESET_HARD);
	outb(KEYBOARD_COMMAND_PORT, KEYBOARD_PULSE_RESET);
	for (;;)
		asm volatile("cli; hlt");
}
