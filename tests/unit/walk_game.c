/* \summary: a walk played to its end, exactly and by dice */
#include "walk_game.h"

#include <math.h>
#include <stdlib.h>

#include "dice.h"
#include "t.h"

enum { LOWEST = -5000, HIGHEST = 21000, LEVELS = HIGHEST - LOWEST + 1 };
enum { RUNS = 4000 };

struct next { /* of a level, by miss and hit */
	int32_t to[2];
	bool clear[2];
};

static struct next *next_of(const struct game *g)
{
	struct next *next = calloc(LEVELS, sizeof(*next));

	assert_non_null(next);
	for (int32_t i = g->plan.clear_mnat + 1; i < g->alarm; i++) {
		for (int hit = 0; hit < 2; hit++) {
			struct cul_walk_state w = { .level_mnat = i,
						    .steps = 1 };

			cul_walk_step(&w, &g->plan, hit, 0);
			next[i - LOWEST].to[hit] = w.level_mnat - LOWEST;
			next[i - LOWEST].clear[hit] = w.steps == 0;
		}
	}
	return next;
}

/* One step of all that is still open: now to then. */
static void step_all(const struct game *g, const struct next *next, unsigned n,
		     double *now, double *then, struct outcome *o)
{
	for (int32_t i = 0; i < LEVELS; i++) {
		for (int hit = 0; now[i] > 0 && hit < 2; hit++) {
			double p = now[i] * (hit ? g->hit : 1 - g->hit);
			int32_t to = next[i].to[hit];
			bool speaks = to + LOWEST >= g->alarm;

			if (speaks)
				o->alarm += p;
			if (speaks || (next[i].clear[hit] && g->one_test))
				o->mean_steps += n * p;
			else
				then[to] += p;
		}
		now[i] = 0;
	}
	o->by[n] = o->alarm;
}

struct outcome play(const struct game *g)
{
	struct next *next = next_of(g);
	double *now = calloc(2 * LEVELS, sizeof(*now)), *then = now + LEVELS;
	double *all = now;
	struct outcome o = { 0 };

	assert_non_null(now);
	now[-LOWEST] = 1;
	for (unsigned n = 1; n <= g->steps; n++) {
		double *was = now;

		step_all(g, next, n, now, then, &o);
		now = then;
		then = was;
	}
	free(all);
	free(next);
	return o;
}

static bool thrown(uint64_t *seed, double share)
{
	return (double)(dice(seed) >> 11) * 0x1p-53 < share;
}

/* The share of hits under which a walk that is to fall climbs as surely as it
 * falls under `hit`: hit * e^(h*up), h being where the two steps' factors
 * average 1. It is t1 for t0. One that climbs anyhow is left alone. */
static double tilted(const struct game *g)
{
	const double up = g->plan.up_mnat / 1e3, down = g->plan.down_mnat / 1e3;
	double low = 1e-3, high = 8;

	if (g->hit * up + (1 - g->hit) * down >= 0)
		return g->hit;
	for (int i = 0; i < 80; i++) {
		double h = (low + high) / 2;

		if (g->hit * exp(h * up) + (1 - g->hit) * exp(h * down) < 1)
			low = h;
		else
			high = h;
	}
	return g->hit * exp(low * up);
}

/* A walk until an alarm or a clear; returns its steps, and the likelihood
 * ratio if it was an alarm, else 0. */
static unsigned cycle(const struct game *g, double share, uint64_t *seed,
		      double *ret_weight)
{
	struct cul_walk_state w = { 0 };
	unsigned n = 0, hits = 0;
	bool speaks;

	do {
		bool hit = thrown(seed, share);

		cul_walk_step(&w, &g->plan, hit, n);
		hits += hit;
		n++;
		speaks = w.level_mnat >= g->alarm;
	} while (w.steps != 0 && !speaks);
	*ret_weight = speaks ? pow(g->hit / share, hits) *
				       pow((1 - g->hit) / (1 - share), n - hits)
			     : 0;
	return n;
}

/* The starts of a walk without an alarm that leave `need` steps or more. */
static unsigned starts(const struct game *g, unsigned need, uint64_t *seed)
{
	struct cul_walk_state w = { 0 };
	unsigned n_starts = 0;

	for (unsigned n = 0; n + need <= g->steps; n++) {
		n_starts += w.steps == 0;
		if (g->one_test)
			break;
		cul_walk_step(&w, &g->plan, thrown(seed, g->hit), n);
		if (w.level_mnat >= g->alarm)
			break;
	}
	return n_starts;
}

static struct estimate estimate_of(double sum, double squares)
{
	const double mean = sum / RUNS;

	return (struct estimate){ mean,
				  sqrt((squares / RUNS - mean * mean) / RUNS) };
}

/* The one cycle that ends in it, times the places
 * where it may begin. */
struct estimate alarm_by_dice(const struct game *g, uint64_t seed)
{
	const double share = tilted(g);
	double sum = 0, squares = 0;

	for (unsigned run = 0; run < RUNS; run++) {
		double weight;
		unsigned need = cycle(g, share, &seed, &weight);

		if (weight > 0)
			weight *= starts(g, need, &seed);
		sum += weight;
		squares += weight * weight;
	}
	return estimate_of(sum, squares);
}

struct estimate steps_by_dice(const struct game *g, uint64_t seed)
{
	double sum = 0, squares = 0, weight;

	for (unsigned run = 0; run < RUNS; run++) {
		double n = cycle(g, g->hit, &seed, &weight);

		sum += n;
		squares += n * n;
	}
	return estimate_of(sum, squares);
}
