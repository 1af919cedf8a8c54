/* \summary: a walk played to its end, exactly and by dice
 *
 * Both drive the function under test. Exact: dynamic programming over the
 * integer levels of the walk; where a step leads is had by taking it. By
 * dice: the cycles of a walk, from a start to the next, are played under a
 * tilted share of hits and weighed by their likelihood ratio (Siegmund 1976),
 * so that one alarm in 10^13 is seen in a few thousand games.
 */
#ifndef CUL_TEST_WALK_GAME_H
#define CUL_TEST_WALK_GAME_H

#include "evidence/walk.h"

enum { STEPS_MAX = 2000 };

struct game {
	struct cul_walk_plan plan;
	int32_t alarm;  /* at or above: it has spoken               */
	bool one_test;  /* a clear ends it; else it begins again    */
	double hit;     /* share of hits of the one who is tested   */
	unsigned steps; /* so many at most                          */
};

struct outcome {
	double alarm, mean_steps; /* the mean is over all that ended */
	double by[STEPS_MAX + 1]; /* an alarm after so many at most  */
};

struct estimate {
	double mean, error; /* one standard error */
};

struct outcome play(const struct game *g);

/* The chance of an alarm. */
struct estimate alarm_by_dice(const struct game *g, uint64_t seed);

/* Mean steps to the end of one test. */
struct estimate steps_by_dice(const struct game *g, uint64_t seed);

#endif
