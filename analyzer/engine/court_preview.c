/* \summary: what would be suggested if the log ended here */
#include <stdlib.h>

#include "engine/court_int.h"

void cul_court_suspects(struct cul_court *c,
			void (*suspect)(void *arg, const struct cul_source *s),
			void *arg)
{
	c->suspect = suspect;
	c->suspect_arg = arg;
}

/* One suggestion with those of the earlier windows of its episode. Those stay
 * the court's: their copies have no lines. */
static int with_episode(const struct cul_court *c, size_t n_before,
			struct cul_suggestion *g)
{
	struct cul_suggestion *all = NULL;
	size_t n = 0;

	for (size_t i = 0; i < n_before; i++)
		n += cul_court_same_kind(&c->suggestions[i], g) == 0;
	if (n == 0)
		return CUL_OK;
	all = malloc((n + 1) * sizeof(*all));
	if (all == NULL)
		return CUL_ENOMEM;
	n = 0;
	for (size_t i = 0; i < n_before; i++) {
		if (cul_court_same_kind(&c->suggestions[i], g) != 0)
			continue;
		all[n] = c->suggestions[i];
		all[n].n_quotes = 0;
		all[n++].quotes = NULL;
	}
	all[n++] = *g;
	n = cul_court_episodes(all, n);
	*g = all[n - 1];
	free(all);
	return CUL_OK;
}

static int take(struct cul_court *c, size_t first, struct cul_suggestion **ret)
{
	size_t n = c->n_suggestions - first;
	struct cul_suggestion *v = NULL;

	if (n != 0) {
		v = malloc(n * sizeof(*v));
		if (v == NULL)
			return CUL_ENOMEM;
		memcpy(v, &c->suggestions[first], n * sizeof(*v));
	}
	c->n_suggestions = first;
	*ret = v;
	return CUL_OK;
}

int cul_court_preview(struct cul_court *c, uint64_t key,
		      const char *const *files, size_t n_files,
		      struct cul_suggestion **ret_v, size_t *ret_n)
{
	const size_t first = c->n_suggestions, cleared = c->n_cleared;
	const uint32_t id = cul_table_id_of(c->table, key);
	size_t n;
	int err;

	*ret_v = NULL;
	*ret_n = 0;
	if (id == UINT32_MAX) /* evicted since */
		return CUL_OK;
	err = cul_court_rule(c, cul_table_at(c->table, id));
	c->n_cleared = cleared;
	n = c->n_suggestions - first;
	if (err == CUL_OK)
		err = take(c, first, ret_v);
	for (size_t i = 0; i < n && err == CUL_OK; i++) {
		err = with_episode(c, first, &(*ret_v)[i]);
		cul_court_call(&(*ret_v)[i], files, n_files);
	}
	*ret_n = *ret_v != NULL ? n : 0;
	return err;
}

void cul_court_preview_done(struct cul_suggestion **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cul_court_suggestion_done(&(*v)[i]);
	free(*v);
	*v = NULL;
}

bool cul_court_found(struct cul_court *c, size_t i, const char *const *files,
		     size_t n_files, struct cul_suggestion *ret)
{
	if (i >= c->n_suggestions)
		return false;
	*ret = c->suggestions[i];
	cul_court_call(ret, files, n_files);
	return true;
}

bool cul_court_window(const struct cul_court *c, uint64_t key,
		      int64_t *ret_usec)
{
	const uint32_t id = cul_table_id_of(c->table, key);

	if (id == UINT32_MAX)
		return false;
	*ret_usec = cul_source_window_usec(cul_table_at(c->table, id));
	return true;
}

void cul_court_sizes(const struct cul_court *c, struct cul_court_sizes *ret)
{
	*ret = (struct cul_court_sizes){
		.t_now = c->clock.votes != 0 ? c->clock.t_usec : c->t_now,
		.sources = cul_table_count(c->table),
		.messages = cul_join_count(c->join),
		.evicted_sources = cul_table_evicted(c->table),
		.evicted_messages =
			cul_join_evicted(c->join) + cul_notes_evicted(c->notes),
		.mail = c->mail,
	};
}

const struct cul_table *cul_court_table(const struct cul_court *c)
{
	return c->table;
}

void cul_court_retire(struct cul_court *c, int64_t before_usec)
{
	size_t kept = 0;

	c->n_suggestions = cul_court_episodes(c->suggestions, c->n_suggestions);
	for (size_t i = 0; i < c->n_suggestions; i++) {
		struct cul_suggestion *g = &c->suggestions[i];

		if (g->last_seen_usec < before_usec)
			cul_court_suggestion_done(g);
		else if (kept++ != i)
			c->suggestions[kept - 1] = *g;
	}
	c->n_suggestions = kept;
	cul_court_cleared_join(c);
}
