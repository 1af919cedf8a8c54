/* \summary: tests of distinct counts: exact when few, near when many */
#include "t.h"

#include <math.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "dice.h"
#include "evidence/distinct.h"

static struct cul_slab slab; /* of all sets here */

/* Things 0..n-1 of a family of things, as hashes. */
static uint64_t thing(uint64_t family, uint64_t i)
{
	uint64_t seed = family << 40 ^ i;

	return dice(&seed);
}

static bool add(struct cul_distinct_set *d, uint64_t hash)
{
	bool is_new = false;

	assert_int_equal(cul_distinct_add(&slab, d, hash, &is_new), CUL_OK);
	return is_new;
}

static void add_things(struct cul_distinct_set *d, uint64_t family,
		       uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++)
		(void)add(d, thing(family, i));
}

static void is_exact_up_to_32(void **st)
{
	struct cul_distinct_set d = { 0 };

	(void)st;
	assert_int_equal(cul_distinct_count(&d), 0);
	assert_int_equal(cul_distinct_bytes(&d), 0);
	for (uint64_t i = 0; i < CUL_DISTINCT_EXACT; i++) {
		assert_true(add(&d, thing(1, i)));
		assert_false(add(&d, thing(1, i)));
		assert_false(add(&d, thing(1, 0)));
		assert_int_equal(cul_distinct_count(&d), i + 1);
	}
	assert_true(cul_distinct_bytes(&d) <=
		    CUL_DISTINCT_EXACT * sizeof(uint64_t));
	cul_distinct_done(&slab, &d);
}

/* Linear counting at 33 of 4,096: off by one in a few cases at most. */
static void the_step_to_the_sketch_does_not_jump(void **st)
{
	(void)st;
	for (uint64_t family = 0; family < 50; family++) {
		struct cul_distinct_set d = { 0 };

		add_things(&d, family, 0, CUL_DISTINCT_EXACT + 1);
		assert_in_range(cul_distinct_count(&d), 31, 34);
		/* What was there before the step still is. */
		for (uint64_t i = 0; i <= CUL_DISTINCT_EXACT; i++)
			assert_false(add(&d, thing(family, i)));
		cul_distinct_done(&slab, &d);
	}
}

/* 1.04/sqrt(4096) is 1.625 %. Below 2.5 x 4,096 linear counting is better,
 * between 2.5 and 5 x 4,096 the estimate is known to lean (Heule et al. 2013),
 * so that range is left out. */
static void errs_by_no_more_than_the_paper_says(void **st)
{
	static const struct {
		uint64_t n;
		unsigned families;
	} cases[] = { { 100, 40 },
		      { 1000, 40 },
		      { 5000, 20 },
		      { 100000, 10 },
		      { 1000000, 3 } };
	const double sigma = 1.04 / 64;

	(void)st;
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		const double n = (double)cases[c].n;
		double squares = 0;

		for (uint64_t f = 0; f < cases[c].families; f++) {
			struct cul_distinct_set d = { 0 };
			double off;

			add_things(&d, 100 + f, 0, cases[c].n);
			off = (cul_distinct_count(&d) - n) / n;
			assert_true(fabs(off) < 3 * sigma);
			squares += off * off;
			cul_distinct_done(&slab, &d);
		}
		assert_true(sqrt(squares / cases[c].families) < 1.5 * sigma);
	}
}

static void what_comes_again_changes_nothing(void **st)
{
	struct cul_distinct_set d = { 0 };
	uint32_t n;

	(void)st;
	add_things(&d, 7, 0, 20000);
	n = cul_distinct_count(&d);
	for (uint64_t i = 0; i < 20000; i++)
		assert_false(add(&d, thing(7, i)));
	assert_int_equal(cul_distinct_count(&d), n);
	cul_distinct_done(&slab, &d);
}

static void the_order_of_things_does_not_matter(void **st)
{
	struct cul_distinct_set up = { 0 }, down = { 0 };

	(void)st;
	for (uint64_t i = 0; i < 5000; i++) {
		(void)add(&up, thing(8, i));
		(void)add(&down, thing(8, 4999 - i));
		if (i >= 4999)
			assert_int_equal(cul_distinct_count(&up),
					 cul_distinct_count(&down));
	}
	cul_distinct_done(&slab, &up);
	cul_distinct_done(&slab, &down);
}

/* a things of one, b of the other, `both` in common. */
static void two_merge_to_the_set_of_their_union(void **st)
{
	static const struct {
		uint64_t a, b, both;
	} cases[] = {
		{ 0, 0, 0 },      { 5, 0, 0 },
		{ 0, 5, 0 },      { 10, 12, 7 },
		{ 20, 20, 0 },    { 32, 32, 32 },
		{ 32, 33, 10 },   { 10, 5000, 3 },
		{ 5000, 10, 3 },  { 3000, 0, 0 },
		{ 0, 3000, 0 },   { 40, 40, 40 },
		{ 900, 800, 77 }, { 60000, 50000, 9000 },
	};

	(void)st;
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		struct cul_distinct_set a = { 0 }, b = { 0 }, all = { 0 };
		const uint64_t from = cases[c].a - cases[c].both;

		add_things(&a, 9, 0, cases[c].a);
		add_things(&b, 9, from, from + cases[c].b);
		add_things(&all, 9, 0, cases[c].a);
		add_things(&all, 9, from, from + cases[c].b);
		assert_int_equal(cul_distinct_merge(&slab, &a, &b), CUL_OK);
		assert_int_equal(cul_distinct_count(&a),
				 cul_distinct_count(&all));
		assert_int_equal(cul_distinct_bytes(&a) > 1000,
				 cul_distinct_bytes(&all) > 1000);
		cul_distinct_done(&slab, &a);
		cul_distinct_done(&slab, &b);
		cul_distinct_done(&slab, &all);
	}
}

static void after_clear_it_is_empty_and_exact_again(void **st)
{
	static const uint64_t before[] = { 3, 32, 33, 4000 };

	(void)st;
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		struct cul_distinct_set d = { 0 };

		add_things(&d, 10, 0, before[i]);
		cul_distinct_clear(&slab, &d);
		assert_int_equal(cul_distinct_count(&d), 0);
		assert_true(add(&d, thing(10, 0)));
		assert_false(add(&d, thing(10, 0)));
		assert_int_equal(cul_distinct_count(&d), 1);
		cul_distinct_done(&slab, &d);
		assert_int_equal(cul_distinct_bytes(&d), 0);
	}
}

/* Hashes of all zeros and all ones: ranks at both ends of a register. */
static void extreme_hashes_are_counted(void **st)
{
	static const uint64_t extreme[] = { 0, UINT64_MAX, 1, UINT64_C(1) << 63,
					    UINT64_C(0xfff) << 52 };
	struct cul_distinct_set d = { 0 };

	(void)st;
	add_things(&d, 11, 0, 1000);
	for (size_t i = 0; i < sizeof(extreme) / sizeof(*extreme); i++) {
		(void)add(&d, extreme[i]);
		assert_false(add(&d, extreme[i]));
	}
	assert_in_range(cul_distinct_count(&d), 950, 1060);
	cul_distinct_done(&slab, &d);
}

static int give_back(void **st)
{
	(void)st;
	assert_int_equal(slab.live_bytes, 0);
	cul_slab_done(&slab);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_exact_up_to_32),
		cmocka_unit_test(the_step_to_the_sketch_does_not_jump),
		cmocka_unit_test(errs_by_no_more_than_the_paper_says),
		cmocka_unit_test(what_comes_again_changes_nothing),
		cmocka_unit_test(the_order_of_things_does_not_matter),
		cmocka_unit_test(two_merge_to_the_set_of_their_union),
		cmocka_unit_test(after_clear_it_is_empty_and_exact_again),
		cmocka_unit_test(extreme_hashes_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, give_back);
}
