/* \summary: a heap of streams */
#include <stdlib.h>

#include "engine/merge.h"

static bool before(const struct cul_stream *a, const struct cul_stream *b)
{
	int64_t x = cul_stream_key(a), y = cul_stream_key(b);

	return x != y ? x < y : a->index < b->index;
}

static void swap(struct cul_stream **a, struct cul_stream **b)
{
	struct cul_stream *t = *a;

	*a = *b;
	*b = t;
}

int cul_merge_add(struct cul_merge *m, struct cul_stream *s)
{
	size_t at = m->n;

	if (m->n == m->cap) {
		size_t cap = m->cap * 2 + 8;
		struct cul_stream **v = realloc(m->v, cap * sizeof(*v));

		if (v == NULL)
			return CUL_ENOMEM;
		m->v = v;
		m->cap = cap;
	}
	m->v[m->n++] = s;
	while (at > 0 && before(m->v[at], m->v[(at - 1) / 2])) {
		swap(&m->v[at], &m->v[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	return 0;
}

void cul_merge_sink(struct cul_merge *m)
{
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= m->n)
			return;
		if (child + 1 < m->n && before(m->v[child + 1], m->v[child]))
			child++;
		if (!before(m->v[child], m->v[at]))
			return;
		swap(&m->v[child], &m->v[at]);
		at = child;
	}
}

void cul_merge_pop(struct cul_merge *m)
{
	m->v[0] = m->v[--m->n];
	cul_merge_sink(m);
}

bool cul_merge_second(const struct cul_merge *m, int64_t *ret_usec,
		      uint32_t *ret_index)
{
	const struct cul_stream *s;

	if (m->n < 2)
		return false;
	s = m->v[1];
	if (m->n > 2 && before(m->v[2], s))
		s = m->v[2];
	*ret_usec = cul_stream_key(s);
	*ret_index = s->index;
	return true;
}

void cul_merge_done(struct cul_merge *m)
{
	for (size_t i = 0; i < m->n; i++)
		cul_stream_free(&m->v[i]);
	free(m->v);
	*m = (struct cul_merge){ 0 };
}
