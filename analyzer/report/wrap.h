/* \summary: the terminal: paint, and text wrapped under an indent */
#ifndef CUL_WRAP_H
#define CUL_WRAP_H

#include "culprit/report.h"

enum cul_paint {
	CUL_PAINT_PLAIN,
	CUL_PAINT_BOLD,
	CUL_PAINT_DIM,
	CUL_PAINT_RED,
	CUL_PAINT_YELLOW,
	CUL_PAINT_GREEN
};

struct cul_term {
	struct cul_out *o;
	const struct cul_style *st;
};

/* Our own words in a colour, where the terminal has one. */
void cul_term_paint(const struct cul_term *t, enum cul_paint paint,
		    const char *text);

/* Blanks up to column `to` from column `at`; at least two. */
void cul_term_pad(const struct cul_term *t, unsigned at, unsigned to);

/* The text of a stranger, made visible; what is beyond CUL_TERM_WIDEST
 * columns is "..."; the columns it takes are returned. */
enum { CUL_TERM_WIDEST = 64 };
unsigned cul_term_text(const struct cul_term *t, const char *text);
unsigned cul_term_columns(const struct cul_term *t, const char *text);

/* A paragraph of such text, and a newline. The cursor stands in column `at`;
 * all following lines begin in column `indent`. */
void cul_term_para(const struct cul_term *t, unsigned at, unsigned indent,
		   const char *text);

/* A heading on a line of its own, after an empty one. */
void cul_term_head(const struct cul_term *t, const char *text);

#endif
