/* \summary: what a filter says of a message is held against its sender */
#include "t.h"

#include "court_t.h"

#define IP CUL_SUBJECT_IP

static const char ours[] = "192.0.2.7", outsider[] = "198.51.100.7";

static struct cul_event verdict(const char *id, const char *other,
				const char *recipient, enum cul_outcome outcome)
{
	return (struct cul_event){ .kind = CUL_EV_CONTENT_VERDICT,
				   .session = text_of(id),
				   .other = text_of(other),
				   .recipient = text_of(recipient),
				   .outcome = outcome };
}

static void begin_message(struct trial *t, const char *client)
{
	trial_hear(t, accepted("AA0001", client, NULL));
	trial_hear(t, identified("AA0001", "m1@x.example"));
	trial_hear(t, queued("AA0001", "u@aurora.example", 2));
}

static void spam_counts_once_a_message_against_its_sender(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	begin_message(&t, ours);
	trial_hear(&t, verdict("AA0001", NULL, "a@far.example",
			       CUL_OUTCOME_CONTENT));
	trial_hear(&t, verdict("AA0001", NULL, "b@far.example",
			       CUL_OUTCOME_CONTENT));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 1);
	assert_int_equal(
		cul_walk(trial_source(&t, IP, ours), CUL_WALK_REJECTED).hits,
		2);
	/* However many recipients: one filter, one opinion. */
	assert_int_equal(cul_distinct(trial_source(&t, IP, ours),
				      CUL_D_REJECTING_DOMAINS),
			 1);
	trial_end(&t);
}

static void clean_mail_and_bounces_count_for_nothing(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	begin_message(&t, ours);
	trial_hear(&t,
		   verdict("AA0001", NULL, "a@far.example", CUL_OUTCOME_OK));
	trial_hear(&t, accepted("AA0002", ours, NULL));
	trial_hear(&t, queued("AA0002", "", 1));
	trial_hear(&t, verdict("AA0002", NULL, "a@far.example",
			       CUL_OUTCOME_CONTENT));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 0);
	assert_int_equal(
		cul_walk(trial_source(&t, IP, ours), CUL_WALK_REJECTED).hits,
		0);
	trial_end(&t);
}

static void it_is_found_by_the_id_it_goes_on_with_and_by_message_id(void **st)
{
	struct cul_event named =
		verdict(NULL, "m1@x.example", NULL, CUL_OUTCOME_CONTENT);
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	begin_message(&t, ours);
	trial_hear(&t, named);
	trial_hear(&t, accepted("BB0001", "192.0.2.8", NULL));
	trial_hear(&t, verdict("CC0001", "BB0001", "a@far.example",
			       CUL_OUTCOME_CONTENT));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 1);
	assert_int_equal(
		trial_count(&t, IP, "192.0.2.8", CUL_C_refused_content), 1);
	trial_end(&t);
}

/* A filter's own file names no host. */
static void the_only_mail_server_is_meant_where_none_is_named(void **st)
{
	struct cul_event ev =
		verdict("AA0001", NULL, "a@far.example", CUL_OUTCOME_CONTENT);
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	t.host = "mx1";
	begin_message(&t, ours);
	t.host = "";
	trial_hear(&t, ev);
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 1);
	trial_end(&t);
	trial_begin(&t, NULL);
	t.host = "mx2";
	trial_hear(&t, accepted("BB0001", "192.0.2.8", NULL));
	t.host = "mx1";
	begin_message(&t, ours);
	t.host = "";
	trial_hear(&t, ev);
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 0);
	trial_end(&t);
}

/* The filter says which second queue id its message got, and the fate that
 * is told of that one is the first sender's. */
static void two_ids_of_one_message_are_tied(void **st)
{
	struct cul_event ev;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	begin_message(&t, ours);
	trial_hear(&t, accepted("BB0001", "127.0.0.1", NULL));
	trial_hear(&t, queued("BB0001", "u@aurora.example", 1));
	trial_hear(&t, verdict("AA0001", "BB0001", "a@far.example",
			       CUL_OUTCOME_OK));
	ev = fate("BB0001", "a@far.example", CUL_EV_BOUNCED,
		  CUL_OUTCOME_BAD_RECIPIENT);
	ev.transport = CUL_TRANSPORT_REMOTE;
	trial_hear(&t, ev);
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_out_bad_recipient), 1);
	trial_end(&t);
}

static void a_stranger_whose_spam_was_filtered_is_left_alone(void **st)
{
	struct cul_event ev;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < 40; i++) {
		ev = verdict("DD0001", NULL, "zoe@aurora.example",
			     CUL_OUTCOME_CONTENT);
		ev.client = addr_of(outsider);
		trial_hear(&t, ev);
	}
	ev.client = addr_of("127.0.0.1");
	trial_hear(&t, ev);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 0);
	assert_int_equal(trial_count(&t, IP, outsider, CUL_C_refused_content),
			 40);
	assert_int_equal(
		cul_walk(trial_source(&t, IP, outsider), CUL_WALK_REJECTED)
			.hits,
		0);
	assert_null(trial_source(&t, IP, "127.0.0.1"));
	trial_end(&t);
}

/* As Postfix logs that a milter refuses a message: without a reply code. */
static struct cul_event turned_away(const char *id, const char *client,
				    enum cul_outcome outcome)
{
	struct cul_event ev =
		refused(client, "u@aurora.example", "a@far.example", outcome);

	ev.session = text_of(id);
	ev.stage = CUL_STAGE_MESSAGE;
	ev.reply = 0;
	ev.enhanced = CUL_SV("5.7.1");
	return ev;
}

static void a_verdict_and_the_refusal_for_it_are_one_opinion(void **st)
{
	static const enum cul_outcome words[] = { CUL_OUTCOME_CONTENT,
						  CUL_OUTCOME_NEUTRAL };
	struct cul_event ev =
		verdict("AA0001", NULL, NULL, CUL_OUTCOME_CONTENT);
	struct trial t;

	(void)st;
	for (unsigned i = 0; i < 4; i++) {
		trial_begin(&t, NULL);
		trial_hear(&t, accepted("AA0001", ours, NULL));
		if (i < 2)
			trial_hear(&t, ev);
		trial_hear(&t, turned_away("AA0001", ours, words[i % 2]));
		if (i >= 2)
			trial_hear(&t, ev);
		trial_close(&t);
		assert_int_equal(
			trial_count(&t, IP, ours, CUL_C_refused_content), 1);
		/* "Gtube pattern" was said, and nothing else yet. */
		assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_other),
				 i == 3);
		assert_int_equal(
			cul_walk(trial_source(&t, IP, ours), CUL_WALK_REJECTED)
				.hits,
			1);
		trial_end(&t);
	}
}

/* A filter that stamps whole seconds seems to speak before the mail server. */
static void a_verdict_waits_for_its_message(void **st)
{
	struct cul_event ev =
		verdict("AA0001", NULL, NULL, CUL_OUTCOME_CONTENT);
	struct trial t;

	(void)st;
	ev.client = addr_of(ours);
	trial_begin(&t, NULL);
	trial_hear(&t, ev);
	trial_hear(&t, accepted("AA0001", ours, "zoe@aurora.example"));
	trial_hear(&t, turned_away("AA0001", ours, CUL_OUTCOME_NEUTRAL));
	trial_close(&t);
	assert_int_equal(trial_count(&t, CUL_SUBJECT_ACCOUNT,
				     "zoe@aurora.example",
				     CUL_C_refused_content),
			 1);
	assert_int_equal(trial_count(&t, CUL_SUBJECT_ACCOUNT,
				     "zoe@aurora.example", CUL_C_refused_other),
			 0);
	trial_end(&t);
	trial_begin(&t, NULL);
	trial_hear(&t, ev); /* and no message ever */
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 1);
	trial_end(&t);
}

/* amavis cuts a line of many recipients off before it names the message. */
static void one_line_of_an_unknown_message_counts_once(void **st)
{
	struct cul_event ev =
		verdict(NULL, NULL, "a@far.example", CUL_OUTCOME_CONTENT);
	struct trial t;

	(void)st;
	ev.client = addr_of(ours);
	trial_begin(&t, NULL);
	trial_hear(&t, ev);
	t.offset--; /* the same line */
	ev.recipient = CUL_SV("b@far.example");
	trial_hear(&t, ev);
	trial_hear(&t, ev);
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, ours, CUL_C_refused_content), 2);
	assert_int_equal(
		cul_walk(trial_source(&t, IP, ours), CUL_WALK_REJECTED).hits,
		2);
	trial_end(&t);
}

/* As spamd writes them: whoever puts such into his ids does not hide so. */
static void an_odd_message_id_is_known_by_what_spamd_makes_of_it(void **st)
{
	static const char *const ids[][2] = {
		{ "a b,c<d\xe9@x.example", "a?b_c?d?@x.example" },
		{ "a(b(c))d@x.example", "ad@x.example" },
		{ "x> , y@x.example", "x" },
		{ "a \t b@x.example", "a?b@x.example" },
		{ ")a(@x.example", ")a(@x.example" },
	};
	struct trial t;

	(void)st;
	for (unsigned i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		trial_begin(&t, NULL);
		trial_hear(&t, accepted("AA0001", ours, NULL));
		trial_hear(&t, identified("AA0001", ids[i][0]));
		trial_hear(&t, queued("AA0001", "u@aurora.example", 2));
		trial_hear(&t,
			   verdict(NULL, ids[i][1], NULL, CUL_OUTCOME_CONTENT));
		trial_close(&t);
		assert_int_equal(
			trial_count(&t, IP, ours, CUL_C_refused_content), 1);
		trial_end(&t);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(spam_counts_once_a_message_against_its_sender),
		cmocka_unit_test(clean_mail_and_bounces_count_for_nothing),
		cmocka_unit_test(
			it_is_found_by_the_id_it_goes_on_with_and_by_message_id),
		cmocka_unit_test(
			the_only_mail_server_is_meant_where_none_is_named),
		cmocka_unit_test(two_ids_of_one_message_are_tied),
		cmocka_unit_test(
			a_stranger_whose_spam_was_filtered_is_left_alone),
		cmocka_unit_test(
			a_verdict_and_the_refusal_for_it_are_one_opinion),
		cmocka_unit_test(a_verdict_waits_for_its_message),
		cmocka_unit_test(one_line_of_an_unknown_message_counts_once),
		cmocka_unit_test(
			an_odd_message_id_is_known_by_what_spamd_makes_of_it),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
