/* \summary: tests of the lines behind the evidence: first five and last five */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "evidence/lines.h"

static void keep(struct cul_slab *st, struct cul_line_log **log,
		 struct cul_sv line, uint64_t offset)
{
	const struct cul_logged logged = { line, 3, offset, false };

	assert_int_equal(cul_line_keep(st, log, &logged), CUL_OK);
}

static struct cul_sv text_of(const struct cul_evidence_line *l)
{
	return (struct cul_sv){ l->text, l->len };
}

/* Lines of 1 to 1,000 bytes, so that slots of all sizes are in use. */
static struct cul_sv numbered(char *buf, unsigned i)
{
	size_t len = 20 + i * 37 % 980;

	memset(buf, 'x', len);
	(void)snprintf(buf, len, "line %u of the log", i);
	return (struct cul_sv){ buf, len };
}

static void check(const struct cul_line_log *log, unsigned offered,
		  unsigned from)
{
	unsigned n = cul_line_log_count(log);
	char buf[1024];

	assert_int_equal(n, offered < 10 ? offered : 10);
	for (unsigned i = 0; i < n; i++) {
		unsigned want = i < 5 ? i : offered - n + i;
		struct cul_evidence_line l = cul_line_log_at(log, i);
		struct cul_sv text = numbered(buf, from + want);

		assert_int_equal(l.offset, from + want);
		assert_int_equal(l.file, 3);
		assert_true(cul_sv_eq(text_of(&l), text));
	}
}

static void keeps_the_first_five_and_the_last_five_in_order(void **st)
{
	struct cul_slab store = { 0 };
	struct cul_line_log *log = NULL;
	char buf[1024];

	(void)st;
	check(log, 0, 0);
	for (unsigned i = 0; i < 1000; i++) {
		keep(&store, &log, numbered(buf, i), i);
		check(log, i + 1, 0);
	}
	cul_slab_done(&store);
}

static void the_same_place_twice_running_is_one_line(void **st)
{
	const struct cul_logged other = { CUL_SV("one"), 4, 29, false };
	struct cul_slab store = { 0 };
	struct cul_line_log *log = NULL;

	(void)st;
	for (unsigned i = 0; i < 30; i++) {
		keep(&store, &log, CUL_SV("one"), i);
		keep(&store, &log, CUL_SV("one"), i);
		assert_int_equal(cul_line_log_count(log), i < 10 ? i + 1 : 10);
		assert_int_equal(cul_line_log_offered(log), i + 1);
	}
	/* The same words elsewhere are another line. */
	assert_int_equal(cul_line_keep(&store, &log, &other), CUL_OK);
	assert_int_equal(cul_line_log_offered(log), 31);
	cul_slab_done(&store);
}

static void a_long_line_is_cut_and_an_empty_one_kept(void **st)
{
	static const struct {
		size_t len, kept;
	} cases[] = {
		{ 0, 0 },       { 1, 1 },       { 160, 160 },    { 161, 161 },
		{ 256, 256 },   { 257, 257 },   { 512, 512 },    { 513, 513 },
		{ 1024, 1024 }, { 1025, 1024 }, { 65536, 1024 },
	};
	struct cul_slab store = { 0 };
	char *text = malloc(65536);

	(void)st;
	assert_non_null(text);
	for (size_t i = 0; i < 65536; i++)
		text[i] = (char)(i * 7);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cul_line_log *log = NULL;
		struct cul_evidence_line l;
		struct cul_sv kept;

		keep(&store, &log, (struct cul_sv){ text, cases[i].len }, i);
		l = cul_line_log_at(log, 0);
		kept = text_of(&l);
		assert_true(cul_sv_eq(kept,
				      (struct cul_sv){ text, cases[i].kept }));
	}
	free(text);
	cul_slab_done(&store);
}

static void an_absent_line_is_an_empty_one(void **st)
{
	struct cul_slab store = { 0 };
	struct cul_line_log *log = NULL;

	(void)st;
	keep(&store, &log, (struct cul_sv){ NULL, 0 }, 1);
	assert_int_equal(cul_line_log_count(log), 1);
	assert_int_equal(cul_line_log_at(log, 0).len, 0);
	cul_slab_done(&store);
}

static void what_is_given_back_is_used_again(void **st)
{
	struct cul_slab store = { 0 };
	struct cul_line_log *logs[64] = { NULL };
	size_t bytes = 0;
	char buf[1024];

	(void)st;
	for (unsigned round = 0; round < 40; round++) {
		for (unsigned i = 0; i < 64; i++)
			for (unsigned k = 0; k < 25; k++)
				keep(&store, &logs[i],
				     numbered(buf, i * 1000 + k), i * 1000 + k);
		for (unsigned i = 0; i < 64; i++)
			check(logs[i], 25, i * 1000);
		if (round == 0)
			bytes = store.live_bytes;
		assert_int_equal(store.live_bytes, bytes);
		for (unsigned i = 0; i < 64; i++) {
			cul_line_log_free(&store, &logs[i]);
			assert_int_equal(cul_line_log_count(logs[i]), 0);
		}
		assert_int_equal(store.live_bytes, 0);
	}
	assert_int_equal(store.n_chunks, 1);
	cul_slab_done(&store);
}

static void a_line_that_lasts_is_a_place_and_a_check(void **st)
{
	struct cul_slab store = { 0 };
	struct cul_line_log *log = NULL;
	char buf[1024];

	(void)st;
	for (unsigned i = 0; i < 25; i++) {
		const struct cul_logged line = { numbered(buf, i), 7, i, true };

		assert_int_equal(cul_line_keep(&store, &log, &line), CUL_OK);
	}
	for (unsigned i = 0; i < 10; i++) {
		struct cul_evidence_line l = cul_line_log_at(log, i);
		unsigned want = i < 5 ? i : 15 + i;

		assert_null(l.text);
		assert_int_equal(l.file, 7);
		assert_int_equal(l.offset, want);
		assert_int_equal(l.len, numbered(buf, want).len);
		assert_int_equal(l.check, cul_line_check(numbered(buf, want)));
	}
	cul_line_log_free(&store, &log);
	assert_int_equal(store.live_bytes, 0);
	cul_slab_done(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			keeps_the_first_five_and_the_last_five_in_order),
		cmocka_unit_test(the_same_place_twice_running_is_one_line),
		cmocka_unit_test(a_long_line_is_cut_and_an_empty_one_kept),
		cmocka_unit_test(an_absent_line_is_an_empty_one),
		cmocka_unit_test(what_is_given_back_is_used_again),
		cmocka_unit_test(a_line_that_lasts_is_a_place_and_a_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
