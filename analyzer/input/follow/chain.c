/* \summary: the files open behind one name, oldest first
 *
 * The youngest is held against what the name leads to now; what is read to its
 * end and has a successor is let go, but for late lines.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "input/follow/follow_int.h"
#include "input/follow/siblings.h"

/* A scan would make other bytes of these; what grows is read as it lies. */
static void note_form(struct cul_ftail *t, struct cul_gen *g)
{
	char head[CUL_HEAD_MAX];
	size_t n = cul_gen_head(g, head);
	bool utf16 = n >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 ||
				memcmp(head, "\xfe\xff", 2) == 0);

	if (utf16 || (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0))
		cul_ftail_note(t,
			       "%s begins with the mark of %s: it is read "
			       "as it is",
			       g->path, utf16 ? "UTF-16" : "UTF-8");
}

void cul_chain_append(struct cul_ftail *t, struct cul_gen *g)
{
	note_form(t, g);
	g->since_msec = t->follow->now_msec;
	g->next = NULL;
	if (t->last != NULL)
		t->last->next = g;
	else
		t->first = g;
	t->last = g;
	t->n_chain++;
}

int cul_chain_fill(struct cul_ftail *t)
{
	struct cul_gen *g = NULL;

	while (t->last != NULL && !t->named && t->n_chain < CUL_CHAIN_MAX) {
		bool named = false;
		int rc = cul_chain_successor(t, t->last, &g, &named);

		if (rc < 0)
			return rc;
		if (rc > 0) {
			cul_chain_append(t, g);
			t->restarts += named && !t->backlog;
		}
		t->named = named;
		t->backlog &= !named;
		if (rc == 0)
			break;
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

/* The copy that was made of what was cut short: 1 if its name was another's by
 * the time it was opened. */
static int find_copy_in(struct cul_ftail *t, const struct cul_file_mark *m,
			bool below, struct cul_gen **ret_copy)
{
	struct cul_sibs s;
	ptrdiff_t at = -1;
	int rc = cul_ftail_sibs(t, below, &s);

	if (rc == CUL_OK)
		rc = cul_sibs_find(&s, m, false, &at);
	if (rc == CUL_OK && at >= 0)
		rc = cul_chain_open(t, s.v[at].path, true, ret_copy);
	if (rc != CUL_ENOMEM)
		rc = (at < 0 && !cul_sibs_stand(&s)) ||
		     (at >= 0 && (*ret_copy == NULL ||
				  !cul_mark_is(&(*ret_copy)->mark, s.v[at].dev,
					       s.v[at].ino)));
	if (rc != 0)
		cul_gen_free(ret_copy);
	cul_sibs_done(&s);
	return rc;
}

static int find_copy(struct cul_ftail *t, const struct cul_file_mark *m,
		     struct cul_gen **ret_copy)
{
	enum { TRIES_MAX = 8 };
	int rc = 1;

	*ret_copy = NULL;
	if (m->head_len == 0)
		return CUL_OK;
	for (int i = 0; i < TRIES_MAX && rc == 1; i++) {
		rc = find_copy_in(t, m, false, ret_copy);
		if (rc == 0 && *ret_copy == NULL)
			rc = find_copy_in(t, m, true, ret_copy);
	}
	return rc == 1 ? CUL_OK : rc;
}

/* The same file, be it renamed or packed since. */
static bool is_same(struct cul_gen *n, const struct cul_gen *g)
{
	char head[CUL_HEAD_MAX];

	return cul_mark_is(&n->mark, g->mark.dev, g->mark.ino) ||
	       cul_mark_fits(&g->mark, head, cul_gen_head(n, head));
}

/* It was copied and cut short more than once: what lies between. */
static int append_copies(struct cul_ftail *t, const struct cul_gen *g)
{
	for (;;) {
		struct cul_gen *n;
		bool named = false;
		int rc = cul_chain_successor(t, t->last, &n, &named);

		if (rc <= 0)
			return rc;
		if (named || is_same(n, g)) {
			cul_gen_free(&n);
			return CUL_OK;
		}
		cul_chain_append(t, n);
	}
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
	t->restarts++;
	if (g->head_at > 0 && done > g->head_at) {
		/* Its daemon went on where it was, behind a hole, and so did
		 * we before it was seen. */
		g->cut = rest->cut;
		g->at = rest->at;
		rest->cut = (struct cul_cut){ 0 };
		cul_gen_free(&rest);
		return CUL_OK;
	}
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
	rest->whole = true;
	cul_chain_append(t, rest);
	t->named = false;
	rc = append_copies(t, g);
	cul_chain_append(t, g);
	return rc == CUL_OK ? cul_chain_fill(t) : rc;
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
	t->named = cul_mark_is(&t->last->mark, (uint64_t)st.st_dev,
			       (uint64_t)st.st_ino);
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
