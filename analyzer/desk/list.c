/* \summary: the worklist: what waits, what was decided */
#include <stdio.h>

#include "desk/desk_int.h"

enum { ROWS = 50, ALL_STANDINGS = CUL_STANDINGS_ };

static const char *const orders[] = {
	[CUL_CASES_GRAVEST] = "gravest", [CUL_CASES_NEWEST] = "newest",
	[CUL_CASES_OLDEST] = "oldest",   [CUL_CASES_SUBJECT] = "subject",
	[CUL_CASES_RECENT] = "recent",
};
static const char *const order_labels[] = {
	[CUL_CASES_GRAVEST] = "gravest first",
	[CUL_CASES_NEWEST] = "newest first",
	[CUL_CASES_OLDEST] = "longest waiting first",
	[CUL_CASES_SUBJECT] = "by name",
	[CUL_CASES_RECENT] = "last changed first",
};
enum { ORDERS = sizeof(orders) / sizeof(orders[0]) };

/* What is shown; the names as in the query. CUL_KINDS_, CUL_ACTIONS_: any. */
struct filter {
	unsigned standing; /* ALL_STANDINGS: all */
	unsigned kind, action, order;
	char search[CUL_NAME_MAX];
	uint64_t page;
};

static const char *kind_of(unsigned k)
{
	return cul_kind_name((enum cul_kind)k);
}

static const char *action_of(unsigned a)
{
	return cul_action_name((enum cul_action)a);
}

static const char *standing_of(unsigned s)
{
	return s == ALL_STANDINGS ? "all"
				  : cul_standing_name((enum cul_standing)s);
}

static const char *order_of(unsigned i)
{
	return orders[i];
}

/* The number of what the query has under that name, `none` if it has not. */
static unsigned choice(const struct desk_turn *t, const char *name,
		       const char *(*of)(unsigned), unsigned n, unsigned none)
{
	char text[32];

	(void)desk_query(t, name, text, sizeof(text));
	for (unsigned i = 0; i < n; i++)
		if (strcmp(of(i), text) == 0)
			return i;
	return none;
}

static struct filter read_filter(const struct desk_turn *t)
{
	struct filter f = {
		.standing = choice(t, "standing", standing_of,
				   CUL_STANDINGS_ + 1, CUL_STANDING_OPEN),
		.kind = choice(t, "kind", kind_of, CUL_KINDS_, CUL_KINDS_),
		.action = choice(t, "action", action_of, CUL_ACTIONS_,
				 CUL_ACTIONS_),
		.order = choice(t, "sort", order_of, ORDERS, CUL_CASES_GRAVEST),
		.page = desk_query_number(t, "page", 1),
	};

	(void)desk_query(t, "q", f.search, sizeof(f.search));
	return f;
}

/* The query that leads to the same with another standing or page. */
static void put_href(struct cul_out *o, const struct filter *f,
		     unsigned standing, uint64_t page)
{
	cul_out_fmt(o, "/?standing=%s", standing_of(standing));
	if (f->kind < CUL_KINDS_)
		cul_out_fmt(o, "&amp;kind=%s", kind_of(f->kind));
	if (f->action < CUL_ACTIONS_)
		cul_out_fmt(o, "&amp;action=%s", action_of(f->action));
	if (f->order != CUL_CASES_GRAVEST)
		cul_out_fmt(o, "&amp;sort=%s", orders[f->order]);
	if (f->search[0] != '\0') {
		cul_out_str(o, "&amp;q=");
		desk_url(o, f->search);
	}
	if (page > 1)
		cul_out_fmt(o, "&amp;page=%zu", (size_t)page);
}

typedef uint64_t totals[CUL_STANDINGS_][CUL_KINDS_];

static uint64_t total_of(totals n, unsigned standing)
{
	uint64_t sum = 0;

	for (unsigned s = 0; s < CUL_STANDINGS_; s++)
		for (unsigned k = 0; k < CUL_KINDS_; k++)
			if (standing == ALL_STANDINGS || standing == s)
				sum += n[s][k];
	return sum;
}

static void tabs(struct desk_turn *t, const struct filter *f, totals n)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<nav class=\"tabs\" id=\"counts\" aria-label=\"Where "
		       "they stand\">");
	for (unsigned s = 0; s <= ALL_STANDINGS; s++) {
		cul_out_str(o, "<a href=\"");
		put_href(o, f, s, 1);
		cul_out_fmt(o, "\"%s>%s <b>",
			    s == f->standing ? " aria-current=\"page\"" : "",
			    standing_of(s));
		desk_u64(o, total_of(n, s));
		cul_out_str(o, "</b></a> ");
	}
	cul_out_str(o, "</nav>\n");
}

static void select_of(struct desk_turn *t, const char *name, const char *label,
		      const char *any, const char *(*of)(unsigned),
		      unsigned from, unsigned n, unsigned chosen)
{
	struct cul_out *o = &t->o;

	cul_out_fmt(o,
		    "<div class=\"field\"><label for=\"f-%s\">%s</label>"
		    "<select id=\"f-%s\" name=\"%s\">",
		    name, label, name, name);
	if (any != NULL)
		desk_option(o, "", any, chosen == n);
	for (unsigned i = from; i < n; i++)
		desk_option(o, of(i), of == order_of ? order_labels[i] : of(i),
			    chosen == i);
	cul_out_str(o, "</select></div>\n");
}

static void filter_form(struct desk_turn *t, const struct filter *f)
{
	struct cul_out *o = &t->o;

	cul_out_fmt(o,
		    "<form class=\"filter row\" action=\"/\" "
		    "aria-label=\"Filter\"><input type=\"hidden\" "
		    "name=\"standing\" value=\"%s\"><div class=\"field\">"
		    "<label for=\"f-q\">Containing</label><input id=\"f-q\" "
		    "type=\"search\" name=\"q\" maxlength=\"300\" value=\"",
		    standing_of(f->standing));
	desk_str(o, f->search);
	cul_out_str(o, "\"></div>\n");
	select_of(t, "kind", "Kind", "any kind", kind_of, 0, CUL_KINDS_,
		  f->kind);
	select_of(t, "action", "Action", "any action", action_of,
		  CUL_ACTION_WATCH, CUL_ACTIONS_, f->action);
	select_of(t, "sort", "Order", NULL, order_of, 0, ORDERS, f->order);
	cul_out_fmt(o,
		    "<button>Show</button><a class=\"button quiet\" "
		    "href=\"/?standing=%s\">Clear</a></form>\n",
		    standing_of(f->standing));
}

struct rows {
	struct desk_turn *t;
	size_t n;
};

static bool each(void *arg, const struct cul_case *c)
{
	struct rows *r = arg;

	desk_case_row(&r->t->o, c, r->t->now_usec, 2);
	r->n++;
	return true;
}

static void none(struct desk_turn *t, const struct filter *f)
{
	const bool all_open = f->page == 1 &&
			      f->standing == CUL_STANDING_OPEN &&
			      f->kind == CUL_KINDS_ &&
			      f->action == CUL_ACTIONS_ && f->search[0] == '\0';

	cul_out_str(&t->o,
		    all_open ? "<li class=\"none\"><p><strong>Nothing waits "
			       "for a decision.</strong></p><p>What the next "
			       "scan or the watch finds appears here by "
			       "itself.</p></li>\n"
			     : "<li class=\"none\"><p><strong>Nothing matches."
			       "</strong></p><p>Another standing or a wider "
			       "filter may show it; the search above looks "
			       "everywhere.</p></li>\n");
}

static void range(struct desk_turn *t, const struct filter *f, size_t n,
		  size_t total)
{
	const size_t first = (size_t)(f->page - 1) * ROWS;
	struct cul_out *o = &t->o;

	cul_out_str(o, "<nav class=\"pages\" id=\"range\" "
		       "aria-label=\"Pages\"><span>");
	if (n != 0) {
		desk_u64(o, first + 1);
		cul_out_str(o, " to ");
		desk_u64(o, first + n);
		cul_out_str(o, " of ");
		desk_u64(o, total);
	}
	cul_out_str(o, "</span>");
	if (f->page > 1) {
		cul_out_str(o, "<a rel=\"prev\" href=\"");
		put_href(o, f, f->standing, f->page - 1);
		cul_out_str(o, "\">Earlier page</a>");
	}
	if (first + n < total) {
		cul_out_str(o, "<a rel=\"next\" href=\"");
		put_href(o, f, f->standing, f->page + 1);
		cul_out_str(o, "\">Next page</a>");
	}
	cul_out_str(o, "</nav>\n");
}

static int show(struct desk_turn *t, const struct filter *f)
{
	struct cul_case_query q = {
		.standings = f->standing == ALL_STANDINGS
				     ? (1u << CUL_STANDINGS_) - 1
				     : 1u << f->standing,
		.kinds = f->kind < CUL_KINDS_ ? 1u << f->kind : 0,
		.actions = f->action < CUL_ACTIONS_ ? 1u << f->action : 0,
		.search = f->search[0] != '\0' ? f->search : NULL,
		.order = (enum cul_case_order)f->order,
		.skip = (size_t)(f->page - 1) * ROWS,
		.most = ROWS,
		.now_usec = t->now_usec,
	};
	struct rows rows = { t, 0 };
	size_t total = 0;
	int rc;

	cul_out_str(&t->o, "<ol class=\"cases\" id=\"list\">\n");
	rc = cul_ledger_cases(t->l, &q, each, &rows, &total);
	if (rows.n == 0)
		none(t, f);
	cul_out_str(&t->o, "</ol>\n");
	range(t, f, rows.n, total);
	return rc;
}

void desk_list_page(struct desk_turn *t)
{
	const struct filter f = read_filter(t);
	const struct desk_page page = { .title = "Worklist",
					.tab = DESK_TAB_LIST,
					.live = true };
	totals n;
	int rc = cul_ledger_totals(t->l, t->now_usec, n);

	if (rc != CUL_OK) {
		desk_trouble(t, rc);
		return;
	}
	desk_page_begin(t, &page);
	cul_out_str(&t->o, "<h1>Worklist</h1>\n");
	tabs(t, &f, n);
	filter_form(t, &f);
	rc = show(t, &f);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, 200);
}
