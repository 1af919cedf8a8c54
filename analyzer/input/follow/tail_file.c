/* \summary: one followed log as a tail: its pieces, its place, its status */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "input/follow/follow_int.h"
#include "input/follow/siblings.h"

static const struct cul_tail_ops tail_ops;

const char *cul_ftail_path(struct cul_ftail *t, const char *path)
{
	size_t n = strlen(path) + 1;
	struct cul_path_name *p;

	for (p = t->paths; p != NULL; p = p->next)
		if (strcmp(p->text, path) == 0)
			return p->text;
	p = malloc(sizeof(*p) + n);
	if (p == NULL)
		return NULL;
	memcpy(p->text, path, n);
	p->next = t->paths;
	t->paths = p;
	return p->text;
}

void cul_ftail_note(struct cul_ftail *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(t->note, sizeof(t->note), fmt, ap);
	va_end(ap);
}

int cul_ftail_new(struct cul_follow *f, const char *name,
		  struct cul_ftail **ret_tail)
{
	struct cul_ftail *t = calloc(1, sizeof(*t));
	const char *slash = strrchr(name, '/');
	size_t dir = slash != NULL ? (size_t)(slash - name) : 0;

	if (t == NULL)
		return CUL_ENOMEM;
	if (slash == name)
		dir = 1;
	t->name = strdup(name);
	t->dir = strndup(name, dir);
	if (t->name == NULL || t->dir == NULL) {
		free(t->name);
		free(t->dir);
		free(t);
		return CUL_ENOMEM;
	}
	t->base = slash != NULL ? t->name + (slash + 1 - name) : t->name;
	t->tail.ops = &tail_ops;
	t->follow = f;
	t->own.tail = t->target.tail = t;
	t->begin_now = true;
	t->from_end = f->plan.from_end && !f->stepped;
	*ret_tail = t;
	return CUL_OK;
}

void cul_ftail_free(struct cul_ftail *t)
{
	struct cul_path_name *p;

	while (t->first != NULL) {
		struct cul_gen *g = t->first;

		t->first = g->next;
		cul_gen_free(&g);
	}
	while (t->n_gone > 0)
		cul_gen_free(&t->gone[--t->n_gone]);
	while ((p = t->paths) != NULL) {
		t->paths = p->next;
		free(p);
	}
	free(t->target_name);
	free(t->target_dir);
	free(t->name);
	free(t->dir);
	free(t);
}

int cul_ftail_sibs(const struct cul_ftail *t, bool below,
		   struct cul_sibs *ret_sibs)
{
	if (t->target_name == NULL)
		return cul_sibs_list(t->dir, t->base, below, ret_sibs);
	return cul_sibs_list(t->target_dir, strrchr(t->target_name, '/') + 1,
			     below, ret_sibs);
}

static bool still_looked_at(const struct cul_ftail *t,
			    const struct cul_file_mark *m)
{
	for (unsigned i = 0; i < t->n_gone; i++)
		if (t->gone[i]->mark.head_hash == m->head_hash &&
		    t->gone[i]->mark.head_len == m->head_len)
			return true;
	return false;
}

struct cul_place cul_ftail_place(const struct cul_ftail *t)
{
	struct cul_place p = { 0 };
	unsigned n = 0;

	if (!t->begun)
		return t->place;
	p.file = cul_gen_mark(t->first);
	for (unsigned i = 0; i < t->n_gone; i++)
		p.gone[n++] = cul_gen_mark(t->gone[i]);
	/* The youngest of them all comes last. */
	if (n < CUL_GONE_MAX && !still_looked_at(t, &t->prev))
		p.gone[n] = t->prev;
	return p;
}

/* The next file has begun, so that nothing more is to be waited for here. */
static bool is_leaving(const struct cul_ftail *t, struct cul_gen *g)
{
	const struct cul_follow *f = t->follow;
	const struct cul_gen *next = g->next;

	if (next == NULL)
		return false;
	return g->leaving || g->packed || g->whole || g->fd < 0 ||
	       next != t->last || !t->named || next->size > 0 ||
	       f->now_msec - next->since_msec >= f->plan.linger_msec;
}

static int give(struct cul_piece *p, const struct cul_gen *g)
{
	p->path = g->path;
	return 1;
}

static int read_gone(struct cul_ftail *t, size_t want, struct cul_piece *p)
{
	for (unsigned i = 0; i < t->n_gone;) {
		struct cul_gen *g = t->gone[i];
		bool over = t->follow->now_msec >= g->until_msec;
		int rc;

		if (!g->fresh && !over) {
			i++;
			continue;
		}
		p->place = cul_ftail_place(t);
		rc = cul_gen_next(g, want, !over, &p->block);
		if (rc > 0) {
			for (unsigned k = 0; k < CUL_GONE_MAX; k++)
				if (cul_mark_is(&p->place.gone[k], g->mark.dev,
						g->mark.ino))
					p->place.gone[k].offset =
						p->block.offset;
			return give(p, g);
		}
		if (rc == CUL_ENOMEM)
			return rc;
		if (over)
			cul_chain_drop_gone(t, i);
		else
			i++;
	}
	return 0;
}

static void say_error(struct cul_ftail *t, const struct cul_gen *g)
{
	cul_ftail_note(t, "%s: %s", g->path,
		       g->told.error[0] != '\0' ? g->told.error
						: "cannot be read");
}

static int read_chain(struct cul_ftail *t, size_t want, struct cul_piece *p)
{
	while (t->first != NULL) {
		struct cul_gen *g = t->first;
		bool leaving = is_leaving(t, g);
		int rc;

		if (leaving && !g->leaving)
			g->fresh = g->leaving = true;
		if (!leaving && !g->fresh)
			return 0;
		rc = cul_gen_next(g, want, !leaving, &p->block);
		if (rc > 0) {
			p->place = cul_ftail_place(t);
			p->place.file.offset = p->block.offset;
			return give(p, g);
		}
		if (rc == CUL_ENOMEM)
			return rc;
		if (rc < 0)
			say_error(t, g);
		if (!leaving)
			return 0;
		rc = cul_chain_advance(t);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int tail_next(struct cul_tail *tail, size_t want, struct cul_piece *p)
{
	struct cul_ftail *t = (struct cul_ftail *)tail;
	int rc = CUL_OK;

	if (!t->begun && t->begin_now)
		rc = cul_begin(t);
	if (rc == CUL_OK)
		rc = read_gone(t, want, p);
	if (rc == 0)
		rc = read_chain(t, want, p);
	if (rc == 0) {
		p->block.len = 0;
		p->place = cul_ftail_place(t);
	}
	return rc;
}

static void tail_status(const struct cul_tail *tail,
			struct cul_tail_status *ret)
{
	const struct cul_ftail *t = (const struct cul_ftail *)tail;
	struct cul_tail_status s = { .name = t->name,
				     .restarts = t->restarts,
				     .can_replay = true };

	for (const struct cul_gen *g = t->first; g != NULL; g = g->next)
		s.behind_bytes += cul_gen_behind(g);
	for (unsigned i = 0; i < t->n_gone; i++)
		s.behind_bytes += cul_gen_behind(t->gone[i]);
	if (t->error[0] != '\0')
		s.error = t->error;
	if (t->note[0] != '\0')
		s.note = t->note;
	*ret = s;
}

static void tail_free(struct cul_tail *tail)
{
	struct cul_ftail *t = (struct cul_ftail *)tail;

	cul_follow_forget(t);
	cul_ftail_free(t);
}

static const struct cul_tail_ops tail_ops = {
	.next = tail_next,
	.status = tail_status,
	.free = tail_free,
};
