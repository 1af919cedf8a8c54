/* \summary: cut bytes, as they come, into blocks of whole lines */
#include <stdlib.h>

#include "input/cut.h"

/* A read smaller than this is not worth the call, but at the end of what one
 * line needs. */
enum { READ_MIN = 4096 };

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
static int cut_here(struct cul_cut *c, struct cul_block *b, size_t whole,
		    int64_t first_sec, int64_t rest_sec)
{
	size_t rest = b->len - whole;

	if (grow(&c->carry, &c->carry_cap, rest) < 0)
		return CUL_ENOMEM;
	if (rest > 0)
		memcpy(c->carry, b->bytes + whole, rest);
	c->carry_len = rest;
	c->carry1_sec = first_sec;
	c->carry_sec = rest_sec;
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
static bool over_long(struct cul_cut *c, struct cul_block *b)
{
	size_t nuls = 0;

	while (nuls < b->len && b->bytes[nuls] == '\0')
		nuls++;
	if (nuls > 0) {
		drop_front(b, nuls);
		c->nuls += nuls;
	}
	if (b->len <= CUL_RECORD_MAX)
		return false;
	b->len = CUL_RECORD_MAX + 1;
	return true;
}

/* The block is what was just read, in the middle of an over-long line. */
static void skip(struct cul_cut *c, struct cul_block *b)
{
	const char *lf = memchr(b->bytes, '\n', b->len);

	if (lf != NULL)
		c->skipping = false;
	drop_front(b, lf != NULL ? (size_t)(lf + 1 - b->bytes) : b->len);
}

/* Read once, to the end of the block. */
static ssize_t fill(struct cul_cut *c, struct cul_cut_from *from, size_t want,
		    struct cul_block *b)
{
	size_t room = want > b->len ? want - b->len : 0;
	ssize_t n;

	if (room < READ_MIN && b->len > 0)
		room = READ_MIN;
	if (grow(&b->bytes, &b->cap, b->len + room) < 0)
		return CUL_ENOMEM;
	n = from->read(from, b->bytes + b->len, room);
	if (n > 0) {
		b->len += (size_t)n;
		c->done += (uint64_t)n;
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
static int begin(struct cul_cut *c, struct cul_block *b)
{
	if (grow(&b->bytes, &b->cap, c->carry_len + READ_MIN) < 0)
		return CUL_ENOMEM;
	if (c->carry_len > 0)
		memcpy(b->bytes, c->carry, c->carry_len);
	b->len = c->carry_len;
	b->offset = c->done - b->len;
	b->written1_sec = c->carry1_sec;
	b->written_sec = c->carry_sec;
	c->carry_len = 0;
	return 0;
}

/* The bytes from `from` on were written at another time than those before:
 * if a line ended before, the block ends there. */
static int other_time(struct cul_cut *c, struct cul_block *b, size_t from,
		      int64_t sec)
{
	size_t whole = whole_lines(b, from);

	if (whole > 0)
		return cut_here(c, b, whole,
				whole == from ? sec : b->written_sec, sec);
	b->written_sec = sec;
	return 0;
}

/* One more read has come, and begins at `from`: 1 if the block is whole, 0 to
 * go on. */
static int settle(struct cul_cut *c, struct cul_block *b, size_t from,
		  int64_t sec, size_t want)
{
	size_t whole;
	int rc = 0;

	if (from == 0)
		b->written1_sec = b->written_sec = sec;
	if (c->skipping)
		skip(c, b);
	else if (sec != b->written_sec)
		rc = other_time(c, b, from, sec);
	if (rc != 0)
		return rc;
	if (c->skipping || b->len == 0)
		return 0;
	whole = whole_lines(b, b->len);
	if (whole == 0) {
		c->skipping = over_long(c, b);
		return c->skipping;
	}
	if (b->len < want)
		return 0;
	return cut_here(c, b, whole, b->written_sec, b->written_sec);
}

/* Keep what there is of a line. */
static int wait_with(struct cul_cut *c, struct cul_block *b, int rc)
{
	int kept = cut_here(c, b, 0, b->written1_sec, b->written_sec);

	return kept < 0 ? kept : rc;
}

/* Nothing comes after this, or nothing yet if it grows: what there is, is the
 * last of it. */
static int last_block(struct cul_cut *c, struct cul_block *b, bool grows,
		      int rc)
{
	size_t whole = whole_lines(b, b->len);

	if (whole > 0)
		return cut_here(c, b, whole, b->written_sec, b->written_sec);
	if (grows)
		return wait_with(c, b, rc);
	c->torn |= c->skipping;
	over_long(c, b);
	if (b->len == 0)
		return rc;
	c->torn = true;
	return 1;
}

int cul_cut_next(struct cul_cut *c, struct cul_cut_from *from, size_t want,
		 bool grows, struct cul_block *b)
{
	int rc = begin(c, b);
	ssize_t n = 1;

	if (rc < 0)
		return rc;
	if (whole_lines(b, b->len) == 0 && over_long(c, b)) {
		c->skipping = true;
		return 1;
	}
	while (rc == 0) {
		size_t had = b->len;

		n = fill(c, from, want > 0 ? want : 1, b);
		if (n <= 0)
			break;
		rc = settle(c, b, had, from->written_sec, want);
	}
	return n > 0 ? rc : last_block(c, b, grows, (int)n);
}

void cul_cut_done(struct cul_cut *c)
{
	free(c->carry);
	*c = (struct cul_cut){ 0 };
}
