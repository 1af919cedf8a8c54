/* \summary: what judging says now, held against what staff decided then */
#include "engine/replay.h"

#include <stdlib.h>
#include <string.h>

#include "decide/decide.h"

enum { CASES_LEAST = 64 };

/* What the ledger has of a suggestion. */
enum { KNOWN_NOT, KNOWN_OPEN, KNOWN_DECIDED };

const char *cul_replay_fate_name(enum cul_replay_fate f)
{
	static const char *const names[CUL_REPLAY_FATES_] = {
		[CUL_REPLAY_SAME] = "same",
		[CUL_REPLAY_OTHER] = "other-kind",
		[CUL_REPLAY_SOFTER] = "softer",
		[CUL_REPLAY_GONE] = "gone",
	};

	return names[f];
}

const char *cul_replay_left_name(enum cul_replay_left l)
{
	static const char *const names[CUL_REPLAY_LEFTS_] = {
		[CUL_REPLAY_UNDECIDED] = "undecided",
		[CUL_REPLAY_EARLIER] = "before-the-logs",
		[CUL_REPLAY_LATER] = "after-the-logs",
		[CUL_REPLAY_UNHEARD] = "not-in-the-logs",
	};

	return names[l];
}

static int by_name(const void *av, const void *bv)
{
	const struct cul_suggestion *a =
		*(const struct cul_suggestion *const *)av;
	const struct cul_suggestion *b =
		*(const struct cul_suggestion *const *)bv;
	int order;

	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	order = strcmp(a->name, b->name);
	if (order != 0)
		return order;
	if (a->first_seen_usec != b->first_seen_usec)
		return a->first_seen_usec < b->first_seen_usec ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

int cul_replay_new(const struct cul_report *report, int64_t from_usec,
		   int64_t to_usec, struct cul_replay **ret_replay)
{
	struct cul_replay *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return CUL_ENOMEM;
	r->report = report;
	r->from_usec = from_usec;
	r->to_usec = to_usec;
	r->n = report->n_suggestions;
	r->by_name = malloc((r->n + 1) * sizeof(struct cul_suggestion *));
	r->known = calloc(r->n + 1, 1);
	if (r->by_name == NULL || r->known == NULL) {
		cul_replay_free(&r);
		return CUL_ENOMEM;
	}
	for (size_t i = 0; i < r->n; i++)
		r->by_name[i] = &report->suggestions[i];
	qsort(r->by_name, r->n, sizeof(struct cul_suggestion *), by_name);
	*ret_replay = r;
	return CUL_OK;
}

void cul_replay_free(struct cul_replay **replay)
{
	struct cul_replay *r = *replay;

	if (r == NULL)
		return;
	free(r->cases);
	free(r->by_name);
	free(r->known);
	free(r);
	*replay = NULL;
}

/* The suggestions about the subject of a case: the first, and how many. */
static size_t about(const struct cul_replay *r, const struct cul_suggestion *s,
		    size_t *ret_n)
{
	size_t lo = 0, hi = r->n, n = 0;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const struct cul_suggestion *g = r->by_name[mid];
		bool less = g->subject != s->subject
				    ? g->subject < s->subject
				    : strcmp(g->name, s->name) < 0;

		if (less)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo + n < r->n && r->by_name[lo + n]->subject == s->subject &&
	       strcmp(r->by_name[lo + n]->name, s->name) == 0)
		n++;
	*ret_n = n;
	return lo;
}

static bool overlap(const struct cul_suggestion *a,
		    const struct cul_suggestion *b)
{
	return a->first_seen_usec <= b->last_seen_usec &&
	       b->first_seen_usec <= a->last_seen_usec;
}

static enum cul_replay_fate fate_of(const struct cul_suggestion *then,
				    const struct cul_suggestion *now)
{
	if (now == NULL)
		return CUL_REPLAY_GONE;
	if (cul_action_stops(then->action) && !cul_action_stops(now->action))
		return CUL_REPLAY_SOFTER;
	return now->kind == then->kind ? CUL_REPLAY_SAME : CUL_REPLAY_OTHER;
}

/* Is `a` the better answer? */
static bool is_better(const struct cul_suggestion *a,
		      const struct cul_suggestion *b,
		      const struct cul_suggestion *then)
{
	const enum cul_replay_fate fa = fate_of(then, a), fb = fate_of(then, b);

	if (fa != fb)
		return fa < fb;
	if ((a->kind == then->kind) != (b->kind == then->kind))
		return a->kind == then->kind;
	/* Of a case its newest episode is told. */
	return a->first_seen_usec > b->first_seen_usec;
}

static const struct cul_suggestion *answer(struct cul_replay *r,
					   const struct cul_suggestion *s,
					   unsigned char known)
{
	const struct cul_suggestion *best = NULL;
	size_t n, first = about(r, s, &n);

	for (size_t i = first; i < first + n; i++) {
		const struct cul_suggestion *g = r->by_name[i];

		if (!overlap(s, g))
			continue;
		if (best == NULL || is_better(g, best, s))
			best = g;
		if (known > r->known[i] && g->kind == s->kind)
			r->known[i] = known;
	}
	/* It stands for the case, whatever it is called now. */
	for (size_t i = first; best != NULL && i < first + n; i++)
		if (r->by_name[i] == best && known > r->known[i])
			r->known[i] = known;
	return best;
}

enum verdict { UNDECIDED, ACCEPTED, DECLINED };

static enum verdict verdict_of(const struct cul_case *c)
{
	switch (c->standing) {
	case CUL_STANDING_ACCEPTED:
	case CUL_STANDING_RELEASED: /* accepted, and mended */
		return ACCEPTED;
	case CUL_STANDING_DECLINED:
		return DECLINED;
	case CUL_STANDING_EXPIRED:
		if (c->decided_usec == CUL_TIME_NONE)
			return UNDECIDED;
		return c->why_declined != CUL_DECLINE_NONE ? DECLINED
							   : ACCEPTED;
	case CUL_STANDING_OPEN:
	case CUL_STANDING_WITHDRAWN:
	case CUL_STANDINGS_:
		break;
	}
	return UNDECIDED;
}

/* CUL_REPLAY_LEFTS_: it counts. */
static enum cul_replay_left left_of(const struct cul_replay *r,
				    const struct cul_case *c, bool heard)
{
	int64_t last = c->s.last_seen_usec;

	if (verdict_of(c) == UNDECIDED)
		return CUL_REPLAY_UNDECIDED;
	if (c->decided_usec != CUL_TIME_NONE && c->decided_usec < last)
		last = c->decided_usec;
	if (c->s.first_seen_usec < r->from_usec - CUL_USEC_PER_HOUR)
		return CUL_REPLAY_EARLIER;
	if (last > r->to_usec + CUL_USEC_PER_HOUR)
		return CUL_REPLAY_LATER;
	return heard ? CUL_REPLAY_LEFTS_ : CUL_REPLAY_UNHEARD;
}

static int64_t gained(const struct cul_replay_case *k, unsigned episodes)
{
	if (k->now == NULL || k->fate == CUL_REPLAY_SOFTER || episodes > 1)
		return CUL_TIME_NONE;
	return k->flagged_usec - k->now->flagged_usec;
}

static struct cul_replay_case *case_new(struct cul_replay *r)
{
	size_t room = r->room != 0 ? r->room * 2 : CASES_LEAST;
	struct cul_replay_case *more;

	if (r->n_cases == r->room) {
		more = realloc(r->cases, room * sizeof(*more));
		if (more == NULL)
			return NULL;
		r->cases = more;
		r->room = room;
	}
	return &r->cases[r->n_cases++];
}

int cul_replay_hold(struct cul_replay *r, const struct cul_case *c, bool heard)
{
	const enum verdict verdict = verdict_of(c);
	const enum cul_replay_left left = left_of(r, c, heard);
	const struct cul_suggestion *now = answer(
		r, &c->s, verdict == UNDECIDED ? KNOWN_OPEN : KNOWN_DECIDED);
	struct cul_replay_case *k;

	if (left != CUL_REPLAY_LEFTS_) {
		r->left[left]++;
		return CUL_OK;
	}
	k = case_new(r);
	if (k == NULL)
		return CUL_ENOMEM;
	*k = (struct cul_replay_case){
		.subject = c->s.subject,
		.kind = c->s.kind,
		.action = c->s.action,
		.accepted = verdict == ACCEPTED,
		.why = verdict == DECLINED ? c->why_declined : CUL_DECLINE_NONE,
		.first_usec = c->s.first_seen_usec,
		.last_usec = c->s.last_seen_usec,
		.flagged_usec = c->s.flagged_usec,
		.fate = fate_of(&c->s, now),
		.now = now,
	};
	memcpy(k->id, c->s.id, sizeof(k->id));
	memcpy(k->name, c->s.name, sizeof(k->name));
	memcpy(k->by, c->decided_by, sizeof(k->by));
	k->gained_usec = gained(k, c->episodes);
	return CUL_OK;
}

/* ---- the end ---- */

static unsigned weight(const struct cul_replay_case *k)
{
	/* What staff had right and would lose; what they had to decline. */
	static const unsigned accepted[CUL_REPLAY_FATES_] = {
		[CUL_REPLAY_GONE] = 0,
		[CUL_REPLAY_SOFTER] = 1,
		[CUL_REPLAY_OTHER] = 5,
		[CUL_REPLAY_SAME] = 6,
	};
	static const unsigned declined[CUL_REPLAY_FATES_] = {
		[CUL_REPLAY_SAME] = 2,
		[CUL_REPLAY_OTHER] = 2,
		[CUL_REPLAY_SOFTER] = 3,
		[CUL_REPLAY_GONE] = 4,
	};

	return (k->accepted ? accepted : declined)[k->fate];
}

static int case_order(const void *av, const void *bv)
{
	const struct cul_replay_case *a = av, *b = bv;

	if (weight(a) != weight(b))
		return weight(a) < weight(b) ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->first_usec != b->first_usec)
		return a->first_usec < b->first_usec ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void count(struct cul_replay_count *n, const struct cul_replay_case *k)
{
	if (!k->accepted) {
		n->declined[k->fate]++;
		return;
	}
	n->accepted[k->fate]++;
	if (k->gained_usec == CUL_TIME_NONE)
		return;
	n->timed++;
	n->sooner += k->gained_usec > 0;
	n->later += k->gained_usec < 0;
	n->gained_usec += k->gained_usec;
}

void cul_replay_end(struct cul_replay *r)
{
	if (r->n_cases != 0)
		qsort(r->cases, r->n_cases, sizeof(*r->cases), case_order);
	for (size_t i = 0; i < r->n_cases; i++) {
		count(&r->kinds[r->cases[i].kind], &r->cases[i]);
		count(&r->all, &r->cases[i]);
	}
	for (size_t i = 0; i < r->n; i++) {
		struct cul_replay_count *k = &r->kinds[r->by_name[i]->kind];

		k->open += r->known[i] == KNOWN_OPEN;
		r->all.open += r->known[i] == KNOWN_OPEN;
		k->fresh += r->known[i] == KNOWN_NOT;
		r->all.fresh += r->known[i] == KNOWN_NOT;
	}
}

const struct cul_suggestion *cul_replay_fresh(const struct cul_replay *r,
					      size_t *at)
{
	for (; *at < r->n; (*at)++)
		if (r->known[*at] == KNOWN_NOT)
			return r->by_name[(*at)++];
	return NULL;
}
