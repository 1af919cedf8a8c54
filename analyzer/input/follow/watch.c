/* \summary: what inotify tells of directories, brought to the names in them */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "input/follow/follow_int.h"
#include "input/follow/names.h"

enum {
	APPEARED = IN_CREATE | IN_MOVED_TO,
	RENAMED = APPEARED | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB,
	DIR_GONE = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED,
	WANTED = RENAMED | IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF |
		 IN_ONLYDIR,
	/* Events taken in one step, so that a flood of them cannot keep us. */
	ROUNDS_MAX = 16
};

/* File systems that others write to unseen, by statfs (linux/magic.h and the
 * file systems' own sources). */
static bool is_shared(const char *path)
{
	static const uint32_t magics[] = {
		0x6969,     /* NFS  */ 0x517b,       /* SMB  */
		0xff534d42, /* CIFS */ 0xfe534d42,   /* SMB2 */
		0x65735546, /* FUSE */ 0x01021997,   /* 9P   */
		0x00c36400, /* Ceph */ 0x5346414f,   /* AFS  */
		0x6b414653, /* kAFS */ 0x73757245,   /* Coda */
		0x0bd00bd0, /* Lustre */ 0x7461636f, /* OCFS2 */
		0x01161970, /* GFS2 */ 0x47504653,   /* GPFS */
	};
	struct statfs st;

	if (statfs(path, &st) != 0)
		return false;
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if ((uint32_t)st.f_type == magics[i])
			return true;
	return false;
}

static int by_watch(const void *a, const void *b)
{
	const struct cul_dir *x = *(struct cul_dir *const *)a;
	const struct cul_dir *y = *(struct cul_dir *const *)b;

	return (x->wd > y->wd) - (x->wd < y->wd);
}

/* Watch it, or look at the clock for it. One that is not there is waited for
 * in the one above. */
static void watch(struct cul_follow *f, struct cul_dir *d)
{
	const char *path = d->path[0] != '\0' ? d->path : ".";
	struct stat st;

	f->dirs_sorted = false;
	d->wd = -1;
	d->polled = f->fd < 0;
	d->dev = d->ino = 0;
	if (stat(path, &st) == 0) {
		d->dev = (uint64_t)st.st_dev;
		d->ino = (uint64_t)st.st_ino;
		if (!d->polled && !is_shared(path))
			d->wd = inotify_add_watch(f->fd, path, WANTED);
		d->polled = d->wd < 0;
	}
	f->polls |= d->polled;
}

static struct cul_dir *dir_of(const struct cul_follow *f, const char *path)
{
	for (size_t i = 0; i < f->n_dirs; i++)
		if (strcmp(f->dirs[i]->path, path) == 0)
			return f->dirs[i];
	return NULL;
}

int cul_watch_dir(struct cul_follow *f, const char *path,
		  struct cul_dir **ret_dir)
{
	struct cul_dir *d = dir_of(f, path);

	if (d == NULL) {
		if (f->n_dirs == f->cap_dirs) {
			size_t cap = f->cap_dirs * 2 + 16;
			struct cul_dir **v = realloc(
				f->dirs, cap * sizeof(struct cul_dir *));

			if (v == NULL)
				return CUL_ENOMEM;
			f->dirs = v;
			f->cap_dirs = cap;
		}
		d = calloc(1, sizeof(*d));
		if (d == NULL || (d->path = strdup(path)) == NULL) {
			free(d);
			return CUL_ENOMEM;
		}
		f->dirs[f->n_dirs++] = d;
		watch(f, d);
	} else if (d->ino == 0) {
		watch(f, d);
	}
	*ret_dir = d;
	return CUL_OK;
}

void cul_watch_again(struct cul_follow *f)
{
	f->polls = false;
	for (size_t i = 0; i < f->n_dirs; i++) {
		struct cul_dir *d = f->dirs[i];
		struct stat st;

		if (stat(d->path[0] != '\0' ? d->path : ".", &st) != 0 ||
		    d->dev != (uint64_t)st.st_dev ||
		    d->ino != (uint64_t)st.st_ino || d->wd < 0) {
			if (d->wd >= 0)
				(void)inotify_rm_watch(f->fd, d->wd);
			watch(f, d);
		}
		f->polls |= d->polled;
	}
}

static uint64_t link_hash(const struct cul_dir *d, const char *name, size_t len)
{
	uint64_t h = cul_head_hash(CUL_HEAD_SEED, name, len);

	return h ^ ((uint64_t)(uintptr_t)d >> 4) * 0x9e3779b97f4a7c15u;
}

static int more_buckets(struct cul_follow *f)
{
	size_t n = f->n_buckets * 2 + 64;
	struct cul_link **v = calloc(n, sizeof(struct cul_link *));

	if (v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < f->n_buckets; i++) {
		struct cul_link *l;

		while ((l = f->buckets[i]) != NULL) {
			size_t at =
				link_hash(l->dir, l->name, strlen(l->name)) % n;

			f->buckets[i] = l->next;
			l->next = v[at];
			v[at] = l;
		}
	}
	free(f->buckets);
	f->buckets = v;
	f->n_buckets = n;
	return CUL_OK;
}

int cul_watch_link(struct cul_follow *f, struct cul_link *l, struct cul_dir *d,
		   const char *name)
{
	size_t at;

	if (l->dir != NULL)
		cul_watch_unlink(f, l);
	if (f->n_links >= f->n_buckets && more_buckets(f) < 0)
		return CUL_ENOMEM;
	at = link_hash(d, name, strlen(name)) % f->n_buckets;
	l->dir = d;
	l->name = name;
	l->next = f->buckets[at];
	f->buckets[at] = l;
	f->n_links++;
	return CUL_OK;
}

void cul_watch_unlink(struct cul_follow *f, struct cul_link *l)
{
	struct cul_link **p;

	if (l->dir == NULL)
		return;
	p = &f->buckets[link_hash(l->dir, l->name, strlen(l->name)) %
			f->n_buckets];
	while (*p != l)
		p = &(*p)->next;
	*p = l->next;
	l->dir = NULL;
	f->n_links--;
}

static struct cul_link *first_link(const struct cul_follow *f,
				   const struct cul_dir *d, const char *name,
				   size_t len, struct cul_link *l)
{
	if (f->n_buckets == 0)
		return NULL;
	l = l != NULL ? l->next
		      : f->buckets[link_hash(d, name, len) % f->n_buckets];
	while (l != NULL && (l->dir != d || strncmp(l->name, name, len) != 0 ||
			     l->name[len] != '\0'))
		l = l->next;
	return l;
}

struct cul_ftail *cul_watch_owner(const struct cul_follow *f,
				  const struct cul_dir *d, const char *name,
				  size_t len)
{
	struct cul_link *l = first_link(f, d, name, len, NULL);

	while (l != NULL && l != &l->tail->own)
		l = first_link(f, d, name, len, l);
	return l != NULL ? l->tail : NULL;
}

void cul_watch_queue(struct cul_ftail *t, bool by_name)
{
	struct cul_follow *f = t->follow;

	t->by_name |= by_name;
	if (t->queued)
		return;
	t->queued = true;
	t->next_queued = f->queue;
	f->queue = t;
}

static void queue_all_of(struct cul_follow *f, const struct cul_dir *d,
			 const char *name, size_t len, bool by_name)
{
	struct cul_link *l = first_link(f, d, name, len, NULL);

	for (; l != NULL; l = first_link(f, d, name, len, l))
		cul_watch_queue(l->tail, by_name);
}

static void forget_target(struct cul_ftail *t)
{
	cul_watch_unlink(t->follow, &t->target);
	free(t->target_name);
	free(t->target_dir);
	t->target_name = t->target_dir = NULL;
}

/* Takes `real`. */
static int set_target(struct cul_ftail *t, char *real)
{
	char *slash = strrchr(real, '/');
	struct cul_dir *d;
	int rc;

	forget_target(t);
	t->target_dir =
		strndup(real, slash == real ? 1 : (size_t)(slash - real));
	t->target_name = real;
	if (t->target_dir == NULL)
		return CUL_ENOMEM;
	rc = cul_watch_dir(t->follow, t->target_dir, &d);
	if (rc == CUL_OK)
		rc = cul_watch_link(t->follow, &t->target, d, slash + 1);
	return rc;
}

/* Where a symbolic link leads, there is where it changes. */
int cul_watch_target(struct cul_ftail *t)
{
	struct stat st;
	char *real;

	if (lstat(t->name, &st) != 0)
		return CUL_OK;
	if (!S_ISLNK(st.st_mode)) {
		if (t->target_name != NULL)
			forget_target(t);
		return CUL_OK;
	}
	real = realpath(t->name, NULL);
	if (real == NULL)
		return errno == ENOMEM ? CUL_ENOMEM : CUL_OK;
	if (t->target_name == NULL || strcmp(t->target_name, real) != 0)
		return set_target(t, real);
	free(real);
	return CUL_OK;
}

static int event_in(struct cul_follow *f, struct cul_dir *d,
		    const struct inotify_event *e)
{
	bool by_name = (e->mask & RENAMED) != 0;
	size_t len = SIZE_MAX;

	if ((e->mask & DIR_GONE) != 0) {
		if ((e->mask & IN_IGNORED) != 0) {
			d->wd = -1;
			d->ino = 0;
			f->dirs_sorted = false;
		}
		f->look_all = true;
		return CUL_OK;
	}
	if (e->len == 0)
		return CUL_OK;
	queue_all_of(f, d, e->name, strlen(e->name), by_name);
	while ((len = cul_rotation_base(e->name, len)) > 0)
		queue_all_of(f, d, e->name, len, by_name);
	if ((e->mask & APPEARED) != 0)
		return cul_glob_appeared(f, d, e->name);
	return CUL_OK;
}

/* Several paths may lead to one directory, and share its watch. */
static int event(struct cul_follow *f, const struct inotify_event *e)
{
	struct cul_dir key = { .wd = e->wd }, *at = &key, **found;
	int rc = CUL_OK;

	if ((e->mask & IN_Q_OVERFLOW) != 0) {
		f->look_all = true;
		return CUL_OK;
	}
	if (!f->dirs_sorted) {
		qsort(f->dirs, f->n_dirs, sizeof(struct cul_dir *), by_watch);
		f->dirs_sorted = true;
	}
	found = bsearch(&at, f->dirs, f->n_dirs, sizeof(struct cul_dir *),
			by_watch);
	if (found == NULL)
		return CUL_OK;
	while (found > f->dirs && found[-1]->wd == e->wd)
		found--;
	/* New ones are added behind all. */
	for (size_t i = (size_t)(found - f->dirs);
	     rc == CUL_OK && i < f->n_dirs && f->dirs[i]->wd == e->wd; i++)
		rc = event_in(f, f->dirs[i], e);
	return rc;
}

int cul_watch_events(struct cul_follow *f)
{
	_Alignas(struct inotify_event) char buf[64 * 1024];

	for (int i = 0; f->fd >= 0 && i < ROUNDS_MAX; i++) {
		ssize_t n = read(f->fd, buf, sizeof(buf));

		if (n <= 0)
			break;
		for (char *p = buf; p < buf + n;) {
			const struct inotify_event *e = (const void *)p;
			int rc = event(f, e);

			if (rc != CUL_OK)
				return rc;
			p += sizeof(*e) + e->len;
		}
	}
	return CUL_OK;
}

void cul_watch_done(struct cul_follow *f)
{
	for (size_t i = 0; i < f->n_dirs; i++) {
		struct cul_hook *h;

		while ((h = f->dirs[i]->hooks) != NULL) {
			f->dirs[i]->hooks = h->next;
			free(h);
		}
		free(f->dirs[i]->path);
		free(f->dirs[i]);
	}
	free(f->dirs);
	free(f->buckets);
	if (f->fd >= 0)
		close(f->fd);
}
