/* \summary: one gzip member (RFC 1952), by zlib */
#include <stdlib.h>
#include <zlib.h>

#include "input/unpack.h"

/* ID1 ID2 CM FLG MTIME(4) XFL OS: what each member begins with. */
enum { HEADER_MIN = 10, MTIME_AT = 4 };

static bool begins(const unsigned char *p, size_t n)
{
	return n >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

/* The member's own time, where it is older than the file. */
static void time_of(struct cul_unpack *u, const unsigned char *m)
{
	int64_t sec = (int64_t)m[0] | (int64_t)m[1] << 8 | (int64_t)m[2] << 16 |
		      (int64_t)m[3] << 24;

	if (sec != 0 && (u->file_sec == 0 || sec < u->file_sec))
		u->member_sec = sec;
}

static int start(struct cul_unpack *u, const unsigned char *head)
{
	z_stream *z = u->state;

	time_of(u, head + MTIME_AT);
	if (z != NULL)
		return inflateReset(z) == Z_OK ? 0 : CUL_ENOMEM;
	z = calloc(1, sizeof(*z));
	if (z == NULL)
		return CUL_ENOMEM;
	/* 15 bits of window and 16 for a gzip header: zlib.h */
	if (inflateInit2(z, 15 + 16) != Z_OK) {
		free(z);
		return CUL_ENOMEM;
	}
	u->state = z;
	return 0;
}

static int step(struct cul_unpack *u, char *to, size_t room, size_t *ret_made,
		const char **ret_why)
{
	z_stream *z = u->state;
	uInt all = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
	int rc;

	z->avail_in = (uInt)cul_tap_need(&u->in, 1);
	z->next_in = (Bytef *)u->in.bytes + u->in.at;
	z->next_out = (Bytef *)to;
	z->avail_out = all;
	rc = inflate(z, Z_NO_FLUSH);
	u->in.at = u->in.len - z->avail_in;
	*ret_made = all - z->avail_out;
	if (rc == Z_STREAM_END)
		return 1;
	if (rc == Z_OK || rc == Z_BUF_ERROR)
		return 0;
	*ret_why = z->msg;
	return rc == Z_MEM_ERROR ? CUL_ENOMEM : CUL_ECORRUPT;
}

static void done(void *state)
{
	inflateEnd(state);
	free(state);
}

const struct cul_codec cul_gunzip = {
	.name = "gzip",
	.head = HEADER_MIN,
	.begins = begins,
	.start = start,
	.step = step,
	.done = done,
};
