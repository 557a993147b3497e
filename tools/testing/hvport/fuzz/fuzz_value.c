// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text parsers of hvportctl: numbers, words, pairs of hexadecimal digits, each
 * against its description in value.h. An input is the width of the field (bits 1:0
 * of the first byte), whether words are known (bit 7), and the text.
 */
#include <ctype.h>

#include "bytes.h"
#include "expect.h"
#include "value.h"

#define TEXT_MAX	512

/* The digit's value, or -1 */
static int digit(char c, unsigned int base)
{
	int value = -1;

	if (c >= '0' && c <= '9')
		value = c - '0';
	else if (base == 16 && isxdigit((unsigned char)c))
		value = (c | 0x20) - 'a' + 10;
	return value;
}

/* An unsigned number that fits: decimal, or hexadecimal behind 0x, and nothing else */
static bool number(const char *text, size_t width, uint64_t *value)
{
	unsigned int base = text[0] == '0' && (text[1] | 0x20) == 'x' ? 16 : 10;
	uint64_t largest = width == 8 ? UINT64_MAX : (1ull << 8 * width) - 1;

	if (base == 16)
		text += 2;
	if (!*text)
		return false;
	for (*value = 0; *text; text++) {
		int d = digit(*text, base);

		if (d < 0 || *value > (largest - d) / base)
			return false;
		*value = *value * base + d;
	}
	return true;
}

static void check_number(const char *text, size_t width, const struct keyword *words)
{
	uint64_t expected = 0;
	bool good = number(text, width, &expected);
	char buffer[VALUE_TEXT_MAX];
	const struct keyword *word;
	const char *wrong;
	__u64 value = 0;

	for (word = words; word && word->word; word++) {
		if (strcmp(text, word->word))
			continue;
		good = true;
		expected = word->value;
	}
	wrong = value_parse(text, words, width, &value);
	EXPECT(good == !wrong, "\"%s\" for %zu bytes: %s", text, width, wrong ? wrong : "taken");
	if (!good)
		return;
	EXPECT(value == expected, "\"%s\" is %llu, should be %llu", text, value,
	       (unsigned long long)expected);
	/* What is shown of a value can be given as one */
	EXPECT(!value_parse(value_text(value, words, buffer), words, sizeof(value), &value) &&
	       value == expected, "\"%s\" is shown as \"%s\"", text, buffer);
}

static bool hex(const char *text, uint8_t *bytes, size_t *count)
{
	for (*count = 0; *text; text++) {
		if (*text == ' ')
			continue;
		if (digit(text[0], 16) < 0 || digit(text[1], 16) < 0)
			return false;
		bytes[(*count)++] = digit(text[0], 16) << 4 | digit(text[1], 16);
		text++;
	}
	return true;
}

static void check_hex(const char *text, size_t room)
{
	uint8_t expected[TEXT_MAX], *bytes = malloc(room);
	size_t should = 0, count = 0;
	bool good = hex(text, expected, &should);
	int error = value_parse_hex(text, bytes, room, &count);

	EXPECT(good == !error, "hex \"%s\" returns %d", text, error);
	EXPECT(!good || count == should, "hex \"%s\" has %zu bytes, should have %zu",
	       text, count, should);
	EXPECT(!good || !memcmp(bytes, expected, should < room ? should : room),
	       "hex \"%s\" has other bytes", text);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct keyword *const words[] = {
		NULL, type_words, vp_words, partition_words, trigger_size_words,
	};
	char text[TEXT_MAX] = "";

	if (!size)
		return 0;
	memcpy(text, data + 1, size - 1 < sizeof(text) - 1 ? size - 1 : sizeof(text) - 1);
	check_number(text, 1u << (data[0] & 3), words[(data[0] >> 4) % 5]);
	check_hex(text, data[0]);
	return 0;
}
