/* \summary: tests of who met whom on an earlier day */
#include "t.h"

#include "culprit/err.h"
#include "culprit/stamp.h"
#include "dice.h"
#include "evidence/contact.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static void who_was_met_is_known_and_strangers_hardly_are(void **st)
{
	enum { PAIRS = 100000 };
	struct cul_acquaint a = { 0 };
	uint64_t seed = 3;
	unsigned strangers = 0;

	(void)st;
	for (unsigned i = 0; i < PAIRS; i++)
		assert_int_equal(cul_acquaint_add(&a, dice(&seed), noon, PAIRS),
				 CUL_OK);
	seed = 3;
	for (unsigned i = 0; i < PAIRS; i++)
		assert_true(cul_acquaint_has(&a, dice(&seed)));
	for (unsigned i = 0; i < PAIRS; i++)
		strangers += cul_acquaint_has(&a, dice(&seed));
	/* (1 - e^(-4/8))^4 is 1 in 42 when it is as full as it may be. */
	assert_true(strangers < PAIRS / 35);
	assert_int_equal(a.refused, 0);
	cul_acquaint_done(&a);
}

static void they_are_forgotten_after_eight_days(void **st)
{
	struct cul_acquaint a = { 0 };

	(void)st;
	for (int day = 0; day < 9; day++) {
		const int64_t t = noon + day * CUL_USEC_PER_DAY;

		assert_int_equal(
			cul_acquaint_add(&a, 1000 + (uint64_t)day, t, 1),
			CUL_OK);
		assert_true(cul_acquaint_has(&a, 1000) == (day < 8));
	}
	cul_acquaint_done(&a);
}

static void a_full_memory_takes_no_more_and_says_so(void **st)
{
	struct cul_acquaint a = { 0 };
	uint64_t seed = 5;

	(void)st;
	for (uint64_t i = 0; i < CUL_ACQUAINT_LEAST / 8 + 10; i++)
		assert_int_equal(cul_acquaint_add(&a, dice(&seed), noon, 1),
				 CUL_OK);
	assert_int_equal(a.refused, 10);
	assert_int_equal(cul_acquaint_bytes(&a), CUL_ACQUAINT_LEAST / 8);
	cul_acquaint_done(&a);
}

static enum cul_met meet(struct cul_contacts *c, uint64_t pair, int64_t t_usec)
{
	enum cul_met met;

	assert_int_equal(cul_contact(c, pair, t_usec, &met), CUL_OK);
	return met;
}

static void who_comes_back_after_days_is_no_stranger(void **st)
{
	struct cul_contacts c = { 0 };
	uint64_t seed = 9;

	(void)st;
	assert_int_equal(meet(&c, 42, noon), CUL_MET_NEVER);
	assert_int_equal(meet(&c, 42, noon + 1), CUL_MET_TODAY);
	/* so many others that the day's table must forget it */
	for (unsigned i = 0; i < 3 * CUL_CONTACTS_LEAST; i++)
		(void)meet(&c, dice(&seed), noon + 2 * CUL_USEC_PER_DAY + i);
	assert_int_equal(meet(&c, 42, noon + 3 * CUL_USEC_PER_DAY),
			 CUL_MET_BEFORE);
	cul_contacts_done(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_was_met_is_known_and_strangers_hardly_are),
		cmocka_unit_test(they_are_forgotten_after_eight_days),
		cmocka_unit_test(a_full_memory_takes_no_more_and_says_so),
		cmocka_unit_test(who_comes_back_after_days_is_no_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
