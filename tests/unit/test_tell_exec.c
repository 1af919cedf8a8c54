/* \summary: tests of the command that is run for each suggestion */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "scratch.h"
#include "tell_t.h"

enum { SEC = 1000000 };

/* The plan's command becomes this script; $OUT in it is the scratch folder. */
static void command(struct tell_t *t, const char *text)
{
	const char *folder = scratch_path(".");
	char whole[2048];

	snprintf(whole, sizeof(whole), "#!/bin/sh\nOUT=%s\n%s\n", folder, text);
	t->plan.exec = tell_t_script("command", whole);
	tell_t_open(t);
}

static void
it_gets_the_json_and_nothing_of_our_environment_or_signals(void **state)
{
	struct tell_t *t = *state;

	assert_int_equal(setenv("SECRET", "x", 1), 0);
	command(t,
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

static void it_gets_three_descriptors_and_no_more(void **state)
{
	struct tell_t *t = *state;
	int ours[] = { open("/dev/null", O_RDONLY), open("/", O_RDONLY) };

	t->plan.exec = "ls /proc/self/fd";
	tell_t_open(t);
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	close(ours[0]);
	close(ours[1]);
	/* 3 is the folder that it lists. */
	assert_true(tell_t_logged(t, "6 exec k3f9: 0\n6 exec k3f9: 1\n"
				     "6 exec k3f9: 2\n6 exec k3f9: 3\n"
				     "6 exec k3f9: done"));
}

static void only_new_ones_are_told_unless_asked_otherwise(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	struct tell_t *t = *state;

	command(t, "echo $CULPRIT_WHAT >>$OUT/ran");
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

	command(t, "echo x >>$OUT/ran; exit 3");
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

	command(t, "exit 1");
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

	command(t, "test -e $OUT/ready");
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

	command(t, "echo $CULPRIT_ID $CULPRIT_NUMBER $CULPRIT_WHAT "
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

	command(t, "exit 1");
	tell_t_new(t, "k3f9");
	t->said = 0;
	t->now += SEC;
	tell_t_again(t);
	tell_t_new(t, "k3f9");
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
	tell_t_new(t, "k3f9");
	assert_int_equal(tell_t_count(t, "spool/exec"), 2);
}

static void four_run_at_once_and_no_more(void **state)
{
	struct tell_t *t = *state;
	char id[8];

	command(t, "echo x >>$OUT/began; until test -e $OUT/go; do "
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

	command(t, "echo $CULPRIT_ID >>$OUT/ran; test $CULPRIT_ID = good");
	tell_t_new(t, "bad");
	tell_t_new(t, "bad");
	tell_t_new(t, "good");
	tell_t_run(t);
	/* The second of the bad id waits for its first. */
	assert_int_equal(strlen(tell_t_file(t, "ran")), 9);
	assert_int_equal(tell_t_status(t).waiting, 2);
}

static void out_of_time_it_is_asked_to_end_then_killed(void **state)
{
	struct pollfd on = { .events = POLLIN };
	struct tell_t *t = *state;

	command(t, "trap '' TERM; echo up; while :; do sleep 0.02; done");
	tell_t_new(t, "k3f9");
	tell_t_step(t);
	on.fd = cul_tell_fd(t->tell);
	while (!tell_t_logged(t, "exec k3f9: up")) {
		assert_int_equal(poll(&on, 1, 10000), 1);
		tell_t_step(t);
	}
	assert_int_equal(t->next - t->now, 60 * SEC);
	t->now = t->next;
	tell_t_step(t);
	assert_true(tell_t_logged(t, "time of 60 s is over"));
	assert_int_equal(t->next - t->now, 5 * SEC);
	t->now = t->next;
	tell_t_step(t);
	assert_true(tell_t_logged(t, "5 s later it has not ended, it is kill"));
	tell_t_run(t);
	assert_true(tell_t_logged(t, "was ended after 60 s; tried again"));
	assert_int_equal(tell_t_status(t).waiting, 1);
}

static void a_clock_that_leaps_kills_nobody_early(void **state)
{
	struct tell_t *t = *state;

	command(t, "until test -e $OUT/go; do sleep 0.02; done");
	tell_t_new(t, "k3f9");
	tell_t_step(t);
	t->now -= INT64_C(86400) * SEC;
	tell_t_step(t);
	assert_int_equal(t->next - t->now, 60 * SEC);
	t->now += 30 * SEC;
	tell_t_step(t);
	assert_int_equal(t->next - t->now, 30 * SEC);
	scratch_text("go", "");
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
}

/* A notice of one MiB. */
static void say_large(struct tell_t *t)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	size_t n = 1 << 20;
	char *json = malloc(n + 1);

	assert_non_null(json);
	memset(json, 'x', n);
	json[n] = '\0';
	tell_t_say(t, &s, CUL_NOTICE_NEW, json);
	free(json);
}

static void a_command_that_never_reads_is_no_trouble(void **state)
{
	struct tell_t *t = *state;

	command(t, "exec 0<&-; sleep 0.1");
	say_large(t);
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void a_megabyte_arrives_whole(void **state)
{
	struct tell_t *t = *state;

	command(t, "wc -c >$OUT/size");
	say_large(t);
	tell_t_run(t);
	assert_string_equal(tell_t_file(t, "size"), "1048577\n");
}

static void what_it_writes_is_logged_made_harmless_and_bounded(void **state)
{
	struct tell_t *t = *state;

	command(t, "printf 'a\\033[2J\\nlast' >&2; seq 1 300; "
		   "head -c 1000 /dev/zero | tr '\\0' y");
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	assert_true(tell_t_logged(t, "6 exec k3f9: a\\x1b[2J\n"));
	assert_true(tell_t_logged(t, "6 exec k3f9: last1\n"));
	assert_true(tell_t_logged(t, "6 exec k3f9: 49\n"));
	assert_false(tell_t_logged(t, "6 exec k3f9: 50\n"));
	assert_true(tell_t_logged(t, "5 exec k3f9: 252 more lines of its "
				     "output are not shown\n"));
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void a_long_line_is_cut_and_marked(void **state)
{
	char y[CUL_TELL_SAID_BYTES + 8];
	struct tell_t *t = *state;

	command(t, "head -c 70000 /dev/zero | tr '\\0' y; echo; echo z");
	memset(y, 'y', CUL_TELL_SAID_BYTES);
	memcpy(y + CUL_TELL_SAID_BYTES, "...\n", 5);
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	assert_true(tell_t_logged(t, y));
	assert_true(tell_t_logged(t, "6 exec k3f9: z\n"));
}

static void a_flood_is_read_so_far_then_its_time_runs_out(void **state)
{
	struct pollfd on = { .events = POLLIN };
	struct tell_t *t = *state;

	command(t, "exec yes");
	tell_t_new(t, "k3f9");
	tell_t_step(t);
	on.fd = cul_tell_fd(t->tell);
	/* At the bound nothing is readable any more, and nothing spins. */
	while (poll(&on, 1, 300) == 1)
		tell_t_step(t);
	assert_int_equal(tell_t_status(t).running, 1);
	t->now = t->next;
	tell_t_step(t);
	tell_t_run(t);
	assert_true(tell_t_logged(t, "it wrote more than 16 MiB"));
	assert_int_equal(tell_t_status(t).waiting, 1);
}

static void one_that_leaves_children_behind_is_not_waited_for(void **state)
{
	struct tell_t *t = *state;

	command(t, "sleep 30 & echo $! >$OUT/left; echo done");
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
	assert_true(tell_t_logged(t, "6 exec k3f9: done\n"));
	kill((pid_t)strtol(tell_t_file(t, "left"), NULL, 10), SIGKILL);
}

static void a_program_that_is_not_there_is_tried_once_a_pause(void **state)
{
	struct tell_t *t = *state;
	char id[8];

	t->plan.exec = "/nonexistent/block -x";
	tell_t_open(t);
	for (int i = 0; i < 20; i++) {
		snprintf(id, sizeof(id), "id%d", i);
		tell_t_new(t, id);
	}
	tell_t_run(t);
	assert_true(tell_t_logged(t, "exec id0: /nonexistent/block cannot be "
				     "started: No such file or directory; "));
	assert_false(tell_t_logged(t, "exec id1: "));
	assert_int_equal(t->next - t->now, 10 * SEC);
	tell_t_due(t);
	assert_true(tell_t_logged(t, "exec id0: /nonexistent/block cannot be "
				     "started: No such file or directory; "
				     "tried again in 20 s"));
	assert_int_equal(tell_t_status(t).waiting, 20);
}

static void a_program_is_found_by_its_name_or_refused(void **state)
{
	char err[CUL_TELL_ERR] = "";
	struct tell_t *t = *state;

	t->plan.exec = "sh -c 'exit 0'";
	tell_t_open(t);
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
	cul_tell_free(&t->tell);
	t->plan.exec = "bin/block";
	assert_int_equal(cul_tell_new(&t->plan, &t->tell, err), CUL_ECONF);
	assert_non_null(strstr(err, "needs a whole path"));
	t->plan.exec = "'block";
	assert_int_equal(cul_tell_new(&t->plan, &t->tell, err), CUL_ECONF);
	assert_non_null(strstr(err, "'block': a ' is not closed"));
}

static void a_file_taken_out_of_the_spool_is_not_run(void **state)
{
	struct tell_t *t = *state;

	command(t, "echo x >>$OUT/ran");
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

static void the_end_takes_the_command_along_and_keeps_the_notice(void **state)
{
	struct tell_t *t = *state;
	pid_t pid = 0;

	command(t, "echo $$ >$OUT/pid.new; mv $OUT/pid.new $OUT/pid; "
		   "trap '' TERM; while :; do sleep 0.02; done");
	tell_t_new(t, "k3f9");
	tell_t_step(t);
	while (pid == 0) {
		(void)poll(NULL, 0, 10);
		pid = (pid_t)strtol(tell_t_file(t, "pid"), NULL, 10);
	}
	cul_tell_free(&t->tell);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
}

/* No file may have any bytes: as a full disk, but for the errno. */
static void fill_disk(bool full)
{
	struct rlimit l;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	(void)signal(SIGXFSZ, full ? SIG_IGN : SIG_DFL);
	l.rlim_cur = full ? 0 : l.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

static void a_full_disk_is_said_and_the_notice_kept_in_memory(void **state)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	struct tell_t *t = *state;

	command(t, "test -e $OUT/ready && cat");
	fill_disk(true);
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
	fill_disk(false);
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

	command(t, "exit 1");
	fill_disk(true);
	for (int i = 0; i < 9; i++)
		say_large(t);
	fill_disk(false);
	assert_int_equal(tell_t_status(t).held, 7);
	assert_int_equal(tell_t_status(t).lost, 2);
	assert_true(tell_t_logged(t, "3 LOST: a notice of k3f9 for exec"));
}

int main(void)
{
#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, tell_t_setup, tell_t_teardown)
	const struct CMUnitTest tests[] = {
		TEST(it_gets_the_json_and_nothing_of_our_environment_or_signals),
		TEST(it_gets_three_descriptors_and_no_more),
		TEST(only_new_ones_are_told_unless_asked_otherwise),
		TEST(a_failure_is_tried_again_with_growing_pauses),
		TEST(after_three_days_it_is_given_up_loudly),
		TEST(what_lay_there_for_a_month_is_tried_before_it_is_given_up),
		TEST(what_waits_is_taken_up_in_order_by_the_next_run),
		TEST(a_notice_said_again_after_a_crash_is_spooled_once),
		TEST(four_run_at_once_and_no_more),
		TEST(one_that_fails_does_not_hold_up_others),
		TEST(out_of_time_it_is_asked_to_end_then_killed),
		TEST(a_clock_that_leaps_kills_nobody_early),
		TEST(a_command_that_never_reads_is_no_trouble),
		TEST(a_megabyte_arrives_whole),
		TEST(what_it_writes_is_logged_made_harmless_and_bounded),
		TEST(a_long_line_is_cut_and_marked),
		TEST(a_flood_is_read_so_far_then_its_time_runs_out),
		TEST(one_that_leaves_children_behind_is_not_waited_for),
		TEST(a_program_that_is_not_there_is_tried_once_a_pause),
		TEST(a_program_is_found_by_its_name_or_refused),
		TEST(a_file_taken_out_of_the_spool_is_not_run),
		TEST(the_end_takes_the_command_along_and_keeps_the_notice),
		TEST(a_full_disk_is_said_and_the_notice_kept_in_memory),
		TEST(the_memory_for_a_full_disk_is_bounded_and_a_loss_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
