/* \summary: suggestions as they change and fall */
#include <stdlib.h>

#include "engine/notices_int.h"
#include "evidence/hash.h"

static uint64_t id_hash(const char *id)
{
	return cul_hash((struct cul_sv){ id, strlen(id) }, 21);
}

static struct cul_notice_entry *entry_of(const struct cul_notices *n,
					 const char *id)
{
	const struct cul_flat_slot *slot =
		cul_flat_find(&n->by_id, id_hash(id));

	return slot != NULL ? &n->v[slot->value] : NULL;
}

static int newer_first(const void *av, const void *bv)
{
	const struct cul_notice_entry *a = av, *b = bv;
	bool fell_a = a->now.what == CUL_NOTICE_WITHDRAWN;
	bool fell_b = b->now.what == CUL_NOTICE_WITHDRAWN;

	if (fell_a != fell_b)
		return fell_a ? 1 : -1;
	return a->now.said_usec > b->now.said_usec
		       ? -1
		       : a->now.said_usec < b->now.said_usec;
}

int cul_notices_index(struct cul_notices *n)
{
	int err = CUL_OK;

	cul_flat_done(&n->by_id);
	n->by_id = (struct cul_flat){ 0 };
	for (size_t i = 0; i < n->n && err == CUL_OK; i++)
		err = cul_flat_add(&n->by_id, id_hash(n->v[i].now.id),
				   (uint32_t)i, 0);
	return err;
}

/* Those whose time is over go, and at the cap a quarter more. */
static int make_room(struct cul_notices *n)
{
	struct cul_court_sizes sizes;
	size_t kept = 0;

	if (n->n < n->room)
		return CUL_OK;
	cul_court_sizes(n->plan.court, &sizes);
	for (size_t i = 0; n->v != NULL && i < n->n; i++)
		if (n->v[i].expires_usec > sizes.t_now)
			n->v[kept++] = n->v[i];
	n->moves += kept != n->n;
	n->n = kept;
	if (n->n == CUL_NOTICES_MOST) {
		n->moves++;
		qsort(n->v, n->n, sizeof(*n->v), newer_first);
		n->n -= CUL_NOTICES_MOST / 4;
	}
	if (n->n * 4 >= n->room * 3 && n->room < CUL_NOTICES_MOST) {
		size_t room = n->room * 2 + 64;
		struct cul_notice_entry *v;

		if (room > CUL_NOTICES_MOST)
			room = CUL_NOTICES_MOST;
		v = realloc(n->v, room * sizeof(*v));
		if (v == NULL)
			return CUL_ENOMEM;
		n->v = v;
		n->room = room;
	}
	return cul_notices_index(n);
}

static uint64_t deeds_of(const struct cul_suggestion *s)
{
	const struct cul_counts *c = &s->counts;

	return c->recipients + c->refused_relay + c->refused_bad_recipient +
	       c->refused_reputation + c->refused_content + c->refused_other +
	       c->login_failed;
}

static uint64_t reasons_of(const struct cul_suggestion *s)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < s->n_reasons; i++) {
		struct cul_sv v = { s->reasons[i].signal,
				    strlen(s->reasons[i].signal) };

		all += cul_hash(v, (uint64_t)s->reasons[i].family);
	}
	return all;
}

static void fill(struct cul_notice_entry *e, const struct cul_suggestion *s)
{
	struct cul_now_notice *w = &e->now;

	memcpy(w->id, s->id, sizeof(w->id));
	memcpy(w->name, s->name, sizeof(w->name));
	memcpy(w->customer, s->customer, sizeof(w->customer));
	memcpy(w->why, s->why, sizeof(w->why));
	w->action = s->action;
	w->kind = s->kind;
	w->subject = s->subject;
	w->first_seen_usec = s->first_seen_usec;
	w->flagged_usec = s->flagged_usec;
	w->last_seen_usec = s->last_seen_usec;
	w->confidence = s->confidence;
	e->expires_usec = s->expires_usec;
}

static void say(struct cul_notices *n, struct cul_notice_entry *e,
		const struct cul_suggestion *s, enum cul_notice_what what,
		int64_t now_usec)
{
	e->now.what = what;
	e->now.said_usec = now_usec;
	e->reasons = reasons_of(s);
	e->deeds = deeds_of(s);
	n->said[what]++;
	n->plan.say(n->plan.arg, what, s);
}

/* Worth a word: other grounds, another action, or twice as much of it. */
static bool is_other(const struct cul_notice_entry *e,
		     const struct cul_suggestion *s)
{
	return e->now.what == CUL_NOTICE_WITHDRAWN ||
	       e->now.action != s->action || e->reasons != reasons_of(s) ||
	       deeds_of(s) >= 2 * e->deeds + (e->deeds == 0);
}

int cul_notices_stands(struct cul_notices *n, uint64_t source_key,
		       const struct cul_suggestion *s, int64_t now_usec)
{
	struct cul_notice_entry *e = entry_of(n, s->id);
	enum cul_action before;
	int err;

	if (e == NULL) {
		err = make_room(n);
		if (err == CUL_OK)
			err = cul_flat_add(&n->by_id, id_hash(s->id),
					   (uint32_t)n->n, 0);
		if (err != CUL_OK)
			return err;
		e = &n->v[n->n++];
		*e = (struct cul_notice_entry){ .source_key = source_key,
						.turn = n->turn };
		fill(e, s);
		say(n, e, s, CUL_NOTICE_NEW, now_usec);
		return CUL_OK;
	}
	before = e->now.action;
	e->turn = n->turn;
	e->source_key = source_key;
	if (is_other(e, s)) {
		fill(e, s);
		say(n, e, s, CUL_NOTICE_UPDATED, now_usec);
	} else {
		fill(e, s);
		e->now.action = before;
	}
	return CUL_OK;
}

static void fall(struct cul_notices *n, struct cul_notice_entry *e,
		 int64_t now_usec)
{
	struct cul_suggestion s = {
		.action = e->now.action,
		.kind = e->now.kind,
		.subject = e->now.subject,
		.confidence = e->now.confidence,
		.first_seen_usec = e->now.first_seen_usec,
		.flagged_usec = e->now.flagged_usec,
		.last_seen_usec = e->now.last_seen_usec,
		.expires_usec = e->expires_usec,
	};

	memcpy(s.id, e->now.id, sizeof(s.id));
	memcpy(s.name, e->now.name, sizeof(s.name));
	memcpy(s.customer, e->now.customer, sizeof(s.customer));
	memcpy(s.why, e->now.why, sizeof(s.why));
	say(n, e, &s, CUL_NOTICE_WITHDRAWN, now_usec);
}

/* What this source's window had earned and no longer does. One of an earlier
 * window stands until it expires. */
void cul_notices_falls(struct cul_notices *n, uint64_t source_key,
		       int64_t window_usec, int64_t now_usec)
{
	for (size_t i = 0; i < n->n; i++) {
		struct cul_notice_entry *e = &n->v[i];

		if (e->source_key == source_key && e->turn != n->turn &&
		    e->now.what != CUL_NOTICE_WITHDRAWN &&
		    e->now.flagged_usec >= window_usec)
			fall(n, e, now_usec);
	}
}
