/* \summary: the ledger: what is filed comes back as it was */
#include <stdlib.h>

#include "culprit/letter.h"
#include "ledger_t.h"
#include "report_fixture.h"
#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;

static void what_is_filed_comes_back(void **state)
{
	static const char *const sinks[] = { "jsonl", "html", "csv", "table" };
	struct cul_report *r = fixture_hostile();
	struct cul_ledger *l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	uint64_t counts[CUL_FILEDS_];

	(void)state;
	ledger_t_file(l, r, now, counts);
	assert_int_equal(counts[CUL_FILED_NEW], r->n_suggestions);
	for (size_t i = 0; i < r->n_suggestions; i++) {
		struct cul_report one = *r, back = *r;
		struct cul_case *c = NULL;

		one.suggestions = &r->suggestions[i];
		one.n_suggestions = back.n_suggestions = 1;
		if (cul_ledger_case(l, r->suggestions[i].id, now, &c) != 0)
			fail_msg("%s", cul_ledger_error(l));
		/* Four of them share one hostile id. */
		if (c->s.subject != r->suggestions[i].subject ||
		    c->s.kind != r->suggestions[i].kind) {
			cul_case_free(&c);
			continue;
		}
		back.suggestions = &c->s;
		for (size_t k = 0; k < 4; k++) {
			struct fixture_text a, b;

			fixture_show(sinks[k], &one, (struct cul_style){ 0 },
				     &a);
			fixture_show(sinks[k], &back, (struct cul_style){ 0 },
				     &b);
			assert_string_equal(a.ptr, b.ptr);
			fixture_text_free(&a);
			fixture_text_free(&b);
		}
		cul_case_free(&c);
	}
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
}

static bool count(void *arg, const struct cul_case *c)
{
	(void)c;
	++*(size_t *)arg;
	return true;
}

static void a_decision_is_kept(void **state)
{
	struct cul_report *r = fixture_rich();
	struct cul_ledger *l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	struct cul_case *c = NULL;
	const struct cul_decision d = { .id = r->suggestions[0].id,
					.verb = CUL_VERB_ACCEPT,
					.by = "ann",
					.at_usec = now,
					.until_usec = CUL_TIME_NONE };
	const struct cul_case_query accepted = {
		.standings = 1u << CUL_STANDING_ACCEPTED, .now_usec = now
	};
	size_t n = 0, total = 0;

	(void)state;
	ledger_t_file(l, r, now, NULL);
	assert_int_equal(cul_ledger_decide(l, &d, "shell"), 0);
	cul_ledger_close(&l);
	l = ledger_t_open("l.db", CUL_LEDGER_READ);
	assert_int_equal(cul_ledger_cases(l, &accepted, count, &n, &total), 0);
	assert_int_equal(n, 1);
	assert_int_equal(total, 1);
	assert_int_equal(cul_ledger_case(l, d.id, now, &c), 0);
	assert_int_equal(c->standing, CUL_STANDING_ACCEPTED);
	assert_string_equal(c->decided_by, "ann");
	cul_case_free(&c);
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_filed_comes_back,
						scratch_setup,
						scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_decision_is_kept, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
