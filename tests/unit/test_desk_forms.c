/* \summary: what the forms of the desk do, and what they refuse */
#include "t.h"

#include "markup_t.h"
#include "pages_t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char one[] = "t000000000000000";

static void file_again(int64_t later_usec)
{
	struct ledger_t_report *r = ledger_t_report(1);

	r->s->last_seen_usec += later_usec;
	if (later_usec != 0) {
		r->s->reasons[0].score_mnat *= 4;
		r->s->reasons[1].family = CUL_FAMILY_SPREAD;
	}
	ledger_t_file(pages.l, &r->report, LEDGER_T_NOW, NULL);
	ledger_t_report_free(&r);
}

static int begin(void **st)
{
	(void)pages_begin(st);
	file_again(0);
	return 0;
}

/* With the version and what was seen as the page has them. */
static unsigned send(enum pages_who who, const char *verb, const char *form)
{
	static char text[64 * 1024];
	char path[64], version[32], seen[64];

	(void)snprintf(path, sizeof(path), "/case/%s", one);
	assert_int_equal(pages_get(who, path), 200);
	(void)snprintf(version, sizeof(version), "%s", pages_hidden("version"));
	(void)snprintf(seen, sizeof(seen), "%s", pages_hidden("seen"));
	(void)snprintf(text, sizeof(text), "version=%s&seen=%s&%s", version,
		       seen, form);
	(void)snprintf(path, sizeof(path), "/case/%s/%s", one, verb);
	return pages_post(who, path, text);
}

static void stands(enum cul_standing s)
{
	assert_int_equal(ledger_t_standing(pages.l, one, LEDGER_T_NOW), s);
}

struct last {
	unsigned n;
	char by[CUL_WHO_MAX], text[256], how[256], done[256], says[256];
	enum cul_verb verb;
	enum cul_decline why;
	int64_t until_usec;
};

static bool hear(void *arg, const struct cul_decision *d)
{
	struct last *l = arg;

	l->n++;
	l->verb = d->verb;
	l->why = d->why;
	l->until_usec = d->until_usec;
	(void)snprintf(l->by, sizeof(l->by), "%s", d->by);
	(void)snprintf(l->text, sizeof(l->text), "%s", d->text);
	(void)snprintf(l->how, sizeof(l->how), "%s", d->how_sent);
	(void)snprintf(l->done, sizeof(l->done), "%s", d->done);
	(void)snprintf(l->says, sizeof(l->says), "%s", d->says);
	return true;
}

static struct last last(void)
{
	struct last l = { 0 };

	assert_int_equal(
		cul_ledger_decisions(pages.l, one, CUL_TIME_NONE, hear, &l), 0);
	return l;
}

static void accepting_is_signed_and_shown(void **st)
{
	struct last l;

	(void)st;
	assert_int_equal(send(PAGES_STAN, "accept",
			      "for=7&until=&text=two%0D%0Alines+%3Cb%3E"),
			 303);
	assert_string_equal(pages_to(), "/case/t000000000000000?did=accept");
	stands(CUL_STANDING_ACCEPTED);
	l = last();
	assert_int_equal(l.n, 1);
	assert_string_equal(l.by, "stan");
	assert_string_equal(l.text, "two\nlines <b>");
	assert_true(l.until_usec == LEDGER_T_NOW + 7 * CUL_USEC_PER_DAY);
	assert_int_equal(
		pages_get(PAGES_VERA, "/case/t000000000000000?did=accept"),
		200);
	assert_true(pages_say("signed with your name"));
	assert_true(pages_say("two\nlines &lt;b&gt;"));
	assert_int_equal(pages_get(PAGES_VERA, "/decisions?by=stan"), 200);
	assert_true(pages_say("t000000000000000"));
}

static void a_date_is_to_its_end(void **st)
{
	(void)st;
	assert_int_equal(send(PAGES_STAN, "accept", "for=7&until=2026-12-24"),
			 303);
	assert_true(last().until_usec ==
		    cul_days_from_civil(2026, 12, 25) * CUL_USEC_PER_DAY -
			    CUL_USEC_PER_SEC);
}

static void what_makes_no_sense_is_said_and_kept(void **st)
{
	static const struct {
		const char *verb, *form, *say;
	} rows[] = {
		{ "accept", "until=2026-02-30&text=mine", "calendar" },
		{ "accept", "until=tomorrow&text=mine", "calendar" },
		{ "accept", "until=2026-11-01&text=mine", "over already" },
		{ "accept", "for=0&text=mine", "number of days" },
		{ "accept", "for=1e9&text=mine", "number of days" },
		{ "decline", "why=&text=mine", "Say why" },
		{ "decline", "why=none&text=mine", "Say why" },
		{ "decline", "why=nonsense&text=mine", "Say why" },
		{ "note", "text=+%0D%0A+", "no text" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (send(PAGES_STAN, rows[i].verb, rows[i].form) != 422)
			fail_msg("%s %s: %u", rows[i].verb, rows[i].form,
				 web_status(&pages.t));
		markup_check(pages_body(), rows[i].form);
		if (!pages_say(rows[i].say))
			fail_msg("%s: '%s' is not said", rows[i].form,
				 rows[i].say);
		assert_true(strcmp(rows[i].verb, "note") == 0 ||
			    pages_say(">\nmine</textarea>"));
	}
	stands(CUL_STANDING_OPEN);
}

static void a_form_without_a_version_decides_nothing(void **st)
{
	(void)st;
	assert_int_equal(pages_post(PAGES_STAN, "/case/t000000000000000/accept",
				    "text=x"),
			 422);
	stands(CUL_STANDING_OPEN);
}

static void too_long_a_text_is_not_cut(void **st)
{
	char form[CUL_REMARK_MAX + 64] = "why=test&text=";
	const size_t at = strlen(form);

	(void)st;
	memset(form + at, 'x', CUL_REMARK_MAX);
	form[at + CUL_REMARK_MAX] = '\0';
	assert_int_equal(send(PAGES_STAN, "decline", form), 422);
	assert_true(pages_say("longer than the ledger keeps"));
	form[at + CUL_REMARK_MAX - 1] = '\0';
	assert_int_equal(send(PAGES_STAN, "decline", form), 303);
	stands(CUL_STANDING_DECLINED);
}

static void a_release_needs_its_three_answers(void **st)
{
	struct last l;

	(void)st;
	assert_int_equal(send(PAGES_STAN, "accept", ""), 303);
	assert_int_equal(send(PAGES_STAN, "release",
			      "how_sent=by+a+worm&done=&says=the+owner"),
			 422);
	assert_true(pages_say("needs all three"));
	assert_true(pages_say(">\nby a worm</textarea>"));
	assert_true(pages_say("Clean since:"));
	stands(CUL_STANDING_ACCEPTED);
	assert_int_equal(send(PAGES_STAN, "release",
			      "how_sent=by+a+worm&done=cleaned&says=owner"),
			 303);
	stands(CUL_STANDING_RELEASED);
	l = last();
	assert_int_equal(l.verb, CUL_VERB_RELEASE);
	assert_string_equal(l.how, "by a worm");
	assert_string_equal(l.done, "cleaned");
	assert_string_equal(l.says, "owner");
}

static void a_mistake_is_opened_again(void **st)
{
	(void)st;
	assert_int_equal(send(PAGES_STAN, "decline", "why=test"), 303);
	assert_int_equal(send(PAGES_STAN, "reopen", "text=wrong+one"), 303);
	stands(CUL_STANDING_OPEN);
}

/* Two look at it; one decides. */
static void a_stale_page_decides_nothing_and_says_what_changed(void **st)
{
	char form[128];

	(void)st;
	assert_int_equal(pages_get(PAGES_STAN, "/case/t000000000000000"), 200);
	(void)snprintf(form, sizeof(form), "version=%s",
		       pages_hidden("version"));
	(void)snprintf(form + strlen(form), sizeof(form) - strlen(form),
		       "&seen=%s&why=test&text=my+words", pages_hidden("seen"));
	assert_int_equal(send(PAGES_LENA, "accept", ""), 303);
	assert_int_equal(
		pages_post(PAGES_STAN, "/case/t000000000000000/decline", form),
		409);
	markup_check(pages_body(), "stale");
	assert_true(pages_say("Nothing was done:"));
	assert_true(pages_say("It was open, and is now <b>accepted</b> (lena"));
	assert_true(pages_say("my words"));
	stands(CUL_STANDING_ACCEPTED);
	assert_int_equal(last().n, 1);
}

static void more_evidence_makes_a_page_stale(void **st)
{
	char form[128];

	(void)st;
	assert_int_equal(pages_get(PAGES_STAN, "/case/t000000000000000"), 200);
	(void)snprintf(form, sizeof(form), "version=%s",
		       pages_hidden("version"));
	(void)snprintf(form + strlen(form), sizeof(form) - strlen(form),
		       "&seen=%s&why=test&text=my+words", pages_hidden("seen"));
	file_again(CUL_USEC_PER_HOUR);
	assert_int_equal(
		pages_post(PAGES_STAN, "/case/t000000000000000/decline", form),
		409);
	assert_true(pages_say("It was seen again, last at"));
	assert_true(pages_say("The scores of all reasons came to 32.6, and"));
	assert_true(pages_say("evidence of a new kind: <b>spread</b>"));
	assert_true(pages_say(">\nmy words</textarea>"));
	stands(CUL_STANDING_OPEN);
	/* Having seen it, he may. */
	assert_int_equal(send(PAGES_STAN, "decline", "why=test"), 303);
	stands(CUL_STANDING_DECLINED);
}

static void seen_may_be_anything(void **st)
{
	static const char *const seen[] = {
		"",
		"open",
		"%00",
		"open+block+x+1+1",
		"%3Cscript%3E+%22+1+1+1",
		"open+block+1+99999999999999999999+1",
		"open+block+1+1+1+1",
		"%22%3E+%3C+1+1+1"
	};
	char form[128];

	(void)st;
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		unsigned got;

		(void)snprintf(form, sizeof(form),
			       "version=77&why=test&seen=%s", seen[i]);
		got = pages_post(PAGES_STAN, "/case/t000000000000000/decline",
				 form);
		assert_true(got == 409 || got == 400);
		if (got == 409)
			markup_check(pages_body(), seen[i]);
	}
	stands(CUL_STANDING_OPEN);
}

static void exceptions_come_and_go(void **st)
{
	(void)st;
	assert_int_equal(pages_post(PAGES_LENA, "/exceptions/add",
				    "what=192.0.2.300&reason=r&owner=o"),
			 422);
	markup_check(pages_body(), "exception");
	assert_true(pages_say("value=\"192.0.2.300\""));
	assert_int_equal(pages_post(PAGES_LENA, "/exceptions/add",
				    "what=192.0.2.77&reason=a+monitor&"
				    "owner=lena&for=30"),
			 303);
	assert_int_equal(pages_get(PAGES_LENA, "/exceptions"), 200);
	assert_true(pages_say("a monitor"));
	assert_true(pages_say("action=\"/exceptions/1/remove\""));
	assert_int_equal(pages_post(PAGES_LENA, "/exceptions/1/remove", ""),
			 303);
	assert_int_equal(pages_post(PAGES_LENA, "/exceptions/99/remove", ""),
			 404);
	assert_int_equal(pages_post(PAGES_LENA, "/exceptions/x/remove", ""),
			 404);
	assert_int_equal(pages_get(PAGES_LENA, "/exceptions"), 200);
	assert_false(pages_say("a monitor"));
	assert_int_equal(pages_get(PAGES_LENA, "/exceptions?all=1"), 200);
	assert_true(pages_say("a monitor"));
}

static void users_are_made_and_the_last_lead_stays(void **st)
{
	(void)st;
	assert_int_equal(pages_post(PAGES_LENA, "/users/add",
				    "name=New+Name&role=staff&"
				    "new-password=long+enough+to+be+one"),
			 422);
	assert_int_equal(pages_post(PAGES_LENA, "/users/add",
				    "name=nora&role=staff&new-password=short"),
			 422);
	assert_int_equal(pages_post(PAGES_LENA, "/users/add",
				    "name=nora&role=king&"
				    "new-password=long+enough+to+be+one"),
			 422);
	assert_int_equal(pages_post(PAGES_LENA, "/users/add",
				    "name=nora&role=staff&"
				    "new-password=long+enough+to+be+one"),
			 303);
	assert_int_equal(pages_get(PAGES_LENA, "/users"), 200);
	assert_true(pages_say("nora"));
	assert_int_equal(pages_post(PAGES_LENA, "/users/remove", "name=lena"),
			 422);
	assert_true(pages_say("One lead has to stay"));
	assert_int_equal(pages_post(PAGES_LENA, "/users/remove", "name=none"),
			 422);
	assert_int_equal(pages_post(PAGES_LENA, "/users/remove", "name=stan"),
			 303);
	assert_int_equal(pages_get(PAGES_STAN, "/"), 303);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, pages_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(accepting_is_signed_and_shown),
		TEST(a_date_is_to_its_end),
		TEST(what_makes_no_sense_is_said_and_kept),
		TEST(a_form_without_a_version_decides_nothing),
		TEST(too_long_a_text_is_not_cut),
		TEST(a_release_needs_its_three_answers),
		TEST(a_mistake_is_opened_again),
		TEST(a_stale_page_decides_nothing_and_says_what_changed),
		TEST(more_evidence_makes_a_page_stale),
		TEST(seen_may_be_anything),
		TEST(exceptions_come_and_go),
		TEST(users_are_made_and_the_last_lead_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
