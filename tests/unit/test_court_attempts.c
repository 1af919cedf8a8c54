/* \summary: a failed login that several programs tell of counts once */
#include "t.h"

#include "court_t.h"

static const char client[] = "198.51.100.7";

static struct cul_event asked(const char *driver, const char *account)
{
	struct cul_event ev = login_failed(client, account);

	ev.marks = CUL_MARK_ASKED;
	ev.relay = text_of(driver);
	return ev;
}

static struct cul_event said(const char *account, uint16_t attempts)
{
	struct cul_event ev = login_failed(client, account);

	ev.n_auth_all = attempts;
	return ev;
}

static uint32_t names(struct trial *t)
{
	const struct cul_source *s = trial_source(t, CUL_SUBJECT_IP, client);

	return s == NULL ? 0 : (uint32_t)cul_distinct(s, CUL_D_FAILED_NAMES);
}

static void ends_with(struct trial *t, uint32_t attempts, uint32_t n_names)
{
	trial_close(t);
	assert_int_equal(
		trial_count(t, CUL_SUBJECT_IP, client, CUL_C_login_failed),
		attempts);
	assert_int_equal(names(t), n_names);
	trial_end(t);
}

static void the_server_s_word_adds_nothing_to_the_same_attempts(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, asked("passwd-file", "ann"));
	trial_hear(&t, asked("passwd-file", "bob"));
	trial_hear(&t, asked("passwd-file", "eve"));
	trial_hear(&t, said("eve", 3));
	ends_with(&t, 3, 3);
}

static void the_server_alone_counts_each_of_its_attempts(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, said("ann", 3));
	trial_hear(&t, said("ann", 0));
	ends_with(&t, 4, 1);
}

static void two_that_are_asked_in_turn_tell_of_one_attempt(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (int i = 0; i < 2; i++) {
		trial_hear(&t, asked("passwd-file", "ann"));
		trial_hear(&t, asked("pam_unix", "ann"));
		trial_hear(&t, asked("pam", "ann"));
		trial_hear(&t, said(NULL, 0)); /* as Postfix does */
	}
	ends_with(&t, 2, 1);
}

static void it_does_not_matter_who_is_heard_first(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_hear(&t, said("bob", 2));
	trial_hear(&t, asked("sql", "ann"));
	trial_hear(&t, asked("sql", "bob"));
	ends_with(&t, 2, 2);
}

static void more_than_there_is_room_for_share_the_last_place(void **st)
{
	static const char *const drivers[] = { "a", "b", "c", "d", "e" };
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		trial_hear(&t, asked(drivers[i], "ann"));
	ends_with(&t, 5 - (CUL_TELLERS - 2), 1);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(
			the_server_s_word_adds_nothing_to_the_same_attempts),
		cmocka_unit_test(the_server_alone_counts_each_of_its_attempts),
		cmocka_unit_test(
			two_that_are_asked_in_turn_tell_of_one_attempt),
		cmocka_unit_test(it_does_not_matter_who_is_heard_first),
		cmocka_unit_test(
			more_than_there_is_room_for_share_the_last_place),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
