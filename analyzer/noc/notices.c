/* \summary: suggestions as a table: who, since when, why, what to do */
#include <stdio.h>

#include "noc/fit.h"
#include "noc/noc_int.h"
#include "noc/units.h"
#include "report/glyph.h"
#include "report/words.h"

/* How long a suggestion is called new. */
#define NEW_USEC (15 * 60 * CUL_USEC_PER_SEC)

enum {
	ACTION_AT = 3,
	KIND_AT = 14,
	WHO_AT = 30,
	WHO_MOST = 44,
	TIMES = 26,    /* columns: since, for how long, what was said     */
	WHY_LEAST = 50 /* columns, to stand beside                         */
};

struct layout {
	unsigned who, since; /* width; column                            */
	unsigned why, why_width;
	bool beside, utf8;
};

enum cul_ink cul_action_ink(enum cul_action a)
{
	if (cul_word_is_grave(a))
		return CUL_INK_GRAVE;
	return a == CUL_ACTION_CONTACT ? CUL_INK_WARN : CUL_INK_PLAIN;
}

const char *cul_who(enum cul_subject type, const char *name, char *buf,
		    size_t size)
{
	if (type == CUL_SUBJECT_IP || type == CUL_SUBJECT_NET)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "%s %s", cul_subject_word(type), name);
	return buf;
}

const char *cul_why_short(const char *why)
{
	static const char since[] = "Since ", utc[] = " UTC ";
	const char *end;

	if (strncmp(why, since, sizeof(since) - 1) != 0)
		return why;
	end = strstr(why, utc);
	/* "Since 2026-11-20 14:09 UTC " */
	if (end == NULL || end - why > 24)
		return why;
	return end + sizeof(utc) - 1;
}

static struct layout lay_out(const struct cul_pen *p)
{
	unsigned room = p->columns - WHO_AT - TIMES - 1;
	struct layout l = { .who = room, .why = KIND_AT, .utf8 = p->utf8 };

	if (room > WHO_MOST)
		l.who = WHO_MOST;
	l.since = WHO_AT + l.who + 1;
	if (room > WHO_MOST + WHY_LEAST) {
		l.beside = true;
		l.why = l.since + TIMES;
	}
	l.why_width = p->columns - l.why - 1;
	return l;
}

static const char *said(const struct cul_now_notice *n,
			const struct cul_now *now)
{
	if (n->what == CUL_NOTICE_WITHDRAWN)
		return "withdrawn";
	if (now->wall_usec - n->said_usec > NEW_USEC)
		return "";
	return n->what == CUL_NOTICE_NEW ? "new" : "updated";
}

static void head(const struct cul_pen *p, const struct layout *y, unsigned row,
		 const struct cul_list *l)
{
	const unsigned end = WHO_AT + y->who;
	unsigned at = cul_pen_str(p, row, 1, 14, CUL_INK_BOLD, "SUGGESTIONS");

	at = cul_pen_str(p, row, at + 2, end - at - 2, CUL_INK_QUIET,
			 cul_notice_sort_word((enum cul_notice_sort)l->sort));
	if (l->n > l->page)
		cul_pen_fmt(p, row, at + 2, end - at - 2, CUL_INK_QUIET,
			    "%zu to %zu of %zu", l->top + 1, l->top + l->page,
			    l->n);
	cul_pen_right(p, row, y->since, 6, CUL_INK_QUIET, "since");
	cul_pen_right(p, row, y->since + 6, 8, CUL_INK_QUIET, "for");
	if (y->beside)
		cul_pen_str(p, row, y->why, 10, CUL_INK_QUIET, "why");
}

static void row_of(const struct cul_pen *p, const struct layout *l,
		   unsigned row, const struct cul_now_notice *n,
		   const struct cul_now *now)
{
	const int64_t log = cul_noc_log_usec(now);
	const int64_t last = log > n->last_seen_usec ? log : n->last_seen_usec;
	const bool gone = n->what == CUL_NOTICE_WITHDRAWN;
	const char *word = said(n, now);
	char who[CUL_NAME_MAX + 16], text[CUL_UNIT_MAX];
	enum cul_ink ink = gone ? CUL_INK_QUIET : CUL_INK_PLAIN;

	if (!gone && cul_word_is_grave(n->action))
		cul_pen_str(p, row, 1, 1, CUL_INK_GRAVE, "!");
	cul_pen_str(p, row, ACTION_AT, 10,
		    gone ? ink : cul_action_ink(n->action),
		    cul_action_name(n->action));
	cul_pen_str(p, row, KIND_AT, 15, ink, cul_kind_name(n->kind));
	cul_pen_str(p, row, WHO_AT, l->who, gone ? ink : CUL_INK_BOLD,
		    cul_who(n->subject, n->name, who, sizeof(who)));
	cul_pen_right(p, row, l->since, 6, ink,
		      cul_unit_since(n->first_seen_usec, log, text));
	cul_pen_right(p, row, l->since + 6, 8, CUL_INK_QUIET,
		      cul_unit_span(last - n->first_seen_usec, text));
	cul_pen_str(p, row, l->since + 15, 10,
		    gone ? CUL_INK_QUIET : CUL_INK_WARN, word);
}

/* The sentence, under its row or in its column beside it, as far as `most`
 * lines hold it; returns how many it took. Nothing is drawn without a pen. */
static unsigned why(const struct cul_pen *draw, const struct layout *y,
		    unsigned row, unsigned most, enum cul_ink ink,
		    const struct cul_now_notice *n)
{
	struct cul_wrap w = cul_wrap_over(cul_sv_str(cul_why_short(n->why)),
					  y->why_width, 0, y->utf8);
	char buf[CUL_FIT_BYTES];
	unsigned used = 0;
	bool more;

	for (; used < most && cul_wrap_next(&w, buf, &more); used++)
		if (draw != NULL && used + 1 == most)
			cul_pen_sv(draw, row + used, y->why, y->why_width, ink,
				   cul_wrap_rest(&w));
		else if (draw != NULL)
			cul_pen_str(draw, row + used, y->why, y->why_width, ink,
				    buf);
	return used;
}

static void nothing(const struct cul_noc *noc, const struct cul_list *l,
		    unsigned row)
{
	const struct cul_pen *p = &noc->pen;

	if (l->filter[0] != '\0')
		cul_pen_fmt(p, row, ACTION_AT, p->columns, CUL_INK_QUIET,
			    "none has \"%s\"", l->filter);
	else
		cul_pen_str(p, row, ACTION_AT, p->columns, CUL_INK_QUIET,
			    "none");
}

struct table {
	const struct cul_now_notice *rows[CUL_PICK_MAX];
	size_t n;
	struct layout y;
	unsigned picked; /* lines that the picked one takes                */
	unsigned other;  /* and each of the others                         */
};

/* Of the picked one, where the table has so many rows. */
static unsigned why_lines(size_t page)
{
	if (page < 8)
		return page < 3 ? 0 : 2;
	return page < 16 ? 3 : 8;
}

/* Which row is picked, and how much of its sentence there is room for. */
static void settle(struct table *t, struct cul_list *l, struct cul_area a)
{
	size_t page = a.rows > 1 ? a.rows - 1 : 0, found = SIZE_MAX;
	unsigned under = t->y.beside ? 0 : 1, lines;
	size_t left;
	const struct cul_now_notice *n;

	for (size_t i = 0; i < t->n && found == SIZE_MAX; i++)
		if (strcmp(t->rows[i]->id, l->key) == 0)
			found = i;
	cul_list_settle(l, t->n, page, found);
	l->key[0] = l->who[0] = '\0';
	t->picked = t->other = 1;
	if (t->n == 0)
		return;
	n = t->rows[l->at];
	snprintf(l->key, sizeof(l->key), "%s", n->id);
	snprintf(l->who, sizeof(l->who), "%s", n->name);
	lines = why_lines(page);
	/* By the number of rows alone: what is picked changes no layout. */
	if (2 * t->n + 3 <= page) {
		t->other = 2;
		left = page - 2 * (t->n - 1) - under;
		lines = lines < left ? lines : (unsigned)left;
	}
	if (lines > 0)
		t->picked =
			under + why(NULL, &t->y, 0, lines, CUL_INK_PLAIN, n);
	cul_list_settle(l, t->n, page - t->picked + 1, l->at);
	if (t->other > 1)
		l->page = t->n;
}

void cul_notices_draw(struct cul_noc *noc, const struct cul_now *now,
		      struct cul_area a)
{
	const struct cul_pen *p = &noc->pen;
	struct cul_list *l = &noc->lists[CUL_VIEW_SUGGESTIONS];
	struct table t = { .y = lay_out(p) };
	unsigned row = a.top + 1, end = a.top + a.rows;

	t.n = cul_pick_notices(now, l->filter, (enum cul_notice_sort)l->sort,
			       t.rows);
	settle(&t, l, a);
	head(p, &t.y, a.top, l);
	if (t.n == 0)
		nothing(noc, l, row);
	for (size_t i = l->top; i < t.n && row < end; i++) {
		const struct cul_now_notice *n = t.rows[i];
		unsigned lines = i == l->at ? t.picked : t.other;
		unsigned under = t.y.beside ? 0 : 1;

		row_of(p, &t.y, row, n, now);
		if (lines > under)
			(void)why(p, &t.y, row + under, lines - under,
				  i == l->at ? CUL_INK_PLAIN : CUL_INK_QUIET,
				  n);
		if (i == l->at && noc->pointing)
			cul_pen_mark(p, row);
		row += lines;
	}
}

void cul_view_suggestions(struct cul_noc *noc, const struct cul_now *now,
			  struct cul_area a)
{
	cul_notices_draw(noc, now, a);
}
