/* \summary: the sources with the most volume, and the most refusals */
#include <stdio.h>

#include "decide/decide.h"
#include "engine/clock.h"
#include "engine/now_int.h"

struct tops {
	struct cul_now_book *book;
	uint64_t least_volume, least_refused; /* of those that are in */
};

static uint64_t volume_of(const struct cul_source *s)
{
	return cul_count(s, CUL_C_messages);
}

static uint64_t refused_of(const struct cul_source *s)
{
	return (uint64_t)cul_count(s, CUL_C_refused_relay) +
	       cul_count(s, CUL_C_refused_bad_recipient) +
	       cul_count(s, CUL_C_refused_reputation) +
	       cul_count(s, CUL_C_refused_content) +
	       cul_count(s, CUL_C_refused_other);
}

static uint64_t refusals(const struct cul_now_source *s)
{
	const struct cul_counts *c = &s->counts;

	return c->refused_relay + c->refused_bad_recipient +
	       c->refused_reputation + c->refused_content + c->refused_other;
}

static uint64_t value(const struct cul_now_source *s, bool volume)
{
	return volume ? s->counts.messages : refusals(s);
}

/* Put it in at its place among the first CUL_NOW_TOP; the least that counts
 * from now on. */
static uint64_t put(struct cul_now_source *v, uint64_t *keys, size_t *n,
		    const struct cul_now_source *s, uint64_t key, bool volume)
{
	size_t i = *n < CUL_NOW_TOP ? (*n)++ : CUL_NOW_TOP - 1;

	for (; i > 0 && value(&v[i - 1], volume) < value(s, volume); i--) {
		v[i] = v[i - 1];
		keys[i] = keys[i - 1];
	}
	v[i] = *s;
	keys[i] = key;
	return *n < CUL_NOW_TOP ? 0 : value(&v[CUL_NOW_TOP - 1], volume);
}

static void source_show(const struct cul_source *s, struct cul_now_source *to)
{
	struct cul_addr addr = cul_source_addr(s);
	const char *name = cul_source_name(s);

	*to = (struct cul_now_source){
		.subject = cul_source_subject(s),
		.t_first_usec = cul_source_first_usec(s),
		.t_last_usec = cul_source_last_usec(s),
		.ours = cul_source_is_ours(s),
		.counts = cul_decide_counts(s),
	};
	if (name != NULL)
		(void)snprintf(to->name, sizeof(to->name), "%s", name);
	else
		(void)cul_addr_print(&addr, to->name);
	(void)snprintf(to->customer, sizeof(to->customer), "%s",
		       cul_source_customer(s));
}

static int top_one(void *arg, struct cul_source *s)
{
	struct tops *t = arg;
	struct cul_now_book *b = t->book;
	struct cul_now_source shown;
	const uint64_t key = cul_table_key(s);
	bool volume = volume_of(s) > t->least_volume;
	bool refused = refused_of(s) > t->least_refused;

	if (!volume && !refused)
		return CUL_OK;
	source_show(s, &shown);
	if (volume)
		t->least_volume = put(b->volume, b->volume_keys, &b->n_volume,
				      &shown, key, true);
	if (refused)
		t->least_refused = put(b->refused, b->refused_keys,
				       &b->n_refused, &shown, key, false);
	return CUL_OK;
}

static void flags(const struct cul_notices *n, struct cul_now_source *v,
		  const uint64_t *keys, size_t n_v)
{
	for (size_t i = 0; i < n_v; i++) {
		const struct cul_now_notice *w = cul_notices_of(n, keys[i]);

		v[i].flagged = w != NULL;
		if (w != NULL)
			v[i].kind = w->kind;
	}
}

/* At most a fiftieth of the time. */
void cul_now_tops(const struct cul_now_sources *from)
{
	struct cul_now_book *b = from->book;
	struct tops t = { .book = b };
	int64_t began = cul_clock_mono_usec();

	if (began < b->tops_next_usec)
		return;
	b->n_volume = b->n_refused = 0;
	(void)cul_table_each(cul_court_table(from->court), top_one, &t);
	flags(from->notices, b->volume, b->volume_keys, b->n_volume);
	flags(from->notices, b->refused, b->refused_keys, b->n_refused);
	b->tops_next_usec = began + 50 * (cul_clock_mono_usec() - began);
}
