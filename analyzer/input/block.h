/* \summary: a block of whole lines, and the walk over them
 *
 * What a line is, is decided here and in input.c alone, and depends on the
 * bytes only, never on how they came: it ends before a newline, or before CR
 * and newline, or where the file ends. NUL bytes before it are not of it (a
 * log cut by copytruncate under a careless daemon begins with a hole). Of a
 * line longer than CUL_RECORD_MAX that much is given, marked.
 */
#ifndef CUL_BLOCK_H
#define CUL_BLOCK_H

#include "culprit/limits.h"
#include "culprit/sv.h"

struct cul_block {
	char *bytes;
	size_t len, cap;
	uint64_t offset;      /* of bytes[0], after decompression          */
	int64_t written_sec;  /* when they were written; 0 if not known    */
	int64_t written1_sec; /* the same of the first line, which may have
			       * begun in an older gzip member             */
};

struct cul_line {
	struct cul_sv text;
	size_t nuls; /* left out before it */
	bool cut;
	bool torn; /* its end is not there: cut, or the file ended within */
};

/* What has not been walked over. */
struct cul_lines {
	const char *p, *end;
};

static inline struct cul_lines cul_block_lines(const struct cul_block *b)
{
	return (struct cul_lines){ b->bytes, b->bytes + b->len };
}

/* The next line. False at the end. */
static inline bool cul_lines_next(struct cul_lines *l,
				  struct cul_line *ret_line)
{
	const char *p = l->p, *lf;

	if (p == l->end)
		return false;
	lf = memchr(p, '\n', (size_t)(l->end - p));
	ret_line->torn = lf == NULL;
	if (lf == NULL)
		l->p = lf = l->end;
	else
		l->p = lf + 1;
	ret_line->nuls = 0;
	if (*p == '\0') {
		const char *first = p;

		while (p < lf && *p == '\0')
			p++;
		ret_line->nuls = (size_t)(p - first);
	}
	ret_line->cut = lf - p > CUL_RECORD_MAX;
	ret_line->torn |= ret_line->cut;
	if (ret_line->cut)
		lf = p + CUL_RECORD_MAX;
	else if (lf > p && lf[-1] == '\r')
		lf--;
	ret_line->text = (struct cul_sv){ p, (size_t)(lf - p) };
	return true;
}

/* Of the first byte of a line, after decompression. */
static inline uint64_t cul_block_offset(const struct cul_block *b,
					struct cul_sv line)
{
	return b->offset + (uint64_t)(line.ptr - b->bytes);
}

#endif
