/* \summary: tests of the sequential tests against values computed exactly
 *
 * The chance of an alarm is had by dynamic programming over the integer levels
 * of the walk: each transition is one call of the function under test, and the
 * chances are carried along. Reference values are those of the double-precision
 * walk, rounded as printed; integer milli-nats move a step by at most 0.0005
 * nats, which these numbers bear within the tolerance beside them.
 */
#include "t.h"

#include <math.h>
#include <stdlib.h>

#include "culprit/stamp.h"
#include "dice.h"
#include "evidence/walk.h"

enum { LOWEST = -8000, HIGHEST = 20000, LEVELS = HIGHEST - LOWEST + 1 };

struct game {
	struct cul_walk_plan plan;
	int32_t alarm; /* at or above: it has spoken               */
	bool one_test; /* a clear ends it; else it begins again    */
	double hit;    /* share of hits of the one who is tested   */
};

struct outcome {
	double alarm, mean_steps; /* mean over all that ended */
};

/* Where one step leads; sets *ret_clear if the walk was cleared. */
static int32_t after(const struct game *g, int32_t level, bool hit,
		     bool *ret_clear)
{
	struct cul_walk_state w = { .level_mnat = level, .steps = 1 };

	cul_walk_step(&w, &g->plan, hit, 0);
	*ret_clear = w.steps == 0;
	return w.level_mnat;
}

static struct outcome play(const struct game *g, unsigned steps)
{
	double *now = calloc(LEVELS, sizeof(*now));
	double *next = calloc(LEVELS, sizeof(*next));
	struct outcome o = { 0 };

	assert_non_null(now);
	assert_non_null(next);
	now[-LOWEST] = 1;
	for (unsigned n = 1; n <= steps; n++) {
		for (int32_t i = 0; i < LEVELS; i++) {
			if (now[i] <= 0)
				continue;
			for (int hit = 0; hit < 2; hit++) {
				double p = now[i] * (hit ? g->hit : 1 - g->hit);
				bool clear;
				int32_t to = after(g, i + LOWEST, hit, &clear);

				if (to >= g->alarm)
					o.alarm += p;
				if (to >= g->alarm || (clear && g->one_test))
					o.mean_steps += n * p;
				else
					next[to - LOWEST] += p;
			}
			now[i] = 0;
		}
		double *was = now;
		now = next;
		next = was;
	}
	free(now);
	free(next);
	return o;
}

static int32_t alarm_of(double a, double b)
{
	return (int32_t)lround(1000 * log((1 - b) / a));
}

static bool is_near(double is, double want, double share)
{
	if (fabs(is - want) <= share * want)
		return true;
	print_message("%.6g where %.6g is due\n", is, want);
	return false;
}

static const struct {
	double a;
	int32_t alarm;
	unsigned least_run;
	double false_positive, mean_guilty;
} spot[] = {
	{ 1e-2, 4595, 4, 3.32e-3, 5.00 },
	{ 1e-4, 9200, 7, 4.18e-5, 8.82 },
	{ 1e-6, 13805, 10, 5.04e-7, 12.66 },
	{ 1e-8, 18411, 13, 4.20e-9, 16.80 },
};

static void the_steps_of_spot_are_in_milli_nats(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .9, .01);

	(void)st;
	assert_int_equal(p.up_mnat, 1504);
	assert_int_equal(p.down_mnat, -2079);
	/* ln(b), where Wald has ln(b/(1-a)): -4,595 at a=1e-2, and the same
	 * -4,605 for every a from 1e-4 on. */
	assert_int_equal(p.clear_mnat, -4605);
	for (size_t i = 0; i < sizeof(spot) / sizeof(*spot); i++) {
		double exact = 1000 * log(.01 / (1 - spot[i].a));

		assert_int_equal(alarm_of(spot[i].a, .01), spot[i].alarm);
		assert_true(fabs(exact - p.clear_mnat) <
			    (spot[i].a > 1e-3 ? 11 : 1));
	}
}

static void the_least_run_to_an_alarm_is_as_computed(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .9, .01);

	(void)st;
	for (size_t i = 0; i < sizeof(spot) / sizeof(*spot); i++) {
		struct cul_walk_state w = { 0 };
		unsigned n = 0;

		while (w.level_mnat < spot[i].alarm) {
			cul_walk_step(&w, &p, true, 0);
			n++;
		}
		assert_int_equal(n, spot[i].least_run);
		assert_int_equal(w.hits, n);
		assert_int_equal(w.steps, n);
	}
}

/* Printed with three digits: half of the last is .5 % at most; .6 % leaves a
 * tenth of a percent to the rounded steps. */
static void one_test_of_the_honest_errs_as_computed(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(spot) / sizeof(*spot); i++) {
		const struct game g = { cul_walk_plan_of(.2, .9, .01),
					spot[i].alarm, true, .2 };

		assert_true(is_near(play(&g, 300).alarm, spot[i].false_positive,
				    .006));
	}
}

static void the_guilty_is_found_after_as_many_as_computed(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(spot) / sizeof(*spot); i++) {
		const struct game g = { cul_walk_plan_of(.2, .9, .01),
					spot[i].alarm, true, .9 };
		struct outcome o = play(&g, 300);

		assert_true(is_near(o.mean_steps, spot[i].mean_guilty, .002));
		/* b: at most one guilty in a hundred is let go. */
		assert_true(o.alarm > .99);
	}
}

/* t0=.20, t1=.60: an alarm within 1,000 recipients at true rates q, and how
 * many recipients it takes at .9 and .6. */
static const struct {
	double a;
	double alarm[5], mean[2];
} curve[] = {
	{ 1e-4, { 2.1e-6, 1.6e-4, 4.2e-3, .055, .37 }, { 10.8, 25 } },
	{ 1e-8, { 1.1e-13, 6e-10, 4.2e-7, 8.9e-5, 8.1e-3 }, { 20.7, 49 } },
};
static const double rates[] = { .10, .15, .20, .25, .30 };
static const double guilty[] = { .9, .6 };

static void the_operating_characteristic_is_as_computed(void **st)
{
	struct game g = { cul_walk_plan_of(.2, .6, .01), 0, false, 0 };

	(void)st;
	assert_int_equal(g.plan.up_mnat, 1099);
	assert_int_equal(g.plan.down_mnat, -693);
	for (size_t i = 0; i < 2; i++) {
		g.alarm = alarm_of(curve[i].a, .01);
		for (size_t q = 0; q < 5; q++) {
			g.hit = rates[q];
			/* two digits: 5 %; the one-digit 6e-10: 9 % */
			assert_true(is_near(
				play(&g, 1000).alarm, curve[i].alarm[q],
				curve[i].alarm[q] == 6e-10 ? .09 : .05));
		}
		for (size_t q = 0; q < 2; q++) {
			g.hit = guilty[q];
			assert_true(is_near(play(&g, 2000).mean_steps,
					    curve[i].mean[q], .02));
		}
	}
}

/* The same by throwing dice: what the programming above assumes about the
 * restart is what the function does. */
static void dice_agree_with_the_computed_chance(void **st)
{
	enum { RUNS = 4000 };
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .6, .01);
	const int32_t alarm = alarm_of(1e-4, .01);
	uint64_t seed = 20;

	(void)st;
	for (size_t q = 3; q < 5; q++) {
		const double want = curve[0].alarm[q];
		unsigned alarms = 0;

		for (unsigned run = 0; run < RUNS; run++) {
			struct cul_walk_state w = { 0 };

			for (unsigned n = 0; n < 1000 && w.level_mnat < alarm;
			     n++)
				cul_walk_step(&w, &p,
					      dice_below(&seed, 100) <
						      (uint32_t)lround(
							      rates[q] * 100),
					      n);
			alarms += w.level_mnat >= alarm;
		}
		assert_true(fabs(alarms - RUNS * want) <
			    3 * sqrt(RUNS * want * (1 - want)) +
				    .05 * RUNS * want);
	}
}

static void a_clear_forgets_all_and_the_next_step_begins(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .9, .01);
	struct cul_walk_state w = { 0 };

	(void)st;
	cul_walk_step(&w, &p, false, 100);
	cul_walk_step(&w, &p, false, 200);
	assert_int_equal(w.level_mnat, -4158);
	assert_int_equal(w.steps, 2);
	assert_int_equal(w.hits, 0);
	assert_int_equal(w.t_start_usec, 100);
	cul_walk_step(&w, &p, false, 300);
	assert_int_equal(w.level_mnat, 0);
	assert_int_equal(w.steps, 0);
	cul_walk_step(&w, &p, true, -400);
	assert_int_equal(w.level_mnat, 1504);
	assert_int_equal(w.steps, 1);
	assert_int_equal(w.hits, 1);
	assert_int_equal(w.t_start_usec, -400);
}

static void the_clearing_level_itself_clears(void **st)
{
	const struct cul_walk_plan p = { .up_mnat = 7,
					 .down_mnat = -500,
					 .clear_mnat = -1000 };
	struct cul_walk_state w = { 0 };

	(void)st;
	cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.steps, 1);
	cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.steps, 0);
	cul_walk_step(&w, &p, true, 0);
	cul_walk_step(&w, &p, false, 0);
	cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.level_mnat, -993);
}

static void a_million_hits_do_not_wrap(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.0001, .9999, .01);
	struct cul_walk_state w = { 0 };

	(void)st;
	for (unsigned i = 0; i < 1000000; i++)
		cul_walk_step(&w, &p, true, 0);
	assert_int_equal(w.steps, 1000000);
	assert_int_equal(w.level_mnat, 1000000);
	cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.level_mnat, 1000000 + p.down_mnat);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_steps_of_spot_are_in_milli_nats),
		cmocka_unit_test(the_least_run_to_an_alarm_is_as_computed),
		cmocka_unit_test(one_test_of_the_honest_errs_as_computed),
		cmocka_unit_test(the_guilty_is_found_after_as_many_as_computed),
		cmocka_unit_test(the_operating_characteristic_is_as_computed),
		cmocka_unit_test(dice_agree_with_the_computed_chance),
		cmocka_unit_test(a_clear_forgets_all_and_the_next_step_begins),
		cmocka_unit_test(the_clearing_level_itself_clears),
		cmocka_unit_test(a_million_hits_do_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
