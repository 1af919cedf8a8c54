/* \summary: hostile text, one character at a time
 *
 * All text in a report was written by strangers. What cannot be shown safely
 * is "hidden": control characters (C0, DEL, C1), marks that change the
 * direction of writing or cannot be seen (RFC 9839 and UAX #9 name them),
 * line and paragraph separators, and bytes that are not UTF-8. A sink writes
 * a hidden character so that it is seen and does nothing.
 */
#ifndef CUL_GLYPH_H
#define CUL_GLYPH_H

#include "culprit/sv.h"

struct cul_glyph {
	const char *ptr;
	size_t len;     /* bytes; 1 where they are not UTF-8              */
	uint32_t point; /* the code point; the byte where not UTF-8       */
	bool utf8;
	bool hidden;
	unsigned width; /* columns on a terminal: 0, 1 or 2; 1 if hidden  */
};

/* Take the next character; false at the end. */
bool cul_glyph_next(struct cul_cur *c, struct cul_glyph *ret_glyph);

/* Copy `text` to `buf` with all that is hidden as \xNN, a byte each, and,
 * unless `utf8`, all that is not ASCII too. Cut at a whole character where
 * `size` is too small. NUL-terminated; returns the length. */
size_t cul_visible(struct cul_sv text, bool utf8, char *buf, size_t size);

/* Columns that visible text takes on a terminal. */
unsigned cul_columns(struct cul_sv text);

/* The text that a NUL-terminated string is; NULL is empty. */
static inline struct cul_sv cul_sv_str(const char *s)
{
	return (struct cul_sv){ s != NULL ? s : "", s != NULL ? strlen(s) : 0 };
}

#endif
