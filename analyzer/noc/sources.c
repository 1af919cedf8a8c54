/* \summary: sources as tables: the busiest, the most refused, all listed */
#include <stdio.h>

#include "noc/noc_int.h"
#include "noc/sources.h"
#include "noc/units.h"
#include "report/words.h"

enum { NAME_MOST = 40, NUMBER = 7, KIND = 17, KIND_FROM = 52 };

/* A column of numbers. */
struct column {
	const char *head;
	uint64_t (*of)(const struct cul_now_source *s);
};

static uint64_t messages(const struct cul_now_source *s)
{
	return s->counts.messages;
}

static uint64_t recipients(const struct cul_now_source *s)
{
	return s->counts.recipients;
}

static uint64_t delivered(const struct cul_now_source *s)
{
	return s->counts.delivered;
}

static uint64_t bounced(const struct cul_now_source *s)
{
	return s->counts.bounced;
}

static uint64_t deferred(const struct cul_now_source *s)
{
	return s->counts.deferred;
}

static uint64_t logins(const struct cul_now_source *s)
{
	return s->counts.login_failed;
}

/* The first ones are shown where there is little room. */
static const struct column columns[] = {
	{ "mails", messages },   { "refused", cul_source_refusals },
	{ "bounced", bounced },  { "logins", logins },
	{ "rcpts", recipients }, { "deliv.", delivered },
	{ "deferr.", deferred },
};

static void flag(const struct cul_pen *p, unsigned row, unsigned at,
		 unsigned width, const struct cul_now_source *s)
{
	if (s->flagged)
		cul_pen_str(p, row, at, width, CUL_INK_BOLD,
			    cul_kind_name(s->kind));
}

void cul_sources_top(const struct cul_pen *p, struct cul_area a, unsigned at,
		     unsigned width, const struct cul_top *top)
{
	const unsigned kind = width >= KIND_FROM ? KIND : 0;
	unsigned name = width - 2 - NUMBER - kind;
	char who[CUL_NAME_MAX + 16], text[CUL_UNIT_MAX];
	unsigned end;

	if (name > NAME_MOST)
		name = NAME_MOST;
	end = cul_pen_str(p, a.top, at, width, CUL_INK_BOLD, top->title);
	cul_pen_str(p, a.top, end + 2, width - (end + 2 - at), CUL_INK_QUIET,
		    "24 hours");
	for (unsigned i = 0; i + 1 < a.rows && i < top->n; i++) {
		const struct cul_now_source *s = &top->rows[i];
		unsigned row = a.top + 1 + i;

		if (s->flagged)
			cul_pen_str(p, row, at, 1, CUL_INK_GRAVE, "!");
		cul_pen_str(p, row, at + 2, name,
			    s->ours || s->flagged ? CUL_INK_PLAIN
						  : CUL_INK_QUIET,
			    cul_who(s->subject, s->name, who, sizeof(who)));
		cul_pen_right(p, row, at + 2 + name, NUMBER, CUL_INK_BOLD,
			      cul_unit_count(top->of(s), text));
		if (kind > 0)
			flag(p, row, at + 2 + name + NUMBER + 1, kind - 1, s);
	}
}

uint64_t cul_source_messages(const struct cul_now_source *s)
{
	return s->counts.messages;
}

struct layout {
	unsigned name, customer, numbers, n_columns, kind, last;
};

static struct layout lay_out(const struct cul_pen *p)
{
	const unsigned all = sizeof(columns) / sizeof(columns[0]);
	const unsigned fixed = 1 + 1 + 16 + 7; /* margin, kind, last seen */
	struct layout l = { .n_columns = 3 };
	unsigned room;

	if (p->columns >= 96)
		l.n_columns = 4;
	if (p->columns >= 118)
		l.n_columns = all;
	room = p->columns - fixed - l.n_columns * (NUMBER + 1);
	l.customer = room >= 64 ? 20 : 0;
	l.name = room - l.customer;
	if (l.name > 48)
		l.name = 48;
	l.numbers = 1 + l.name + l.customer;
	l.kind = l.numbers + l.n_columns * (NUMBER + 1) + 1;
	l.last = l.kind + 16;
	return l;
}

static void head(const struct cul_pen *p, const struct layout *y, unsigned row,
		 const struct cul_list *l)
{
	unsigned at = cul_pen_str(p, row, 1, 10, CUL_INK_BOLD, "SOURCES");

	at = cul_pen_str(p, row, at + 2, y->numbers - at - 2, CUL_INK_QUIET,
			 cul_source_sort_word((enum cul_source_sort)l->sort));
	if (y->customer > 0 && at < 1 + y->name)
		cul_pen_str(p, row, 1 + y->name, y->customer, CUL_INK_QUIET,
			    "customer");
	for (unsigned i = 0; i < y->n_columns; i++)
		cul_pen_right(p, row, y->numbers + i * (NUMBER + 1), NUMBER + 1,
			      CUL_INK_QUIET, columns[i].head);
	cul_pen_str(p, row, y->kind, 16, CUL_INK_QUIET, "suggested");
	cul_pen_right(p, row, y->last, 6, CUL_INK_QUIET, "last");
}

static void row_of(const struct cul_pen *p, const struct layout *y,
		   unsigned row, const struct cul_now_source *s, int64_t log)
{
	char who[CUL_NAME_MAX + 16], text[CUL_UNIT_MAX];

	if (s->flagged)
		cul_pen_str(p, row, 1, 1, CUL_INK_GRAVE, "!");
	cul_pen_str(p, row, 3, y->name - 3,
		    s->ours || s->flagged ? CUL_INK_PLAIN : CUL_INK_QUIET,
		    cul_who(s->subject, s->name, who, sizeof(who)));
	if (y->customer > 0)
		cul_pen_str(p, row, 1 + y->name, y->customer - 1, CUL_INK_QUIET,
			    s->customer);
	for (unsigned i = 0; i < y->n_columns; i++) {
		uint64_t n = columns[i].of(s);

		cul_pen_right(p, row, y->numbers + i * (NUMBER + 1), NUMBER + 1,
			      n > 0 ? CUL_INK_PLAIN : CUL_INK_QUIET,
			      cul_unit_count(n, text));
	}
	flag(p, row, y->kind, 15, s);
	cul_pen_right(p, row, y->last, 6, CUL_INK_QUIET,
		      cul_unit_since(s->t_last_usec, log, text));
}

/* What tells a source from all others. */
static void key_of(const struct cul_now_source *s, char key[CUL_LIST_KEY_MAX])
{
	snprintf(key, CUL_LIST_KEY_MAX, "%d %s", (int)s->subject, s->name);
}

static void settle(struct cul_list *l, const struct cul_now_source **rows,
		   size_t n, size_t page)
{
	char key[CUL_LIST_KEY_MAX];
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < n && found == SIZE_MAX; i++) {
		key_of(rows[i], key);
		if (strcmp(key, l->key) == 0)
			found = i;
	}
	cul_list_settle(l, n, page, found);
	l->key[0] = l->who[0] = '\0';
	if (n == 0)
		return;
	key_of(rows[l->at], l->key);
	snprintf(l->who, sizeof(l->who), "%s", rows[l->at]->name);
}

void cul_view_sources(struct cul_noc *noc, const struct cul_now *now,
		      struct cul_area a)
{
	const struct cul_now_source *rows[CUL_PICK_MAX];
	const struct cul_pen *p = &noc->pen;
	const struct layout y = lay_out(p);
	struct cul_list *l = &noc->lists[CUL_VIEW_SOURCES];
	size_t n = cul_pick_sources(now, l->filter,
				    (enum cul_source_sort)l->sort, rows);

	settle(l, rows, n, a.rows - 1);
	head(p, &y, a.top, l);
	if (n == 0)
		cul_pen_fmt(p, a.top + 1, 3, p->columns, CUL_INK_QUIET,
			    l->filter[0] != '\0' ? "none has \"%s\"" : "none%s",
			    l->filter);
	for (size_t i = l->top; i < n && i < l->top + l->page; i++) {
		unsigned row = a.top + 1 + (unsigned)(i - l->top);

		row_of(p, &y, row, rows[i], cul_noc_log_usec(now));
		if (i == l->at && noc->pointing)
			cul_pen_mark(p, row);
	}
}
