/* \summary: what every parser and every name table has */
#include "t.h"

#include "culprit/parser.h"

static void the_reasons_end_and_each_says_something(void **s)
{
	(void)s;
	for (size_t p = 0; cul_parsers[p] != NULL; p++) {
		size_t n = 0;

		while (cul_parsers[p]->reasons[n] != NULL) {
			assert_true(strlen(cul_parsers[p]->reasons[n]) > 8);
			n++;
		}
		assert_true(n != 0 && n < CUL_PARSER_REASONS_MAX);
	}
}

static void a_parser_is_asked_somehow(void **s)
{
	(void)s;
	for (size_t p = 0; cul_parsers[p] != NULL; p++) {
		const struct cul_parser_info *info = &cul_parser_infos[p];

		assert_true(p < CUL_PARSERS_MAX);
		assert_true(cul_parsers[p]->claims != NULL ||
			    cul_parsers[p]->probe != NULL);
		assert_true(cul_parsers[p]->columns == NULL ||
			    cul_parsers[p]->probe != NULL);
		assert_true(strlen(info->summary) > 2);
		assert_true(strlen(info->grammar) > 2);
	}
}

static void every_name_is_known(void **s)
{
	(void)s;
	for (int i = 0; i < CUL_EV_KINDS_; i++)
		assert_non_null(cul_event_kind_name((enum cul_event_kind)i));
	for (int i = 0; i < CUL_OUTCOMES_; i++)
		assert_non_null(cul_outcome_name((enum cul_outcome)i));
	for (int i = 0; i < CUL_STAGES_; i++)
		assert_non_null(cul_stage_name((enum cul_stage)i));
	for (int i = 0; i < CUL_DISPS_; i++)
		assert_non_null(cul_disposition_name((enum cul_disposition)i));
	for (int i = 0; i < CUL_VERDICTS_; i++)
		assert_non_null(cul_verdict_name((enum cul_verdict)i));
	assert_string_equal(cul_event_kind_name(CUL_EV_LOGIN_FAILED),
			    "login-failed");
	assert_string_equal(cul_outcome_name(CUL_OUTCOME_BAD_RECIPIENT),
			    "bad-recipient");
	assert_string_equal(cul_verdict_name(CUL_NOT_MINE), "not-mine");
	assert_string_equal(cul_transport_name(CUL_TRANSPORT_NOWHERE),
			    "nowhere");
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_parser_is_asked_somehow),
		cmocka_unit_test(the_reasons_end_and_each_says_something),
		cmocka_unit_test(every_name_is_known),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
