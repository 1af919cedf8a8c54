/* \summary: where each tail stands, to disk and back */
#include <stdlib.h>

#include "engine/live_int.h"

enum { TAILS_MOST = 1 << 16, NAME_MOST = 4096 };

int cul_live_settle(struct cul_live *l)
{
	int rc = CUL_OK;

	for (size_t i = 0; i < l->n && rc == CUL_OK; i++)
		rc = cul_stream_split(l->v[i]);
	return rc;
}

static void was_of(const struct cul_stream *s, struct cul_live_was *w)
{
	*w = (struct cul_live_was){
		.name = s->feed->path,
		.key_usec = s->key_usec,
		.columns = s->first != NULL ? s->first->columns : s->columns,
		.probed = s->growth->probed,
		.probe = s->feed->probe,
		.index = s->index,
		.bytes = s->feed->bytes,
		.lines = s->feed->lines,
		.owned_lines = s->feed->owned_lines,
		.cut_lines = s->feed->cut_lines,
		.nuls = s->feed->nuls,
	};
	cul_stream_place(s, &w->place, &w->skip_to);
	/* Those that were read and not heard are read once more. */
	for (const struct cul_batch *b = s->first; b != NULL; b = b->next)
		w->bytes -= b->block.len;
}

static void was_state(struct cul_state *s, struct cul_live_was *w)
{
	cul_state_string(s, &w->name, NAME_MOST);
	CUL_STATE(s, w->place);
	CUL_STATE(s, w->skip_to);
	CUL_STATE(s, w->key_usec);
	CUL_STATE(s, w->columns);
	CUL_STATE(s, w->probed);
	CUL_STATE(s, w->probe);
	CUL_STATE(s, w->index);
	CUL_STATE(s, w->bytes);
	CUL_STATE(s, w->lines);
	CUL_STATE(s, w->owned_lines);
	CUL_STATE(s, w->cut_lines);
	CUL_STATE(s, w->nuls);
}

static bool probe_is_sane(const struct cul_probe *p)
{
	size_t n = 0;

	while (cul_parsers[n] != NULL)
		n++;
	for (unsigned i = 0; i < p->n_order && i < CUL_PARSERS_MAX; i++)
		if (p->order[i] >= n)
			return false;
	return p->n_order <= CUL_PARSERS_MAX && p->n_sure <= p->n_order;
}

static void was_read(struct cul_state *s, struct cul_live *l, size_t n)
{
	l->was = calloc(n + 1, sizeof(*l->was));
	if (l->was == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	for (size_t i = 0; i < n && cul_state_err(s) == CUL_OK; i++) {
		struct cul_live_was *w = &l->was[l->n_was++];

		was_state(s, w);
		if (cul_state_err(s) == CUL_OK &&
		    (w->name == NULL || !probe_is_sane(&w->probe) ||
		     w->columns.n > CUL_COLUMNS_MAX))
			cul_state_fail(s, CUL_ECORRUPT);
	}
}

static void was_write(struct cul_state *s, const struct cul_live *l)
{
	/* Not those that were there before and were not named again: whoever
	 * leaves a file out has done with it. */
	for (size_t i = 0; i < l->n; i++) {
		struct cul_live_was w;

		was_of(l->v[i], &w);
		was_state(s, &w);
	}
}

static void sums_state(struct cul_state *s, struct cul_live *l)
{
	struct cul_summary *sum = l->desk.sum;

	CUL_STATE(s, sum->lines);
	CUL_STATE(s, sum->events);
	CUL_STATE(s, sum->no_stamp_lines);
	CUL_STATE(s, sum->unowned_lines);
	CUL_STATE(s, sum->t_first_usec);
	CUL_STATE(s, sum->t_last_usec);
	for (size_t i = 0; i < sum->n_parsers; i++) {
		CUL_STATE(s, l->desk.parsers[i].verdicts);
		CUL_STATE(s, l->desk.parsers[i].ignored);
		CUL_STATE(s, l->desk.parsers[i].malformed);
	}
	CUL_STATE(s, l->late);
	CUL_STATE(s, l->t_out);
}

static void files_state(struct cul_state *s, struct cul_files *f)
{
	size_t n = f->n;
	uint32_t index;

	cul_state_count(s, &n, TAILS_MOST);
	for (size_t i = 0; i < n && cul_state_err(s) == CUL_OK; i++) {
		char *name = i < f->n ? f->v[i] : NULL;

		cul_state_string(s, &name, NAME_MOST);
		if (!cul_state_is_reading(s) || name == NULL)
			continue;
		if (cul_files_index(f, name, &index) != CUL_OK)
			cul_state_fail(s, CUL_ENOMEM);
		free(name);
	}
}

void cul_live_state(struct cul_state *s, struct cul_live *l)
{
	size_t n = l->n;

	cul_state_part(s, "live");
	sums_state(s, l);
	files_state(s, &l->desk.files);
	cul_state_count(s, &n, TAILS_MOST);
	if (cul_state_is_reading(s))
		was_read(s, l, n);
	else
		was_write(s, l);
}

bool cul_live_resumes(const struct cul_live *l, size_t i, const char **ret_name,
		      const struct cul_place **ret)
{
	if (i >= l->n_was)
		return false;
	*ret_name = l->was[i].name;
	*ret = &l->was[i].place;
	return true;
}

static struct cul_live_was *was_named(struct cul_live *l, const char *name)
{
	for (size_t i = 0; i < l->n_was; i++)
		if (!l->was[i].taken && strcmp(l->was[i].name, name) == 0)
			return &l->was[i];
	return NULL;
}

void cul_live_again(struct cul_live *l, struct cul_stream *s)
{
	struct cul_live_was *w = was_named(l, s->feed->path);

	if (w == NULL)
		return;
	w->taken = true;
	s->index = w->index;
	s->key_usec = w->key_usec;
	s->columns = w->columns;
	s->growth->probed = w->probed;
	s->growth->from = w->place;
	s->growth->skip_to = w->skip_to;
	s->feed->probe = w->probe;
	s->feed->bytes = w->bytes;
	s->feed->lines = w->lines;
	s->feed->owned_lines = w->owned_lines;
	s->feed->cut_lines = w->cut_lines;
	s->feed->nuls = w->nuls;
	cul_ask_plan_of(&s->feed->probe, l->desk.parser, &s->plan.ask);
}
