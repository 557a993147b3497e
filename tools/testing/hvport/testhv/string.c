// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and text helpers. The compiler calls the first four by itself, so
 * their names and arguments are not ours to choose.
 */
#include "string.h"

void *memset(void *to, int byte, size_t count)
{
	void *start = to;

	asm volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(byte) : "memory");
	return start;
}

void *memcpy(void *to, const void *from, size_t count)
{
	void *start = to;

	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
	return start;
}

void *memmove(void *to, const void *from, size_t count)
{
	u8 *last_to = (u8 *)to + count - 1;
	const u8 *last_from = (const u8 *)from + count - 1;

	if (to <= from || (u8 *)to >= (const u8 *)from + count)
		return memcpy(to, from, count);
	asm volatile("std; rep movsb; cld"
		     : "+D"(last_to), "+S"(last_from), "+c"(count) : : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t count)
{
	const u8 *x = a, *y = b;

	for (; count; count--, x++, y++)
		if (*x != *y)
			return *x < *y ? -1 : 1;
	return 0;
}

size_t strlen(const char *s)
{
	size_t len = 0;

	while (s[len])
		len++;
	return len;
}

int strncmp(const char *a, const char *b, size_t count)
{
	for (; count; count--, a++, b++) {
		if (*a != *b)
			return (u8)*a < (u8)*b ? -1 : 1;
		if (!*a)
			break;
	}
	return 0;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

bool parse_u64(const char *s, size_t len, u64 *value)
{
	u64 base = 10, total = 0;

	if (len > 2 && s[0] == '0' && (s[1] | 0x20) == 'x') {
		base = 16;
		s += 2;
		len -= 2;
	}
	if (!len)
		return false;
	for (; len; len--, s++) {
		u64 d = digit(*s);

		if (d >= base || total > (~0ULL - d) / base)
			return false;
		total = total * base + d;
	}
	*value = total;
	return true;
}
