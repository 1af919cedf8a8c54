/* \summary: a court with past days: a ledger of them, and a log by the day */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "past_t.h"

int book_put(void *arg, const struct cul_past_day *days, size_t n)
{
	struct book *b = arg;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		b->puts++;
		while (k < b->n && (b->v[k].day_usec != days[i].day_usec ||
				    b->v[k].subject != days[i].subject ||
				    strcmp(b->v[k].name, days[i].name) != 0))
			k++;
		if (k < b->n && b->v[k].recipients > days[i].recipients)
			continue;
		assert_in_range(k, 0, 8191);
		(void)snprintf(b->names[k], sizeof(b->names[k]), "%s",
			       days[i].name);
		b->v[k] = days[i];
		b->v[k].name = b->names[k];
		b->n += k == b->n;
	}
	return CUL_OK;
}

/* By day: the order in which a ledger has those of one source. */
static int recall(void *arg, enum cul_subject subject, const char *name,
		  int64_t from_usec, int64_t to_usec,
		  int (*had)(void *had_arg, const struct cul_past_day *d),
		  void *had_arg)
{
	struct book *b = arg;
	int err = CUL_OK;

	b->asked++;
	b->from = from_usec;
	b->to = to_usec;
	for (int64_t t = from_usec; t < to_usec && err == CUL_OK; t += DAY)
		for (size_t k = 0; k < b->n && err == CUL_OK; k++)
			if (b->v[k].subject == subject &&
			    strcmp(b->v[k].name, name) == 0 &&
			    b->v[k].day_usec == t)
				err = had(had_arg, &b->v[k]);
	return err;
}

struct book *book_new(void)
{
	struct book *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	return b;
}

void past_set(struct trial *t, struct book *b)
{
	const struct cul_court_past past = { recall, b, true };

	cul_court_set_past(t->court, &past);
}

void past_begin(struct trial *t, struct book *b)
{
	trial_begin(t, NULL);
	past_set(t, b);
}

void past_hand_out(struct trial *t, struct book *b)
{
	assert_int_equal(cul_court_days(t->court, book_put, b), CUL_OK);
	assert_int_equal(cul_court_days_waiting(t->court), 0);
}

void past_others(struct trial *t, int64_t from, int64_t to)
{
	for (t->now = from; t->now < to; t->now += HOUR / 2 - CUL_USEC_PER_SEC)
		trial_hear(t, refused("203.0.113.1", "a@b.example",
				      "c@aurora.example", CUL_OUTCOME_NEUTRAL));
}

void past_writes(struct trial *t, const char *client, unsigned day, unsigned n,
		 unsigned wrong)
{
	for (unsigned i = 0; i < n; i++) {
		char from[64], to[64];

		(void)snprintf(from, sizeof(from), "s%u@s%u-%u.example", i, day,
			       wrong != 0 ? i : 0);
		(void)snprintf(to, sizeof(to), "r%u@d%u-%u.example", i, day, i);
		trial_message(t, client, from, to,
			      wrong == 0 || i % wrong != 0
				      ? wrong != 0 && i % 3 == 0
						? CUL_OUTCOME_CONTENT
						: CUL_OUTCOME_OK
				      : CUL_OUTCOME_BAD_RECIPIENT);
	}
}

void past_day(struct trial *t, unsigned day)
{
	const int64_t begin = BEGIN + day * DAY;

	past_others(t, begin, begin + 8 * HOUR);
	t->now = begin + 8 * HOUR;
	if (day == ZOMBIE_DAY)
		past_writes(t, "192.0.2.7", day, 300, 2);
	else
		past_writes(t, "192.0.2.7", day, 10 + day, 0);
	past_writes(t, "192.0.2.8", day, 3, 0);
	past_others(t, begin + 9 * HOUR, begin + DAY);
}

void book_remember(struct book *b, const char *name, int day,
		   uint32_t recipients, bool guilty)
{
	const struct cul_past_day d = {
		.subject = CUL_SUBJECT_IP,
		.name = name,
		.day_usec = BEGIN + day * DAY,
		.recipients = recipients,
		.guilty = guilty,
	};

	(void)book_put(b, &d, 1);
}
