/* \summary: how many different things: exact when few, estimated when many */
#include "evidence/distinct.h"

#include <math.h>
#include <string.h>

#include "culprit/err.h"
#include "evidence/state.h"

enum {
	P = 12,
	REGISTERS = 1 << P,
	SKETCH = CUL_DISTINCT_EXACT + 1 /* value of n that says: a sketch */
};

/* The harmonic sum is kept as it changes, in units of 2^-UNIT, so that a
 * count costs one logarithm and not 4,096 registers: a source is judged again
 * at each misdeed. */
enum { UNIT = 40 };

struct cul_sketch {
	uint64_t sum;
	uint32_t zeros;
	uint8_t regs[REGISTERS];
};

static bool is_sketch(const struct cul_distinct_set *d)
{
	return d->n == SKETCH;
}

void cul_distinct_done(struct cul_slab *slab, struct cul_distinct_set *d)
{
	if (is_sketch(d))
		cul_slab_give(slab, d->u.sketch, sizeof(*d->u.sketch));
	else if (d->room != 0)
		cul_slab_give(slab, d->u.exact, d->room * sizeof(*d->u.exact));
	*d = (struct cul_distinct_set){ 0 };
}

void cul_distinct_clear(struct cul_slab *slab, struct cul_distinct_set *d)
{
	if (is_sketch(d))
		cul_distinct_done(slab, d);
	d->n = 0;
}

static const uint64_t *hashes(const struct cul_distinct_set *d)
{
	return d->room != 0 ? d->u.exact : &d->u.one;
}

static uint64_t weight(uint8_t rank)
{
	return rank > UNIT ? 0 : UINT64_C(1) << (UNIT - rank);
}

static bool register_set(struct cul_sketch *k, size_t i, uint8_t rank)
{
	uint8_t old = k->regs[i];

	if (old >= rank)
		return false;
	k->regs[i] = rank;
	k->sum -= weight(old) - weight(rank);
	k->zeros -= old == 0;
	return true;
}

static bool sketch_add(struct cul_sketch *k, uint64_t hash)
{
	uint64_t rest = (hash << P) | (UINT64_C(1) << (P - 1));

	return register_set(k, hash >> (64 - P),
			    (uint8_t)(__builtin_clzll(rest) + 1));
}

static int to_sketch(struct cul_slab *slab, struct cul_distinct_set *d)
{
	struct cul_sketch *k = cul_slab_zeroed(slab, sizeof(*k));

	if (k == NULL)
		return CUL_ENOMEM;
	k->sum = (uint64_t)REGISTERS << UNIT;
	k->zeros = REGISTERS;
	for (uint32_t i = 0; i < d->n; i++)
		sketch_add(k, hashes(d)[i]);
	if (d->room != 0)
		cul_slab_give(slab, d->u.exact, d->room * sizeof(*d->u.exact));
	d->u.sketch = k;
	d->n = SKETCH;
	d->room = 0;
	return CUL_OK;
}

static int exact_add(struct cul_slab *slab, struct cul_distinct_set *d,
		     uint64_t hash)
{
	uint32_t room = d->room != 0 ? d->room * 2 : 4;
	uint64_t *more;

	if (d->n == 0 && d->room == 0) {
		d->u.one = hash;
		d->n = 1;
		return CUL_OK;
	}
	if (d->n >= d->room) {
		more = cul_slab_take(slab, room * sizeof(*more));
		if (more == NULL)
			return CUL_ENOMEM;
		memcpy(more, hashes(d), d->n * sizeof(*more));
		if (d->room != 0)
			cul_slab_give(slab, d->u.exact,
				      d->room * sizeof(*more));
		d->u.exact = more;
		d->room = room;
	}
	d->u.exact[d->n++] = hash;
	return CUL_OK;
}

int cul_distinct_add(struct cul_slab *slab, struct cul_distinct_set *d,
		     uint64_t hash, bool *ret_new)
{
	const uint64_t *have = hashes(d);
	int err;

	if (!is_sketch(d)) {
		for (uint32_t i = 0; i < d->n; i++)
			if (have[i] == hash) {
				*ret_new = false;
				return CUL_OK;
			}
		*ret_new = true;
		if (d->n < CUL_DISTINCT_EXACT)
			return exact_add(slab, d, hash);
		err = to_sketch(slab, d);
		if (err != CUL_OK)
			return err;
	}
	*ret_new = sketch_add(d->u.sketch, hash);
	return CUL_OK;
}

int cul_distinct_merge(struct cul_slab *slab, struct cul_distinct_set *into,
		       const struct cul_distinct_set *from)
{
	bool is_new;
	int err = CUL_OK;

	if (!is_sketch(from)) {
		for (uint32_t i = 0; i < from->n && err == CUL_OK; i++)
			err = cul_distinct_add(slab, into, hashes(from)[i],
					       &is_new);
		return err;
	}
	if (!is_sketch(into))
		err = to_sketch(slab, into);
	for (size_t i = 0; err == CUL_OK && i < REGISTERS; i++)
		register_set(into->u.sketch, i, from->u.sketch->regs[i]);
	return err;
}

/* The estimate of the paper with its small-range correction (linear counting
 * below 2.5 m); a 64-bit hash needs no large-range one. */
static uint32_t estimate(const struct cul_sketch *k)
{
	const double m = REGISTERS;
	double sum = ldexp((double)k->sum, -UNIT);
	double e = 0.7213 / (1 + 1.079 / m) * m * m / sum;

	if (e <= 2.5 * m && k->zeros != 0)
		e = m * log(m / k->zeros);
	return e >= UINT32_MAX ? UINT32_MAX : (uint32_t)(e + 0.5);
}

uint32_t cul_distinct_count(const struct cul_distinct_set *d)
{
	return is_sketch(d) ? estimate(d->u.sketch) : d->n;
}

size_t cul_distinct_bytes(const struct cul_distinct_set *d)
{
	return is_sketch(d) ? sizeof(*d->u.sketch)
			    : d->room * sizeof(*d->u.exact);
}

/* The sums are made again. */
static void sketch_state(struct cul_state *s, struct cul_slab *slab,
			 struct cul_distinct_set *d)
{
	uint8_t regs[REGISTERS];

	if (!cul_state_is_reading(s))
		memcpy(regs, d->u.sketch->regs, sizeof(regs));
	cul_state_raw(s, regs, sizeof(regs));
	if (!cul_state_is_reading(s))
		return;
	d->n = d->room = 0;
	for (size_t i = 0; i < REGISTERS; i++)
		(void)cul_state_check(s, regs[i] <= 64 - P + 1);
	if (cul_state_err(s) != CUL_OK)
		return;
	if (to_sketch(slab, d) != CUL_OK) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	for (size_t i = 0; i < REGISTERS; i++)
		register_set(d->u.sketch, i, regs[i]);
}

static bool is_room(uint32_t room)
{
	return room == 0 || (room >= 4 && room <= CUL_DISTINCT_EXACT &&
			     (room & (room - 1)) == 0);
}

static bool exact_read(struct cul_state *s, struct cul_slab *slab,
		       struct cul_distinct_set *d)
{
	const uint32_t n = d->n, room = d->room;

	d->n = d->room = 0;
	if (!cul_state_check(s, is_room(room) && n <= (room ? room : 1)))
		return false;
	if (room != 0) {
		d->u.exact = cul_slab_take(slab, room * sizeof(*d->u.exact));
		if (d->u.exact == NULL) {
			cul_state_fail(s, CUL_ENOMEM);
			return false;
		}
	}
	d->n = n;
	d->room = room;
	return true;
}

void cul_distinct_state(struct cul_state *s, struct cul_slab *slab,
			struct cul_distinct_set *d)
{
	uint8_t n = (uint8_t)d->n, room = (uint8_t)d->room;

	_Static_assert(SKETCH <= UINT8_MAX, "a byte");
	CUL_STATE(s, n);
	CUL_STATE(s, room);
	d->n = n;
	d->room = room;
	if (is_sketch(d)) {
		sketch_state(s, slab, d);
		return;
	}
	if (cul_state_is_reading(s) && !exact_read(s, slab, d))
		return;
	cul_state_raw(s, d->room != 0 ? d->u.exact : &d->u.one,
		      d->n * sizeof(uint64_t));
}
