/* \summary: the names that were given, to the files that match them, now and
 * whenever one appears
 *
 * A pattern is walked part by part. Each directory in which a part may come to
 * match something else is watched, and knows which pattern goes on there.
 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/follow/follow_int.h"
#include "input/follow/names.h"
#include "input/follow/siblings.h"

static bool has_magic(const char *s)
{
	return strpbrk(s, "*?[\\") != NULL;
}

static int cut_parts(struct cul_pattern *p)
{
	size_t cap = 1;
	char *rest;

	for (const char *c = p->text; *c != '\0'; c++)
		cap += *c == '/';
	p->parts = calloc(cap, sizeof(char *));
	rest = strdup(p->text);
	if (p->parts == NULL || rest == NULL) {
		free(rest);
		return CUL_ENOMEM;
	}
	p->root = rest[0] == '/' ? "/" : "";
	for (char *part = rest; part != NULL;) {
		char *slash = strchr(part, '/');

		if (slash != NULL)
			*slash = '\0';
		if (part[0] != '\0') {
			p->parts[p->n_parts] = strdup(part);
			if (p->parts[p->n_parts++] == NULL) {
				free(rest);
				return CUL_ENOMEM;
			}
		}
		part = slash != NULL ? slash + 1 : NULL;
	}
	free(rest);
	return CUL_OK;
}

static void pattern_free(struct cul_pattern *p)
{
	for (size_t i = 0; p->parts != NULL && i < p->n_parts; i++)
		free(p->parts[i]);
	free(p->parts);
	free(p->text);
	free(p);
}

int cul_glob_add(struct cul_follow *f, const char *text)
{
	struct cul_pattern *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return CUL_ENOMEM;
	p->text = strdup(text);
	if (p->text == NULL || cut_parts(p) < 0) {
		pattern_free(p);
		return CUL_ENOMEM;
	}
	/* A file may well be called so. */
	p->literal = !has_magic(text) || access(text, F_OK) == 0;
	*f->patterns_end = p;
	f->patterns_end = &p->next;
	f->rewalk = true;
	return CUL_OK;
}

void cul_glob_done(struct cul_follow *f)
{
	struct cul_pattern *p;

	while ((p = f->patterns) != NULL) {
		f->patterns = p->next;
		pattern_free(p);
	}
}

static bool matches(const struct cul_pattern *p, const char *path)
{
	if (p->literal)
		return strcmp(p->text, path) == 0;
	return fnmatch(p->text, path, FNM_PATHNAME | FNM_PERIOD) == 0;
}

bool cul_glob_gives(const struct cul_follow *f, const char *path)
{
	for (const struct cul_pattern *p = f->patterns; p != NULL; p = p->next)
		if (matches(p, path))
			return true;
	return false;
}

static bool gives_literally(const struct cul_follow *f, const char *path)
{
	for (const struct cul_pattern *p = f->patterns; p != NULL; p = p->next)
		if (p->literal && strcmp(p->text, path) == 0)
			return true;
	return false;
}

/* The log is not there now, between two steps of a rotation say, but it was
 * read before: it is followed, and this is a rotation of it. */
static int was_read(struct cul_follow *f, struct cul_dir *d, const char *path,
		    bool *ret_was)
{
	struct cul_ftail *t;
	int rc;

	*ret_was = cul_follow_is_pending(f, path) && cul_glob_gives(f, path);
	if (!*ret_was)
		return CUL_OK;
	rc = cul_follow_tail(f, path, &t);
	if (rc != CUL_OK)
		return rc;
	t->has_old = true;
	return cul_watch_link(f, &t->own, d, t->base);
}

/* A rotation of a log that is followed is read with that. */
static int is_rotation(struct cul_follow *f, struct cul_dir *d,
		       const char *name, bool *ret_is)
{
	size_t len = SIZE_MAX;
	int rc = CUL_OK;

	*ret_is = false;
	while (rc == CUL_OK && !*ret_is &&
	       (len = cul_rotation_base(name, len)) > 0) {
		struct cul_ftail *t = cul_watch_owner(f, d, name, len);
		char *base, *path;

		if (t != NULL) {
			t->has_old = *ret_is = true;
			break;
		}
		base = strndup(name, len);
		if (base == NULL)
			return CUL_ENOMEM;
		path = cul_path_join(d->path, base);
		free(base);
		if (path == NULL)
			return CUL_ENOMEM;
		*ret_is = gives_literally(f, path) ||
			  (access(path, F_OK) == 0 && cul_glob_gives(f, path));
		if (!*ret_is)
			rc = was_read(f, d, path, ret_is);
		free(path);
	}
	return rc;
}

/* A file that a pattern matches. */
static int matched(struct cul_follow *f, struct cul_dir *d, const char *name)
{
	struct cul_ftail *t = cul_watch_owner(f, d, name, strlen(name));
	bool is_old = false;
	struct stat st;
	char *path;
	int rc = CUL_OK;

	if (t != NULL) {
		cul_watch_queue(t, true);
		return CUL_OK;
	}
	rc = is_rotation(f, d, name, &is_old);
	if (rc != CUL_OK || is_old)
		return rc;
	path = cul_path_join(d->path, name);
	if (path == NULL)
		return CUL_ENOMEM;
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		rc = cul_follow_tail(f, path, &t);
		if (rc == CUL_OK)
			rc = cul_watch_link(f, &t->own, d, t->base);
	}
	free(path);
	return rc;
}

/* A name that a pattern's last part is, or matches. */
static int file(struct cul_follow *f, struct cul_dir *d, const char *name,
		struct cul_pattern *p)
{
	struct cul_ftail *t = p->tail;

	if (!p->literal)
		return matched(f, d, name);
	if (t == NULL)
		return CUL_OK;
	cul_watch_queue(t, true);
	return t->own.dir != d ? cul_watch_link(f, &t->own, d, t->base)
			       : CUL_OK;
}

static int hook(struct cul_dir *d, struct cul_pattern *p, size_t part)
{
	struct cul_hook *h;

	for (h = d->hooks; h != NULL; h = h->next)
		if (h->p == p && h->part == part)
			return CUL_OK;
	h = malloc(sizeof(*h));
	if (h == NULL)
		return CUL_ENOMEM;
	*h = (struct cul_hook){ d->hooks, p, part };
	d->hooks = h;
	return CUL_OK;
}

static bool part_is(const struct cul_pattern *p, size_t part, const char *name)
{
	if (p->literal || !has_magic(p->parts[part]))
		return strcmp(p->parts[part], name) == 0;
	return fnmatch(p->parts[part], name, FNM_PERIOD) == 0;
}

static int walk(struct cul_follow *f, struct cul_pattern *p, const char *dir,
		size_t part);

static int enter(struct cul_follow *f, struct cul_pattern *p, const char *dir,
		 const char *name, size_t part, bool *ret_entered)
{
	char *path = cul_path_join(dir, name);
	struct stat st;
	int rc = CUL_OK;

	if (path == NULL)
		return CUL_ENOMEM;
	*ret_entered = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	if (*ret_entered)
		rc = walk(f, p, path, part + 1);
	free(path);
	return rc;
}

static int walk_all(struct cul_follow *f, struct cul_pattern *p,
		    struct cul_dir *d, size_t part)
{
	DIR *dir = opendir(d->path[0] != '\0' ? d->path : ".");
	bool last = part + 1 == p->n_parts, entered;
	const struct dirent *e;
	int rc = CUL_OK;

	if (dir == NULL)
		return errno == ENOMEM ? CUL_ENOMEM : CUL_OK;
	while (rc == CUL_OK && (e = readdir(dir)) != NULL) {
		if (!part_is(p, part, e->d_name))
			continue;
		if (last)
			rc = file(f, d, e->d_name, p);
		else
			rc = enter(f, p, d->path, e->d_name, part, &entered);
	}
	closedir(dir);
	return rc;
}

static int walk(struct cul_follow *f, struct cul_pattern *p, const char *dir,
		size_t part)
{
	bool last = part + 1 == p->n_parts, entered;
	const char *name = p->parts[part];
	bool magic = !p->literal && has_magic(name);
	struct cul_dir *d;
	int rc;

	if (!last && !magic) {
		rc = enter(f, p, dir, name, part, &entered);
		if (rc != CUL_OK || entered)
			return rc;
	}
	rc = cul_watch_dir(f, dir, &d);
	if (rc == CUL_OK)
		rc = hook(d, p, part);
	if (rc != CUL_OK)
		return rc;
	if (magic)
		return walk_all(f, p, d, part);
	return last ? file(f, d, name, p) : CUL_OK;
}

/* A file that is named is a tail, be it there or not. */
static int named(struct cul_follow *f, struct cul_pattern *p)
{
	struct cul_ftail *t;
	bool is_old = false;
	size_t len = SIZE_MAX;
	int rc = CUL_OK;

	if (p->tail != NULL)
		return CUL_OK;
	while (!is_old && (len = cul_rotation_base(p->text, len)) > 0) {
		char *base = strndup(p->text, len);

		if (base == NULL)
			return CUL_ENOMEM;
		is_old = len > 0 && base[len - 1] != '/' &&
			 (gives_literally(f, base) ||
			  (access(base, F_OK) == 0 && cul_glob_gives(f, base)));
		if (is_old && !f->stepped &&
		    (t = cul_follow_find(f, base)) != NULL)
			t->has_old = true;
		free(base);
	}
	if (is_old)
		return CUL_OK;
	t = cul_follow_find(f, p->text);
	if (t == NULL)
		rc = cul_follow_tail(f, p->text, &t);
	if (rc == CUL_OK)
		p->tail = t;
	return rc;
}

static int walk_once(struct cul_follow *f)
{
	int rc = CUL_OK;

	for (struct cul_pattern *p = f->patterns; p != NULL && rc == CUL_OK;
	     p = p->next) {
		if (p->n_parts == 0)
			continue;
		if (p->literal)
			rc = named(f, p);
		if (rc == CUL_OK)
			rc = walk(f, p, p->root, 0);
	}
	return rc;
}

int cul_glob_walk(struct cul_follow *f)
{
	int rc = walk_once(f);

	/* A rotation may be met before the log that it is of. */
	return rc == CUL_OK && !f->stepped ? walk_once(f) : rc;
}

int cul_glob_appeared(struct cul_follow *f, struct cul_dir *d, const char *name)
{
	int rc = CUL_OK;

	for (struct cul_hook *h = d->hooks; h != NULL && rc == CUL_OK;
	     h = h->next) {
		bool entered;

		if (!part_is(h->p, h->part, name))
			continue;
		if (h->part + 1 == h->p->n_parts)
			rc = file(f, d, name, h->p);
		else
			rc = enter(f, h->p, d->path, name, h->part, &entered);
	}
	return rc;
}
