/* \summary: open one file of a followed log, look at it, read it */
#include "input/follow/gen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/unpack.h"

static ssize_t read_at(int fd, char *buf, size_t cap, uint64_t at)
{
	ssize_t n;

	do
		n = pread(fd, buf, cap, (off_t)at);
	while (n < 0 && errno == EINTR);
	return n;
}

static struct cul_gen *of_disk(struct cul_layer *l)
{
	return (void *)((char *)l - offsetof(struct cul_gen, disk));
}

static ssize_t disk_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct cul_gen *g = of_disk(l);
	ssize_t n = read_at(g->fd, buf, cap, g->at);

	if (n < 0)
		return cul_told_fail(&g->told, CUL_EIO, "%s", strerror(errno));
	g->at += (uint64_t)n;
	return n;
}

static void disk_free(struct cul_layer *l)
{
	(void)l; /* part of its generation */
}

/* A short read is the end as yet, and asking again would cost as much. */
static ssize_t gen_read(struct cul_cut_from *from, char *buf, size_t cap)
{
	struct cul_gen *g = (struct cul_gen *)from;
	ssize_t n;

	if (!g->fresh)
		return 0;
	if (g->packed)
		n = cul_tap_read(&g->tap, buf, cap, &from->written_sec);
	else
		n = disk_read(&g->disk, buf, cap);
	/* A hole where a line should begin or go on: cut short just now, by
	 * a daemon that does not append? */
	if (!g->packed && n > 0 && buf[0] == '\0' && !cul_gen_look(g)) {
		g->at -= (uint64_t)n;
		n = 0;
	}
	g->fresh = n > 0 && (g->packed || (size_t)n == cap);
	return n;
}

static bool seen(struct cul_gen *g, const struct stat *st)
{
	uint64_t size = (uint64_t)st->st_size;
	bool changed = size != g->size ||
		       st->st_mtim.tv_sec != g->disk.written_sec ||
		       st->st_mtim.tv_nsec != g->mtime_nsec;

	g->size = size;
	g->mtime_nsec = st->st_mtim.tv_nsec;
	g->disk.written_sec = st->st_mtim.tv_sec;
	if (!g->packed)
		g->from.written_sec = st->st_mtim.tv_sec;
	return changed;
}

size_t cul_gen_head(struct cul_gen *g, char head[CUL_HEAD_MAX])
{
	ssize_t n;

	if (g->packed) {
		size_t held = cul_tap_need(&g->tap, CUL_HEAD_MAX);

		if (held > CUL_HEAD_MAX)
			held = CUL_HEAD_MAX;
		if (held > 0)
			memcpy(head, g->tap.bytes + g->tap.at, held);
		return held;
	}
	n = g->fd >= 0 ? read_at(g->fd, head, CUL_HEAD_MAX, 0) : 0;
	g->head_at = 0;
	if (n > 0 && head[0] == '\0') {
		g->head_at = cul_data_start(g->fd);
		n = g->head_at > 0
			    ? read_at(g->fd, head, CUL_HEAD_MAX, g->head_at)
			    : 0;
	}
	return n > 0 ? (size_t)n : 0;
}

static void skip_nuls(struct cul_gen *g)
{
	struct cul_tap *tap = &g->tap;

	while (cul_tap_need(tap, 1) > 0) {
		size_t from = tap->at;

		while (tap->at < tap->len && tap->bytes[tap->at] == '\0')
			tap->at++;
		g->head_at += tap->at - from;
		if (tap->at < tap->len)
			return;
	}
}

static int unpack(struct cul_gen *g)
{
	int rc;

	cul_tap_init(&g->tap, &g->disk);
	rc = cul_unpack_try(&g->tap);
	if (rc < 0)
		return rc;
	g->packed = rc == 1;
	if (g->packed) {
		skip_nuls(g);
	} else {
		cul_tap_done(&g->tap);
		g->at = 0;
	}
	return 0;
}

static int begin(struct cul_gen *g, bool may_unpack)
{
	char head[CUL_HEAD_MAX];
	struct stat st;

	if (fstat(g->fd, &st) != 0)
		return CUL_EIO;
	if (!S_ISREG(st.st_mode))
		return CUL_EUSAGE;
	g->mark.dev = (uint64_t)st.st_dev;
	g->mark.ino = (uint64_t)st.st_ino;
	g->disk.read = disk_read;
	g->disk.free = disk_free;
	g->disk.told = &g->told;
	g->from.read = gen_read;
	g->fresh = true;
	seen(g, &st);
	if (may_unpack && unpack(g) < 0)
		return CUL_ENOMEM;
	(void)cul_mark_head(&g->mark, head, cul_gen_head(g, head));
	g->cut.done = g->cut.nuls = g->head_at;
	if (!g->packed)
		g->at = g->head_at;
	return CUL_OK;
}

int cul_gen_open(const char *path, bool may_unpack, struct cul_gen **ret_gen)
{
	/* A FIFO or a terminal would wait, or become ours. */
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	struct cul_gen *g;
	struct stat st;
	int rc;

	if (stat(path, &st) != 0)
		return CUL_EIO;
	if (!S_ISREG(st.st_mode))
		return CUL_EUSAGE;
	g = calloc(1, sizeof(*g));
	if (g == NULL)
		return CUL_ENOMEM;
	g->path = path;
	g->fd = open(path, flags);
	rc = g->fd >= 0 ? begin(g, may_unpack) : CUL_EIO;
	if (rc != CUL_OK) {
		int err = errno;

		cul_gen_free(&g);
		errno = err;
		return rc;
	}
	*ret_gen = g;
	return CUL_OK;
}

void cul_gen_free(struct cul_gen **gen)
{
	struct cul_gen *g = *gen;

	if (g == NULL)
		return;
	if (g->packed)
		cul_tap_done(&g->tap);
	if (g->fd >= 0)
		close(g->fd);
	cul_cut_done(&g->cut);
	free(g);
	*gen = NULL;
}

int cul_gen_split(struct cul_gen *g, struct cul_gen **ret_rest)
{
	struct cul_gen *rest = calloc(1, sizeof(*rest));
	char head[CUL_HEAD_MAX];

	if (rest == NULL)
		return CUL_ENOMEM;
	rest->from.read = gen_read;
	rest->from.written_sec = rest->disk.written_sec = g->from.written_sec;
	rest->cut = g->cut;
	rest->path = g->path;
	rest->fd = -1;
	rest->at = rest->size = g->at;
	rest->mark = g->mark;
	rest->mark.dev = rest->mark.ino = 0;
	g->cut = (struct cul_cut){ 0 };
	g->at = 0;
	g->fresh = true;
	g->mark.head_len = 0;
	(void)cul_mark_head(&g->mark, head, cul_gen_head(g, head));
	g->at = g->cut.done = g->cut.nuls = g->head_at;
	g->doubt = false;
	*ret_rest = rest;
	return CUL_OK;
}

/* Read over the unpacked bytes before `offset`: how many there are. */
static uint64_t drop(struct cul_gen *g, uint64_t offset, bool *ret_midline)
{
	static const size_t step = 16 * 1024;
	char *buf = malloc(step);
	bool midline = false;
	uint64_t at = g->cut.done;

	while (buf != NULL && at < offset) {
		size_t want = offset - at < step ? (size_t)(offset - at) : step;
		ssize_t n =
			cul_tap_read(&g->tap, buf, want, &g->from.written_sec);

		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++)
			midline = buf[i] != '\n' && (midline || buf[i] != '\0');
		at += (uint64_t)n;
	}
	free(buf);
	*ret_midline = midline;
	return at;
}

/* Whether a line is going on before `offset`: what stands there is neither a
 * newline nor the NULs before a line. */
static bool in_midline(const struct cul_gen *g, uint64_t offset)
{
	enum { STEP = 4096, STEPS_MAX = 256 }; /* a hole may be any size */
	char buf[STEP];

	for (int steps = 0; offset > 0 && steps < STEPS_MAX; steps++) {
		size_t n = offset < STEP ? (size_t)offset : STEP;
		ssize_t got = read_at(g->fd, buf, n, offset - n);

		if (got != (ssize_t)n)
			return false;
		while (n > 0 && buf[n - 1] == '\0')
			n--, offset--;
		if (n > 0)
			return buf[n - 1] != '\n';
	}
	return false;
}

int cul_gen_seek(struct cul_gen *g, uint64_t offset, uint64_t *ret_missing)
{
	uint64_t at = offset;

	if (g->packed) {
		at = drop(g, offset, &g->cut.skipping);
	} else {
		if (at > g->size)
			at = g->size;
		if (at < g->head_at)
			at = g->head_at;
		g->cut.skipping = in_midline(g, at);
		g->at = at;
	}
	g->cut.done = at;
	*ret_missing = offset > at ? offset - at : 0;
	return CUL_OK;
}

bool cul_gen_adopt(struct cul_gen *rest, struct cul_gen **file)
{
	struct cul_gen *f = *file;
	uint64_t missing, done = rest->cut.done;
	bool more;

	(void)cul_gen_seek(f, done, &missing);
	more = missing == 0 && (f->packed || f->size > done);
	cul_cut_done(&f->cut);
	f->cut = rest->cut;
	f->next = rest->next;
	f->path = f->path != NULL ? f->path : rest->path;
	rest->cut = (struct cul_cut){ 0 };
	return more;
}

void cul_gen_seek_end(struct cul_gen *g)
{
	char buf[4096];
	uint64_t at = g->size;

	if (g->packed) { /* it does not grow */
		g->fresh = false;
		return;
	}
	while (at > 0 && g->size - at < CUL_RECORD_MAX) {
		size_t n = at < sizeof(buf) ? (size_t)at : sizeof(buf);
		const char *lf;

		if (read_at(g->fd, buf, n, at - n) != (ssize_t)n)
			break;
		lf = memrchr(buf, '\n', n);
		if (lf != NULL) {
			at = at - n + (uint64_t)(lf + 1 - buf);
			g->at = g->cut.done = at;
			return;
		}
		at -= n;
	}
	if (at > 0) { /* within a line longer than any */
		at = g->size;
		g->cut.skipping = true;
	}
	g->at = g->cut.done = at;
}

bool cul_gen_look(struct cul_gen *g)
{
	char head[CUL_HEAD_MAX];
	struct stat st;

	if (g->fd < 0 || g->packed || fstat(g->fd, &st) != 0)
		return true;
	if (!seen(g, &st) && !g->doubt)
		return true;
	g->doubt = g->size < g->at ||
		   !cul_mark_head(&g->mark, head, cul_gen_head(g, head));
	if (g->doubt)
		return false;
	g->fresh |= g->size > g->at;
	return true;
}

int cul_gen_next(struct cul_gen *g, size_t want, bool grows,
		 struct cul_block *b)
{
	int rc = cul_cut_next(&g->cut, &g->from, want, grows, b);

	/* Should the rest come after all, it is no line of its own. */
	if (rc > 0 && b->len > 0 && b->bytes[b->len - 1] != '\n')
		g->cut.skipping = true;
	return rc;
}

struct cul_file_mark cul_gen_mark(const struct cul_gen *g)
{
	struct cul_file_mark m = g->mark;

	m.offset = cul_cut_offset(&g->cut);
	m.written_sec = g->disk.written_sec;
	return m;
}

uint64_t cul_gen_behind(const struct cul_gen *g)
{
	uint64_t carry = g->cut.carry_len;

	return carry + (g->size > g->at ? g->size - g->at : 0);
}
