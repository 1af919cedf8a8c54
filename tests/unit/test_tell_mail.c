/* \summary: tests of the mail that tells of many suggestions */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "scratch.h"
#include "tell/message.h"
#include "tell_t.h"

enum { HOUR = 3600 };

static int mails(struct tell_t *t)
{
	int n = 0;

	for (const char *p = tell_t_file(t, "mails");
	     (p = strstr(p, "Message-ID:")) != NULL; p++)
		n++;
	return n;
}

static void it_waits_for_quiet_and_then_at_most_one_an_hour(void **state)
{
	struct tell_t *t = *state;

	tell_t_mail(t);
	tell_t_run(t);
	assert_true(t->next == INT64_MAX);
	tell_t_new(t, "a");
	tell_t_run(t);
	assert_int_equal(t->next - t->now, tell_t_sec(60));
	t->now += tell_t_sec(50);
	tell_t_new(t, "b");
	tell_t_run(t);
	assert_int_equal(t->next - t->now, tell_t_sec(60));
	assert_int_equal(mails(t), 0);
	tell_t_due(t);
	assert_int_equal(mails(t), 1);
	assert_true(t->next == INT64_MAX);
	t->now += tell_t_sec(100);
	tell_t_new(t, "c");
	tell_t_run(t);
	assert_int_equal(t->next - t->now, tell_t_sec(HOUR - 100));
	tell_t_due(t);
	assert_int_equal(mails(t), 2);
	assert_true(t->next == INT64_MAX);
}

static void it_does_not_wait_for_quiet_that_never_comes(void **state)
{
	struct tell_t *t = *state;
	int64_t began = t->now;

	tell_t_mail(t);
	for (int i = 0; mails(t) == 0; i++) {
		char id[16];

		snprintf(id, sizeof(id), "id%d", i);
		tell_t_new(t, id);
		tell_t_run(t);
		t->now += tell_t_sec(30);
		tell_t_run(t);
	}
	assert_int_equal(t->now - began, tell_t_sec(600));
}

static void the_hour_is_kept_across_a_restart(void **state)
{
	struct tell_t *t = *state;

	tell_t_mail(t);
	tell_t_new(t, "a");
	tell_t_run(t);
	tell_t_due(t);
	assert_int_equal(mails(t), 1);
	tell_t_new(t, "b");
	t->now += tell_t_sec(600);
	tell_t_again(t);
	tell_t_run(t);
	assert_int_equal(t->next - t->now, tell_t_sec(HOUR - 600));
	/* And a clock set back a year holds no mail for longer. */
	t->now -= tell_t_sec(INT64_C(365) * 86400);
	tell_t_again(t);
	tell_t_run(t);
	assert_int_equal(t->next - t->now, tell_t_sec(HOUR));
	tell_t_due(t);
	assert_int_equal(mails(t), 2);
}

static void what_sendmail_refuses_is_tried_again_as_the_same_mail(void **state)
{
	struct tell_t *t = *state;
	const char *two;

	tell_t_mail(t);
	scratch_text("down", "");
	tell_t_new(t, "a");
	tell_t_run(t);
	tell_t_due(t);
	assert_int_equal(mails(t), 1);
	assert_int_equal(tell_t_count(t, "spool/mail"), 1);
	assert_true(
		tell_t_logged(t, " ended with status 1; tried again in 10"));
	assert_non_null(tell_t_status(t).error);
	tell_t_again(t);
	tell_t_run(t);
	two = tell_t_file(t, "mails");
	assert_int_equal(mails(t), 2);
	assert_int_equal(strncmp(two, two + strlen(two) / 2, strlen(two) / 2),
			 0);
	assert_int_equal(remove(scratch_path("down")), 0);
	tell_t_due(t);
	assert_int_equal(mails(t), 3);
	assert_int_equal(tell_t_status(t).waiting, 0);
	assert_null(tell_t_status(t).error);
}

/* The state was lost, and with it the count of what was said. */
static void a_mail_that_waits_is_not_taken_for_another(void **state)
{
	struct tell_t *t = *state;
	char *down;

	tell_t_mail(t);
	scratch_text("down", "");
	tell_t_new(t, "aaaa");
	tell_t_run(t);
	tell_t_due(t);
	assert_int_equal(tell_t_count(t, "spool/mail"), 1);
	t->said = 0;
	t->now += tell_t_sec(2 * HOUR);
	tell_t_again(t);
	tell_t_new(t, "bbbb");
	tell_t_run(t);
	while (tell_t_count(t, "spool/digest") > 0)
		tell_t_due(t);
	assert_int_equal(tell_t_count(t, "spool/mail"), 2);
	down = strdup(scratch_path("down"));
	assert_non_null(down);
	assert_int_equal(unlink(down), 0);
	free(down);
	while (tell_t_status(t).waiting > 0)
		tell_t_due(t);
	assert_non_null(strstr(tell_t_file(t, "mails"), "Id: bbbb"));
}

static void of_one_suggestion_only_the_last_word_is_told(void **state)
{
	struct tell_t *t = *state;
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	const char *mail;

	tell_t_mail(t);
	tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
	tell_t_say(t, &s, CUL_NOTICE_UPDATED, "{}");
	tell_t_say(t, &s, CUL_NOTICE_WITHDRAWN, "{}");
	tell_t_run(t);
	tell_t_due(t);
	mail = tell_t_file(t, "mails");
	assert_non_null(strstr(mail, "\nSubject: culprit: 1 withdrawn\n"));
	assert_non_null(strstr(mail,
			       "has 0 new suggestions,\nand has withdrawn "
			       "1."));
	assert_null(strstr(mail, "== New =="));
	assert_non_null(strstr(mail, "\n1. suspend"));
	assert_null(strstr(mail, "\n2. "));
}

static void beyond_two_hundred_their_number_is_told(void **state)
{
	struct tell_t *t = *state;
	const char *mail;
	char id[16];

	tell_t_mail(t);
	for (int i = 0; i < 203; i++) {
		snprintf(id, sizeof(id), "id%d", i);
		tell_t_new(t, id);
	}
	tell_t_run(t);
	tell_t_due(t);
	mail = tell_t_file(t, "mails");
	assert_non_null(strstr(mail, "203 new suggestions"));
	assert_non_null(strstr(mail, "\n200. suspend"));
	assert_null(strstr(mail, "\n201. "));
	assert_non_null(strstr(mail, "\nAnd 3 more.\n"));
	assert_int_equal(tell_t_count(t, "spool/digest"), 0);
}

static void a_full_disk_delays_a_mail_and_loses_nothing(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("one");
	struct tell_t *t = *state;

	tell_t_mail(t);
	tell_t_fill_disk(true);
	assert_int_equal(tell_t_say(t, &s, CUL_NOTICE_NEW, "{}"), CUL_EIO);
	tell_t_step(t);
	for (int i = 0; i < 20; i++) {
		t->now = t->next > t->now ? t->next : t->now;
		tell_t_step(t);
	}
	assert_true(tell_t_logged(t, "a mail could not be written: File too"));
	assert_non_null(tell_t_status(t).error);
	assert_int_equal(tell_t_status(t).held, 1);
	assert_int_equal(tell_t_status(t).running, 0);
	tell_t_fill_disk(false);
	while (tell_t_status(t).waiting > 0)
		tell_t_due(t);
	assert_int_equal(mails(t), 1);
	assert_non_null(strstr(tell_t_file(t, "mails"), "    Id: one\n"));
	assert_null(tell_t_status(t).error);
}

static void a_plan_that_tells_nobody_has_no_descriptor(void **state)
{
	struct tell_t *t = *state;

	tell_t_open(t);
	assert_int_equal(cul_tell_fd(t->tell), -1);
	tell_t_new(t, "a");
	tell_t_step(t);
	assert_true(t->next == INT64_MAX);
	assert_int_equal(tell_t_count(t, "spool"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELL_T(it_waits_for_quiet_and_then_at_most_one_an_hour),
		TELL_T(it_does_not_wait_for_quiet_that_never_comes),
		TELL_T(the_hour_is_kept_across_a_restart),
		TELL_T(what_sendmail_refuses_is_tried_again_as_the_same_mail),
		TELL_T(a_mail_that_waits_is_not_taken_for_another),
		TELL_T(of_one_suggestion_only_the_last_word_is_told),
		TELL_T(beyond_two_hundred_their_number_is_told),
		TELL_T(a_full_disk_delays_a_mail_and_loses_nothing),
		TELL_T(a_plan_that_tells_nobody_has_no_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
