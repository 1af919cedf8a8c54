/* \summary: who held an address at a moment, and whether that is sure */
#include "attribute/leases_int.h"
#include "attribute/order.h"

/* How many of the intervals of this width are before (base, t], in order. */
static size_t place(const struct interval *v, size_t n,
		    const struct cul_addr *base, int64_t t_usec)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = cul_addr_order(&v[mid].base, base);

		if (c < 0 || (c == 0 && v[mid].start <= t_usec))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct cul_addr masked(const struct cul_addr *a, unsigned bits)
{
	struct cul_addr base = { { 0 } };

	memcpy(base.b, a->b, bits / 8);
	if (bits % 8 != 0)
		base.b[bits / 8] =
			(uint8_t)(a->b[bits / 8] & 0xff00u >> bits % 8);
	return base;
}

static void since(struct cul_holder *h, int64_t t_usec)
{
	if (t_usec > h->from_usec)
		h->from_usec = t_usec;
}

static void until(struct cul_holder *h, int64_t t_usec)
{
	if (t_usec < h->until_usec)
		h->until_usec = t_usec;
}

static int64_t plus(int64_t a, int64_t b)
{
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static int64_t minus(int64_t a, int64_t b)
{
	return a < INT64_MIN + b ? INT64_MIN : a - b;
}

struct asked {
	int64_t t, skew;
	uint32_t near; /* the customer who holds it then or nearly then  */
	bool several;
};

static void near_by(struct asked *q, const struct interval *one)
{
	if (q->near == 0)
		q->near = one->customer;
	else if (q->near != one->customer)
		q->several = true;
}

/* The intervals of one width, of which the prefix `base` is asked for: the
 * first `at` began before. */
struct around {
	const struct interval *v;
	size_t n, at;
	struct cul_addr base;
};

static const struct interval *one_of(const struct around *r, size_t i)
{
	return i < r->n && cul_addr_eq(&r->v[i].base, &r->base) ? &r->v[i]
								: NULL;
}

static struct around around_of(const struct cul_leases *l, size_t w,
			       const struct cul_addr *a, int64_t t_usec)
{
	struct around r = { l->v + l->widths[w].at, l->widths[w].n, 0,
			    masked(a, l->widths[w].bits) };

	r.at = place(r.v, r.n, &r.base, t_usec);
	return r;
}

/* Less than the skew away. */
static void neighbours(const struct around *r, struct asked *q)
{
	const struct interval *one;

	for (size_t i = r->at; i > 0; i--) {
		one = one_of(r, i - 1);
		if (one == NULL || one->end <= minus(q->t, q->skew))
			break;
		near_by(q, one);
	}
	for (size_t i = r->at; (one = one_of(r, i)) != NULL; i++) {
		if (one->start >= plus(q->t, q->skew))
			break;
		near_by(q, one);
	}
}

/* True if wider prefixes are not to be asked: of this one somebody holds all
 * the time that counts. */
static bool look(const struct around *r, struct asked *q, struct cul_holder *h)
{
	const struct interval *was = r->at > 0 ? one_of(r, r->at - 1) : NULL;
	const struct interval *next = one_of(r, r->at);

	if (was == NULL && next == NULL)
		return false;
	if (h->tenure == CUL_TENURE_NONE)
		h->tenure = CUL_TENURE_NOBODY;
	neighbours(r, q);
	if (next != NULL)
		until(h, minus(next->start, q->skew));
	if (was == NULL)
		return false;
	since(h, plus(was->start, q->skew));
	if (q->t >= was->end) {
		since(h, plus(was->end, q->skew));
		return false;
	}
	if (was->end != INT64_MAX)
		until(h, minus(was->end, q->skew));
	if (h->tenure != CUL_TENURE_HELD) {
		h->tenure = CUL_TENURE_HELD;
		h->customer = was->customer;
		h->file = was->file;
		h->line = was->line;
	}
	return minus(q->t, q->skew) >= was->start &&
	       plus(q->t, q->skew) <= was->end;
}

struct cul_holder cul_leases_find(const struct cul_leases *l,
				  const struct cul_addr *a, int64_t t_usec)
{
	struct cul_holder h = { .from_usec = INT64_MIN,
				.until_usec = INT64_MAX };
	struct asked q = { .t = t_usec, .skew = l->skew };

	for (size_t w = 0; w < l->n_widths; w++) {
		struct around r = around_of(l, w, a, t_usec);

		if (look(&r, &q, &h))
			break;
	}
	if (t_usec < l->answers_from && h.tenure != CUL_TENURE_NONE)
		return (struct cul_holder){ .tenure = CUL_TENURE_NOBODY,
					    .from_usec = INT64_MIN,
					    .until_usec = l->answers_from };
	since(&h, l->answers_from);
	if (q.several) {
		h.tenure = CUL_TENURE_AMBIGUOUS;
		h.customer = h.file = h.line = 0;
	}
	return h;
}

void cul_leases_each(const struct cul_leases *l, const struct cul_addr *a,
		     bool (*visit)(void *arg, const struct cul_leases_row *row),
		     void *arg)
{
	for (size_t w = l->n_widths; w-- > 0;) {
		struct around r = around_of(l, w, a, INT64_MIN);
		const struct interval *one;

		for (size_t i = r.at; (one = one_of(&r, i)) != NULL; i++) {
			struct cul_leases_row row = {
				{ one->base, one->bits },
				one->start,
				one->end,
				one->customer,
				one->file,
				one->line,
			};

			if (!visit(arg, &row))
				return;
		}
	}
}
