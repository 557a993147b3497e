/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of <string.h> that a freestanding program has to bring along. */
#ifndef TESTHV_STRING_H
#define TESTHV_STRING_H

#include "types.h"

void *memset(void *to, int byte, size_t count);
void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
int memcmp(const void *a, const void *b, size_t count);
size_t strlen(const char *s);
int strncmp(const char *a, const char *b, size_t count);

/* The whole of @s as a number, decimal or 0x hexadecimal; false if it is none */
bool parse_u64(const char *s, size_t len, u64 *value);

#endif /* TESTHV_STRING_H */
