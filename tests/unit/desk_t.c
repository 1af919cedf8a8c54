/* \summary: serve accounts, and ask as browsers do */
#include "t.h"

#include "desk_t.h"

#include <stdio.h>
#include <string.h>

struct desk_t desk;
const char desk_good[] = "correct horse battery";
const char desk_bad[] = "not that one, no";

static void say_login(enum cul_login got, const struct cul_login_told *told,
		      struct cul_web_answer *w)
{
	char text[100];

	(void)snprintf(text, sizeof(text), "failed %d\n", told->error);
	if (got == CUL_LOGIN_DONE)
		cul_web_see(w, "/me");
	else if (got == CUL_LOGIN_WRONG)
		cul_web_say(w, 403, "wrong\n");
	else if (got == CUL_LOGIN_SLOW)
		cul_web_say(w, 429, "slow\n");
	else if (got == CUL_LOGIN_BUSY)
		cul_web_say(w, 503, "busy\n");
	else if (got == CUL_LOGIN_ORIGIN)
		cul_web_say(w, 403, "origin\n");
	else if (got == CUL_LOGIN_FAILED)
		cul_web_say(w, 500, text);
}

static void show_me(const struct cul_visitor *v, struct cul_web_answer *w)
{
	char text[300];

	(void)snprintf(text, sizeof(text), "I am '%s' %s token=%s\n", v->name,
		       v->known ? cul_role_name(v->role) : "nobody", v->token);
	cul_web_say(w, 200, text);
}

static void show_may(enum cul_may may, struct cul_web_answer *w)
{
	static const char *const words[] = {
		[CUL_MAY] = "may\n",
		[CUL_MAY_NOT_UNKNOWN] = "unknown\n",
		[CUL_MAY_NOT_ROLE] = "role\n",
		[CUL_MAY_NOT_ORIGIN] = "origin\n",
		[CUL_MAY_NOT_TOKEN] = "token\n",
	};

	cul_web_say(w, may == CUL_MAY ? 200 : 403, words[may]);
}

static void handle(void *arg, const struct cul_web_request *q,
		   struct cul_web_answer *w)
{
	struct cul_login_told told;
	struct cul_visitor v;

	(void)arg;
	if (cul_sv_eq(q->path, CUL_SV("/login"))) {
		say_login(cul_accounts_login(desk.a, q,
					     cul_web_find(&q->form, "user"),
					     cul_web_find(&q->form, "password"),
					     desk.now, w, &told),
			  &told, w);
		return;
	}
	if (cul_accounts_visitor(desk.a, q, desk.now, &v) != 0)
		cul_web_say(w, 500, "the store\n");
	else if (cul_sv_eq(q->path, CUL_SV("/me")))
		show_me(&v, w);
	else if (cul_sv_eq(q->path, CUL_SV("/decide")))
		show_may(cul_accounts_may(q, &v, CUL_ROLE_STAFF), w);
	else if (cul_sv_eq(q->path, CUL_SV("/passwd")))
		say_login(cul_accounts_passwd(desk.a, q, &v,
					      cul_web_find(&q->form, "old"),
					      cul_web_find(&q->form, "new"),
					      desk.now, w, &told),
			  &told, w);
	else if (cul_accounts_logout(desk.a, q, desk.now, w) == 0)
		cul_web_say(w, 200, "bye\n");
}

static void turn(struct web_t *t)
{
	cul_accounts_run(desk.a, t->w);
}

int desk_begin(void **st)
{
	const struct cul_web_plan plan = { .handler = handle,
					   .url = "https://desk.example" };

	(void)st;
	store_begin(&desk.s);
	store_user(&desk.s, "clara", CUL_ROLE_STAFF, desk_good);
	store_user(&desk.s, "vera", CUL_ROLE_VIEWER, desk_good);
	desk.now = 1000000 * SEC;
	assert_int_equal(cul_accounts_new(&desk.s.store, &desk.a), 0);
	web_begin(&desk.t, &plan);
	desk.t.turn = turn;
	return 0;
}

int desk_end(void **st)
{
	(void)st;
	web_end(&desk.t);
	cul_accounts_free(&desk.a);
	return 0;
}

static void take_cookie(const char *name, char *ret, size_t size)
{
	char begin_of[64];
	const char *p;
	size_t n;

	(void)snprintf(begin_of, sizeof(begin_of), "Set-Cookie: %s=", name);
	p = strstr(desk.t.heard, begin_of);
	if (p == NULL)
		return;
	p += strlen(begin_of);
	n = strcspn(p, ";\r");
	assert_true(n < size);
	memcpy(ret, p, n);
	ret[n] = '\0';
	/* Nobody else's, never in the clear, not for scripts. */
	assert_int_equal(strncmp(p + n,
				 "; Path=/; HttpOnly; SameSite=Strict; Secure",
				 43),
			 0);
}

static void remember(struct browser *b)
{
	const char *p = strstr(desk.t.heard, " token=");

	take_cookie("__Host-culprit", b->session, sizeof(b->session));
	take_cookie("__Host-culprit-known", b->known, sizeof(b->known));
	if (p != NULL) {
		memset(b->token, 0, sizeof(b->token));
		memcpy(b->token, p + 7, strcspn(p + 7, "\n"));
	}
}

size_t desk_request(char *to, size_t size, const struct browser *b,
		    const char *method, const char *path, const char *form)
{
	const char *origin =
		b->origin != NULL ? b->origin : "https://desk.example";
	const char *from = b->from != NULL ? b->from : "192.0.2.7";
	char head[200] = "";
	int n;

	if (strcmp(method, "POST") == 0)
		(void)snprintf(head, sizeof(head),
			       WEB_FORM "Content-Length: %zu\r\n",
			       strlen(form));
	n = snprintf(to, size,
		     "%s %s HTTP/1.1\r\nHost: desk.example\r\n" WEB_BYE
		     "X-Forwarded-For: 203.0.113.9, %s\r\n%s%s%s%s%s%s"
		     "Cookie: __Host-culprit=%s; __Host-culprit-known=%s\r\n%s"
		     "\r\n%s",
		     method, path, from, *origin != '\0' ? "Origin: " : "",
		     origin, *origin != '\0' ? "\r\n" : "",
		     b->fetch_site != NULL ? "Sec-Fetch-Site: " : "",
		     b->fetch_site != NULL ? b->fetch_site : "",
		     b->fetch_site != NULL ? "\r\n" : "", b->session, b->known,
		     head, form);
	assert_true(n > 0 && (size_t)n < size);
	return (size_t)n;
}

unsigned desk_ask(struct browser *b, const char *method, const char *path,
		  const char *form)
{
	char text[4096];
	size_t n = desk_request(text, sizeof(text), b, method, path, form);
	unsigned status = web_ask(&desk.t, text, n);

	remember(b);
	return status;
}

unsigned desk_login(struct browser *b, const char *user, const char *password)
{
	char form[400];

	(void)snprintf(form, sizeof(form), "user=%s&password=%s", user,
		       password);
	return desk_ask(b, "POST", "/login", form);
}

void desk_is(struct browser *b, const char *who)
{
	char text[100];

	(void)desk_ask(b, "GET", "/me", "");
	(void)snprintf(text, sizeof(text), "I am '%s'", who);
	if (!web_heard(&desk.t, text))
		fail_msg("not %s: %s", who, desk.t.heard);
}

unsigned desk_decide(struct browser *b, const char *token)
{
	char form[200];

	(void)snprintf(form, sizeof(form), "token=%s", token);
	return desk_ask(b, "POST", "/decide", form);
}
