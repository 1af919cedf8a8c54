/* \summary: from rulings to the list: covered, merged, named, in order */
#include <stdio.h>
#include <stdlib.h>

#include "engine/court_int.h"
#include "evidence/hash.h"

/* Suggestions of one subject and kind less than this apart are one episode. */
#define EPISODE_USEC (7 * CUL_USEC_PER_DAY)

void cul_court_suggestion_done(struct cul_suggestion *g)
{
	for (size_t k = 0; k < g->n_quotes; k++)
		free(g->quotes[k].line);
	free(g->quotes);
}

/* Most stand where they belong already, and each is some kilobytes. */
static void move(struct cul_suggestion *all, size_t to, size_t from)
{
	if (to != from)
		all[to] = all[from];
}

/* Of what one source earned in one window: drop what another says already. */
int cul_court_drop_covered(struct cul_court *c, size_t first)
{
	bool drop[CUL_DETECTORS_MAX] = { false };
	size_t n = c->n_suggestions - first, kept = first;
	struct cul_suggestion *g;

	if (n == 0)
		return CUL_OK;
	g = &c->suggestions[first];
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++)
			if (a != b && !drop[a] && !drop[b] &&
			    cul_decide_covers(&g[a], &g[b]))
				drop[b] = true;
	for (size_t i = 0; i < n; i++) {
		if (drop[i])
			cul_court_suggestion_done(&g[i]);
		else
			move(c->suggestions, kept++, first + i);
	}
	c->n_suggestions = kept;
	return CUL_OK;
}

int cul_court_same_kind(const struct cul_suggestion *a,
			const struct cul_suggestion *b)
{
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int episode_order(const void *av, const void *bv)
{
	const struct cul_suggestion *a = av, *b = bv;
	int cmp = cul_court_same_kind(a, b);

	if (cmp != 0)
		return cmp;
	return a->first_seen_usec < b->first_seen_usec
		       ? -1
		       : a->first_seen_usec > b->first_seen_usec;
}

static void counts_sum(struct cul_counts *a, const struct cul_counts *b)
{
	a->messages += b->messages;
	a->recipients += b->recipients;
	a->delivered += b->delivered;
	a->bounced += b->bounced;
	a->deferred += b->deferred;
	a->bytes += b->bytes;
	a->refused_relay += b->refused_relay;
	a->refused_bad_recipient += b->refused_bad_recipient;
	a->refused_reputation += b->refused_reputation;
	a->refused_content += b->refused_content;
	a->refused_other += b->refused_other;
	a->login_failed += b->login_failed;
}

static void addrs_join(struct cul_suggestion *a, const struct cul_suggestion *b)
{
	for (unsigned i = 0; i < b->n_addrs; i++) {
		unsigned k = 0;

		while (k < a->n_addrs &&
		       !cul_addr_eq(&a->addrs[k], &b->addrs[i]))
			k++;
		if (k == a->n_addrs && k < CUL_SOURCE_ADDRS)
			a->addrs[a->n_addrs++] = b->addrs[i];
	}
}

/* A later window of the same episode: the graver one's words stay, the
 * earlier one's beginnings, the sums of both. */
static void episode_join(struct cul_suggestion *a, struct cul_suggestion *b)
{
	struct cul_suggestion first = *a, later = *b;
	bool b_is_graver =
		b->action > a->action ||
		(b->action == a->action && b->confidence > a->confidence);

	if (b_is_graver) {
		*a = later;
		*b = first;
		a->first_seen_usec = first.first_seen_usec;
		a->flagged_usec = first.flagged_usec;
	}
	a->last_seen_usec = later.last_seen_usec;
	a->expires_usec = later.expires_usec;
	addrs_join(a, b);
	counts_sum(&a->counts, &b->counts);
	cul_court_suggestion_done(b);
}

size_t cul_court_episodes(struct cul_suggestion *v, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return 0;
	qsort(v, n, sizeof(*v), episode_order);
	for (size_t i = 1; i < n; i++) {
		struct cul_suggestion *a = &v[kept], *b = &v[i];

		if (cul_court_same_kind(a, b) == 0 &&
		    b->first_seen_usec - a->last_seen_usec < EPISODE_USEC)
			episode_join(a, b);
		else
			move(v, ++kept, i);
	}
	return kept + 1;
}

/* Sixteen letters of 5 bits: subject, kind and the day the episode began, so
 * that batch, live and replay give one name to one thing. */
static void id_make(struct cul_suggestion *g)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	char text[CUL_NAME_MAX + 64];
	int64_t day = g->first_seen_usec / CUL_USEC_PER_DAY;
	int n = snprintf(text, sizeof(text), "%s|%s|%s|%lld",
			 cul_subject_name(g->subject), g->name,
			 cul_kind_name(g->kind), (long long)day);
	struct cul_sv v = { text, (size_t)n };
	uint64_t half[2] = { cul_hash(v, 11), cul_hash(v, 12) };

	for (unsigned i = 0; i < CUL_ID_MAX - 1; i++) {
		g->id[i] = letters[half[i / 8] & 31];
		half[i / 8] >>= 5;
	}
	g->id[CUL_ID_MAX - 1] = '\0';
}

static int final_order(const void *a, const void *b)
{
	return cul_decide_order(a, b);
}

static int cleared_order(const void *av, const void *bv)
{
	const struct cul_cleared *a = av, *b = bv;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Cleared every day of a month is said once. */
void cul_court_cleared_join(struct cul_court *c)
{
	size_t kept = 0;

	if (c->n_cleared == 0)
		return;
	qsort(c->cleared, c->n_cleared, sizeof(*c->cleared), cleared_order);
	for (size_t i = 1; i < c->n_cleared; i++)
		if (cleared_order(&c->cleared[kept], &c->cleared[i]) != 0)
			c->cleared[++kept] = c->cleared[i];
	c->n_cleared = kept + 1;
}

void cul_court_call(struct cul_suggestion *g, const char *const *files,
		    size_t n_files)
{
	id_make(g);
	for (size_t k = 0; k < g->n_quotes; k++)
		g->quotes[k].file = g->quotes[k].input < n_files
					    ? files[g->quotes[k].input]
					    : "?";
}

int cul_court_finish(struct cul_court *c, const char *const *files,
		     size_t n_files)
{
	c->n_suggestions = cul_court_episodes(c->suggestions, c->n_suggestions);
	for (size_t i = 0; i < c->n_suggestions; i++)
		cul_court_call(&c->suggestions[i], files, n_files);
	if (c->n_suggestions != 0)
		qsort(c->suggestions, c->n_suggestions, sizeof(*c->suggestions),
		      final_order);
	cul_court_cleared_join(c);
	return CUL_OK;
}
