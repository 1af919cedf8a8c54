/* \summary: the days of a source before the log, and those of the log for later
 *
 * A source is asked for its past when it is judged first, or when a window of
 * it ends and becomes part of its habit: of most in a log of one day nothing
 * is ever asked. (A look-up of 30 days took 80 microseconds; to read 3 million
 * days of 100,000 sources beforehand 4 seconds.)
 */
#include <stdlib.h>

#include "engine/court_int.h"

enum { BATCH = 1024, DAYS_LEAST = 4096 };

/* A log of so long is one of a day. */
#define A_DAY_OF_LOG (20 * CUL_USEC_PER_HOUR)

void cul_court_set_past(struct cul_court *c, const struct cul_court_past *past)
{
	c->past = *past;
}

static int64_t midnight(int64_t t_usec)
{
	int64_t since = t_usec % CUL_USEC_PER_DAY;

	return t_usec - since - (since < 0 ? CUL_USEC_PER_DAY : 0);
}

/* ---- when the log begins, and ends ---- */

/* Not by one stamp, which may be wrong, nor by the clock, which after a pause
 * lags behind for as long as it was believed: within a week of what half of
 * the first events say. What is wrong still is so on the side of too early:
 * less of the past is looked at then. */
static int rising(const void *av, const void *bv)
{
	const int64_t *a = av, *b = bv;

	return *a < *b ? -1 : *a > *b;
}

void cul_court_has_begun(struct cul_court *c)
{
	unsigned i = 0;
	int64_t middle;

	if (c->t_begun != CUL_TIME_NONE || c->n_firsts == 0)
		return;
	qsort(c->firsts, c->n_firsts, sizeof(*c->firsts), rising);
	middle = c->firsts[c->n_firsts / 2];
	while (c->firsts[i] < middle - 7 * CUL_USEC_PER_DAY)
		i++;
	c->t_begun = c->firsts[i];
}

void cul_court_begins(struct cul_court *c, int64_t t_usec)
{
	c->firsts[c->n_firsts++] = t_usec;
	if (c->n_firsts == CUL_FIRSTS)
		cul_court_has_begun(c);
}

/* What is farther from what most events say is a wrong stamp. */
#define FARTHEST (31 * CUL_USEC_PER_DAY)

static int64_t end_of(const struct cul_court *c)
{
	const int64_t clock = c->clock.t_usec;

	return c->t_now < clock || c->t_now > clock + FARTHEST ? clock
							       : c->t_now;
}

/* ---- days before the log ---- */

struct pupil {
	struct cul_table *table;
	struct cul_source *s;
};

static int had(void *arg, const struct cul_past_day *d)
{
	struct pupil *p = arg;

	return cul_source_had_day(p->table, p->s, d);
}

int cul_court_past_of(struct cul_court *c, struct cul_source *s)
{
	struct pupil p = { c->table, s };
	char buf[CUL_NET_TEXT_MAX];
	int64_t to;

	if (c->past.recall == NULL || c->t_begun == CUL_TIME_NONE ||
	    !cul_source_asks_past(s))
		return CUL_OK;
	to = midnight(c->t_begun);
	return c->past.recall(
		c->past.arg, cul_source_subject(s), cul_table_name_of(s, buf),
		to - CUL_PAST_DAYS_BACK * CUL_USEC_PER_DAY, to, had, &p);
}

/* ---- days that are over ---- */

static int by_worth(const void *av, const void *bv)
{
	const struct cul_past_day *a = &((const struct cul_court_day *)av)->day;
	const struct cul_past_day *b = &((const struct cul_court_day *)bv)->day;

	if (a->recipients != b->recipients)
		return a->recipients > b->recipients ? -1 : 1;
	if (a->day_usec != b->day_usec)
		return a->day_usec > b->day_usec ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->name == NULL || b->name == NULL)
		return memcmp(((const struct cul_court_day *)av)->addr.b,
			      ((const struct cul_court_day *)bv)->addr.b,
			      sizeof(struct cul_addr));
	return strcmp(a->name, b->name);
}

static int days_grow(struct cul_court *c)
{
	struct cul_court_days *d = &c->days;
	size_t most = c->settings->memory_bytes / 32 / sizeof(*d->v);
	size_t room = d->room != 0 ? d->room * 2 : DAYS_LEAST;
	struct cul_court_day *more;

	if (most > CUL_PAST_DAYS_MAX)
		most = CUL_PAST_DAYS_MAX;
	if (most < DAYS_LEAST)
		most = DAYS_LEAST;
	if (d->n >= most) {
		qsort(d->v, d->n, sizeof(*d->v), by_worth);
		d->dropped += d->n - most / 4 * 3;
		d->n = most / 4 * 3;
		return CUL_OK;
	}
	if (room > most)
		room = most;
	more = realloc(d->v, room * sizeof(*more));
	if (more == NULL)
		return CUL_ENOMEM;
	d->v = more;
	d->room = room;
	return CUL_OK;
}

/* What began before the log, or is still to come, is a line with a bad stamp.
 */
static bool is_of_the_log(const struct cul_court *c, const struct cul_source *s)
{
	const int64_t t = cul_source_window_usec(s);

	return c->t_begun != CUL_TIME_NONE && t >= midnight(c->t_begun) &&
	       t <= end_of(c) + CUL_USEC_PER_HOUR;
}

int cul_court_day_over(struct cul_court *c, const struct cul_source *s)
{
	struct cul_court_day day = { .addr = cul_source_addr(s) };
	int err = CUL_OK;

	if (!c->past.keeps || !is_of_the_log(c, s) ||
	    !cul_source_day(s, &day.day))
		return CUL_OK;
	if (c->days.n == c->days.room)
		err = days_grow(c);
	if (err == CUL_OK)
		c->days.v[c->days.n++] = day;
	return err;
}

void cul_court_let_go(void *arg, struct cul_source *s)
{
	struct cul_court *c = arg;
	uint32_t times;
	int err = cul_court_rule(c, s);

	if (err == CUL_OK)
		err = cul_court_day_over(c, s);
	if (err == CUL_OK && c->keeps_names)
		err = cul_set_add(&c->let_go, cul_table_key(s), SIZE_MAX,
				  &times);
	if (c->err == CUL_OK)
		c->err = err;
}

int cul_court_day_last(struct cul_court *c, const struct cul_source *s)
{
	const int64_t t = cul_source_window_usec(s);
	const int64_t end = end_of(c);
	const bool to_midnight = end >= midnight(t) + 23 * CUL_USEC_PER_HOUR;
	const bool only = !cul_source_is_renewed(s) &&
			  c->t_begun != CUL_TIME_NONE &&
			  end - c->t_begun >= A_DAY_OF_LOG;

	return to_midnight || only ? cul_court_day_over(c, s) : CUL_OK;
}

int cul_court_days(struct cul_court *c,
		   int (*put)(void *arg, const struct cul_past_day *days,
			      size_t n),
		   void *arg)
{
	struct cul_past_day days[BATCH];
	char text[BATCH][CUL_NET_TEXT_MAX];
	int err = CUL_OK;

	for (size_t i = 0; i < c->days.n && err == CUL_OK;) {
		size_t n = 0;

		for (; n < BATCH && i < c->days.n; n++, i++) {
			const struct cul_court_day *d = &c->days.v[i];

			days[n] = d->day;
			if (d->day.name != NULL)
				continue;
			cul_table_addr_print(&d->addr, text[n]);
			days[n].name = text[n];
		}
		err = put(arg, days, n);
	}
	if (err == CUL_OK)
		c->days.n = 0;
	return err;
}

size_t cul_court_days_waiting(const struct cul_court *c)
{
	return c->days.n;
}

uint64_t cul_court_days_dropped(const struct cul_court *c)
{
	return c->days.dropped;
}

/* ---- what a replay asks ---- */

void cul_court_span(const struct cul_court *c, int64_t *ret_from_usec,
		    int64_t *ret_to_usec)
{
	*ret_from_usec = c->t_begun;
	*ret_to_usec =
		c->t_begun != CUL_TIME_NONE ? c->clock.t_usec : CUL_TIME_NONE;
}

void cul_court_keep_names(struct cul_court *c)
{
	c->keeps_names = true;
}

bool cul_court_heard_of(const struct cul_court *c, enum cul_subject subject,
			const char *name)
{
	const struct cul_sv v = { name, strlen(name) };
	struct cul_net net;
	uint64_t key;

	/* Such a name was cut when it was suggested. */
	if (subject == CUL_SUBJECT_NET || v.len >= CUL_NAME_MAX - 1)
		return true;
	if (subject == CUL_SUBJECT_IP && !cul_net_parse(v, &net))
		return true;
	key = subject == CUL_SUBJECT_IP ? cul_table_addr_key(&net.base)
					: cul_table_name_key(subject, v);
	return cul_table_id_of(c->table, key) != UINT32_MAX ||
	       cul_set_times(&c->let_go, key) != 0;
}
