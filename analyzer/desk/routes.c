/* \summary: which page, and who may see it
 *
 * For tests in a browser; these stay as they are:
 *   every page   #main, #find (search), #live (told by the script, a status),
 *                #keys (the dialog of keys), body[data-user] when signed in
 *   /login       #user, #password, #no-users where there is no account yet
 *   /            #counts (tabs by standing), #list > li#c-ID.case (a row; its
 *                link is a.who), #range (pages); fields #f-q #f-kind #f-action
 *                #f-sort
 *   /case/ID     body[data-version]; #decide with details #do-accept,
 *                #do-decline, #do-release, #do-reopen, #do-note, whose fields
 *                are FORM-NAME: #accept-for #accept-until #accept-text
 *                #decline-why #decline-text #release-how_sent #release-done
 *                #release-says #note-text; #flash (it was done), #stale (it
 *                was not: 409), #story, #letter, #make-exception
 *   /exceptions  tr#x-NUMBER; #do-except with #except-what #except-reason
 *                #except-owner
 *   /users       #useradd-name #useradd-role #useradd-new-password
 *   /account     #passwd-old-password #passwd-new-password
 *   /search      #quoted, #list
 */
#include <stdlib.h>

#include "desk/desk_int.h"
#include "desk/static.h"

#define GET(path, role, run)                                                   \
	{                                                                      \
		CUL_WEB_GET, path, false, CUL_ROLE_##role, run                 \
	}
#define POST(path, role, run)                                                  \
	{                                                                      \
		CUL_WEB_POST, path, false, CUL_ROLE_##role, run                \
	}

const struct desk_route desk_routes[] = {
	{ CUL_WEB_GET, "/login", true, CUL_ROLE_VIEWER, desk_login_page },
	{ CUL_WEB_POST, "/login", true, CUL_ROLE_VIEWER, desk_do_login },
	GET("/", VIEWER, desk_list_page),
	GET("/case/*", VIEWER, desk_case_page),
	GET("/case/*/letter.txt", VIEWER, desk_letter_text),
	GET("/source", VIEWER, desk_source_page),
	GET("/exceptions", VIEWER, desk_exceptions_page),
	GET("/decisions", VIEWER, desk_decisions_page),
	GET("/search", VIEWER, desk_search_page),
	GET("/help", VIEWER, desk_help_page),
	GET("/account", VIEWER, desk_account_page),
	GET("/events", VIEWER, desk_events),
	GET("/users", LEAD, desk_users_page),
	POST("/logout", VIEWER, desk_do_logout),
	POST("/account/password", VIEWER, desk_do_passwd),
	POST("/case/*/accept", STAFF, desk_do_accept),
	POST("/case/*/decline", STAFF, desk_do_decline),
	POST("/case/*/release", STAFF, desk_do_release),
	POST("/case/*/reopen", STAFF, desk_do_reopen),
	POST("/case/*/note", STAFF, desk_do_note),
	POST("/exceptions/add", LEAD, desk_do_except),
	POST("/exceptions/*/remove", LEAD, desk_do_unexcept),
	POST("/users/add", LEAD, desk_do_user_add),
	POST("/users/role", LEAD, desk_do_user_role),
	POST("/users/password", LEAD, desk_do_user_passwd),
	POST("/users/remove", LEAD, desk_do_user_remove),
	{ CUL_WEB_GET, NULL, false, CUL_ROLE_LEAD, NULL },
};

/* Does the pattern fit, with something for its *? */
static bool fits(const char *pattern, struct cul_sv path, char *id, size_t size)
{
	const size_t head = strcspn(pattern, "*");
	const struct cul_sv before = { pattern, head };
	struct cul_sv tail, part;

	id[0] = '\0';
	if (pattern[head] == '\0')
		return cul_sv_eq(path, before);
	tail = (struct cul_sv){ pattern + head + 1,
				strlen(pattern + head + 1) };
	if (path.len <= head + tail.len || !cul_sv_starts(path, before) ||
	    !cul_sv_ends(path, tail))
		return false;
	part = (struct cul_sv){ path.ptr + head, path.len - head - tail.len };
	if (part.len >= size || memchr(part.ptr, '/', part.len) != NULL)
		return false;
	memcpy(id, part.ptr, part.len);
	id[part.len] = '\0';
	return true;
}

static const struct desk_route *find(struct desk_turn *t)
{
	const bool post = t->q->method == CUL_WEB_POST;

	for (const struct desk_route *r = desk_routes; r->path != NULL; r++)
		if ((r->method == CUL_WEB_POST) == post &&
		    fits(r->path, t->q->path, t->id, sizeof(t->id)))
			return r;
	return NULL;
}

/* What was asked for is to come after signing in. */
static void to_login(struct desk_turn *t)
{
	static const char login[] = "/login?next=";
	size_t len;
	char *to;

	if (t->q->method == CUL_WEB_POST) {
		desk_ended(t);
		return;
	}
	cul_out_str(&t->o, login);
	if (t->q->target.len < 1024)
		for (size_t i = 0; i < t->q->target.len; i++)
			cul_out_fmt(
				&t->o, "%%%02X",
				(unsigned)(unsigned char)t->q->target.ptr[i]);
	to = desk_buf_take(&t->buf, &len);
	cul_web_see(t->a, to != NULL ? to : login);
	free(to);
}

void desk_route(struct desk_turn *t)
{
	const struct desk_route *r = find(t);
	enum cul_may may = CUL_MAY;

	if (r != NULL && r->anybody) {
		r->run(t);
		return;
	}
	may = cul_accounts_may(t->q, &t->v,
			       r != NULL ? r->least : CUL_ROLE_VIEWER);
	if (may == CUL_MAY_NOT_UNKNOWN)
		to_login(t);
	else if (r == NULL)
		desk_not_found(t, "The address that was asked for is none of "
				  "this desk.");
	else if (may != CUL_MAY)
		desk_forbidden(t, may);
	else
		r->run(t);
}

void desk_events(struct desk_turn *t)
{
	cul_web_stream(t->a, t->v.key, NULL);
}

void desk_style(struct desk_turn *t)
{
	cul_web_fixed(t->a, "text/css; charset=utf-8", desk_desk_css,
		      desk_desk_css_len, desk_desk_css_tag);
}

void desk_script(struct desk_turn *t)
{
	cul_web_fixed(t->a, "text/javascript; charset=utf-8", desk_desk_js,
		      desk_desk_js_len, desk_desk_js_tag);
}
