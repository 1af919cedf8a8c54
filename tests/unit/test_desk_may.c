/* \summary: who may do what at the desk: each route, role and forged form */
#include "t.h"

#include "pages_t.h"

#include "desk/desk_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *path, *ask; /* as in the table; as it is asked here    */
	enum pages_who least;
	bool post;
} routes[] = {
	{ "/login", "/login", PAGES_NOBODY, false },
	{ "/login", "/login", PAGES_NOBODY, true },
	{ "/", "/?standing=all", PAGES_VERA, false },
	{ "/case/*", "/case/t000", PAGES_VERA, false },
	{ "/case/*/letter.txt", "/case/t000/letter.txt", PAGES_VERA, false },
	{ "/source", "/source?type=customer&name=C00000", PAGES_VERA, false },
	{ "/exceptions", "/exceptions", PAGES_VERA, false },
	{ "/decisions", "/decisions", PAGES_VERA, false },
	{ "/search", "/search?q=C00000", PAGES_VERA, false },
	{ "/help", "/help", PAGES_VERA, false },
	{ "/account", "/account", PAGES_VERA, false },
	{ "/events", "/events", PAGES_VERA, false },
	{ "/users", "/users", PAGES_LENA, false },
	{ "/logout", "/logout", PAGES_VERA, true },
	{ "/account/password", "/account/password", PAGES_VERA, true },
	{ "/case/*/accept", "/case/t000/accept", PAGES_STAN, true },
	{ "/case/*/decline", "/case/t000/decline", PAGES_STAN, true },
	{ "/case/*/release", "/case/t000/release", PAGES_STAN, true },
	{ "/case/*/reopen", "/case/t000/reopen", PAGES_STAN, true },
	{ "/case/*/note", "/case/t000/note", PAGES_STAN, true },
	{ "/exceptions/add", "/exceptions/add", PAGES_LENA, true },
	{ "/exceptions/*/remove", "/exceptions/1/remove", PAGES_LENA, true },
	{ "/users/add", "/users/add", PAGES_LENA, true },
	{ "/users/role", "/users/role", PAGES_LENA, true },
	{ "/users/password", "/users/password", PAGES_LENA, true },
	{ "/users/remove", "/users/remove", PAGES_LENA, true },
};
enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };

/* What each of the forms needs to do something, all in one. */
static const char form[] =
	"version=1&text=x&why=test&how_sent=a&done=b&says=c&what=192.0.2.77&"
	"reason=r&owner=o&name=vera&role=staff&"
	"new-password=long+enough+to+be+one&old-password=x";

static void file_one(void)
{
	struct ledger_t_report *r = ledger_t_report(1);

	ledger_t_file(pages.l, &r->report, LEDGER_T_NOW, NULL);
	ledger_t_report_free(&r);
}

static void each_route_is_tested_here(void **st)
{
	size_t n = 0;

	(void)st;
	for (; desk_routes[n].path != NULL; n++) {
		assert_true(n < ROUTES);
		assert_string_equal(desk_routes[n].path, routes[n].path);
		assert_int_equal(desk_routes[n].method == CUL_WEB_POST,
				 routes[n].post);
	}
	assert_int_equal(n, ROUTES);
}

static void pages_are_for_who_is_signed_in(void **st)
{
	(void)st;
	file_one();
	for (size_t i = 0; i < ROUTES; i++) {
		if (routes[i].post || strcmp(routes[i].path, "/login") == 0)
			continue;
		assert_int_equal(pages_get(PAGES_NOBODY, routes[i].ask), 303);
		assert_non_null(strstr(pages_to(), "/login?next=%2F"));
		for (unsigned w = PAGES_VERA; w < PAGES_WHO_; w++) {
			const unsigned want = w >= routes[i].least ? 200 : 403;
			const unsigned got =
				pages_get((enum pages_who)w, routes[i].ask);

			if (got != want)
				fail_msg("%s as %u: %u, not %u", routes[i].ask,
					 w, got, want);
		}
	}
}

static void nothing_done(size_t i, const char *what, unsigned got,
			 unsigned want, const char *before)
{
	char *after = ledger_t_dump(pages.l);

	if (got != want)
		fail_msg("%s, %s: %u, not %u", routes[i].ask, what, got, want);
	if (strcmp(before, after) != 0)
		fail_msg("%s, %s: it changed the ledger", routes[i].ask, what);
	free(after);
}

static void forms_of_others_do_nothing(void **st)
{
	char *before;

	(void)st;
	file_one();
	before = ledger_t_dump(pages.l);
	for (size_t i = 0; i < ROUTES; i++) {
		const char *path = routes[i].ask;
		const enum pages_who w = routes[i].least;

		if (!routes[i].post || w == PAGES_NOBODY)
			continue;
		nothing_done(i, "nobody", pages_post(PAGES_NOBODY, path, form),
			     401, before);
		if (w > PAGES_VERA)
			nothing_done(i, "lower role",
				     pages_post(w - 1, path, form), 403,
				     before);
		nothing_done(i, "no token",
			     pages_post_as(w, path, form, NULL, PAGES_ORIGIN),
			     403, before);
		nothing_done(i, "a wrong token",
			     pages_post_as(w, path, form, "0123", PAGES_ORIGIN),
			     403, before);
		nothing_done(
			i, "another session's token",
			pages_post_as(w, path, form,
				      pages.token[w == PAGES_LENA ? PAGES_STAN
								  : PAGES_LENA],
				      PAGES_ORIGIN),
			403, before);
		nothing_done(i, "another origin",
			     pages_post_as(w, path, form, pages.token[w],
					   "http://evil.example"),
			     403, before);
		nothing_done(i, "no origin",
			     pages_post_as(w, path, form, pages.token[w], NULL),
			     403, before);
		nothing_done(i, "GET", pages_get(w, path), 404, before);
	}
	free(before);
}

static void what_was_typed_is_shown_when_the_session_is_over(void **st)
{
	(void)st;
	file_one();
	assert_int_equal(pages_post(PAGES_NOBODY, "/case/t000/note",
				    "text=a+long+%3Ctext%3E&password=secret&"
				    "token=abc"),
			 401);
	assert_true(pages_say("a long &lt;text&gt;"));
	assert_false(pages_say("secret"));
	assert_false(pages_say("abc"));
}

static void a_path_that_is_none_is_not_found(void **st)
{
	static const char *const paths[] = { "/nonsense",  "/case/",
					     "/case/zzzz", "/case/t0/00",
					     "/case/t",    "//",
					     "/desk.css/x" };

	(void)st;
	file_one();
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(pages_get(PAGES_VERA, paths[i]), 404);
		assert_true(pages_say("There is no such page"));
	}
}

static void style_and_script_need_no_session(void **st)
{
	(void)st;
	assert_int_equal(pages_get(PAGES_NOBODY, "/desk.css"), 200);
	assert_true(pages_say("text/css"));
	assert_int_equal(pages_get(PAGES_NOBODY, "/desk.js"), 200);
	assert_true(pages_say("text/javascript"));
}

static void signing_out_ends_it(void **st)
{
	(void)st;
	assert_int_equal(pages_post(PAGES_STAN, "/logout", ""), 303);
	assert_string_equal(pages_to(), "/login");
	assert_int_equal(pages_get(PAGES_STAN, "/"), 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_route_is_tested_here),
		PAGES_TEST(pages_are_for_who_is_signed_in),
		PAGES_TEST(forms_of_others_do_nothing),
		PAGES_TEST(what_was_typed_is_shown_when_the_session_is_over),
		PAGES_TEST(a_path_that_is_none_is_not_found),
		PAGES_TEST(style_and_script_need_no_session),
		PAGES_TEST(signing_out_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
