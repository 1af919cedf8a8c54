/* \summary: what each key does */
#include <curses.h>

#include "noc/noc_int.h"

enum { KEY_ESC = 27, KEY_DEL = 127, KEY_CTRL_H = 8, KEY_CTRL_L = 12 };
enum { KEY_CTRL_U = 21, KEY_CTRL_F = 6, KEY_CTRL_B = 2, KEY_CTRL_C = 3 };

static const unsigned sorts[CUL_VIEWS_] = {
	[CUL_VIEW_OVERVIEW] = CUL_NOTICE_SORTS_,
	[CUL_VIEW_SUGGESTIONS] = CUL_NOTICE_SORTS_,
	[CUL_VIEW_SOURCES] = CUL_SOURCE_SORTS_,
};

/* Lists without a filter have nothing in it that could be sought. */
static bool can_filter(enum cul_view v)
{
	return v != CUL_VIEW_INPUTS && v != CUL_VIEW_HELP;
}

static void to_top(struct cul_list *l)
{
	l->at = l->top = 0;
	l->moved = l->went = false;
}

/* The last character, which may be several bytes. */
static void chop(char *text)
{
	size_t n = strlen(text);

	while (n > 0 && ((unsigned char)text[--n] & 0xc0) == 0x80)
		;
	text[n] = '\0';
}

static void type(struct cul_noc *noc, int key)
{
	struct cul_list *l = cul_noc_list(noc);
	size_t n = strlen(l->filter);

	if (key == KEY_ESC) {
		l->filter[0] = '\0';
		noc->typing = false;
	} else if (key == '\r' || key == '\n' || key == KEY_ENTER) {
		noc->typing = false;
	} else if (key == KEY_BACKSPACE || key == KEY_DEL ||
		   key == KEY_CTRL_H) {
		noc->typing = n > 0;
		chop(l->filter);
	} else if (key == KEY_CTRL_U) {
		l->filter[0] = '\0';
	} else if (key >= ' ' && key <= 0xff && n + 1 < CUL_FILTER_MAX) {
		l->filter[n] = (char)key;
		l->filter[n + 1] = '\0';
	} else if (key == KEY_DOWN || key == KEY_UP) {
		cul_list_move(l, key == KEY_DOWN ? 1 : -1);
		return;
	}
	to_top(l);
}

static bool moves(struct cul_list *l, int key)
{
	long page = l->page > 1 ? (long)l->page - 1 : 1;

	switch (key) {
	case KEY_DOWN:
	case 'j':
		cul_list_move(l, 1);
		return true;
	case KEY_UP:
	case 'k':
		cul_list_move(l, -1);
		return true;
	case KEY_NPAGE:
	case KEY_CTRL_F:
	case ' ':
		cul_list_move(l, page);
		return true;
	case KEY_PPAGE:
	case KEY_CTRL_B:
		cul_list_move(l, -page);
		return true;
	case KEY_HOME:
	case 'g':
		to_top(l);
		return true;
	case KEY_END:
	case 'G':
		cul_list_move_to(l, l->n > 0 ? l->n - 1 : 0);
		return true;
	default:
		return false;
	}
}

static void go(struct cul_noc *noc, enum cul_view view)
{
	noc->view = view;
	if (view != CUL_VIEW_DETAIL)
		noc->who[0] = '\0';
}

/* Out of what lies on top, or of the filter. */
static void back(struct cul_noc *noc)
{
	struct cul_list *l = cul_noc_list(noc);

	if (noc->view == CUL_VIEW_HELP) {
		noc->view = noc->behind;
	} else if (l->filter[0] != '\0') {
		l->filter[0] = '\0';
		to_top(l);
	} else if (noc->view == CUL_VIEW_DETAIL) {
		go(noc, noc->detail_behind);
	} else {
		go(noc, CUL_VIEW_OVERVIEW);
	}
}

static void help(struct cul_noc *noc)
{
	if (noc->view == CUL_VIEW_HELP) {
		noc->view = noc->behind;
		return;
	}
	noc->behind = noc->view;
	noc->view = CUL_VIEW_HELP;
	to_top(&noc->lists[CUL_VIEW_HELP]);
}

static void sort(struct cul_noc *noc)
{
	struct cul_list *l = cul_noc_list(noc);

	if (sorts[noc->view] == 0)
		return;
	l->sort = (l->sort + 1) % sorts[noc->view];
	to_top(l);
}

static void command(struct cul_noc *noc, int key)
{
	switch (key) {
	case 'q':
	case KEY_CTRL_C: /* only where the terminal makes no signal of it */
		noc->quit = true;
		break;
	case 'p':
		noc->paused = !noc->paused;
		break;
	case 's':
		sort(noc);
		break;
	case '/':
		noc->typing = can_filter(noc->view);
		break;
	case '?':
	case 'h':
	case KEY_F(1):
		help(noc);
		break;
	case KEY_CTRL_L:
		cul_pen_redraw(&noc->pen);
		break;
	case KEY_ESC:
	case KEY_BACKSPACE:
	case KEY_DEL:
	case KEY_CTRL_H:
	case KEY_LEFT:
		back(noc);
		break;
	default:
		break;
	}
}

/* How far a page goes, and what Enter opens, is known once what the key before
 * did is drawn. */
static bool needs_drawing(const struct cul_noc *noc, enum cul_view before,
			  int key)
{
	return noc->enter || noc->view != before || key == KEY_NPAGE ||
	       key == KEY_PPAGE || key == ' ';
}

void cul_noc_press(struct cul_noc *noc, int key)
{
	enum cul_view before = noc->view;

	if (noc->typing) {
		type(noc, key);
		return;
	}
	if (key >= '1' && key <= '4') {
		go(noc, (enum cul_view)(key - '1'));
	} else if (key == '\r' || key == '\n' || key == KEY_ENTER ||
		   key == KEY_RIGHT) {
		noc->enter = noc->view <= CUL_VIEW_SOURCES;
	} else if (!moves(cul_noc_list(noc), key)) {
		command(noc, key);
	}
	noc->stale = needs_drawing(noc, before, key);
}
