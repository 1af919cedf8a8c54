/* \summary: text of strangers, cut and wrapped to columns
 *
 * Nothing that comes out of here moves a cursor or changes the direction of
 * writing: what is hidden (report/glyph.h), letters written from right to
 * left, which some terminals would reorder together with the columns beside
 * them, marks without a letter or more than two on one, and, unless `utf8`,
 * all that is not ASCII is written as \xNN. Widths are wcwidth's, as the
 * terminal library counts them: LC_CTYPE of the thread is to be UTF-8 then.
 */
#ifndef CUL_NOC_FIT_H
#define CUL_NOC_FIT_H

#include "culprit/sv.h"

enum {
	CUL_FIT_COLUMNS = 512, /* wider is not drawn                       */
	CUL_FIT_BYTES = CUL_FIT_COLUMNS * 12 + 16 /* four, and two marks   */
};

/* Write as much of `text` as `columns` hold, with a last column that says so
 * if that is not all. `buf` holds CUL_FIT_BYTES; NUL-terminated. Returns the
 * columns used. */
unsigned cul_fit(struct cul_sv text, unsigned columns, bool utf8, char *buf);

/* Columns of all of it, up to CUL_FIT_COLUMNS. */
unsigned cul_fit_columns(struct cul_sv text, bool utf8);

/* Take one line of at most `columns`, broken at a blank where there is one;
 * false at the end. A newline ends a line, and a tab is up to eight blanks.
 * Lines after the first of a paragraph have `indent` columns less, for the
 * caller to indent: *ret_more says that this is one. */
struct cul_wrap {
	struct cul_cur cur;
	const char *line; /* where the line taken last began             */
	bool utf8, more;
	unsigned columns, indent;
};

/* From there to the end: for a last line that says that it is not all. */
static inline struct cul_sv cul_wrap_rest(const struct cul_wrap *w)
{
	return (struct cul_sv){ w->line, (size_t)(w->cur.end - w->line) };
}

/* `indent` is 0 or so, and never more than half of `columns`. */
struct cul_wrap cul_wrap_over(struct cul_sv text, unsigned columns,
			      unsigned indent, bool utf8);
bool cul_wrap_next(struct cul_wrap *w, char *buf, bool *ret_more);

#endif
