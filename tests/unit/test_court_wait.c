/* \summary: refusals are held against whom a later line of theirs names */
#include "t.h"

#include <stdio.h>

#include "court_t.h"

#define IP CUL_SUBJECT_IP

static const char client[] = "198.51.100.7";

static struct cul_event unknown(const char *id, const char *recipient)
{
	return (struct cul_event){ .kind = CUL_EV_REFUSED,
				   .session = text_of(id),
				   .recipient = text_of(recipient),
				   .reply = 550,
				   .stage = CUL_STAGE_RCPT,
				   .outcome = CUL_OUTCOME_BAD_RECIPIENT,
				   .marks = CUL_MARK_WAITS };
}

static struct cul_event ended(const char *id, const char *from,
			      const char *sender)
{
	return (struct cul_event){ .kind = CUL_EV_DISCONNECT,
				   .session = text_of(id),
				   .client = addr_of(from),
				   .sender = text_of(sender),
				   .n_mail = 1,
				   .n_mail_all = 1 };
}

static void the_client_is_told_when_the_transaction_ends(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, unknown("AA0001", "x1@aurora.example"));
	trial_hear(&t, unknown("BB0001", "y1@aurora.example"));
	trial_hear(&t, unknown("AA0001", "x2@aurora.example"));
	trial_hear(&t, ended("AA0001", client, "a@far.example"));
	trial_hear(&t, ended("BB0001", "198.51.100.8", ""));
	trial_close(&t);
	assert_int_equal(trial_count(&t, IP, client, CUL_C_in_bad_recipient),
			 2);
	/* The other was a bounce, which only its end tells. */
	assert_int_equal(
		trial_count(&t, IP, "198.51.100.8", CUL_C_null_bad_recipient),
		1);
	assert_int_equal(t.report.summary.mail.rejected, 3);
	trial_end(&t);
}

static void a_message_that_begins_tells_it_too(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, unknown("AA0001", "x1@aurora.example"));
	trial_hear(&t, accepted("AA0001", client, NULL));
	trial_close(&t);
	assert_int_equal(
		trial_count(&t, IP, client, CUL_C_refused_bad_recipient), 1);
	trial_end(&t);
}

static void what_waits_in_vain_is_counted_at_the_end(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 0; i < CUL_WAITS + 10; i++) {
		struct cul_event ev = unknown("AA0001", "x@aurora.example");
		char id[16];

		(void)snprintf(id, sizeof(id), "A%06u", i);
		ev.session = text_of(id);
		ev.client = addr_of(client);
		trial_hear(&t, ev);
	}
	trial_close(&t);
	assert_int_equal(t.report.summary.mail.rejected, CUL_WAITS + 10);
	assert_int_equal(
		trial_count(&t, IP, client, CUL_C_refused_bad_recipient),
		CUL_WAITS + 10);
	trial_end(&t);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_client_is_told_when_the_transaction_ends),
		cmocka_unit_test(a_message_that_begins_tells_it_too),
		cmocka_unit_test(what_waits_in_vain_is_counted_at_the_end),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
