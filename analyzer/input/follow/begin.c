/* \summary: where a followed log begins, or goes on after a restart
 *
 * A place is found again by how its file begins, wherever and however packed
 * that lies now. Where it is gone for good, reading goes on with the oldest
 * file that is younger, as far as can be told, and says so.
 */
#include <stdlib.h>

#include "input/follow/follow_int.h"
#include "input/follow/siblings.h"

/* Where to begin: with `gen`, which is the current file or not. */
struct start {
	struct cul_gen *gen;
	bool named;
};

static int current(struct cul_ftail *t, struct start *s)
{
	int rc = cul_chain_open(t, t->name, false, &s->gen);

	s->named = rc == CUL_OK;
	return rc == CUL_ENOMEM ? rc : CUL_OK;
}

static int rotated(struct cul_ftail *t, const struct cul_sib *b,
		   struct start *s)
{
	int rc = cul_chain_open(t, b->path, true, &s->gen);

	s->named = false;
	return rc == CUL_ENOMEM ? rc : CUL_OK;
}

/* The oldest rotation that was given beside the name, or the current file. */
static int from_beginning(struct cul_ftail *t, struct start *s)
{
	struct cul_sibs sibs;
	int rc = cul_ftail_sibs(t, false, &sibs);

	for (size_t i = 0; rc == CUL_OK && s->gen == NULL && i < sibs.n; i++)
		if (cul_glob_gives(t->follow, sibs.v[i].path))
			rc = rotated(t, &sibs.v[i], s);
	cul_sibs_done(&sibs);
	if (rc == CUL_OK && s->gen == NULL)
		rc = current(t, s);
	return rc;
}

static int at_end(struct cul_ftail *t, struct start *s)
{
	int rc = current(t, s);

	if (rc == CUL_OK && s->gen != NULL)
		cul_gen_seek_end(s->gen);
	return rc;
}

static bool is_file(const struct cul_gen *g, const struct cul_file_mark *m)
{
	return cul_mark_is(m, g->mark.dev, g->mark.ino);
}

/* The file of the mark, by its beginning: the current one if it is that by
 * its inode, too; then a rotation; then the current one. */
static int by_head(struct cul_ftail *t, const struct cul_file_mark *m,
		   struct start *s)
{
	struct start cur = { 0 };
	char head[CUL_HEAD_MAX];
	bool below = false;
	int rc;

	if (m->head_len == 0)
		return CUL_OK;
	rc = current(t, &cur);
	if (cur.gen != NULL &&
	    !cul_mark_fits(m, head, cul_gen_head(cur.gen, head)))
		cul_gen_free(&cur.gen);
	if (cur.gen != NULL && is_file(cur.gen, m)) {
		*s = cur;
		return CUL_OK;
	}
	do {
		struct cul_sibs sibs = { 0 };
		ptrdiff_t at = -1;

		if (rc == CUL_OK)
			rc = cul_ftail_sibs(t, below, &sibs);
		if (rc == CUL_OK)
			rc = cul_sibs_find(&sibs, m, false, &at);
		if (rc == CUL_OK && at >= 0)
			rc = rotated(t, &sibs.v[at], s);
		cul_sibs_done(&sibs);
		below = !below;
	} while (rc == CUL_OK && s->gen == NULL && below);
	if (rc == CUL_OK && s->gen == NULL)
		*s = cur;
	else
		cul_gen_free(&cur.gen);
	return rc;
}

/* The file after the one of the mark, where that one is found. */
static int after(struct cul_ftail *t, const struct cul_file_mark *m,
		 struct start *s)
{
	bool below = false;
	int rc;

	if (m->head_len == 0)
		return CUL_OK;
	do {
		struct cul_sibs sibs;
		ptrdiff_t at = -1;

		rc = cul_ftail_sibs(t, below, &sibs);
		if (rc == CUL_OK)
			rc = cul_sibs_find(&sibs, m, false, &at);
		if (rc == CUL_OK && at >= 0)
			rc = (size_t)at + 1 < sibs.n
				     ? rotated(t, &sibs.v[at + 1], s)
				     : current(t, s);
		cul_sibs_done(&sibs);
		below = !below;
	} while (rc == CUL_OK && s->gen == NULL && below);
	return rc;
}

/* It was empty then, so only its inode tells. */
static int by_inode(struct cul_ftail *t, const struct cul_file_mark *m,
		    struct start *s)
{
	int rc = current(t, s);

	if (s->gen != NULL && !is_file(s->gen, m))
		cul_gen_free(&s->gen);
	return rc;
}

/* The oldest rotation written after the mark was, or the current file. */
static int written_later(struct cul_ftail *t, const struct cul_file_mark *m,
			 struct start *s)
{
	struct cul_sibs sibs;
	int rc = cul_ftail_sibs(t, false, &sibs);

	for (size_t i = 0; rc == CUL_OK && s->gen == NULL && i < sibs.n; i++)
		if (m->written_sec > 0 &&
		    sibs.v[i].written_sec > m->written_sec)
			rc = rotated(t, &sibs.v[i], s);
	cul_sibs_done(&sibs);
	if (rc == CUL_OK && s->gen == NULL)
		rc = current(t, s);
	return rc;
}

static int not_found(struct cul_ftail *t, struct start *s)
{
	const struct cul_place *p = &t->place;
	int rc = CUL_OK;

	for (size_t i = CUL_GONE_MAX; i-- > 0 && rc == CUL_OK;)
		if (s->gen == NULL)
			rc = after(t, &p->gone[i], s);
	if (rc == CUL_OK && s->gen == NULL && p->file.head_len == 0)
		rc = by_inode(t, &p->file, s);
	if (rc == CUL_OK && s->gen == NULL)
		rc = written_later(t, &p->file, s);
	if (rc == CUL_OK && s->gen != NULL && p->file.head_len > 0)
		cul_ftail_note(t,
			       "the file of %s that was read up to byte %llu "
			       "is gone: what was written to it after that is "
			       "missing; reading goes on with %s",
			       t->name, (unsigned long long)p->file.offset,
			       s->gen->path);
	return rc;
}

/* Late lines of what was rotated away just before. */
static int take_up_gone(struct cul_ftail *t, const struct cul_file_mark *m)
{
	struct start s = { 0 };
	uint64_t missing;
	int rc;

	if (m->ino == 0 || m->head_len == 0)
		return CUL_OK;
	rc = by_head(t, m, &s);
	if (rc != CUL_OK || s.gen == NULL)
		return rc;
	if (s.named || is_file(t->first, &s.gen->mark)) {
		cul_gen_free(&s.gen);
		return CUL_OK;
	}
	(void)cul_gen_seek(s.gen, m->offset, &missing);
	s.gen->until_msec = t->follow->now_msec + t->follow->plan.linger_msec;
	t->gone[t->n_gone++] = s.gen;
	return CUL_OK;
}

static int resume(struct cul_ftail *t, struct start *s)
{
	const struct cul_place *p = &t->place;
	uint64_t missing = 0;
	int rc = by_head(t, &p->file, s);

	if (rc != CUL_OK)
		return rc;
	if (s->gen == NULL)
		return not_found(t, s);
	rc = cul_gen_seek(s->gen, p->file.offset, &missing);
	if (missing > 0)
		cul_ftail_note(t,
			       "%s is shorter than it was: %llu bytes that "
			       "had been read are not there any more",
			       s->gen->path, (unsigned long long)missing);
	return rc;
}

/* A place that says no more than: from the beginning. */
static bool says_nothing(const struct cul_place *p)
{
	return p->file.ino == 0 && p->file.head_len == 0 &&
	       p->gone[0].head_len == 0;
}

int cul_begin(struct cul_ftail *t)
{
	struct start s = { 0 };
	bool resumes = t->has_place && !says_nothing(&t->place);
	int rc;

	t->begin_now = false;
	if (resumes)
		rc = resume(t, &s);
	else if (t->from_end && !t->has_place)
		rc = at_end(t, &s);
	else
		rc = from_beginning(t, &s);
	if (rc != CUL_OK)
		return rc;
	if (s.gen == NULL) {
		/* What comes to be here from now on is new. */
		t->from_end = false;
		return CUL_OK;
	}
	cul_chain_append(t, s.gen);
	t->begun = true;
	t->named = s.named;
	t->backlog = !s.named;
	for (size_t i = 0; resumes && rc == CUL_OK && i < CUL_GONE_MAX; i++) {
		rc = take_up_gone(t, &t->place.gone[i]);
		if (t->place.gone[i].head_len == 0)
			continue;
		t->prev = t->place.gone[i];
		t->prev.dev = t->prev.ino = 0;
	}
	return rc == CUL_OK ? cul_chain_fill(t) : rc;
}
