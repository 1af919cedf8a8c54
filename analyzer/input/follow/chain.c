/* \summary: which file comes after which behind one name
 *
 * The youngest generation that is open is held against what the name leads to
 * now. Where that is another file, those between the two are looked for among
 * the rotations, by inode or by how they begin, whatever they are called by
 * then.
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

void cul_chain_append(struct cul_ftail *t, struct cul_gen *g)
{
	g->since_msec = t->follow->now_msec;
	g->next = NULL;
	if (t->last != NULL)
		t->last->next = g;
	else
		t->first = g;
	t->last = g;
	t->n_chain++;
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

/* The file after `g`: 1, with whether it is the current one; 0: there is none
 * as yet. */
static int successor(struct cul_ftail *t, const struct cul_gen *g,
		     struct cul_gen **ret_gen, bool *ret_named)
{
	size_t skip = 0;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		struct current cur = current_of(t);
		struct cul_sib sib = { 0 };
		struct cul_gen *n = NULL;
		int rc = CUL_OK;

		if (is_gen(&cur, g))
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

int cul_chain_fill(struct cul_ftail *t)
{
	struct cul_gen *g = NULL;

	while (t->last != NULL && !t->named && t->n_chain < CUL_CHAIN_MAX) {
		struct current cur = current_of(t);
		bool named = false;
		int rc;

		if (is_gen(&cur, t->last)) {
			t->named = true;
			t->backlog = false;
			break;
		}
		rc = successor(t, t->last, &g, &named);
		if (rc <= 0)
			return rc;
		cul_chain_append(t, g);
		t->named = named;
		t->restarts += named && !t->backlog;
		t->backlog &= !named;
	}
	return CUL_OK;
}

/* Take `g`, the last one, off the chain. */
static void take_last(struct cul_ftail *t, struct cul_gen *g)
{
	struct cul_gen *before = NULL;

	for (struct cul_gen *i = t->first; i != g; i = i->next)
		before = i;
	if (before != NULL)
		before->next = NULL;
	else
		t->first = NULL;
	t->last = before;
	t->n_chain--;
}

/* The copy that was made of what was cut short. */
static int find_copy(struct cul_ftail *t, const struct cul_file_mark *m,
		     struct cul_gen **ret_copy)
{
	bool below = false;
	int rc = CUL_OK;

	*ret_copy = NULL;
	if (m->head_len == 0)
		return CUL_OK;
	do {
		struct cul_sibs s;
		ptrdiff_t at = -1;

		rc = cul_ftail_sibs(t, below, &s);
		if (rc == CUL_OK)
			rc = cul_sibs_find(&s, m, false, &at);
		if (rc == CUL_OK && at >= 0)
			rc = cul_chain_open(t, s.v[at].path, true, ret_copy);
		cul_sibs_done(&s);
		below = !below;
	} while (rc == CUL_OK && *ret_copy == NULL && below);
	return rc == CUL_ENOMEM ? rc : CUL_OK;
}

/* What was read of it so far, and what its copy has beyond, is one generation;
 * it itself begins anew behind that. */
static int cut_short(struct cul_ftail *t, struct cul_gen *g)
{
	struct cul_gen *rest, *copy = NULL;
	uint64_t done = g->cut.done;
	int rc = cul_gen_split(g, &rest);

	if (rc != CUL_OK)
		return rc;
	take_last(t, g);
	rc = find_copy(t, &rest->mark, &copy);
	if (rc != CUL_OK) {
		cul_gen_free(&rest);
		cul_chain_append(t, g);
		return rc;
	}
	if (copy != NULL) {
		(void)cul_gen_adopt(rest, &copy);
		cul_gen_free(&rest);
		rest = copy;
	} else if (done > 0) {
		cul_ftail_note(t,
			       "%s was cut short after byte %llu and no copy "
			       "of it was found: what was written last may be "
			       "missing",
			       t->name, (unsigned long long)done);
	}
	t->restarts++;
	rest->whole = true;
	cul_chain_append(t, rest);
	t->named = false;
	for (;;) {
		struct cul_gen *n;
		bool named = false;

		rc = successor(t, t->last, &n, &named);
		if (rc <= 0)
			break;
		if (is_wanted(n, g->mark.dev, g->mark.ino)) {
			cul_gen_free(&n);
			break;
		}
		if (named) { /* it was replaced as well */
			cul_chain_append(t, g);
			cul_chain_append(t, n);
			t->named = true;
			return CUL_OK;
		}
		cul_chain_append(t, n);
	}
	cul_chain_append(t, g);
	t->named = true;
	return rc < 0 ? rc : CUL_OK;
}

/* It is not there, or nothing to read. */
static int name_is_off(struct cul_ftail *t, const char *why, bool gone)
{
	snprintf(t->error, sizeof(t->error), "%s", why);
	if (gone)
		t->named = false;
	return t->last != NULL ? cul_chain_fill(t) : CUL_OK;
}

/* What the name leads to now. */
static int look_at_name(struct cul_ftail *t)
{
	struct current cur;
	struct stat st;

	t->begin_now |= !t->begun;
	if (stat(t->name, &st) != 0)
		return name_is_off(t, strerror(errno),
				   errno == ENOENT || errno == ENOTDIR);
	if (!S_ISREG(st.st_mode))
		return name_is_off(t, "not a regular file: skipped", false);
	t->error[0] = '\0';
	if (!t->begun)
		return CUL_OK;
	cur = (struct current){ true, (uint64_t)st.st_dev,
				(uint64_t)st.st_ino };
	t->named = is_gen(&cur, t->last);
	return cul_chain_fill(t);
}

/* Between two files: looked at again soon, but not for ever. */
static void rest_or_not(struct cul_ftail *t)
{
	const struct cul_follow *f = t->follow;
	bool between =
		t->begun && (t->n_gone > 0 || !t->named || t->n_chain > 1);

	if (!between)
		t->unrest_msec = f->now_msec;
	t->restless = between && f->now_msec - t->unrest_msec <=
					 f->plan.linger_msec + CUL_SAFETY_MSEC;
	if (t->restless && !t->in_restless) {
		t->in_restless = true;
		t->next_restless = t->follow->restless;
		t->follow->restless = t;
	}
}

int cul_chain_look(struct cul_ftail *t, bool by_name)
{
	int rc = CUL_OK;

	for (unsigned i = 0; i < t->n_gone; i++)
		(void)cul_gen_look(t->gone[i]);
	for (struct cul_gen *g = t->first; g != NULL; g = g->next) {
		if (cul_gen_look(g) || g != t->last)
			continue;
		rc = cut_short(t, g);
		break;
	}
	if (rc == CUL_OK && (by_name || !t->begun || !t->named))
		rc = look_at_name(t);
	rest_or_not(t);
	return rc;
}

void cul_chain_drop_gone(struct cul_ftail *t, unsigned i)
{
	cul_gen_free(&t->gone[i]);
	t->gone[i] = t->gone[--t->n_gone];
}

int cul_chain_advance(struct cul_ftail *t)
{
	struct cul_gen *g = t->first;

	t->prev = cul_gen_mark(g);
	t->prev.dev = t->prev.ino = 0; /* to know, not to look at */
	t->first = g->next;
	t->n_chain--;
	g->next = NULL;
	if (g->packed || g->fd < 0) {
		cul_gen_free(&g);
	} else {
		if (t->n_gone == CUL_GONE_MAX)
			cul_chain_drop_gone(t, 0);
		g->until_msec =
			t->follow->now_msec + t->follow->plan.linger_msec;
		t->gone[t->n_gone++] = g;
	}
	return cul_chain_fill(t);
}
