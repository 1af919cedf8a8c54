/* \summary: a court that hears for weeks forgets the silent, and judges alike
 */
#include "t.h"

#include <stdio.h>
#include <string.h>

#include "court_t.h"
#include "dice.h"
#include "evidence/table_int.h"

enum { DAYS = 31, OUTSIDERS = 1200, CUSTOMERS = 30 };

static void steps(struct trial *t, int64_t usec)
{
	t->now += usec - CUL_USEC_PER_SEC;
}

/* Mail for one of ours, from an address that is not heard of again. */
static void outsider(struct trial *t, unsigned day, unsigned i)
{
	const unsigned n = day * OUTSIDERS + i;
	struct cul_event ev;
	char id[32], client[32], to[32];

	(void)snprintf(id, sizeof(id), "O%u", n);
	(void)snprintf(client, sizeof(client), "%u.%u.%u.%u", 20 + day, i / 250,
		       i % 250, 7);
	(void)snprintf(to, sizeof(to), "u%u@aurora.example", i % 50);
	ev = fate(id, to, CUL_EV_DELIVERED, CUL_OUTCOME_OK);
	ev.transport = CUL_TRANSPORT_LOCAL;
	trial_hear(t, accepted(id, client, NULL));
	trial_hear(t, queued(id, "a@far.example", 1));
	trial_hear(t, ev);
	trial_hear(t, removed(id));
}

/* Customers write now and then; some on every twelfth day only. */
static void customer(struct trial *t, unsigned day, unsigned i)
{
	char client[32], to[32];

	if (i < 5 && day % 12 != i)
		return;
	(void)snprintf(client, sizeof(client), "192.0.2.%u", 10 + i);
	for (unsigned k = 0; k < 4; k++) {
		(void)snprintf(to, sizeof(to), "f%u@friend%u.example", k,
			       (day + i + k) % 9);
		trial_message(t, client, "c@own.example", to, CUL_OUTCOME_OK);
	}
}

static void prober(struct trial *t, unsigned day)
{
	char client[32], to[32];

	(void)snprintf(client, sizeof(client), "198.51.100.%u", day);
	for (unsigned k = 0; k < 40; k++) {
		(void)snprintf(to, sizeof(to), "p%u@p%u.example", k, k);
		trial_hear(t, refused(client, "x@x.example", to,
				      CUL_OUTCOME_RELAY_REFUSED));
	}
}

/* One stamp of next year, one of last year. */
static void bad_stamps(struct trial *t)
{
	const int64_t year = 365 * CUL_USEC_PER_DAY;
	struct cul_event ev =
		refused("203.0.113.9", "x@x.example", "nobody@aurora.example",
			CUL_OUTCOME_BAD_RECIPIENT);

	ev.t_usec = t->now + year;
	trial_hear(t, ev);
	ev.t_usec = t->now - year;
	trial_hear(t, ev);
}

static void day_of(struct trial *t, int64_t begin, unsigned day)
{
	t->now = begin + day * CUL_USEC_PER_DAY;
	for (unsigned i = 0; i < OUTSIDERS; i++) {
		outsider(t, day, i);
		steps(t, CUL_USEC_PER_DAY / OUTSIDERS -
				 500 * CUL_USEC_PER_SEC / OUTSIDERS);
		if (i % (OUTSIDERS / CUSTOMERS) == 0)
			customer(t, day, i / (OUTSIDERS / CUSTOMERS));
		if (i == 300)
			bad_stamps(t);
		if (i == 400 && day % 3 == 0)
			prober(t, day);
		if (i == 500 && day % 5 == 0)
			trial_zombie(t, day % 2 ? "192.0.2.200" : "192.0.2.201",
				     day);
	}
}

struct size {
	size_t sources, ids, names;
	uint64_t bytes;
};

static struct size size_of(const struct trial *t)
{
	const struct cul_table *table = t->court->table;

	return (struct size){ table->n, table->n_ids, table->names.bytes,
			      cul_table_bytes(table) };
}

static void a_month_is_as_large_as_a_week_and_judged_alike(void **st)
{
	struct trial a, b;
	struct size early = { 0 }, late;
	struct cul_table_plan plan;
	int64_t begin;

	(void)st;
	trial_begin(&a, NULL);
	trial_begin(&b, NULL);
	plan = b.court->table->plan;
	plan.remembers_all = true;
	cul_table_set_plan(b.court->table, &plan);
	begin = a.now;
	for (unsigned day = 0; day < DAYS; day++) {
		day_of(&a, begin, day);
		day_of(&b, begin, day);
		if (day == 10)
			early = size_of(&a);
	}
	late = size_of(&a);
	print_message("sources %zu then %zu, ids %zu then %zu, bytes %llu "
		      "then %llu; of %zu; forgotten %llu\n",
		      early.sources, late.sources, early.ids, late.ids,
		      (unsigned long long)early.bytes,
		      (unsigned long long)late.bytes, b.court->table->n,
		      (unsigned long long)cul_table_forgotten(a.court->table));
	assert_true(b.court->table->n > DAYS * OUTSIDERS);
	assert_in_range(late.sources, 2 * OUTSIDERS, 4 * OUTSIDERS);
	assert_in_range(late.ids, 1, early.ids + OUTSIDERS / 10);
	assert_in_range(late.bytes, early.bytes / 2, early.bytes + 65536);
	trial_close(&a);
	trial_close(&b);
	assert_in_range(a.report.n_suggestions, 10, 30);
	assert_int_equal(a.report.n_suggestions, b.report.n_suggestions);
	for (size_t i = 0; i < a.report.n_suggestions; i++) {
		const struct cul_suggestion *x = &a.report.suggestions[i];
		const struct cul_suggestion *y = &b.report.suggestions[i];

		assert_string_equal(x->name, y->name);
		assert_string_equal(x->id, y->id);
		assert_int_equal(x->action, y->action);
		assert_int_equal(x->kind, y->kind);
		assert_memory_equal(&x->counts, &y->counts, sizeof(x->counts));
		assert_true(x->first_seen_usec == y->first_seen_usec);
		assert_true(x->last_seen_usec == y->last_seen_usec);
		assert_string_equal(x->why, y->why);
	}
	trial_end(&a);
	trial_end(&b);
}

static bool is_known(struct trial *t, const char *client)
{
	return trial_source(t, CUL_SUBJECT_IP, client) != NULL;
}

/* Traffic that says what time it is, every ten minutes for so many days. */
static void pass(struct trial *t, unsigned days)
{
	for (unsigned i = 0; i < days * 24 * 6; i++) {
		trial_hear(t, refused("203.0.113.1", "a@b.example",
				      "c@aurora.example", CUL_OUTCOME_NEUTRAL));
		steps(t, 600 * CUL_USEC_PER_SEC);
	}
}

static void how_long_is_by_what_is_known_of_him(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	pass(&t, 1);
	outsider(&t, 0, 0);  /* 20.0.0.7 */
	prober(&t, 5);       /* 198.51.100.5 */
	customer(&t, 0, 20); /* 192.0.2.30: one day, no habit yet */
	customer(&t, 0, 21); /* 192.0.2.31 */
	pass(&t, 1);
	customer(&t, 1, 21); /* its first day is its habit now */
	pass(&t, 1);
	assert_true(is_known(&t, "20.0.0.7"));
	pass(&t, 1);
	assert_false(is_known(&t, "20.0.0.7"));
	pass(&t, 4);
	assert_true(is_known(&t, "198.51.100.5"));
	assert_true(is_known(&t, "192.0.2.30"));
	assert_int_equal(t.court->n_suggestions, 0);
	pass(&t, 2);
	assert_false(is_known(&t, "198.51.100.5"));
	assert_false(is_known(&t, "192.0.2.30"));
	assert_int_equal(t.court->n_suggestions, 1); /* ruled before */
	assert_true(is_known(&t, "192.0.2.31"));
	pass(&t, 25);
	assert_true(is_known(&t, "192.0.2.31"));
	pass(&t, 3);
	assert_false(is_known(&t, "192.0.2.31"));
	trial_close(&t);
	assert_non_null(trial_suggestion(&t, "198.51.100.5"));
	trial_end(&t);
}

static void the_clock_goes_by_what_most_say(void **st)
{
	struct cul_clock k = { 0 };
	const int64_t begin = INT64_C(1795176000) * CUL_USEC_PER_SEC;
	const int64_t year = 365 * CUL_USEC_PER_DAY;
	uint64_t seed = 3;
	int64_t t = begin;

	(void)st;
	/* The first of all is wrong. */
	cul_court_clock(&k, t + year);
	for (unsigned i = 0; i < 3; i++)
		cul_court_clock(&k, t);
	assert_true(k.t_usec == t);
	/* A third are wrong, or late. */
	for (unsigned i = 0; i < 100000; i++) {
		t += CUL_USEC_PER_SEC;
		switch (dice_below(&seed, 6)) {
		case 0:
			cul_court_clock(&k, t + year);
			break;
		case 1:
			cul_court_clock(&k, t - 3 * CUL_USEC_PER_DAY);
			break;
		default:
			cul_court_clock(&k, t);
		}
		if (i > 100)
			assert_in_range(k.t_usec, t - 60 * CUL_USEC_PER_SEC, t);
	}
	/* After a gap it is known soon, and never runs back and forth. */
	t += 10 * CUL_USEC_PER_DAY;
	for (unsigned i = 0; i < 1025; i++)
		cul_court_clock(&k, t);
	assert_true(k.t_usec == t);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(
			a_month_is_as_large_as_a_week_and_judged_alike),
		cmocka_unit_test(how_long_is_by_what_is_known_of_him),
		cmocka_unit_test(the_clock_goes_by_what_most_say),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
