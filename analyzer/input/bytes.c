/* \summary: open a file or standard input, see what it is, read its bytes */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/bytes_int.h"

enum { MAGIC_MAX = 10, PEEK_STEP = 16 * 1024 };

int cul_bytes_fail(struct cul_bytes *b, int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(b->error, sizeof(b->error), fmt, ap);
	va_end(ap);
	b->err = err;
	return err;
}

static ssize_t fd_read(struct cul_bytes *b, void *buf, size_t cap)
{
	ssize_t n;

	do
		n = read(b->fd, buf, cap);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return cul_bytes_fail(b, CUL_EIO, "%s", strerror(errno));
	b->raw_done += (uint64_t)n;
	return n;
}

ssize_t cul_raw_need(struct cul_bytes *b, size_t want)
{
	assert(want <= RAW_BYTES);
	if (b->raw_len - b->raw_at < want && b->raw_at > 0) {
		b->raw_len -= b->raw_at;
		memmove(b->raw, b->raw + b->raw_at, b->raw_len);
		b->raw_at = 0;
	}
	while (b->raw_len - b->raw_at < want && !b->raw_end) {
		ssize_t n =
			fd_read(b, b->raw + b->raw_len, RAW_BYTES - b->raw_len);

		if (n < 0)
			return n;
		b->raw_len += (size_t)n;
		b->raw_end = n == 0;
	}
	return (ssize_t)(b->raw_len - b->raw_at);
}

/* The compressions that logrotate can be told to use, beside gzip: first
 * bytes, and the program that undoes them. */
static const struct other {
	const char *magic;
	size_t len;
	const char *name, *cat;
} others[] = {
	{ "\x28\xb5\x2f\xfd", 4, "zstd", "zstdcat" },
	{ "\xfd"
	  "7zXZ\0",
	  6, "xz", "xzcat" },
	{ "BZh", 3, "bzip2", "bzcat" },
};

static int recognise(struct cul_bytes *b, const char *path)
{
	ssize_t n = cul_raw_need(b, MAGIC_MAX);
	const unsigned char *raw = b->raw + b->raw_at;

	if (n < 0)
		return (int)n;
	b->gzip = n >= 2 && raw[0] == 0x1f && raw[1] == 0x8b;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct other *o = &others[i];

		if ((size_t)n < o->len || memcmp(raw, o->magic, o->len) != 0)
			continue;
		/* "BZh" could begin a text: the block's magic follows. */
		if (o->magic[0] == 'B' &&
		    (n < 10 || memcmp(raw + 4, "1AY&SY", 6) != 0))
			continue;
		return cul_bytes_fail(b, CUL_EIO,
				      "%s-compressed, which is not read here: "
				      "%s %s | culprit scan -",
				      o->name, o->cat,
				      strlen(path) < 80 ? path : "FILE");
	}
	return 0;
}

static void open_fd(struct cul_bytes *b, const char *path)
{
	struct stat st;

	b->fd = STDIN_FILENO;
	if (strcmp(path, "-") != 0) {
		b->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		b->own_fd = b->fd >= 0;
	}
	if (b->fd < 0 || fstat(b->fd, &st) != 0) {
		cul_bytes_fail(b, CUL_EIO, "%s", strerror(errno));
		return;
	}
	b->stream = !S_ISREG(st.st_mode) || !b->own_fd;
	if (S_ISREG(st.st_mode))
		b->file_sec = b->written_sec = st.st_mtim.tv_sec;
	recognise(b, path);
}

int cul_bytes_open(const char *path, struct cul_bytes **ret_bytes)
{
	struct cul_bytes *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return CUL_ENOMEM;
	b->raw = malloc(RAW_BYTES);
	if (b->raw == NULL) {
		free(b);
		return CUL_ENOMEM;
	}
	open_fd(b, path);
	*ret_bytes = b;
	return 0;
}

void cul_bytes_free(struct cul_bytes **bytes)
{
	struct cul_bytes *b = *bytes;

	if (b == NULL)
		return;
	cul_gunzip_done(b);
	if (b->own_fd)
		close(b->fd);
	free(b->raw);
	free(b->head);
	free(b);
	*bytes = NULL;
}

static ssize_t plain_read(struct cul_bytes *b, char *buf, size_t cap)
{
	size_t held = b->raw_len - b->raw_at;

	b->written_sec = b->file_sec;
	if (held == 0)
		return b->raw_end ? 0 : fd_read(b, buf, cap);
	if (held > cap)
		held = cap;
	memcpy(buf, b->raw + b->raw_at, held);
	b->raw_at += held;
	return (ssize_t)held;
}

static ssize_t body_read(struct cul_bytes *b, char *buf, size_t cap)
{
	ssize_t n;

	if (b->done || b->err != 0)
		return b->err;
	n = b->gzip ? cul_gunzip_read(b, buf, cap) : plain_read(b, buf, cap);
	if (n == 0)
		b->done = true;
	return n;
}

/* The part of the head that comes next: it has one or two, each of one
 * reference time. */
static size_t head_part(struct cul_bytes *b)
{
	if (b->head_at < b->head_split) {
		b->written_sec = b->head_sec[0];
		return b->head_split - b->head_at;
	}
	b->written_sec = b->head_sec[1];
	return b->head_len - b->head_at;
}

ssize_t cul_bytes_read(struct cul_bytes *b, char *buf, size_t cap)
{
	size_t held;

	if (b->head_at == b->head_len)
		return body_read(b, buf, cap);
	held = head_part(b);
	if (held > cap)
		held = cap;
	memcpy(buf, b->head + b->head_at, held);
	b->head_at += held;
	if (b->head_at == b->head_len) {
		free(b->head);
		b->head = NULL;
		b->head_at = b->head_len = 0;
	}
	return (ssize_t)held;
}

static unsigned newlines(const char *p, size_t len, unsigned enough)
{
	const char *end = p + len;
	unsigned n = 0;

	while (n < enough && p < end) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (p == NULL)
			break;
		n++;
		p++;
	}
	return n;
}

/* Of the bytes just read into the empty head, drop the NULs before all else:
 * a hole may be larger than any head. */
static size_t drop_nuls(char *head, size_t *n)
{
	size_t nuls = 0;

	while (nuls < *n && head[nuls] == '\0')
		nuls++;
	*n -= nuls;
	memmove(head, head + nuls, *n);
	return nuls;
}

static void head_add(struct cul_bytes *b, size_t n)
{
	if (b->head_len == 0)
		b->head_sec[0] = b->written_sec;
	b->head_sec[1] = b->written_sec;
	b->head_len += n;
	if (b->head_sec[1] == b->head_sec[0])
		b->head_split = b->head_len;
}

int cul_bytes_peek(struct cul_bytes *b, size_t max, unsigned lines,
		   struct cul_sv *ret_head, uint64_t *ret_nuls)
{
	unsigned seen = 0;

	assert(b->head == NULL && max > 0);
	b->head = malloc(max);
	if (b->head == NULL)
		return CUL_ENOMEM;
	*ret_nuls = 0;
	while (b->head_len == b->head_split && seen < lines &&
	       b->head_len < max) {
		size_t step = max - b->head_len, len;
		char *to = b->head + b->head_len;
		ssize_t n;

		if (step > PEEK_STEP)
			step = PEEK_STEP;
		n = body_read(b, to, step);
		if (n <= 0)
			break;
		len = (size_t)n;
		if (b->head_len == 0)
			*ret_nuls += drop_nuls(to, &len);
		if (len == 0)
			continue;
		seen += newlines(to, len, lines);
		head_add(b, len);
	}
	*ret_head = (struct cul_sv){ b->head, b->head_len };
	return 0;
}

int64_t cul_bytes_written_sec(const struct cul_bytes *b)
{
	return b->written_sec;
}

uint64_t cul_bytes_raw_done(const struct cul_bytes *b)
{
	return b->raw_done;
}

bool cul_bytes_is_stream(const struct cul_bytes *b)
{
	return b->stream;
}

int cul_bytes_plain_fd(const struct cul_bytes *b)
{
	return b->stream || b->gzip ? -1 : b->fd;
}

const char *cul_bytes_error(const struct cul_bytes *b)
{
	return b->error[0] != '\0' ? b->error : NULL;
}

const char *cul_bytes_note(const struct cul_bytes *b)
{
	return b->note[0] != '\0' ? b->note : NULL;
}
