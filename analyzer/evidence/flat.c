/* \summary: a flat hash index: 64-bit hash to 32-bit number */
#include "evidence/flat.h"

#include <assert.h>

#include "culprit/err.h"
#include "evidence/large.h"
#include "evidence/state.h"

enum { FIRST_SLOTS = 1024 };

void cul_flat_done(struct cul_flat *f)
{
	cul_large_give(f->slots, cul_flat_bytes(f));
	*f = (struct cul_flat){ 0 };
}

static struct cul_flat_slot *slots_new(size_t n)
{
	struct cul_flat_slot *s = cul_large_take(n * sizeof(*s));

	for (size_t i = 0; s != NULL && i < n; i++)
		s[i].value = CUL_FLAT_NONE;
	return s;
}

static void place(struct cul_flat *f, struct cul_flat_slot what)
{
	size_t i = cul_flat_home(what.hash, f->shift);

	while (f->slots[i].value != CUL_FLAT_NONE)
		i = (i + 1) & f->mask;
	f->slots[i] = what;
}

static int grow(struct cul_flat *f)
{
	size_t old_n = f->slots != NULL ? f->mask + 1 : 0;
	size_t n = old_n != 0 ? old_n * 2 : FIRST_SLOTS;
	struct cul_flat bigger = { slots_new(n), n - 1, f->used,
				   (unsigned)__builtin_clzll(n) + 1 };

	if (bigger.slots == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < old_n; i++)
		if (f->slots[i].value != CUL_FLAT_NONE)
			place(&bigger, f->slots[i]);
	cul_large_give(f->slots, cul_flat_bytes(f));
	*f = bigger;
	return CUL_OK;
}

int cul_flat_add(struct cul_flat *f, uint64_t hash, uint32_t value,
		 uint32_t aux)
{
	assert(value != CUL_FLAT_NONE);
	if (f->slots == NULL || f->used * 3 >= (f->mask + 1) * 2) {
		int err = grow(f);

		if (err != CUL_OK)
			return err;
	}
	place(f, (struct cul_flat_slot){ hash, value, aux });
	f->used++;
	return CUL_OK;
}

/* Knuth 6.4 algorithm R: close the gap, so that no tombstones pile up where
 * messages come and go all day. */
void cul_flat_remove(struct cul_flat *f, struct cul_flat_slot *slot)
{
	size_t gap = (size_t)(slot - f->slots);
	size_t i = gap;

	for (;;) {
		i = (i + 1) & f->mask;
		if (f->slots[i].value == CUL_FLAT_NONE)
			break;
		size_t home = cul_flat_home(f->slots[i].hash, f->shift);
		if (((i - home) & f->mask) < ((i - gap) & f->mask))
			continue;
		f->slots[gap] = f->slots[i];
		gap = i;
	}
	f->slots[gap].value = CUL_FLAT_NONE;
	f->used--;
}

size_t cul_flat_bytes(const struct cul_flat *f)
{
	return f->slots != NULL ? (f->mask + 1) * sizeof(*f->slots) : 0;
}

/* One must be empty at the least, or a look-up would not end. */
static bool is_sound(const struct cul_flat *f, size_t values)
{
	size_t used = 0;
	bool sound = true;

	for (size_t i = 0; i <= f->mask; i++) {
		if (f->slots[i].value == CUL_FLAT_NONE)
			continue;
		used++;
		sound = sound && f->slots[i].value < values;
	}
	return sound && used == f->used && used <= f->mask;
}

static void slots_read(struct cul_state *s, struct cul_flat *f, size_t n,
		       size_t values)
{
	if (!cul_state_check(s, n >= FIRST_SLOTS && (n & (n - 1)) == 0) ||
	    !cul_state_holds(s, n, sizeof(*f->slots)))
		return;
	f->slots = cul_large_take(n * sizeof(*f->slots));
	if (f->slots == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	f->mask = n - 1;
	f->shift = (unsigned)__builtin_clzll(n) + 1;
	cul_state_raw(s, f->slots, n * sizeof(*f->slots));
	(void)cul_state_check(s, is_sound(f, values));
}

int cul_flat_state(struct cul_state *s, struct cul_flat *f, size_t values)
{
	size_t n = f->slots != NULL ? f->mask + 1 : 0;

	cul_state_count(s, &n, (size_t)UINT32_MAX * 2);
	cul_state_count(s, &f->used, n);
	if (!cul_state_is_reading(s))
		cul_state_raw(s, f->slots, n * sizeof(*f->slots));
	else if (n != 0)
		slots_read(s, f, n, values);
	return cul_state_err(s);
}
