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
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
