/* \summary: tests of the order of sources, and of the Judy library under it */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/limits.h"
#include "dice.h"
#include "evidence/order.h"

static struct cul_addr v4(uint32_t n)
{
	return (struct cul_addr){ { [10] = 0xff,
				    0xff,
				    (uint8_t)(n >> 24),
				    (uint8_t)(n >> 16),
				    (uint8_t)(n >> 8),
				    (uint8_t)n } };
}

static struct cul_addr v6(uint64_t upper)
{
	struct cul_addr a = { { 0 } };

	for (unsigned i = 0; i < 8; i++)
		a.b[i] = (uint8_t)(upper >> (56 - 8 * i));
	return a;
}

static void put_addr(struct cul_order *o, struct cul_addr a, uint32_t id)
{
	assert_int_equal(cul_order_put(o, CUL_SUBJECT_IP, &a, NULL, id),
			 CUL_OK);
}

static void put_name(struct cul_order *o, enum cul_subject s, const char *name,
		     uint32_t id)
{
	const struct cul_addr none = { { 0 } };

	assert_int_equal(cul_order_put(o, s, &none, name, id), CUL_OK);
}

struct seen {
	uint32_t ids[8192];
	size_t n, stop_at;
};

static int see(void *arg, uint32_t id)
{
	struct seen *s = arg;

	assert_true(s->n < 8192);
	s->ids[s->n++] = id;
	return s->n == s->stop_at ? CUL_EIO : CUL_OK;
}

static struct seen *walked(const struct cul_order *o)
{
	static struct seen s;

	s = (struct seen){ .n = 0 };
	assert_int_equal(cul_order_walk(o, see, &s), CUL_OK);
	return &s;
}

/* Groups of keys that are alike but for the last byte, many side by side: a
 * libJudy built at -O3 loses some of these (orieg/php-judy #131). All shapes,
 * each key looked for by the walk. */
static void the_judy_library_keeps_every_key_of_dense_groups(void **st)
{
	(void)st;
	for (uint32_t groups = 9; groups <= 256; groups++)
		for (uint32_t each = 4; each <= 15; each++) {
			struct cul_order o = { 0 };
			struct seen *s;

			for (uint32_t i = 0; i < groups * each; i++)
				put_addr(&o, v4(i / each << 8 | i % each), i);
			s = walked(&o);
			assert_int_equal(s->n, groups * each);
			for (uint32_t i = 0; i < s->n; i++)
				assert_int_equal(s->ids[i], i);
			cul_order_done(&o);
		}
}

static void dense_groups_can_be_thinned_out_again(void **st)
{
	(void)st;
	for (uint32_t each = 4; each <= 15; each++) {
		struct cul_order o = { 0 };
		struct seen *s;
		size_t n = 0;

		for (uint32_t i = 0; i < 256 * each; i++)
			put_addr(&o, v6((uint64_t)(i / each) << 24 | i % each),
				 i);
		for (uint32_t i = 0; i < 256 * each; i += 2) {
			struct cul_addr a =
				v6((uint64_t)(i / each) << 24 | i % each);

			cul_order_drop(&o, CUL_SUBJECT_IP, &a, NULL);
		}
		s = walked(&o);
		for (uint32_t i = 1; i < 256 * each; i += 2)
			assert_int_equal(s->ids[n++], i);
		assert_int_equal(s->n, n);
		cul_order_done(&o);
	}
}

static int by_number(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* 2,000 of each family over all their bits, put in as they fall. */
static void addresses_are_walked_as_numbers(void **st)
{
	enum { ADDRS = 2000 };
	static uint64_t sorted[2 * ADDRS];
	struct cul_order o = { 0 };
	const struct seen *s;
	uint64_t seed = 8;

	(void)st;
	for (size_t i = 0; i < 2 * ADDRS; i++)
		sorted[i] = dice(&seed) >> (i < ADDRS ? 32 : 0);
	qsort(sorted, ADDRS, sizeof(*sorted), by_number);
	qsort(sorted + ADDRS, ADDRS, sizeof(*sorted), by_number);
	for (size_t i = 0; i < 2 * ADDRS; i++) {
		size_t k = i * 1009 % (2 * ADDRS);

		put_addr(&o,
			 k < ADDRS ? v4((uint32_t)sorted[k]) : v6(sorted[k]),
			 (uint32_t)k);
	}
	s = walked(&o);
	assert_int_equal(s->n, 2 * ADDRS);
	for (uint32_t i = 0; i < 2 * ADDRS; i++)
		assert_int_equal(s->ids[i], i);
	cul_order_done(&o);
}

static void v4_comes_before_v6_before_names(void **st)
{
	struct cul_order o = { 0 };
	const struct seen *s;

	(void)st;
	put_name(&o, CUL_SUBJECT_SERVER, "mx1", 9);
	put_name(&o, CUL_SUBJECT_LOCAL_USER, "www@mx1", 8);
	put_name(&o, CUL_SUBJECT_CUSTOMER, "C2", 7);
	put_name(&o, CUL_SUBJECT_CUSTOMER, "C1", 6);
	put_name(&o, CUL_SUBJECT_ACCOUNT, "zoe@aurora.example", 5);
	put_name(&o, CUL_SUBJECT_ACCOUNT, "", 4);
	put_addr(&o, v6(UINT64_C(0x20010db800000001)), 3);
	put_addr(&o, v6(0), 2);
	put_addr(&o, v4(0xcb007101), 1);
	put_addr(&o, v4(0xc0000201), 0);
	s = walked(&o);
	assert_int_equal(s->n, 10);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(s->ids[i], i);
	cul_order_done(&o);
	assert_int_equal(walked(&o)->n, 0);
}

static void an_address_may_have_its_text_as_name(void **st)
{
	struct cul_order o = { 0 };
	struct cul_addr a = v4(0xc0000201);

	(void)st;
	put_addr(&o, a, 1);
	cul_order_drop(&o, CUL_SUBJECT_IP, &a, "192.0.2.1");
	assert_int_equal(walked(&o)->n, 0);
	cul_order_done(&o);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of bytes 1..255, alike for long stretches, one inside the other. */
static char *some_name(uint64_t *seed)
{
	uint32_t len = 1 + dice_below(seed, 40);
	char *name = calloc(1, len + 1);

	assert_non_null(name);
	for (uint32_t i = 0; i < len; i++)
		name[i] = (char)(dice_below(seed, 8) != 0
					 ? 'a' + dice_below(seed, 2)
					 : 1 + dice_below(seed, 255));
	return name;
}

enum { NAMES = 4000 };

/* Sorted, each once; returns how many. */
static size_t names_new(char *names[NAMES])
{
	uint64_t seed = 3;
	size_t n = 0;

	for (size_t i = 0; i < NAMES; i++)
		names[i] = some_name(&seed);
	qsort(names, NAMES, sizeof(*names), by_bytes);
	for (size_t i = 0; i < NAMES; i++) {
		if (n != 0 && strcmp(names[n - 1], names[i]) == 0)
			free(names[i]);
		else
			names[n++] = names[i];
	}
	return n;
}

static void names_are_walked_sorted_by_their_bytes(void **st)
{
	const struct cul_addr none = { { 0 } };
	static char *names[NAMES];
	const size_t n = names_new(names);
	struct cul_order o = { 0 };
	const struct seen *s;
	size_t kept = 0;

	(void)st;
	assert_int_not_equal(n % 1009, 0);
	for (size_t i = 0; i < n; i++) { /* in a jumbled order */
		size_t k = i * 1009 % n;

		put_name(&o, CUL_SUBJECT_ACCOUNT, names[k], (uint32_t)k);
	}
	s = walked(&o);
	assert_int_equal(s->n, n);
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(s->ids[i], i);
	for (size_t i = 0; i < n; i += 3)
		cul_order_drop(&o, CUL_SUBJECT_ACCOUNT, &none, names[i]);
	s = walked(&o);
	for (uint32_t i = 0; i < n; i++)
		if (i % 3 != 0)
			assert_int_equal(s->ids[kept++], i);
	assert_int_equal(s->n, kept);
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	cul_order_done(&o);
}

/* Two names as long as a record, alike up to the last byte. */
static void a_name_may_be_as_long_as_a_record(void **st)
{
	char *name = malloc(CUL_RECORD_MAX + 1);
	const struct cul_addr none = { { 0 } };
	struct cul_order o = { 0 };

	(void)st;
	assert_non_null(name);
	memset(name, 'n', CUL_RECORD_MAX);
	name[CUL_RECORD_MAX] = '\0';
	put_name(&o, CUL_SUBJECT_ACCOUNT, name, 1);
	name[CUL_RECORD_MAX - 1] = 'm';
	put_name(&o, CUL_SUBJECT_ACCOUNT, name, 0);
	assert_int_equal(walked(&o)->n, 2);
	assert_int_equal(walked(&o)->ids[0], 0);
	cul_order_drop(&o, CUL_SUBJECT_ACCOUNT, &none, name);
	assert_int_equal(walked(&o)->n, 1);
	assert_int_equal(walked(&o)->ids[0], 1);
	cul_order_done(&o);
	free(name);
}

static void the_walk_stops_where_the_visitor_fails(void **st)
{
	struct cul_order o = { 0 };
	struct seen s = { .stop_at = 2 };

	(void)st;
	put_name(&o, CUL_SUBJECT_ACCOUNT, "a", 3);
	put_addr(&o, v6(1), 2);
	put_addr(&o, v4(1), 1);
	assert_int_equal(cul_order_walk(&o, see, &s), CUL_EIO);
	assert_int_equal(s.n, 2);
	cul_order_done(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_judy_library_keeps_every_key_of_dense_groups),
		cmocka_unit_test(dense_groups_can_be_thinned_out_again),
		cmocka_unit_test(addresses_are_walked_as_numbers),
		cmocka_unit_test(v4_comes_before_v6_before_names),
		cmocka_unit_test(an_address_may_have_its_text_as_name),
		cmocka_unit_test(names_are_walked_sorted_by_their_bytes),
		cmocka_unit_test(a_name_may_be_as_long_as_a_record),
		cmocka_unit_test(the_walk_stops_where_the_visitor_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
