/* \summary: one escaper a sink; JSON has its own writer (json.h)
 *
 * Each writes text of strangers so that it stays text there. What is hidden
 * (glyph.h) is written as \xNN in all of them.
 */
#ifndef CUL_ESCAPE_H
#define CUL_ESCAPE_H

#include "culprit/report.h"

/* Between tags, and within a double-quoted attribute, of HTML. */
void cul_html_sv(struct cul_out *o, struct cul_sv v);
void cul_html_str(struct cul_out *o, const char *s);

/* One cell of CSV (RFC 4180), quoted where it must be. A cell whose first
 * visible character would make a spreadsheet calculate it (= + - @, also in
 * full width) gets a leading apostrophe. */
void cul_csv_sv(struct cul_out *o, struct cul_sv v);
void cul_csv_str(struct cul_out *o, const char *s);

/* To a terminal: nothing in it moves the cursor. Unless `utf8`, ASCII. */
void cul_term_sv(struct cul_out *o, struct cul_sv v, bool utf8);

#endif
