/* \summary: filing what judging says: into the case that is there, or a new one
 */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/filing.h"

int ledger_file_tell(struct ledger_filing *f, enum cul_filed what,
		     const struct ledger_row *row,
		     const struct cul_suggestion *s)
{
	struct cul_case *c = &f->told;
	int rc = 0;

	f->counts[what]++;
	if (f->f->told == NULL)
		return 0;
	if (s != NULL) {
		c->s = *s;
		memcpy(c->s.id, row->id, sizeof(c->s.id));
		c->s.first_seen_usec = row->first_seen_usec;
		ledger_row_case(row, f->f->now_usec, c);
	} else {
		rc = ledger_case_light(f->l, row->number, f->f->now_usec, c);
	}
	if (rc == 0)
		f->f->told(f->f->arg, what, c);
	return rc;
}

static int remember(struct ledger_filing *f, int64_t number)
{
	if (f->n_seen == f->cap_seen) {
		size_t cap = f->cap_seen == 0 ? 256 : 2 * f->cap_seen;
		int64_t *seen = realloc(f->seen, cap * sizeof(*seen));

		if (seen == NULL)
			return ledger_fail_memory(f->l);
		f->seen = seen;
		f->cap_seen = cap;
	}
	f->seen[f->n_seen++] = number;
	return 0;
}

static void open_again(struct ledger_row *row, const struct cul_suggestion *s,
		       int64_t now_usec)
{
	row->standing = CUL_STANDING_OPEN;
	row->until_usec = ledger_waits(s, now_usec);
}

/* What more evidence does to a case; it has been taken up already. */
static enum cul_filed react(struct ledger_filing *f, struct ledger_row *row,
			    const struct ledger_coming *in)
{
	const int64_t now = f->f->now_usec;
	char day[CUL_TIME_TEXT_MAX];

	switch (row->standing) {
	case CUL_STANDING_ACCEPTED:
		if (in->evil_usec <= row->decided_usec)
			return CUL_FILED_SAME;
		row->again_usec = in->evil_usec;
		return CUL_FILED_AGAIN;
	case CUL_STANDING_DECLINED:
		if (in->evil_usec > row->decided_usec)
			row->again_usec = in->evil_usec;
		if (!ledger_is_back(row, in, row->back))
			return CUL_FILED_HELD;
		open_again(row, in->s, now);
		return CUL_FILED_BACK;
	case CUL_STANDING_WITHDRAWN:
		(void)snprintf(row->back, sizeof(row->back),
			       "Withdrawn on %s; suggested again.",
			       ledger_day(row->changed_usec, day));
		open_again(row, in->s, now);
		return CUL_FILED_BACK;
	case CUL_STANDING_OPEN:
		open_again(row, in->s, now);
		return CUL_FILED_CHANGED;
	case CUL_STANDING_EXPIRED:
	case CUL_STANDING_RELEASED:
	case CUL_STANDINGS_:
		break;
	}
	return CUL_FILED_SAME;
}

static int take_up(struct ledger_filing *f, struct ledger_row *row,
		   const struct ledger_known *known,
		   const struct ledger_coming *in)
{
	const struct ledger_row before = *row;
	enum cul_filed what;
	int rc = ledger_file_store(f, row, known, in);

	if (rc != 0)
		return rc;
	what = react(f, row, in);
	if (ledger_matters(&before, row))
		row->version++;
	row->changed_usec = f->f->now_usec;
	rc = ledger_row_save(f->l, row);
	return rc != 0 ? rc : ledger_file_tell(f, what, row, in->s);
}

/* The case stands, and there is nothing more to it. */
static int nothing_new(struct ledger_filing *f, const struct ledger_row *row,
		       const struct ledger_coming *in)
{
	const bool held = row->standing == CUL_STANDING_DECLINED;

	return ledger_file_tell(f, held ? CUL_FILED_HELD : CUL_FILED_SAME, row,
				in->s);
}

/* Of one that is over: newer evidence is a case of its own. */
static int after(struct ledger_filing *f, struct ledger_row *row,
		 const struct ledger_coming *in)
{
	struct ledger_row fresh;
	int rc = 0;

	if (!ledger_is_newer(row, in))
		return ledger_file_tell(f, CUL_FILED_OLD, row, in->s);
	if (row->decided_usec != CUL_TIME_NONE) {
		row->again_usec = in->evil_usec;
		rc = ledger_row_save(f->l, row);
	}
	if (rc == 0)
		rc = ledger_file_new(f, row, in, &fresh);
	if (rc == 0)
		rc = remember(f, fresh.number);
	return rc != 0 ? rc : ledger_file_tell(f, CUL_FILED_NEW, &fresh, in->s);
}

static bool is_over(const struct ledger_row *row, int64_t now_usec)
{
	const enum cul_standing s = ledger_stands(row, now_usec);

	return s == CUL_STANDING_EXPIRED || s == CUL_STANDING_RELEASED;
}

static int file_known(struct ledger_filing *f, struct ledger_row *row,
		      const struct ledger_known *known,
		      const struct ledger_coming *in)
{
	bool covered = false;
	int rc = remember(f, row->number);

	if (rc != 0)
		return rc;
	if (is_over(row, f->f->now_usec))
		return after(f, row, in);
	if (row->standing != CUL_STANDING_WITHDRAWN)
		rc = ledger_file_covered(f->l, row, known, in, &covered);
	if (rc != 0)
		return rc;
	return covered ? nothing_new(f, row, in) : take_up(f, row, known, in);
}

static int file_one(struct ledger_filing *f, const struct cul_suggestion *s)
{
	const struct ledger_coming in = ledger_coming(s);
	struct ledger_row row;
	struct ledger_known known;
	int rc = ledger_file_find(f->l, &in, f->f->now_usec, &row, &known);

	if (rc != 0)
		return rc;
	if (row.number != 0)
		return file_known(f, &row, &known, &in);
	rc = ledger_file_new(f, NULL, &in, &row);
	if (rc == 0)
		rc = remember(f, row.number);
	return rc != 0 ? rc : ledger_file_tell(f, CUL_FILED_NEW, &row, s);
}

static int file_all(struct ledger_filing *f)
{
	const struct cul_report *r = f->f->report;
	int rc = ledger_file_run(f);

	/* First what is over, so that it is not taken for what stands. */
	if (rc == 0)
		rc = ledger_file_over(f);
	for (size_t i = 0; rc == 0 && i < r->n_suggestions; i++)
		rc = file_one(f, &r->suggestions[i]);
	if (rc == 0)
		rc = ledger_file_gone(f);
	return rc;
}

int cul_ledger_file(struct cul_ledger *l, const struct cul_filing *f,
		    uint64_t ret_counts[CUL_FILEDS_])
{
	struct ledger_filing *g = calloc(1, sizeof(*g));
	int rc;

	if (g == NULL)
		return ledger_fail_memory(l);
	g->l = l;
	g->f = f;
	rc = ledger_write_begin(l);
	if (rc == 0)
		rc = ledger_write_end(l, file_all(g));
	if (rc == 0 && ret_counts != NULL)
		memcpy(ret_counts, g->counts, sizeof(g->counts));
	free(g->seen);
	free(g);
	return rc;
}
