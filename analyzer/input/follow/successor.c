/* \summary: which file comes after which behind one name
 *
 * Where a name leads to another file than the youngest that is open, those
 * between the two are looked for among the rotations, by inode or by how they
 * begin, whatever they are called by then.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "input/follow/follow_int.h"
#include "input/follow/siblings.h"

enum { TRIES_MAX = 8 }; /* what is being renamed stands still at last */

/* What the name leads to, seen by stat. */
struct current {
	bool is;
	uint64_t dev, ino;
};

static bool is_at(const struct current *c, uint64_t dev, uint64_t ino)
{
	return c->is && c->dev == dev && c->ino == ino;
}

static bool is_gen(const struct current *c, const struct cul_gen *g)
{
	return g->mark.ino != 0 && is_at(c, g->mark.dev, g->mark.ino);
}

static struct current current_of(const struct cul_ftail *t)
{
	struct current c = { 0 };
	struct stat st;

	if (stat(t->name, &st) == 0 && S_ISREG(st.st_mode)) {
		c.is = true;
		c.dev = (uint64_t)st.st_dev;
		c.ino = (uint64_t)st.st_ino;
	}
	return c;
}

/* As many files may be open as the system lets us. */
static bool raise_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= r.rlim_max)
		return false;
	r.rlim_cur = r.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &r) == 0;
}

int cul_chain_open(struct cul_ftail *t, const char *path, bool rotated,
		   struct cul_gen **ret_gen)
{
	const char *kept = cul_ftail_path(t, path);
	int rc;

	if (kept == NULL)
		return CUL_ENOMEM;
	rotated |= cul_name_is_packed(path);
	rc = cul_gen_open(kept, rotated, ret_gen);
	if (rc == CUL_EIO && errno == EMFILE && raise_limit())
		rc = cul_gen_open(kept, rotated, ret_gen);
	if (rc == CUL_EIO && !rotated)
		snprintf(t->error, sizeof(t->error), "cannot open it: %s",
			 strerror(errno));
	if (rc == CUL_EUSAGE && !rotated)
		snprintf(t->error, sizeof(t->error),
			 "not a regular file: skipped");
	return rc;
}

/* Of the rotations, the first behind the one at `at`, but for `skip`. */
static const struct cul_sib *younger(const struct cul_sibs *s, ptrdiff_t at,
				     size_t skip, const struct current *cur)
{
	size_t i = (size_t)(at + 1) + skip;

	return i < s->n && !is_at(cur, s->v[i].dev, s->v[i].ino) ? &s->v[i]
								 : NULL;
}

/* Nothing tells where `g` lies: the first of those written after it. */
static const struct cul_sib *written_later(const struct cul_sibs *s,
					   const struct cul_gen *g, size_t skip,
					   const struct current *cur)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].written_sec > g->disk.written_sec)
			return younger(s, (ptrdiff_t)i - 1, skip, cur);
	return NULL;
}

/* Where `g` is among them, or else what came before it. */
static int find(struct cul_ftail *t, const struct cul_sibs *s,
		const struct cul_gen *g, ptrdiff_t *ret_at)
{
	int rc = cul_sibs_find(s, &g->mark, g->fd >= 0, ret_at);

	if (rc == CUL_OK && *ret_at < 0)
		rc = cul_sibs_find(s, &t->prev, false, ret_at);
	return rc;
}

/* The rotation that comes after `g`: its path in new memory; NULL: none. */
static int pick(struct cul_ftail *t, const struct cul_gen *g, size_t skip,
		const struct current *cur, struct cul_sib *ret)
{
	const struct cul_sib *b = NULL;
	struct cul_sibs s, below = { 0 };
	ptrdiff_t at;
	int rc = cul_ftail_sibs(t, false, &s);

	if (rc == CUL_OK)
		rc = find(t, &s, g, &at);
	if (rc == CUL_OK && at < 0) {
		rc = cul_ftail_sibs(t, true, &below);
		if (rc == CUL_OK)
			rc = find(t, &below, g, &at);
		if (rc == CUL_OK && at >= 0)
			b = younger(&below, at, skip, cur);
		else if (rc == CUL_OK)
			b = written_later(&s, g, skip, cur);
	} else if (rc == CUL_OK) {
		b = younger(&s, at, skip, cur);
	}
	ret->path = NULL;
	if (b != NULL) {
		*ret = *b;
		ret->path = strdup(b->path);
		rc = ret->path != NULL ? CUL_OK : CUL_ENOMEM;
	}
	cul_sibs_done(&s);
	cul_sibs_done(&below);
	return rc;
}

/* The usual rotation: `g` is mail.log.1 now, and nothing is between. */
static bool just_rotated(const struct cul_ftail *t, const struct cul_gen *g)
{
	static const char *const suffixes[] = { ".1", ".0" };
	const char *name = t->target_name != NULL ? t->target_name : t->name;
	bool is = false;

	for (size_t i = 0; i < 2 && !is && g->fd >= 0; i++) {
		struct stat st;
		char *path;

		if (asprintf(&path, "%s%s", name, suffixes[i]) < 0)
			return false;
		is = stat(path, &st) == 0 &&
		     cul_mark_is(&g->mark, (uint64_t)st.st_dev,
				 (uint64_t)st.st_ino);
		free(path);
	}
	return is;
}

/* What is open may have been renamed between the look and the opening. */
static bool is_wanted(const struct cul_gen *g, uint64_t dev, uint64_t ino)
{
	return g->mark.dev == dev && g->mark.ino == ino;
}

/* A rotation that is there and cannot be read must not hold up the rest. */
static bool cannot_read(struct cul_ftail *t, const char *path, int rc)
{
	if (rc != CUL_EIO || errno == ENOENT)
		return false;
	cul_ftail_note(t, "%s cannot be read (%s): its lines are missing", path,
		       strerror(errno));
	return true;
}

int cul_chain_successor(struct cul_ftail *t, const struct cul_gen *g,
			struct cul_gen **ret_gen, bool *ret_named)
{
	size_t skip = 0;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		struct current cur = current_of(t);
		struct cul_sib sib = { 0 };
		struct cul_gen *n = NULL;
		int rc = CUL_OK;

		*ret_named = is_gen(&cur, g);
		if (*ret_named)
			return 0;
		if (!cur.is || !just_rotated(t, g))
			rc = pick(t, g, skip, &cur, &sib);
		if (rc != CUL_OK)
			return rc;
		*ret_named = sib.path == NULL;
		if (*ret_named && !cur.is)
			return 0;
		rc = cul_chain_open(t, *ret_named ? t->name : sib.path,
				    !*ret_named, &n);
		skip += !*ret_named && cannot_read(t, sib.path, rc);
		free(sib.path);
		if (rc == CUL_ENOMEM)
			return rc;
		if (rc != CUL_OK)
			continue;
		if (*ret_named ? is_wanted(n, cur.dev, cur.ino)
			       : is_wanted(n, sib.dev, sib.ino)) {
			*ret_gen = n;
			return 1;
		}
		cul_gen_free(&n);
	}
	return 0;
}
