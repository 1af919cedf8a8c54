/* \summary: the walks against tables computed for the tests of the literature
 *
 * Printed figures are held within the rounding they were printed with; where
 * less, the row says what was found.
 */
#include "t.h"

#include <math.h>

#include "walk_game.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

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

/* Within four standard errors, and those small enough to tell. */
static void agrees(struct estimate e, double exact)
{
	if (fabs(e.mean - exact) > 4 * e.error || e.error > .08 * exact)
		print_message("%.4g +- %.2g by dice, %.6g computed\n", e.mean,
			      e.error, exact);
	assert_true(fabs(e.mean - exact) <= 4 * e.error);
	assert_true(e.error <= .08 * exact);
}

/* SPOT (Duan et al. 2009): t0 .2, t1 .9, b .01. */
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

static struct game spot_game(size_t row, double hit)
{
	return (struct game){ cul_walk_plan_of(.2, .9, .01), spot[row].alarm,
			      true, hit, 300 };
}

static void the_steps_of_spot_are_in_milli_nats(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .9, .01);

	(void)st;
	assert_int_equal(p.up_mnat, 1504);
	assert_int_equal(p.down_mnat, -2079);
	/* ln(b), where Wald has ln(b/(1-a)): -4,595 at a=1e-2, and the same
	 * -4,605 for every a from 1e-4 on. */
	assert_int_equal(p.clear_mnat, -4605);
	for (size_t i = 0; i < ROWS(spot); i++) {
		double exact = 1000 * log(.01 / (1 - spot[i].a));

		assert_int_equal(alarm_of(spot[i].a, .01), spot[i].alarm);
		assert_true(fabs(exact - p.clear_mnat) <
			    (spot[i].a > 1e-3 ? 11 : 1));
	}
}

static unsigned least_run(const struct cul_walk_plan *p, int32_t alarm)
{
	struct cul_walk_state w = { 0 };

	while (w.level_mnat < alarm)
		cul_walk_step(&w, p, true, 0);
	assert_int_equal(w.hits, w.steps);
	return w.steps;
}

static void the_least_run_to_an_alarm_is_as_printed(void **st)
{
	const struct cul_walk_plan p = cul_walk_plan_of(.2, .9, .01);

	(void)st;
	for (size_t i = 0; i < ROWS(spot); i++)
		assert_int_equal(least_run(&p, spot[i].alarm),
				 spot[i].least_run);
}

/* Three digits are printed: half of the last, and a tenth of a percent for
 * the steps that were rounded to milli-nats. */
static void one_test_of_the_honest_errs_as_printed(void **st)
{
	(void)st;
	for (size_t i = 0; i < ROWS(spot); i++) {
		const struct game g = spot_game(i, .2);
		struct outcome o = play(&g);

		assert_true(is_near(o.alarm, spot[i].false_positive, .0022));
		assert_true(o.alarm <= spot[i].a);
		agrees(alarm_by_dice(&g, 11 + i), o.alarm);
	}
}

static void the_guilty_is_found_after_as_many_as_printed(void **st)
{
	(void)st;
	for (size_t i = 0; i < ROWS(spot); i++) {
		const struct game g = spot_game(i, .9);
		struct outcome o = play(&g);

		assert_true(is_near(o.mean_steps, spot[i].mean_guilty, .001));
		/* b: at most one guilty in a hundred is let go. */
		assert_true(o.alarm > .99);
		agrees(steps_by_dice(&g, 21 + i), o.mean_steps);
		agrees(alarm_by_dice(&g, 31 + i), o.alarm);
	}
}

/* a is of one test, and the test restarts for ever: 100,000 customers with 20
 * recipients a day would see about 1,600 false alarms a day. */
static void an_error_of_one_test_is_none_of_a_fleet(void **st)
{
	const struct game g = spot_game(0, .2);
	struct outcome o = play(&g);

	(void)st;
	assert_true(is_near(100e3 * 20 / o.mean_steps * o.alarm, 1600, .03));
}

/* t0=.20, t1=.60, b=.01: an alarm within 1,000 recipients at true rates q, and
 * how many recipients it takes at .9 and .6. `found` is what the milli-nats
 * give. Steps in doubles give, to three digits, the same in the first row, and
 * in the second 1.07e-13, 6.02e-10, 4.19e-7, 9.13e-5, 8.39e-3: both steps are
 * rounded upwards, by .4 and .1, and long climbs add that up. Either way the
 * printed chances at .20 and more are 2 to 5 % lower. */
static const double rates[] = { .10, .15, .20, .25, .30 };
static const double guilty[] = { .9, .6 };
static const struct {
	double a;
	int32_t alarm;
	double printed[5], found[5], mean[2];
} curve[] = {
	{ 1e-4,
	  9200,
	  { 2.1e-6, 1.6e-4, 4.2e-3, .055, .37 },
	  { 2.073e-6, 1.657e-4, 4.295e-3, .05645, .3785 },
	  { 10.8, 25 } },
	{ 1e-8,
	  18411,
	  { 1.1e-13, 6e-10, 4.2e-7, 8.9e-5, 8.1e-3 },
	  { 1.073e-13, 6.199e-10, 4.365e-7, 9.343e-5, 8.467e-3 },
	  { 20.7, 49 } },
};

static struct game curve_game(size_t row, double hit)
{
	return (struct game){ cul_walk_plan_of(.2, .6, .01), curve[row].alarm,
			      false, hit, 1000 };
}

static void the_operating_characteristic_is_as_printed(void **st)
{
	(void)st;
	for (size_t i = 0; i < ROWS(curve); i++) {
		assert_int_equal(alarm_of(curve[i].a, .01), curve[i].alarm);
		for (size_t q = 0; q < ROWS(rates); q++) {
			const struct game g = curve_game(i, rates[q]);
			double alarm = play(&g).alarm;

			assert_int_equal(g.plan.up_mnat, 1099);
			assert_int_equal(g.plan.down_mnat, -693);
			assert_true(is_near(alarm, curve[i].printed[q], .052));
			assert_true(is_near(alarm, curve[i].found[q], .001));
			agrees(alarm_by_dice(&g, 41 + 10 * i + q), alarm);
		}
	}
}

static void the_curve_finds_the_guilty_after_as_many_as_printed(void **st)
{
	(void)st;
	for (size_t i = 0; i < ROWS(curve); i++) {
		for (size_t q = 0; q < ROWS(guilty); q++) {
			struct game g = curve_game(i, guilty[q]);
			struct outcome o;

			g.one_test = true;
			o = play(&g);
			assert_true(
				is_near(o.mean_steps, curve[i].mean[q], .005));
			agrees(steps_by_dice(&g, 61 + 10 * i + q),
			       o.mean_steps);
		}
	}
}

/* DBSpam (Xie et al. 2006) at t .10/.95, a=1e-6, b=.01. */
static void a_mirrored_connection_is_told_in_two_messages(void **st)
{
	struct game g = { cul_walk_plan_of(.10, .95, .01), 13805, true, .95,
			  300 };
	struct outcome o = play(&g);

	(void)st;
	assert_int_equal(alarm_of(1e-6, .01), g.alarm);
	assert_int_equal(g.plan.up_mnat, 2251);
	assert_int_equal(g.plan.down_mnat, -2890);
	assert_int_equal(least_run(&g.plan, g.alarm), 7);
	assert_true(o.by[6] <= 0 && o.by[7] > .69);
	assert_true(is_near(o.mean_steps, 7.75, .001));
	assert_true(o.by[12] < .99 && o.by[13] >= .99);
	agrees(steps_by_dice(&g, 81), o.mean_steps);
	g.hit = .10;
	o = play(&g);
	assert_true(o.alarm > 1e-7 && o.alarm < 1e-6);
	agrees(alarm_by_dice(&g, 82), o.alarm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_steps_of_spot_are_in_milli_nats),
		cmocka_unit_test(the_least_run_to_an_alarm_is_as_printed),
		cmocka_unit_test(one_test_of_the_honest_errs_as_printed),
		cmocka_unit_test(the_guilty_is_found_after_as_many_as_printed),
		cmocka_unit_test(an_error_of_one_test_is_none_of_a_fleet),
		cmocka_unit_test(the_operating_characteristic_is_as_printed),
		cmocka_unit_test(
			the_curve_finds_the_guilty_after_as_many_as_printed),
		cmocka_unit_test(a_mirrored_connection_is_told_in_two_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
