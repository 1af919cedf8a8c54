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
	uint64_t offset; /* of its first byte, after decompression */
	size_t nuls;     /* left out before it                     */
	bool cut;
};

/* The line at *at, which is then moved past it. False at the end. */
static inline bool cul_block_line(const struct cul_block *b, size_t *at,
				  struct cul_line *ret_line)
{
	const char *p = b->bytes + *at, *end = b->bytes + b->len, *lf;
	const char *first = p;

	if (p == end)
		return false;
	lf = memchr(p, '\n', (size_t)(end - p));
	*at = lf != NULL ? (size_t)(lf + 1 - b->bytes) : b->len;
	if (lf == NULL)
		lf = end;
	while (p < lf && *p == '\0')
		p++;
	ret_line->nuls = (size_t)(p - first);
	ret_line->offset = b->offset + (uint64_t)(p - b->bytes);
	ret_line->text = (struct cul_sv){ p, (size_t)(lf - p) };
	ret_line->cut = ret_line->text.len > CUL_RECORD_MAX;
	if (ret_line->cut)
		ret_line->text.len = CUL_RECORD_MAX;
	else if (lf > p && lf[-1] == '\r')
		ret_line->text.len--;
	return true;
}

#endif
