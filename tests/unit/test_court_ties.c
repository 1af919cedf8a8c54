/* \summary: tests of the court: who is not to be tied to a message, or credited
 * with it
 */
#include "t.h"

#include <stdio.h>

#include "court_t.h"

static const enum cul_subject IP = CUL_SUBJECT_IP;
static const char *const victim = "192.0.2.7", *const thief = "192.0.2.66",
			 *const outsider = "198.51.100.20";

static struct cul_event away(const char *id, const char *rcpt,
			     enum cul_event_kind kind, enum cul_outcome o)
{
	struct cul_event ev = fate(id, rcpt, kind, o);

	ev.transport = CUL_TRANSPORT_REMOTE;
	ev.relay_addr = addr_of("203.0.113.9");
	return ev;
}

static struct cul_event to_filter(const char *id, const char *other)
{
	struct cul_event ev =
		fate(id, "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK);

	ev.transport = CUL_TRANSPORT_FILTER;
	ev.other = text_of(other);
	return ev;
}

/* The victim's message waits at the thief's server, who so knows its sender
 * and its Message-ID. */
static void known_message(struct trial *t)
{
	trial_hear(t, accepted("AA0001", victim, NULL));
	trial_hear(t, identified("AA0001", "known@aurora.example"));
	trial_hear(t, queued("AA0001", "v@aurora.example", 1));
	trial_hear(t, away("AA0001", "x@evil.example", CUL_EV_DEFERRED,
			   CUL_OUTCOME_NEUTRAL));
}

static void come_back(struct trial *t, const char *id, const char *account)
{
	trial_hear(t, accepted(id, "127.0.0.1", account));
	trial_hear(t, identified(id, "known@aurora.example"));
	trial_hear(t, queued(id, "v@aurora.example", 1));
	trial_hear(t, away(id, "gone@b.example", CUL_EV_BOUNCED,
			   CUL_OUTCOME_BAD_RECIPIENT));
}

static void a_known_message_id_through_the_filter_is_its_users(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	known_message(&t);
	trial_hear(&t, accepted("BB0001", thief, NULL));
	trial_hear(&t, identified("BB0001", "known@aurora.example"));
	trial_hear(&t, queued("BB0001", "v@aurora.example", 1));
	come_back(&t, "CC0001", NULL);
	trial_hear(&t, to_filter("BB0001", "CC0001"));
	assert_int_equal(trial_count(&t, IP, victim, CUL_C_bounced), 0);
	assert_int_equal(trial_count(&t, IP, thief, CUL_C_bounced), 1);
	trial_end(&t);
}

static void a_known_message_id_over_loopback_ties_nothing(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	known_message(&t);
	come_back(&t, "CC0001", NULL);
	assert_int_equal(trial_count(&t, IP, victim, CUL_C_bounced), 0);
	assert_int_equal(trial_count(&t, IP, "127.0.0.1", CUL_C_bounced), 1);
	trial_end(&t);
}

/* Webmail on this host hands in over loopback, with its user's login. */
static void a_login_over_loopback_is_no_filter(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("AA0001", victim, NULL));
	trial_hear(&t, identified("AA0001", "known@aurora.example"));
	trial_hear(&t, queued("AA0001", "v@aurora.example", 1));
	come_back(&t, "CC0001", "zoe");
	assert_int_equal(trial_count(&t, IP, victim, CUL_C_bounced), 0);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_ACCOUNT, "zoe", CUL_C_bounced), 1);
	trial_end(&t);
}

/* What the filter itself says is worth more than a Message-ID. */
static void queued_as_outweighs_a_message_id(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("BB0001", thief, NULL));
	trial_hear(&t, queued("BB0001", "v@aurora.example", 1));
	trial_hear(&t, accepted("AA0001", victim, NULL));
	trial_hear(&t, identified("AA0001", "known@aurora.example"));
	trial_hear(&t, queued("AA0001", "v@aurora.example", 1));
	trial_hear(&t, accepted("CC0001", "127.0.0.1", NULL));
	trial_hear(&t, identified("CC0001", "known@aurora.example"));
	trial_hear(&t, queued("CC0001", "v@aurora.example", 1));
	trial_hear(&t, to_filter("BB0001", "CC0001"));
	trial_hear(&t, away("CC0001", "gone@b.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	assert_int_equal(trial_count(&t, IP, victim, CUL_C_bounced), 0);
	assert_int_equal(trial_count(&t, IP, thief, CUL_C_bounced), 1);
	trial_end(&t);
}

/* A bounce to an address that was made to read like a filter's answer. */
static void a_message_of_nobody_hides_no_other(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("BB0001", thief, NULL));
	trial_hear(&t, queued("BB0001", "v@aurora.example", 1));
	trial_hear(&t, identified("DD0001", "bounce@mx1.aurora.example"));
	trial_hear(&t, queued("DD0001", "", 1));
	trial_hear(&t, to_filter("DD0001", "BB0001"));
	trial_hear(&t, away("BB0001", "gone@b.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	assert_int_equal(trial_count(&t, IP, thief, CUL_C_bounced), 1);
	trial_end(&t);
}

/* A large provider writes to aliases of ours that lead elsewhere, where some
 * are gone and some refuse it as spam. */
static void what_our_aliases_lead_to_is_nobodys_fault(void **st)
{
	static const char *const known[][3] = {
		{ NULL },
		{ "guess", NULL },
		{ "guess", "network.networks=192.0.2.0/24", NULL }
	};

	(void)st;
	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
		struct trial t;

		trial_begin(&t, known[k]);
		for (unsigned i = 0; i < 200; i++) {
			struct cul_event ev;
			char sender[48], rcpt[48], orig[48];

			(void)snprintf(sender, sizeof(sender),
				       "u@firm%u.example", i);
			(void)snprintf(rcpt, sizeof(rcpt), "m%u@h%u.example",
				       i % 60, i % 20);
			(void)snprintf(orig, sizeof(orig),
				       "alias%u@aurora.example", i % 60);
			trial_hear(&t, accepted("AA0001", outsider, NULL));
			trial_hear(&t, queued("AA0001", sender, 1));
			ev = away("AA0001", rcpt, CUL_EV_BOUNCED,
				  i % 2 ? CUL_OUTCOME_CONTENT
					: CUL_OUTCOME_BAD_RECIPIENT);
			ev.orig_recipient = text_of(orig);
			trial_hear(&t, ev);
		}
		trial_close(&t);
		assert_int_equal(t.report.n_suggestions, 0);
		assert_false(
			cul_source_is_ours(trial_source(&t, IP, outsider)));
		trial_end(&t);
	}
}

/* Without configuration: what goes by the service "relay" is for a domain of
 * ours, and says nothing of whose who brought it is. */
static void mail_for_a_relay_domain_makes_nobody_ours(void **st)
{
	static const char *const guess[] = { "guess", NULL };
	struct cul_event ev;
	struct trial t;

	(void)st;
	trial_begin(&t, guess);
	trial_hear(&t, accepted("AA0001", outsider, NULL));
	trial_hear(&t, queued("AA0001", "u@firm.example", 1));
	ev = away("AA0001", "zoe@aurora.example", CUL_EV_DELIVERED,
		  CUL_OUTCOME_OK);
	ev.service = CUL_SV("relay");
	trial_hear(&t, ev);
	trial_close(&t);
	assert_false(cul_source_is_ours(trial_source(&t, IP, outsider)));
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_in_ok), 1);
	assert_non_null(strstr(t.report.summary.guesses[1], "aurora.example"));
	trial_end(&t);
}

/* Recipients that end the envelope where it cannot be told: each is one more
 * that was asked for. */
static void a_hidden_envelope_hides_no_prober(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 12; i++) {
		struct cul_event ev = refused(outsider, NULL, NULL,
					      CUL_OUTCOME_RELAY_REFUSED);
		char text[64];

		(void)snprintf(text, sizeof(text),
			       "<\"; from=<%u\"@x.example>: Relay access "
			       "denied",
			       i % 6);
		ev.text = text_of(text);
		trial_hear(&t, ev);
	}
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_refused_relay),
			 12);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_relay_foreign), 6);
	assert_non_null(trial_suggestion(&t, outsider));
	trial_end(&t);
}

/* Letters that are tried again are not asked again; the same recipient in
 * another's name is another question, of the same recipient. */
static void a_question_is_asked_in_a_name(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 12; i++)
		trial_hear(&t, refused(outsider,
				       i % 2 ? "a@x.example" : "b@y.example",
				       "drop@z.example",
				       CUL_OUTCOME_RELAY_REFUSED));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_refused_relay),
			 12);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_relay_contacts),
			 1);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_relay_foreign), 2);
	trial_end(&t);
}

/* A list manager on this host keeps the Message-ID but sends as itself: what
 * becomes of the list's mail is not the poster's doing. */
static void a_list_answers_for_its_own_mail(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1A1A1", victim, NULL));
	trial_hear(&t, identified("A1A1A1", "post@x.example"));
	trial_hear(&t, queued("A1A1A1", "poster@aurora.example", 1));
	trial_hear(&t, accepted("B2B2B2", "127.0.0.1", NULL));
	trial_hear(&t, identified("B2B2B2", "post@x.example"));
	trial_hear(&t, queued("B2B2B2", "list-bounces@aurora.example", 1));
	trial_hear(&t, fate("B2B2B2", "gone@a.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, victim, CUL_C_out_bad_recipient),
			 0);
	assert_int_equal(
		trial_count(&t, IP, "127.0.0.1", CUL_C_out_bad_recipient), 1);
	trial_end(&t);
}

/* Refused as spam for two recipients by the servers of each relay; how many
 * opinions is that? */
static uint32_t opinions_of(const char *const *relays)
{
	struct trial t;
	uint32_t n;

	trial_begin(&t, NULL);
	for (unsigned i = 0; relays[i] != NULL; i++) {
		char id[16], rcpt[48];
		struct cul_event ev;

		(void)snprintf(id, sizeof(id), "AB%04X", i);
		(void)snprintf(rcpt, sizeof(rcpt), "u@d%u.example", i);
		trial_hear(&t, accepted(id, "192.0.2.7", NULL));
		trial_hear(&t, queued(id, "a@shop.example", 1));
		ev = fate(id, rcpt, CUL_EV_BOUNCED, CUL_OUTCOME_CONTENT);
		ev.relay = text_of(relays[i]);
		ev.relay_addr = addr_of("203.0.113.9");
		trial_hear(&t, ev);
		trial_hear(&t, removed(id));
	}
	trial_close(&t);
	n = cul_distinct(trial_source(&t, CUL_SUBJECT_IP, "192.0.2.7"),
			 CUL_D_REJECTING_DOMAINS);
	trial_end(&t);
	return n;
}

static void a_provider_of_many_domains_has_one_opinion(void **st)
{
	static const struct {
		const char *relays[4];
		uint32_t want;
	} t[] = {
		{ { "d1.mx.big.example", "d2.mx.big.example", "big.example" },
		  1 },
		{ { "mx.one.example", "mx.two.example" }, 2 },
		{ { "mx1.one.co.uk", "mx2.one.co.uk", "mx.two.co.uk" }, 2 },
		{ { "mx.one.gov.example", "mx.two.gov.example" }, 1 },
		{ { "localhost", "a." }, 2 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(opinions_of(t[i].relays), t[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_known_message_id_through_the_filter_is_its_users),
		cmocka_unit_test(a_known_message_id_over_loopback_ties_nothing),
		cmocka_unit_test(a_login_over_loopback_is_no_filter),
		cmocka_unit_test(queued_as_outweighs_a_message_id),
		cmocka_unit_test(a_message_of_nobody_hides_no_other),
		cmocka_unit_test(what_our_aliases_lead_to_is_nobodys_fault),
		cmocka_unit_test(mail_for_a_relay_domain_makes_nobody_ours),
		cmocka_unit_test(a_hidden_envelope_hides_no_prober),
		cmocka_unit_test(a_question_is_asked_in_a_name),
		cmocka_unit_test(a_list_answers_for_its_own_mail),
		cmocka_unit_test(a_provider_of_many_domains_has_one_opinion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
