/* \summary: list the rotations of a log, and find one among them */
#include "input/follow/siblings.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	ROUNDS_MAX = 8, /* logrotate renames some, then is done      */
	BELOW_MAX = 64  /* directories inside that are looked into   */
};

char *cul_path_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);
	char *path;

	if (asprintf(&path, "%s%s%s", dir,
		     n == 0 || dir[n - 1] == '/' ? "" : "/", name) < 0)
		return NULL;
	return path;
}

void cul_sibs_done(struct cul_sibs *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].path);
	free(s->v);
	*s = (struct cul_sibs){ 0 };
}

/* Takes `path`. */
static int add(struct cul_sibs *s, char *path, const struct cul_rotation *r)
{
	struct stat st;

	if (path == NULL)
		return CUL_ENOMEM;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		free(path);
		return CUL_OK;
	}
	if (s->n == s->cap) {
		size_t cap = s->cap * 2 + 8;
		struct cul_sib *v = realloc(s->v, cap * sizeof(*v));

		if (v == NULL) {
			free(path);
			return CUL_ENOMEM;
		}
		s->v = v;
		s->cap = cap;
	}
	s->v[s->n++] = (struct cul_sib){
		.path = path,
		.rotation = *r,
		.dev = (uint64_t)st.st_dev,
		.ino = (uint64_t)st.st_ino,
		.size = (uint64_t)st.st_size,
		.written_sec = st.st_mtim.tv_sec,
	};
	return CUL_OK;
}

static int list_dir(const char *dir, const char *base, struct cul_sibs *s)
{
	DIR *d = opendir(dir[0] != '\0' ? dir : ".");
	int rc = CUL_OK;
	const struct dirent *e;
	struct cul_rotation r;

	if (d == NULL)
		return errno == ENOMEM ? CUL_ENOMEM : CUL_OK;
	while (rc == CUL_OK && (e = readdir(d)) != NULL)
		if (cul_rotation_of(e->d_name, base, &r))
			rc = add(s, cul_path_join(dir, e->d_name), &r);
	closedir(d);
	return rc;
}

static int list_below(const char *dir, const char *base, struct cul_sibs *s)
{
	DIR *d = opendir(dir[0] != '\0' ? dir : ".");
	const struct dirent *e;
	int rc = CUL_OK, n = 0;

	if (d == NULL)
		return errno == ENOMEM ? CUL_ENOMEM : CUL_OK;
	while (rc == CUL_OK && n < BELOW_MAX && (e = readdir(d)) != NULL) {
		char *inside;

		if (e->d_name[0] == '.' ||
		    (e->d_type != DT_DIR && e->d_type != DT_UNKNOWN))
			continue;
		n++;
		inside = cul_path_join(dir, e->d_name);
		rc = inside != NULL ? list_dir(inside, base, s) : CUL_ENOMEM;
		free(inside);
	}
	closedir(d);
	return rc;
}

static int older_first(const void *a, const void *b)
{
	const struct cul_sib *x = a, *y = b;
	int order = cul_rotation_order(&x->rotation, &y->rotation);

	if (order != 0)
		return order;
	if (x->rotation.packed != y->rotation.packed)
		return x->rotation.packed ? 1 : -1;
	return strcmp(x->path, y->path);
}

/* Of one file that is being packed, the packed one is behind the plain one. */
static void drop_unfinished(struct cul_sibs *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct cul_sib *last = kept > 0 ? &s->v[kept - 1] : NULL;

		if (last != NULL && !last->rotation.packed &&
		    s->v[i].rotation.packed &&
		    cul_rotation_order(&last->rotation, &s->v[i].rotation) ==
			    0) {
			free(s->v[i].path);
			continue;
		}
		s->v[kept++] = s->v[i];
	}
	s->n = kept;
}

static int list_once(const char *dir, const char *base, bool below,
		     struct cul_sibs *s)
{
	int rc = below ? list_below(dir, base, s) : list_dir(dir, base, s);

	if (rc == CUL_OK && s->n > 0) {
		qsort(s->v, s->n, sizeof(*s->v), older_first);
		drop_unfinished(s);
	}
	return rc;
}

static bool same(const struct cul_sibs *a, const struct cul_sibs *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].ino != b->v[i].ino ||
		    strcmp(a->v[i].path, b->v[i].path) != 0)
			return false;
	return true;
}

int cul_sibs_list(const char *dir, const char *base, bool below,
		  struct cul_sibs *ret_sibs)
{
	struct cul_sibs before = { 0 }, now = { 0 };
	int rc = list_once(dir, base, below, &before);

	for (int i = 0; rc == CUL_OK && i < ROUNDS_MAX; i++) {
		rc = list_once(dir, base, below, &now);
		if (rc != CUL_OK || same(&before, &now))
			break;
		cul_sibs_done(&before);
		before = now;
		now = (struct cul_sibs){ 0 };
	}
	cul_sibs_done(&now);
	if (rc != CUL_OK)
		cul_sibs_done(&before);
	*ret_sibs = before;
	return rc;
}

bool cul_sibs_stand(const struct cul_sibs *s)
{
	struct stat st;

	for (size_t i = 0; i < s->n; i++)
		if (stat(s->v[i].path, &st) != 0 ||
		    s->v[i].ino != (uint64_t)st.st_ino)
			return false;
	return true;
}

int cul_path_fits(const char *path, bool may_unpack,
		  const struct cul_file_mark *m, bool *ret_fits)
{
	char head[CUL_HEAD_MAX];
	struct cul_gen *g = NULL;
	int rc = cul_gen_open(path, may_unpack, &g);

	*ret_fits = false;
	if (rc != CUL_OK)
		return rc == CUL_ENOMEM ? rc : CUL_OK;
	*ret_fits = cul_mark_fits(m, head, cul_gen_head(g, head));
	cul_gen_free(&g);
	return CUL_OK;
}

int cul_sibs_find(const struct cul_sibs *s, const struct cul_file_mark *m,
		  bool sure, ptrdiff_t *ret_at)
{
	*ret_at = -1;
	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = s->n; i-- > 0;) {
			const struct cul_sib *b = &s->v[i];
			bool is = cul_mark_is(m, b->dev, b->ino), fits;

			if (is != (pass == 0))
				continue;
			if (!is || !sure) {
				int rc = cul_path_fits(b->path, true, m, &fits);

				if (rc != CUL_OK)
					return rc;
				if (!fits)
					continue;
			}
			*ret_at = (ptrdiff_t)i;
			return CUL_OK;
		}
	}
	return CUL_OK;
}
