/* \summary: numbers by chance that are the same on every machine */
#ifndef CUL_TEST_DICE_H
#define CUL_TEST_DICE_H

#include <stdint.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t dice(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline uint32_t dice_below(uint64_t *seed, uint32_t n)
{
	return (uint32_t)(dice(seed) % n);
}

#endif
