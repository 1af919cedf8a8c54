/* \summary: writing on the screen: inks, cells, columns
 *
 * The only face of the terminal library that the views see. Rows and columns
 * begin at 0; what is outside the window is not drawn.
 */
#ifndef CUL_NOC_PEN_H
#define CUL_NOC_PEN_H

#include "culprit/sv.h"

/* Colour says again what words and marks say; each ink has a form without. */
enum cul_ink {
	CUL_INK_PLAIN,
	CUL_INK_QUIET, /* grey: what is there when it is looked for  */
	CUL_INK_BOLD,
	CUL_INK_BAR,   /* the small bars                         */
	CUL_INK_GRAVE, /* somebody is to be stopped              */
	CUL_INK_WARN,  /* a person should look                   */
	CUL_INK_WELL,
	CUL_INK_GRAVE_BADGE, /* the same on a block of that colour     */
	CUL_INK_WARN_BADGE,
	CUL_INK_WELL_BADGE,
	CUL_INKS_
};

struct cul_pen {
	void *screen, *window; /* of the terminal library              */
	unsigned rows, columns;
	bool utf8;
	unsigned long inks[CUL_INKS_]; /* its attributes               */
};

/* Text of anybody, made safe and cut to `width` (fit.h); returns the column
 * after it. */
unsigned cul_pen_sv(const struct cul_pen *p, unsigned row, unsigned column,
		    unsigned width, enum cul_ink ink, struct cul_sv text);
unsigned cul_pen_str(const struct cul_pen *p, unsigned row, unsigned column,
		     unsigned width, enum cul_ink ink, const char *text);
/* The same with its end at column + width. */
void cul_pen_right(const struct cul_pen *p, unsigned row, unsigned column,
		   unsigned width, enum cul_ink ink, const char *text);
unsigned cul_pen_fmt(const struct cul_pen *p, unsigned row, unsigned column,
		     unsigned width, enum cul_ink ink, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/* Make the row that of the cursor. */
void cul_pen_mark(const struct cul_pen *p, unsigned row);

/* The text or, where only ASCII is written, the other. */
const char *cul_pen_either(const struct cul_pen *p, const char *utf8,
			   const char *ascii);

/* For noc.c. Set up the inks of a screen that curses has begun. */
void cul_pen_begin(struct cul_pen *p, bool mono);
/* Take the window's size from the terminal; false if it is as before. */
bool cul_pen_resize(struct cul_pen *p, int fd);
void cul_pen_erase(const struct cul_pen *p);
/* Everything once more: something else wrote on the terminal. */
void cul_pen_redraw(const struct cul_pen *p);
/* Send what changed. The cursor is shown in that place, or hidden where the
 * row is outside. */
void cul_pen_flush(const struct cul_pen *p, unsigned row, unsigned column);

#endif
