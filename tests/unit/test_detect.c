/* \summary: tests of analyzer/detect: models, knobs, and each detector's edge
 */
#include "t.h"

#include <math.h>

#include "detect_t.h"

static void every_detector_explains_itself(void **st)
{
	(void)st;
	assert_non_null(cul_detectors[0]);
	for (size_t d = 0; cul_detectors[d] != NULL; d++) {
		const struct cul_detector *p = cul_detectors[d];
		unsigned n = 0;

		assert_string_equal(p->name, cul_kind_name(p->kind));
		assert_true(strlen(p->summary) > 10 && strlen(p->why) > 20 &&
			    strlen(p->misses) > 10);
		for (const struct cul_knob *k = p->knobs; k->name; k++, n++)
			assert_true(k->min <= k->dflt && k->dflt <= k->max &&
				    strlen(k->help) > 10);
		assert_true(n <= CUL_KNOBS_MAX);
		for (size_t e = 0; e < d; e++)
			assert_string_not_equal(p->name,
						cul_detectors[e]->name);
	}
}

static void no_detector_accuses_one_who_did_nothing(void **st)
{
	(void)st;
	for (unsigned who = 0; who < CUL_SUBJECTS_; who++) {
		const struct cul_source s = { .subject = (enum cul_subject)who,
					      .ours = who % 2,
					      .networks_known = true };

		for (unsigned k = 0; cul_detectors[k] != NULL; k++)
			assert_int_equal(judged(cul_detectors[k]->kind, &s, 0),
					 -1);
	}
}

/* One in 10^8 over a mean of 5: the line is 64 at shape 2. */
static void volume_is_over_dispersed(void **st)
{
	const double line = 1000 * log(1e8);

	(void)st;
	assert_true(cul_score_volume(64, 5, 2) >= line);
	assert_true(cul_score_volume(63, 5, 2) < line);
	/* a large shape is Poisson */
	assert_true(cul_score_volume(23, 5, 1e6) >= line);
	assert_true(cul_score_volume(22, 5, 1e6) < line);
	/* shape 1 is the geometric: P(n or more) = (m / (m+1))^n */
	for (int n = 6; n < 100; n += 7)
		assert_int_equal(cul_score_volume(n, 5, 1),
				 lround(1000 * n * log(6. / 5)));
	assert_int_equal(cul_score_volume(5, 5, 2), 0);
	assert_int_equal(cul_score_volume(1e6, 5, 2), CUL_SCORE_MOST);
}

static void rare_is_one_in_ten_thousand_at_its_line(void **st)
{
	(void)st;
	assert_int_equal(cul_score_rare(9, 1, 9), CUL_SATURATED_MNAT);
	assert_true(cul_score_rare(8, 1, 9) < CUL_SATURATED_MNAT);
	assert_int_equal(cul_score_rare(1, 1, 9), 0);
	assert_int_equal(cul_score_rare(5, 1, 9), CUL_SATURATED_MNAT / 2);
	assert_int_equal(cul_score_rare(1e9, 1, 9), CUL_SCORE_MOST);
}

/* Beta(1, 1) makes every share equally likely: P(k or more of n) is
 * (n - k + 1) / (n + 1). */
static void share_of_an_even_prior_is_even(void **st)
{
	(void)st;
	for (int k = 6; k <= 10; k++)
		assert_int_equal(cul_score_share(k, 10, 1, 1),
				 lround(-1000 * log((11 - k) / 11.)));
	assert_int_equal(cul_score_share(0, 0, .5, 10), 0);
	assert_int_equal(cul_score_share(0, 100, .5, 10.9), 0);
	/* an honest tenth is nothing to speak of; a half is */
	assert_true(cul_score_share(20, 200, .5, 10.9) < 2500);
	assert_true(cul_score_share(110, 200, .5, 10.9) > 9000);
	assert_true(cul_score_share(3, 20, .5, 10.9) < 3000);
	/* the work is bounded: a million tries are as many as 4,096 */
	assert_int_equal(cul_score_share(250000, 1e6, .5, 10.9),
			 cul_score_share(1024, 4096, .5, 10.9));
	assert_int_equal(cul_score_share(1e6, 1e6, .5, 10.9), CUL_SCORE_MOST);
}

static void a_walk_counts_no_more_than_the_window_saw(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.walks[CUL_WALK_BAD_RECIPIENT].level_mnat = 900000;
	s.n[CUL_C_out_contacts] = 100;
	s.n[CUL_C_out_bad_recipient] = 3;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, 0), -1);
	s.n[CUL_C_out_bad_recipient] = 9;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_BAD_RECIPIENTS));
}

static void zombies_need_many_names(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.n[CUL_C_out_contacts] = 60;
	s.n[CUL_C_out_bad_recipient] = 18;
	s.n[CUL_C_out_content] = 8;
	s.d[CUL_D_REJECTING_DOMAINS] = 8;
	s.d[CUL_D_SENDER_DOMAINS] = 8;
	assert_int_equal(judged(CUL_KIND_ZOMBIE, &s, 0), -1);
	s.d[CUL_D_SENDER_DOMAINS] = 9;
	assert_true(saturates(CUL_KIND_ZOMBIE, &s, CUL_FAMILY_DIVERSITY));
	assert_true(saturates(CUL_KIND_ZOMBIE, &s, CUL_FAMILY_REJECTIONS));
	/* thirty in a hundred dead is honest often enough */
	assert_false(saturates(CUL_KIND_ZOMBIE, &s, CUL_FAMILY_BAD_RECIPIENTS));
	s.ours = false;
	assert_int_equal(judged(CUL_KIND_ZOMBIE, &s, 0), -1);
}

static void reputation_alone_is_not_his_fault(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.n[CUL_C_out_contacts] = 200;
	s.n[CUL_C_out_reputation] = 150;
	s.walks[CUL_WALK_REJECTED].level_mnat = 90000;
	s.d[CUL_D_SENDER_DOMAINS] = s.d[CUL_D_REJECTING_DOMAINS] = 1;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, 0), -1);
	/* one letter called spam makes three of it, not 151 */
	s.n[CUL_C_out_content] = 1;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, 0), -1);
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 4;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_REJECTIONS));
}

/* One provider that refuses all of it is one opinion; it takes three. */
static void a_provider_is_one_opinion(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.n[CUL_C_out_contacts] = 1200;
	s.n[CUL_C_out_content] = 400;
	s.n[CUL_C_out_bad_recipient] = 700;
	s.d[CUL_D_SENDER_DOMAINS] = s.d[CUL_D_REJECTING_DOMAINS] = 1;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_REJECTIONS),
			 3070);
	s.d[CUL_D_REJECTING_DOMAINS] = 2;
	assert_false(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_REJECTIONS));
	s.d[CUL_D_REJECTING_DOMAINS] = 3;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_REJECTIONS));
}

/* 30 of 500 refused (7.0) and 40 dead (1.7) are together 1 in 100. */
static void little_of_both_is_worth_a_look(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.n[CUL_C_out_contacts] = 500;
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 30;
	s.n[CUL_C_out_bad_recipient] = 40;
	s.d[CUL_D_SENDER_DOMAINS] = 1;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_SPREAD));
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 12;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, 0), -1);
	/* nor without a long list */
	s.n[CUL_C_out_contacts] = 60;
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 4;
	s.n[CUL_C_out_bad_recipient] = 12;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, 0), -1);
}

/* Bad mail by a login from two places, or from one that is not ours. */
static void bad_mail_from_elsewhere_is_a_theft(void **st)
{
	struct cul_source s = { .ours = true,
				.networks_known = true,
				.subject = CUL_SUBJECT_ACCOUNT };

	(void)st;
	s.n[CUL_C_out_contacts] = 60;
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 12;
	s.d[CUL_D_LOGIN_NETS] = 1;
	assert_int_equal(judged(CUL_KIND_STOLEN_ACCOUNT, &s, 0), -1);
	s.logins_outside = 1;
	assert_true(
		saturates(CUL_KIND_STOLEN_ACCOUNT, &s, CUL_FAMILY_REJECTIONS));
	s.networks_known = false;
	assert_int_equal(judged(CUL_KIND_STOLEN_ACCOUNT, &s, 0), -1);
	s.d[CUL_D_LOGIN_NETS] = 2;
	assert_true(
		saturates(CUL_KIND_STOLEN_ACCOUNT, &s, CUL_FAMILY_REJECTIONS));
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 0;
	assert_int_equal(judged(CUL_KIND_STOLEN_ACCOUNT, &s, 0), -1);
}

/* What was learned is believed but of 1 in 100: ln 100 more at the most. */
static void a_quiet_log_makes_much_of_little(void **st)
{
	const struct cul_usual quiet = { .bad = { 2, 200 },
					 .rejected = { 2, 2000 },
					 .recipients = 5,
					 .n_sources = 1000 };
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };
	int32_t before, after;

	(void)st;
	s.n[CUL_C_out_contacts] = 60;
	s.n[CUL_C_out_bad_recipient] = 12;
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 12;
	before = judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_BAD_RECIPIENTS);
	s.usual = &quiet;
	after = judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_BAD_RECIPIENTS);
	assert_true(after > before + 3000 && after <= before + 4606);
}

/* Who wrote to them last week knows them; and a past of quiet days makes a
 * loud one stand out. */
static void its_own_past_speaks_for_and_against_it(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_CUSTOMER };

	(void)st;
	s.n[CUL_C_out_contacts] = 400;
	s.n[CUL_C_out_content] = s.d[CUL_D_REJECTING_DOMAINS] = 40;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_SPREAD));
	s.returning = 380;
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_SPREAD), 0);
	s.habit = (struct cul_habit){ .days = 2, .mean = 10, .shape = 2 };
	assert_int_equal(judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_VOLUME), 0);
	s.habit.days = 3;
	assert_true(saturates(CUL_KIND_SPAMMER, &s, CUL_FAMILY_VOLUME));
	s.habit.mean = 390;
	assert_true(judged(CUL_KIND_SPAMMER, &s, CUL_FAMILY_VOLUME) < 1000);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_detector_explains_itself),
		cmocka_unit_test(no_detector_accuses_one_who_did_nothing),
		cmocka_unit_test(volume_is_over_dispersed),
		cmocka_unit_test(rare_is_one_in_ten_thousand_at_its_line),
		cmocka_unit_test(share_of_an_even_prior_is_even),
		cmocka_unit_test(a_walk_counts_no_more_than_the_window_saw),
		cmocka_unit_test(zombies_need_many_names),
		cmocka_unit_test(reputation_alone_is_not_his_fault),
		cmocka_unit_test(a_provider_is_one_opinion),
		cmocka_unit_test(little_of_both_is_worth_a_look),
		cmocka_unit_test(bad_mail_from_elsewhere_is_a_theft),
		cmocka_unit_test(a_quiet_log_makes_much_of_little),
		cmocka_unit_test(its_own_past_speaks_for_and_against_it),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
