/* \summary: cases whose time is over, and cases that judging makes no more */
#include <stdlib.h>

#include "ledger/filing.h"

static int end_case(struct ledger_filing *f, int64_t number,
		    enum cul_standing as, enum cul_filed what)
{
	struct ledger_row row;
	int rc = ledger_row_get(f->l, number, &row);

	if (rc != 0)
		return rc;
	row.standing = as;
	row.changed_usec = f->f->now_usec;
	if (as == CUL_STANDING_WITHDRAWN) {
		row.until_usec = CUL_TIME_NONE;
		row.version++;
	}
	rc = ledger_row_save(f->l, &row);
	return rc != 0 ? rc : ledger_file_tell(f, what, &row, NULL);
}

/* ---- over ---- */

int ledger_file_over(struct ledger_filing *f)
{
	static const char sql[] =
		"SELECT number FROM suggestion WHERE standing IN "
		"('open', 'accepted', 'declined') AND until <= ? "
		"ORDER BY number";
	struct ledger_numbers over = { NULL, 0, 0 };
	struct ledger_put p = ledger_put(ledger_sql(f->l, sql));
	int rc;

	ledger_put_int(&p, f->f->now_usec);
	rc = ledger_gather(f->l, p.st, &over);
	for (size_t i = 0; rc == 0 && i < over.n; i++)
		rc = end_case(f, over.v[i], CUL_STANDING_EXPIRED,
			      CUL_FILED_OVER);
	ledger_numbers_done(&over);
	return rc;
}

/* ---- gone ---- */

static int number_order(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static bool spoken_of(const struct ledger_filing *f, int64_t number)
{
	return f->n_seen != 0 && bsearch(&number, f->seen, f->n_seen,
					 sizeof(number), number_order) != NULL;
}

/* What is said of inputs that were not read to the end is not all. */
static bool is_all(const struct cul_filing *f)
{
	const struct cul_summary *s = &f->report->summary;

	for (size_t i = 0; i < s->n_inputs; i++)
		if (s->inputs[i].error != NULL)
			return false;
	return f->whole && s->t_first_usec != CUL_TIME_NONE;
}

static bool was_read(const struct cul_summary *s, const char *path)
{
	/* Each standard input is another. */
	if (strcmp(path, "-") == 0)
		return false;
	for (size_t i = 0; i < s->n_inputs; i++)
		if (strcmp(s->inputs[i].path, path) == 0)
			return true;
	return false;
}

/* All that the case came from has been judged again now. */
static int judged_again(struct ledger_filing *f, int64_t number, bool *ret)
{
	static const char sql[] =
		"SELECT DISTINCT r.command, i.path FROM episode e "
		"JOIN run r ON r.number = e.run "
		"LEFT JOIN run_input i ON i.run = e.run WHERE e.suggestion = ?";
	sqlite3_stmt *st = ledger_sql(f->l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	*ret = true;
	ledger_put_int(&p, number);
	while ((rc = ledger_step(f->l, st)) == 1 && *ret) {
		struct ledger_take t = { st, 0 };

		*ret = strcmp(ledger_take_text(&t), f->f->command) == 0 &&
		       was_read(&f->f->report->summary, ledger_take_text(&t));
	}
	ledger_done(f->l, st);
	return rc < 0 ? rc : 0;
}

int ledger_file_gone(struct ledger_filing *f)
{
	static const char sql[] =
		"SELECT number FROM suggestion WHERE standing = 'open' AND "
		"first_seen >= ? AND last_seen <= ? ORDER BY number";
	const struct cul_summary *s = &f->f->report->summary;
	struct ledger_numbers open = { NULL, 0, 0 };
	struct ledger_put p;
	int rc;

	if (!is_all(f->f))
		return 0;
	if (f->n_seen != 0)
		qsort(f->seen, f->n_seen, sizeof(*f->seen), number_order);
	p = ledger_put(ledger_sql(f->l, sql));
	ledger_put_int(&p, s->t_first_usec);
	ledger_put_int(&p, s->t_last_usec);
	rc = ledger_gather(f->l, p.st, &open);
	for (size_t i = 0; rc == 0 && i < open.n; i++) {
		bool again;

		if (spoken_of(f, open.v[i]))
			continue;
		rc = judged_again(f, open.v[i], &again);
		if (rc == 0 && again)
			rc = end_case(f, open.v[i], CUL_STANDING_WITHDRAWN,
				      CUL_FILED_GONE);
	}
	ledger_numbers_done(&open);
	return rc;
}
