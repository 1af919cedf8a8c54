/* \summary: one zstd frame (RFC 8878), or one that is skipped, by libzstd */
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "input/unpack.h"

enum {
	MAGIC_LEN = 4,
	BLOCK_HEADER = 3,
	/* 128 MiB: what zstd --long makes, and unzstd undoes unasked. */
	WINDOW_LOG_MAX = 27
};

struct state {
	ZSTD_DStream *z;
	size_t hint;  /* bytes it can use next, and a block's header */
	bool flushed; /* all it has made has been taken              */
};

static bool begins(const unsigned char *p, size_t n)
{
	if (n < MAGIC_LEN)
		return false;
	return memcmp(p, "\x28\xb5\x2f\xfd", MAGIC_LEN) == 0 ||
	       ((p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0);
}

static void done(void *state)
{
	struct state *s = state;

	ZSTD_freeDStream(s->z);
	free(s);
}

static struct state *state_new(void)
{
	struct state *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->z = ZSTD_createDStream();
	if (s->z == NULL ||
	    ZSTD_isError(ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax,
						WINDOW_LOG_MAX))) {
		done(s);
		return NULL;
	}
	return s;
}

static int start(struct cul_unpack *u, const unsigned char *head)
{
	struct state *s = u->state != NULL ? u->state : state_new();

	(void)head;
	if (s == NULL)
		return CUL_ENOMEM;
	u->state = s;
	s->flushed = true;
	s->hint = MAGIC_LEN;
	return ZSTD_isError(ZSTD_DCtx_reset(s->z, ZSTD_reset_session_only))
		       ? CUL_ENOMEM
		       : 0;
}

/* libzstd forgets what it made in a call that ends in an error, and decodes a
 * frame it holds whole in one piece. So it never gets more than the rest of
 * one block, nor anything before all of the last has been taken: then what
 * was before the damage is out, wherever the reads were cut. */
static size_t slice(struct cul_unpack *u, const struct state *s)
{
	size_t want = s->hint > BLOCK_HEADER ? s->hint - BLOCK_HEADER : s->hint;
	size_t n;

	if (!s->flushed)
		return 0;
	if (want > CUL_TAP_BYTES)
		want = CUL_TAP_BYTES;
	n = cul_tap_need(&u->in, want);
	return n < want ? n : want;
}

static int step(struct cul_unpack *u, char *to, size_t room, size_t *ret_made,
		const char **ret_why)
{
	struct state *s = u->state;
	ZSTD_inBuffer in = { .size = slice(u, s) };
	ZSTD_outBuffer out = { .dst = to, .size = room };
	size_t rc;

	in.src = u->in.bytes + u->in.at;
	rc = ZSTD_decompressStream(s->z, &out, &in);
	if (ZSTD_isError(rc)) {
		*ret_why = ZSTD_getErrorName(rc);
		return ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation
			       ? CUL_ENOMEM
			       : CUL_ECORRUPT;
	}
	u->in.at += in.pos;
	*ret_made = out.pos;
	s->hint = rc;
	s->flushed = out.pos < room;
	return rc == 0;
}

const struct cul_codec cul_unzstd = {
	.name = "zstd",
	.head = MAGIC_LEN,
	.begins = begins,
	.start = start,
	.step = step,
	.done = done,
};
