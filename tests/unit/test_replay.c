/* \summary: cases that staff decided, held against suggestions made anew */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decide/decide.h"
#include "engine/replay.h"

#define HOUR  CUL_USEC_PER_HOUR
#define DAY   CUL_USEC_PER_DAY
#define BEGIN (INT64_C(1795132800) * CUL_USEC_PER_SEC) /* a midnight */

enum { DAYS = 3 };

/* Hours since the beginning. */
struct stretch {
	const char *name;
	enum cul_kind kind;
	enum cul_action action;
	int first, flagged, last;
};

static struct cul_suggestion said(const char *name, enum cul_kind kind,
				  enum cul_action action, int first,
				  int flagged, int last)
{
	struct cul_suggestion g = {
		.kind = kind,
		.action = action,
		.subject = CUL_SUBJECT_CUSTOMER,
		.first_seen_usec = BEGIN + first * HOUR,
		.flagged_usec = BEGIN + flagged * HOUR,
		.last_seen_usec = BEGIN + last * HOUR,
		.confidence = .9999,
	};

	(void)snprintf(g.name, sizeof(g.name), "%s", name);
	(void)snprintf(g.id, sizeof(g.id), "%.6s-%u-%d", name, (unsigned)kind,
		       first);
	return g;
}

static struct cul_suggestion said_of(const struct stretch *s)
{
	return said(s->name, s->kind, s->action, s->first, s->flagged, s->last);
}

/* The caller's. */
static struct cul_suggestion *said_all(const struct stretch *v, size_t n)
{
	struct cul_suggestion *all = calloc(n, sizeof(*all));

	assert_non_null(all);
	for (size_t i = 0; i < n; i++)
		all[i] = said_of(&v[i]);
	return all;
}

static struct cul_case decided(struct cul_suggestion s,
			       enum cul_standing standing)
{
	struct cul_case c = { .s = s,
			      .standing = standing,
			      .decided_usec = s.last_seen_usec + DAY,
			      .until_usec = CUL_TIME_NONE,
			      .episodes = 1 };

	if (standing == CUL_STANDING_DECLINED)
		c.why_declined = CUL_DECLINE_NEWSLETTER;
	if (standing == CUL_STANDING_OPEN)
		c.decided_usec = CUL_TIME_NONE;
	return c;
}

struct held {
	struct cul_report report;
	struct cul_replay *r;
};

static void begin(struct held *h, struct cul_suggestion *now, size_t n)
{
	h->report =
		(struct cul_report){ .suggestions = now, .n_suggestions = n };
	assert_int_equal(
		cul_replay_new(&h->report, BEGIN, BEGIN + DAYS * DAY, &h->r),
		CUL_OK);
}

static void hold(struct held *h, const struct cul_case *c)
{
	assert_int_equal(cul_replay_hold(h->r, c, true), CUL_OK);
}

#define C1(first, flagged, last)                                               \
	{                                                                      \
		"C1", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, (first), (flagged), \
			(last)                                                 \
	}

/* One case against at most two suggestions: what becomes of it. */
static const struct {
	const char *what;
	struct stretch then;
	struct stretch now[2];
	enum cul_replay_fate fate;
	int gained; /* hours; 99: not to be told */
} fates[] = {
	{ "the same again", C1(5, 6, 9), { C1(5, 6, 9) }, CUL_REPLAY_SAME, 0 },
	{ "another episode's id, and sooner",
	  C1(5, 8, 9),
	  { C1(2, 6, 7) },
	  CUL_REPLAY_SAME,
	  2 },
	{ "later", C1(5, 6, 9), { C1(5, 9, 20) }, CUL_REPLAY_SAME, -3 },
	{ "of another time",
	  C1(5, 6, 9),
	  { C1(10, 11, 12) },
	  CUL_REPLAY_GONE,
	  99 },
	{ "of somebody else",
	  C1(5, 6, 9),
	  { { "C10", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, 5, 6, 9 },
	    { "C", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, 5, 6, 9 } },
	  CUL_REPLAY_GONE,
	  99 },
	{ "nothing is said any more",
	  C1(5, 6, 9),
	  { { .name = NULL } },
	  CUL_REPLAY_GONE,
	  99 },
	{ "as something else",
	  C1(5, 6, 9),
	  { { "C1", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 7, 9 } },
	  CUL_REPLAY_OTHER,
	  -1 },
	{ "no longer to be stopped",
	  C1(5, 6, 9),
	  { { "C1", CUL_KIND_ZOMBIE, CUL_ACTION_WATCH, 5, 7, 9 } },
	  CUL_REPLAY_SOFTER,
	  99 },
	{ "stopped as something else rather than watched as the same",
	  C1(5, 6, 9),
	  { { "C1", CUL_KIND_ZOMBIE, CUL_ACTION_WATCH, 5, 5, 9 },
	    { "C1", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 5, 9 } },
	  CUL_REPLAY_OTHER,
	  1 },
	{ "the same rather than something else",
	  { "C1", CUL_KIND_OPEN_RELAY, CUL_ACTION_CONTACT, 5, 6, 9 },
	  { { "C1", CUL_KIND_OPEN_RELAY, CUL_ACTION_CONTACT, 5, 6, 9 },
	    C1(5, 5, 9) },
	  CUL_REPLAY_SAME,
	  0 },
	{ "to be stopped now: not softer",
	  { "C1", CUL_KIND_OPEN_RELAY, CUL_ACTION_CONTACT, 5, 6, 9 },
	  { { "C1", CUL_KIND_OPEN_RELAY, CUL_ACTION_SUSPEND, 5, 6, 9 } },
	  CUL_REPLAY_SAME,
	  0 },
};

static void what_becomes_of_a_case(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(fates) / sizeof(*fates); i++) {
		struct cul_case c =
			decided(said_of(&fates[i].then), CUL_STANDING_ACCEPTED);
		struct cul_suggestion now[2];
		size_t n;
		const struct cul_replay_case *held;
		struct held h;
		int64_t gained = fates[i].gained * HOUR;

		for (n = 0; n < 2 && fates[i].now[n].name != NULL; n++)
			now[n] = said_of(&fates[i].now[n]);
		begin(&h, now, n);
		hold(&h, &c);
		cul_replay_end(h.r);
		held = h.r->cases;
		assert_int_equal(h.r->n_cases, 1);
		if (fates[i].gained == 99)
			gained = CUL_TIME_NONE;
		if (held->fate != fates[i].fate || held->gained_usec != gained)
			fail_msg("%s: %s, %lld", fates[i].what,
				 cul_replay_fate_name(held->fate),
				 (long long)held->gained_usec);
		assert_int_equal(h.r->all.accepted[fates[i].fate], 1);
		assert_int_equal(
			h.r->kinds[fates[i].then.kind].accepted[fates[i].fate],
			1);
		cul_replay_free(&h.r);
	}
}

static const struct {
	const char *what;
	int first, last; /* hours */
	enum cul_standing standing;
	bool heard, decided, declined;
	int64_t at; /* when decided; 0: a day after */
	enum cul_replay_left left;
} standings[] = {
	{ "accepted", 5, 9, CUL_STANDING_ACCEPTED, true, true, false, 0,
	  CUL_REPLAY_LEFTS_ },
	{ "released", 5, 9, CUL_STANDING_RELEASED, true, true, false, 0,
	  CUL_REPLAY_LEFTS_ },
	{ "declined", 5, 9, CUL_STANDING_DECLINED, true, true, true, 0,
	  CUL_REPLAY_LEFTS_ },
	{ "accepted, and over", 5, 9, CUL_STANDING_EXPIRED, true, true, false,
	  0, CUL_REPLAY_LEFTS_ },
	{ "declined, and over", 5, 9, CUL_STANDING_EXPIRED, true, true, true, 0,
	  CUL_REPLAY_LEFTS_ },
	{ "over, and nobody had looked", 5, 9, CUL_STANDING_EXPIRED, true,
	  false, false, 0, CUL_REPLAY_UNDECIDED },
	{ "open", 5, 9, CUL_STANDING_OPEN, true, false, false, 0,
	  CUL_REPLAY_UNDECIDED },
	{ "withdrawn", 5, 9, CUL_STANDING_WITHDRAWN, true, false, false, 0,
	  CUL_REPLAY_UNDECIDED },
	{ "began before", -3, 9, CUL_STANDING_ACCEPTED, true, true, false, 0,
	  CUL_REPLAY_EARLIER },
	{ "an hour either way", -1, 73, CUL_STANDING_ACCEPTED, true, true,
	  false, 0, CUL_REPLAY_LEFTS_ },
	{ "went on after", 5, 90, CUL_STANDING_ACCEPTED, true, true, false, 0,
	  CUL_REPLAY_LATER },
	{ "went on after, but had been decided before", 5, 90,
	  CUL_STANDING_ACCEPTED, true, true, false, 20 * HOUR,
	  CUL_REPLAY_LEFTS_ },
	{ "not in these logs", 5, 9, CUL_STANDING_ACCEPTED, false, true, false,
	  0, CUL_REPLAY_UNHEARD },
};

static void which_cases_count(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(standings) / sizeof(*standings); i++) {
		struct cul_case c =
			decided(said("C1", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND,
				     standings[i].first, 6, standings[i].last),
				standings[i].standing);
		struct held h;
		size_t left = 0;

		if (!standings[i].decided)
			c.decided_usec = CUL_TIME_NONE;
		else if (standings[i].at != 0)
			c.decided_usec = BEGIN + standings[i].at;
		c.why_declined = standings[i].declined ? CUL_DECLINE_SHARED
						       : CUL_DECLINE_NONE;
		begin(&h, NULL, 0);
		assert_int_equal(cul_replay_hold(h.r, &c, standings[i].heard),
				 CUL_OK);
		cul_replay_end(h.r);
		for (unsigned l = 0; l < CUL_REPLAY_LEFTS_; l++)
			left += h.r->left[l];
		if (standings[i].left == CUL_REPLAY_LEFTS_
			    ? h.r->n_cases != 1 || left != 0 ||
				      h.r->cases[0].accepted ==
					      standings[i].declined
			    : h.r->n_cases != 0 || left != 1 ||
				      h.r->left[standings[i].left] != 1)
			fail_msg("%s", standings[i].what);
		cul_replay_free(&h.r);
	}
}

static const struct stretch told[] = {
	C1(5, 6, 9),
	{ "C2", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, 5, 6, 9 },
	{ "C2", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, 30, 31, 33 },
	{ "C3", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 6, 9 },
	{ "C4", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 6, 9 },
	{ "C5", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 6, 9 },
};

static const struct {
	struct stretch s;
	enum cul_standing standing;
} held[] = {
	{ C1(5, 6, 9), CUL_STANDING_DECLINED },
	{ { "C2", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, 5, 6, 9 },
	  CUL_STANDING_ACCEPTED },
	{ { "C3", CUL_KIND_SPAMMER, CUL_ACTION_SUSPEND, 5, 6, 9 },
	  CUL_STANDING_OPEN },
	/* Known as something else, and from before the logs. */
	{ { "C4", CUL_KIND_ZOMBIE, CUL_ACTION_SUSPEND, -9, 6, 7 },
	  CUL_STANDING_ACCEPTED },
};

static void suggestions_are_new_open_or_decided(void **st)
{
	const size_t n = sizeof(told) / sizeof(*told);
	struct cul_suggestion *now = said_all(told, n);
	const struct cul_suggestion *g;
	struct held h;
	size_t at = 0;

	(void)st;
	begin(&h, now, n);
	for (size_t i = 0; i < sizeof(held) / sizeof(*held); i++) {
		struct cul_case c =
			decided(said_of(&held[i].s), held[i].standing);

		hold(&h, &c);
	}
	cul_replay_end(h.r);
	assert_int_equal(h.r->all.open, 1);
	assert_int_equal(h.r->kinds[CUL_KIND_SPAMMER].open, 1);
	assert_int_equal(h.r->all.fresh, 2);
	assert_int_equal(h.r->kinds[CUL_KIND_ZOMBIE].fresh, 1);
	g = cul_replay_fresh(h.r, &at);
	assert_non_null(g);
	assert_true(g->first_seen_usec == BEGIN + 30 * HOUR);
	g = cul_replay_fresh(h.r, &at);
	assert_non_null(g);
	assert_string_equal(g->name, "C5");
	assert_null(cul_replay_fresh(h.r, &at));
	cul_replay_free(&h.r);
	free(now);
}

static void several_episodes_tell_of_no_hours(void **st)
{
	struct cul_suggestion *now = said_all(told, 4);
	struct held h;

	(void)st;
	begin(&h, now, 4);
	for (unsigned i = 0; i < 4; i++) {
		struct cul_case c =
			decided(now[i], i == 3 ? CUL_STANDING_DECLINED
					       : CUL_STANDING_ACCEPTED);

		c.episodes = i == 0 ? 2 : 1;
		c.s.flagged_usec += i == 2 ? -HOUR / 2 : 3 * HOUR;
		hold(&h, &c);
	}
	cul_replay_end(h.r);
	assert_int_equal(h.r->all.accepted[CUL_REPLAY_SAME], 3);
	assert_int_equal(h.r->all.declined[CUL_REPLAY_SAME], 1);
	assert_int_equal(h.r->all.timed, 2);
	assert_int_equal(h.r->all.sooner, 1);
	assert_int_equal(h.r->all.later, 1);
	assert_true(h.r->all.gained_usec == 3 * HOUR - HOUR / 2);
	cul_replay_free(&h.r);
	free(now);
}

static void missed_ones_come_first(void **st)
{
	static const struct {
		const char *name;
		enum cul_standing standing;
		enum cul_action now; /* NONE: gone */
	} rows[] = {
		{ "same", CUL_STANDING_ACCEPTED, CUL_ACTION_SUSPEND },
		{ "gone", CUL_STANDING_DECLINED, CUL_ACTION_NONE },
		{ "raised", CUL_STANDING_DECLINED, CUL_ACTION_SUSPEND },
		{ "softer", CUL_STANDING_ACCEPTED, CUL_ACTION_WATCH },
		{ "missed", CUL_STANDING_ACCEPTED, CUL_ACTION_NONE },
		{ "watched", CUL_STANDING_DECLINED, CUL_ACTION_WATCH },
	};
	static const char *const order[] = { "missed",  "softer", "raised",
					     "watched", "gone",   "same" };
	struct cul_suggestion *now = calloc(6, sizeof(*now));
	struct held h;
	size_t n = 0;

	(void)st;
	assert_non_null(now);
	for (size_t i = 0; i < 6; i++)
		if (rows[i].now != CUL_ACTION_NONE)
			now[n++] = said(rows[i].name, CUL_KIND_ZOMBIE,
					rows[i].now, 5, 6, 9);
	begin(&h, now, n);
	for (size_t i = 0; i < 6; i++) {
		struct cul_case c = decided(said(rows[i].name, CUL_KIND_ZOMBIE,
						 CUL_ACTION_SUSPEND, 5, 6, 9),
					    rows[i].standing);

		hold(&h, &c);
	}
	cul_replay_end(h.r);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(h.r->cases[i].name, order[i]);
	cul_replay_free(&h.r);
	free(now);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(what_becomes_of_a_case),
		cmocka_unit_test(which_cases_count),
		cmocka_unit_test(suggestions_are_new_open_or_decided),
		cmocka_unit_test(several_episodes_tell_of_no_hours),
		cmocka_unit_test(missed_ones_come_first),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
