/* \summary: tests of sets of hashes, strings kept once, and hashes of names */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "dice.h"
#include "evidence/hash.h"
#include "evidence/intern.h"
#include "evidence/set.h"

static uint32_t set_add(struct cul_set *s, uint64_t hash, size_t most)
{
	uint32_t times = 99;

	assert_int_equal(cul_set_add(s, hash, most, &times), CUL_OK);
	return times;
}

static void a_set_counts_how_often_each_was_added(void **st)
{
	enum { THINGS = 3000 };
	static uint32_t model[THINGS];
	struct cul_set s = { { 0 } };
	uint64_t seed = 1;

	(void)st;
	assert_int_equal(cul_set_times(&s, 5), 0);
	for (unsigned i = 0; i < 60000; i++) {
		uint32_t k = dice_below(&seed, THINGS);

		assert_int_equal(set_add(&s, k, SIZE_MAX), ++model[k]);
	}
	for (uint32_t k = 0; k < THINGS; k++)
		assert_int_equal(cul_set_times(&s, k), model[k]);
	assert_int_equal(cul_set_times(&s, THINGS), 0);
	cul_set_done(&s);
}

static void a_full_set_takes_nothing_new_but_goes_on_counting(void **st)
{
	struct cul_set s = { { 0 } };

	(void)st;
	for (uint64_t i = 0; i < 10; i++)
		assert_int_equal(set_add(&s, i, 10), 1);
	assert_int_equal(set_add(&s, 10, 10), 0);
	assert_int_equal(cul_set_times(&s, 10), 0);
	assert_int_equal(set_add(&s, 3, 10), 2);
	assert_int_equal(s.index.used, 10);
	cul_set_done(&s);
}

static uint32_t number(struct cul_intern *t, struct cul_sv v)
{
	uint32_t n = UINT32_MAX;

	assert_int_equal(cul_intern(t, v, &n), CUL_OK);
	return n;
}

static void a_string_is_kept_once_and_stays_where_it_is(void **st)
{
	enum { STRINGS = 20000 };
	static const char *where[STRINGS];
	struct cul_intern t = { .used = 0 };
	char buf[64];

	(void)st;
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 0; i < STRINGS; i++) {
			int n = snprintf(buf, sizeof(buf), "user%u@a%u.example",
					 i, i % 7);
			struct cul_sv v = { buf, (size_t)n };

			assert_int_equal(number(&t, v), i);
			assert_string_equal(cul_intern_text(&t, i), buf);
			if (round == 0)
				where[i] = cul_intern_text(&t, i);
			assert_ptr_equal(cul_intern_text(&t, i), where[i]);
		}
	assert_int_equal(t.n_strings, STRINGS);
	cul_intern_done(&t);
}

static void bytes_decide_not_how_they_read(void **st)
{
	struct cul_intern t = { .used = 0 };
	const uint32_t a = number(&t, CUL_SV("a"));
	const uint32_t nul = number(&t, (struct cul_sv){ "a\0b", 3 });

	(void)st;
	assert_int_not_equal(a, nul);
	assert_int_equal(number(&t, (struct cul_sv){ "a\0b", 3 }), nul);
	assert_int_not_equal(number(&t, (struct cul_sv){ "a\0c", 3 }), nul);
	assert_int_not_equal(number(&t, CUL_SV("A")), a);
	assert_int_equal(number(&t, CUL_SV("")),
			 number(&t, (struct cul_sv){ NULL, 0 }));
	assert_int_equal(number(&t, CUL_SV("a")), a);
	cul_intern_done(&t);
}

static void a_string_may_be_longer_than_a_chunk(void **st)
{
	enum { LONG = 200000 };
	struct cul_intern t = { .used = 0 };
	char *text = malloc(LONG + 1);
	uint32_t n[3];

	(void)st;
	assert_non_null(text);
	memset(text, 'x', LONG);
	text[LONG] = '\0';
	for (size_t i = 0; i < 3; i++)
		n[i] = number(&t, (struct cul_sv){ text, LONG - i });
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(strlen(cul_intern_text(&t, n[i])), LONG - i);
		assert_int_equal(number(&t, (struct cul_sv){ text, LONG - i }),
				 n[i]);
	}
	assert_true(t.bytes >= 3 * (size_t)LONG);
	free(text);
	cul_intern_done(&t);
}

/* Sketches and first contacts of two machines must agree: XXH3 is fixed by
 * its specification (version 0.8 on). */
static void hashes_are_the_same_on_every_machine(void **st)
{
	(void)st;
	assert_int_equal(cul_hash(CUL_SV(""), 0), UINT64_C(0x2d06800538d394c2));
	assert_int_equal(cul_hash((struct cul_sv){ NULL, 0 }, 0),
			 UINT64_C(0x2d06800538d394c2));
	assert_int_not_equal(cul_hash(CUL_SV("a"), 0),
			     cul_hash(CUL_SV("a"), 1));
	assert_int_not_equal(cul_hash_mix(1, 2), cul_hash_mix(2, 1));
}

static void folding_takes_ascii_capitals_for_small(void **st)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "User@Aurora.Example", "user@aurora.example", true },
		{ "[\\]^_", "{|}~\x7f", false },
		{ "@", "`", false },
		{ "\xc4", "\xe4", false },
		{ "a", "b", false },
		{ "", "", true },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cul_sv a = { cases[i].a, strlen(cases[i].a) };
		struct cul_sv b = { cases[i].b, strlen(cases[i].b) };

		assert_int_equal(cul_hash_fold(a, 0) == cul_hash_fold(b, 0),
				 cases[i].same);
	}
}

static void folding_looks_at_512_bytes(void **st)
{
	char a[600], b[600];

	(void)st;
	memset(a, 'q', sizeof(a));
	memset(b, 'q', sizeof(b));
	b[512] = 'r';
	assert_int_equal(cul_hash_fold((struct cul_sv){ a, 600 }, 0),
			 cul_hash_fold((struct cul_sv){ b, 600 }, 0));
	b[511] = 'r';
	assert_int_not_equal(cul_hash_fold((struct cul_sv){ a, 600 }, 0),
			     cul_hash_fold((struct cul_sv){ b, 600 }, 0));
}

static void the_domain_stands_after_the_last_at(void **st)
{
	static const struct {
		const char *mailbox, *domain; /* NULL: absent */
	} cases[] = {
		{ "user@aurora.example", "aurora.example" },
		{ "\"a@b\"@aurora.example", "aurora.example" },
		{ "@aurora.example", "aurora.example" },
		{ "user@", "" },
		{ "@", "" },
		{ "postmaster", NULL },
		{ "", NULL },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *want = cases[i].domain;
		struct cul_sv d = cul_domain_of((struct cul_sv){
			cases[i].mailbox, strlen(cases[i].mailbox) });

		assert_int_equal(cul_sv_present(d), want != NULL);
		if (want != NULL)
			assert_true(cul_sv_eq(
				d, (struct cul_sv){ want, strlen(want) }));
	}
	assert_false(cul_sv_present(cul_domain_of((struct cul_sv){ NULL, 0 })));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_counts_how_often_each_was_added),
		cmocka_unit_test(
			a_full_set_takes_nothing_new_but_goes_on_counting),
		cmocka_unit_test(a_string_is_kept_once_and_stays_where_it_is),
		cmocka_unit_test(bytes_decide_not_how_they_read),
		cmocka_unit_test(a_string_may_be_longer_than_a_chunk),
		cmocka_unit_test(hashes_are_the_same_on_every_machine),
		cmocka_unit_test(folding_takes_ascii_capitals_for_small),
		cmocka_unit_test(folding_looks_at_512_bytes),
		cmocka_unit_test(the_domain_stands_after_the_last_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
