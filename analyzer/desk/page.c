/* \summary: what all pages share: the bar above, the keys, the foot */
#include <inttypes.h>
#include <stdlib.h>

#include "desk/desk_int.h"
#include "desk/static.h"

static void tab(struct desk_turn *t, const struct desk_page *p,
		enum desk_tab is, const char *href, const char *name)
{
	cul_out_fmt(&t->o, "<a href=\"%s\"%s>%s</a>", href,
		    p->tab == is ? " aria-current=\"page\"" : "", name);
}

static void nav(struct desk_turn *t, const struct desk_page *p)
{
	cul_out_str(&t->o, "<nav aria-label=\"Desk\">");
	tab(t, p, DESK_TAB_LIST, "/", "Worklist");
	tab(t, p, DESK_TAB_DECISIONS, "/decisions", "Decisions");
	tab(t, p, DESK_TAB_EXCEPTIONS, "/exceptions", "Exceptions");
	if (t->v.role == CUL_ROLE_LEAD)
		tab(t, p, DESK_TAB_USERS, "/users", "Users");
	tab(t, p, DESK_TAB_HELP, "/help", "Help");
	cul_out_str(&t->o, "</nav>");
}

static void find(struct desk_turn *t, const struct desk_page *p)
{
	cul_out_str(&t->o,
		    "<form class=\"find\" role=\"search\" action=\"/search\">"
		    "<input id=\"find\" type=\"search\" name=\"q\" "
		    "maxlength=\"4000\" aria-label=\"Address, account, "
		    "customer, or the rejection somebody quotes\" "
		    "placeholder=\"Address, account, or a quoted rejection\" "
		    "value=\"");
	desk_str(&t->o, p->find != NULL ? p->find : "");
	cul_out_str(&t->o, "\"><button class=\"quiet\">Search</button></form>");
}

static void me(struct desk_turn *t)
{
	cul_out_str(&t->o, "<form class=\"me\" method=\"post\" "
			   "action=\"/logout\"><input type=\"hidden\" "
			   "name=\"" CUL_TOKEN_FIELD "\" value=\"");
	desk_str(&t->o, t->v.token);
	cul_out_str(&t->o, "\"><a href=\"/account\">");
	desk_str(&t->o, t->v.name);
	cul_out_fmt(&t->o,
		    "</a> <span>%s</span> <button class=\"plain\">Sign out"
		    "</button></form>",
		    cul_role_name(t->v.role));
}

static void bar(struct desk_turn *t, const struct desk_page *p)
{
	cul_out_str(&t->o, "<header class=\"head\"><div><a class=\"name\" "
			   "href=\"/\">culprit desk</a>");
	if (t->v.known) {
		nav(t, p);
		find(t, p);
		me(t);
	}
	cul_out_str(&t->o, "</div></header>\n");
}

void desk_page_begin(struct desk_turn *t, const struct desk_page *p)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		       "content=\"width=device-width, initial-scale=1\">\n"
		       "<meta name=\"color-scheme\" content=\"light dark\">\n"
		       "<title>");
	desk_str(o, p->title);
	cul_out_fmt(o,
		    " - culprit desk</title>\n<link rel=\"icon\" "
		    "href=\"data:,\">\n<link rel=\"stylesheet\" "
		    "href=\"/desk.css?%s\">\n<script src=\"/desk.js?%s\" "
		    "defer></script>\n</head>\n<body",
		    desk_desk_css_tag, desk_desk_js_tag);
	if (t->v.known) {
		cul_out_str(o, " data-user=\"");
		desk_str(o, t->v.name);
		cul_out_str(o, "\"");
	}
	if (p->live)
		cul_out_fmt(o, " data-live=\"%" PRId64 "\"",
			    t->now_usec / CUL_USEC_PER_SEC);
	if (p->version != 0)
		cul_out_fmt(o, " data-version=\"%" PRIu64 "\"", p->version);
	cul_out_str(o, ">\n<a class=\"away skip\" href=\"#main\">To the "
		       "content</a>\n");
	bar(t, p);
	cul_out_fmt(o,
		    "<div id=\"live\" role=\"status\"></div>\n"
		    "<main id=\"main\"%s%s%s>\n",
		    p->class != NULL ? " class=\"" : "",
		    p->class != NULL ? p->class : "",
		    p->class != NULL ? "\"" : "");
}

static const char keys_box[] =
	"<dialog id=\"keys\" aria-labelledby=\"keys-title\">"
	"<h2 id=\"keys-title\">Keys</h2><dl class=\"keys\">"
	"<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous in the list</dd>"
	"<dt><kbd>Enter</kbd></dt><dd>open it</dd>"
	"<dt><kbd>a</kbd></dt><dd>accept</dd>"
	"<dt><kbd>d</kbd></dt><dd>decline</dd>"
	"<dt><kbd>r</kbd></dt><dd>release</dd>"
	"<dt><kbd>n</kbd></dt><dd>note</dd>"
	"<dt><kbd>e</kbd></dt><dd>make an exception</dd>"
	"<dt><kbd>/</kbd></dt><dd>search</dd>"
	"<dt><kbd>Esc</kbd></dt><dd>leave a field</dd></dl>"
	"<button id=\"keys-close\" class=\"quiet\" type=\"button\">Close"
	"</button></dialog>\n";

void desk_page_end(struct desk_turn *t, unsigned status)
{
	struct cul_out *o = &t->o;
	size_t len;
	char *body;

	cul_out_str(o, "</main>\n<footer class=\"foot\">All times are UTC. "
		       "These are suggestions; a person decides. culprit ");
	desk_str(o, t->desk->plan->version);
	cul_out_str(o, "</footer>\n");
	if (t->v.known)
		cul_out_str(o, keys_box);
	cul_out_str(o, "</body>\n</html>\n");
	body = desk_buf_take(&t->buf, &len);
	if (o->err != 0 || body == NULL) {
		free(body);
		cul_web_say(t->a, 500,
			    "The desk ran out of memory for this page. Try "
			    "again; if it stays so, restart it.\n");
		return;
	}
	cul_web_page(t->a, status, "text/html; charset=utf-8", body, len);
}

void desk_tell(struct desk_turn *t, const char *class, const char *text)
{
	const bool bad = strcmp(class, "bad") == 0;

	cul_out_fmt(&t->o, "<div class=\"tell %s\"%s><p>", class,
		    bad ? " role=\"alert\"" : "");
	desk_str(&t->o, text);
	cul_out_str(&t->o, "</p></div>\n");
}
