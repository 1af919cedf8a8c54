/* \summary: the lines of every view: clock, verdict, trouble, keys */
#include <stdio.h>

#include "noc/noc_int.h"
#include "noc/units.h"
#include "report/words.h"

/* The log's age beyond which it is said with an ink of its own. */
#define LAG_WARN_USEC (10 * CUL_USEC_PER_SEC)

enum { TITLE_ROW, VERDICT_ROW, TROUBLE_ROW, FIRST_ROW };

int64_t cul_noc_log_usec(const struct cul_now *now)
{
	return now->event_usec != CUL_TIME_NONE ? now->event_usec
						: now->wall_usec;
}

static void title(const struct cul_noc *noc, const struct cul_now *now)
{
	const struct cul_pen *p = &noc->pen;
	char a[CUL_UNIT_MAX], b[CUL_UNIT_MAX], text[CUL_UNIT_MAX + 16];
	unsigned at = cul_pen_str(p, TITLE_ROW, 1, 20, CUL_INK_BOLD, "culprit");
	unsigned end = p->columns - 1;

	at = cul_pen_str(p, TITLE_ROW, at + 2, 20, CUL_INK_PLAIN,
			 cul_unit_date(now->wall_usec, a));
	at = cul_pen_str(p, TITLE_ROW, at + 1, 4, CUL_INK_QUIET, "UTC");
	if (noc->paused)
		cul_pen_str(p, TITLE_ROW, at + 2, 20, CUL_INK_WARN_BADGE,
			    " PAUSED ");
	snprintf(text, sizeof(text), "%s lines/s",
		 cul_unit_rate(now->lines_per_sec, a));
	cul_pen_right(p, TITLE_ROW, end - 13, 13, CUL_INK_PLAIN, text);
	snprintf(text, sizeof(text), "lag %s", cul_unit_span(now->lag_usec, a));
	cul_pen_right(p, TITLE_ROW, end - 26, 11,
		      now->lag_usec > LAG_WARN_USEC ? CUL_INK_WARN_BADGE
						    : CUL_INK_PLAIN,
		      text);
	if (p->columns < 75)
		return;
	snprintf(text, sizeof(text), "log %s",
		 cul_unit_clock(now->event_usec, b));
	cul_pen_right(p, TITLE_ROW, end - 40, 12, CUL_INK_PLAIN, text);
}

/* " 3 TO STOP ", and what else stands; or that all is well. */
static unsigned stops(const struct cul_pen *p, const struct cul_now *now,
		      const struct cul_standing *s)
{
	const char *most = now->n_notices >= CUL_NOW_NOTICES ? "+" : "";

	if (s->stop > 0)
		return cul_pen_fmt(p, VERDICT_ROW, 1, 24, CUL_INK_GRAVE_BADGE,
				   " %zu%s TO STOP ", s->stop, most);
	if (now->event_usec == CUL_TIME_NONE)
		return cul_pen_str(p, VERDICT_ROW, 1, 60, CUL_INK_BOLD,
				   "Waiting for the first line of mail.");
	if (now->trouble != NULL || now->paused)
		return cul_pen_str(p, VERDICT_ROW, 1, 60, CUL_INK_BOLD,
				   "Nobody to stop, as far as was read.");
	cul_pen_str(p, VERDICT_ROW, 1, 12, CUL_INK_WELL_BADGE, " WELL ");
	return cul_pen_str(p, VERDICT_ROW, 9, 40, CUL_INK_PLAIN,
			   "nobody to stop");
}

/* How long nothing new has been said: is somebody at it right now? */
static void newest(const struct cul_pen *p, const struct cul_now *now,
		   unsigned at)
{
	const unsigned width = 28;
	int64_t last = CUL_TIME_NONE;
	char text[CUL_UNIT_MAX + 24], age[CUL_UNIT_MAX];

	for (size_t i = 0; i < now->n_notices; i++)
		if (now->notices[i].what != CUL_NOTICE_WITHDRAWN &&
		    now->notices[i].said_usec > last)
			last = now->notices[i].said_usec;
	if (last == CUL_TIME_NONE || at + width > p->columns)
		return;
	snprintf(text, sizeof(text), "last news %s ago",
		 cul_unit_span(now->wall_usec - last, age));
	cul_pen_right(p, VERDICT_ROW, p->columns - 1 - width, width,
		      CUL_INK_QUIET, text);
}

/* What is not shown is said where nobody overlooks it. */
static bool filtered(struct cul_noc *noc)
{
	const struct cul_pen *p = &noc->pen;
	const struct cul_list *l = cul_noc_list(noc);
	char text[CUL_FILTER_MAX + 16];

	if (l->filter[0] == '\0')
		return false;
	snprintf(text, sizeof(text), " only: %s ", l->filter);
	cul_pen_right(p, VERDICT_ROW, p->columns - 25, 24, CUL_INK_WARN_BADGE,
		      text);
	return true;
}

static void verdict(struct cul_noc *noc, const struct cul_now *now)
{
	const struct cul_pen *p = &noc->pen;
	const struct cul_standing s = cul_pick_standing(now);
	const struct {
		size_t n;
		enum cul_ink ink;
		const char *what;
	} others[] = { { s.talk, CUL_INK_WARN, "to talk to" },
		       { s.exempt, CUL_INK_PLAIN, "to make way for" },
		       { s.watch, CUL_INK_PLAIN, "to watch" } };
	unsigned at = stops(p, now, &s) + 2;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n > 0)
			at = cul_pen_fmt(p, VERDICT_ROW, at, 40, others[i].ink,
					 "%zu %s", others[i].n,
					 others[i].what) +
			     2;
	if (!filtered(noc))
		newest(p, now, at);
}

static void trouble(const struct cul_pen *p, const struct cul_now *now)
{
	const char *text = now->trouble;
	unsigned at;

	if (text == NULL && now->paused)
		text = "reading was stopped; nothing new is seen";
	if (text == NULL)
		return;
	at = cul_pen_str(p, TROUBLE_ROW, 1, 12, CUL_INK_WARN_BADGE,
			 " TROUBLE ");
	cul_pen_str(p, TROUBLE_ROW, at + 1, p->columns - at - 2, CUL_INK_BOLD,
		    text);
}

static void typed(const struct cul_noc *noc, const struct cul_list *l)
{
	const struct cul_pen *p = &noc->pen;
	unsigned row = p->rows - 1, half = p->columns / 2;

	cul_pen_str(p, row, 1, 1, CUL_INK_BOLD, "/");
	cul_pen_str(p, row, 2, half - 2, CUL_INK_BOLD, l->filter);
	cul_pen_fmt(p, row, half, p->columns - half, CUL_INK_QUIET,
		    "%zu found   Enter keeps it   Esc clears it", l->n);
}

static unsigned key_words(const struct cul_noc *noc, unsigned at)
{
	static const char *const tabs[] = { "overview", "suggestions",
					    "sources", "inputs" };
	const struct cul_pen *p = &noc->pen;
	unsigned row = p->rows - 1;

	for (unsigned i = 0; i < sizeof(tabs) / sizeof(tabs[0]); i++) {
		bool here = (unsigned)noc->view == i;

		at = cul_pen_fmt(p, row, at, 2, CUL_INK_BOLD, "%u", i + 1);
		at = cul_pen_str(p, row, at + 1, 12,
				 here ? CUL_INK_BOLD : CUL_INK_QUIET, tabs[i]);
		at += 2;
	}
	return at;
}

struct key_word {
	const char *key, *word;
};

static void footer(struct cul_noc *noc)
{
	static const struct key_word list[] = {
		{ "Enter", "why" }, { "/", "filter" }, { "?", "help" },
		{ "q", "quit" },    { "p", "pause" },  { "s", "sort" }
	};
	static const struct key_word text[] = { { "Esc", "back" },
						{ "?", "help" },
						{ "q", "quit" },
						{ "p", "pause" },
						{ "/", "filter" } };
	const bool is_text = noc->view >= CUL_VIEW_INPUTS;
	const struct key_word *keys = is_text ? text : list;
	const size_t n = is_text ? sizeof(text) / sizeof(text[0])
				 : sizeof(list) / sizeof(list[0]);
	const struct cul_pen *p = &noc->pen;
	const struct cul_list *l = cul_noc_list(noc);
	unsigned at, row = p->rows - 1;

	if (noc->typing) {
		typed(noc, l);
		return;
	}
	at = key_words(noc, 1);
	for (size_t i = 0; i < n; i++) {
		unsigned need = (unsigned)(strlen(keys[i].key) +
					   strlen(keys[i].word) + 2);

		if (at + need > p->columns)
			break;
		at = cul_pen_str(p, row, at, 8, CUL_INK_BOLD, keys[i].key);
		at = cul_pen_str(p, row, at + 1, 8, CUL_INK_QUIET,
				 keys[i].word) +
		     2;
	}
}

struct cul_area cul_frame_draw(struct cul_noc *noc, const struct cul_now *now)
{
	const struct cul_pen *p = &noc->pen;

	title(noc, now);
	verdict(noc, now);
	trouble(p, now);
	footer(noc);
	return (struct cul_area){ FIRST_ROW, p->rows - FIRST_ROW - 1 };
}
