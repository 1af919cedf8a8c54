/* \summary: the screen's own state, and what its files call of each other */
#ifndef CUL_NOC_INT_H
#define CUL_NOC_INT_H

#include <locale.h>
#include <termios.h>

#include "noc/noc.h"
#include "noc/pen.h"
#include "noc/pick.h"

enum cul_view {
	CUL_VIEW_OVERVIEW,
	CUL_VIEW_SUGGESTIONS,
	CUL_VIEW_SOURCES,
	CUL_VIEW_INPUTS,
	CUL_VIEW_DETAIL,
	CUL_VIEW_HELP,
	CUL_VIEWS_
};

enum { CUL_FILTER_MAX = 64, CUL_LIST_KEY_MAX = CUL_NAME_MAX + 8 };

/* A list, or a text, that is longer than its place. */
struct cul_list {
	size_t at, top; /* the row picked; the first one shown             */
	size_t n, page; /* rows, and how many were shown, when last drawn  */
	unsigned sort;
	bool moved; /* the user chose: stay with `key` as others move      */
	bool went;  /* and has done so since it was drawn                  */
	char key[CUL_LIST_KEY_MAX]; /* which row is picked, "": none       */
	char who[CUL_NAME_MAX];     /* and whose detail that is            */
	char filter[CUL_FILTER_MAX];
};

struct cul_noc {
	struct cul_noc_plan plan;
	struct cul_pen pen;
	locale_t locale; /* UTF-8, for this thread while it is in here     */
	enum cul_view view;
	enum cul_view behind; /* the view that detail and help lie on      */
	enum cul_view detail_behind;
	struct cul_list lists[CUL_VIEWS_];
	bool typing;   /* a filter                                         */
	bool pointing; /* a key was pressed: the picked row is marked      */
	bool enter;    /* open what is picked, once it is drawn              */
	bool stale;    /* what further keys mean is known once it is drawn */
	bool quit, paused;
	char who[CUL_NAME_MAX]; /* whose detail is shown                   */
	/* How the terminal was, and what makes it so again. */
	struct termios saved;
	bool is_saved;
	char leave[256];
};

/* keys.c: what one key does; `key` is curses' own. */
void cul_noc_press(struct cul_noc *noc, int key);

/* list.c. The list that keys move in: overview and suggestions share one. */
struct cul_list *cul_noc_list(struct cul_noc *noc);
/* Before rows are drawn: `n` of them, `page` at a time; keeps the picked one
 * within them and in sight. `found` is where its key is now (SIZE_MAX: it is
 * gone). */
void cul_list_settle(struct cul_list *l, size_t n, size_t page, size_t found);
/* The same for a text, in which nothing is picked. */
void cul_list_settle_text(struct cul_list *l, size_t n, size_t page);
void cul_list_move(struct cul_list *l, long by);
void cul_list_move_to(struct cul_list *l, size_t at);

/* frame.c: the lines that every view has; the rows in between. */
struct cul_area {
	unsigned top, rows;
};
struct cul_area cul_frame_draw(struct cul_noc *noc, const struct cul_now *now);

/* One file each. */
void cul_view_overview(struct cul_noc *noc, const struct cul_now *now,
		       struct cul_area a);
void cul_view_suggestions(struct cul_noc *noc, const struct cul_now *now,
			  struct cul_area a);
void cul_view_sources(struct cul_noc *noc, const struct cul_now *now,
		      struct cul_area a);
void cul_view_inputs(struct cul_noc *noc, const struct cul_now *now,
		     struct cul_area a);
void cul_view_detail(struct cul_noc *noc, const struct cul_now *now,
		     struct cul_area a);
void cul_view_help(struct cul_noc *noc, const struct cul_now *now,
		   struct cul_area a);

/* mail.c: the five flows; as many rows as CUL_MAIL_ROWS. */
enum { CUL_MAIL_ROWS = 6 };
void cul_mail_draw(const struct cul_pen *p, const struct cul_now *now,
		   unsigned row);

/* notices.c: a table of suggestions in `a`, the picked one with its why. */
void cul_notices_draw(struct cul_noc *noc, const struct cul_now *now,
		      struct cul_area a);
enum cul_ink cul_action_ink(enum cul_action a);
/* "customer C01861"; an address speaks for itself. */
const char *cul_who(enum cul_subject type, const char *name, char *buf,
		    size_t size);
/* The sentence without its "Since 2026-11-20 14:09 UTC ", which stands in a
 * column of its own. */
const char *cul_why_short(const char *why);

/* What the log's clock shows; the machine's where it shows nothing. */
int64_t cul_noc_log_usec(const struct cul_now *now);

#endif
