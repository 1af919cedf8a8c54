/* \summary: tests of the vetoes: each honest double, and what ends it */
#include "t.h"

#include "decide/decide_int.h"
#include "fake_evidence.h"

static const struct cul_policy plain = { .saturated_mnat = CUL_SATURATED_MNAT };

static struct cul_finding finding(enum cul_kind k)
{
	struct cul_finding f = { .kind = k, .n_reasons = 2 };

	for (unsigned i = 0; i < 2; i++)
		f.reasons[i] =
			(struct cul_reason){ .family = i ? CUL_FAMILY_REJECTIONS
							 : CUL_FAMILY_DIVERSITY,
					     .signal = "signal",
					     .score_mnat = 20000,
					     .text = "text" };
	return f;
}

struct double_case { /* a source that is, and one that is no longer */
	const char *veto;
	enum cul_kind kind;
	bool ours, lessens;
	enum cul_subject subject;
	struct {
		enum cul_counter c;
		uint32_t n;
	} counts[6];
	struct {
		enum cul_distinct d;
		uint32_t n;
	} distinct[3];
	/* what breaks it: this counter at this number */
	enum cul_counter spoil;
	uint32_t to;
};

static const struct double_case doubles[] = {
	{ "cron-loop",
	  CUL_KIND_SPAMMER,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 288 },
	    { CUL_C_out_contacts, 12 },
	    { CUL_C_out_bad_recipient, 12 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_messages,
	  100 },
	{ "forwarder",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 150 },
	    { CUL_C_out_contacts, 22 },
	    { CUL_C_out_content, 6 } },
	  { { CUL_D_SENDER_DOMAINS, 90 } },
	  CUL_C_messages,
	  80 },
	{ "newsletter",
	  CUL_KIND_SPAMMER,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 1200 },
	    { CUL_C_out_contacts, 1200 },
	    { CUL_C_out_bad_recipient, 30 },
	    { CUL_C_out_content, 60 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_content,
	  300 },
	{ "nat-office",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 170 },
	    { CUL_C_out_contacts, 60 },
	    { CUL_C_out_bad_recipient, 3 } },
	  { { CUL_D_SENDER_DOMAINS, 1 }, { CUL_D_HELOS, 40 } },
	  CUL_C_out_bad_recipient,
	  20 },
	{ "mail-server",
	  CUL_KIND_ZOMBIE,
	  true,
	  false,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 900 },
	    { CUL_C_out_contacts, 700 },
	    { CUL_C_out_bad_recipient, 40 },
	    { CUL_C_out_content, 10 } },
	  { { CUL_D_SENDER_DOMAINS, 50 } },
	  CUL_C_out_content,
	  100 },
	{ "shop",
	  CUL_KIND_FORM_ABUSE,
	  true,
	  false,
	  CUL_SUBJECT_LOCAL_USER,
	  { { CUL_C_messages, 300 },
	    { CUL_C_out_contacts, 290 },
	    { CUL_C_out_bad_recipient, 6 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_bad_recipient,
	  60 },
	{ "stale-list",
	  CUL_KIND_SPAMMER,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 800 },
	    { CUL_C_out_contacts, 800 },
	    { CUL_C_out_bad_recipient, 380 } },
	  { { CUL_D_SENDER_DOMAINS, 1 } },
	  CUL_C_out_content,
	  40 },
	{ "passes-on",
	  CUL_KIND_ZOMBIE,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 900 },
	    { CUL_C_out_contacts, 700 },
	    { CUL_C_out_bad_recipient, 40 },
	    { CUL_C_out_content, 80 } },
	  { { CUL_D_SENDER_DOMAINS, 50 } },
	  CUL_C_out_bad_recipient,
	  100 },
	{ "worn-list",
	  CUL_KIND_SPAMMER,
	  true,
	  true,
	  CUL_SUBJECT_CUSTOMER,
	  { { CUL_C_messages, 400 },
	    { CUL_C_out_contacts, 400 },
	    { CUL_C_out_bad_recipient, 48 },
	    { CUL_C_out_content, 120 } },
	  { { CUL_D_SENDER_DOMAINS, 4 },
	    { CUL_D_REJECTING_DOMAINS, 3 },
	    { CUL_D_RECIPIENT_DOMAINS, 90 } },
	  CUL_C_out_bad_recipient,
	  68 },
	{ "traveller",
	  CUL_KIND_STOLEN_ACCOUNT,
	  true,
	  true,
	  CUL_SUBJECT_ACCOUNT,
	  { { CUL_C_messages, 60 },
	    { CUL_C_out_contacts, 60 },
	    { CUL_C_out_bad_recipient, 2 } },
	  { { CUL_D_SENDER_DOMAINS, 1 }, { CUL_D_LOGIN_NETS, 8 } },
	  CUL_C_out_content,
	  6 },
	{ "monitor",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_sessions, 288 },
	    { CUL_C_idle_sessions, 280 },
	    { CUL_C_relay_contacts, 4 },
	    { CUL_C_relay_foreign, 4 } },
	  { { CUL_D_SENDERS, 4 } },
	  CUL_C_relay_contacts,
	  30 },
	{ "roaming",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 5 },
	    { CUL_C_relay_local_sender, 4 },
	    { CUL_C_relay_foreign, 1 } },
	  { { CUL_D_SENDERS, 2 } },
	  CUL_C_relay_tricks,
	  1 },
	{ "remote-server",
	  CUL_KIND_HARVEST,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_in_ok, 400 }, { CUL_C_in_bad_recipient, 30 } },
	  { { CUL_D_UNKNOWN_LOCAL, 30 } },
	  CUL_C_in_ok,
	  8 },
	{ "misconfigured",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 6 }, { CUL_C_relay_foreign, 6 } },
	  { { CUL_D_SENDERS, 1 } },
	  CUL_C_relay_tricks,
	  2 },
	{ "moved-domain",
	  CUL_KIND_RELAY_PROBE,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_relay_contacts, 14 }, { CUL_C_relay_foreign, 14 } },
	  { { CUL_D_SENDERS, 6 },
	    { CUL_D_SENDER_DOMAINS, 3 },
	    { CUL_D_RELAY_DOMAINS, 2 } },
	  CUL_C_relay_contacts,
	  51 },
	{ "backscatter",
	  CUL_KIND_HARVEST,
	  false,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_null_messages, 40 },
	    { CUL_C_null_bad_recipient, 44 },
	    { CUL_C_in_bad_recipient, 12 } },
	  { { CUL_D_UNKNOWN_LOCAL, 12 } },
	  CUL_C_in_bad_recipient,
	  40 },
	{ "old-password",
	  CUL_KIND_PASSWORD_ATTACK,
	  true,
	  false,
	  CUL_SUBJECT_ACCOUNT,
	  { { CUL_C_logins, 90 }, { CUL_C_login_failed, 60 } },
	  { { CUL_D_FAILED_NETS, 20 }, { CUL_D_LOGIN_NETS, 20 } },
	  CUL_C_login_failed,
	  600 },
	{ "shared-address",
	  CUL_KIND_PASSWORD_ATTACK,
	  false,
	  false,
	  CUL_SUBJECT_IP,
	  { { CUL_C_logins, 4000 } },
	  { { CUL_D_ACCOUNTS, 300 }, { CUL_D_FAILED_NAMES, 40 } },
	  CUL_COUNTERS_,
	  0 },
	{ "many-people",
	  CUL_KIND_PASSWORD_ATTACK,
	  true,
	  true,
	  CUL_SUBJECT_IP,
	  { { CUL_C_logins, 20 }, { CUL_C_login_failed, 360 } },
	  { { CUL_D_ACCOUNTS, 20 }, { CUL_D_FAILED_NAMES, 80 } },
	  CUL_COUNTERS_,
	  0 },
};

static struct cul_source double_source(const struct double_case *t)
{
	struct cul_source s = { .subject = t->subject,
				.name = "somebody",
				.ours = t->ours };

	for (size_t i = 0; i < 6; i++)
		if (t->counts[i].n != 0)
			s.n[t->counts[i].c] = t->counts[i].n;
	for (size_t i = 0; i < 3; i++)
		if (t->distinct[i].n != 0)
			s.d[t->distinct[i].d] = t->distinct[i].n;
	return s;
}

static void each_double_is_told_from_the_guilty(void **st)
{
	size_t n = 0;

	(void)st;
	for (size_t i = 0; i < sizeof(doubles) / sizeof(doubles[0]); i++) {
		const struct double_case *t = &doubles[i];
		struct cul_source s = double_source(t);
		struct cul_veto v = { .name = NULL };

		assert_int_equal(cul_veto_find(&s, t->kind, &v),
				 t->lessens ? CUL_VETO_LESSENS
					    : CUL_VETO_CLEARS);
		assert_string_equal(v.name, t->veto);
		assert_true(v.text[0] != '\0');
		if (t->spoil == CUL_COUNTERS_)
			continue;
		s.n[t->spoil] = t->to;
		v.name = "";
		(void)cul_veto_find(&s, t->kind, &v);
		assert_string_not_equal(v.name, t->veto);
	}
	for (const struct cul_veto_rule *r = cul_veto_rules; r->name; r++)
		n++;
	assert_int_equal(n, sizeof(doubles) / sizeof(doubles[0]));
}

struct bound { /* a number at which the double still is, and one beyond */
	const char *veto;
	enum cul_distinct d;
	uint32_t within, beyond;
};

static void each_bound_on_what_is_distinct_holds(void **st)
{
	static const struct bound bounds[] = {
		{ "worn-list", CUL_D_REJECTING_DOMAINS, 4, 5 },
		{ "moved-domain", CUL_D_RELAY_DOMAINS, 2, 3 },
		{ "moved-domain", CUL_D_RELAY_DOMAINS, 1, 0 },
		{ "moved-domain", CUL_D_SENDER_DOMAINS, 5, 6 },
		{ "old-password", CUL_D_FAILED_NETS, 20, 21 },
		{ "many-people", CUL_D_FAILED_NAMES, 80, 81 },
		{ "many-people", CUL_D_ACCOUNTS, 20, 4 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		const struct bound *b = &bounds[i];
		const struct double_case *t = doubles;
		struct cul_veto v = { .name = "" };
		struct cul_source s;

		while (strcmp(t->veto, b->veto) != 0)
			t++;
		s = double_source(t);
		s.d[b->d] = b->within;
		(void)cul_veto_find(&s, t->kind, &v);
		assert_string_equal(v.name, b->veto);
		v.name = "";
		s.d[b->d] = b->beyond;
		(void)cul_veto_find(&s, t->kind, &v);
		assert_string_not_equal(v.name, b->veto);
	}
}

static void what_is_declared_widens_a_bound(void **st)
{
	const struct double_case *t = doubles;
	struct cul_veto v = { .name = "" };
	struct cul_source s;

	(void)st;
	while (strcmp(t->veto, "worn-list") != 0)
		t++;
	s = double_source(t);
	s.declared = CUL_DECLARED_MAILHOST;
	s.n[CUL_C_out_bad_recipient] = 104;
	assert_int_equal(cul_veto_find(&s, t->kind, &v), CUL_VETO_LESSENS);
	s.n[CUL_C_out_bad_recipient] = 105;
	assert_int_equal(cul_veto_find(&s, t->kind, &v), CUL_VETO_NONE);
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

static void a_lesser_veto_talks_and_says_so(void **st)
{
	const struct cul_finding f = finding(CUL_KIND_SPAMMER);
	struct cul_source s = double_source(&doubles[6]);
	struct cul_suggestion g;
	struct cul_veto v;

	(void)st;
	assert_int_equal(cul_decide(&s, &f, &plain, &g, &v),
			 CUL_RULING_SUGGEST);
	assert_int_equal(g.action, CUL_ACTION_CONTACT);
	assert_int_equal(g.n_vetoes, 1);
	assert_string_equal(g.vetoes[0].name, "stale-list");
}

static void the_cleared_hear_which_double_they_are(void **st)
{
	const struct cul_finding f = finding(CUL_KIND_ZOMBIE);
	struct cul_source s = double_source(&doubles[1]);
	struct cul_suggestion g;
	struct cul_veto v;

	(void)st;
	assert_int_equal(cul_decide(&s, &f, &plain, &g, &v),
			 CUL_RULING_CLEARED);
	assert_string_equal(v.name, "forwarder");
	assert_string_equal(v.text,
			    "150 messages of 90 sender domains to only 22 "
			    "distinct recipients, of whom 0 do not exist: it "
			    "forwards");
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(each_double_is_told_from_the_guilty),
		cmocka_unit_test(each_bound_on_what_is_distinct_holds),
		cmocka_unit_test(what_is_declared_widens_a_bound),
		cmocka_unit_test(
			beyond_eight_domains_an_opinion_is_a_recipient),
		cmocka_unit_test(a_lesser_veto_talks_and_says_so),
		cmocka_unit_test(the_cleared_hear_which_double_they_are),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
