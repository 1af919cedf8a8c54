/* \summary: cases of the ledger in a list, and its exceptions */
#include <stdio.h>

#include "engine/ledger_view.h"
#include "report/cases.h"
#include "report/words.h"

struct listing {
	const struct cul_ledger_view *v;
	struct cul_term term;
	struct cul_case_columns columns;
	struct cul_report report;
	enum cul_standing first;
	size_t n;
};

static bool fit(void *arg, const struct cul_case *c)
{
	struct listing *l = arg;

	if (l->n++ == 0)
		l->first = c->standing;
	l->columns.standings |=
		c->standing != l->first || c->standing != CUL_STANDING_OPEN;
	cul_case_fit(&l->term, c, &l->columns);
	return true;
}

static bool row(void *arg, const struct cul_case *c)
{
	struct listing *l = arg;

	if (l->n++ == 0)
		cul_case_headings(&l->term, &l->columns);
	cul_case_row(&l->term, &l->columns, c);
	return l->v->o->err == 0;
}

static bool line(void *arg, const struct cul_case *c)
{
	struct listing *l = arg;
	struct cul_json j;

	l->n++;
	cul_json_init(&j, l->v->o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_case_json(&j, &l->report, c, false);
	cul_json_end(&j);
	cul_out_put(l->v->o, "\n", 1);
	return l->v->o->err == 0;
}

static int sums(const struct cul_ledger_view *v, uint64_t ret[CUL_STANDINGS_])
{
	uint64_t all[CUL_STANDINGS_][CUL_KINDS_];
	int rc = cul_ledger_totals(v->ledger, v->now_usec, all);

	if (rc != CUL_OK)
		return rc;
	for (unsigned s = 0; s < CUL_STANDINGS_; s++) {
		ret[s] = 0;
		for (unsigned k = 0; k < CUL_KINDS_; k++)
			ret[s] += all[s][k];
	}
	return CUL_OK;
}

static int summary(const struct listing *l, size_t total)
{
	uint64_t n[CUL_STANDINGS_];
	struct cul_json j;
	int rc = sums(l->v, n);

	if (rc != CUL_OK)
		return rc;
	cul_json_init(&j, l->v->o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_json_object(&j, "summary");
	cul_json_str(&j, "ledger", cul_ledger_path(l->v->ledger));
	cul_json_time(&j, "as_of", l->v->now_usec);
	cul_json_u64(&j, "shown", l->n);
	cul_json_u64(&j, "found", total);
	cul_json_object(&j, "standings");
	for (unsigned s = 0; s < CUL_STANDINGS_; s++)
		cul_json_u64(&j, cul_standing_name((enum cul_standing)s), n[s]);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_out_put(l->v->o, "\n", 1);
	return CUL_OK;
}

static int list_json(struct listing *l, const struct cul_case_query *q)
{
	size_t total = 0;
	int rc = cul_ledger_cases(l->v->ledger, q, line, l, &total);

	return rc == CUL_OK ? summary(l, total) : rc;
}

/* "3 open, 12 accepted" */
static void put_sums(struct cul_out *o, const uint64_t n[CUL_STANDINGS_])
{
	const char *join = "";
	char number[CUL_WORD_MAX];

	for (unsigned s = 0; s < CUL_STANDINGS_; s++) {
		if (n[s] == 0 && s != CUL_STANDING_OPEN)
			continue;
		cul_out_fmt(o, "%s%s %s", join, cul_word_u64(n[s], number),
			    cul_standing_name((enum cul_standing)s));
		join = ", ";
	}
}

static int foot(const struct listing *l, size_t total)
{
	struct cul_out *o = l->v->o;
	uint64_t n[CUL_STANDINGS_];
	int rc = sums(l->v, n);

	if (rc != CUL_OK)
		return rc;
	if (l->n == 0)
		cul_out_str(o, "Nothing to show.\n");
	if (l->n < total)
		cul_out_fmt(o, "%zu more: -n %zu shows all\n", total - l->n,
			    total);
	cul_out_str(o, "\nIn the ledger: ");
	put_sums(o, n);
	cul_out_str(o, ".\n");
	if (l->n != 0)
		cul_out_str(o, "culprit show ID tells all of one; so many "
			       "letters of an id as make it\nunique will do, "
			       "four at least.\n");
	return CUL_OK;
}

static int list_text(struct listing *l, const struct cul_case_query *q)
{
	size_t total = 0;
	int rc = cul_ledger_cases(l->v->ledger, q, fit, l, &total);

	l->n = 0;
	if (rc == CUL_OK)
		rc = cul_ledger_cases(l->v->ledger, q, row, l, &total);
	return rc == CUL_OK ? foot(l, total) : rc;
}

int cul_ledger_view_list(const struct cul_ledger_view *v,
			 const struct cul_case_query *q)
{
	struct listing l = {
		.v = v,
		.term = { v->o, &v->style },
		.report = { .mask = v->mask },
	};

	return v->json ? list_json(&l, q) : list_text(&l, q);
}

/* ---- exceptions ---- */

static bool exception(void *arg, const struct cul_exception *e)
{
	struct listing *l = arg;
	struct cul_json j;

	l->n++;
	if (!l->v->json) {
		cul_case_exception(&l->term, e, l->v->now_usec);
		return true;
	}
	cul_json_init(&j, l->v->o);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "v", 1);
	cul_json_object(&j, "exception");
	cul_case_json_exception(&j, e);
	cul_json_end(&j);
	cul_json_end(&j);
	cul_out_put(l->v->o, "\n", 1);
	return true;
}

int cul_ledger_view_exceptions(const struct cul_ledger_view *v, bool all)
{
	struct listing l = { .v = v, .term = { v->o, &v->style } };
	int rc = cul_ledger_exceptions(v->ledger, all, v->now_usec, exception,
				       &l);

	if (rc == CUL_OK && l.n == 0 && !v->json)
		cul_out_str(v->o, "No exceptions. [judge] never of the "
				  "configuration may have some.\n");
	return rc;
}
