/* \summary: tests of how much a finding says, and what the budget asks for */
#include "t.h"

#include "decide/decide.h"

struct families {
	int32_t bad, rejected, diversity, spread, volume;
	bool looked_everywhere;
};

static struct cul_strength strength(struct families f)
{
	const struct {
		enum cul_family family;
		int32_t score;
	} r[] = {
		{ CUL_FAMILY_BAD_RECIPIENTS, f.bad },
		{ CUL_FAMILY_REJECTIONS, f.rejected },
		{ CUL_FAMILY_DIVERSITY, f.diversity },
		{ CUL_FAMILY_SPREAD, f.spread },
		{ CUL_FAMILY_VOLUME, f.volume },
	};
	struct cul_finding found = { .kind = CUL_KIND_ZOMBIE };

	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		if (r[i].score != 0 || f.looked_everywhere)
			found.looked |= 1u << r[i].family;
		if (r[i].score != 0)
			found.reasons[found.n_reasons++] =
				(struct cul_reason){ .family = r[i].family,
						     .score_mnat = r[i].score };
	}
	return cul_strength_of(&found);
}

static void the_two_strongest_families_are_taken(void **st)
{
	const struct {
		struct families f;
		int32_t first, second;
	} t[] = {
		{ { 0 }, 0, 0 },
		{ { .bad = 9210 }, 9210, 0 },
		{ { .bad = 9210, .diversity = 12000 }, 12000, 9210 },
		/* none is believed beyond one in a million */
		{ { .bad = 20000, .diversity = 19000 }, 13816, 13816 },
		/* spread and volume are about one thing */
		{ { .spread = 13000, .volume = 12000 }, 13000, 0 },
		{ { .volume = 12000, .diversity = 10000 }, 12000, 10000 },
		/* Fisher: (1 + 11.756) e^-11.756 is 1 in 10,000 */
		{ { .diversity = 12000, .bad = 5878, .rejected = 5878 },
		  12000,
		  9210 },
		/* (1 + x + x^2/2) e^-x at 13.928 is the same of three */
		{ { .diversity = 12000,
		    .bad = 4642,
		    .rejected = 4643,
		    .spread = 4643 },
		  12000,
		  9210 },
		/* one that was looked for in vain counts against */
		{ { .diversity = 12000,
		    .bad = 6964,
		    .rejected = 6964,
		    .looked_everywhere = true },
		  12000,
		  9210 },
		/* but the strongest alone says what it says */
		{ { .diversity = 12000,
		    .bad = 9000,
		    .looked_everywhere = true },
		  12000,
		  9000 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		const struct cul_strength s = strength(t[i].f);

		assert_int_equal(s.first, t[i].first);
		assert_in_range(s.second + 2, t[i].second, t[i].second + 4);
	}
}

static void the_budget_says_what_is_needed(void **st)
{
	(void)st;
	/* However small a fleet: 1 in 10,000 and 1 in 20. */
	assert_int_equal(cul_strength_needed(100, 1), 9210 + 2996);
	/* ln(2600 * 365) = 13.763 */
	assert_int_equal(cul_strength_needed(2600, 1), 13763);
	/* ln(1e6 * 365) = 19.715; a tenth of the errors is ln 10 more. */
	assert_int_equal(cul_strength_needed(1e6, 1), 19715);
	assert_int_equal(cul_strength_needed(1e6, .1), 22018);
}

/* Four kinds at one in 200 each are as rare as one in a million. */
static void the_weak_say_it_together(void **st)
{
	const struct families each = { .bad = 6500,
				       .rejected = 6500,
				       .diversity = 6500,
				       .spread = 6500 },
			      one = { .bad = 9000, .rejected = 4604 };
	struct cul_strength s = strength(each);

	(void)st;
	assert_in_range(s.all, 17300, 17900);
	assert_true(cul_strength_speaks(s));
	assert_true(cul_strength_stops(s, 17000));
	assert_false(cul_strength_stops(s, 18000));
	/* two of them must be one in 100 */
	s = strength(one);
	assert_int_equal(s.all, 0);
	assert_false(cul_strength_speaks(s));
}

/* A fleet so small that the budget asks for less than one in a million. */
static void together_the_weak_need_no_more_than_two_kinds_do(void **st)
{
	const int32_t least = 9210 + 2996;
	const struct cul_strength enough = { 8000, 7000, least },
				  less = { 8000, 7000, least - 1 };

	(void)st;
	assert_true(cul_strength_speaks(enough));
	assert_true(cul_strength_stops(enough, least));
	assert_false(cul_strength_stops(enough, 13763));
	assert_false(cul_strength_speaks(less));
	assert_false(cul_strength_stops(less, least));
}

static void one_in_twenty_is_the_weakest_that_counts(void **st)
{
	(void)st;
	assert_false(cul_strength_stops((struct cul_strength){ 13816, 2995, 0 },
					12206));
	assert_true(cul_strength_stops((struct cul_strength){ 13816, 2996, 0 },
				       12206));
}

static void both_kinds_and_their_sum_must_be_there(void **st)
{
	const struct {
		int32_t first, second;
		bool stops;
	} t[] = {
		{ 9210, 9210, true },  { 9209, 9211, false },
		{ 9210, 9209, false }, { 13816, 4603, false },
		{ 13816, 4604, true }, { 13816, 0, false },
		{ 11000, 7420, true }, { 11000, 7419, false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++)
		assert_true(cul_strength_stops(
				    (struct cul_strength){ t[i].first,
							   t[i].second, 0 },
				    18420) == t[i].stops);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_two_strongest_families_are_taken),
		cmocka_unit_test(the_budget_says_what_is_needed),
		cmocka_unit_test(the_weak_say_it_together),
		cmocka_unit_test(
			together_the_weak_need_no_more_than_two_kinds_do),
		cmocka_unit_test(one_in_twenty_is_the_weakest_that_counts),
		cmocka_unit_test(both_kinds_and_their_sum_must_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
