/* \summary: tests of first contacts: once in 24 hours, within a cap */
#include "t.h"

#include "culprit/err.h"
#include "culprit/limits.h"
#include "culprit/stamp.h"
#include "dice.h"
#include "evidence/contact.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static bool first(struct cul_contacts *c, uint64_t pair, int64_t t_usec)
{
	enum cul_met met;

	assert_int_equal(cul_contact(c, pair, t_usec, &met), CUL_OK);
	return met != CUL_MET_TODAY;
}

static void a_pair_counts_once_in_24_hours(void **st)
{
	static const struct {
		int64_t after_usec;
		bool first;
	} steps[] = {
		{ 0, true },
		{ 0, false },
		{ 1, false },
		{ -CUL_USEC_PER_HOUR, false },
		{ CUL_USEC_PER_DAY - 1, false },
		{ CUL_USEC_PER_DAY, true },
		/* from the one that counted, not from the last retry */
		{ 2 * CUL_USEC_PER_DAY - 1, false },
		{ 2 * CUL_USEC_PER_DAY, true },
	};
	struct cul_contacts c = { 0 };

	(void)st;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		assert_int_equal(first(&c, 42, noon + steps[i].after_usec),
				 steps[i].first);
	assert_int_equal(c.used, 1);
	cul_contacts_done(&c);
}

static void the_pair_zero_is_a_pair(void **st)
{
	struct cul_contacts c = { 0 };

	(void)st;
	assert_true(first(&c, 0, noon));
	assert_false(first(&c, 0, noon));
	cul_contacts_done(&c);
}

static void times_before_1970_count_too(void **st)
{
	struct cul_contacts c = { 0 };

	(void)st;
	assert_true(first(&c, 9, -CUL_USEC_PER_HOUR));
	assert_false(first(&c, 9, CUL_USEC_PER_HOUR));
	assert_true(first(&c, 9, 23 * CUL_USEC_PER_HOUR));
	cul_contacts_done(&c);
}

/* Five days at a random pace, each line up to a minute late. */
static void decides_as_a_plain_list_does(void **st)
{
	enum { PAIRS = 30000, STEPS = 400000 };
	static int64_t last[PAIRS];
	struct cul_contacts c = { 0 };
	uint64_t seed = 1;
	int64_t now = noon;

	(void)st;
	for (size_t i = 0; i < PAIRS; i++)
		last[i] = INT64_MIN / 2;
	for (unsigned i = 0; i < STEPS; i++) {
		uint32_t pair = dice_below(&seed, PAIRS);
		int64_t t;
		bool want;

		now += dice_below(&seed, 2 * 1080000);
		t = now - dice_below(&seed, 60) * CUL_USEC_PER_SEC;
		want = t - last[pair] >= CUL_USEC_PER_DAY;
		/* neighbours in the table, so that runs are long */
		assert_int_equal(first(&c, pair + 1, t), want);
		if (want)
			last[pair] = t;
	}
	assert_int_equal(c.evicted, 0);
	cul_contacts_done(&c);
}

static void the_old_make_room_before_the_table_grows(void **st)
{
	struct cul_contacts c = { 0 };
	uint64_t seed = 2;

	(void)st;
	/* 10,000 new pairs a day for 50 days need no more than two days'
	 * room. */
	for (int64_t i = 0; i < 500000; i++)
		assert_true(first(&c, dice(&seed),
				  noon + i * (CUL_USEC_PER_DAY / 10000)));
	assert_int_equal(c.mask + 1, CUL_CONTACTS_LEAST);
	assert_int_equal(c.evicted, 0);
	cul_contacts_done(&c);
}

static void at_the_cap_the_oldest_go_and_are_counted(void **st)
{
	enum { MOST = 2 * CUL_CONTACTS_LEAST, OFFERED = 800000 };
	struct cul_contacts c = { .most = MOST };
	const int64_t gap = CUL_USEC_PER_SEC / 16; /* all within 14 hours */
	int64_t t = noon;

	(void)st;
	for (uint64_t i = 1; i <= OFFERED; i++, t += gap) {
		assert_true(first(&c, i, t));
		assert_true(cul_contacts_bytes(&c) <=
			    MOST * sizeof(struct cul_contact_slot));
	}
	/* What is not in the table any more has been counted. */
	assert_int_equal(c.evicted + c.used, OFFERED);
	/* The newest sixth of the room is never what goes. */
	for (uint64_t i = OFFERED; i > OFFERED - MOST / 6; i--)
		assert_false(first(&c, i, t));
	/* And the first have been forgotten. */
	assert_true(first(&c, 1, t));
	cul_contacts_done(&c);
}

/* A log whose clock stands still, and one where a stray line of years ago
 * stands among many of today: nothing is old enough to go by its age. */
static void a_full_table_of_one_moment_makes_room_all_the_same(void **st)
{
	static const int64_t moments[] = { 0, -3000 * CUL_USEC_PER_DAY };

	(void)st;
	for (size_t m = 0; m < sizeof(moments) / sizeof(*moments); m++) {
		struct cul_contacts c = { .most = CUL_CONTACTS_LEAST };

		for (uint64_t i = 1; i <= 30000; i++)
			assert_true(first(&c, i, noon));
		for (uint64_t i = 1; i <= 300000; i++)
			assert_true(first(&c, 100000 + i, noon + moments[m]));
		assert_int_equal(c.evicted + c.used, 330000);
		assert_int_equal(c.mask + 1, CUL_CONTACTS_LEAST);
		cul_contacts_done(&c);
	}
}

static void a_cap_below_the_least_is_the_least(void **st)
{
	struct cul_contacts c = { .most = 1 };

	(void)st;
	for (uint64_t i = 1; i <= 200000; i++)
		assert_true(first(&c, i, noon));
	assert_int_equal(c.mask + 1, CUL_CONTACTS_LEAST);
	cul_contacts_done(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_counts_once_in_24_hours),
		cmocka_unit_test(the_pair_zero_is_a_pair),
		cmocka_unit_test(times_before_1970_count_too),
		cmocka_unit_test(decides_as_a_plain_list_does),
		cmocka_unit_test(the_old_make_room_before_the_table_grows),
		cmocka_unit_test(at_the_cap_the_oldest_go_and_are_counted),
		cmocka_unit_test(
			a_full_table_of_one_moment_makes_room_all_the_same),
		cmocka_unit_test(a_cap_below_the_least_is_the_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
