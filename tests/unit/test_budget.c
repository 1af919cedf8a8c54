/* \summary: tests of what is forgotten when memory runs short */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/limits.h"
#include "dice.h"
#include "evidence/table.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static struct cul_source *get(struct cul_table *t, uint32_t n)
{
	struct cul_who who = {
		.subject = CUL_SUBJECT_IP,
		.addr = { { [10] = 0xff,
			    0xff,
			    198,
			    51,
			    (uint8_t)(n >> 8),
			    (uint8_t)n } },
	};
	struct cul_source *s = NULL;
	bool over;

	assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
	cul_source_at(s, noon + n, &over);
	return s;
}

static struct cul_table *table_new(uint64_t bytes, size_t sources)
{
	const struct cul_table_plan plan = { .bytes_most = bytes,
					     .sources_most = sources };
	struct cul_table *t = cul_table_new(&plan);

	assert_non_null(t);
	return t;
}

static uint32_t number_of(const struct cul_source *s)
{
	struct cul_addr a = cul_source_addr(s);

	return (uint32_t)a.b[14] << 8 | a.b[15];
}

struct doomed { /* in the order in which they were told of */
	uint32_t n, who[2000];
	uint64_t keys[2000];
};

static void note(void *arg, struct cul_source *s)
{
	struct doomed *d = arg;

	assert_true(d->n < 2000);
	d->keys[d->n] = cul_table_key(s);
	d->who[d->n++] = number_of(s);
}

struct row { /* of the plain model: what is known of source `n` */
	uint32_t n, wrongs;
	bool flagged;
	uint32_t last;
};

static int row_order(const void *av, const void *bv)
{
	const struct row *a = av, *b = bv;

	if (a->flagged != b->flagged)
		return a->flagged ? 1 : -1;
	if (a->wrongs != b->wrongs)
		return a->wrongs < b->wrongs ? -1 : 1;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return a->n < b->n ? -1 : 1;
}

static const enum cul_counter wrong[] = {
	CUL_C_out_bad_recipient, CUL_C_out_reputation, CUL_C_out_content,
	CUL_C_in_bad_recipient,  CUL_C_refused_relay,  CUL_C_login_failed,
};

/* One source, with something against it or not, heard of now or long ago. */
static struct row row_new(struct cul_table *t, uint32_t n, uint64_t *seed)
{
	struct row r = { n, dice_below(seed, 3), dice_below(seed, 20) == 0,
			 n + dice_below(seed, 5) };
	struct cul_source *s = get(t, n);
	bool over;

	cul_source_at(s, noon + r.last, &over);
	for (uint32_t i = 0; i < r.wrongs; i++)
		cul_source_add(s, wrong[dice_below(seed, 6)], 1);
	cul_source_add(s, CUL_C_messages, dice_below(seed, 100));
	if (r.flagged)
		assert_int_equal(
			cul_source_flag(t, s, CUL_KIND_HARVEST, false, noon),
			CUL_OK);
	return r;
}

static void the_least_interesting_tenth_goes(void **st)
{
	enum { SOURCES = 1000 };
	static struct row rows[SOURCES];
	static struct doomed d;
	struct cul_table *t = table_new(UINT64_MAX, 0);
	uint64_t seed = 9;
	uint32_t from = 0;

	(void)st;
	for (uint32_t n = 0; n < SOURCES; n++)
		rows[n] = row_new(t, n, &seed);
	qsort(rows, SOURCES, sizeof(*rows), row_order);
	while (from < SOURCES) {
		uint32_t many = (SOURCES - from) / 10 + 1;

		d.n = 0;
		assert_int_equal(cul_table_make_room(t, note, &d), CUL_OK);
		assert_int_equal(d.n, many);
		for (uint32_t i = 0; i < many; i++)
			assert_int_equal(d.who[i], rows[from + i].n);
		from += many;
		assert_int_equal(cul_table_evicted(t), from);
		assert_int_equal(cul_table_count(t), SOURCES - from);
	}
	cul_table_free(&t);
}

static int is_ascending(void *arg, struct cul_source *s)
{
	int64_t *last = arg;

	assert_true(number_of(s) > *last);
	*last = number_of(s);
	return CUL_OK;
}

/* Who was evicted is not found, is not walked, and comes back blank. */
static void the_evicted_is_a_stranger_again(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	static struct doomed d;
	int64_t last = -1;
	bool is_new;

	(void)st;
	for (uint32_t n = 0; n < 500; n++) {
		struct cul_source *s = get(t, n);

		cul_source_add(s, CUL_C_messages, 7);
		assert_int_equal(cul_source_met(t, s, CUL_D_HELOS, n, &is_new),
				 CUL_OK);
		assert_int_equal(cul_source_keep_line(
					 t, s, CUL_FAMILY_VOLUME,
					 &(struct cul_logged){ CUL_SV("a line"),
							       0, n, false }),
				 CUL_OK);
		assert_int_equal(cul_table_name(t, s), CUL_OK);
	}
	d.n = 0;
	assert_int_equal(cul_table_make_room(t, note, &d), CUL_OK);
	assert_int_equal(d.n, 51);
	assert_int_equal(cul_table_walk(t, is_ascending, &last), CUL_OK);
	assert_int_equal(last, 499);
	for (uint32_t n = 0; n <= 50; n++) {
		struct cul_source *s = get(t, n);

		assert_int_equal(cul_count(s, CUL_C_messages), 0);
		assert_int_equal(cul_distinct(s, CUL_D_HELOS), 0);
		assert_int_equal(cul_source_lines(s, CUL_FAMILY_VOLUME), 0);
	}
	assert_int_equal(cul_count(get(t, 51), CUL_C_messages), 7);
	assert_int_equal(cul_table_count(t), 500);
	cul_table_free(&t);
}

/* A message remembers the id and the key of who sent it. */
static void an_id_in_other_hands_has_another_key(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	static struct doomed d;
	uint32_t ids[20];
	uint64_t keys[20];

	(void)st;
	for (uint32_t n = 0; n < 20; n++) {
		ids[n] = cul_table_id(get(t, n));
		keys[n] = cul_table_key(get(t, n));
	}
	d.n = 0;
	assert_int_equal(cul_table_make_room(t, note, &d), CUL_OK);
	assert_int_equal(d.n, 3);
	for (uint32_t i = 0; i < d.n; i++)
		assert_int_not_equal(
			cul_table_key(cul_table_at(t, ids[d.who[i]])),
			keys[d.who[i]]);
	for (uint32_t n = 0; n < 3; n++) /* the ids are used again */
		assert_true(cul_table_id(get(t, 1000 + n)) < 20);
	for (uint32_t i = 0; i < d.n; i++)
		assert_int_not_equal(
			cul_table_key(cul_table_at(t, ids[d.who[i]])),
			keys[d.who[i]]);
	cul_table_free(&t);
}

static void ignore(void *arg, struct cul_source *s)
{
	(void)arg;
	(void)s;
}

static void no_more_sources_than_the_plan_allows(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 300);

	(void)st;
	for (uint32_t n = 0; n < 10000; n++) {
		if (cul_table_is_full(t))
			assert_int_equal(cul_table_make_room(t, ignore, NULL),
					 CUL_OK);
		(void)get(t, n);
		assert_true(cul_table_count(t) <= 300);
	}
	assert_int_equal(cul_table_evicted(t) + cul_table_count(t), 10000);
	cul_table_free(&t);
}

static int count_sketches(void *arg, struct cul_source *s)
{
	size_t *n = arg;

	for (uint32_t d = 0; d < 4; d++)
		*n += cul_distinct(s, (enum cul_distinct)d) >
		      CUL_DISTINCT_EXACT;
	return CUL_OK;
}

/* Sources that are there already grow too: each meets more and more names,
 * 4 KiB a sketch. Room must be made again and again, not once. */
static void pasts_that_grow_make_room_as_well(void **st)
{
	enum { BUDGET = 8 << 20 };
	struct cul_table *t = table_new(BUDGET, 0);
	uint64_t seed = 3;
	size_t rooms = 0, n;
	bool is_new;

	(void)st;
	for (uint32_t step = 0; step < 400000; step++) {
		struct cul_source *s;

		if (cul_table_is_full(t)) {
			assert_int_equal(cul_table_make_room(t, ignore, NULL),
					 CUL_OK);
			rooms++;
		}
		s = get(t, dice_below(&seed, 2000));
		for (uint32_t d = 0; d < 4; d++)
			assert_int_equal(cul_source_met(t, s,
							(enum cul_distinct)d,
							dice(&seed), &is_new),
					 CUL_OK);
	}
	/* 2,000 x 4 sketches would take 32 MiB. */
	assert_true(rooms > 10);
	assert_true(cul_table_count(t) < 2000);
	n = 0;
	assert_int_equal(cul_table_walk(t, count_sketches, &n), CUL_OK);
	assert_true(n * 4096 < BUDGET);
	cul_table_free(&t);
}

/* Names are kept for as long as the table: when they alone are over the
 * budget, evicting all the time would not help. */
static void names_alone_do_not_evict_at_every_event(void **st)
{
	struct cul_table *t = table_new(1 << 20, 0);
	uint64_t rooms = 0;
	char name[64];

	(void)st;
	for (uint32_t i = 0; i < 40000; i++) {
		int n = snprintf(name, sizeof(name), "user%u@aurora.example",
				 i);
		struct cul_who who = { .subject = CUL_SUBJECT_ACCOUNT,
				       .name = { name, (size_t)n } };
		struct cul_source *s;

		if (cul_table_is_full(t)) {
			assert_int_equal(cul_table_make_room(t, ignore, NULL),
					 CUL_OK);
			rooms++;
		}
		assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
	}
	assert_true(rooms > 1);
	assert_true(rooms < 200);
	cul_table_free(&t);
}

static void making_room_in_an_empty_table_is_nothing(void **st)
{
	struct cul_table *t = table_new(0, 0);

	(void)st;
	assert_int_equal(cul_table_make_room(t, ignore, NULL), CUL_OK);
	assert_int_equal(cul_table_count(t), 0);
	cul_table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_least_interesting_tenth_goes),
		cmocka_unit_test(the_evicted_is_a_stranger_again),
		cmocka_unit_test(an_id_in_other_hands_has_another_key),
		cmocka_unit_test(no_more_sources_than_the_plan_allows),
		cmocka_unit_test(pasts_that_grow_make_room_as_well),
		cmocka_unit_test(names_alone_do_not_evict_at_every_event),
		cmocka_unit_test(making_room_in_an_empty_table_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
