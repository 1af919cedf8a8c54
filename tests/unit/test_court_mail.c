/* \summary: tests of the court: messages joined over lines, fates credited */
#include "t.h"

#include <stdio.h>

#include "court_t.h"

static const enum cul_subject IP = CUL_SUBJECT_IP;
static const char *const me = "192.0.2.7";

static struct cul_walk_state walk(struct trial *t, const char *name,
				  enum cul_walk w)
{
	const struct cul_source *s = trial_source(t, IP, name);

	assert_non_null(s);
	return cul_walk(s, w);
}

static void a_fate_is_joined_to_the_client_of_an_earlier_line(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	trial_hear(&t, accepted("B1", "192.0.2.8", NULL));
	trial_hear(&t, queued("B1", "b@aurora.example", 1));
	trial_hear(&t, queued("A1", "a@aurora.example", 3));
	trial_hear(&t,
		   fate("B1", "x@b.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	trial_hear(&t,
		   fate("A1", "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	trial_hear(&t, fate("A1", "y@a.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	trial_hear(&t, fate("A1", "z@a.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_NEUTRAL));
	trial_hear(&t, removed("A1"));
	trial_hear(&t, removed("B1"));
	assert_int_equal(trial_count(&t, IP, me, CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_recipients), 3);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_kbytes), 2);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_delivered), 1);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_bounced), 2);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_contacts), 3);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_bad_recipient), 1);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_neutral), 1);
	assert_int_equal(trial_count(&t, IP, "192.0.2.8", CUL_C_out_ok), 1);
	assert_int_equal(cul_join_count(t.court->join), 0);
	trial_close(&t);
	assert_int_equal(t.report.summary.mail.received, 2);
	assert_int_equal(t.report.summary.mail.delivered, 2);
	assert_int_equal(t.report.summary.mail.bounced, 2);
	assert_int_equal(t.report.summary.orphan_outcomes, 0);
	assert_int_equal(t.report.summary.n_sources, 2);
	trial_end(&t);
}

static void the_same_queue_id_on_two_hosts_is_two_messages(void **st)
{
	struct cul_event on_two;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	on_two = accepted("A1", "192.0.2.8", NULL);
	on_two.host = CUL_SV("mx2");
	trial_hear(&t, on_two);
	trial_hear(&t,
		   fate("A1", "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_ok), 1);
	assert_int_equal(trial_count(&t, IP, "192.0.2.8", CUL_C_out_ok), 0);
	trial_end(&t);
}

/* qmgr(8) says from= again at each retry. */
static void a_message_that_is_retried_is_one_message(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	for (unsigned i = 0; i < 10; i++) {
		trial_hear(&t, queued("A1", "a@aurora.example", 1));
		trial_hear(&t, fate("A1", "x@a.example", CUL_EV_DEFERRED,
				    CUL_OUTCOME_NEUTRAL));
	}
	assert_int_equal(trial_count(&t, IP, me, CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_recipients), 1);
	trial_end(&t);
}

static void a_loop_to_one_dead_address_is_one_contact(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 4000; i++)
		trial_message(&t, me, "root@aurora.example", "Dead@A.example",
			      CUL_OUTCOME_BAD_RECIPIENT);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_messages), 4000);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_bounced), 4000);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_contacts), 1);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_bad_recipient), 1);
	assert_int_equal(walk(&t, me, CUL_WALK_BAD_RECIPIENT).steps, 1);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 0);
	trial_end(&t);
}

static void a_4xx_is_no_outcome_until_it_is_final(void **st)
{
	static const enum cul_outcome any[] = { CUL_OUTCOME_BAD_RECIPIENT,
						CUL_OUTCOME_CONTENT,
						CUL_OUTCOME_REPUTATION,
						CUL_OUTCOME_NEUTRAL };
	struct cul_event greylisted;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	trial_hear(&t, queued("A1", "a@aurora.example", 4));
	for (unsigned i = 0; i < 400; i++)
		trial_hear(&t, fate("A1", "x@a.example", CUL_EV_DEFERRED,
				    any[i % 4]));
	for (unsigned i = 0; i < 40; i++) {
		greylisted = refused(me, "a@aurora.example", "x@a.example",
				     any[i % 4]);
		greylisted.reply = 450;
		trial_hear(&t, greylisted);
	}
	assert_int_equal(trial_count(&t, IP, me, CUL_C_deferred), 400);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_contacts), 0);
	for (unsigned w = 0; w < CUL_WALKS_; w++)
		assert_int_equal(walk(&t, me, (enum cul_walk)w).steps, 0);
	trial_hear(&t,
		   fate("A1", "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_ok), 1);
	trial_close(&t);
	assert_int_equal(t.report.summary.mail.deferrals, 400);
	assert_int_equal(t.report.summary.mail.deferred, 1);
	assert_int_equal(t.report.summary.mail.rejected, 40);
	trial_end(&t);
}

static void the_null_sender_never_walks(void **st)
{
	static const enum cul_outcome any[] = { CUL_OUTCOME_BAD_RECIPIENT,
						CUL_OUTCOME_CONTENT,
						CUL_OUTCOME_REPUTATION,
						CUL_OUTCOME_OK };
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 200; i++) {
		char rcpt[32];

		(void)snprintf(rcpt, sizeof(rcpt), "x%u@%s.example", i,
			       i % 3 == 0 ? "aurora" : "a");
		trial_message(&t, me, "", rcpt, any[i % 4]);
		for (size_t k = 0; k < 3; k++)
			trial_hear(&t, refused(me, "", rcpt, any[k]));
	}
	assert_int_equal(trial_count(&t, IP, me, CUL_C_null_messages), 200);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_messages), 0);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_out_contacts), 0);
	assert_int_equal(trial_count(&t, IP, me, CUL_C_null_bad_recipient),
			 250);
	for (unsigned w = 0; w < CUL_WALKS_; w++)
		assert_int_equal(walk(&t, me, (enum cul_walk)w).steps, 0);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 1);
	assert_int_equal(t.report.suggestions[0].kind, CUL_KIND_BACKSCATTER);
	assert_int_equal(t.report.suggestions[0].action, CUL_ACTION_CONTACT);
	trial_end(&t);
}

/* The three ways in which a filter's second queue id is tied to the first. */
enum tie { BY_MESSAGE_ID, BY_QUEUED_AS, BY_ORIG_QUEUE_ID };

static void filtered_message(struct trial *t, enum tie tie, const char *from)
{
	struct cul_event to_filter =
		fate("A1", "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK);
	struct cul_event back = accepted("A2", from, NULL);

	to_filter.transport = CUL_TRANSPORT_FILTER;
	if (tie == BY_QUEUED_AS)
		to_filter.other = CUL_SV("A2");
	if (tie == BY_ORIG_QUEUE_ID)
		back.other = CUL_SV("A1");
	trial_hear(t, accepted("A1", me, NULL));
	trial_hear(t, identified("A1", "<1@aurora.example>"));
	trial_hear(t, queued("A1", "a@aurora.example", 2));
	trial_hear(t, back);
	trial_hear(t, identified("A2", tie == BY_MESSAGE_ID
					       ? "<1@aurora.example>"
					       : "<2@filter.example>"));
	trial_hear(t, queued("A2", "a@aurora.example", 2));
	trial_hear(t, to_filter);
	trial_hear(t, removed("A1"));
	trial_hear(t,
		   fate("A2", "x@a.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	trial_hear(t, fate("A2", "y@a.example", CUL_EV_BOUNCED,
			   CUL_OUTCOME_BAD_RECIPIENT));
	trial_hear(t, removed("A2"));
}

static void what_a_filter_gives_back_is_one_message_of_its_sender(void **st)
{
	static const enum tie ties[] = { BY_MESSAGE_ID, BY_QUEUED_AS,
					 BY_ORIG_QUEUE_ID };

	(void)st;
	for (size_t i = 0; i < 3 * 2; i++) {
		struct trial t;

		trial_begin(&t, NULL);
		filtered_message(&t, ties[i / 2], i % 2 ? "::1" : "127.0.0.1");
		assert_int_equal(trial_count(&t, IP, me, CUL_C_messages), 1);
		assert_int_equal(trial_count(&t, IP, me, CUL_C_recipients), 2);
		assert_int_equal(trial_count(&t, IP, me, CUL_C_delivered), 1);
		assert_int_equal(trial_count(&t, IP, me, CUL_C_out_ok), 1);
		assert_int_equal(
			trial_count(&t, IP, me, CUL_C_out_bad_recipient), 1);
		assert_int_equal(trial_count(&t, IP, i % 2 ? "::" : "127.0.0.1",
					     CUL_C_out_contacts),
				 0);
		trial_end(&t);
	}
}

/* Somebody else's message that happens to bear, or was made to bear, the same
 * Message-ID: tied only if it comes from a filter on this host. */
static void a_message_id_from_elsewhere_ties_nothing(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	trial_hear(&t, identified("A1", "<1@aurora.example>"));
	trial_hear(&t, accepted("B1", "192.0.2.66", NULL));
	trial_hear(&t, identified("B1", "<1@aurora.example>"));
	trial_hear(&t, fate("B1", "x@a.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	assert_int_equal(trial_count(&t, IP, me, CUL_C_bounced), 0);
	assert_int_equal(trial_count(&t, IP, "192.0.2.66", CUL_C_bounced), 1);
	trial_end(&t);
}

static void a_queue_id_used_again_does_not_inherit(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", me, NULL));
	trial_hear(&t, queued("A1", "", 1));
	/* Its "removed" line was lost. */
	trial_hear(&t, accepted("A1", "192.0.2.8", NULL));
	trial_hear(&t, queued("A1", "b@aurora.example", 1));
	trial_hear(&t, fate("A1", "x@b.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	assert_int_equal(trial_count(&t, IP, me, CUL_C_bounced), 0);
	assert_int_equal(
		trial_count(&t, IP, "192.0.2.8", CUL_C_out_bad_recipient), 1);
	trial_end(&t);
}

static void a_message_begun_before_the_log_counts_against_nobody(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, queued("OLD1", "a@aurora.example", 2));
	for (unsigned i = 0; i < 3; i++)
		trial_hear(&t, fate("OLD1", "x@a.example", CUL_EV_BOUNCED,
				    CUL_OUTCOME_BAD_RECIPIENT));
	trial_hear(&t, fate("OLD2", "x@a.example", CUL_EV_DELIVERED,
			    CUL_OUTCOME_OK));
	trial_close(&t);
	assert_int_equal(t.report.summary.orphan_outcomes, 4);
	assert_int_equal(t.report.summary.n_sources, 0);
	assert_int_equal(t.report.summary.mail.bounced, 3);
	assert_int_equal(t.report.summary.n_warnings, 1);
	trial_end(&t);
}

/* A bounce that the server made: no client line, but a Message-ID. */
static void what_the_server_made_itself_is_no_orphan(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, identified("B1", "<bounce@mx1.example>"));
	trial_hear(&t, queued("B1", "", 1));
	trial_hear(&t, fate("B1", "a@aurora.example", CUL_EV_DELIVERED,
			    CUL_OUTCOME_OK));
	trial_close(&t);
	assert_int_equal(t.report.summary.orphan_outcomes, 0);
	assert_int_equal(t.report.summary.n_warnings, 0);
	trial_end(&t);
}

static void totals_are_by_kinds_of_line(void **st)
{
	static const enum cul_disposition d[] = {
		CUL_DISP_REFUSED, CUL_DISP_WARNED, CUL_DISP_WARNED,
		CUL_DISP_HELD, CUL_DISP_DISCARDED
	};
	struct cul_event forwarded = fate("A1", "x@aurora.example",
					  CUL_EV_DELIVERED, CUL_OUTCOME_OK);
	struct trial t;

	(void)st;
	forwarded.transport = CUL_TRANSPORT_LOCAL;
	forwarded.other = CUL_SV("A2");
	trial_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(d) / sizeof(*d); i++) {
		struct cul_event ev =
			refused("203.0.113.1", "a@b.example",
				"x@aurora.example", CUL_OUTCOME_CONTENT);

		ev.disposition = d[i];
		trial_hear(&t, ev);
	}
	trial_hear(&t, accepted("A1", me, NULL));
	trial_hear(&t, forwarded);
	trial_hear(&t, fate("A1", "y@a.example", CUL_EV_DEFERRED,
			    CUL_OUTCOME_NEUTRAL));
	trial_hear(&t, fate("A1", "z@a.example", CUL_EV_DEFERRED,
			    CUL_OUTCOME_NEUTRAL));
	trial_close(&t);
	assert_int_equal(t.report.summary.mail.rejected, 1);
	assert_int_equal(t.report.summary.mail.reject_warnings, 2);
	assert_int_equal(t.report.summary.mail.held, 1);
	assert_int_equal(t.report.summary.mail.discarded, 1);
	assert_int_equal(t.report.summary.mail.forwarded, 1);
	assert_int_equal(t.report.summary.mail.delivered, 0);
	assert_int_equal(t.report.summary.mail.deferred, 1);
	assert_int_equal(t.report.summary.mail.deferrals, 2);
	trial_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_fate_is_joined_to_the_client_of_an_earlier_line),
		cmocka_unit_test(
			the_same_queue_id_on_two_hosts_is_two_messages),
		cmocka_unit_test(a_message_that_is_retried_is_one_message),
		cmocka_unit_test(a_loop_to_one_dead_address_is_one_contact),
		cmocka_unit_test(a_4xx_is_no_outcome_until_it_is_final),
		cmocka_unit_test(the_null_sender_never_walks),
		cmocka_unit_test(
			what_a_filter_gives_back_is_one_message_of_its_sender),
		cmocka_unit_test(a_message_id_from_elsewhere_ties_nothing),
		cmocka_unit_test(a_queue_id_used_again_does_not_inherit),
		cmocka_unit_test(
			a_message_begun_before_the_log_counts_against_nobody),
		cmocka_unit_test(what_the_server_made_itself_is_no_orphan),
		cmocka_unit_test(totals_are_by_kinds_of_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
