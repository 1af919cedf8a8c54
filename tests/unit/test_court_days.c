/* \summary: which days of a log are kept for later, and when */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "past_t.h"

static struct cul_past_day day_in(const struct book *b, const char *name,
				  unsigned day)
{
	for (size_t k = 0; k < b->n; k++)
		if (strcmp(b->v[k].name, name) == 0 &&
		    b->v[k].day_usec == BEGIN + day * DAY)
			return b->v[k];
	fail_msg("no day %u of %s", day, name);
	return (struct cul_past_day){ .name = NULL };
}

static void the_days_of_a_log_are_handed_out_once(void **st)
{
	struct book *b = book_new();
	struct cul_past_day d;
	struct trial t;

	(void)st;
	past_begin(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		past_day(&t, day);
	past_hand_out(&t, b);
	assert_int_equal(b->n, 8); /* two sources, all but the last day */
	trial_close(&t);
	past_hand_out(&t, b);
	past_hand_out(&t, b);
	assert_int_equal(b->puts, 10);
	assert_int_equal(b->n, 10);
	for (unsigned day = 0; day < ZOMBIE_DAY; day++) {
		d = day_in(b, "192.0.2.7", day);
		assert_int_equal(d.subject, CUL_SUBJECT_IP);
		assert_int_equal(d.messages, 10 + day);
		assert_int_equal(d.recipients, 10 + day);
		assert_int_equal(d.delivered, 10 + day);
		assert_int_equal(d.bad_recipients + d.refused, 0);
		assert_false(d.guilty);
	}
	d = day_in(b, "192.0.2.7", ZOMBIE_DAY);
	assert_int_equal(d.recipients, 300);
	assert_int_equal(d.bad_recipients, 150);
	assert_int_equal(d.refused, 50);
	assert_true(d.guilty);
	trial_end(&t);
	free(b);
}

static void when_a_log_that_ends_holds_a_whole_day(void **st)
{
	static const struct {
		const char *what;
		int from, first, last, to; /* hours: log, writing, log     */
		int day;                   /* of which it is; -1: of none  */
	} rows[] = {
		{ "midnight to midnight", 0, 16, 17, 24, 0 },
		{ "the log begins as it writes", 16, 16, 17, 24, 0 },
		{ "rotated in the morning", 6, 16, 17, 30, 0 },
		{ "and it wrote at night", 6, 25, 26, 30, 1 },
		{ "a morning is no day", 6, 9, 10, 12, -1 },
		{ "nor is a day and a morning, of the morning", 0, 33, 34, 36,
		  1 },
		{ "who wrote before as well", 0, 9, 34, 36, 0 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct book *b = book_new();
		struct trial t;

		past_begin(&t, b);
		past_others(&t, BEGIN + rows[i].from * HOUR,
			    BEGIN + rows[i].first * HOUR);
		t.now = BEGIN + rows[i].first * HOUR;
		past_writes(&t, "192.0.2.7", 0, 4, 0);
		past_others(&t, BEGIN + rows[i].first * HOUR + HOUR / 2,
			    BEGIN + rows[i].last * HOUR);
		t.now = BEGIN + rows[i].last * HOUR;
		past_writes(&t, "192.0.2.7", 1, 5, 0);
		past_others(&t, BEGIN + rows[i].last * HOUR + HOUR / 2,
			    BEGIN + rows[i].to * HOUR);
		trial_close(&t);
		past_hand_out(&t, b);
		if (b->n != (rows[i].day >= 0) ||
		    (rows[i].day >= 0 &&
		     b->v[0].day_usec != BEGIN + rows[i].day * DAY))
			fail_msg("%s: %zu days", rows[i].what, b->n);
		trial_end(&t);
		free(b);
	}
}

/* Hours apart, so that the clock is never believed; or after a busy day with a
 * pause at its end, in which it stays behind. */
static void a_quiet_log_has_days_too(void **st)
{
	(void)st;
	for (unsigned busy = 0; busy < 2; busy++) {
		struct book *b = book_new();
		struct trial t;

		past_begin(&t, b);
		for (unsigned h = 0; h < 24; h += 3) {
			t.now = BEGIN + h * HOUR;
			if (h == 9)
				past_writes(&t, "192.0.2.7", 0, busy ? 400 : 1,
					    0);
			else
				past_others(&t, t.now, t.now + 1);
		}
		t.now = BEGIN + 47 * HOUR / 2;
		past_others(&t, t.now, t.now + 1);
		trial_close(&t);
		past_hand_out(&t, b);
		assert_int_equal(b->n, 1);
		assert_true(b->v[0].day_usec == BEGIN);
		trial_end(&t);
		free(b);
	}
}

static void a_wrong_stamp_makes_no_day_and_no_beginning(void **st)
{
	struct book *b = book_new();
	struct trial t;

	(void)st;
	past_begin(&t, b);
	t.now = BEGIN + 90 * DAY;
	past_writes(&t, "192.0.2.50", 0, 1, 0);
	t.now = BEGIN - 90 * DAY;
	past_writes(&t, "192.0.2.51", 0, 1, 0);
	past_day(&t, 0);
	t.now = BEGIN + 365 * DAY;
	past_writes(&t, "192.0.2.52", 0, 2, 0);
	t.now = BEGIN - 365 * DAY;
	past_writes(&t, "192.0.2.53", 0, 2, 0);
	past_day(&t, 1);
	past_writes(&t, "192.0.2.8", 7, 3, 1);
	assert_true(b->to == BEGIN);
	trial_close(&t);
	past_hand_out(&t, b);
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->v[i].name, "192.0.2.7") != 0)
			assert_string_equal(b->v[i].name, "192.0.2.8");
	assert_int_equal(b->n, 4);
	trial_end(&t);
	free(b);
}

/* With little memory 4,096 days are kept at the most. */
static void beyond_the_cap_the_quiet_ones_go(void **st)
{
	static const char *const tens[] = { "network.networks=10.0.0.0/8",
					    NULL };
	struct cul_court_past past = { NULL, NULL, true };
	struct book *b = book_new();
	size_t loud = 0;
	struct trial t;

	(void)st;
	trial_begin(&t, tens);
	t.settings.memory_bytes = 1 << 20;
	cul_court_set_past(t.court, &past);
	past_others(&t, BEGIN, BEGIN + DAY / 2);
	for (unsigned i = 0; i < 5000; i++) {
		char client[32];

		(void)snprintf(client, sizeof(client), "10.0.%u.%u", i / 250,
			       i % 250 + 1);
		past_writes(&t, client, i, i % 10 == 0 ? 4 : 1, 0);
	}
	past_others(&t, t.now, BEGIN + DAY);
	trial_close(&t);
	assert_int_equal(cul_court_days_dropped(t.court) +
				 cul_court_days_waiting(t.court),
			 5000);
	assert_in_range(cul_court_days_waiting(t.court), 3072, 4096);
	past_hand_out(&t, b);
	for (size_t i = 0; i < b->n; i++)
		loud += b->v[i].recipients == 4;
	assert_int_equal(loud, 500);
	trial_end(&t);
	free(b);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_days_of_a_log_are_handed_out_once),
		cmocka_unit_test(when_a_log_that_ends_holds_a_whole_day),
		cmocka_unit_test(a_quiet_log_has_days_too),
		cmocka_unit_test(a_wrong_stamp_makes_no_day_and_no_beginning),
		cmocka_unit_test(beyond_the_cap_the_quiet_ones_go),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
