/* \summary: the pages of the desk: what is on them, and what cannot be */
#include "t.h"

#include "markup_t.h"
#include "pages_t.h"
#include "report_fixture.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void file(const struct cul_report *r)
{
	ledger_t_file(pages.l, r, LEDGER_T_NOW, NULL);
}

static void file_n(size_t n)
{
	struct ledger_t_report *r = ledger_t_report(n);

	file(&r->report);
	ledger_t_report_free(&r);
}

static void looks_right(enum pages_who who, const char *path, unsigned status)
{
	const unsigned got = pages_get(who, path);

	if (got != status)
		fail_msg("%s: %u, not %u", path, got, status);
	markup_check(pages_body(), path);
}

/* What an attacker, or a colleague, would write wherever there is a place. */
static void write_evil(const char *id)
{
	const struct cul_note n = { .at_usec = LEDGER_T_NOW,
				    .by = "stan",
				    .id = id,
				    .text = FIXTURE_EVIL };
	struct cul_exception e = { .what = FIXTURE_EVIL,
				   .reason = FIXTURE_EVIL,
				   .owner = "<b>",
				   .added_usec = LEDGER_T_NOW,
				   .expires_usec = CUL_TIME_NONE,
				   .removed_usec = CUL_TIME_NONE };
	const struct cul_audit a = { .at_usec = LEDGER_T_NOW,
				     .by = "<script>",
				     .from = "\"><b>",
				     .what = FIXTURE_EVIL,
				     .on = FIXTURE_EVIL,
				     .detail = FIXTURE_EVIL };

	/* What the ledger does not take need not be shown. */
	(void)cul_ledger_note(pages.l, &n, "shell");
	(void)cul_ledger_except(pages.l, &e, "stan", "shell", NULL);
	e.what = "<i>\"'&";
	(void)cul_ledger_except(pages.l, &e, "stan", "shell", NULL);
	(void)cul_ledger_audit(pages.l, &a);
}

static void decide_evil(const char *id)
{
	struct cul_decision d = { .id = id,
				  .verb = CUL_VERB_ACCEPT,
				  .by = "<u>stan",
				  .at_usec = LEDGER_T_NOW,
				  .until_usec = CUL_TIME_NONE,
				  .text = "<script>alert(1)</script>\n\"&" };

	(void)cul_ledger_decide(pages.l, &d, "<script>");
	d.verb = CUL_VERB_RELEASE;
	d.how_sent = d.done = d.says = "</textarea><script>alert(2)</script>";
	(void)cul_ledger_decide(pages.l, &d, "<script>");
}

/* What is no text at all in a path is refused before it comes to a page. */
static void with_id(const char *id, const char *query)
{
	char text[160] = "/case/";
	size_t n = strlen(text);

	if (strpbrk(id, "\033\n") != NULL)
		return;
	for (; *id != '\0'; id++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%%%02X",
				      (unsigned)(unsigned char)*id);
	(void)snprintf(text + n, sizeof(text) - n, "%s", query);
	looks_right(PAGES_LENA, text, 200);
	looks_right(PAGES_STAN, text, 200);
	looks_right(PAGES_VERA, text, 200);
}

static void nothing_hostile_gets_through(void **st)
{
	static const char *const paths[] = {
		"/?standing=all",
		"/?standing=all&q=%3Cscript%3E%22%27%26%00x&kind=%3C&page=-1",
		"/exceptions?all=1&what=%22%3E%3Cscript%3E",
		"/decisions",
		"/decisions?by=%3Cscript%3E&on=%22%3E&page=2",
		"/search?q=%3Cscript%3Ealert(1)%3C/script%3E%0A%22%27%E2%80%AE",
		"/source?type=account&name=%22%3E%3Cscript%3E",
		"/users",
		"/account?did=%3Cscript%3E",
		"/help",
		"/nonsense%3Cscript%3E",
		"/login?next=%22%3E%3Cscript%3E",
	};
	struct cul_report *r = fixture_hostile();

	(void)st;
	file(r);
	for (size_t i = 0; i < r->n_suggestions; i++) {
		write_evil(r->suggestions[i].id);
		if (i % 2 == 0)
			decide_evil(r->suggestions[i].id);
		with_id(r->suggestions[i].id, "");
		with_id(r->suggestions[i].id, "?did=accept&do=%3Cb%3E");
	}
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const unsigned got = pages_get(PAGES_LENA, paths[i]);

		assert_in_range(got, 200, 499);
		if (got != 303 && got != 400)
			markup_check(pages_body(), paths[i]);
	}
	looks_right(PAGES_NOBODY, "/login?next=%22%3E%3Cscript%3E", 200);
	looks_right(PAGES_LENA, "/?standing=all", 200);
	assert_true(pages_say("&lt;script&gt;alert(1)"));
	looks_right(PAGES_LENA, "/decisions", 200);
	assert_true(pages_say("&lt;script&gt;"));
}

static void a_page_of_each_kind_is_sound(void **st)
{
	struct cul_report *r = fixture_rich();

	(void)st;
	file(r);
	for (size_t i = 0; i < r->n_suggestions; i++)
		with_id(r->suggestions[i].id, "");
	looks_right(PAGES_LENA, "/", 200);
	looks_right(PAGES_LENA, "/search?q=192.0.2.1", 200);
	looks_right(PAGES_NOBODY, "/login", 200);
	looks_right(PAGES_VERA, "/nonsense", 404);
	looks_right(PAGES_VERA, "/users", 403);
}

static void the_list_has_pages(void **st)
{
	(void)st;
	file_n(120);
	looks_right(PAGES_VERA, "/", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 50);
	assert_true(pages_say("1 to 50 of 120"));
	assert_true(pages_say("open <b>120</b>"));
	assert_true(
		pages_say("rel=\"next\" href=\"/?standing=open&amp;page=2"));
	looks_right(PAGES_VERA, "/?page=3", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 20);
	assert_true(pages_say("101 to 120 of 120"));
	assert_false(pages_say("rel=\"next\""));
	looks_right(PAGES_VERA, "/?page=4", 200);
	assert_true(pages_say("Nothing matches."));
}

static void the_list_is_filtered(void **st)
{
	(void)st;
	file_n(20);
	assert_int_equal(ledger_t_decide(pages.l, "t000000000000003",
					 CUL_VERB_DECLINE, LEDGER_T_NOW),
			 0);
	looks_right(PAGES_VERA, "/?standing=declined", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 1);
	assert_true(pages_say(">C00003<") || pages_say("customer C00003"));
	looks_right(PAGES_VERA, "/?standing=all&q=C00012", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 1);
	looks_right(PAGES_VERA, "/?kind=harvest", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 0);
	looks_right(PAGES_VERA, "/?standing=no-such", 200);
	assert_int_equal(web_heard_times(&pages.t, "<li id=\"c-"), 19);
}

static void an_empty_ledger_says_so(void **st)
{
	(void)st;
	looks_right(PAGES_VERA, "/", 200);
	assert_true(pages_say("Nothing waits for a decision."));
	looks_right(PAGES_VERA, "/decisions?on=x", 200);
	looks_right(PAGES_VERA, "/exceptions", 200);
}

static void a_suggestion_shows_all_there_is(void **st)
{
	static const char *const parts[] = {
		"Its day", "Its past",          "Reasons",
		"Counted", "Lines behind it",   "The letter to send",
		"So far",  "31 of 54",          "2026-11-20 04:00",
		"<mark>",  "data-version=\"1\""
	};
	const struct cul_past_day day = {
		.subject = CUL_SUBJECT_CUSTOMER,
		.name = "C00000",
		.day_usec = LEDGER_T_NOW / CUL_USEC_PER_DAY * CUL_USEC_PER_DAY -
			    9 * CUL_USEC_PER_DAY,
		.messages = 17,
		.refused = 3,
		.guilty = true
	};

	(void)st;
	file_n(2);
	assert_int_equal(cul_ledger_put_days(pages.l, &day, 1), 0);
	looks_right(PAGES_STAN, "/case/t000000000000000", 200);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!pages_say(parts[i]))
			fail_msg("not there: %s", parts[i]);
	assert_true(pages_say("id=\"do-accept\""));
	looks_right(PAGES_VERA, "/case/t000000000000000", 200);
	assert_false(pages_say("id=\"do-accept\""));
	assert_int_equal(
		pages_get(PAGES_VERA, "/case/t000000000000000/letter.txt"),
		200);
	assert_true(pages_say("text/plain"));
	assert_true(pages_say("\nSubject: "));
}

static void without_a_user_the_page_says_how_to_make_one(void **st)
{
	struct cul_account_store s;

	(void)st;
	looks_right(PAGES_NOBODY, "/login", 200);
	assert_false(pages_say("no-users"));
	cul_ledger_accounts(pages.l, &s);
	assert_int_equal(s.remove_user(s.arg, "vera", NULL), 0);
	assert_int_equal(s.remove_user(s.arg, "stan", NULL), 0);
	assert_int_equal(s.remove_user(s.arg, "lena", NULL), 0);
	looks_right(PAGES_NOBODY, "/login", 200);
	assert_true(pages_say("culprit desk adduser NAME --role lead"));
}

static void a_lost_ledger_is_a_page_and_comes_back(void **st)
{
	char aside[512];

	(void)st;
	file_n(1);
	looks_right(PAGES_VERA, "/", 200);
	(void)snprintf(aside, sizeof(aside), "%s.aside", pages.plan.path);
	assert_int_equal(rename(pages.plan.path, aside), 0);
	looks_right(PAGES_VERA, "/", 503);
	assert_true(pages_say("The ledger cannot be opened"));
	assert_int_equal(pages_post(PAGES_STAN, "/case/t000/note", "text=x"),
			 503);
	assert_int_equal(rename(aside, pages.plan.path), 0);
	looks_right(PAGES_VERA, "/", 200);
	assert_int_equal(unlink(pages.plan.path), 0);
	(void)unlink(scratch_path("desk.db-wal"));
	(void)unlink(scratch_path("desk.db-shm"));
	(void)scratch_text("desk.db", "this is no ledger at all, is it?");
	looks_right(PAGES_VERA, "/", 503);
}

static void pages_have_a_policy(void **st)
{
	(void)st;
	assert_int_equal(pages_get(PAGES_VERA, "/"), 200);
	assert_true(pages_say("Content-Security-Policy: default-src 'none'"));
	assert_true(pages_say("Cache-Control: no-store"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGES_TEST(nothing_hostile_gets_through),
		PAGES_TEST(a_page_of_each_kind_is_sound),
		PAGES_TEST(the_list_has_pages),
		PAGES_TEST(the_list_is_filtered),
		PAGES_TEST(an_empty_ledger_says_so),
		PAGES_TEST(a_suggestion_shows_all_there_is),
		PAGES_TEST(without_a_user_the_page_says_how_to_make_one),
		PAGES_TEST(a_lost_ledger_is_a_page_and_comes_back),
		PAGES_TEST(pages_have_a_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
