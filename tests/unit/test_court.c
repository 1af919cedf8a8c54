/* \summary: tests of the court: who is behind it, whose fault it is */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "court_t.h"
#include "report/words.h"

static const enum cul_subject IP = CUL_SUBJECT_IP;
static const char *const stranger = "203.0.113.9";

static void a_login_is_the_source_and_its_address_another(void **st)
{
	const enum cul_subject account = CUL_SUBJECT_ACCOUNT;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, accepted("A1", stranger, "zoe@aurora.example"));
	trial_hear(&t, queued("A1", "zoe@aurora.example", 1));
	trial_hear(&t, fate("A1", "x@a.example", CUL_EV_BOUNCED,
			    CUL_OUTCOME_BAD_RECIPIENT));
	assert_int_equal(trial_count(&t, account, "zoe@aurora.example",
				     CUL_C_out_bad_recipient),
			 1);
	assert_int_equal(trial_count(&t, account, "zoe@aurora.example",
				     CUL_C_logged_in_messages),
			 1);
	assert_int_equal(trial_count(&t, IP, stranger, CUL_C_messages), 0);
	assert_int_equal(trial_count(&t, IP, stranger, CUL_C_logins), 1);
	/* A login is not relayed for as a stranger. */
	assert_int_equal(trial_count(&t, CUL_SUBJECT_SERVER, "mx1",
				     CUL_C_relayed_strangers),
			 0);
	trial_end(&t);
}

static void an_ipv6_client_is_its_64(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_message(&t, "2001:db8:1:2::3", "a@aurora.example", "x@a.example",
		      CUL_OUTCOME_OK);
	trial_message(&t, "2001:db8:1:2:ffff::", "a@aurora.example",
		      "y@a.example", CUL_OUTCOME_OK);
	trial_message(&t, "2001:db8:1:3::", "a@aurora.example", "y@a.example",
		      CUL_OUTCOME_OK);
	assert_int_equal(trial_count(&t, IP, "2001:db8:1:2::", CUL_C_messages),
			 2);
	trial_close(&t);
	assert_int_equal(t.report.summary.n_sources, 2);
	assert_non_null(trial_explain(&t, "2001:db8:1:2::77"));
	assert_null(trial_explain(&t, "2001:db8:1:4::"));
	trial_end(&t);
}

static void an_address_of_a_customer_is_the_customer(void **st)
{
	static const char table[] = "cidr,customer,flags\n"
				    "192.0.2.0/28,C1\n192.0.2.16/28,C1\n";
	char path[] = "/tmp/culprit-test-XXXXXX", setting[64];
	const char *more[] = { setting, NULL };
	int fd = mkstemp(path);
	struct trial t;

	(void)st;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, table, sizeof(table) - 1),
			 (ssize_t)(sizeof(table) - 1));
	(void)close(fd);
	(void)snprintf(setting, sizeof(setting), "network.customers=%s", path);
	trial_begin(&t, more);
	trial_message(&t, "192.0.2.3", "a@aurora.example", "x@a.example",
		      CUL_OUTCOME_OK);
	trial_message(&t, "192.0.2.17", "a@aurora.example", "y@a.example",
		      CUL_OUTCOME_OK);
	assert_int_equal(
		trial_count(&t, CUL_SUBJECT_CUSTOMER, "C1", CUL_C_messages), 2);
	trial_close(&t);
	assert_int_equal(t.report.summary.n_sources, 1);
	/* By the name or by any address of it. */
	assert_non_null(strstr(trial_explain(&t, "C1"), "192.0.2.17"));
	assert_non_null(strstr(trial_explain(&t, "192.0.2.9"), "customer C1"));
	trial_end(&t);
	(void)unlink(path);
}

static void a_program_of_the_host_is_its_user_there(void **st)
{
	struct cul_event ev = { .kind = CUL_EV_LOCAL_SUBMIT,
				.session = CUL_SV("A1"),
				.account = CUL_SV("33") };
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, ev);
	t.host = NULL;
	trial_hear(&t, ev);
	assert_int_equal(trial_count(&t, CUL_SUBJECT_LOCAL_USER, "33@mx1",
				     CUL_C_local_submits),
			 1);
	assert_int_equal(trial_count(&t, CUL_SUBJECT_LOCAL_USER, "33",
				     CUL_C_local_submits),
			 1);
	trial_end(&t);
}

/* Eight recipients elsewhere for an outsider; `orig` as orig_to=. */
static void relay_for_a_stranger(struct trial *t, const char *orig)
{
	trial_hear(t, accepted("A1", stranger, NULL));
	trial_hear(t, queued("A1", "x@y.example", 8));
	for (unsigned i = 0; i < 8; i++) {
		struct cul_event ev;
		char rcpt[32];

		(void)snprintf(rcpt, sizeof(rcpt), "r%u@z%u.example", i, i);
		ev = fate("A1", rcpt, CUL_EV_DELIVERED, CUL_OUTCOME_OK);
		ev.orig_recipient = text_of(orig);
		trial_hear(t, ev);
	}
	trial_close(t);
}

static void mail_between_strangers_is_the_servers_fault(void **st)
{
	const struct cul_suggestion *g;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	relay_for_a_stranger(&t, NULL);
	g = trial_suggestion(&t, "mx1");
	assert_non_null(g);
	assert_int_equal(g->kind, CUL_KIND_OWN_RELAY);
	assert_int_equal(g->action, CUL_ACTION_FIX_SERVER);
	assert_int_equal(g->n_quotes, 8);
	assert_null(trial_suggestion(&t, stranger));
	trial_end(&t);
}

static void an_alias_that_points_elsewhere_is_no_relay(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	relay_for_a_stranger(&t, "list@Aurora.Example");
	assert_int_equal(t.report.n_suggestions, 0);
	assert_int_equal(trial_count(&t, CUL_SUBJECT_SERVER, "mx1",
				     CUL_C_relayed_strangers),
			 0);
	trial_end(&t);
	/* An original recipient elsewhere excuses nothing. */
	trial_begin(&t, NULL);
	relay_for_a_stranger(&t, "list@elsewhere.example");
	assert_non_null(trial_suggestion(&t, "mx1"));
	trial_end(&t);
}

static void without_configured_networks_no_server_is_accused(void **st)
{
	static const char *const more[] = { "guess", NULL };
	struct trial t;

	(void)st;
	trial_begin(&t, more);
	relay_for_a_stranger(&t, NULL);
	assert_int_equal(t.report.n_suggestions, 0);
	assert_int_equal(t.report.summary.n_guesses, 2);
	assert_non_null(strstr(t.report.summary.guesses[0], "203.0.113.0/24"));
	trial_end(&t);
}

static void an_event_without_time_happened_when_its_neighbour_did(void **st)
{
	struct cul_event ev = accepted("A1", "192.0.2.7", NULL);
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	/* Before any time is known: nothing to go by. */
	ev.t_usec = CUL_TIME_NONE;
	trial_hear(&t, ev);
	assert_null(trial_source(&t, IP, "192.0.2.7"));
	trial_hear(&t, accepted("A2", "192.0.2.8", NULL));
	trial_hear(&t, ev);
	assert_int_equal(
		cul_source_first_usec(trial_source(&t, IP, "192.0.2.7")),
		cul_source_first_usec(trial_source(&t, IP, "192.0.2.8")));
	trial_close(&t);
	trial_end(&t);
}

static void times_from_year_0_to_9999_are_heard(void **st)
{
	static const int64_t days[] = { -719528, 0, 2932896, -719528, 20000 };
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		t.now = days[i] * CUL_USEC_PER_DAY + 1;
		trial_zombie(&t, "192.0.2.7", (unsigned)i);
	}
	trial_close(&t);
	for (size_t i = 0; i < t.report.n_suggestions; i++)
		assert_int_equal(strlen(t.report.suggestions[i].id), 16);
	/* The second line of year 0 belongs to the window of year 9999. */
	assert_int_equal(t.report.n_suggestions, 3);
	trial_end(&t);
}

/* Absent and empty fields, NUL bytes, names as long as a record: nothing
 * breaks, and nobody else is meant. */
static void hostile_names_are_names(void **st)
{
	enum { LONG = 65000 };
	char *name = malloc(LONG);
	struct cul_event ev = { .kind = CUL_EV_LOGIN };
	struct trial t;

	(void)st;
	assert_non_null(name);
	memset(name, 'n', LONG);
	trial_begin(&t, NULL);
	ev.client = addr_of(stranger);
	for (int kind = 0; kind < CUL_EV_KINDS_; kind++) {
		const struct cul_sv names[] = { { NULL, 0 },
						{ "", 0 },
						{ "zoe\0", 4 },
						{ "\x1b[2J@\xff", 6 },
						{ name, LONG } };

		for (size_t i = 0; i < 5; i++) {
			ev.kind = (enum cul_event_kind)kind;
			ev.sender = ev.helo = ev.text = names[i];
			ev.orig_recipient = names[i];
			ev.account = ev.recipient = names[i];
			ev.session = ev.other = names[4 - i];
			ev.reply = 550;
			ev.outcome = CUL_OUTCOME_BAD_RECIPIENT;
			trial_hear(&t, ev);
		}
	}
	trial_close(&t);
	assert_null(trial_source(&t, CUL_SUBJECT_ACCOUNT, "zoe"));
	assert_non_null(trial_source(&t, CUL_SUBJECT_ACCOUNT, "zoe?"));
	assert_null(strchr(trial_explain(&t, "\x1b[2J@\xff"), '\x1b'));
	trial_end(&t);
	free(name);
}

/* As many in a day as the table holds, day after day: the filter of earlier
 * days is made for the first of them. */
static void recipients_of_earlier_days_are_not_lost_silently(void **st)
{
	enum { DAYS = 3, A_DAY = CUL_CONTACTS_LEAST * 2 / 3 };
	char number[CUL_WORD_MAX];
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < DAYS * A_DAY; i++) {
		enum cul_met met;

		assert_int_equal(
			cul_contact(&t.court->contacts,
				    (i + 1) * UINT64_C(0x9e3779b97f4a7c15),
				    t.now + i / A_DAY * 25 * CUL_USEC_PER_HOUR,
				    &met),
			CUL_OK);
	}
	assert_int_not_equal(t.court->contacts.acquaint.refused, 0);
	(void)cul_word_u64(t.court->contacts.acquaint.refused, number);
	trial_close(&t);
	assert_int_equal(t.report.summary.n_warnings, 1);
	assert_non_null(strstr(t.report.summary.warnings[0],
			       "recipients of earlier days for whom there was "
			       "no place: "));
	assert_non_null(strstr(t.report.summary.warnings[0], number));
	trial_end(&t);
}

/* Senders of ours enough that they teach what is usual once an hour. */
static void senders_write(struct trial *t)
{
	for (unsigned i = 0; i < 250; i++) {
		char client[16];

		(void)snprintf(client, sizeof(client), "192.0.2.%u", i);
		trial_message(t, client, "a@aurora.example", "x@a.example",
			      CUL_OUTCOME_OK);
	}
}

static void logins_fail(struct trial *t, unsigned n, int64_t t_usec)
{
	struct cul_event ev = login_failed(stranger, "zoe");

	ev.t_usec = t_usec;
	for (unsigned i = 0; i < n; i++)
		trial_hear(t, ev);
}

static void a_host_with_a_wrong_clock_does_not_put_learning_off(void **st)
{
	/* In a row: of 2037, of 1999. */
	static const struct {
		unsigned ahead, behind;
	} lines[] = {
		{ 0, 0 },    { 1, 0 },    { 1000, 0 },
		{ 0, 1000 }, { 2000, 0 }, { 0, 2000 },
	};
	struct trial t;

	(void)st;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		trial_begin(&t, NULL);
		logins_fail(&t, 1, t.now);
		logins_fail(&t, lines[i].ahead,
			    INT64_C(2130000000) * CUL_USEC_PER_SEC);
		logins_fail(&t, lines[i].behind,
			    INT64_C(930000000) * CUL_USEC_PER_SEC);
		for (unsigned half = 0; half < 6; half++) {
			senders_write(&t);
			t.now += CUL_USEC_PER_HOUR / 2;
		}
		assert_int_equal(cul_table_usual(t.court->table).n_sources,
				 250);
		trial_end(&t);
	}
}

static void a_log_that_goes_on_later_teaches_again(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	logins_fail(&t, 1, t.now - 400 * CUL_USEC_PER_DAY);
	senders_write(&t);
	assert_int_equal(cul_table_usual(t.court->table).n_sources, 0);
	for (unsigned half = 0; half < 3; half++) {
		t.now += CUL_USEC_PER_HOUR / 2;
		senders_write(&t);
	}
	assert_int_equal(cul_table_usual(t.court->table).n_sources, 250);
	trial_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_is_the_source_and_its_address_another),
		cmocka_unit_test(an_ipv6_client_is_its_64),
		cmocka_unit_test(an_address_of_a_customer_is_the_customer),
		cmocka_unit_test(a_program_of_the_host_is_its_user_there),
		cmocka_unit_test(mail_between_strangers_is_the_servers_fault),
		cmocka_unit_test(an_alias_that_points_elsewhere_is_no_relay),
		cmocka_unit_test(
			without_configured_networks_no_server_is_accused),
		cmocka_unit_test(
			an_event_without_time_happened_when_its_neighbour_did),
		cmocka_unit_test(times_from_year_0_to_9999_are_heard),
		cmocka_unit_test(hostile_names_are_names),
		cmocka_unit_test(
			recipients_of_earlier_days_are_not_lost_silently),
		cmocka_unit_test(
			a_host_with_a_wrong_clock_does_not_put_learning_off),
		cmocka_unit_test(a_log_that_goes_on_later_teaches_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
