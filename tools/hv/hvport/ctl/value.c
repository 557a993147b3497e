// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text to number and back. strtoull() alone would take "-1", " 5", "" and what
 * does not fit; here none of these passes.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libhvport.h>

#include "value.h"

const struct keyword type_words[] = {
	{ "message",	HVPORT_TYPE_MESSAGE },
	{ "event",	HVPORT_TYPE_EVENT },
	{ "monitor",	HVPORT_TYPE_MONITOR },
	{ "doorbell",	HVPORT_TYPE_DOORBELL },
	{ NULL,		0 }
};

const struct keyword vp_words[] = {
	{ "any",	HVPORT_ANY_VP },
	{ "self",	HVPORT_VP_SELF },
	{ NULL,		0 }
};

const struct keyword partition_words[] = {
	{ "self",	HVPORT_PARTITION_SELF },
	{ NULL,		0 }
};

const struct keyword trigger_size_words[] = {
	{ "any",	HVPORT_DOORBELL_SIZE_ANY },
	{ "byte",	HVPORT_DOORBELL_SIZE_BYTE },
	{ "word",	HVPORT_DOORBELL_SIZE_WORD },
	{ "dword",	HVPORT_DOORBELL_SIZE_DWORD },
	{ "qword",	HVPORT_DOORBELL_SIZE_QWORD },
	{ NULL,		0 }
};

static __u64 largest(size_t width)
{
	return width >= sizeof(__u64) ? ~0ULL : (1ULL << (8 * width)) - 1;
}

static const char *parse_number(const char *text, size_t width, __u64 *value)
{
	int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
	char *end;

	if (!isdigit((unsigned char)text[0]))	/* neither blanks nor signs */
		return "is not an unsigned number";
	errno = 0;
	*value = strtoull(text, &end, base);
	if (*end)
		return "is not an unsigned number";
	if (errno || *value > largest(width))
		return "is too large for the field";
	return NULL;
}

const char *value_parse(const char *text, const struct keyword *words, size_t width,
			__u64 *value)
{
	for (; words && words->word; words++) {
		if (!strcmp(text, words->word)) {
			*value = words->value;
			return NULL;
		}
	}
	return parse_number(text, width, value);
}

const char *value_text(__u64 value, const struct keyword *words, char *buffer)
{
	for (; words && words->word; words++)
		if (words->value == value)
			return words->word;
	snprintf(buffer, VALUE_TEXT_MAX, "%llu", value);
	return buffer;
}

int value_parse_hex(const char *text, __u8 *bytes, size_t size, size_t *count)
{
	char pair[3] = "";

	*count = 0;
	while (*text) {
		if (*text == ' ') {
			text++;
			continue;
		}
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			return -1;
		memcpy(pair, text, 2);
		if (*count < size)
			bytes[*count] = strtoul(pair, NULL, 16);
		(*count)++;
		text += 2;
	}
	return 0;
}
