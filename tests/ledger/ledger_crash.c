/* \summary: SIGKILL at every statement and every write of each change: the
 * ledger is whole, the change is in it or not, and is if it was said to be
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base.h"
#include "ledger/migrate.h"
#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;

static int setup(void **state)
{
	scratch_setup(state);
	base_make();
	return 0;
}

/* In the child: says in the pipe when the ledger has promised. */
static void act(const struct base_deed *d, enum base_point where, unsigned n,
		int promise)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l = NULL;
	int rc;

	base_stop_at(where, n);
	rc = cul_ledger_open(base_path("l.db"), CUL_LEDGER_CREATE, now, &l,
			     err);
	if (rc == 0)
		rc = d->act(l);
	if (rc == 0)
		(void)!write(promise, "+", 1);
	cul_ledger_close(&l);
	_exit(rc == 0 ? 0 : 1);
}

/* False: it was done before that point came. */
static bool crash(const struct base_deed *d, enum base_point where, unsigned n,
		  bool *ret_promised)
{
	int ends[2], status;
	char c;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		act(d, where, n, ends[1]);
	(void)close(ends[1]);
	*ret_promised = read(ends[0], &c, 1) == 1;
	(void)close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	else
		assert_int_equal(WTERMSIG(status), SIGKILL);
	return WIFSIGNALED(status);
}

static void look(const char *before, const char *after, bool promised,
		 const char *what, unsigned n)
{
	struct cul_ledger *l = base_open();
	char *is;

	if (cul_ledger_check(l) != 0)
		fail_msg("%s, %u: %s", what, n, cul_ledger_error(l));
	is = ledger_t_dump(l);
	if (strcmp(is, after) != 0 && (promised || strcmp(is, before) != 0))
		fail_msg("%s, %u: neither as before nor as after%s", what, n,
			 promised ? ", and promised" : "");
	free(is);
	/* And work goes on. */
	if (ledger_t_decide(l, "t000000000000004", CUL_VERB_ACCEPT, now) != 0)
		fail_msg("%s, %u: %s", what, n, cul_ledger_error(l));
	cul_ledger_close(&l);
}

/* As many points as there are. */
static void each_point(const struct base_deed *d, enum base_point where)
{
	char *before = base_before(), *after = base_after(d);
	unsigned n = 0;
	bool promised = false, stopped = true;

	assert_string_not_equal(before, after);
	while (stopped) {
		base_copy();
		stopped = crash(d, where, ++n, &promised);
		look(before, after, promised, d->name, n);
	}
	assert_true(promised);
	assert_true(n > 3);
	print_message("%s: %u points\n", d->name, n - 1);
	free(before);
	free(after);
}

static void each_deed(enum base_point where)
{
	for (size_t i = 0; i < base_n_deeds; i++)
		each_point(&base_deeds[i], where);
}

static void killed_at_any_statement(void **state)
{
	(void)state;
	each_deed(BASE_STATEMENT);
}

static void killed_before_any_write(void **state)
{
	(void)state;
	each_deed(BASE_WRITE);
}

static void killed_in_the_middle_of_any_write(void **state)
{
	(void)state;
	each_deed(BASE_TORN);
}

/* ---- while it is made, and while it is migrated ---- */

static int nothing(struct cul_ledger *l)
{
	(void)l;
	return 0;
}

static const char *const to_two[] = { "CREATE TABLE extra (a ANY) STRICT;",
				      "UPDATE suggestion SET version = "
				      "version + 1;",
				      NULL };

static int migrate(struct cul_ledger *l)
{
	const char *const *const steps[] = { ledger_schema, to_two };
	const struct ledger_steps to = { 2, steps };

	return ledger_migrate(l, &to);
}

static void remove_all(void)
{
	static const char *const names[] = { "l.db", "l.db-wal", "l.db-shm",
					     "l.db.lock", "l.db.before-v2" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(base_path(names[i]));
}

static void killed_while_it_is_made(void **state)
{
	static const struct base_deed make = { "make", nothing };

	(void)state;
	for (int where = BASE_STATEMENT; where <= BASE_TORN; where++) {
		bool promised, stopped = true;

		for (unsigned n = 1; stopped; n++) {
			struct cul_ledger *l;
			char *text;

			remove_all();
			stopped = crash(&make, (enum base_point)where, n,
					&promised);
			l = base_open();
			assert_int_equal(cul_ledger_check(l), 0);
			text = ledger_t_dump(l);
			assert_string_equal(text, "");
			free(text);
			cul_ledger_close(&l);
		}
	}
}

static int64_t version(struct cul_ledger *l)
{
	int64_t v = -1;

	assert_int_equal(
		ledger_one(l, ledger_sql_once(l, "PRAGMA user_version"), &v),
		0);
	return v;
}

/* Version 2 is later than this program knows, so it is migrated on. */
static void killed_while_it_is_migrated(void **state)
{
	static const struct base_deed deed = { "migrate", migrate };

	(void)state;
	for (int where = BASE_STATEMENT; where <= BASE_TORN; where++) {
		bool promised, stopped = true;

		for (unsigned n = 1; stopped; n++) {
			char err[CUL_LEDGER_ERR];
			struct cul_ledger *l = NULL;
			int rc;

			base_copy();
			stopped = crash(&deed, (enum base_point)where, n,
					&promised);
			rc = cul_ledger_open(base_path("l.db"),
					     CUL_LEDGER_WRITE, now, &l, err);
			if (rc == 0) {
				assert_false(promised);
				assert_int_equal(version(l), 1);
				assert_int_equal(cul_ledger_check(l), 0);
				assert_int_equal(migrate(l), 0);
				assert_int_equal(version(l), 2);
				assert_int_equal(cul_ledger_check(l), 0);
				cul_ledger_close(&l);
			} else {
				assert_non_null(strstr(err, "of version 2"));
			}
			/* The copy of before is whole. */
			l = NULL;
			assert_int_equal(
				cul_ledger_open(base_path("l.db.before-v2"),
						CUL_LEDGER_READ, now, &l, err),
				0);
			assert_int_equal(cul_ledger_check(l), 0);
			assert_int_equal(version(l), 1);
			cul_ledger_close(&l);
		}
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(killed_at_any_statement),
		TEST(killed_before_any_write),
		TEST(killed_in_the_middle_of_any_write),
		TEST(killed_while_it_is_made),
		TEST(killed_while_it_is_migrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
