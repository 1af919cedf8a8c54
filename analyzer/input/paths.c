/* \summary: expand directories, refuse doubles, read rotation numbers */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "input/paths.h"

/* Deeper than any log tree; a bound for the recursion. */
enum { DEPTH_MAX = 16 };

static int add(struct cul_paths *p, char *name, const struct stat *st,
	       const char *error, const char *note)
{
	struct cul_path *e;

	if (p->n == p->cap) {
		size_t cap = p->cap * 2 + 16;
		struct cul_path *v = realloc(p->v, cap * sizeof(*v));

		if (v == NULL) {
			free(name);
			return CUL_ENOMEM;
		}
		p->v = v;
		p->cap = cap;
	}
	e = &p->v[p->n++];
	*e = (struct cul_path){ .name = name };
	if (st != NULL && S_ISREG(st->st_mode)) {
		e->size = (uint64_t)st->st_size;
		e->dev = (uint64_t)st->st_dev;
		e->ino = (uint64_t)st->st_ino;
	}
	if (error != NULL)
		e->error = strdup(error);
	if (note != NULL)
		e->note = strdup(note);
	return (error != NULL && e->error == NULL) ||
			       (note != NULL && e->note == NULL)
		       ? CUL_ENOMEM
		       : 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int add_dir(struct cul_paths *p, char *name, unsigned depth);

/* Takes `name`. */
static int add_inside(struct cul_paths *p, char *name, unsigned depth)
{
	struct stat st, link;

	if (lstat(name, &link) != 0 || stat(name, &st) != 0)
		return add(p, name, NULL, strerror(errno), NULL);
	if (S_ISREG(st.st_mode))
		return add(p, name, &st, NULL, NULL);
	if (!S_ISDIR(st.st_mode))
		return add(p, name, NULL, NULL, "not a regular file: skipped");
	if (S_ISLNK(link.st_mode))
		return add(p, name, NULL, NULL,
			   "a link to a directory: skipped");
	if (depth == DEPTH_MAX)
		return add(p, name, NULL, "too deep", NULL);
	return add_dir(p, name, depth + 1);
}

static int add_entries(struct cul_paths *p, const char *dir,
		       struct dirent **list, int n, unsigned depth)
{
	const char *slash = dir[strlen(dir) - 1] == '/' ? "" : "/";
	int rc = 0;

	for (int i = 0; i < n; i++) {
		char *inside;

		if (rc == 0 && asprintf(&inside, "%s%s%s", dir, slash,
					list[i]->d_name) < 0)
			rc = CUL_ENOMEM;
		else if (rc == 0)
			rc = add_inside(p, inside, depth);
		free(list[i]);
	}
	return rc;
}

/* Takes `name`. */
static int add_dir(struct cul_paths *p, char *name, unsigned depth)
{
	size_t before = p->n;
	struct dirent **list;
	int n = scandir(name, &list, visible, by_name);
	int rc;

	if (n < 0)
		return add(p, name, NULL, strerror(errno), NULL);
	rc = add_entries(p, name, list, n, depth);
	free(list);
	if (rc == 0 && p->n == before && depth == 0)
		return add(p, name, NULL, NULL, "no file in it");
	free(name);
	return rc;
}

static int add_named(struct cul_paths *p, const char *given)
{
	char *name = strdup(given);
	struct stat st;

	if (name == NULL)
		return CUL_ENOMEM;
	if (strcmp(name, "-") == 0)
		return add(p, name, NULL, NULL, NULL);
	if (stat(name, &st) != 0)
		return add(p, name, NULL, strerror(errno), NULL);
	if (S_ISDIR(st.st_mode))
		return add_dir(p, name, 0);
	return add(p, name, &st, NULL, NULL);
}

static int same_file(const void *a, const void *b)
{
	const struct cul_path *x = *(const struct cul_path *const *)a;
	const struct cul_path *y = *(const struct cul_path *const *)b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int note_double(struct cul_path *p, const char *first)
{
	char *note;

	if (asprintf(&note, "the same file as %s: read once", first) < 0)
		return CUL_ENOMEM;
	p->note = note;
	return 0;
}

static int note_doubles(struct cul_paths *p)
{
	struct cul_path **by = malloc((p->n + 1) * sizeof(*by));
	int rc = 0;

	if (by == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < p->n; i++)
		by[i] = &p->v[i];
	qsort(by, p->n, sizeof(*by), same_file);
	for (size_t i = 1, first = 0; i < p->n && rc == 0; i++) {
		if (by[i]->ino != by[first]->ino ||
		    by[i]->dev != by[first]->dev)
			first = i;
		else if (by[i]->ino != 0)
			rc = note_double(by[i], by[first]->name);
	}
	free(by);
	return rc;
}

int cul_paths_expand(const char *const *names, size_t n_names,
		     struct cul_paths *ret_paths)
{
	struct cul_paths p = { 0 };
	int rc = 0;

	for (size_t i = 0; i < n_names && rc == 0; i++)
		rc = add_named(&p, names[i]);
	if (rc == 0)
		rc = note_doubles(&p);
	if (rc != 0) {
		cul_paths_done(&p);
		return rc;
	}
	*ret_paths = p;
	return 0;
}

void cul_paths_done(struct cul_paths *paths)
{
	for (size_t i = 0; i < paths->n; i++) {
		free(paths->v[i].name);
		free(paths->v[i].error);
		free(paths->v[i].note);
	}
	free(paths->v);
	*paths = (struct cul_paths){ 0 };
}

size_t cul_paths_unpacked(const char *name)
{
	static const char *const packed[] = { ".gz", ".zst", ".xz", ".bz2" };
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++) {
		size_t n = strlen(packed[i]);

		if (len > n && strcmp(name + len - n, packed[i]) == 0)
			return len - n;
	}
	return len;
}

int64_t cul_paths_age(const char *name)
{
	size_t end = cul_paths_unpacked(name), at = end;
	int64_t number = 0, place = 1;

	/* 20261120 or 20261120-0625, as dateformat may have it; ten digits
	 * are no number of a rotation */
	while (at > 0 && end - at < 9 && name[at - 1] >= '0' &&
	       name[at - 1] <= '9') {
		number += (name[--at] - '0') * place;
		place *= 10;
	}
	if (at == end || at == 0)
		return 0;
	if (name[at - 1] == '.' && end - at <= 4)
		return -number;
	if (name[at - 1] == '-' && end - at == 8)
		return number - 100 * 1000 * 1000;
	return 0;
}
