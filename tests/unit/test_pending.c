/* \summary: suggestions that wait to be filed are copies of their own */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "engine/pending.h"

static struct cul_suggestion with_lines(struct cul_quote *quotes, size_t n)
{
	struct cul_suggestion s = { .id = "k3f9", .quotes = quotes };

	s.n_quotes = n;
	return s;
}

static void a_copy_outlives_what_it_was_copied_from(void **state)
{
	char line[] = "a line \0 with a NUL";
	struct cul_quote q[2] = { { .line = line, .len = sizeof(line) - 1 },
				  { .line = line, .len = 0 } };
	struct cul_suggestion s = with_lines(q, 2);
	struct cul_pending p = { 0 };

	(void)state;
	assert_int_equal(cul_pending_add(&p, CUL_NOTICE_NEW, &s), CUL_OK);
	memset(line, 'x', sizeof(line));
	memset(&q, 0, sizeof(q));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.v[0].n_quotes, 2);
	assert_memory_equal(p.v[0].quotes[0].line, "a line \0 with a NUL",
			    sizeof(line));
	assert_string_equal(p.v[0].quotes[1].line, "");
	cul_pending_done(&p);
	assert_int_equal(p.n, 0);
}

static void they_stay_in_order_up_to_the_most(void **state)
{
	struct cul_quote q = { .line = (char[]){ "line" }, .len = 4 };
	struct cul_suggestion s = with_lines(&q, 1);
	struct cul_pending p = { 0 };

	(void)state;
	for (unsigned i = 0; i < CUL_PENDING_MOST; i++) {
		(void)snprintf(s.id, sizeof(s.id), "%u", i);
		assert_int_equal(cul_pending_add(&p,
						 i % 3 == 0
							 ? CUL_NOTICE_WITHDRAWN
							 : CUL_NOTICE_NEW,
						 &s),
				 CUL_OK);
	}
	assert_int_equal(cul_pending_add(&p, CUL_NOTICE_NEW, &s), CUL_EFULL);
	assert_int_equal(p.n, CUL_PENDING_MOST);
	for (unsigned i = 0; i < p.n; i++) {
		assert_int_equal(atol(p.v[i].id), i);
		assert_int_equal(p.what[i] == CUL_NOTICE_WITHDRAWN, i % 3 == 0);
	}
	cul_pending_clear(&p);
	assert_int_equal(p.n, 0);
	assert_int_equal(cul_pending_add(&p, CUL_NOTICE_NEW, &s), CUL_OK);
	cul_pending_done(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_outlives_what_it_was_copied_from),
		cmocka_unit_test(they_stay_in_order_up_to_the_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
