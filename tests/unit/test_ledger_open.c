/* \summary: opening what is a ledger, and what is none; older and later ones */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/ledger_int.h"
#include "ledger/migrate.h"
#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;

static int open_as(const char *name, enum cul_ledger_mode mode,
		   char err[CUL_LEDGER_ERR])
{
	struct cul_ledger *l = NULL;
	int rc;

	err[0] = '\0';
	rc = cul_ledger_open(scratch_path(name), mode, now, &l, err);
	cul_ledger_close(&l);
	return rc;
}

static void refused(const char *name, enum cul_ledger_mode mode, int rc,
		    const char *because)
{
	char err[CUL_LEDGER_ERR];

	assert_int_equal(open_as(name, mode, err), rc);
	if (strstr(err, because) == NULL || strstr(err, name) == NULL)
		fail_msg("%s: %s", name, err);
}

/* A ledger with three cases, the second of them accepted. */
static void make(const char *name)
{
	struct cul_ledger *l = ledger_t_open(name, CUL_LEDGER_CREATE);
	struct ledger_t_report *r = ledger_t_report(3);

	ledger_t_file(l, &r->report, now, NULL);
	assert_int_equal(ledger_t_decide(l, r->s[1].id, CUL_VERB_ACCEPT, now),
			 0);
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
}

static void sql(const char *name, const char *text)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(scratch_path(name), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_missing_one_is_made_only_to_create_it(void **state)
{
	char err[CUL_LEDGER_ERR];
	struct stat st;

	(void)state;
	refused("no.db", CUL_LEDGER_READ, CUL_ENONE, "no ledger yet");
	refused("no.db", CUL_LEDGER_WRITE, CUL_ENONE, "no ledger yet");
	assert_int_not_equal(stat(scratch_path("no.db"), &st), 0);
	assert_int_equal(open_as("a/b/l.db", CUL_LEDGER_CREATE, err), 0);
	assert_int_equal(stat(scratch_path("a/b/l.db"), &st), 0);
	assert_int_equal(st.st_mode & 027, 0); /* nobody else's business */
	assert_int_equal(open_as("a/b/l.db", CUL_LEDGER_READ, err), 0);
	assert_int_equal(open_as("a/b/l.db", CUL_LEDGER_WRITE, err), 0);
}

static void what_is_no_ledger_is_refused(void **state)
{
	(void)state;
	scratch_text("text.db", "Nov 20 04:11:09 mx1 postfix/smtpd[1]: connect "
				"from unknown[192.0.2.1]\n and so on, for more "
				"than the hundred bytes of a header\n");
	refused("text.db", CUL_LEDGER_WRITE, CUL_ECORRUPT, "is no ledger");
	refused("text.db", CUL_LEDGER_READ, CUL_ECORRUPT, "is no ledger");
	refused("text.db", CUL_LEDGER_CREATE, CUL_ECORRUPT, "is no ledger");
	sql("other.db", "CREATE TABLE cookies (a); PRAGMA user_version = 1");
	refused("other.db", CUL_LEDGER_CREATE, CUL_ECORRUPT,
		"of another program");
	scratch_dir("dir.db");
	refused("dir.db", CUL_LEDGER_CREATE, CUL_ECORRUPT, "not a file");
	refused("text.db/l.db", CUL_LEDGER_CREATE, CUL_EIO, "");
}

static void an_empty_file_becomes_one_when_it_may(void **state)
{
	char err[CUL_LEDGER_ERR];

	(void)state;
	scratch_text("l.db", "");
	refused("l.db", CUL_LEDGER_READ, CUL_ENONE, "nothing in it yet");
	assert_int_equal(open_as("l.db", CUL_LEDGER_WRITE, err), 0);
	assert_int_equal(open_as("l.db", CUL_LEDGER_READ, err), 0);
}

static void a_later_version_is_left_alone(void **state)
{
	(void)state;
	make("l.db");
	sql("l.db", "PRAGMA user_version = 7");
	refused("l.db", CUL_LEDGER_WRITE, CUL_ECORRUPT, "is of version 7");
	refused("l.db", CUL_LEDGER_READ, CUL_ECORRUPT, "before-v2");
}

/* As if the ledger of today were an older one, and this the next two. */
static const char *const to_two[] = {
	"ALTER TABLE suggestion ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';",
	"CREATE TRIGGER t AFTER INSERT ON note BEGIN ", "SELECT 1; END;", NULL
};
static const char *const to_three[] = { "CREATE TABLE extra (a) STRICT;",
					NULL };
static const char *const to_three_wrong[] = { "CREATE TABLE extra (a ANY) "
					      "STRICT;",
					      "INSERT INTO nowhere VALUES (1);",
					      NULL };
static const char *const to_three_right[] = { "CREATE TABLE extra (a ANY) "
					      "STRICT;",
					      NULL };

static int64_t ask(const char *name, const char *text)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int64_t v = -1;

	assert_int_equal(sqlite3_open(scratch_path(name), &db), SQLITE_OK);
	if (sqlite3_prepare_v2(db, text, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return v;
}

static void an_older_version_is_brought_up_to_date_with_a_copy(void **state)
{
	const char *const *const steps[] = { ledger_schema, to_two,
					     to_three_right };
	const struct ledger_steps to = { 3, steps };
	struct cul_ledger *l;

	(void)state;
	make("l.db");
	l = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	assert_int_equal(ledger_migrate(l, &to), 0);
	assert_int_equal(ledger_migrate(l, &to), 0); /* and once is enough */
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
	assert_int_equal(ask("l.db", "PRAGMA user_version"), 3);
	assert_int_equal(ask("l.db", "SELECT count(*) FROM suggestion WHERE "
				     "mood = 'calm'"),
			 3);
	/* The copy is the ledger as it was, and may be put back. */
	assert_int_equal(ask("l.db.before-v2", "PRAGMA user_version"), 1);
	assert_int_equal(
		rename(scratch_path("l.db.before-v2"), scratch_path("back.db")),
		0);
	l = ledger_t_open("back.db", CUL_LEDGER_WRITE);
	assert_int_equal(ledger_t_standing(l, "t000000000000001", now),
			 CUL_STANDING_ACCEPTED);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		0);
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
}

static void a_step_that_fails_changes_nothing(void **state)
{
	const char *const *const wrong[] = { ledger_schema, to_two,
					     to_three_wrong };
	const char *const *const strict[] = { ledger_schema, to_two, to_three };
	const struct ledger_steps fails[] = { { 3, wrong }, { 3, strict } };
	char *before, *after;

	(void)state;
	make("l.db");
	for (size_t i = 0; i < 2; i++) {
		struct cul_ledger *l = ledger_t_open("l.db", CUL_LEDGER_WRITE);

		before = ledger_t_dump(l);
		assert_int_equal(ledger_migrate(l, &fails[i]), CUL_EIO);
		after = ledger_t_dump(l);
		assert_string_equal(before, after);
		free(before);
		free(after);
		cul_ledger_close(&l);
		assert_int_equal(ask("l.db", "PRAGMA user_version"), 1);
		assert_int_equal(ask("l.db", "SELECT mood FROM suggestion"),
				 -1);
	}
}

static void without_a_copy_nothing_is_migrated(void **state)
{
	const char *const *const steps[] = { ledger_schema, to_two };
	const struct ledger_steps to = { 2, steps };
	struct cul_ledger *l;

	(void)state;
	make("l.db");
	/* A folder of its name is in the way. */
	scratch_dir("l.db.before-v2.new");
	l = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	assert_int_equal(ledger_migrate(l, &to), CUL_EIO);
	cul_ledger_close(&l);
	assert_int_equal(ask("l.db", "PRAGMA user_version"), 1);
}

static void who_writes_too_long_is_named(void **state)
{
	struct cul_ledger *a, *b;
	char name[64];

	(void)state;
	make("l.db");
	a = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	b = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	b->wait_msec = 50;
	assert_int_equal(ledger_write_begin(a), 0);
	assert_int_equal(
		ledger_t_decide(b, "t000000000000000", CUL_VERB_ACCEPT, now),
		CUL_EBUSY);
	(void)snprintf(name, sizeof(name), "process %ld has been",
		       (long)getpid());
	assert_non_null(strstr(cul_ledger_error(b), name));
	/* A reader does not wait. */
	assert_int_equal(ledger_t_standing(b, "t000000000000000", now),
			 CUL_STANDING_OPEN);
	assert_int_equal(ledger_write_end(a, 0), 0);
	assert_int_equal(
		ledger_t_decide(b, "t000000000000000", CUL_VERB_ACCEPT, now),
		0);
	cul_ledger_close(&a);
	cul_ledger_close(&b);
}

static void a_stranger_who_writes_is_waited_for_too(void **state)
{
	struct cul_ledger *l;
	sqlite3 *db = NULL;

	(void)state;
	make("l.db");
	l = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	(void)sqlite3_busy_timeout(l->db, 50);
	assert_int_equal(sqlite3_open(scratch_path("l.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		CUL_EBUSY);
	assert_non_null(strstr(cul_ledger_error(l), "another program"));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		0);
	cul_ledger_close(&l);
}

static void a_lock_that_was_tidied_away_is_still_one(void **state)
{
	struct cul_ledger *a, *b;

	(void)state;
	make("l.db");
	a = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	assert_int_equal(unlink(scratch_path("l.db.lock")), 0);
	b = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	b->wait_msec = 20;
	assert_int_equal(ledger_write_begin(a), 0);
	assert_int_equal(ledger_write_begin(b), CUL_EBUSY);
	assert_int_equal(ledger_write_end(a, 0), 0);
	assert_int_equal(ledger_write_begin(b), 0);
	assert_int_equal(ledger_write_end(b, 0), 0);
	cul_ledger_close(&a);
	cul_ledger_close(&b);
}

static void nothing_is_written_to_a_file_that_was_moved_away(void **state)
{
	static const char *const files[] = { "l.db", "l.db-wal" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct cul_ledger *l;

		make("l.db");
		l = ledger_t_open("l.db", CUL_LEDGER_WRITE);
		assert_int_equal(
			rename(scratch_path(files[i]), scratch_path("moved")),
			0);
		assert_int_equal(ledger_t_decide(l, "t000000000000002",
						 CUL_VERB_ACCEPT, now),
				 CUL_ENONE);
		assert_non_null(strstr(cul_ledger_error(l), "moved"));
		cul_ledger_close(&l);
		(void)unlink(scratch_path("l.db"));
		(void)unlink(scratch_path("l.db-wal"));
		(void)unlink(scratch_path("l.db-shm"));
	}
}

static void who_opened_it_to_read_cannot_write(void **state)
{
	struct cul_ledger *l;

	(void)state;
	make("l.db");
	l = ledger_t_open("l.db", CUL_LEDGER_READ);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		CUL_EREADONLY);
	assert_int_not_equal(
		sqlite3_exec(l->db, "DELETE FROM evidence", NULL, NULL, NULL),
		SQLITE_OK);
	cul_ledger_close(&l);
}

static void a_copy_of_the_file_alone_has_every_decision(void **state)
{
	struct cul_ledger *l;
	struct scratch_bytes b = { NULL, 0, 0 };
	FILE *f;
	int c;

	(void)state;
	make("l.db");
	l = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		0);
	f = fopen(scratch_path("l.db"), "rb");
	assert_non_null(f);
	while ((c = fgetc(f)) != EOF) {
		const char byte = (char)c;

		scratch_append(&b, &byte, 1);
	}
	(void)fclose(f);
	scratch_file("copy.db", (struct cul_sv){ b.p, b.len });
	free(b.p);
	cul_ledger_close(&l);
	l = ledger_t_open("copy.db", CUL_LEDGER_WRITE);
	assert_int_equal(ledger_t_standing(l, "t000000000000000", now),
			 CUL_STANDING_ACCEPTED);
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_missing_one_is_made_only_to_create_it),
		TEST(what_is_no_ledger_is_refused),
		TEST(an_empty_file_becomes_one_when_it_may),
		TEST(a_later_version_is_left_alone),
		TEST(an_older_version_is_brought_up_to_date_with_a_copy),
		TEST(a_step_that_fails_changes_nothing),
		TEST(without_a_copy_nothing_is_migrated),
		TEST(who_writes_too_long_is_named),
		TEST(a_stranger_who_writes_is_waited_for_too),
		TEST(a_lock_that_was_tidied_away_is_still_one),
		TEST(nothing_is_written_to_a_file_that_was_moved_away),
		TEST(who_opened_it_to_read_cannot_write),
		TEST(a_copy_of_the_file_alone_has_every_decision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
