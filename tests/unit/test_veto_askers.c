/* \summary: tests of the vetoes of those who ask: where each bound lies */
#include "t.h"

#include "decide/decide_int.h"
#include "fake_evidence.h"
#include "honest_doubles.h"

static enum cul_veto_effect probe_veto(const struct cul_source *s)
{
	struct cul_veto v = { .name = NULL };

	return cul_veto_find(s, CUL_KIND_RELAY_PROBE, &v);
}

static void a_moved_domain_is_not_asked_for_once_in_three_names(void **st)
{
	struct cul_source s = double_source(double_named("moved-domain"));

	(void)st;
	s.t_last = 600 * CUL_USEC_PER_SEC + 1;
	assert_int_equal(probe_veto(&s), CUL_VETO_LESSENS);
	s.t_last--;
	assert_int_equal(probe_veto(&s), CUL_VETO_NONE);
	s.d[CUL_D_SENDER_DOMAINS] = 2;
	assert_int_equal(probe_veto(&s), CUL_VETO_LESSENS);
}

static void two_domains_have_not_moved_for_three_letters(void **st)
{
	struct cul_source s = double_source(double_named("moved-domain"));

	(void)st;
	s.n[CUL_C_relay_contacts] = 4;
	assert_int_equal(probe_veto(&s), CUL_VETO_LESSENS);
	s.n[CUL_C_relay_contacts] = 3;
	assert_int_equal(probe_veto(&s), CUL_VETO_NONE);
	s.d[CUL_D_RELAY_DOMAINS] = 1;
	assert_int_equal(probe_veto(&s), CUL_VETO_LESSENS);
}

static void a_firm_that_has_left_has_one_domain_and_writes_on(void **st)
{
	struct cul_source s = double_source(double_named("misconfigured"));

	(void)st;
	s.n[CUL_C_relay_contacts] = 20;
	s.d[CUL_D_RELAY_DOMAINS] = 3;
	s.d[CUL_D_SENDER_DOMAINS] = 1;
	s.d[CUL_D_SENDERS] = 10;
	assert_int_equal(probe_veto(&s), CUL_VETO_LESSENS);
	s.d[CUL_D_SENDERS] = 11;
	assert_int_equal(probe_veto(&s), CUL_VETO_NONE);
	s.d[CUL_D_SENDERS] = 10;
	s.d[CUL_D_SENDER_DOMAINS] = 2;
	assert_int_equal(probe_veto(&s), CUL_VETO_NONE);
}

static void bounces_refused_without_a_sender_are_no_harvest(void **st)
{
	static const struct {
		uint32_t bounces, unknown, messages, senders;
		bool want;
	} t[] = {
		{ 10, 40, 0, 0, true },  { 10, 41, 0, 0, false },
		{ 9, 10, 0, 0, false },  { 10, 40, 1, 0, false },
		{ 10, 40, 0, 1, false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_veto v = { .name = NULL };
		struct cul_source s = { .subject = CUL_SUBJECT_IP };

		s.n[CUL_C_null_messages] = t[i].bounces;
		s.n[CUL_C_in_bad_recipient] = t[i].unknown;
		s.n[CUL_C_messages] = t[i].messages;
		s.d[CUL_D_SENDERS] = t[i].senders;
		assert_int_equal(cul_veto_find(&s, CUL_KIND_HARVEST, &v),
				 t[i].want ? CUL_VETO_LESSENS : CUL_VETO_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(
			a_moved_domain_is_not_asked_for_once_in_three_names),
		cmocka_unit_test(two_domains_have_not_moved_for_three_letters),
		cmocka_unit_test(
			a_firm_that_has_left_has_one_domain_and_writes_on),
		cmocka_unit_test(
			bounces_refused_without_a_sender_are_no_harvest),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
