/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that look random and are the same in every run from the same seed. */
#ifndef FUZZ_RNG_H
#define FUZZ_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state;		/* not 0 */
};

/* xorshift64*, George Marsaglia and Sebastiano Vigna */
static inline uint64_t rng_next(struct rng *rng)
{
	rng->state ^= rng->state >> 12;
	rng->state ^= rng->state << 25;
	rng->state ^= rng->state >> 27;
	return rng->state * 0x2545f4914f6cdd1dull;
}

static inline unsigned int rng_below(struct rng *rng, unsigned int limit)
{
	return (rng_next(rng) >> 32) % limit;
}

static inline bool rng_one_in(struct rng *rng, unsigned int n)
{
	return !rng_below(rng, n);
}

#endif /* FUZZ_RNG_H */
