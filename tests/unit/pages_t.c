/* \summary: the desk under test, and who asks it */
#include "t.h"

#include "pages_t.h"
#include "scratch.h"

#include "desk/token.h"

#include <stdio.h>
#include <string.h>

struct pages_t pages;

static const char *const names[PAGES_WHO_] = {
	[PAGES_VERA] = "vera", [PAGES_STAN] = "stan", [PAGES_LENA] = "lena"
};

static void add_user(const struct cul_account_store *s, enum pages_who who)
{
	struct cul_user u = { .role = (enum cul_role)(who - PAGES_VERA),
			      .hash = "*",
			      .added_usec = LEDGER_T_NOW,
			      .changed_usec = LEDGER_T_NOW,
			      .login_usec = CUL_TIME_NONE };
	struct cul_session one = { .from = "127.0.0.1",
				   .began_usec = LEDGER_T_NOW,
				   .used_usec = LEDGER_T_NOW };
	uint8_t secret[TOKEN_SECRET];
	char text[TOKEN_TEXT];

	(void)snprintf(u.name, sizeof(u.name), "%s", names[who]);
	(void)snprintf(one.user, sizeof(one.user), "%s", names[who]);
	assert_int_equal(s->put_user(s->arg, &u, false, NULL), 0);
	token_new(secret, text);
	token_key(secret, one.key);
	assert_int_equal(s->add_session(s->arg, &one, NULL), 0);
	token_form(secret, pages.token[who]);
	(void)snprintf(pages.cookie[who], sizeof(pages.cookie[who]), "%s",
		       text);
}

static void turn(struct web_t *t)
{
	cul_desk_run(pages.desk, t->w);
}

int pages_begin(void **st)
{
	const struct cul_letter_from from = { "Aurora", NULL, NULL };
	struct cul_account_store store;

	(void)scratch_setup(st);
	pages.l = ledger_t_open("desk.db", CUL_LEDGER_CREATE);
	cul_ledger_accounts(pages.l, &store);
	for (unsigned w = PAGES_VERA; w < PAGES_WHO_; w++)
		add_user(&store, (enum pages_who)w);
	assert_int_equal(cul_letters_new(&from, NULL, NULL, &pages.letters), 0);
	pages.plan = (struct cul_desk_plan){ .path = scratch_path("desk.db"),
					     .letters = pages.letters,
					     .version = "0.0" };
	assert_int_equal(cul_desk_new(&pages.plan, &pages.desk), 0);
	cul_desk_at(pages.desk, LEDGER_T_NOW);
	web_begin(&pages.t, &(struct cul_web_plan){ .handler = cul_desk_handle,
						    .arg = pages.desk });
	pages.t.turn = turn;
	return 0;
}

int pages_end(void **st)
{
	web_end(&pages.t);
	cul_desk_free(&pages.desk);
	cul_letters_free(&pages.letters);
	cul_ledger_close(&pages.l);
	return scratch_teardown(st);
}

static unsigned ask(enum pages_who who, const char *first, const char *more,
		    const char *form)
{
	static char text[128 * 1024];
	char cookie[120] = "";

	if (who != PAGES_NOBODY)
		(void)snprintf(cookie, sizeof(cookie), "Cookie: culprit=%s\r\n",
			       pages.cookie[who]);
	(void)snprintf(text, sizeof(text),
		       "%s HTTP/1.1\r\n" WEB_HOST WEB_BYE "%s%s\r\n%s", first,
		       cookie, more, form);
	return web_ask_text(&pages.t, text);
}

unsigned pages_get(enum pages_who who, const char *path)
{
	char first[1024];

	(void)snprintf(first, sizeof(first), "GET %s", path);
	return ask(who, first, "", "");
}

unsigned pages_post_as(enum pages_who who, const char *path, const char *form,
		       const char *token, const char *origin)
{
	static char body[64 * 1024];
	char first[512], more[512];

	(void)snprintf(body, sizeof(body), "%s%s%s", form,
		       token != NULL ? "&token=" : "",
		       token != NULL ? token : "");
	(void)snprintf(first, sizeof(first), "POST %s", path);
	(void)snprintf(
		more, sizeof(more), WEB_FORM "Content-Length: %zu\r\n%s%s%s",
		strlen(body), origin != NULL ? "Origin: " : "",
		origin != NULL ? origin : "", origin != NULL ? "\r\n" : "");
	return ask(who, first, more, body);
}

unsigned pages_post(enum pages_who who, const char *path, const char *form)
{
	return pages_post_as(who, path, form, pages.token[who], PAGES_ORIGIN);
}

bool pages_say(const char *part)
{
	return strstr(pages.t.heard, part) != NULL;
}

static const char *copied(const char *begin, const char *until)
{
	static char text[1024];
	const size_t n = strcspn(begin, until);

	assert_true(n < sizeof(text));
	memcpy(text, begin, n);
	text[n] = '\0';
	return text;
}

const char *pages_to(void)
{
	const char *p = strstr(pages.t.heard, "\r\nLocation: ");

	return web_status(&pages.t) == 303 && p != NULL
		       ? copied(p + strlen("\r\nLocation: "), "\r")
		       : "";
}

const char *pages_hidden(const char *name)
{
	char begin[128];
	const char *p;

	(void)snprintf(begin, sizeof(begin),
		       "<input type=\"hidden\" name=\"%s\" value=\"", name);
	p = strstr(pages.t.heard, begin);
	assert_non_null(p);
	return copied(p + strlen(begin), "\"");
}

const char *pages_body(void)
{
	const char *p = strstr(pages.t.heard, "\r\n\r\n");

	assert_non_null(p);
	return p + 4;
}
