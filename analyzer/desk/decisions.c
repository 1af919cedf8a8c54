/* \summary: the audit trail: who did what, when, from where */
#include <inttypes.h>

#include "desk/desk_int.h"

enum { ROWS = 100 };

struct rows {
	struct desk_turn *t;
	size_t n;
};

/* An id of a case looks like one; anything else is a user or exception. */
static bool is_id(const char *on)
{
	size_t n = 0;

	for (; on[n] != '\0'; n++)
		if (!((on[n] >= 'a' && on[n] <= 'z') ||
		      (on[n] >= '0' && on[n] <= '9')))
			return false;
	return n == CUL_ID_MAX - 1;
}

static void on(struct cul_out *o, const char *what)
{
	const bool id = is_id(what);

	if (id) {
		cul_out_str(o, "<a href=\"/case/");
		desk_url(o, what);
		cul_out_str(o, "\"><code>");
	}
	desk_str(o, what);
	cul_out_str(o, id ? "</code></a>" : "");
}

static bool each(void *arg, const struct cul_audit *a)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;

	if (++r->n > ROWS)
		return false;
	cul_out_str(o, "<tr><td data-l=\"when\" class=\"nowrap\">");
	desk_time(o, a->at_usec);
	cul_out_str(o, "</td><td data-l=\"who\"><a href=\"/decisions?by=");
	desk_url(o, a->by);
	cul_out_str(o, "\">");
	desk_str(o, a->by);
	cul_out_str(o, "</a></td><td data-l=\"what\"><b>");
	desk_str(o, a->what);
	cul_out_str(o, "</b></td><td data-l=\"on\">");
	on(o, a->on);
	cul_out_str(o, "</td><td class=\"t say\">");
	desk_lines(o, a->detail);
	cul_out_str(o, "</td><td data-l=\"from\">");
	desk_str(o, a->from);
	cul_out_str(o, "</td></tr>\n");
	return true;
}

static void filter(struct desk_turn *t, const char *by, const char *on_what)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<form class=\"filter row\" action=\"/decisions\" "
		       "aria-label=\"Filter\"><div class=\"field\"><label "
		       "for=\"f-by\">Who</label><input id=\"f-by\" name=\"by\" "
		       "maxlength=\"63\" value=\"");
	desk_str(o, by);
	cul_out_str(o, "\"></div><div class=\"field\"><label for=\"f-on\">"
		       "On (id, exception or user)</label><input id=\"f-on\" "
		       "name=\"on\" maxlength=\"300\" value=\"");
	desk_str(o, on_what);
	cul_out_str(o, "\"></div><button>Show</button><a class=\"button "
		       "quiet\" href=\"/decisions\">Clear</a></form>\n");
}

static void pages(struct desk_turn *t, const char *by, const char *on_what,
		  uint64_t page, bool more)
{
	const uint64_t to[] = { page - 1, page + 1 };
	const char *const name[] = { "Newer", "Older" };
	struct cul_out *o = &t->o;

	cul_out_str(o, "<nav class=\"pages\" aria-label=\"Pages\">");
	for (unsigned i = 0; i < 2; i++) {
		if (i == 0 ? page == 1 : !more)
			continue;
		cul_out_fmt(o, "<a href=\"/decisions?page=%" PRIu64 "&amp;by=",
			    to[i]);
		desk_url(o, by);
		cul_out_str(o, "&amp;on=");
		desk_url(o, on_what);
		cul_out_fmt(o, "\">%s</a>", name[i]);
	}
	cul_out_str(o, "</nav>\n");
}

void desk_decisions_page(struct desk_turn *t)
{
	const struct desk_page page = { .title = "Decisions",
					.tab = DESK_TAB_DECISIONS };
	const uint64_t at = desk_query_number(t, "page", 1);
	char by[CUL_WHO_MAX], on_what[CUL_NAME_MAX];
	struct rows rows = { t, 0 };
	struct cul_out *o = &t->o;
	int rc;

	(void)desk_query(t, "by", by, sizeof(by));
	(void)desk_query(t, "on", on_what, sizeof(on_what));
	desk_page_begin(t, &page);
	cul_out_str(o, "<h1>Decisions</h1>\n<p>Who did what at the desk and in "
		       "the shell, the newest first. Nothing is ever taken out "
		       "of this list.</p>\n");
	filter(t, by, on_what);
	cul_out_str(o, "<section class=\"panel\" aria-label=\"Audit trail\">"
		       "<table class=\"stack\"><thead><tr><th scope=\"col\">"
		       "When</th><th scope=\"col\">Who</th><th scope=\"col\">"
		       "What</th><th scope=\"col\">On</th><th scope=\"col\">"
		       "In detail</th><th scope=\"col\">From</th></tr></thead>"
		       "<tbody>\n");
	rc = cul_ledger_audits(t->l, on_what[0] != '\0' ? on_what : NULL,
			       by[0] != '\0' ? by : NULL,
			       (size_t)(at - 1) * ROWS, ROWS + 1, each, &rows);
	cul_out_str(o, "</tbody></table>\n");
	if (rows.n == 0)
		cul_out_str(o, "<p>Nothing.</p>\n");
	cul_out_str(o, "</section>\n");
	pages(t, by, on_what, at, rows.n > ROWS);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, 200);
}
