/* \summary: what to answer somebody who was blocked, and what is known */
#include <stdio.h>

#include "desk/desk_int.h"
#include "ledger/answer.h"
#include "report/html.h"

enum { MOST = 20, QUOTED_MAX = 4096 };

struct shown {
	struct desk_turn *t;
	bool steps, cases, any; /* which list is open; a head was shown */
};

static void close_lists(struct shown *s)
{
	if (s->steps)
		cul_out_str(&s->t->o, "</ol>\n");
	if (s->cases)
		cul_out_str(&s->t->o, "</ol>\n");
	s->steps = s->cases = false;
}

static void head(struct shown *s, const char *text)
{
	struct cul_out *o = &s->t->o;

	close_lists(s);
	cul_out_fmt(o, "%s<section class=\"panel\"><h2>",
		    s->any ? "</section>\n" : "");
	s->any = true;
	desk_lines(o, text);
	cul_out_str(o, "</h2>\n");
}

static void step(struct shown *s, const char *text)
{
	struct cul_out *o = &s->t->o;

	if (!s->steps) {
		close_lists(s);
		cul_out_str(o, "<h3>What to do</h3><ol>\n");
		s->steps = true;
	}
	cul_out_str(o, "<li>");
	desk_lines(o, text);
	cul_out_str(o, "</li>\n");
}

static void about(struct shown *s, const struct cul_case *c)
{
	struct cul_out *o = &s->t->o;

	if (!s->cases) {
		close_lists(s);
		cul_out_str(o, "<ol class=\"cases\">\n");
		s->cases = true;
	}
	desk_case_row(o, c, s->t->now_usec, 3);
}

static void text_part(struct shown *s, const char *text, bool aloud)
{
	struct cul_out *o = &s->t->o;

	close_lists(s);
	cul_out_str(o, aloud ? "<h3>To be read out</h3><p class=\"lead say\">"
			     : "<p>");
	desk_lines(o, text);
	cul_out_str(o, "</p>\n");
}

static void part(void *arg, enum cul_answer_part kind, const char *text,
		 const struct cul_case *c)
{
	struct shown *s = arg;

	switch (kind) {
	case CUL_ANSWER_HEAD:
		head(s, text);
		break;
	case CUL_ANSWER_CASE:
		about(s, c);
		break;
	case CUL_ANSWER_SAY:
		text_part(s, text, true);
		break;
	case CUL_ANSWER_DO:
		step(s, text);
		break;
	case CUL_ANSWER_TEXT:
	case CUL_ANSWER_PARTS_:
		text_part(s, text, false);
		break;
	}
}

static int answer(struct desk_turn *t, const char *text)
{
	struct shown s = { t, false, false, false };
	const struct cul_answer_plan plan = {
		.ledger = t->l,
		.now_usec = t->now_usec,
		.n_networks = t->desk->plan->n_networks,
		.networks = t->desk->plan->networks,
		.part = part,
		.arg = &s,
	};
	enum cul_answer_is is;
	int rc = cul_answer(&plan, (struct cul_sv){ text, strlen(text) }, &is);

	close_lists(&s);
	cul_out_str(&t->o, s.any ? "</section>\n" : "");
	return rc;
}

struct rows {
	struct desk_turn *t;
	size_t n;
};

static bool each(void *arg, const struct cul_case *c)
{
	struct rows *r = arg;

	if (r->n++ == 0)
		cul_out_str(&r->t->o, "<h2>Suggestions in which it stands</h2>"
				      "<ol class=\"cases\" id=\"list\">\n");
	desk_case_row(&r->t->o, c, r->t->now_usec, 3);
	return true;
}

static int found(struct desk_turn *t, const char *text)
{
	const struct cul_case_query q = {
		.standings = (1u << CUL_STANDINGS_) - 1,
		.search = text,
		.order = CUL_CASES_NEWEST,
		.most = MOST,
		.now_usec = t->now_usec,
	};
	struct rows rows = { t, 0 };
	size_t total = 0;
	int rc = cul_ledger_cases(t->l, &q, each, &rows, &total);

	if (rows.n != 0)
		cul_out_str(&t->o, "</ol>\n");
	if (total > rows.n) {
		cul_out_str(&t->o, "<p><a href=\"/?standing=all&amp;q=");
		desk_url(&t->o, text);
		cul_out_str(&t->o, "\">All ");
		desk_u64(&t->o, total);
		cul_out_str(&t->o, "</a></p>\n");
	}
	return rc;
}

static void ask(struct desk_turn *t, const char *text)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<h1>Search</h1>\n<form class=\"screen\" "
		       "action=\"/search\" aria-label=\"Search by a quoted "
		       "text\"><div class=\"field\"><label for=\"quoted\">"
		       "Address, account, customer, id, or the rejection "
		       "somebody quotes</label><textarea id=\"quoted\" "
		       "name=\"q\" rows=\"4\" maxlength=\"4000\">\n");
	desk_lines(o, text);
	cul_out_str(o, "</textarea></div><p><button>Search</button></p></form>"
		       "\n");
}

void desk_search_page(struct desk_turn *t)
{
	char text[QUOTED_MAX];
	int rc = CUL_OK;

	(void)desk_query(t, "q", text, sizeof(text));
	desk_page_begin(
		t, &(struct desk_page){
			   .title = "Search",
			   .find = strchr(text, '\n') == NULL ? text : NULL });
	ask(t, text);
	if (text[0] != '\0')
		rc = answer(t, text);
	if (rc == CUL_OK && text[0] != '\0' && strlen(text) < CUL_NAME_MAX)
		rc = found(t, text);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, 200);
}
