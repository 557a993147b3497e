/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text to number and back: numbers that must fit a field's width, and words
 * that stand for numbers. PURE: no output, no state.
 */
#ifndef HVPORTCTL_VALUE_H
#define HVPORTCTL_VALUE_H

#include <stddef.h>

#include <linux/types.h>

struct keyword {
	const char *word;
	__u64 value;
};

/* Tables end with a word that is NULL */
extern const struct keyword type_words[];
extern const struct keyword vp_words[];
extern const struct keyword partition_words[];
extern const struct keyword trigger_size_words[];

/*
 * Parse a word of @words (may be NULL) or an unsigned number, decimal or with
 * 0x, that fits @width bytes. Whether the kernel likes it is for the kernel to
 * say.
 *
 * Return: NULL, or what is wrong with @text.
 */
const char *value_parse(const char *text, const struct keyword *words, size_t width,
			__u64 *value);

/* Return: @value as the word for it or as a decimal number, in @buffer if need be. */
#define VALUE_TEXT_MAX 24
const char *value_text(__u64 value, const struct keyword *words, char *buffer);

/*
 * Parse pairs of hexadecimal digits; blanks between pairs are skipped. At most
 * @size bytes are stored, and all of them are counted.
 *
 * Return: 0, or -1 if @text is something else.
 */
int value_parse_hex(const char *text, __u8 *bytes, size_t size, size_t *count);

#endif /* HVPORTCTL_VALUE_H */
