/* \summary: who met whom in the last 24 hours */
#include "evidence/contact.h"

#include "culprit/err.h"
#include "culprit/limits.h"
#include "culprit/stamp.h"
#include "evidence/flat.h"
#include "evidence/large.h"
#include "evidence/state.h"

void cul_contacts_done(struct cul_contacts *c)
{
	cul_large_give(c->slots, cul_contacts_bytes(c));
	cul_acquaint_done(&c->acquaint);
	*c = (struct cul_contacts){ 0 };
}

static struct cul_contact_slot *find(const struct cul_contacts *c,
				     uint64_t pair)
{
	size_t i = cul_flat_home(pair, c->shift);

	while (c->slots[i].pair != 0 && c->slots[i].pair != pair)
		i = (i + 1) & c->mask;
	return &c->slots[i];
}

/* Into a table of n slots go those not older than t_oldest; the others become
 * acquaintances. */
static int rebuild(struct cul_contacts *c, size_t n, int64_t t_oldest)
{
	int err = CUL_OK;

	struct cul_contacts fresh = {
		.slots = cul_large_take(n * sizeof(*c->slots)),
		.mask = n - 1,
		.shift = (unsigned)__builtin_clzll(n) + 1,
		.t_oldest = INT64_MAX,
		.most = c->most,
		.evicted = c->evicted,
	};

	if (fresh.slots == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; c->slots != NULL && i <= c->mask && err == CUL_OK;
	     i++) {
		if (c->slots[i].pair == 0)
			continue;
		if (c->slots[i].t_usec < t_oldest) {
			err = cul_acquaint_add(&c->acquaint, c->slots[i].pair,
					       c->slots[i].t_usec, c->used);
			continue;
		}
		*find(&fresh, c->slots[i].pair) = c->slots[i];
		fresh.used++;
		if (c->slots[i].t_usec < fresh.t_oldest)
			fresh.t_oldest = c->slots[i].t_usec;
	}
	fresh.acquaint = c->acquaint;
	cul_large_give(c->slots, cul_contacts_bytes(c));
	*c = fresh;
	return err;
}

/* Forget what is over 12, 6, 3 … hours old until two thirds are free, so that
 * the next full table is not the next contact; where all are of one second,
 * or later than now, all go. */
static int evict(struct cul_contacts *c, int64_t t_usec)
{
	int64_t age = CUL_USEC_PER_DAY;
	size_t n = c->mask + 1;
	int err = CUL_OK;

	while (err == CUL_OK && c->used * 3 > n) {
		size_t before = c->used;

		age /= 2;
		err = rebuild(c, n,
			      age > CUL_USEC_PER_SEC ? t_usec - age
						     : INT64_MAX);
		c->evicted += before - c->used;
	}
	return err;
}

/* Two thirds full: first forget what is over 24 hours old, then grow, and at
 * the cap forget younger ones, counting them. */
static int make_room(struct cul_contacts *c, int64_t t_usec)
{
	size_t most = c->most != 0 ? c->most : CUL_CONTACTS_MAX;
	size_t n = c->mask + 1;
	int err = CUL_OK;

	if (c->slots == NULL)
		return rebuild(c, CUL_CONTACTS_LEAST, INT64_MIN);
	/* In a log of one day there is nothing to forget. */
	if (c->t_oldest < t_usec - CUL_USEC_PER_DAY)
		err = rebuild(c, n, t_usec - CUL_USEC_PER_DAY);
	if (err != CUL_OK || c->used * 3 <= n)
		return err;
	return n * 2 <= most ? rebuild(c, n * 2, INT64_MIN) : evict(c, t_usec);
}

int cul_contact(struct cul_contacts *c, uint64_t pair, int64_t t_usec,
		enum cul_met *ret_met)
{
	struct cul_contact_slot *s;

	pair += pair == 0;
	if (c->slots == NULL || c->used * 3 > c->mask * 2) {
		int err = make_room(c, t_usec);

		if (err != CUL_OK)
			return err;
	}
	s = find(c, pair);
	if (s->pair != 0 && t_usec - s->t_usec < CUL_USEC_PER_DAY) {
		*ret_met = CUL_MET_TODAY;
		return CUL_OK;
	}
	*ret_met = s->pair != 0 || cul_acquaint_has(&c->acquaint, pair)
			   ? CUL_MET_BEFORE
			   : CUL_MET_NEVER;
	c->used += s->pair == 0;
	*s = (struct cul_contact_slot){ pair, t_usec };
	if (t_usec < c->t_oldest)
		c->t_oldest = t_usec;
	return CUL_OK;
}

void cul_contact_prefetch(const struct cul_contacts *c, uint64_t pair)
{
	if (c->slots != NULL)
		__builtin_prefetch(&c->slots[cul_flat_home(pair, c->shift)]);
}

size_t cul_contacts_bytes(const struct cul_contacts *c)
{
	return c->slots != NULL ? (c->mask + 1) * sizeof(*c->slots) : 0;
}

static size_t used_of(const struct cul_contacts *c)
{
	size_t used = 0;

	for (size_t i = 0; i <= c->mask; i++)
		used += c->slots[i].pair != 0;
	return used;
}

static void slots_read(struct cul_state *s, struct cul_contacts *c, size_t n)
{
	if (!cul_state_check(s,
			     n >= CUL_CONTACTS_LEAST && (n & (n - 1)) == 0) ||
	    !cul_state_holds(s, n * sizeof(*c->slots) / 64, 1))
		return;
	c->slots = cul_large_take(n * sizeof(*c->slots));
	if (c->slots == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	c->mask = n - 1;
	c->shift = (unsigned)__builtin_clzll(n) + 1;
	cul_state_sparse(s, c->slots, n * sizeof(*c->slots));
	(void)cul_state_check(s, used_of(c) == c->used && c->used <= c->mask);
}

int cul_contacts_state(struct cul_state *s, struct cul_contacts *c)
{
	size_t n = c->slots != NULL ? c->mask + 1 : 0;

	cul_state_part(s, "contacts");
	CUL_STATE(s, c->t_oldest);
	CUL_STATE(s, c->evicted);
	/* No count: of slots that are empty four take a byte. */
	CUL_STATE(s, n);
	if (!cul_state_check(s, n <= CUL_CONTACTS_MAX))
		return cul_state_err(s);
	cul_state_count(s, &c->used, n);
	if (!cul_state_is_reading(s))
		cul_state_sparse(s, c->slots, n * sizeof(*c->slots));
	else if (n != 0)
		slots_read(s, c, n);
	return cul_acquaint_state(s, &c->acquaint);
}
