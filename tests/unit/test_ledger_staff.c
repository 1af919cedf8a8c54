/* \summary: notes, exceptions, decisions and the audit in the ledger */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/ledger_int.h"
#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

#define DAY CUL_USEC_PER_DAY

static const int64_t now = LEDGER_T_NOW;
static struct cul_ledger *l;
static struct ledger_t_report *r;

static int setup(void **state)
{
	scratch_setup(state);
	r = ledger_t_report(2);
	l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	ledger_t_file(l, &r->report, now, NULL);
	return 0;
}

static int teardown(void **state)
{
	if (cul_ledger_check(l) != 0)
		fail_msg("%s", cul_ledger_error(l));
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
	return scratch_teardown(state);
}

/* What callbacks were given, a line each. */
struct heard {
	char text[2048];
};

static void hear(struct heard *h, const char *a, const char *b, const char *c)
{
	size_t len = strlen(h->text);

	(void)snprintf(h->text + len, sizeof(h->text) - len, "%s|%s|%s\n", a, b,
		       c);
}

static bool hear_note(void *arg, const struct cul_note *n)
{
	hear(arg, n->id, n->by, n->text);
	return true;
}

static int note(const char *id, const char *by, const char *text)
{
	return cul_ledger_note(
		l,
		&(struct cul_note){
			.at_usec = now, .by = by, .id = id, .text = text },
		"shell");
}

static void notes_are_beside_a_case_and_its_subject(void **state)
{
	struct heard of_case = { "" }, of_subject = { "" };

	(void)state;
	assert_int_equal(note("t000000000000001", "ann", "called\nhim \xff"),
			 0);
	assert_int_equal(note("C00001", "bob", "knows us well"), 0);
	assert_int_equal(note("C00000", "bob", "another"), 0);
	assert_int_equal(note("nobody", "ann", "x"), CUL_ENONE);
	assert_int_equal(note("C00001", "ann", ""), CUL_EUSAGE);
	assert_int_equal(note("C00001", "", "x"), CUL_EUSAGE);
	assert_int_equal(cul_ledger_notes(l, r->s[1].id, hear_note, &of_case),
			 0);
	assert_string_equal(of_case.text,
			    "t000000000000001|ann|called\nhim \xff\n"
			    "C00001|bob|knows us well\n");
	assert_int_equal(cul_ledger_notes(l, "C00001", hear_note, &of_subject),
			 0);
	assert_string_equal(of_subject.text, "C00001|bob|knows us well\n");
}

static bool hear_exception(void *arg, const struct cul_exception *e)
{
	hear(arg, e->what, e->reason,
	     e->removed_usec != CUL_TIME_NONE ? "removed" : e->owner);
	return true;
}

static int except(const char *what, int64_t until)
{
	return cul_ledger_except(
		l,
		&(struct cul_exception){ .what = what,
					 .reason = "a monitor of ours",
					 .owner = "noc",
					 .added_usec = now,
					 .expires_usec = until },
		"ann", "shell", NULL);
}

static void exceptions_are_checked_as_never_is(void **state)
{
	static const struct {
		const char *what;
		int rc;
	} cases[] = {
		{ "192.0.2.7", 0 },
		{ "192.0.2.0/24", 0 },
		{ "2001:db8::/32", 0 },
		{ "C01861", 0 },
		{ "ann@aurora.example", 0 },
		{ "www-data@web1", 0 },
		{ "192.0.2.256", CUL_EUSAGE },
		{ "192.0.2.7/24", CUL_EUSAGE },
		{ "192.0.2", CUL_EUSAGE },
		{ "2001:db8::g/32", CUL_EUSAGE },
		{ "2001:db8:", CUL_EUSAGE },
		{ "", CUL_EUSAGE },
		{ "Smith, Jones & Co", 0 },
		{ " C01861", CUL_EUSAGE },
		{ "C01861 ", CUL_EUSAGE },
		{ "a\nb", CUL_EUSAGE },
		{ "a\033[2J", CUL_EUSAGE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (except(cases[i].what, CUL_TIME_NONE) != cases[i].rc)
			fail_msg("%s", cases[i].what);
		if (cases[i].rc == 0)
			assert_int_equal(except(cases[i].what, CUL_TIME_NONE),
					 CUL_EUSAGE); /* it stands already */
	}
	assert_int_equal(except("C9", now), CUL_EUSAGE);
	assert_int_equal(
		cul_ledger_except(l,
				  &(struct cul_exception){
					  .what = "C9",
					  .owner = "noc",
					  .added_usec = now,
					  .expires_usec = CUL_TIME_NONE },
				  "ann", "shell", NULL),
		CUL_EUSAGE);
}

static void exceptions_end_and_are_removed_but_stay_on_record(void **state)
{
	struct heard standing = { "" }, later = { "" }, all = { "" };

	(void)state;
	assert_int_equal(except("C1", CUL_TIME_NONE), 0);
	assert_int_equal(except("C2", now + DAY), 0);
	assert_int_equal(except("C3", CUL_TIME_NONE), 0);
	assert_int_equal(cul_ledger_unexcept(l, 3, "bob", "shell", now + 1), 0);
	assert_int_equal(cul_ledger_unexcept(l, 3, "bob", "shell", now + 1),
			 CUL_ENONE);
	assert_int_equal(cul_ledger_unexcept(l, 4, "bob", "shell", now + 1),
			 CUL_ENONE);
	assert_int_equal(
		cul_ledger_exceptions(l, false, now, hear_exception, &standing),
		0);
	assert_string_equal(standing.text, "C1|a monitor of ours|noc\n"
					   "C2|a monitor of ours|noc\n");
	assert_int_equal(cul_ledger_exceptions(l, false, now + DAY,
					       hear_exception, &later),
			 0);
	assert_string_equal(later.text, "C1|a monitor of ours|noc\n");
	assert_int_equal(
		cul_ledger_exceptions(l, true, now, hear_exception, &all), 0);
	assert_string_equal(all.text, "C1|a monitor of ours|noc\n"
				      "C2|a monitor of ours|noc\n"
				      "C3|a monitor of ours|removed\n");
	/* What ended may be granted again. */
	assert_int_equal(except("C3", CUL_TIME_NONE), 0);
}

static bool hear_audit(void *arg, const struct cul_audit *a)
{
	hear(arg, a->what, a->by, a->on);
	return true;
}

static bool hear_decision(void *arg, const struct cul_decision *d)
{
	assert_int_equal(d->at_usec >= now, 1);
	hear(arg, cul_verb_name(d->verb), d->by,
	     d->why != CUL_DECLINE_NONE ? cul_decline_name(d->why)
					: d->how_sent);
	return true;
}

static void each_decision_is_in_the_audit(void **state)
{
	struct heard newest = { "" }, on = { "" }, decisions = { "" };
	const char *id = r->s[0].id;

	(void)state;
	ledger_t_decide(l, id, CUL_VERB_DECLINE, now + 1);
	ledger_t_decide(l, id, CUL_VERB_REOPEN, now + 2);
	ledger_t_decide(l, id, CUL_VERB_ACCEPT, now + 3);
	ledger_t_decide(l, id, CUL_VERB_RELEASE, now + 4);
	ledger_t_decide(l, r->s[1].id, CUL_VERB_ACCEPT, now + 5);
	assert_int_equal(
		cul_ledger_audit(l, &(struct cul_audit){ .at_usec = now,
							 .by = "bob",
							 .from = "192.0.2.1",
							 .what = "login" }),
		0);
	assert_int_equal(
		cul_ledger_audits(l, NULL, NULL, 0, 2, hear_audit, &newest), 0);
	assert_string_equal(newest.text,
			    "login|bob|\naccept|ann|t000000000000001\n");
	assert_int_equal(cul_ledger_audits(l, id, "ann", 1, 0, hear_audit, &on),
			 0);
	assert_string_equal(on.text, "accept|ann|t000000000000000\n"
				     "reopen|ann|t000000000000000\n"
				     "decline|ann|t000000000000000\n");
	assert_int_equal(
		cul_ledger_decisions(l, id, 0, hear_decision, &decisions), 0);
	assert_string_equal(decisions.text, "decline|ann|newsletter\n"
					    "reopen|ann|\n"
					    "accept|ann|\n"
					    "release|ann|a bot on a laptop\n");
	decisions.text[0] = '\0';
	assert_int_equal(cul_ledger_decisions(l, NULL, now + 4, hear_decision,
					      &decisions),
			 0);
	assert_string_equal(decisions.text, "release|ann|a bot on a laptop\n"
					    "accept|ann|\n");
}

static void what_was_said_and_done_cannot_be_changed(void **state)
{
	static const char *const tries[] = {
		"DELETE FROM suggestion",
		"DELETE FROM episode",
		"DELETE FROM decision",
		"UPDATE decision SET by = 'eve'",
		"DELETE FROM note",
		"UPDATE note SET text = ''",
		"DELETE FROM audit",
		"UPDATE audit SET by = 'eve'",
		"DELETE FROM exception",
		"UPDATE exception SET owner = 'eve'",
		"DROP TRIGGER nosuch",
		"PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
		"INSERT INTO note (about) VALUES ('C1')",
		"INSERT INTO suggestion (id) VALUES (1)",
	};
	static const char orphan[] =
		"INSERT INTO decision SELECT 9, 99, verb, by, at, until, why, "
		"text, how_sent, done, says FROM decision";
	char *before, *after;

	(void)state;
	ledger_t_decide(l, r->s[0].id, CUL_VERB_ACCEPT, now);
	assert_int_not_equal(sqlite3_exec(l->db, orphan, NULL, NULL, NULL),
			     SQLITE_OK);
	assert_int_equal(note("C00001", "ann", "x"), 0);
	assert_int_equal(except("C1", CUL_TIME_NONE), 0);
	before = ledger_t_dump(l);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (sqlite3_exec(l->db, tries[i], NULL, NULL, NULL) ==
		    SQLITE_OK)
			fail_msg("%s", tries[i]);
	after = ledger_t_dump(l);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void the_stamp_grows_with_changes_of_anybody(void **state)
{
	struct cul_ledger *other = ledger_t_open("l.db", CUL_LEDGER_WRITE);
	uint64_t a = cul_ledger_stamp(l), b;

	(void)state;
	assert_int_equal(cul_ledger_stamp(l), a);
	assert_int_equal(note("C00001", "ann", "x"), 0);
	b = cul_ledger_stamp(l);
	assert_true(b > a);
	assert_int_equal(
		ledger_t_decide(other, r->s[0].id, CUL_VERB_ACCEPT, now), 0);
	assert_true(cul_ledger_stamp(l) > b);
	/* What is filed again is no change. */
	b = cul_ledger_stamp(l);
	ledger_t_file(l, &r->report, now, NULL);
	assert_int_equal(cul_ledger_stamp(l), b);
	cul_ledger_close(&other);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notes_are_beside_a_case_and_its_subject),
		TEST(exceptions_are_checked_as_never_is),
		TEST(exceptions_end_and_are_removed_but_stay_on_record),
		TEST(each_decision_is_in_the_audit),
		TEST(what_was_said_and_done_cannot_be_changed),
		TEST(the_stamp_grows_with_changes_of_anybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
