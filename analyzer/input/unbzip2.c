/* \summary: one bzip2 stream, by libbz2 */
#include <bzlib.h>
#include <stdlib.h>

#include "input/unpack.h"

/* "BZh", the level, and six bytes that begin a block or end a stream that
 * has none. */
enum { HEAD_LEN = 10, BLOCK_AT = 4, KNOWN_MIN = 6 };

static bool begins(const unsigned char *p, size_t n)
{
	/* "BZh" alone could begin a text. */
	return n >= KNOWN_MIN && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' &&
	       p[3] <= '9' &&
	       (memcmp(p + BLOCK_AT, "1AY&SY", n - BLOCK_AT) == 0 ||
		memcmp(p + BLOCK_AT, "\x17\x72\x45\x38\x50\x90",
		       n - BLOCK_AT) == 0);
}

static void done(void *state)
{
	(void)BZ2_bzDecompressEnd(state);
	free(state);
}

static int start(struct cul_unpack *u, const unsigned char *head)
{
	bz_stream *z;

	(void)head;
	if (u->state != NULL)
		done(u->state);
	u->state = NULL;
	z = calloc(1, sizeof(*z));
	if (z == NULL)
		return CUL_ENOMEM;
	if (BZ2_bzDecompressInit(z, 0, 0) != BZ_OK) {
		free(z);
		return CUL_ENOMEM;
	}
	u->state = z;
	return 0;
}

static int step(struct cul_unpack *u, char *to, size_t room, size_t *ret_made,
		const char **ret_why)
{
	bz_stream *z = u->state;
	unsigned all = room > UINT32_MAX ? UINT32_MAX : (unsigned)room;
	int rc;

	z->avail_in = (unsigned)cul_tap_need(&u->in, 1);
	z->next_in = u->in.bytes + u->in.at;
	z->next_out = to;
	z->avail_out = all;
	rc = BZ2_bzDecompress(z);
	u->in.at = u->in.len - z->avail_in;
	*ret_made = all - z->avail_out;
	if (rc == BZ_STREAM_END)
		return 1;
	if (rc == BZ_OK)
		return 0;
	*ret_why = "its check or its codes are wrong";
	return rc == BZ_MEM_ERROR ? CUL_ENOMEM : CUL_ECORRUPT;
}

const struct cul_codec cul_unbzip2 = {
	.name = "bzip2",
	.head = HEAD_LEN,
	.begins = begins,
	.start = start,
	.step = step,
	.done = done,
};
