/* \summary: tests of what goes to disk and back, and of what is refused */
#include "t.h"

#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "state_t.h"

enum { MANY = 300000 };

struct thing {
	uint32_t a;
	char *text, *none;
	size_t n;
	uint64_t sparse[131];
	char odd[13];
	unsigned char *many;
};

static void thing_walk(struct cul_state *s, void *x)
{
	struct thing *t = x;

	cul_state_part(s, "thing");
	CUL_STATE(s, t->a);
	cul_state_string(s, &t->text, 100);
	cul_state_string(s, &t->none, 100);
	cul_state_count(s, &t->n, 1000);
	cul_state_sparse(s, t->sparse, sizeof(t->sparse));
	cul_state_sparse(s, t->odd, sizeof(t->odd));
	cul_state_raw(s, t->many, MANY);
}

static struct thing thing_make(void)
{
	struct thing t = { .a = 7, .n = 999, .many = malloc(MANY) };
	uint64_t seed = 5;

	assert_non_null(t.many);
	t.text = strdup("a text");
	for (size_t i = 0; i < 131; i++)
		t.sparse[i] = dice_below(&seed, 4) == 0 ? dice(&seed) : 0;
	for (size_t i = 0; i < sizeof(t.odd); i++)
		t.odd[i] = (char)i;
	for (size_t i = 0; i < MANY; i++)
		t.many[i] = (unsigned char)dice(&seed);
	return t;
}

static void thing_done(struct thing *t)
{
	free(t->text);
	free(t->none);
	free(t->many);
}

static void what_was_written_is_read(void **st)
{
	struct thing a = thing_make(), b = { .many = malloc(MANY) };
	struct kept k;

	(void)st;
	state_write(&k, thing_walk, &a);
	assert_in_range(k.pieces, 2, 20);
	assert_int_equal(state_read(&k, thing_walk, &b), CUL_OK);
	assert_int_equal(b.a, 7);
	assert_string_equal(b.text, "a text");
	assert_null(b.none);
	assert_int_equal(b.n, 999);
	assert_memory_equal(b.sparse, a.sparse, sizeof(a.sparse));
	assert_memory_equal(b.odd, a.odd, sizeof(a.odd));
	assert_memory_equal(b.many, a.many, MANY);
	kept_done(&k);
	thing_done(&a);
	thing_done(&b);
}

static void small_walk(struct cul_state *s, void *x)
{
	cul_state_raw(s, x, 9);
}

static void every_shorter_and_every_altered_one_is_refused(void **st)
{
	char is[9] = "12345678";
	struct kept k, shorter;

	(void)st;
	state_write(&k, small_walk, is);
	for (shorter = k; shorter.n-- != 0;)
		assert_int_equal(state_read(&shorter, small_walk, is),
				 CUL_ECORRUPT);
	for (size_t i = 0; i < k.n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			k.v[i] ^= (char)(1 << bit);
			assert_int_equal(state_read(&k, small_walk, is),
					 CUL_ECORRUPT);
			k.v[i] ^= (char)(1 << bit);
		}
	assert_int_equal(state_read(&k, small_walk, is), CUL_OK);
	kept_done(&k);
}

static void another_version_is_refused_by_name(void **st)
{
	static const char *const versions[] = {
		"0.0.0", "", "a version with a name longer than there is room"
	};
	struct kept k = { .n = 0 };
	struct cul_state *s;

	(void)st;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(
			cul_state_writer_of(versions[i], kept_put, &k, &s),
			CUL_OK);
		assert_int_equal(cul_state_end(&s), CUL_OK);
		assert_int_equal(state_read(&k, small_walk, NULL), CUL_ECONF);
		kept_done(&k);
	}
}

static void layout_walk(struct cul_state *s, void *x)
{
	cul_state_layout(s, *(uint64_t *)x);
}

static void another_layout_is_refused(void **st)
{
	uint64_t one = cul_state_layout_add(1, "a", 8);
	uint64_t other = cul_state_layout_add(1, "a", 12);
	struct kept k;

	(void)st;
	state_write(&k, layout_walk, &one);
	assert_int_equal(state_read(&k, layout_walk, &one), CUL_OK);
	assert_int_equal(state_read(&k, layout_walk, &other), CUL_ECONF);
	other = cul_state_layout_add(1, "b", 8);
	assert_int_equal(state_read(&k, layout_walk, &other), CUL_ECONF);
	kept_done(&k);
}

static void a_disk_that_fails_is_told_of_at_the_end(void **st)
{
	struct thing t = thing_make();

	(void)st;
	for (size_t at = 1; at < 4; at++) {
		struct kept k = { .fail_at = at };
		struct cul_state *s;

		assert_int_equal(cul_state_writer(kept_put, &k, &s), CUL_OK);
		thing_walk(s, &t);
		assert_int_equal(cul_state_end(&s), CUL_EIO);
		assert_int_equal(k.pieces, at);
		kept_done(&k);
	}
	thing_done(&t);
}

/* Each reads what `raw` wrote in its own way, and must not take it. */
struct raw {
	uint64_t v[4];
	size_t n;
};

static void raw_walk(struct cul_state *s, void *x)
{
	struct raw *r = x;

	cul_state_raw(s, r->v, r->n);
}

static void count_walk(struct cul_state *s, void *x)
{
	size_t n = 0;

	(void)x;
	cul_state_count(s, &n, 100);
	if (cul_state_err(s) != CUL_OK)
		assert_int_equal(n, 0);
}

static void string_walk(struct cul_state *s, void *x)
{
	char *text = NULL;

	(void)x;
	cul_state_string(s, &text, 100);
	if (cul_state_err(s) != CUL_OK)
		assert_null(text);
	free(text);
}

static void part_walk(struct cul_state *s, void *x)
{
	uint64_t after = 5;

	(void)x;
	cul_state_part(s, "another");
	CUL_STATE(s, after);
	assert_int_equal(after, 0); /* what is read after an error is 0 */
}

static void sparse_walk(struct cul_state *s, void *x)
{
	uint64_t v[3] = { 1, 1, 1 };

	(void)x;
	cul_state_sparse(s, v, sizeof(v));
}

static void what_cannot_be_is_refused(void **st)
{
	static const struct {
		struct raw raw;
		state_walk *walk;
		int err;
	} t[] = {
		{ { { 0 }, 8 }, count_walk, CUL_OK },
		{ { { 8, 0 }, 16 }, count_walk, CUL_ECORRUPT }, /* unread */
		{ { { 1 }, 8 }, count_walk, CUL_ECORRUPT }, /* none follows */
		{ { { 101, 0, 0, 0 }, 32 }, count_walk, CUL_ECORRUPT },
		{ { { UINT64_MAX }, 8 }, count_walk, CUL_ECORRUPT },
		{ { { 0 }, 4 }, count_walk, CUL_ECORRUPT },
		{ { { 0 }, 1 }, string_walk, CUL_OK },
		{ { { 2 }, 1 }, string_walk, CUL_ECORRUPT },
		{ { { 0x0301, 0x0041 << 8 | 0x61, 0 }, 12 },
		  string_walk,
		  CUL_ECORRUPT }, /* with a NUL inside */
		{ { { 1, 2 }, 16 }, part_walk, CUL_ECORRUPT },
		{ { { 0 }, 8 }, sparse_walk, CUL_OK },
		{ { { 5, 1, 1 }, 24 }, sparse_walk, CUL_OK },
		{ { { 5, 1 }, 16 }, sparse_walk, CUL_ECORRUPT },
		{ { { 8, 1 }, 16 }, sparse_walk, CUL_ECORRUPT },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct raw raw = t[i].raw;
		struct kept k;

		state_write(&k, raw_walk, &raw);
		if (state_read(&k, t[i].walk, NULL) != t[i].err)
			fail_msg("case %zu", i);
		kept_done(&k);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(
			every_shorter_and_every_altered_one_is_refused),
		cmocka_unit_test(another_version_is_refused_by_name),
		cmocka_unit_test(another_layout_is_refused),
		cmocka_unit_test(a_disk_that_fails_is_told_of_at_the_end),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
