/* \summary: the log generator's random numbers */
#include "gen.h"

/*
 * SplitMix64: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014; constants of the 64-bit finalizer are
 * D. Stafford's variant 13. 64 bits of state, the same on every machine.
 */
uint64_t cul_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15ULL;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

uint64_t cul_random(struct cul_gen *g)
{
	uint64_t r = cul_mix(g->rng);

	g->rng += 0x9e3779b97f4a7c15ULL;
	return r;
}

uint32_t cul_random_below(struct cul_gen *g, uint32_t below)
{
	return (uint32_t)(((cul_random(g) >> 32) * below) >> 32);
}

bool cul_chance(struct cul_gen *g, uint32_t in_10000)
{
	return cul_random_below(g, 10000) < in_10000;
}

const struct cul_phrase *cul_phrase_pick(struct cul_gen *g,
					 const struct cul_phrase *table)
{
	const struct cul_phrase *p;
	uint32_t total = 0, at;

	for (p = table; p->weight; p++)
		total += p->weight;
	at = cul_random_below(g, total);
	for (p = table; at >= p->weight; p++)
		at -= p->weight;
	return p;
}
