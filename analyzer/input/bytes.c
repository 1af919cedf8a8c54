/* \summary: open a file or standard input, see what it is, read its bytes */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/bytes.h"
#include "input/charset.h"
#include "input/unpack.h"
#include "input/unwrap.h"

enum { PEEK_STEP = 16 * 1024 };

/* The lowest layer: the file as it lies on disk. */
struct file {
	struct cul_layer layer;
	struct cul_told told;
	int fd, err;
	bool own_fd, stream;
	uint64_t raw_done; /* taken from fd */
};

struct cul_bytes {
	struct file file;
	struct cul_tap tap; /* over the uppermost layer               */
	bool same;          /* what is read is what the file holds    */
	bool done;
	int err;
	int64_t written_sec; /* of the bytes read last                */
	char *head;          /* peeked but not read yet               */
	size_t head_at, head_split, head_len;
	int64_t head_sec[2]; /* before and from head_split            */
};

static ssize_t file_read(struct cul_layer *l, char *buf, size_t cap)
{
	struct file *f = (struct file *)l;
	ssize_t n;

	if (f->err != 0)
		return f->err;
	do
		n = read(f->fd, buf, cap);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return f->err = cul_told_fail(&f->told, CUL_EIO, "%s",
					      strerror(errno));
	f->raw_done += (uint64_t)n;
	return n;
}

/* It is part of its cul_bytes. */
static void file_free(struct cul_layer *l)
{
	struct file *f = (struct file *)l;

	if (f->own_fd)
		close(f->fd);
}

static void file_open(struct file *f, const char *path)
{
	struct stat st;

	f->layer.read = file_read;
	f->layer.free = file_free;
	f->layer.told = &f->told;
	f->fd = STDIN_FILENO;
	if (strcmp(path, "-") != 0) {
		f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		f->own_fd = f->fd >= 0;
	}
	if (f->fd < 0 || fstat(f->fd, &st) != 0) {
		f->err =
			cul_told_fail(&f->told, CUL_EIO, "%s", strerror(errno));
		return;
	}
	f->stream = !S_ISREG(st.st_mode) || !f->own_fd;
	if (S_ISREG(st.st_mode))
		f->layer.written_sec = st.st_mtim.tv_sec;
}

/* Put on each layer that the bytes below it ask for. */
static int layers_on(struct cul_bytes *b)
{
	static int (*const tries[])(struct cul_tap * tap) = { cul_unpack_try,
							      cul_charset_try,
							      cul_unwrap_try };

	b->same = true;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		int rc = tries[i](&b->tap);

		if (rc < 0)
			return rc;
		b->same &= rc == 0;
	}
	return 0;
}

int cul_bytes_open(const char *path, struct cul_bytes **ret_bytes)
{
	struct cul_bytes *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return CUL_ENOMEM;
	file_open(&b->file, path);
	b->written_sec = b->file.layer.written_sec;
	cul_tap_init(&b->tap, &b->file.layer);
	if (layers_on(b) < 0) {
		cul_bytes_free(&b);
		return CUL_ENOMEM;
	}
	*ret_bytes = b;
	return 0;
}

void cul_bytes_free(struct cul_bytes **bytes)
{
	struct cul_bytes *b = *bytes;

	if (b == NULL)
		return;
	cul_tap_done(&b->tap);
	free(b->head);
	free(b);
	*bytes = NULL;
}

static ssize_t body_read(struct cul_bytes *b, char *buf, size_t cap)
{
	ssize_t n;

	if (b->done)
		return b->err;
	n = cul_tap_read(&b->tap, buf, cap, &b->written_sec);
	if (n <= 0) {
		b->done = true;
		b->err = (int)n;
	}
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
	return b->file.raw_done;
}

bool cul_bytes_is_stream(const struct cul_bytes *b)
{
	return b->file.stream;
}

int cul_bytes_plain_fd(const struct cul_bytes *b)
{
	return b->file.stream || !b->same ? -1 : b->file.fd;
}

const char *cul_bytes_error(const struct cul_bytes *b)
{
	return b->file.told.error[0] != '\0' ? b->file.told.error : NULL;
}

const char *cul_bytes_note(const struct cul_bytes *b)
{
	return b->file.told.note[0] != '\0' ? b->file.told.note : NULL;
}
