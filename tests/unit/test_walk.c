/* \summary: tests of one step of a walk; test_walk_tables.c has whole ones */
#include "t.h"

#include "evidence/walk.h"

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

static void the_highest_level_is_kept_until_a_clear(void **st)
{
	const struct cul_walk_plan p = { .up_mnat = 1000,
					 .down_mnat = -700,
					 .clear_mnat = -1000 };
	struct cul_walk_state w = { 0 };

	(void)st;
	cul_walk_step(&w, &p, true, 0);
	cul_walk_step(&w, &p, true, 0);
	cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.level_mnat, 1300);
	assert_int_equal(w.peak_mnat, 2000);
	for (unsigned i = 0; i < 4; i++)
		cul_walk_step(&w, &p, false, 0);
	assert_int_equal(w.steps, 0);
	assert_int_equal(w.peak_mnat, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clear_forgets_all_and_the_next_step_begins),
		cmocka_unit_test(the_clearing_level_itself_clears),
		cmocka_unit_test(a_million_hits_do_not_wrap),
		cmocka_unit_test(the_highest_level_is_kept_until_a_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
