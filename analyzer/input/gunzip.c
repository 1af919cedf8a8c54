/* \summary: gzip members, one after the other, to bytes (RFC 1952) */
#include <stdio.h>

#include "input/bytes_int.h"

/* ID1 ID2 CM FLG MTIME(4) XFL OS: what each member begins with. */
enum { HEADER_MIN = 10, MTIME_AT = 4 };

void cul_gunzip_done(struct cul_bytes *b)
{
	if (b->z_live)
		inflateEnd(&b->z);
	b->z_live = false;
}

/* Where in the file the next unused byte lies. */
static unsigned long long raw_offset(const struct cul_bytes *b)
{
	return b->raw_done - (b->raw_len - b->raw_at);
}

static int cut_off(struct cul_bytes *b)
{
	return cul_bytes_fail(b, CUL_ETRUNC,
			      "cut off in the middle of gzip data at byte "
			      "%llu; all before it was read",
			      raw_offset(b));
}

static int damaged(struct cul_bytes *b)
{
	return cul_bytes_fail(b, CUL_ECORRUPT,
			      "damaged gzip data at byte %llu (%s); what was "
			      "before it was read",
			      raw_offset(b),
			      b->z.msg != NULL ? b->z.msg : "no reason given");
}

static int skip_zeros(struct cul_bytes *b)
{
	for (;;) {
		ssize_t n = cul_raw_need(b, 1);

		if (n <= 0)
			return (int)n;
		while (b->raw_at < b->raw_len && b->raw[b->raw_at] == 0)
			b->raw_at++;
		if (b->raw_at < b->raw_len)
			return 0;
	}
}

static int member_start(struct cul_bytes *b, const unsigned char *head)
{
	const unsigned char *m = head + MTIME_AT;
	int64_t sec = (int64_t)m[0] | (int64_t)m[1] << 8 | (int64_t)m[2] << 16 |
		      (int64_t)m[3] << 24;
	int rc;

	b->member_sec = b->file_sec;
	if (sec != 0 && (b->file_sec == 0 || sec < b->file_sec))
		b->member_sec = sec;
	/* 15 bits of window and 16 for a gzip header: zlib.h */
	rc = b->z_live ? inflateReset(&b->z) : inflateInit2(&b->z, 15 + 16);
	if (rc != Z_OK)
		return cul_bytes_fail(b, CUL_ENOMEM, "out of memory");
	b->z_live = b->in_member = b->had_member = true;
	return 1;
}

/* 1: the next member begins here; 0: there is none. */
static int next_member(struct cul_bytes *b)
{
	const unsigned char *head;
	ssize_t n;

	if (b->had_member) {
		int rc = skip_zeros(b);

		if (rc < 0)
			return rc;
	}
	n = cul_raw_need(b, HEADER_MIN);
	if (n <= 0)
		return (int)n;
	head = b->raw + b->raw_at;
	if (n < 2 || head[0] != 0x1f || head[1] != 0x8b) {
		snprintf(b->note, sizeof(b->note),
			 "what follows the gzip data at byte %llu is no gzip "
			 "and was not read",
			 raw_offset(b));
		return 0;
	}
	if (n < HEADER_MIN)
		return cut_off(b);
	return member_start(b, head);
}

static int step(struct cul_bytes *b, char *buf, size_t cap, size_t *out)
{
	uInt room = cap - *out > UINT32_MAX ? UINT32_MAX : (uInt)(cap - *out);
	ssize_t n = cul_raw_need(b, 1);
	int rc;

	if (n < 0)
		return (int)n;
	if (n == 0)
		return cut_off(b);
	b->z.next_in = b->raw + b->raw_at;
	b->z.avail_in = (uInt)n;
	b->z.next_out = (Bytef *)buf + *out;
	b->z.avail_out = room;
	rc = inflate(&b->z, Z_NO_FLUSH);
	b->raw_at = b->raw_len - b->z.avail_in;
	*out += room - b->z.avail_out;
	if (rc == Z_STREAM_END)
		b->in_member = false;
	else if (rc == Z_MEM_ERROR)
		return cul_bytes_fail(b, CUL_ENOMEM, "out of memory");
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return damaged(b);
	return 0;
}

ssize_t cul_gunzip_read(struct cul_bytes *b, char *buf, size_t cap)
{
	size_t out = 0;
	int rc = 0;

	while (out < cap) {
		if (!b->in_member) {
			rc = next_member(b);
			if (rc <= 0)
				break;
		}
		if (out == 0)
			b->written_sec = b->member_sec;
		else if (b->written_sec != b->member_sec)
			break;
		rc = step(b, buf, cap, &out);
		if (rc < 0)
			break;
	}
	if (out > 0)
		return (ssize_t)out;
	return rc < 0 ? rc : 0;
}
