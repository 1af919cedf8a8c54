/* \summary: writing on the screen: inks, cells, columns */
#include "noc/pen.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "noc/fit.h"
#include "report/glyph.h"

enum { PAIR_GREY = 1, PAIR_RED, PAIR_YELLOW, PAIR_GREEN, PAIR_BAR };
enum { PAIR_ON_RED = 6, PAIR_ON_YELLOW, PAIR_ON_GREEN };
enum { BRIGHT_BLACK = 8, COLOURS_BRIGHT = 16 };
/* Of 256: seen on black and on white, whatever palette the first 16 have. */
enum { GREY_256 = 244, STEEL_256 = 67, COLOURS_256 = 256 };

static void inks_of_mono(struct cul_pen *p)
{
	p->inks[CUL_INK_QUIET] = A_DIM;
	p->inks[CUL_INK_BOLD] = A_BOLD;
	p->inks[CUL_INK_GRAVE] = A_BOLD;
	p->inks[CUL_INK_WARN] = A_UNDERLINE;
	p->inks[CUL_INK_GRAVE_BADGE] = A_REVERSE | A_BOLD;
	p->inks[CUL_INK_WARN_BADGE] = A_REVERSE;
	p->inks[CUL_INK_WELL_BADGE] = A_BOLD;
}

static void inks_of_colour(struct cul_pen *p)
{
	/* A terminal of eight colours has no grey but what it makes of dim. */
	short grey = COLORS >= COLOURS_256      ? GREY_256
		     : COLORS >= COLOURS_BRIGHT ? BRIGHT_BLACK
						: -1;

	init_pair(PAIR_GREY, grey, -1);
	init_pair(PAIR_RED, COLOR_RED, -1);
	init_pair(PAIR_YELLOW, COLOR_YELLOW, -1);
	init_pair(PAIR_GREEN, COLOR_GREEN, -1);
	init_pair(PAIR_BAR, COLORS >= COLOURS_256 ? STEEL_256 : COLOR_CYAN, -1);
	init_pair(PAIR_ON_RED, COLOR_WHITE, COLOR_RED);
	init_pair(PAIR_ON_YELLOW, COLOR_BLACK, COLOR_YELLOW);
	init_pair(PAIR_ON_GREEN, COLOR_BLACK, COLOR_GREEN);
	p->inks[CUL_INK_QUIET] =
		(unsigned long)COLOR_PAIR(PAIR_GREY) | (grey < 0 ? A_DIM : 0);
	p->inks[CUL_INK_BOLD] = A_BOLD;
	p->inks[CUL_INK_BAR] = (unsigned long)COLOR_PAIR(PAIR_BAR);
	p->inks[CUL_INK_GRAVE] = (unsigned long)COLOR_PAIR(PAIR_RED) | A_BOLD;
	p->inks[CUL_INK_WARN] = (unsigned long)COLOR_PAIR(PAIR_YELLOW);
	p->inks[CUL_INK_WELL] = (unsigned long)COLOR_PAIR(PAIR_GREEN);
	p->inks[CUL_INK_GRAVE_BADGE] =
		(unsigned long)COLOR_PAIR(PAIR_ON_RED) | A_BOLD;
	p->inks[CUL_INK_WARN_BADGE] = (unsigned long)COLOR_PAIR(PAIR_ON_YELLOW);
	p->inks[CUL_INK_WELL_BADGE] = (unsigned long)COLOR_PAIR(PAIR_ON_GREEN);
}

void cul_pen_begin(struct cul_pen *p, bool mono)
{
	int rows, columns;

	p->window = stdscr;
	getmaxyx(stdscr, rows, columns);
	p->rows = (unsigned)rows;
	p->columns = (unsigned)columns;
	if (!mono && has_colors() && start_color() == OK &&
	    use_default_colors() == OK)
		inks_of_colour(p);
	else
		inks_of_mono(p);
}

bool cul_pen_resize(struct cul_pen *p, int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 ||
	    size.ws_col == 0 ||
	    (size.ws_row == p->rows && size.ws_col == p->columns))
		return false;
	if (resizeterm(size.ws_row, size.ws_col) != OK)
		return false;
	p->rows = size.ws_row;
	p->columns = size.ws_col;
	return true;
}

void cul_pen_erase(const struct cul_pen *p)
{
	wattrset((WINDOW *)p->window, A_NORMAL);
	werase(p->window);
}

void cul_pen_redraw(const struct cul_pen *p)
{
	clearok(p->window, TRUE);
}

void cul_pen_flush(const struct cul_pen *p, unsigned row, unsigned column)
{
	bool seen = row < p->rows && column < p->columns;

	curs_set(seen ? 1 : 0);
	wmove(p->window, seen ? (int)row : 0, seen ? (int)column : 0);
	wrefresh(p->window);
}

unsigned cul_pen_sv(const struct cul_pen *p, unsigned row, unsigned column,
		    unsigned width, enum cul_ink ink, struct cul_sv text)
{
	char buf[CUL_FIT_BYTES];
	WINDOW *w = p->window;
	unsigned used;

	if (row >= p->rows || column >= p->columns)
		return column;
	if (width > p->columns - column)
		width = p->columns - column;
	used = cul_fit(text, width, p->utf8, buf);
	wattrset(w, (int)p->inks[ink]);
	mvwaddstr(w, (int)row, (int)column, buf);
	return column + used;
}

unsigned cul_pen_str(const struct cul_pen *p, unsigned row, unsigned column,
		     unsigned width, enum cul_ink ink, const char *text)
{
	return cul_pen_sv(p, row, column, width, ink, cul_sv_str(text));
}

void cul_pen_right(const struct cul_pen *p, unsigned row, unsigned column,
		   unsigned width, enum cul_ink ink, const char *text)
{
	unsigned has = cul_fit_columns(cul_sv_str(text), p->utf8);

	if (has > width)
		has = width;
	cul_pen_str(p, row, column + width - has, has, ink, text);
}

unsigned cul_pen_fmt(const struct cul_pen *p, unsigned row, unsigned column,
		     unsigned width, enum cul_ink ink, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return cul_pen_str(p, row, column, width, ink, text);
}

void cul_pen_mark(const struct cul_pen *p, unsigned row)
{
	if (row < p->rows)
		mvwchgat(p->window, (int)row, 0, -1, A_REVERSE, 0, NULL);
}

const char *cul_pen_either(const struct cul_pen *p, const char *utf8,
			   const char *ascii)
{
	return p->utf8 ? utf8 : ascii;
}
