/* \summary: tests of the command that is run for each suggestion */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "scratch.h"
#include "tell_t.h"

enum { SEC = 1000000 };

static void
it_gets_the_json_and_nothing_of_our_environment_or_signals(void **state)
{
	struct tell_t *t = *state;

	assert_int_equal(setenv("SECRET", "x", 1), 0);
	tell_t_command(
		t,
		"cat >$OUT/in; env | grep -v ^_= | grep -v PWD | sort "
		">$OUT/env; cut -d' ' -f5 /proc/$$/stat >$OUT/group; echo $$ "
		">$OUT/pid; grep -E '^Sig(Blk|Ign)' /proc/self/status "
		">$OUT/signals");
	(void)signal(SIGPIPE, SIG_IGN);
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	(void)signal(SIGPIPE, SIG_DFL);
	assert_string_equal(tell_t_file(t, "in"), "{\"id\":\"k3f9\"}\n");
	assert_string_equal(tell_t_file(t, "env"),
			    "CULPRIT_ACTION=suspend\nCULPRIT_ID=k3f9\n"
			    "CULPRIT_KIND=zombie\nCULPRIT_NUMBER=1\n"
			    "CULPRIT_WHAT=new\nLANG=C.UTF-8\n"
			    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:"
			    "/usr/bin:/sbin:/bin\n");
	assert_string_equal(tell_t_file(t, "group"), tell_t_file(t, "pid"));
	assert_string_equal(tell_t_file(t, "signals"),
			    "SigBlk:\t0000000000000000\n"
			    "SigIgn:\t0000000000000000\n");
	assert_int_equal(tell_t_count(t, "spool/exec"), 0);
	assert_int_equal(tell_t_status(t).waiting, 0);
	assert_true(tell_t_logged(t, "6 exec k3f9: done in 0.0 s\n"));
}

static void only_new_ones_are_told_unless_asked_otherwise(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	struct tell_t *t = *state;

	tell_t_command(t, "echo $CULPRIT_WHAT >>$OUT/ran");
	for (int round = 0; round < 2; round++) {
		tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
		tell_t_say(t, &s, CUL_NOTICE_UPDATED, "{}");
		tell_t_say(t, &s, CUL_NOTICE_WITHDRAWN, "{}");
		tell_t_run(t);
		t->plan.exec_what =
			1u << CUL_NOTICE_NEW | 1u << CUL_NOTICE_WITHDRAWN;
		tell_t_again(t);
	}
	/* Of one id in order, although four may run at once. */
	assert_string_equal(tell_t_file(t, "ran"), "new\nnew\nwithdrawn\n");
}

static void a_failure_is_tried_again_with_growing_pauses(void **state)
{
	static const int64_t pauses[] = { 10,  20,   40,   80,   160, 320,
					  640, 1280, 2560, 3600, 3600 };
	struct tell_t *t = *state;

	tell_t_command(t, "echo x >>$OUT/ran; exit 3");
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	assert_true(tell_t_logged(t, "4 exec k3f9: "));
	assert_true(tell_t_logged(
		t, " ended with status 3; tried again in 10 s (try 1)\n"));
	for (size_t i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++) {
		assert_int_equal(t->next - t->now, pauses[i] * SEC);
		assert_non_null(tell_t_status(t).error);
		t->now = t->next - 1;
		tell_t_run(t);
		assert_int_equal(strlen(tell_t_file(t, "ran")), 2 * (i + 1));
		tell_t_due(t);
		assert_int_equal(strlen(tell_t_file(t, "ran")), 2 * (i + 2));
	}
	assert_int_equal(tell_t_status(t).waiting, 1);
}

static void after_three_days_it_is_given_up_loudly(void **state)
{
	struct tell_t *t = *state;
	int tries = 0;

	tell_t_command(t, "exit 1");
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	for (; tell_t_status(t).waiting > 0; tries++)
		tell_t_due(t);
	assert_in_range(t->now - TELL_T_WALL, INT64_C(3) * 86400 * SEC,
			INT64_C(3) * 86400 * SEC + INT64_C(3600) * SEC);
	assert_in_range(tries, 80, 82);
	assert_int_equal(tell_t_count(t, "spool/exec"), 0);
	assert_int_equal(tell_t_count(t, "spool/failed"), 1);
	assert_int_equal(tell_t_status(t).failed, 1);
	assert_true(tell_t_logged(t, "3 GIVEN UP: k3f9; it lies in "
				     "spool/failed/1795147869000000-k3f9.1."
				     "new.suspend.zombie.json and needs"));
	assert_true(t->next == INT64_MAX);
	tell_t_again(t);
	assert_int_equal(tell_t_status(t).failed, 1);
}

static void
what_lay_there_for_a_month_is_tried_before_it_is_given_up(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "test -e $OUT/ready");
	tell_t_new(t, "k3f9");
	t->now += INT64_C(30) * 86400 * SEC;
	tell_t_again(t);
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 1);
	scratch_text("ready", "");
	tell_t_due(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
	assert_int_equal(tell_t_status(t).failed, 0);
	assert_null(tell_t_status(t).error);
}

static void what_waits_is_taken_up_in_order_by_the_next_run(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "echo $CULPRIT_ID $CULPRIT_NUMBER $CULPRIT_WHAT "
			  "$CULPRIT_ACTION $CULPRIT_KIND $(cat) >>$OUT/ran");
	tell_t_new(t, "b");
	t->now++;
	tell_t_new(t, "a");
	for (int i = 0; i < 9; i++)
		tell_t_new(t, "b");
	tell_t_again(t);
	assert_int_equal(tell_t_status(t).waiting, 11);
	scratch_text("state/spool/exec/notes.txt", "mine");
	tell_t_again(t);
	assert_true(tell_t_logged(t, "is not one of ours and is left alone"));
	tell_t_run(t);
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
	assert_non_null(strstr(tell_t_file(t, "ran"),
			       "a 2 new suspend zombie {\"id\":\"a\"}\n"));
	for (int number = 3, at = 0; number <= 11; number++) {
		char line[32];
		const char *ran = tell_t_file(t, "ran"), *hit;

		snprintf(line, sizeof(line), "b %d new", number);
		hit = strstr(ran, line);
		assert_non_null(hit);
		assert_true(hit - ran >= at);
		at = (int)(hit - ran);
	}
}

static void a_notice_said_again_after_a_crash_is_spooled_once(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "exit 1");
	tell_t_new(t, "k3f9");
	t->said = 0;
	t->now += SEC;
	tell_t_again(t);
	tell_t_new(t, "k3f9");
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
	tell_t_new(t, "k3f9");
	assert_int_equal(tell_t_count(t, "spool/exec"), 2);
}

static void another_notice_of_the_same_number_is_no_repetition(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	struct tell_t *t = *state;

	t->plan.exec_what = 1u << CUL_NOTICE_NEW | 1u << CUL_NOTICE_WITHDRAWN;
	tell_t_command(t, "echo $CULPRIT_WHAT >>$OUT/what");
	tell_t_new(t, "k3f9");
	t->said = 0;
	tell_t_say(t, &s, CUL_NOTICE_WITHDRAWN, "{}");
	tell_t_run(t);
	assert_string_equal(tell_t_file(t, "what"), "new\nwithdrawn\n");
}

static void four_run_at_once_and_no_more(void **state)
{
	struct tell_t *t = *state;
	char id[8];

	tell_t_command(t, "echo x >>$OUT/began; until test -e $OUT/go; do "
			  "sleep 0.05; done");
	for (int i = 0; i < 9; i++) {
		snprintf(id, sizeof(id), "id%d", i);
		tell_t_new(t, id);
	}
	tell_t_step(t);
	tell_t_step(t);
	assert_int_equal(tell_t_status(t).running, 4);
	assert_int_equal(tell_t_status(t).waiting, 9);
	scratch_text("go", "");
	tell_t_run(t);
	assert_int_equal(strlen(tell_t_file(t, "began")), 18);
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void one_that_fails_does_not_hold_up_others(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t,
		       "echo $CULPRIT_ID >>$OUT/ran; test $CULPRIT_ID = good");
	tell_t_new(t, "bad");
	tell_t_new(t, "bad");
	tell_t_new(t, "good");
	tell_t_run(t);
	/* The second of the bad id waits for its first. */
	assert_int_equal(strlen(tell_t_file(t, "ran")), 9);
	assert_int_equal(tell_t_status(t).waiting, 2);
}

static void a_file_taken_out_of_the_spool_is_not_run(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "echo x >>$OUT/ran");
	tell_t_new(t, "k3f9");
	assert_int_equal(
		unlink(scratch_path("state/spool/exec/1795147869000000-k3f9.1."
				    "new.suspend.zombie.json")),
		0);
	tell_t_run(t);
	assert_string_equal(tell_t_file(t, "ran"), "");
	assert_true(tell_t_logged(t, "somebody has taken it out"));
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void a_full_disk_is_said_and_the_notice_kept_in_memory(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	struct tell_t *t = *state;

	tell_t_command(t, "test -e $OUT/ready && cat");
	tell_t_fill_disk(true);
	assert_int_equal(tell_t_say(t, &s, CUL_NOTICE_NEW, "{}"), CUL_EIO);
	assert_int_equal(tell_t_status(t).held, 1);
	assert_true(tell_t_logged(t, "3 spool/exec cannot be written: File too "
				     "large; what should lie there is kept in "
				     "memory\n"));
	assert_int_equal(tell_t_count(t, "spool/exec"), 0);
	tell_t_step(t);
	t->now += 10 * SEC;
	tell_t_step(t);
	assert_int_equal(tell_t_status(t).held, 1);
	tell_t_fill_disk(false);
	tell_t_run(t);
	for (int i = 0; i < 3 && tell_t_status(t).held > 0; i++)
		tell_t_due(t);
	assert_int_equal(tell_t_status(t).held, 0);
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
	assert_true(tell_t_logged(t, "5 the spool can be written again"));
	scratch_text("ready", "");
	tell_t_due(t);
	assert_true(tell_t_logged(t, "6 exec k3f9: {}\n"));
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void
the_memory_for_a_full_disk_is_bounded_and_a_loss_is_said(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "exit 1");
	tell_t_fill_disk(true);
	for (int i = 0; i < 9; i++)
		tell_t_say_large(t);
	tell_t_fill_disk(false);
	assert_int_equal(tell_t_status(t).held, 7);
	assert_int_equal(tell_t_status(t).lost, 2);
	assert_true(tell_t_logged(t, "3 LOST: a notice of k3f9 for exec"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELL_T(it_gets_the_json_and_nothing_of_our_environment_or_signals),
		TELL_T(only_new_ones_are_told_unless_asked_otherwise),
		TELL_T(a_failure_is_tried_again_with_growing_pauses),
		TELL_T(after_three_days_it_is_given_up_loudly),
		TELL_T(what_lay_there_for_a_month_is_tried_before_it_is_given_up),
		TELL_T(what_waits_is_taken_up_in_order_by_the_next_run),
		TELL_T(a_notice_said_again_after_a_crash_is_spooled_once),
		TELL_T(another_notice_of_the_same_number_is_no_repetition),
		TELL_T(four_run_at_once_and_no_more),
		TELL_T(one_that_fails_does_not_hold_up_others),
		TELL_T(a_file_taken_out_of_the_spool_is_not_run),
		TELL_T(a_full_disk_is_said_and_the_notice_kept_in_memory),
		TELL_T(the_memory_for_a_full_disk_is_bounded_and_a_loss_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
