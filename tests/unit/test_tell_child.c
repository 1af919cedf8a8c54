/* \summary: tests of a command that is slow, mute, loud or not there */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"
#include "tell_t.h"

enum { SEC = 1000000 };

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

static void out_of_time_it_is_asked_to_end_then_killed(void **state)
{
	struct pollfd on = { .events = POLLIN };
	struct tell_t *t = *state;

	tell_t_command(t,
		       "trap '' TERM; echo up; while :; do sleep 0.02; done");
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

	tell_t_command(t, "until test -e $OUT/go; do sleep 0.02; done");
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

static void a_command_that_never_reads_is_no_trouble(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "exec 0<&-; sleep 0.1");
	tell_t_say_large(t);
	tell_t_run(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
}

static void a_megabyte_arrives_whole(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "wc -c >$OUT/size");
	tell_t_say_large(t);
	tell_t_run(t);
	assert_string_equal(tell_t_file(t, "size"), "1048577\n");
}

static void what_it_writes_is_logged_made_harmless_and_bounded(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "printf 'a\\033[2J\\nlast' >&2; seq 1 300; "
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

	tell_t_command(t, "head -c 70000 /dev/zero | tr '\\0' y; echo; echo z");
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

	tell_t_command(t, "exec yes");
	tell_t_new(t, "k3f9");
	tell_t_step(t);
	on.fd = cul_tell_fd(t->tell);
	/* At the bound nothing is readable any more, and nothing spins. */
	while (poll(&on, 1, 1500) == 1)
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

	tell_t_command(t, "sleep 30 & echo $! >$OUT/left; echo done");
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

static void the_end_takes_the_command_along_and_keeps_the_notice(void **state)
{
	struct tell_t *t = *state;
	pid_t pid = 0;

	tell_t_command(t, "echo $$ >$OUT/pid.new; mv $OUT/pid.new $OUT/pid; "
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

/* Neither gone nor a zombie that nobody has taken away. */
static bool is_alive(pid_t pid)
{
	char path[64], text[256] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return false;
	(void)!fgets(text, sizeof(text), f);
	fclose(f);
	return strstr(text, ") Z ") == NULL;
}

static void it_dies_with_us_be_we_killed(void **state)
{
	struct tell_t *t = *state;
	pid_t pid, left;
	int status;

	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		tell_t_command(t, "echo $$ >$OUT/pid; touch $OUT/up; "
				  "exec sleep 1000");
		tell_t_new(t, "k3f9");
		tell_t_step(t);
		while (access(scratch_path("up"), F_OK) != 0)
			(void)poll(NULL, 0, 10);
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	left = (pid_t)strtol(tell_t_file(t, "pid"), NULL, 10);
	assert_true(left > 1);
	for (int i = 0; i < 500 && is_alive(left); i++)
		(void)poll(NULL, 0, 10);
	assert_false(is_alive(left));
	assert_int_equal(tell_t_count(t, "spool/exec"), 1);
}

static void taken_by_another_it_counts_as_failed(void **state)
{
	struct tell_t *t = *state;

	tell_t_command(t, "exit 0");
	(void)signal(SIGCHLD, SIG_IGN);
	tell_t_new(t, "k3f9");
	tell_t_run(t);
	(void)signal(SIGCHLD, SIG_DFL);
	assert_true(tell_t_logged(t, "ended with status 127; tried again"));
	tell_t_due(t);
	assert_int_equal(tell_t_status(t).waiting, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELL_T(it_gets_three_descriptors_and_no_more),
		TELL_T(out_of_time_it_is_asked_to_end_then_killed),
		TELL_T(a_clock_that_leaps_kills_nobody_early),
		TELL_T(a_command_that_never_reads_is_no_trouble),
		TELL_T(a_megabyte_arrives_whole),
		TELL_T(what_it_writes_is_logged_made_harmless_and_bounded),
		TELL_T(a_long_line_is_cut_and_marked),
		TELL_T(a_flood_is_read_so_far_then_its_time_runs_out),
		TELL_T(one_that_leaves_children_behind_is_not_waited_for),
		TELL_T(a_program_that_is_not_there_is_tried_once_a_pause),
		TELL_T(a_program_is_found_by_its_name_or_refused),
		TELL_T(it_dies_with_us_be_we_killed),
		TELL_T(taken_by_another_it_counts_as_failed),
		TELL_T(the_end_takes_the_command_along_and_keeps_the_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
