/* \summary: layers of bytes, each read out of the one below
 *
 * The file is the lowest; decompression, UTF-16 and what wraps single lines
 * stand on it where the bytes say so, never the name. What a layer gives is a
 * function of what the one below gives, however that is cut into reads.
 */
#ifndef CUL_LAYER_H
#define CUL_LAYER_H

#include <sys/types.h>

#include "culprit/err.h"
#include "culprit/sv.h"

enum {
	/* Bytes a layer takes from the one below at a time: these are kept
	 * for each open file. */
	CUL_TAP_BYTES = 64 * 1024,
	/* Times of writing told apart among them. Gzip members are larger
	 * than this many would be; of more, some take the time of the one
	 * before. */
	CUL_TAP_MARKS = 16,
	CUL_SENTENCE_MAX = 200
};

/* What the layers of one input have to say; "" is nothing. */
struct cul_told {
	char error[CUL_SENTENCE_MAX], note[CUL_SENTENCE_MAX];
};

/* Say why nothing more can be read; only the first is kept. Returns `err`. */
int cul_told_fail(struct cul_told *t, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void cul_told_note(struct cul_told *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

struct cul_layer {
	/* Up to `cap` bytes, all written at one time; 0 is the end, which is
	 * not read beyond; a negative CUL_E… comes after all that could be
	 * read. */
	ssize_t (*read)(struct cul_layer *l, char *buf, size_t cap);
	void (*free)(struct cul_layer *l); /* and what is below */
	int64_t written_sec;               /* of the bytes read last */
	struct cul_told *told;
};

/* Bytes taken from the layer below but not used yet: [at, len). */
struct cul_tap {
	struct cul_layer *below;
	char *bytes;
	size_t at, len, cap;
	uint64_t taken; /* from below, in all       */
	bool end;       /* there is no more of it   */
	int err;        /* why, if not for its end  */
	unsigned n_marks;
	struct {
		size_t from;
		int64_t sec;
	} marks[CUL_TAP_MARKS];
};

void cul_tap_init(struct cul_tap *t, struct cul_layer *below);
/* Frees the layers below too. */
void cul_tap_done(struct cul_tap *t);

/* `layer` takes the place of what `t` was: `below` becomes what `t` was, and
 * `t` reads from `layer`. */
void cul_tap_push(struct cul_tap *t, struct cul_tap *below,
		  struct cul_layer *layer);

static inline size_t cul_tap_held(const struct cul_tap *t)
{
	return t->len - t->at;
}

/* At least `want` bytes in a row, fewer only at the end; how many there are.
 * Without memory it ends there, with that error. */
size_t cul_tap_need(struct cul_tap *t, size_t want);

/* Read past the tap: what it holds first, then straight from below. For the
 * uppermost alone, which then needs its memory no more. */
ssize_t cul_tap_read(struct cul_tap *t, char *buf, size_t cap,
		     int64_t *ret_sec);

/* When the next byte was written. */
int64_t cul_tap_sec(const struct cul_tap *t);

/* Where it lies in what the layer below gives. */
static inline uint64_t cul_tap_offset(const struct cul_tap *t)
{
	return t->taken - cul_tap_held(t);
}

#endif
