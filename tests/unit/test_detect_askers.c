/* \summary: tests of the detectors of those who ask: logins, relays, mailboxes
 */
#include "detect_t.h"

static void accounts_move_about_a_little(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_ACCOUNT };

	(void)st;
	s.d[CUL_D_LOGIN_NETS] = 5;
	assert_int_equal(judged(CUL_KIND_STOLEN_ACCOUNT, &s, 0), -1);
	s.d[CUL_D_LOGIN_NETS] = 6;
	assert_true(saturates(CUL_KIND_STOLEN_ACCOUNT, &s, CUL_FAMILY_LOGINS));
	s.subject = CUL_SUBJECT_IP;
	assert_int_equal(judged(CUL_KIND_STOLEN_ACCOUNT, &s, 0), -1);
}

static void five_tries_for_strangers_are_a_probe(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.n[CUL_C_sessions] = 1;
	s.n[CUL_C_refused_relay] = 5;
	s.n[CUL_C_relay_contacts] = 4;
	s.n[CUL_C_relay_foreign] = 2;
	assert_int_equal(judged(CUL_KIND_RELAY_PROBE, &s, 0), -1);
	s.n[CUL_C_relay_foreign] = 4;
	s.n[CUL_C_relay_tricks] = 2;
	assert_true(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_RELAYING));
	assert_true(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_MANNERS));
	s.n[CUL_C_relay_tricks] = 0;
	assert_false(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_MANNERS));
}

static void sessions_that_got_something_are_not_in_vain(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.n[CUL_C_sessions] = 106;
	s.n[CUL_C_idle_sessions] = 100;
	s.n[CUL_C_relay_contacts] = s.n[CUL_C_relay_foreign] = 6;
	assert_true(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_MANNERS));
	/* nor do its senders and our servers speak against it */
	s.d[CUL_D_SENDER_DOMAINS] = s.d[CUL_D_SERVERS] = 12;
	assert_true(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_DIVERSITY));
	assert_true(saturates(CUL_KIND_RELAY_PROBE, &s, CUL_FAMILY_SPREAD));
	s.n[CUL_C_logins] = 1;
	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		if (f != CUL_FAMILY_RELAYING)
			assert_int_equal(judged(CUL_KIND_RELAY_PROBE, &s,
						(enum cul_family)f),
					 0);
}

static void harvest_needs_many_strangers(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.walks[CUL_WALK_HARVEST].peak_mnat = 40000;
	s.n[CUL_C_in_contacts] = s.n[CUL_C_in_bad_recipient] = 9;
	assert_int_equal(judged(CUL_KIND_HARVEST, &s, 0), -1);
	s.n[CUL_C_in_contacts] = s.n[CUL_C_in_bad_recipient] = 24;
	assert_false(saturates(CUL_KIND_HARVEST, &s, CUL_FAMILY_SPREAD));
	s.n[CUL_C_in_contacts] = s.n[CUL_C_in_bad_recipient] = 25;
	assert_true(saturates(CUL_KIND_HARVEST, &s, CUL_FAMILY_SPREAD));
}

/* An outsider's test is over when it crosses the line; ours may mend a list. */
static void what_a_guesser_finds_later_undoes_nothing(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.walks[CUL_WALK_HARVEST].level_mnat = -4000;
	s.walks[CUL_WALK_HARVEST].peak_mnat = 9210;
	s.n[CUL_C_in_bad_recipient] = 10;
	s.n[CUL_C_in_contacts] = 30;
	assert_int_equal(
		judged(CUL_KIND_HARVEST, &s, CUL_FAMILY_BAD_RECIPIENTS), 9210);
	s.walks[CUL_WALK_HARVEST].peak_mnat = 9209;
	assert_int_equal(judged(CUL_KIND_HARVEST, &s, 0), -1);
	s.walks[CUL_WALK_HARVEST].peak_mnat = 9210;
	s.ours = true;
	assert_int_equal(judged(CUL_KIND_HARVEST, &s, 0), -1);
}

static void where_few_ask_at_all_each_question_says_more(void **st)
{
	const enum cul_kind probe = CUL_KIND_RELAY_PROBE;
	struct cul_usual u = { .asking = .01, .n_outsiders = 5000 };
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.d[CUL_D_SENDERS] = s.n[CUL_C_relay_foreign] = 3;
	/* 2 of ln 10,000 / 3 for two more, ln 100 for the first, of which 1 in
	 * 100 is not believed */
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), 9210);
	s.usual = &u;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), 10709);
	u.asking = 1e-9;
	assert_in_range(judged(probe, &s, CUL_FAMILY_RELAYING), 9210 + 4600,
			9210 + 4605);
	u.asking = .2;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), -1);
	/* but two letters are none, however few ask */
	u.asking = 1e-9;
	s.d[CUL_D_SENDERS] = s.n[CUL_C_relay_foreign] = 2;
	assert_int_equal(judged(probe, &s, 0), -1);
}

static void a_letter_to_oneself_or_at_once_counts_twice_once(void **st)
{
	const enum cul_kind probe = CUL_KIND_RELAY_PROBE;
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.d[CUL_D_SENDERS] = s.n[CUL_C_relay_foreign] = 2;
	s.asked.within = 2;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), -1);
	s.asked.self = 1;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), 9210);
	s.asked.self = 2;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), 9210);
	s.asked.at_once = 2;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_RELAYING), 12280);
}

static void many_domains_on_both_sides_are_no_misunderstanding(void **st)
{
	const enum cul_kind probe = CUL_KIND_RELAY_PROBE;
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.d[CUL_D_SENDERS] = s.n[CUL_C_relay_foreign] = 9;
	s.d[CUL_D_SENDER_DOMAINS] = 1;
	s.d[CUL_D_RELAY_DOMAINS] = 9;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_DIVERSITY), 0);
	s.d[CUL_D_SENDER_DOMAINS] = 2;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_DIVERSITY), 4605);
	s.d[CUL_D_SENDER_DOMAINS] = 3;
	assert_true(saturates(probe, &s, CUL_FAMILY_DIVERSITY));
	s.d[CUL_D_RELAY_DOMAINS] = 1;
	assert_false(saturates(probe, &s, CUL_FAMILY_DIVERSITY));
	/* a mail server that we know has many rightly */
	s.d[CUL_D_RELAY_DOMAINS] = 9;
	s.n[CUL_C_messages] = 1;
	assert_int_equal(judged(probe, &s, CUL_FAMILY_DIVERSITY), 0);
}

static void one_old_password_is_no_attack(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.walks[CUL_WALK_LOGIN].level_mnat = 90000;
	s.n[CUL_C_sessions] = s.n[CUL_C_login_failed] = 288;
	s.d[CUL_D_FAILED_NAMES] = 1;
	assert_int_equal(judged(CUL_KIND_PASSWORD_ATTACK, &s, 0), -1);
	s.d[CUL_D_FAILED_NAMES] = 12;
	s.hours[3].wrong = 40;
	assert_true(saturates(CUL_KIND_PASSWORD_ATTACK, &s, CUL_FAMILY_LOGINS));
	assert_true(saturates(CUL_KIND_PASSWORD_ATTACK, &s, CUL_FAMILY_VOLUME));
	assert_true(
		saturates(CUL_KIND_PASSWORD_ATTACK, &s, CUL_FAMILY_MANNERS));
}

static void forms_write_to_many_new_domains(void **st)
{
	struct cul_source s = { .ours = true,
				.subject = CUL_SUBJECT_LOCAL_USER };

	(void)st;
	s.new_domains = 19;
	assert_int_equal(judged(CUL_KIND_FORM_ABUSE, &s, 0), -1);
	s.new_domains = 20;
	assert_true(saturates(CUL_KIND_FORM_ABUSE, &s, CUL_FAMILY_SPREAD));
}

static void a_customer_away_is_known_by_his_mailbox(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.n[CUL_C_relay_contacts] = s.n[CUL_C_relay_local_sender] = 2;
	s.n[CUL_C_refused_relay] = 5;
	assert_int_equal(judged(CUL_KIND_ROAMING, &s, 0), -1);
	s.n[CUL_C_refused_relay] = 6;
	assert_true(saturates(CUL_KIND_ROAMING, &s, CUL_FAMILY_RELAYING));
	s.n[CUL_C_relay_tricks] = 1;
	assert_int_equal(judged(CUL_KIND_ROAMING, &s, 0), -1);
	s.n[CUL_C_relay_tricks] = 0;
	s.n[CUL_C_relay_foreign] = 1;
	assert_int_equal(judged(CUL_KIND_ROAMING, &s, 0), -1);
}

/* His mailbox may not have been in this log: then it takes a third letter. */
static void or_by_his_domain_and_patience(void **st)
{
	struct cul_source s = { .subject = CUL_SUBJECT_IP };

	(void)st;
	s.n[CUL_C_relay_contacts] = 3;
	s.n[CUL_C_refused_relay] = 8;
	assert_int_equal(judged(CUL_KIND_ROAMING, &s, 0), -1);
	s.n[CUL_C_refused_relay] = 9;
	assert_true(saturates(CUL_KIND_ROAMING, &s, CUL_FAMILY_RELAYING));
	s.ours = true;
	assert_int_equal(judged(CUL_KIND_ROAMING, &s, 0), -1);
}

static void own_relay_needs_known_networks(void **st)
{
	struct cul_source s = { .ours = true, .subject = CUL_SUBJECT_SERVER };

	(void)st;
	s.n[CUL_C_relayed_strangers] = 40;
	assert_int_equal(judged(CUL_KIND_OWN_RELAY, &s, 0), -1);
	s.networks_known = true;
	assert_true(saturates(CUL_KIND_OWN_RELAY, &s, CUL_FAMILY_RELAYING));
	s.n[CUL_C_relayed_strangers] = 3;
	assert_int_equal(judged(CUL_KIND_OWN_RELAY, &s, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_move_about_a_little),
		cmocka_unit_test(five_tries_for_strangers_are_a_probe),
		cmocka_unit_test(sessions_that_got_something_are_not_in_vain),
		cmocka_unit_test(harvest_needs_many_strangers),
		cmocka_unit_test(what_a_guesser_finds_later_undoes_nothing),
		cmocka_unit_test(where_few_ask_at_all_each_question_says_more),
		cmocka_unit_test(
			a_letter_to_oneself_or_at_once_counts_twice_once),
		cmocka_unit_test(
			many_domains_on_both_sides_are_no_misunderstanding),
		cmocka_unit_test(one_old_password_is_no_attack),
		cmocka_unit_test(forms_write_to_many_new_domains),
		cmocka_unit_test(a_customer_away_is_known_by_his_mailbox),
		cmocka_unit_test(or_by_his_domain_and_patience),
		cmocka_unit_test(own_relay_needs_known_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
