/* \summary: who held a prefix when: intervals, asked by address and time */
#include "attribute/leases_int.h"

#include <assert.h>
#include <stdlib.h>

#include "attribute/order.h"
#include "culprit/err.h"
#include "culprit/limits.h"

struct cul_leases *cul_leases_new(size_t most)
{
	struct cul_leases *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->most = most != 0 ? most : CUL_LEASES_MAX;
	l->answers_from = INT64_MIN;
	l->totals.t_first_usec = l->totals.t_last_usec = CUL_TIME_NONE;
	return l;
}

void cul_leases_free(struct cul_leases **lp)
{
	struct cul_leases *l = *lp;

	if (l == NULL)
		return;
	cul_sessions_done(&l->sessions);
	free(l->v);
	free(l->widths);
	free(l);
	*lp = NULL;
}

/* Interim records come by the thousand for one session: they are put together
 * each time the rows have doubled. */
static void make_room(struct cul_leases *l)
{
	struct cul_sessions *s = &l->sessions;
	int64_t until;

	if (s->n < 4096 || (s->n < 2 * s->merged && s->n < l->most))
		return;
	cul_sessions_merge(s);
	while (s->n >= l->most) {
		size_t n = cul_sessions_forget(s, &until);

		l->totals.forgotten += n;
		if (n == 0)
			return;
		if (until >= l->answers_from)
			l->answers_from = until + 1;
	}
}

int cul_leases_add(struct cul_leases *l, const struct cul_lease_fact *f)
{
	assert(l->v == NULL);
	l->totals.records++;
	make_room(l);
	return cul_sessions_add(&l->sessions, f);
}

static int cmp_i64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int prefix_order(const struct interval *a, const struct interval *b)
{
	return a->bits != b->bits ? (a->bits < b->bits ? -1 : 1)
				  : cul_addr_order(&a->base, &b->base);
}

/* Of one start nobody is before somebody, and who is not so sure before who is;
 * the record read later last. */
static int interval_order(const void *av, const void *bv)
{
	const struct interval *a = av, *b = bv;
	int c = prefix_order(a, b);

	if (c == 0)
		c = cmp_i64(a->start, b->start);
	if (c == 0)
		c = cmp_i64(a->customer != 0, b->customer != 0);
	if (c == 0)
		c = cmp_i64(!a->weak, !b->weak);
	if (c == 0)
		c = cmp_i64(a->file, b->file);
	if (c == 0)
		c = cmp_i64(a->line, b->line);
	return c != 0 ? c : cmp_i64(a->customer, b->customer);
}

/* Also said to be nobody's from its start: given back, at an unknown time. */
static bool is_given_back(const struct cul_leases *l, size_t i)
{
	const struct interval *a = &l->v[i];

	return i > 0 && l->v[i - 1].customer == 0 &&
	       l->v[i - 1].start == a->start &&
	       prefix_order(&l->v[i - 1], a) == 0;
}

/* Two customers claim the same time, and neither is to be left aside. */
static bool overlap(const struct cul_leases *l, size_t i)
{
	const struct interval *a = &l->v[i], *b = a + 1;

	return a->customer != b->customer && a->customer != 0 &&
	       b->customer != 0 && !a->weak && !is_given_back(l, i);
}

/* A newer start ends what was before it. */
static void cut(struct cul_leases *l)
{
	for (size_t i = 0; i + 1 < l->n; i++) {
		struct interval *a = &l->v[i];

		if (prefix_order(a, a + 1) != 0 || a->end <= a[1].start)
			continue;
		l->totals.overlaps += overlap(l, i);
		a->end = a[1].start;
	}
}

/* What is left of it, one for each time that somebody held it. */
static void tidy(struct cul_leases *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct interval *in = &l->v[i];
		struct interval *last = kept != 0 ? &l->v[kept - 1] : NULL;

		if (in->customer == 0 || in->end <= in->start)
			continue;
		if (last != NULL && prefix_order(last, in) == 0 &&
		    last->customer == in->customer && last->end == in->start)
			last->end = in->end;
		else
			l->v[kept++] = *in;
	}
	l->n = kept;
}

static int widths_find(struct cul_leases *l)
{
	unsigned n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += i == 0 || l->v[i].bits != l->v[i - 1].bits;
	l->widths = calloc(n + 1u, sizeof(*l->widths));
	if (l->widths == NULL)
		return CUL_ENOMEM;
	l->n_widths = n;
	for (size_t i = 0; i < l->n; i++) {
		if (i == 0 || l->v[i].bits != l->v[i - 1].bits)
			l->widths[--n] = (struct width){ l->v[i].bits, i, 0 };
		l->widths[n].n++;
	}
	return CUL_OK;
}

static int u32_order(const void *av, const void *bv)
{
	const uint32_t *a = av, *b = bv;

	return (*a > *b) - (*a < *b);
}

static void moment(struct cul_leases_totals *t, int64_t t_usec)
{
	if (t_usec == INT64_MAX)
		return;
	if (t->t_first_usec == CUL_TIME_NONE || t_usec < t->t_first_usec)
		t->t_first_usec = t_usec;
	if (t->t_last_usec == CUL_TIME_NONE || t_usec > t->t_last_usec)
		t->t_last_usec = t_usec;
}

static int count(struct cul_leases *l)
{
	uint32_t *names = malloc((l->n + 1) * sizeof(*names));

	if (names == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < l->n; i++) {
		names[i] = l->v[i].customer;
		moment(&l->totals, l->v[i].start);
		moment(&l->totals, l->v[i].end);
	}
	if (l->n != 0)
		qsort(names, l->n, sizeof(*names), u32_order);
	for (size_t i = 0; i < l->n; i++)
		l->totals.customers += i == 0 || names[i] != names[i - 1];
	l->totals.intervals = l->n;
	free(names);
	return CUL_OK;
}

int cul_leases_seal(struct cul_leases *l, int64_t skew_usec)
{
	const struct cul_session_row *r;
	int err;

	cul_sessions_close(&l->sessions, &l->totals.odd);
	l->skew = skew_usec;
	l->v = calloc(l->sessions.n + 1, sizeof(*l->v));
	if (l->v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < l->sessions.n; i++) {
		r = &l->sessions.v[i];
		l->v[i] = (struct interval){ r->net.base, r->said, r->end,
					     r->customer, r->file, r->line,
					     r->net.bits, r->weak };
	}
	l->n = l->sessions.n;
	cul_sessions_done(&l->sessions);
	if (l->n != 0)
		qsort(l->v, l->n, sizeof(*l->v), interval_order);
	cut(l);
	tidy(l);
	err = widths_find(l);
	return err == CUL_OK ? count(l) : err;
}

struct cul_leases_totals cul_leases_count(const struct cul_leases *l)
{
	return l->totals;
}
