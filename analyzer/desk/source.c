/* \summary: the page of a source: all that was suggested about it, its past */
#include <stdio.h>

#include "desk/desk_int.h"
#include "report/html.h"
#include "report/words.h"

enum { MOST = 100 };

struct rows {
	struct desk_turn *t;
	size_t n;
	const char *what; /* of exceptions: the name */
};

static bool each_case(void *arg, const struct cul_case *c)
{
	struct rows *r = arg;

	desk_case_row(&r->t->o, c, r->t->now_usec, 3);
	r->n++;
	return true;
}

static int cases(struct desk_turn *t, const char *title, const char *none,
		 const struct cul_case_query *q)
{
	struct rows rows = { t, 0, NULL };
	struct cul_out *o = &t->o;
	int rc;

	cul_out_fmt(o, "<h2>%s</h2>\n<ol class=\"cases\">\n", title);
	rc = cul_ledger_cases(t->l, q, each_case, &rows, NULL);
	if (rows.n == 0)
		cul_out_fmt(o, "<li class=\"none\">%s</li>\n", none);
	cul_out_str(o, "</ol>\n");
	return rc;
}

static bool each_exception(void *arg, const struct cul_exception *e)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;

	if (strcmp(e->what, r->what) != 0)
		return true;
	r->n++;
	cul_out_str(o, "<div class=\"tell good\"><p><b>Never accused:</b> ");
	desk_lines(o, e->reason);
	cul_out_str(o, " (");
	desk_str(o, e->owner);
	cul_out_str(o, e->expires_usec != CUL_TIME_NONE ? ", until " : ")");
	if (e->expires_usec != CUL_TIME_NONE) {
		desk_time(o, e->expires_usec);
		cul_out_str(o, ")");
	}
	cul_out_str(o, " <a href=\"/exceptions\">Exceptions</a></p></div>\n");
	return true;
}

static int show(struct desk_turn *t, enum cul_subject type, const char *name)
{
	struct cul_case_query q = { .standings = (1u << CUL_STANDINGS_) - 1,
				    .subject = name,
				    .order = CUL_CASES_NEWEST,
				    .most = MOST,
				    .now_usec = t->now_usec };
	struct rows rows = { t, 0, name };
	struct cul_out *o = &t->o;
	int rc;

	cul_out_fmt(o, "<p class=\"soft\">%s</p><h1>", cul_subject_word(type));
	desk_str(o, name);
	cul_out_str(o, "</h1>\n");
	rc = cul_ledger_exceptions(t->l, false, t->now_usec, each_exception,
				   &rows);
	if (rc == CUL_OK) {
		cul_out_str(o, "<section class=\"panel\">");
		rc = desk_past(t, 2, type, name);
		cul_out_str(o, "<p>What the ledger does not have, the log has: "
			       "<code>culprit explain ");
		desk_str(o, name);
		cul_out_str(o, " LOG</code></p></section>\n");
	}
	if (rc == CUL_OK)
		rc = cases(t, "Suggested about it", "Nothing, so far.", &q);
	if (rc == CUL_OK && type == CUL_SUBJECT_CUSTOMER) {
		q.subject = NULL;
		q.customer = name;
		rc = cases(t,
			   "Suggested about this customer's addresses and "
			   "accounts",
			   "Nothing, so far.", &q);
	}
	return rc;
}

void desk_source_page(struct desk_turn *t)
{
	char type_name[16], name[CUL_NAME_MAX];
	enum cul_subject type;
	int rc;

	(void)desk_query(t, "type", type_name, sizeof(type_name));
	if (desk_query(t, "name", name, sizeof(name)) == 0 ||
	    !desk_subject_of(type_name, &type)) {
		desk_not_found(t, "A source is named by its type and name.");
		return;
	}
	desk_page_begin(t, &(struct desk_page){ .title = name });
	rc = show(t, type, name);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, 200);
}
