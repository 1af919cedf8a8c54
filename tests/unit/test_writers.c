/* \summary: tests of who wrote lately: four to eight days, within a cap */
#include "t.h"

#include "culprit/err.h"
#include "evidence/writers.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static void add(struct cul_writers *w, uint64_t mailbox, int64_t after_usec)
{
	assert_int_equal(cul_writers_add(w, mailbox, noon + after_usec),
			 CUL_OK);
}

static void a_mailbox_is_remembered_four_to_eight_days(void **st)
{
	struct cul_writers w = { 0 };

	(void)st;
	assert_false(cul_writers_has(&w, 1));
	add(&w, 1, 0);
	add(&w, 1, 1);
	add(&w, 2, CUL_WRITERS_TURN_USEC - 1);
	assert_int_equal(cul_writers_count(&w), 2);
	add(&w, 3, CUL_WRITERS_TURN_USEC);
	for (uint64_t m = 1; m <= 3; m++)
		assert_true(cul_writers_has(&w, m));
	assert_false(cul_writers_has(&w, 4));
	add(&w, 4, 2 * CUL_WRITERS_TURN_USEC - 1);
	assert_true(cul_writers_has(&w, 1));
	add(&w, 5, 2 * CUL_WRITERS_TURN_USEC);
	assert_false(cul_writers_has(&w, 1));
	assert_false(cul_writers_has(&w, 2));
	for (uint64_t m = 3; m <= 5; m++)
		assert_true(cul_writers_has(&w, m));
	assert_int_equal(w.t_first, noon);
	cul_writers_done(&w);
	assert_false(cul_writers_has(&w, 5));
}

static void after_eight_days_of_silence_all_is_forgotten(void **st)
{
	struct cul_writers w = { 0 };

	(void)st;
	add(&w, 1, 0);
	add(&w, 2, 2 * CUL_WRITERS_TURN_USEC);
	assert_false(cul_writers_has(&w, 1));
	assert_true(cul_writers_has(&w, 2));
	cul_writers_done(&w);
}

static void a_late_line_turns_nothing(void **st)
{
	struct cul_writers w = { 0 };

	(void)st;
	add(&w, 1, 0);
	add(&w, 2, -9 * CUL_USEC_PER_DAY);
	assert_true(cul_writers_has(&w, 1));
	assert_true(cul_writers_has(&w, 2));
	cul_writers_done(&w);
}

static void beyond_the_cap_they_are_counted(void **st)
{
	struct cul_writers w = { .most = 10 };

	(void)st;
	for (uint64_t m = 1; m <= 13; m++)
		add(&w, m, 0);
	add(&w, 5, 0);
	assert_int_equal(w.lost, 3);
	assert_int_equal(cul_writers_count(&w), 10);
	assert_true(cul_writers_has(&w, 10));
	assert_false(cul_writers_has(&w, 11));
	cul_writers_done(&w);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_mailbox_is_remembered_four_to_eight_days),
		cmocka_unit_test(after_eight_days_of_silence_all_is_forgotten),
		cmocka_unit_test(a_late_line_turns_nothing),
		cmocka_unit_test(beyond_the_cap_they_are_counted),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
