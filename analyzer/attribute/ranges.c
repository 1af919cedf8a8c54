/* \summary: prefixes to numbers: the most specific prefix wins */
#include "attribute/ranges.h"

#include <assert.h>
#include <stdlib.h>

#include "attribute/order.h"
#include "culprit/err.h"

static struct cul_addr last_of(const struct cul_net *net)
{
	struct cul_addr hi = net->base;

	for (unsigned bit = net->bits; bit < 128; bit++)
		hi.b[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
	return hi;
}

static struct cul_addr beside(struct cul_addr a, int step)
{
	for (unsigned i = 16; i-- > 0;) {
		uint8_t was = a.b[i];

		a.b[i] = (uint8_t)(was + step);
		if (step > 0 ? was != 0xff : was != 0)
			break;
	}
	return a;
}

static int push(struct cul_ranges *r, const struct cul_range *one)
{
	if (r->n == r->room) {
		size_t room = r->room != 0 ? r->room * 2 : 64;
		struct cul_range *more = realloc(r->v, room * sizeof(*more));

		if (more == NULL)
			return CUL_ENOMEM;
		r->v = more;
		r->room = room;
	}
	r->v[r->n++] = *one;
	return CUL_OK;
}

int cul_ranges_add(struct cul_ranges *r, const struct cul_net *net,
		   uint32_t value)
{
	struct cul_range one = { net->base, last_of(net), value, net->bits };

	assert(!r->sealed);
	return push(r, &one);
}

/* Wider before narrower at the same start; of equals the greater value first,
 * so that the smaller one finds its place taken. */
static int range_order(const void *av, const void *bv)
{
	const struct cul_range *a = av, *b = bv;
	int c = cul_addr_order(&a->lo, &b->lo);

	if (c != 0)
		return c;
	if (a->bits != b->bits)
		return a->bits < b->bits ? -1 : 1;
	return a->value < b->value ? 1 : a->value > b->value ? -1 : 0;
}

/* Prefixes nest or are apart, so those that hold the current address form a
 * stack of at most 129. */
struct sweep {
	struct cul_range open[130];
	unsigned depth;
	struct cul_addr at; /* up to here everything has been written */
	struct cul_ranges out;
};

static int write_to(struct sweep *w, const struct cul_range *of,
		    struct cul_addr hi)
{
	struct cul_range piece = { w->at, hi, of->value, of->bits };

	return cul_addr_order(&w->at, &hi) <= 0 ? push(&w->out, &piece)
						: CUL_OK;
}

static int close_before(struct sweep *w, const struct cul_addr *lo)
{
	int err = CUL_OK;

	while (err == CUL_OK && w->depth > 0) {
		const struct cul_range *top = &w->open[w->depth - 1];

		if (lo != NULL && cul_addr_order(&top->hi, lo) >= 0)
			return cul_addr_order(&w->at, lo) < 0
				       ? write_to(w, top, beside(*lo, -1))
				       : CUL_OK;
		err = write_to(w, top, top->hi);
		w->at = beside(top->hi, 1);
		w->depth--;
		/* Past the last address of all; nothing wider is left over. */
		if (cul_addr_none(&w->at))
			w->depth = 0;
	}
	return err;
}

int cul_ranges_seal(struct cul_ranges *r)
{
	struct sweep w = { .depth = 0 };
	int err = CUL_OK;

	if (r->n != 0)
		qsort(r->v, r->n, sizeof(*r->v), range_order);
	for (size_t i = 0; i < r->n && err == CUL_OK; i++) {
		const struct cul_range *in = &r->v[i];
		const struct cul_range *top =
			w.depth != 0 ? &w.open[w.depth - 1] : NULL;

		if (top != NULL && top->bits == in->bits &&
		    cul_addr_order(&top->lo, &in->lo) == 0)
			continue;
		err = close_before(&w, &in->lo);
		w.at = in->lo;
		w.open[w.depth++] = *in;
	}
	if (err == CUL_OK)
		err = close_before(&w, NULL);
	cul_ranges_done(r);
	*r = w.out;
	r->sealed = true;
	return err;
}

int64_t cul_ranges_find(const struct cul_ranges *r, const struct cul_addr *a)
{
	size_t lo = 0, hi = r->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cul_addr_order(&r->v[mid].hi, a) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == r->n || cul_addr_order(&r->v[lo].lo, a) > 0)
		return CUL_RANGES_NONE;
	return r->v[lo].value;
}

void cul_ranges_done(struct cul_ranges *r)
{
	free(r->v);
	*r = (struct cul_ranges){ 0 };
}
