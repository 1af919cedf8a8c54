/* \summary: a scan's report goes into the ledger */
#include "engine/filing.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/ledger_open.h"

/* Is it worth a line: what changed, or goes on against a decision. */
static bool is_told(enum cul_filed what)
{
	return what == CUL_FILED_NEW || what == CUL_FILED_CHANGED ||
	       what == CUL_FILED_BACK || what == CUL_FILED_GONE ||
	       what == CUL_FILED_AGAIN;
}

static struct cul_filed_case *room(struct cul_filing_done *d)
{
	struct cul_filed_case *v;
	size_t n;

	if (d->list.n < d->room)
		return &d->v[d->list.n++];
	n = d->room * 2 + 32;
	v = d->list.n < CUL_FILED_MOST ? realloc(d->v, n * sizeof(*v)) : NULL;
	if (v == NULL)
		return NULL;
	d->v = v;
	d->list.v = v;
	d->room = n < CUL_FILED_MOST ? n : CUL_FILED_MOST;
	return &d->v[d->list.n++];
}

static void told(void *arg, enum cul_filed what, const struct cul_case *c)
{
	struct cul_filed_case *to = is_told(what) ? room(arg) : NULL;

	if (to == NULL)
		return;
	*to = (struct cul_filed_case){
		.what = what,
		.action = c->s.action,
		.kind = c->s.kind,
		.subject = c->s.subject,
		.first_seen_usec = c->s.first_seen_usec,
		.last_seen_usec = c->s.last_seen_usec,
		.before = c->before,
	};
	memcpy(to->id, c->s.id, sizeof(to->id));
	memcpy(to->name, c->s.name, sizeof(to->name));
	memcpy(to->customer, c->s.customer, sizeof(to->customer));
	memcpy(to->why, c->s.why, sizeof(to->why));
	memcpy(to->back, c->back, sizeof(to->back));
}

static int count_open(struct cul_ledger *l, int64_t now_usec, uint64_t *ret)
{
	uint64_t all[CUL_STANDINGS_][CUL_KINDS_];
	int rc = cul_ledger_totals(l, now_usec, all);

	*ret = 0;
	for (unsigned k = 0; rc == CUL_OK && k < CUL_KINDS_; k++)
		*ret += all[CUL_STANDING_OPEN][k];
	return rc;
}

static int file(struct cul_ledger *l, const struct cul_report *report,
		int64_t retention_usec, struct cul_filing_done *d)
{
	const struct cul_filing f = {
		.command = "scan",
		.report = report,
		.now_usec = cul_clock_wall_usec(),
		.whole = true,
		.told = told,
		.arg = d,
	};
	int rc = cul_ledger_file(l, &f, d->list.counts);

	if (rc == CUL_OK)
		rc = count_open(l, f.now_usec, &d->list.open);
	if (rc == CUL_OK)
		rc = cul_ledger_prune(l, f.now_usec - retention_usec, NULL,
				      NULL);
	return rc;
}

int cul_filing_scan(const struct cul_settings *s, struct cul_report *report,
		    struct cul_out *err, struct cul_filing_done *ret)
{
	const int64_t retention =
		(int64_t)(s->ledger_retention_days * (double)CUL_USEC_PER_DAY);
	struct cul_ledger *l;
	int rc;

	*ret = (struct cul_filing_done){ .path = NULL };
	if (s->ledger_path == NULL)
		return CUL_OK;
	ret->path = strdup(s->ledger_path);
	if (ret->path == NULL)
		return CUL_ENOMEM;
	ret->list.ledger = ret->path;
	rc = cul_settings_ledger(s, CUL_LEDGER_CREATE, err, &l);
	if (rc != CUL_OK)
		return rc;
	rc = file(l, report, retention, ret);
	if (rc != CUL_OK)
		cul_out_fmt(err, "%s\n", cul_ledger_error(l));
	cul_ledger_close(&l);
	if (rc == CUL_OK)
		report->filed = &ret->list;
	return rc;
}

void cul_filing_free(struct cul_filing_done *d)
{
	free(d->v);
	free(d->path);
	*d = (struct cul_filing_done){ .path = NULL };
}
