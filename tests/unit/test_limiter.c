/* \summary: how long who fails has to wait */
#include "t.h"

#include "desk/limiter.h"

#include <stdio.h>

#include "culprit/err.h"

#define SEC CUL_USEC_PER_SEC

static struct cul_limiter *fresh(void)
{
	struct cul_limiter *l = NULL;

	assert_int_equal(cul_limiter_new(&l), CUL_OK);
	return l;
}

static void the_first_are_free_then_each_doubles(void **st)
{
	static const struct {
		enum cul_limit what;
		unsigned free, most;
	} table[] = {
		{ CUL_LIMIT_ADDRESS, 10, 900 },
		{ CUL_LIMIT_ACCOUNT, 5, 30 },
		{ CUL_LIMIT_BROWSER, 5, 300 },
	};

	(void)st;
	for (unsigned i = 0; i < 3; i++) {
		struct cul_limiter *l = fresh();
		unsigned wait = 1;

		for (unsigned n = 0; n < table[i].free + 12; n++) {
			unsigned got = cul_limiter_wait(l, table[i].what, "a",
							1000 * SEC);

			if (n < table[i].free && got != 0)
				fail_msg("%u: %u at %u", i, got, n);
			if (n >= table[i].free && got != wait)
				fail_msg("%u: %u, not %u", i, got, wait);
			if (n >= table[i].free)
				wait = 2 * wait < table[i].most ? 2 * wait
								: table[i].most;
			cul_limiter_try(l, table[i].what, "a", 1000 * SEC);
		}
		cul_limiter_free(&l);
		assert_null(l);
	}
}

static void waiting_ends_and_time_forgets(void **st)
{
	struct cul_limiter *l = fresh();
	const int64_t now = 5000 * SEC;

	(void)st;
	for (unsigned i = 0; i < 8; i++)
		cul_limiter_try(l, CUL_LIMIT_ACCOUNT, "a", now);
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", now), 8);
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", now + SEC / 2), 8);
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", now + 7 * SEC), 1);
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", now + 8 * SEC), 0);
	/* Four of the eight are forgotten: one more, and there are five. */
	cul_limiter_try(l, CUL_LIMIT_ACCOUNT, "a",
			now + 4 * (int64_t)CUL_LIMIT_FORGET_SEC * SEC);
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a",
				 now + 4 * (int64_t)CUL_LIMIT_FORGET_SEC * SEC),
		1);
	/* A clock set back makes nobody wait longer than he would. */
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", SEC), 1);
	cul_limiter_free(&l);
}

static void one_is_not_the_other(void **st)
{
	struct cul_limiter *l = fresh();

	(void)st;
	for (unsigned i = 0; i < 20; i++)
		cul_limiter_try(l, CUL_LIMIT_ACCOUNT, "a", SEC);
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "b", SEC), 0);
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_ADDRESS, "a", SEC), 0);
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_BROWSER, "a", SEC), 0);
	assert_int_not_equal(cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", SEC),
			     0);
	cul_limiter_good(l, CUL_LIMIT_ACCOUNT, "a");
	assert_int_equal(cul_limiter_wait(l, CUL_LIMIT_ACCOUNT, "a", SEC), 0);
	cul_limiter_free(&l);
}

/* Who has an account cannot make his guesses at others free by logging in. */
static void one_good_try_forgives_an_address_that_try_alone(void **st)
{
	struct cul_limiter *l = fresh();

	(void)st;
	for (unsigned i = 0; i < 12; i++)
		cul_limiter_try(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC);
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC), 4);
	cul_limiter_try(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC);
	cul_limiter_good(l, CUL_LIMIT_ADDRESS, "192.0.2.7");
	assert_int_equal(
		cul_limiter_wait(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC), 4);
	cul_limiter_free(&l);
}

/* A hundred thousand others do not make it forget who fails again and again. */
static void a_crowd_pushes_out_who_failed_least(void **st)
{
	struct cul_limiter *l = fresh();
	char name[32];

	(void)st;
	for (unsigned i = 0; i < 20; i++)
		cul_limiter_try(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC);
	for (unsigned i = 0; i < 100000; i++) {
		(void)snprintf(name, sizeof(name), "n%u", i);
		cul_limiter_try(l, CUL_LIMIT_ADDRESS, name, SEC);
	}
	assert_true(cul_limiter_wait(l, CUL_LIMIT_ADDRESS, "192.0.2.7", SEC) >=
		    500);
	cul_limiter_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_are_free_then_each_doubles),
		cmocka_unit_test(waiting_ends_and_time_forgets),
		cmocka_unit_test(one_is_not_the_other),
		cmocka_unit_test(
			one_good_try_forgives_an_address_that_try_alone),
		cmocka_unit_test(a_crowd_pushes_out_who_failed_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
