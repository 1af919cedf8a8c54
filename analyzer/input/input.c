/* \summary: cut the bytes of a file into blocks of whole lines */
#include <stdlib.h>

#include "input/input.h"

struct cul_input {
	struct cul_bytes *bytes;
	char *carry; /* what has been read and belongs to the next block */
	size_t carry_len, carry_cap;
	int64_t carry1_sec, carry_sec; /* as written1_sec, written_sec */
	uint64_t done, nuls;
	bool skipping; /* reading over the rest of an over-long line */
	bool torn;
};

/* A read smaller than this is not worth the call, but at the end of what one
 * line needs. */
enum { READ_MIN = 4096 };

int cul_input_open(const char *path, struct cul_input **ret_input)
{
	struct cul_input *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return CUL_ENOMEM;
	if (cul_bytes_open(path, &in->bytes) < 0) {
		free(in);
		return CUL_ENOMEM;
	}
	*ret_input = in;
	return 0;
}

void cul_input_free(struct cul_input **input)
{
	struct cul_input *in = *input;

	if (in == NULL)
		return;
	cul_bytes_free(&in->bytes);
	free(in->carry);
	free(in);
	*input = NULL;
}

int cul_input_peek(struct cul_input *in, struct cul_sv *ret_head)
{
	uint64_t nuls;
	int rc = cul_bytes_peek(in->bytes, CUL_PROBE_BYTES, CUL_PROBE_LINES,
				ret_head, &nuls);

	if (rc < 0)
		return rc;
	in->done += nuls;
	in->nuls += nuls;
	return 0;
}

static int grow(char **p, size_t *cap, size_t need)
{
	char *bigger;

	if (need <= *cap)
		return 0;
	if (need < *cap + *cap / 2)
		need = *cap + *cap / 2;
	bigger = realloc(*p, need);
	if (bigger == NULL)
		return CUL_ENOMEM;
	*p = bigger;
	*cap = need;
	return 0;
}

/* End the block at `whole`; what is behind it waits. */
static int cut_here(struct cul_input *in, struct cul_block *b, size_t whole,
		    int64_t first_sec, int64_t rest_sec)
{
	size_t rest = b->len - whole;

	if (grow(&in->carry, &in->carry_cap, rest) < 0)
		return CUL_ENOMEM;
	if (rest > 0)
		memcpy(in->carry, b->bytes + whole, rest);
	in->carry_len = rest;
	in->carry1_sec = first_sec;
	in->carry_sec = rest_sec;
	b->len = whole;
	return 1;
}

static void drop_front(struct cul_block *b, size_t n)
{
	b->len -= n;
	b->offset += n;
	memmove(b->bytes, b->bytes + n, b->len);
}

/* The block is the beginning of one line. Take off what is not of it; true if
 * it is too long, and is now as much of it as is kept and one byte, by which
 * cul_block_line knows. */
static bool over_long(struct cul_input *in, struct cul_block *b)
{
	size_t nuls = 0;

	while (nuls < b->len && b->bytes[nuls] == '\0')
		nuls++;
	if (nuls > 0) {
		drop_front(b, nuls);
		in->nuls += nuls;
	}
	if (b->len <= CUL_RECORD_MAX)
		return false;
	b->len = CUL_RECORD_MAX + 1;
	return true;
}

/* The block is what was just read, in the middle of an over-long line. */
static void skip(struct cul_input *in, struct cul_block *b)
{
	const char *lf = memchr(b->bytes, '\n', b->len);

	if (lf != NULL)
		in->skipping = false;
	drop_front(b, lf != NULL ? (size_t)(lf + 1 - b->bytes) : b->len);
}

/* Read once, to the end of the block. */
static ssize_t fill(struct cul_input *in, size_t want, struct cul_block *b)
{
	size_t room = want > b->len ? want - b->len : 0;
	ssize_t n;

	if (room < READ_MIN && b->len > 0)
		room = READ_MIN;
	if (grow(&b->bytes, &b->cap, b->len + room) < 0)
		return CUL_ENOMEM;
	n = cul_bytes_read(in->bytes, b->bytes + b->len, room);
	if (n > 0) {
		b->len += (size_t)n;
		in->done += (uint64_t)n;
	}
	return n;
}

/* Bytes up to and with the last newline among the first `len`; 0: none. */
static size_t whole_lines(const struct cul_block *b, size_t len)
{
	const char *lf = len > 0 ? memrchr(b->bytes, '\n', len) : NULL;

	return lf != NULL ? (size_t)(lf + 1 - b->bytes) : 0;
}

/* Begin a block with what was left over from the one before. */
static int begin(struct cul_input *in, struct cul_block *b)
{
	if (grow(&b->bytes, &b->cap, in->carry_len + READ_MIN) < 0)
		return CUL_ENOMEM;
	if (in->carry_len > 0)
		memcpy(b->bytes, in->carry, in->carry_len);
	b->len = in->carry_len;
	b->offset = in->done - b->len;
	b->written1_sec = in->carry1_sec;
	b->written_sec = in->carry_sec;
	in->carry_len = 0;
	return 0;
}

/* The bytes from `from` on were written at another time than those before:
 * if a line ended before, the block ends there. */
static int other_time(struct cul_input *in, struct cul_block *b, size_t from,
		      int64_t sec)
{
	size_t whole = whole_lines(b, from);

	if (whole > 0)
		return cut_here(in, b, whole,
				whole == from ? sec : b->written_sec, sec);
	b->written_sec = sec;
	return 0;
}

/* One more read has come, and begins at `from`: 1 if the block is whole, 0 to
 * go on. */
static int settle(struct cul_input *in, struct cul_block *b, size_t from,
		  size_t want)
{
	int64_t sec = cul_bytes_written_sec(in->bytes);
	size_t whole;
	int rc = 0;

	if (from == 0)
		b->written1_sec = b->written_sec = sec;
	if (in->skipping)
		skip(in, b);
	else if (sec != b->written_sec)
		rc = other_time(in, b, from, sec);
	if (rc != 0)
		return rc;
	if (in->skipping || b->len == 0)
		return 0;
	whole = whole_lines(b, b->len);
	if (whole == 0) {
		in->skipping = over_long(in, b);
		return in->skipping;
	}
	if (b->len < want)
		return 0;
	return cut_here(in, b, whole, b->written_sec, b->written_sec);
}

/* Nothing comes after this: what there is, is the last of it. */
static int last_block(struct cul_input *in, struct cul_block *b, int rc)
{
	size_t whole = whole_lines(b, b->len);

	if (whole > 0)
		return cut_here(in, b, whole, b->written_sec, b->written_sec);
	in->torn |= in->skipping;
	over_long(in, b);
	if (b->len == 0)
		return rc;
	in->torn = true;
	return 1;
}

int cul_input_next(struct cul_input *in, size_t want, struct cul_block *b)
{
	int rc = begin(in, b);
	ssize_t n = 1;

	if (rc < 0)
		return rc;
	if (whole_lines(b, b->len) == 0 && over_long(in, b)) {
		in->skipping = true;
		return 1;
	}
	while (rc == 0) {
		size_t from = b->len;

		n = fill(in, want > 0 ? want : 1, b);
		if (n <= 0)
			break;
		rc = settle(in, b, from, want);
	}
	return n > 0 ? rc : last_block(in, b, (int)n);
}

const struct cul_bytes *cul_input_bytes(const struct cul_input *in)
{
	return in->bytes;
}

uint64_t cul_input_done(const struct cul_input *in)
{
	return in->done;
}

uint64_t cul_input_nuls(const struct cul_input *in)
{
	return in->nuls;
}

bool cul_input_is_torn(const struct cul_input *in)
{
	return in->torn;
}
