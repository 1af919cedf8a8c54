/* \summary: the history that snapshots show */
#include <stdlib.h>

#include "engine/now_int.h"

#define MINUTE_USEC (60 * CUL_USEC_PER_SEC)

int cul_now_book_new(struct cul_now_book **ret_book)
{
	*ret_book = calloc(1, sizeof(**ret_book));
	return *ret_book != NULL ? CUL_OK : CUL_ENOMEM;
}

void cul_now_book_free(struct cul_now_book **b)
{
	free(*b);
	*b = NULL;
}

static struct cul_now_minute *minute_at(struct cul_now_book *b, int64_t minute)
{
	return &b->minutes[(uint64_t)minute % CUL_NOW_MINUTES];
}

/* A late line is of its own minute; of a minute beyond the ring, of none. A
 * jump ahead by more than the ring begins it anew. */
static struct cul_now_minute *minute_of(struct cul_now_book *b, int64_t t_usec)
{
	int64_t minute = t_usec / MINUTE_USEC;

	if (t_usec == CUL_TIME_NONE)
		return b->any ? minute_at(b, b->minute) : NULL;
	if (!b->any || minute > b->minute + CUL_NOW_MINUTES) {
		memset(b->minutes, 0, sizeof(b->minutes));
		b->n_minutes = 1;
		b->minute = minute;
		b->any = true;
	}
	for (; b->minute < minute; b->n_minutes++)
		*minute_at(b, ++b->minute) = (struct cul_now_minute){ 0 };
	if (b->n_minutes > CUL_NOW_MINUTES)
		b->n_minutes = CUL_NOW_MINUTES;
	return b->minute - minute < (int64_t)b->n_minutes ? minute_at(b, minute)
							  : NULL;
}

static void add(uint32_t *to, uint64_t now, uint64_t before)
{
	uint64_t sum = *to + (now - before);

	*to = sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
}

void cul_now_book_note(struct cul_now_book *b, int64_t t_usec, uint64_t lines,
		       const struct cul_mail_totals *mail)
{
	struct cul_now_minute *m = minute_of(b, t_usec);

	if (m != NULL) {
		add(&m->lines, lines, b->lines);
		add(&m->accepted, mail->received, b->mail.received);
		add(&m->delivered, mail->delivered, b->mail.delivered);
		add(&m->deferred, mail->deferrals, b->mail.deferrals);
		add(&m->bounced, mail->bounced, b->mail.bounced);
		add(&m->refused, mail->rejected, b->mail.rejected);
	}
	b->lines = lines;
	b->mail = *mail;
}

void cul_now_book_tick(struct cul_now_book *b, int64_t wall_usec,
		       uint64_t lines)
{
	unsigned i = b->n_ticks++ % CUL_NOW_TICKS;

	b->ticks[i].usec = wall_usec;
	b->ticks[i].lines = lines;
}

double cul_now_lines_per_sec(const struct cul_now_book *b)
{
	unsigned last, first;
	int64_t usec;

	if (b->n_ticks < 2)
		return 0;
	last = (b->n_ticks - 1) % CUL_NOW_TICKS;
	first = b->n_ticks < CUL_NOW_TICKS ? 0 : b->n_ticks % CUL_NOW_TICKS;
	usec = b->ticks[last].usec - b->ticks[first].usec;
	return usec > 0 ? (double)(b->ticks[last].lines -
				   b->ticks[first].lines) *
				  1e6 / (double)usec
			: 0;
}

void cul_now_book_state(struct cul_state *s, struct cul_now_book *b)
{
	cul_state_part(s, "now");
	CUL_STATE(s, b->minute);
	CUL_STATE(s, b->any);
	CUL_STATE(s, b->minutes);
	CUL_STATE(s, b->n_minutes);
	CUL_STATE(s, b->lines);
	CUL_STATE(s, b->mail);
	if (!cul_state_check(s, b->n_minutes <= CUL_NOW_MINUTES))
		b->n_minutes = 0;
}
