/* \summary: paragraphs of 72 columns */
#ifndef LETTER_FILL_H
#define LETTER_FILL_H

#include "culprit/report.h"

enum { LETTER_COLUMNS = 72, LETTER_BYTES = 4 * LETTER_COLUMNS };

struct letter_fill { /* all zero but for `o` at first */
	struct cul_out *o;
	unsigned hang; /* columns that all lines but the first are indented */
	bool wrapped;  /* beyond the first line                             */
	char line[LETTER_BYTES + 1], word[LETTER_BYTES + 1];
	size_t line_len, word_len;
	unsigned line_cols, word_cols;
};

static inline struct cul_sv letter_sv(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

/* Our own words and the operator's: UTF-8 stays, what controls a terminal is
 * a blank. */
void letter_text(struct letter_fill *f, struct cul_sv v);
void letter_str(struct letter_fill *f, const char *s);

/* What may come from a log: printable ASCII and Latin letters with accents
 * stay, all else is \xNN. */
void letter_strange(struct letter_fill *f, struct cul_sv v);

/* End the paragraph, if there is one. */
void letter_end(struct letter_fill *f);

/* The next one, under a hanging indent. */
void letter_begin(struct letter_fill *f, unsigned hang);

/* An empty line, after the end of the paragraph. */
void letter_gap(struct letter_fill *f);

#endif
