/* \summary: suggestions that wait to be filed, each a copy of its own */
#include "engine/pending.h"

#include <stdlib.h>

#include "culprit/err.h"

static int grow(struct cul_pending *p)
{
	const size_t room = p->room * 2 + 8;
	struct cul_suggestion *v = realloc(p->v, room * sizeof(*v));
	enum cul_notice_what *what;

	if (v == NULL)
		return CUL_ENOMEM;
	p->v = v;
	what = realloc(p->what, room * sizeof(*what));
	if (what == NULL)
		return CUL_ENOMEM;
	p->what = what;
	p->room = room;
	return CUL_OK;
}

static void lines_free(struct cul_suggestion *s)
{
	for (size_t i = 0; i < s->n_quotes; i++)
		free(s->quotes[i].line);
	free(s->quotes);
	s->quotes = NULL;
	s->n_quotes = 0;
}

static int lines_copy(struct cul_suggestion *to, const struct cul_suggestion *s)
{
	to->n_quotes = 0;
	to->quotes = NULL;
	if (s->n_quotes == 0)
		return CUL_OK;
	to->quotes = calloc(s->n_quotes, sizeof(*to->quotes));
	if (to->quotes == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < s->n_quotes; i++) {
		struct cul_quote *q = &to->quotes[to->n_quotes++];

		*q = s->quotes[i];
		q->line = malloc(q->len + 1);
		if (q->line == NULL) {
			lines_free(to);
			return CUL_ENOMEM;
		}
		memcpy(q->line, s->quotes[i].line, q->len);
		q->line[q->len] = '\0';
	}
	return CUL_OK;
}

int cul_pending_add(struct cul_pending *p, enum cul_notice_what what,
		    const struct cul_suggestion *s)
{
	int rc = CUL_OK;

	if (p->n == CUL_PENDING_MOST)
		return CUL_EFULL;
	if (p->n == p->room)
		rc = grow(p);
	if (rc != CUL_OK)
		return rc;
	p->v[p->n] = *s;
	rc = lines_copy(&p->v[p->n], s);
	if (rc != CUL_OK)
		return rc;
	p->what[p->n++] = what;
	return CUL_OK;
}

void cul_pending_clear(struct cul_pending *p)
{
	for (size_t i = 0; i < p->n; i++)
		lines_free(&p->v[i]);
	p->n = 0;
}

void cul_pending_done(struct cul_pending *p)
{
	cul_pending_clear(p);
	free(p->v);
	free(p->what);
	*p = (struct cul_pending){ .n = 0 };
}
