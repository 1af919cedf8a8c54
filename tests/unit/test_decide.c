/* \summary: tests of analyzer/decide: two families, never, vetoes, words */
#include "t.h"

#include <stdio.h>

#include "decide/decide_int.h"
#include "fake_evidence.h"

static const int64_t noon = INT64_C(1795176120) * CUL_USEC_PER_SEC;

static struct cul_source customer(void)
{
	struct cul_source s = { .subject = CUL_SUBJECT_CUSTOMER,
				.name = "C01861",
				.customer = "C01861",
				.ours = true,
				.networks_known = true };

	assert_true(cul_addr_parse(CUL_SV("192.0.2.61"), &s.addr));
	s.t_first = noon - CUL_USEC_PER_HOUR;
	s.t_misdeed = noon;
	s.t_last = noon + 2 * CUL_USEC_PER_HOUR;
	s.n[CUL_C_messages] = 220;
	s.n[CUL_C_out_contacts] = 214;
	s.n[CUL_C_out_bad_recipient] = 71;
	s.n[CUL_C_out_content] = 34;
	s.d[CUL_D_SENDER_DOMAINS] = 57;
	return s;
}

static void reason(struct cul_finding *f, enum cul_family family, int32_t score)
{
	f->looked |= 1u << family;
	f->reasons[f->n_reasons++] = (struct cul_reason){ .family = family,
							  .signal = "signal",
							  .score_mnat = score,
							  .text = "text" };
}

static const struct cul_policy plain = { .needed_mnat =
						 2 * CUL_SATURATED_MNAT };

/* A finding of a kind with up to three families at these scores. */
static struct cul_finding finding(enum cul_kind k, int32_t a, int32_t b,
				  int32_t c)
{
	struct cul_finding f = { .kind = k };

	if (a != 0)
		reason(&f, CUL_FAMILY_DIVERSITY, a);
	if (b != 0)
		reason(&f, CUL_FAMILY_REJECTIONS, b);
	if (c != 0)
		reason(&f, CUL_FAMILY_REJECTIONS, c);
	return f;
}

static void stopping_needs_two_families(void **st)
{
	const struct {
		int32_t a, b, c;
		enum cul_ruling ruling;
		enum cul_action action;
		double least, most;
	} t[] = {
		{ 6000, 6000, 6000, CUL_RULING_NOTHING, 0, 0, 0 },
		/* neither is full, but both together are beyond that */
		{ 9209, 9209, 9209, CUL_RULING_SUGGEST, CUL_ACTION_WATCH, .9997,
		  .9999 },
		{ 20000, 0, 0, CUL_RULING_SUGGEST, CUL_ACTION_WATCH, .9997,
		  .9999 },
		{ 20000, 2995, 0, CUL_RULING_SUGGEST, CUL_ACTION_WATCH, .9997,
		  .9999 },
		{ 9210, 9209, 0, CUL_RULING_SUGGEST, CUL_ACTION_WATCH, .9997,
		  .9999 },
		/* two reasons of one family are one */
		{ 0, 20000, 20000, CUL_RULING_SUGGEST, CUL_ACTION_WATCH, .9997,
		  .9999 },
		{ 9210, 9210, 0, CUL_RULING_SUGGEST, CUL_ACTION_SUSPEND, .99989,
		  .9999001 },
		/* the mean of the two, each at one in a million at most */
		{ 20000, 9210, 9210, CUL_RULING_SUGGEST, CUL_ACTION_SUSPEND,
		  .99998, .999991 },
		{ 20000, 20000, 0, CUL_RULING_SUGGEST, CUL_ACTION_SUSPEND,
		  .999999, .999999 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct cul_source s = customer();
		const struct cul_finding f =
			finding(CUL_KIND_ZOMBIE, t[i].a, t[i].b, t[i].c);
		struct cul_suggestion g;
		struct cul_veto v;

		assert_int_equal(cul_decide(&s, &f, &plain, &g, &v),
				 t[i].ruling);
		if (t[i].ruling != CUL_RULING_SUGGEST)
			continue;
		assert_int_equal(g.action, t[i].action);
		assert_true(g.confidence >= t[i].least &&
			    g.confidence <= t[i].most);
	}
}

static bool never_this(void *arg, const struct cul_source *s)
{
	return strcmp(cul_source_name(s), arg) == 0;
}

static void never_touch_comes_first(void **st)
{
	char who[] = "C01861";
	const struct cul_policy p = { CUL_SATURATED_MNAT, never_this, who };
	const struct cul_source s = customer();

	(void)st;
	for (unsigned k = 0; k < CUL_KINDS_; k++) {
		const struct cul_finding f =
			finding((enum cul_kind)k, 20000, 20000, 0);
		struct cul_suggestion g;
		struct cul_veto v = { .name = NULL };

		assert_int_equal(cul_decide(&s, &f, &p, &g, &v),
				 CUL_RULING_CLEARED);
		assert_string_equal(v.name, "never");
		assert_true(v.text[0] != '\0');
	}
}

static void the_sentence_can_be_read_out(void **st)
{
	const struct cul_source s = customer();
	const struct cul_finding f = finding(CUL_KIND_ZOMBIE, 20000, 20000, 0);
	struct cul_suggestion g;
	struct cul_veto v;

	(void)st;
	assert_int_equal(cul_decide(&s, &f, &plain, &g, &v),
			 CUL_RULING_SUGGEST);
	assert_string_equal(
		g.why,
		"Since 2026-11-20 12:02 UTC customer C01861 (192.0.2.61) wrote "
		"to 214 addresses under about 57 unrelated sender domains; 71 "
		"of "
		"them do not exist, 34 refused it as spam: the machine is "
		"very likely infected.");
	assert_true(strstr(g.undo, "C01861") != NULL);
	assert_int_equal(g.first_seen_usec, noon);
	assert_int_equal(g.expires_usec, s.t_last + 7 * CUL_USEC_PER_DAY);
	assert_int_equal(g.counts.messages, 220);
	assert_int_equal(g.n_addrs, 1);
}

static void every_kind_and_action_has_words(void **st)
{
	(void)st;
	for (unsigned k = 0; k < CUL_KINDS_; k++)
		for (unsigned who = 0; who < CUL_SUBJECTS_; who++) {
			char longest[CUL_NAME_MAX];
			struct cul_source s = customer();
			struct cul_suggestion g;
			struct cul_veto v;
			const struct cul_finding f =
				finding((enum cul_kind)k, 20000, 20000, 0);

			memset(longest, 'n', sizeof(longest) - 1);
			longest[sizeof(longest) - 1] = '\0';
			s.subject = (enum cul_subject)who;
			s.name = s.customer = longest;
			if (cul_decide(&s, &f, &plain, &g, &v) !=
			    CUL_RULING_SUGGEST)
				continue;
			assert_true(g.action > CUL_ACTION_NONE);
			assert_int_equal(g.why[strlen(g.why) - 1], '.');
			assert_true(g.undo[0] != '\0');
			assert_true(g.expires_usec > s.t_last);
			assert_true(strlen(g.name) == CUL_NAME_MAX - 1);
		}
}

static void reasons_come_strongest_first(void **st)
{
	const struct cul_source s = customer();
	struct cul_finding f = finding(CUL_KIND_ZOMBIE, 9500, 9300, 12000);
	struct cul_suggestion g;
	struct cul_veto v;

	(void)st;
	reason(&f, CUL_FAMILY_SPREAD, 12000);
	assert_int_equal(cul_decide(&s, &f, &plain, &g, &v),
			 CUL_RULING_SUGGEST);
	assert_int_equal(g.n_reasons, 4);
	assert_int_equal(g.reasons[0].family, CUL_FAMILY_REJECTIONS);
	assert_int_equal(g.reasons[1].family, CUL_FAMILY_SPREAD);
	assert_int_equal(g.reasons[2].family, CUL_FAMILY_DIVERSITY);
	assert_int_equal(g.reasons[3].score_mnat, 9300);
}

static void policy_knows_ours_from_others(void **st)
{
	const struct {
		enum cul_kind kind;
		bool ours;
		enum cul_subject subject;
		enum cul_action want;
	} t[] = {
		{ CUL_KIND_RELAY_PROBE, false, CUL_SUBJECT_IP,
		  CUL_ACTION_BLOCK },
		{ CUL_KIND_RELAY_PROBE, true, CUL_SUBJECT_CUSTOMER,
		  CUL_ACTION_CONTACT },
		{ CUL_KIND_HARVEST, false, CUL_SUBJECT_IP, CUL_ACTION_BLOCK },
		{ CUL_KIND_HARVEST, true, CUL_SUBJECT_CUSTOMER,
		  CUL_ACTION_SUSPEND },
		{ CUL_KIND_PASSWORD_ATTACK, false, CUL_SUBJECT_IP,
		  CUL_ACTION_BLOCK },
		{ CUL_KIND_PASSWORD_ATTACK, true, CUL_SUBJECT_ACCOUNT,
		  CUL_ACTION_CONTACT },
		{ CUL_KIND_ROAMING, false, CUL_SUBJECT_IP, CUL_ACTION_CONTACT },
		{ CUL_KIND_OWN_RELAY, true, CUL_SUBJECT_SERVER,
		  CUL_ACTION_FIX_SERVER },
		{ CUL_KIND_FORM_ABUSE, true, CUL_SUBJECT_LOCAL_USER,
		  CUL_ACTION_SUSPEND },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_source s = { .subject = t[i].subject,
					.ours = t[i].ours };

		assert_int_equal(cul_policy_action(t[i].kind, &s), t[i].want);
	}
}

static void who_lives_there_may_get_an_exception(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP,
				.t_last = 8 * CUL_USEC_PER_HOUR };

	(void)st;
	assert_int_equal(cul_policy_action(CUL_KIND_ROAMING, &s),
			 CUL_ACTION_EXEMPT);
	s.t_last--;
	assert_int_equal(cul_policy_action(CUL_KIND_ROAMING, &s),
			 CUL_ACTION_CONTACT);
	s.t_last++;
	s.d[CUL_D_ACCOUNTS] = 1;
	assert_int_equal(cul_policy_action(CUL_KIND_ROAMING, &s),
			 CUL_ACTION_CONTACT);
}

static struct cul_suggestion made(enum cul_kind k, enum cul_action a,
				  enum cul_subject subject, const char *name)
{
	struct cul_suggestion g = { .kind = k,
				    .action = a,
				    .subject = subject };

	(void)snprintf(g.name, sizeof(g.name), "%s", name);
	return g;
}

static void the_graver_covers_the_lesser_of_one_source(void **st)
{
	const struct cul_suggestion t[] = {
		made(CUL_KIND_OWN_RELAY, CUL_ACTION_FIX_SERVER,
		     CUL_SUBJECT_SERVER, "mx1"),
		made(CUL_KIND_STOLEN_ACCOUNT, CUL_ACTION_SUSPEND,
		     CUL_SUBJECT_ACCOUNT, "C1"),
		made(CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, CUL_SUBJECT_CUSTOMER,
		     "C1"),
		made(CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, CUL_SUBJECT_CUSTOMER,
		     "C2"),
		made(CUL_KIND_HARVEST, CUL_ACTION_SUSPEND, CUL_SUBJECT_CUSTOMER,
		     "C1"),
		made(CUL_KIND_RELAY_PROBE, CUL_ACTION_CONTACT,
		     CUL_SUBJECT_CUSTOMER, "C1"),
		made(CUL_KIND_SPAMMER, CUL_ACTION_WATCH, CUL_SUBJECT_CUSTOMER,
		     "C1"),
	};
	const size_t n = sizeof(t) / sizeof(t[0]);

	(void)st;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			const int o = cul_decide_order(&t[i], &t[j]);
			const bool covers = cul_decide_covers(&t[i], &t[j]);

			assert_int_equal(o, i < j ? -1 : i > j);
			assert_int_equal(covers,
					 i < j && i >= 2 && i != 3 && j != 3);
		}
}

/* Names of one provider are few; nine domains are nine opinions. */
static void beyond_eight_domains_an_opinion_is_a_recipient(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_CUSTOMER, .ours = true };
	struct cul_veto v;

	(void)st;
	s.n[CUL_C_messages] = s.n[CUL_C_out_contacts] = 5000;
	s.n[CUL_C_out_content] = 800;
	s.d[CUL_D_SENDER_DOMAINS] = 1;
	s.d[CUL_D_RECIPIENT_DOMAINS] = 1500;
	s.d[CUL_D_REJECTING_DOMAINS] = 8;
	assert_int_equal(cul_veto_find(&s, CUL_KIND_SPAMMER, &v),
			 CUL_VETO_LESSENS);
	s.d[CUL_D_REJECTING_DOMAINS] = 9;
	assert_int_equal(cul_veto_find(&s, CUL_KIND_SPAMMER, &v),
			 CUL_VETO_NONE);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(stopping_needs_two_families),
		cmocka_unit_test(never_touch_comes_first),
		cmocka_unit_test(the_sentence_can_be_read_out),
		cmocka_unit_test(every_kind_and_action_has_words),
		cmocka_unit_test(reasons_come_strongest_first),
		cmocka_unit_test(policy_knows_ours_from_others),
		cmocka_unit_test(who_lives_there_may_get_an_exception),
		cmocka_unit_test(the_graver_covers_the_lesser_of_one_source),
		cmocka_unit_test(
			beyond_eight_domains_an_opinion_is_a_recipient),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
