/* \summary: the terminal taken, drawn on and given back */
#include "noc/noc.h"

#include <curses.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

#include "culprit/err.h"
#include "noc/leave.h"
#include "noc/noc_int.h"

enum { ESC_MS = 25, KEYS_AT_ONCE = 256, ROWS_LEAST = 15, COLUMNS_LEAST = 60 };

/* A locale whose characters are UTF-8, whatever the environment's is: without
 * one neither curses nor wcwidth know a wide character. */
static locale_t utf8_locale(void)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "" };
	static const char bar[] = "\u2581";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		locale_t l = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
		mbstate_t state = { 0 };
		locale_t was;
		wchar_t c;
		size_t n;

		if (l == (locale_t)0)
			continue;
		was = uselocale(l);
		n = mbrtowc(&c, bar, sizeof(bar) - 1, &state);
		uselocale(was);
		if (n == 3 && c == 0x2581)
			return l;
		freelocale(l);
	}
	return (locale_t)0;
}

/* The locale of this thread alone, while it is in here. */
static locale_t enter(const struct cul_noc *noc)
{
	return noc->locale != (locale_t)0 ? uselocale(noc->locale)
					  : (locale_t)0;
}

static void leave(locale_t was)
{
	if (was != (locale_t)0)
		uselocale(was);
}

static int begin(struct cul_noc *noc)
{
	const struct cul_noc_plan *plan = &noc->plan;
	const char *term = plan->term != NULL ? plan->term : getenv("TERM");
	SCREEN *s = NULL;

	noc->is_saved = tcgetattr(fileno(plan->in), &noc->saved) == 0;
	if (term != NULL && term[0] != '\0')
		s = newterm(term, plan->out, plan->in);
	if (s == NULL)
		return CUL_EIO;
	noc->pen.screen = s;
	set_term(s);
	if (!cul_leave_can_move())
		return CUL_EIO;
	cul_leave_learn(noc->leave, sizeof(noc->leave));
	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESC_MS);
	/* It takes a program without setlocale for one of the old days. */
	use_legacy_coding(0);
	cul_pen_begin(&noc->pen, plan->mono);
	return 0;
}

int cul_noc_new(const struct cul_noc_plan *plan, struct cul_noc **ret_noc)
{
	struct cul_noc *noc = calloc(1, sizeof(*noc));
	locale_t was;
	int err;

	if (noc == NULL)
		return CUL_ENOMEM;
	noc->plan = *plan;
	if (!plan->ascii)
		noc->locale = utf8_locale();
	noc->pen.utf8 = noc->locale != (locale_t)0;
	was = enter(noc);
	err = begin(noc);
	leave(was);
	if (err == 0)
		*ret_noc = noc;
	else
		cul_noc_free(&noc);
	return err;
}

void cul_noc_free(struct cul_noc **noc)
{
	struct cul_noc *n = *noc;

	*noc = NULL;
	if (n == NULL)
		return;
	if (n->pen.screen != NULL) {
		set_term(n->pen.screen);
		endwin();
		delscreen(n->pen.screen);
	}
	/* endwin gives the modes back that it found; this is for a program
	 * that was stopped and went on in between. */
	if (n->is_saved)
		(void)tcsetattr(fileno(n->plan.in), TCSADRAIN, &n->saved);
	if (n->locale != (locale_t)0)
		freelocale(n->locale);
	free(n);
}

void cul_noc_panic(const struct cul_noc *noc)
{
	ssize_t wrote;

	if (noc == NULL)
		return;
	wrote = write(fileno(noc->plan.out), noc->leave, strlen(noc->leave));
	(void)wrote;
	if (noc->is_saved)
		(void)tcsetattr(fileno(noc->plan.in), TCSANOW, &noc->saved);
}

static void draw(struct cul_noc *noc, const struct cul_now *now)
{
	static void (*const views[CUL_VIEWS_])(
		struct cul_noc *, const struct cul_now *, struct cul_area) = {
		[CUL_VIEW_OVERVIEW] = cul_view_overview,
		[CUL_VIEW_SUGGESTIONS] = cul_view_suggestions,
		[CUL_VIEW_SOURCES] = cul_view_sources,
		[CUL_VIEW_INPUTS] = cul_view_inputs,
		[CUL_VIEW_DETAIL] = cul_view_detail,
		[CUL_VIEW_HELP] = cul_view_help,
	};
	const struct cul_pen *p = &noc->pen;

	cul_pen_erase(p);
	if (p->rows < ROWS_LEAST || p->columns < COLUMNS_LEAST) {
		cul_pen_fmt(p, 0, 0, p->columns, CUL_INK_PLAIN,
			    "culprit: this window is %ux%u; %dx%d is needed",
			    p->columns, p->rows, COLUMNS_LEAST, ROWS_LEAST);
		return;
	}
	views[noc->view](noc, now, cul_frame_draw(noc, now));
}

/* The row of the cursor was drawn: open it. */
static void open_picked(struct cul_noc *noc)
{
	const struct cul_list *l = cul_noc_list(noc);

	noc->enter = false;
	if (l->who[0] == '\0')
		return;
	memcpy(noc->who, l->who, sizeof(noc->who));
	noc->detail_behind = noc->view;
	noc->view = CUL_VIEW_DETAIL;
	memset(&noc->lists[CUL_VIEW_DETAIL], 0, sizeof(struct cul_list));
}

void cul_noc_show(struct cul_noc *noc, const struct cul_now *now)
{
	const struct cul_pen *p = &noc->pen;
	locale_t was = enter(noc);
	unsigned column;

	(void)cul_pen_resize(&noc->pen, fileno(noc->plan.out));
	noc->stale = false;
	draw(noc, now);
	if (noc->enter) {
		open_picked(noc);
		draw(noc, now);
	}
	column = noc->typing ? 2 + (unsigned)strlen(cul_noc_list(noc)->filter)
			     : p->columns;
	cul_pen_flush(p, noc->typing ? p->rows - 1 : p->rows, column);
	leave(was);
}

/* Nobody is at the other end any more. */
static bool hung_up(const struct cul_noc *noc)
{
	struct pollfd fd = { .fd = fileno(noc->plan.in), .events = POLLIN };

	return poll(&fd, 1, 0) > 0 &&
	       (fd.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool cul_noc_key(struct cul_noc *noc)
{
	locale_t was = enter(noc);
	bool any = false;

	for (int i = 0; i < KEYS_AT_ONCE && !noc->stale; i++) {
		int key = wgetch(noc->pen.window);

		if (key == ERR)
			break;
		any = noc->pointing = true;
		cul_noc_press(noc, key);
	}
	if (!any && hung_up(noc))
		noc->quit = true;
	leave(was);
	return any;
}

struct cul_noc_wants cul_noc_wants(const struct cul_noc *noc)
{
	struct cul_noc_wants w = { .quit = noc->quit, .pause = noc->paused };

	memcpy(w.detail_who, noc->who, sizeof(w.detail_who));
	return w;
}
