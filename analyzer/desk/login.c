/* \summary: signing in and out; one's own password */
#include <stdio.h>

#include "desk/desk_int.h"
#include "desk/password.h"

enum { NEXT_MAX = 1024 };

static const char first_time[] =
	"<div class=\"tell\" id=\"no-users\"><p><b>Nobody can sign in yet.</b> "
	"On the machine that this desk runs on, make the first account, of a "
	"lead:</p><p><code>culprit desk adduser NAME --role lead</code></p>"
	"<p>Use the same configuration and the same user as the desk, then "
	"load this page again.</p></div>\n";

/* What was asked for before; it is one of ours (cul_web_see). */
static void next_of(const struct desk_turn *t, char next[NEXT_MAX])
{
	if (t->q->method == CUL_WEB_POST)
		(void)desk_form(t, "next", next, NEXT_MAX);
	else
		(void)desk_query(t, "next", next, NEXT_MAX);
}

static void fields(struct desk_turn *t)
{
	char user[CUL_WHO_MAX], next[NEXT_MAX];
	struct cul_out *o = &t->o;

	(void)desk_form(t, "user", user, sizeof(user));
	next_of(t, next);
	cul_out_str(o, "<form method=\"post\" action=\"/login\">");
	desk_hidden(t, "next", next);
	cul_out_str(o, "<div class=\"field\"><label for=\"user\">User</label>"
		       "<input id=\"user\" name=\"user\" required "
		       "maxlength=\"63\" autocomplete=\"username\" "
		       "autocapitalize=\"none\" spellcheck=\"false\" value=\"");
	desk_str(o, user);
	cul_out_fmt(o,
		    "\"></div><div class=\"field\"><label for=\"password\">"
		    "Password</label><input id=\"password\" name=\"password\" "
		    "type=\"password\" required maxlength=\"%d\" "
		    "autocomplete=\"current-password\"></div><p><button>Sign "
		    "in</button></p></form>\n",
		    CUL_PASSWORD_MAX);
}

static void show(struct desk_turn *t, unsigned status)
{
	const struct desk_page page = { .title = "Sign in", .class = "narrow" };
	size_t users = 0;
	int rc = cul_user_count(&t->desk->store, &users);

	if (rc != CUL_OK) {
		desk_trouble(t, rc);
		return;
	}
	desk_page_begin(t, &page);
	cul_out_str(&t->o, "<h1>Sign in</h1>\n");
	if (users == 0)
		cul_out_str(&t->o, first_time);
	if (t->fault != NULL)
		desk_tell(t, "bad", t->fault);
	cul_out_str(&t->o, "<section class=\"panel\" aria-label=\"Sign in\">"
			   "\n");
	fields(t);
	cul_out_str(&t->o, "</section>\n<p class=\"soft small\">Forgotten? "
			   "Whoever looks after this machine sets a new one: "
			   "<code>culprit desk passwd NAME</code></p>\n");
	desk_page_end(t, status);
}

void desk_login_page(struct desk_turn *t)
{
	if (t->v.known)
		cul_web_see(t->a, "/");
	else
		show(t, 200);
}

/* A sentence and a status for how a check of a password ended; 0: there is
 * nothing to be shown. */
static unsigned told(struct desk_turn *t, enum cul_login how,
		     const struct cul_login_told *say, const char *wrong,
		     char text[160])
{
	t->fault = text;
	switch (how) {
	case CUL_LOGIN_WRONG:
		t->fault = wrong;
		return 422;
	case CUL_LOGIN_SLOW:
		(void)snprintf(text, 160,
			       "There were too many wrong passwords. It can be "
			       "tried again in %u seconds.",
			       say->seconds);
		return 429;
	case CUL_LOGIN_BUSY:
		(void)snprintf(text, 160,
			       "Many are signing in at this moment. Try again "
			       "in %u seconds.",
			       say->seconds);
		return 503;
	case CUL_LOGIN_ORIGIN:
	case CUL_LOGIN_FAILED:
	case CUL_LOGIN_WAIT:
	case CUL_LOGIN_DONE:
	default:
		return 0;
	}
}

void desk_do_login(struct desk_turn *t)
{
	const struct cul_web_pairs *f = &t->q->form;
	struct cul_login_told say = { 0 };
	char text[160], next[NEXT_MAX];
	enum cul_login how = cul_accounts_login(
		t->desk->accounts, t->q, cul_web_find(f, "user"),
		cul_web_find(f, "password"), t->now_usec, t->a, &say);
	unsigned status;

	if (how == CUL_LOGIN_WAIT)
		return;
	next_of(t, next);
	status = told(t, how, &say,
		      "User and password do not belong together. Passwords "
		      "tell capital letters from small ones.",
		      text);
	if (how == CUL_LOGIN_DONE)
		cul_web_see(t->a, next[0] != '\0' ? next : "/");
	else if (how == CUL_LOGIN_ORIGIN)
		desk_forbidden(t, CUL_MAY_NOT_ORIGIN);
	else if (status == 0)
		desk_trouble(t, say.error);
	else
		show(t, status);
}

void desk_do_logout(struct desk_turn *t)
{
	int rc =
		cul_accounts_logout(t->desk->accounts, t->q, t->now_usec, t->a);

	if (rc != CUL_OK) {
		desk_trouble(t, rc);
		return;
	}
	if (t->desk->web != NULL)
		cul_web_end(t->desk->web, t->v.key);
	cul_web_see(t->a, "/login");
}

static void account(struct desk_turn *t, unsigned status)
{
	const struct desk_page page = { .title = "Your account",
					.class = "narrow" };
	const struct desk_field old = {
		"passwd", "old-password", "Password now",    NULL,
		true,     NULL,           "current-password"
	};
	const struct desk_field new = { "passwd",
					"new-password",
					"New password",
					"Twelve characters at least; several "
					"words are good.",
					true,
					NULL,
					"new-password" };
	char did[16];

	(void)desk_query(t, "did", did, sizeof(did));
	desk_page_begin(t, &page);
	cul_out_str(&t->o, "<h1>Your account</h1>\n");
	if (strcmp(did, "passwd") == 0)
		desk_tell(t, "good",
			  "The password is changed. Where else you "
			  "were signed in you are not any more.");
	if (t->fault != NULL)
		desk_tell(t, "bad", t->fault);
	cul_out_str(&t->o, "<section class=\"panel\" aria-labelledby=\"h-pw\">"
			   "<h2 id=\"h-pw\">Change the password</h2>\n");
	desk_form_begin(t, "/account/password");
	desk_whose(t, "user", t->v.name);
	desk_input(t, &old, "password", CUL_PASSWORD_MAX);
	desk_input(t, &new, "password", CUL_PASSWORD_MAX);
	desk_form_end(t, "Change the password", false);
	cul_out_str(&t->o, "</section>\n<p><a href=\"/decisions?by=");
	desk_url(&t->o, t->v.name);
	cul_out_str(&t->o, "\">What you have done at this desk</a></p>\n");
	desk_page_end(t, status);
}

void desk_account_page(struct desk_turn *t)
{
	account(t, 200);
}

void desk_do_passwd(struct desk_turn *t)
{
	const struct cul_web_pairs *f = &t->q->form;
	const struct cul_sv wanted = cul_web_find(f, "new-password");
	struct cul_login_told say = { 0 };
	enum cul_login how;
	char text[160];
	unsigned status;

	t->fault = cul_password_fault(wanted, t->v.name);
	if (t->fault != NULL) {
		account(t, 422);
		return;
	}
	how = cul_accounts_passwd(t->desk->accounts, t->q, &t->v,
				  cul_web_find(f, "old-password"), wanted,
				  t->now_usec, t->a, &say);
	if (how == CUL_LOGIN_WAIT)
		return;
	status = told(t, how, &say, "The password now is another one.", text);
	if (how == CUL_LOGIN_DONE)
		cul_web_see(t->a, "/account?did=passwd");
	else if (how == CUL_LOGIN_ORIGIN)
		desk_forbidden(t, CUL_MAY_NOT_ORIGIN);
	else if (status == 0)
		desk_trouble(t, say.error);
	else
		account(t, status);
}
