/* \summary: tests of the vetoes: each honest double, and what ends it */
#include "t.h"

#include "decide/decide_int.h"
#include "fake_evidence.h"
#include "honest_doubles.h"

static const struct cul_policy plain = { .needed_mnat =
						 2 * CUL_SATURATED_MNAT };

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
	/* Besides these the one that any kind of deed may have. */
	assert_int_equal(n, sizeof(doubles) / sizeof(doubles[0]) + 1);
}

static void who_may_be_one_of_two_is_lessened_whatever_he_did(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP, .ours = true };

	(void)st;
	for (unsigned k = 0; k < CUL_KINDS_; k++) {
		struct cul_veto v = { .name = "" };

		/* Never an address. */
		if (k == CUL_KIND_STOLEN_ACCOUNT)
			continue;
		s.ambiguous = true;
		assert_int_equal(cul_veto_find(&s, (enum cul_kind)k, &v),
				 CUL_VETO_LESSENS);
		assert_string_equal(v.name, "ambiguous-holder");
		s.ambiguous = false;
		assert_int_equal(cul_veto_find(&s, (enum cul_kind)k, &v),
				 CUL_VETO_NONE);
	}
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

struct manner { /* of who sends strangers' mail; is it a mail server? */
	unsigned declared;
	uint32_t manners, helos, refused, bounces, recipients;
	bool server;
};

static void a_relay_shows_two_signs_of_a_server_and_none_of_a_bot(void **st)
{
	static const struct manner t[] = {
		{ CUL_DECLARED_STATIC, 0, 0, 0, 3, 100, true },
		{ CUL_DECLARED_MAILHOST, 0, 1, 5, 0, 100, true },
		{ CUL_DECLARED_STATIC, 0, 0, 0, 0, 150, true },
		{ 0, 0, 1, 5, 3, 100, true },
		{ 0, 0, 0, 0, 3, 150, true },
		{ CUL_DECLARED_STATIC, 0, 0, 0, 2, 149, false },
		{ CUL_DECLARED_STATIC, 0, 1, 4, 0, 100, false },
		{ CUL_DECLARED_STATIC, 0, 2, 5, 0, 100, false },
		{ CUL_DECLARED_STATIC, 0, 2, 5, 3, 150, true },
		{ CUL_DECLARED_STATIC, 0, 3, 5, 3, 150, false },
		{ CUL_DECLARED_STATIC, 1, 1, 5, 3, 150, false },
		{ CUL_DECLARED_STATIC | CUL_DECLARED_NAT, 0, 1, 5, 3, 150,
		  false },
		{ CUL_DECLARED_DYNAMIC, 0, 1, 5, 3, 150, false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_veto v = { .name = NULL };
		struct cul_source s = {
			.ours = true,
			.declared = t[i].declared,
			.mix = { .hours = 6,
				 .strangers = 100,
				 .dead = 40,
				 .stranger_messages = 100,
				 .stranger_recipients = t[i].recipients },
		};

		s.n[CUL_C_manners] = t[i].manners;
		s.n[CUL_C_refused_other] = t[i].refused;
		s.n[CUL_C_null_messages] = t[i].bounces;
		s.d[CUL_D_HELOS] = t[i].helos;
		assert_int_equal(cul_veto_find(&s, CUL_KIND_ZOMBIE, &v),
				 t[i].server ? CUL_VETO_LESSENS
					     : CUL_VETO_NONE);
		assert_int_equal(cul_veto_find(&s, CUL_KIND_OPEN_RELAY, &v),
				 t[i].server ? CUL_VETO_NONE : CUL_VETO_CLEARS);
	}
}

static void the_bounds_of_relays_and_bounces_hold(void **st)
{
	static const struct {
		struct cul_sender_mix mix;
		struct cul_bounces bounces;
		enum cul_kind kind;
		enum cul_veto_effect want;
	} t[] = {
		{ { 6, 0, 9, 4, 0, 0, 0 },
		  { 0 },
		  CUL_KIND_HARVEST,
		  CUL_VETO_LESSENS },
		{ { 5, 0, 9, 4, 0, 0, 0 },
		  { 0 },
		  CUL_KIND_HARVEST,
		  CUL_VETO_NONE },
		{ { 6, 0, 8, 4, 0, 0, 0 },
		  { 0 },
		  CUL_KIND_HARVEST,
		  CUL_VETO_NONE },
		{ { 6, 0, 100, 10, 0, 0, 0 },
		  { 0 },
		  CUL_KIND_OPEN_RELAY,
		  CUL_VETO_CLEARS },
		{ { 6, 0, 100, 11, 0, 0, 0 },
		  { 0 },
		  CUL_KIND_OPEN_RELAY,
		  CUL_VETO_NONE },
		{ { 0 },
		  { 0, 1, 10, 0, 0, 0 },
		  CUL_KIND_BACKSCATTER,
		  CUL_VETO_CLEARS },
		{ { 0 },
		  { 0, 2, 10, 0, 0, 0 },
		  CUL_KIND_BACKSCATTER,
		  CUL_VETO_NONE },
		{ { 0 },
		  { 0, 1, 10, 1, 0, 0 },
		  CUL_KIND_BACKSCATTER,
		  CUL_VETO_NONE },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_veto v = { .name = NULL };
		struct cul_source s = { .ours = true,
					.declared = CUL_DECLARED_STATIC,
					.mix = t[i].mix,
					.bounces = t[i].bounces };

		s.n[CUL_C_null_messages] = 3;
		s.n[CUL_C_in_ok] = 40;
		assert_int_equal(cul_veto_find(&s, t[i].kind, &v), t[i].want);
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

static void only_what_was_refused_as_spam_is_said_to_be(void **st)
{
	static const struct {
		const char *veto;
		uint32_t content, listed;
		const char *says;
	} t[] = {
		{ "newsletter", 5, 9, " and 5 refused it as spam" },
		{ "stale-list", 4, 20, " refused as spam for only 4, " },
		{ "mail-server", 6, 7, " and 6 refused it as spam" },
		{ "passes-on", 40, 60, " though 40 refused it as spam" },
		{ "shop", 2, 3, " and 2 refused it as spam" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct double_case *d = doubles;
		struct cul_veto v = { .name = "" };
		struct cul_source s;

		while (strcmp(d->veto, t[i].veto) != 0)
			d++;
		s = double_source(d);
		s.n[CUL_C_out_content] = t[i].content;
		s.n[CUL_C_out_reputation] = t[i].listed;
		(void)cul_veto_find(&s, d->kind, &v);
		assert_string_equal(v.name, t[i].veto);
		if (strstr(v.text, t[i].says) == NULL)
			fail_msg("%s: %s", v.name, v.text);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(each_double_is_told_from_the_guilty),
		cmocka_unit_test(
			who_may_be_one_of_two_is_lessened_whatever_he_did),
		cmocka_unit_test(each_bound_on_what_is_distinct_holds),
		cmocka_unit_test(
			a_relay_shows_two_signs_of_a_server_and_none_of_a_bot),
		cmocka_unit_test(the_bounds_of_relays_and_bounces_hold),
		cmocka_unit_test(what_is_declared_widens_a_bound),
		cmocka_unit_test(a_lesser_veto_talks_and_says_so),
		cmocka_unit_test(the_cleared_hear_which_double_they_are),
		cmocka_unit_test(only_what_was_refused_as_spam_is_said_to_be),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
