/* \summary: cut what comes in pieces into blocks of whole lines */
#include <stdlib.h>

#include "input/live/cutter.h"

static int grow(char **p, size_t *cap, size_t need)
{
	char *bigger;

	if (need <= *cap)
		return CUL_OK;
	if (need < *cap + *cap / 2)
		need = *cap + *cap / 2;
	bigger = realloc(*p, need);
	if (bigger == NULL)
		return CUL_ENOMEM;
	*p = bigger;
	*cap = need;
	return CUL_OK;
}

int cul_cutter_room(struct cul_cutter *c, size_t n, char **ret)
{
	if (grow(&c->bytes, &c->cap, c->len + n) < 0)
		return CUL_ENOMEM;
	*ret = c->bytes + c->len;
	return CUL_OK;
}

static void drop_front(struct cul_cutter *c, size_t n)
{
	c->len -= n;
	c->offset += n;
	if (c->len > 0)
		memmove(c->bytes, c->bytes + n, c->len);
}

void cul_cutter_added(struct cul_cutter *c, size_t n)
{
	const char *lf;

	c->len += n;
	if (!c->skipping || c->len == 0)
		return;
	lf = memchr(c->bytes, '\n', c->len);
	c->skipping = lf == NULL;
	drop_front(c, lf != NULL ? (size_t)(lf + 1 - c->bytes) : c->len);
}

/* The first `whole` bytes become the block. */
static int cut_here(struct cul_cutter *c, size_t whole, struct cul_block *b)
{
	size_t rest = c->len - whole, cap = b->cap;
	char *bytes = b->bytes;

	if (grow(&bytes, &cap, rest) < 0)
		return CUL_ENOMEM;
	if (rest > 0)
		memcpy(bytes, c->bytes + whole, rest);
	b->bytes = c->bytes;
	b->cap = c->cap;
	b->len = whole;
	b->offset = c->offset;
	b->written_sec = b->written1_sec = 0;
	c->bytes = bytes;
	c->cap = cap;
	c->len = rest;
	c->offset += whole;
	return 1;
}

/* What is held is the beginning of one line. A hole of NUL bytes before it may
 * be larger than memory: of what is too long to be held, it goes first. */
static bool over_long(struct cul_cutter *c)
{
	size_t nuls = 0;

	if (c->len <= CUL_RECORD_MAX)
		return false;
	while (nuls < c->len && c->bytes[nuls] == '\0')
		nuls++;
	if (nuls > 0) {
		drop_front(c, nuls);
		c->nuls += nuls;
	}
	return c->len > CUL_RECORD_MAX;
}

/* As much as is kept, and one byte, by which it is seen as cut. */
static int long_begin(struct cul_cutter *c, struct cul_block *b)
{
	int rc = cut_here(c, CUL_RECORD_MAX + 1, b);

	if (rc < 0)
		return rc;
	c->skipping = true;
	drop_front(c, c->len);
	return 1;
}

int cul_cutter_take(struct cul_cutter *c, struct cul_block *b)
{
	const char *lf = c->len > 0 ? memrchr(c->bytes, '\n', c->len) : NULL;

	if (lf != NULL)
		return cut_here(c, (size_t)(lf + 1 - c->bytes), b);
	return over_long(c) ? long_begin(c, b) : 0;
}

int cul_cutter_last(struct cul_cutter *c, struct cul_block *b)
{
	int rc = cul_cutter_take(c, b);
	size_t nuls = 0;

	if (rc != 0)
		return rc;
	while (nuls < c->len && c->bytes[nuls] == '\0')
		nuls++;
	if (nuls > 0) {
		drop_front(c, nuls);
		c->nuls += nuls;
	}
	return cul_cutter_all(c, b);
}

int cul_cutter_all(struct cul_cutter *c, struct cul_block *b)
{
	return c->len > 0 ? cut_here(c, c->len, b) : 0;
}

void cul_cutter_done(struct cul_cutter *c)
{
	free(c->bytes);
	*c = (struct cul_cutter){ 0 };
}
