/* \summary: tests of the court: sessions and deliveries known by an id alone */
#include "t.h"

#include <stdio.h>

#include "court_t.h"

static const enum cul_subject IP = CUL_SUBJECT_IP;
static const char *const customer = "192.0.2.7", *const other = "192.0.2.8";

static struct cul_event connected(const char *session, const char *client)
{
	struct cul_event ev = { .kind = CUL_EV_CONNECT,
				.session = text_of(session) };

	if (client != NULL)
		ev.client = addr_of(client);
	else
		ev.transport = CUL_TRANSPORT_LOCAL;
	return ev;
}

static struct cul_event login(const char *session, const char *account)
{
	return (struct cul_event){ .kind = CUL_EV_LOGIN,
				   .session = text_of(session),
				   .account = text_of(account) };
}

static struct cul_event begun(const char *id, const char *session)
{
	return (struct cul_event){ .kind = CUL_EV_ACCEPTED,
				   .session = text_of(id),
				   .other = text_of(session) };
}

static struct cul_event refused_in(const char *session, const char *rcpt,
				   enum cul_outcome o)
{
	struct cul_event ev = refused(NULL, NULL, rcpt, o);

	ev.session = text_of(session);
	return ev;
}

static struct cul_event attempt(const char *id, const char *number,
				const char *rcpt, enum cul_transport transport)
{
	return (struct cul_event){ .kind = CUL_EV_ATTEMPT,
				   .session = text_of(id),
				   .other = text_of(number),
				   .recipient = text_of(rcpt),
				   .transport = transport };
}

static struct cul_event ends(const char *number, enum cul_event_kind kind,
			     enum cul_outcome o)
{
	return (struct cul_event){ .kind = kind,
				   .other = text_of(number),
				   .reply = 550,
				   .outcome = o };
}

static struct cul_event bad(const char *id, const char *rcpt)
{
	return fate(id, rcpt, CUL_EV_BOUNCED, CUL_OUTCOME_BAD_RECIPIENT);
}

static void a_message_is_of_the_client_of_its_session(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	trial_hear(&t, connected("s2", other));
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	trial_hear(&t, bad("m1", "gone@b.example"));
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_bounced), 1);
	assert_null(trial_source(&t, IP, other));
	trial_end(&t);
}

static void a_refusal_is_of_the_client_of_its_session(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	trial_hear(&t,
		   refused_in("s1", "x@b.example", CUL_OUTCOME_RELAY_REFUSED));
	trial_hear(&t,
		   refused_in("s9", "x@b.example", CUL_OUTCOME_RELAY_REFUSED));
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_refused_relay), 1);
	trial_end(&t);
}

static void a_login_makes_what_follows_the_accounts(void **st)
{
	const enum cul_subject account = CUL_SUBJECT_ACCOUNT;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	trial_hear(&t, login("s1", "ann"));
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	trial_hear(&t, bad("m1", "gone@b.example"));
	trial_hear(&t,
		   refused_in("s1", "x@b.example", CUL_OUTCOME_RELAY_REFUSED));
	assert_int_equal(trial_count(&t, account, "ann", CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, account, "ann", CUL_C_logins), 1);
	assert_int_equal(trial_count(&t, account, "ann", CUL_C_bounced), 1);
	assert_int_equal(trial_count(&t, account, "ann", CUL_C_refused_relay),
			 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_messages), 0);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_logins), 1);
	trial_end(&t);
}

static void a_session_begun_again_has_no_login_of_the_old(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	trial_hear(&t, login("s1", "ann"));
	trial_hear(&t, connected("s1", other));
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	assert_int_equal(trial_count(&t, IP, other, CUL_C_messages), 1);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_ACCOUNT, "ann", CUL_C_messages), 0);
	trial_end(&t);
}

static void a_session_is_of_its_host(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	t.host = "mx2";
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	assert_null(trial_source(&t, IP, customer));
	trial_end(&t);
}

static void a_message_said_twice_is_one(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	for (int i = 0; i < 2; i++) {
		t.now -= i * 2 * CUL_USEC_PER_SEC;
		trial_hear(&t, begun("m1", "s1"));
		trial_hear(&t, queued("m1", "a@aurora.example", 1));
	}
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_messages), 1);
	trial_close(&t);
	assert_int_equal(t.report.summary.mail.received, 1);
	trial_end(&t);
}

static void a_program_on_the_host_is_its_unknown_user(void **st)
{
	const enum cul_subject user = CUL_SUBJECT_LOCAL_USER;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", NULL));
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	trial_hear(&t, bad("m1", "gone@b.example"));
	assert_int_equal(trial_count(&t, user, "unknown@mx1", CUL_C_bounced),
			 1);
	trial_end(&t);
}

static void the_servers_own_bounce_is_nobodys(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", NULL));
	trial_hear(&t, begun("m1", "s1"));
	trial_hear(&t, queued("m1", "", 1));
	trial_hear(&t, bad("m1", "gone@b.example"));
	assert_null(trial_source(&t, CUL_SUBJECT_LOCAL_USER, "unknown@mx1"));
	trial_end(&t);
}

static void a_fate_is_of_the_recipient_of_its_delivery(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("77", customer, NULL));
	trial_hear(&t, queued("77", "a@aurora.example", 2));
	trial_hear(&t, attempt("77", "1", "x@b.example", CUL_TRANSPORT_REMOTE));
	trial_hear(&t, attempt("77", "2", "y@b.example", CUL_TRANSPORT_REMOTE));
	trial_hear(&t, ends("2", CUL_EV_BOUNCED, CUL_OUTCOME_BAD_RECIPIENT));
	trial_hear(&t, ends("1", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	trial_hear(&t, ends("3", CUL_EV_DELIVERED, CUL_OUTCOME_OK));
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_bounced), 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_delivered), 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_out_contacts), 2);
	trial_end(&t);
}

/* Session 1 is no delivery, and delivery 1 no session. */
static void numbers_of_deliveries_are_no_sessions(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("1", other));
	trial_hear(&t, accepted("77", customer, NULL));
	trial_hear(&t, queued("77", "a@aurora.example", 1));
	trial_hear(&t, ends("1", CUL_EV_BOUNCED, CUL_OUTCOME_BAD_RECIPIENT));
	trial_hear(&t, attempt("77", "1", "x@b.example", CUL_TRANSPORT_REMOTE));
	trial_hear(&t, begun("m2", "1"));
	trial_hear(&t, queued("m2", "o@aurora.example", 1));
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_bounced), 0);
	assert_int_equal(trial_count(&t, IP, other, CUL_C_messages), 1);
	trial_end(&t);
}

static void an_invalid_recipient_elsewhere_is_relaying(void **st)
{
	struct cul_event ev;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", "198.51.100.20"));
	ev = refused_in("s1", "x@b.example", CUL_OUTCOME_BAD_RECIPIENT);
	ev.text = text_of("Invalid recipient: <x@b.example>");
	trial_hear(&t, ev);
	ev.recipient = text_of("x@aurora.example");
	trial_hear(&t, ev);
	assert_int_equal(
		trial_count(&t, IP, "198.51.100.20", CUL_C_refused_relay), 1);
	assert_int_equal(trial_count(&t, IP, "198.51.100.20",
				     CUL_C_refused_bad_recipient),
			 1);
	trial_end(&t);
}

static void a_sender_named_at_the_beginning_is_the_messages(void **st)
{
	struct cul_event ev = begun("m1", "s1");
	struct cul_event whole = queued("m1", NULL, 1);
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, connected("s1", customer));
	ev.sender = text_of("a@aurora.example");
	trial_hear(&t, ev);
	trial_hear(&t, whole);
	ev = begun("m2", "s1");
	ev.sender = text_of("");
	trial_hear(&t, ev);
	whole.session = text_of("m2");
	trial_hear(&t, whole);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_null_messages), 1);
	trial_end(&t);
}

/* Haraka logs of what it delivered the domain alone. */
static void a_domain_reached_elsewhere_is_a_contact(void **st)
{
	struct cul_event ev =
		fate("m1", "b.example", CUL_EV_DELIVERED, CUL_OUTCOME_OK);
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("m1", customer, NULL));
	trial_hear(&t, queued("m1", "a@aurora.example", 1));
	ev.transport = CUL_TRANSPORT_REMOTE;
	ev.relay_addr = addr_of("203.0.113.9");
	trial_hear(&t, ev);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_out_contacts), 1);
	assert_int_equal(trial_count(&t, IP, customer, CUL_C_in_contacts), 0);
	trial_end(&t);
}

static void the_oldest_note_goes_first(void **st)
{
	struct cul_notes *n = cul_notes_new(3);
	struct cul_note *note;

	(void)st;
	assert_non_null(n);
	for (uint64_t key = 1; key <= 4; key++) {
		assert_int_equal(cul_notes_add(n, key, &note), CUL_OK);
		note->source = (uint32_t)key;
		assert_int_equal(cul_notes_add(n, 2, &note), CUL_OK);
	}
	assert_null(cul_notes_find(n, 1));
	assert_int_equal(cul_notes_find(n, 4)->source, 4);
	assert_int_equal(cul_notes_count(n), 3);
	assert_int_equal(cul_notes_evicted(n), 1);
	cul_notes_free(&n);
	assert_null(n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_of_the_client_of_its_session),
		cmocka_unit_test(a_refusal_is_of_the_client_of_its_session),
		cmocka_unit_test(a_login_makes_what_follows_the_accounts),
		cmocka_unit_test(a_session_begun_again_has_no_login_of_the_old),
		cmocka_unit_test(a_session_is_of_its_host),
		cmocka_unit_test(a_message_said_twice_is_one),
		cmocka_unit_test(a_program_on_the_host_is_its_unknown_user),
		cmocka_unit_test(the_servers_own_bounce_is_nobodys),
		cmocka_unit_test(a_fate_is_of_the_recipient_of_its_delivery),
		cmocka_unit_test(numbers_of_deliveries_are_no_sessions),
		cmocka_unit_test(an_invalid_recipient_elsewhere_is_relaying),
		cmocka_unit_test(
			a_sender_named_at_the_beginning_is_the_messages),
		cmocka_unit_test(a_domain_reached_elsewhere_is_a_contact),
		cmocka_unit_test(the_oldest_note_goes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
