/* SPDX-License-Identifier: GPL-2.0-only */
/* What a harness for libFuzzer does when it finds something: say it and die. */
#ifndef FUZZ_EXPECT_H
#define FUZZ_EXPECT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What libFuzzer calls with each input */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EXPECT(condition, format, ...)						\
do {										\
	if (!(condition)) {							\
		fprintf(stderr, "%s:%d: %s: " format "\n", __FILE__, __LINE__,	\
			#condition, ##__VA_ARGS__);				\
		abort();							\
	}									\
} while (0)

#endif /* FUZZ_EXPECT_H */
