/* SPDX-License-Identifier: GPL-2.0-only */
/* Little-endian fields in a block of bytes, by offset and width, and arrays. */
#ifndef FUZZ_BYTES_H
#define FUZZ_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* @width is 1, 2, 4 or 8 */
static inline uint64_t get_bytes(const uint8_t *bytes, unsigned int at, unsigned int width)
{
	uint64_t value = 0;

	while (width--)
		value = value << 8 | bytes[at + width];
	return value;
}

static inline void put_bytes(uint8_t *bytes, unsigned int at, unsigned int width, uint64_t value)
{
	for (; width--; value >>= 8)
		bytes[at++] = value;
}

static inline bool all_zero(const uint8_t *bytes, unsigned int at, unsigned int width)
{
	while (width--)
		if (bytes[at++])
			return false;
	return true;
}

#endif /* FUZZ_BYTES_H */
