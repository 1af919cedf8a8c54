/* \summary: making snapshots */
#include <stdio.h>
#include <stdlib.h>

#include "engine/now_int.h"
#include "engine/version.h"

/* A snapshot and what hangs off it. */
struct made {
	struct cul_now now; /* the first member */
	struct cul_now_minute minutes[CUL_NOW_MINUTES];
	struct cul_now_notice notices[CUL_NOW_NOTICES];
	struct cul_now_source volume[CUL_NOW_TOP], refused[CUL_NOW_TOP];
	struct cul_parser_count *parsers;
	struct cul_now_input *inputs;
	char **kept; /* strings */
	size_t n_kept;
};

/* A copy that lives as long as the snapshot. NULL stays NULL; without memory
 * it is NULL too, and is not shown. */
static const char *keep(struct made *m, const char *s)
{
	char **more;

	if (s == NULL)
		return NULL;
	more = realloc(m->kept, (m->n_kept + 1) * sizeof(*more));
	if (more == NULL)
		return NULL;
	m->kept = more;
	m->kept[m->n_kept] = strdup(s);
	if (m->kept[m->n_kept] == NULL)
		return NULL;
	return m->kept[m->n_kept++];
}

static void minutes_make(const struct cul_now_book *b, struct made *m)
{
	int64_t first = b->minute - (int64_t)b->n_minutes + 1;

	m->now.n_minutes = b->n_minutes;
	m->now.minutes = m->minutes;
	m->now.minute0_usec = first * 60 * CUL_USEC_PER_SEC;
	for (size_t i = 0; i < b->n_minutes; i++)
		m->minutes[i] = b->minutes[(uint64_t)(first + (int64_t)i) %
					   CUL_NOW_MINUTES];
}

static int inputs_make(const struct cul_live *l, struct made *m)
{
	const int64_t wall_usec = m->now.wall_usec;
	struct cul_live_tail t;
	size_t n = 0;

	while (cul_live_tail(l, n, &t))
		n++;
	m->inputs = calloc(n + 1, sizeof(*m->inputs));
	if (m->inputs == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < n && cul_live_tail(l, i, &t); i++)
		m->inputs[i] = (struct cul_now_input){
			.name = keep(m, t.status.name),
			.lines = t.lines,
			.bytes = t.bytes,
			.behind_bytes = t.status.behind_bytes,
			.lost = t.status.lost,
			.silent_usec =
				t.at_usec != 0 ? wall_usec - t.at_usec : -1,
			.error = keep(m, t.status.error),
			.note = keep(m, t.status.note),
		};
	m->now.n_inputs = n;
	m->now.inputs = m->inputs;
	return CUL_OK;
}

/* Those that spoke. */
static int parsers_make(const struct cul_summary *sum, struct made *m)
{
	m->parsers = calloc(sum->n_parsers + 1, sizeof(*m->parsers));
	if (m->parsers == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < sum->n_parsers; i++) {
		const struct cul_parser_count *p = &sum->parsers[i];

		m->now.malformed_lines += p->verdicts[CUL_MALFORMED];
		if (p->verdicts[CUL_EVENT] != 0 ||
		    p->verdicts[CUL_IGNORED] != 0 ||
		    p->verdicts[CUL_MALFORMED] != 0)
			m->parsers[m->now.n_parsers++] = *p;
	}
	m->now.parsers = m->parsers;
	return CUL_OK;
}

static void court_make(const struct cul_now_sources *from, struct made *m)
{
	struct cul_court_sizes sizes;

	cul_court_sizes(from->court, &sizes);
	m->now.event_usec = sizes.t_now;
	m->now.mail = sizes.mail;
	m->now.n_sources = sizes.sources;
	m->now.n_messages = sizes.messages;
	m->now.evicted_sources = sizes.evicted_sources;
	m->now.evicted_messages = sizes.evicted_messages;
	cul_now_tops(from);
	memcpy(m->volume, from->book->volume, sizeof(m->volume));
	memcpy(m->refused, from->book->refused, sizeof(m->refused));
	m->now.n_volume = from->book->n_volume;
	m->now.n_refused = from->book->n_refused;
	m->now.volume = m->volume;
	m->now.refused = m->refused;
}

static void notices_make(const struct cul_notices *n, struct made *m)
{
	m->now.n_notices = cul_notices_list(n, CUL_NOW_NOTICES, m->notices);
	m->now.notices = m->notices;
	memcpy(m->now.said, cul_notices_said(n), sizeof(m->now.said));
	cul_notices_standing(n, m->now.standing);
}

/* What `culprit explain` prints, as one string. */
struct text {
	char *p;
	size_t len, room;
};

static int text_put(void *arg, const char *bytes, size_t len)
{
	struct text *t = arg;

	if (t->len + len + 1 > t->room) {
		size_t room = (t->len + len + 1) * 2;
		char *p = realloc(t->p, room);

		if (p == NULL)
			return CUL_ENOMEM;
		t->p = p;
		t->room = room;
	}
	memcpy(t->p + t->len, bytes, len);
	t->len += len;
	t->p[t->len] = '\0';
	return CUL_OK;
}

static void detail_make(const struct cul_now_sources *from, struct made *m)
{
	struct text text = { 0 };
	struct cul_out o = { text_put, &text, 0 };

	if (from->detail == NULL || from->detail[0] == '\0')
		return;
	(void)snprintf(m->now.detail.who, sizeof(m->now.detail.who), "%s",
		       from->detail);
	if (cul_court_explain(from->court, from->detail, &o))
		m->now.detail.text = keep(m, text.p);
	free(text.p);
}

int cul_now_make(const struct cul_now_sources *from,
		 const struct cul_now *given, struct cul_now **ret_now)
{
	struct made *m = calloc(1, sizeof(*m));
	int err;

	if (m == NULL)
		return CUL_ENOMEM;
	m->now = *given;
	m->now.version = cul_version();
	m->now.trouble = keep(m, given->trouble);
	m->now.lines = from->sum->lines;
	m->now.events = from->sum->events;
	m->now.unowned_lines = from->sum->unowned_lines;
	m->now.no_stamp_lines = from->sum->no_stamp_lines;
	m->now.lines_per_sec = cul_now_lines_per_sec(from->book);
	minutes_make(from->book, m);
	court_make(from, m);
	notices_make(from->notices, m);
	detail_make(from, m);
	err = parsers_make(from->sum, m);
	if (err == CUL_OK)
		err = inputs_make(from->live, m);
	*ret_now = &m->now;
	if (err != CUL_OK)
		cul_now_free(ret_now);
	return err;
}

void cul_now_free(struct cul_now **now)
{
	struct made *m = (struct made *)*now;

	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n_kept; i++)
		free(m->kept[i]);
	free(m->kept);
	free(m->parsers);
	free(m->inputs);
	free(m);
	*now = NULL;
}
