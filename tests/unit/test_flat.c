/* \summary: tests of the flat index: it holds what a plain list holds */
#include "t.h"

#include "culprit/err.h"
#include "dice.h"
#include "evidence/flat.h"

enum { ITEMS = 1500 };

struct item {
	uint64_t hash;
	bool in;
};

static struct cul_flat_slot *slot_of(const struct cul_flat *f, uint64_t hash,
				     uint32_t value)
{
	struct cul_flat_slot *s;
	bool first = true;
	size_t pos;

	while ((s = cul_flat_next(f, hash, &pos, &first)) != NULL)
		if (s->value == value)
			return s;
	return NULL;
}

static size_t holders(const struct cul_flat *f, uint64_t hash)
{
	struct cul_flat_slot *s;
	bool first = true;
	size_t pos, n = 0;

	while ((s = cul_flat_next(f, hash, &pos, &first)) != NULL) {
		assert_int_equal(s->hash, hash);
		n++;
	}
	return n;
}

static void check(const struct cul_flat *f, const struct item *items,
		  size_t n_in)
{
	assert_int_equal(f->used, n_in);
	for (uint32_t i = 0; i < ITEMS; i++) {
		const struct cul_flat_slot *s = slot_of(f, items[i].hash, i);

		assert_int_equal(s != NULL, items[i].in);
		if (s != NULL)
			assert_int_equal(s->aux, i * 3);
	}
}

static void put(struct cul_flat *f, struct item *items, uint32_t i,
		size_t *n_in)
{
	if (items[i].in) {
		cul_flat_remove(f, slot_of(f, items[i].hash, i));
		(*n_in)--;
	} else {
		assert_int_equal(cul_flat_add(f, items[i].hash, i, i * 3),
				 CUL_OK);
		(*n_in)++;
	}
	items[i].in = !items[i].in;
}

/* `spread`: of how many different hashes; few make long runs of equals. The
 * hashes lie at the end of the table, so that runs wrap to its beginning. */
static void mixed(uint32_t spread, uint64_t add)
{
	static struct item items[ITEMS];
	struct cul_flat f = { 0 };
	uint64_t seed = spread;
	size_t n_in = 0;

	for (uint32_t i = 0; i < ITEMS; i++)
		items[i] =
			(struct item){ add + dice_below(&seed, spread), false };
	for (unsigned round = 0; round < 8; round++) {
		for (unsigned k = 0; k < 1500; k++)
			put(&f, items, dice_below(&seed, ITEMS), &n_in);
		check(&f, items, n_in);
	}
	for (uint32_t i = 0; i < ITEMS; i++)
		if (items[i].in)
			put(&f, items, i, &n_in);
	assert_int_equal(f.used, 0);
	check(&f, items, 0);
	cul_flat_done(&f);
	assert_null(f.slots);
}

static void holds_what_a_list_holds(void **st)
{
	(void)st;
	mixed(UINT32_MAX, 0);
	mixed(1000, UINT64_MAX - 500);
	mixed(100, UINT64_MAX - 50);
}

static void equal_hashes_are_all_found_and_go_one_by_one(void **st)
{
	struct cul_flat f = { 0 };

	(void)st;
	for (uint32_t i = 0; i < 50; i++)
		assert_int_equal(cul_flat_add(&f, 7, i, i), CUL_OK);
	assert_int_equal(cul_flat_add(&f, 8, 1000, 0), CUL_OK);
	for (uint32_t i = 0; i < 50; i++) {
		assert_int_equal(holders(&f, 7), 50 - i);
		assert_non_null(slot_of(&f, 8, 1000));
		cul_flat_remove(&f, slot_of(&f, 7, (i * 7) % 50));
	}
	assert_int_equal(holders(&f, 7), 0);
	assert_non_null(slot_of(&f, 8, 1000));
	cul_flat_done(&f);
}

/* The mask grows, the old table's wrapped runs must be found again. */
static void growing_loses_nothing(void **st)
{
	struct cul_flat f = { 0 };

	(void)st;
	for (uint32_t i = 0; i < 12000; i++)
		assert_int_equal(cul_flat_add(&f, UINT64_MAX - i % 5000, i, 0),
				 CUL_OK);
	for (uint32_t i = 0; i < 12000; i += 7)
		assert_non_null(slot_of(&f, UINT64_MAX - i % 5000, i));
	/* Never more than two thirds full: a search must come to an end. */
	assert_true(f.used * 3 <= (f.mask + 1) * 2);
	assert_int_equal(cul_flat_bytes(&f),
			 (f.mask + 1) * sizeof(struct cul_flat_slot));
	cul_flat_done(&f);
}

static void an_empty_one_finds_nothing(void **st)
{
	struct cul_flat f = { 0 };

	(void)st;
	assert_int_equal(holders(&f, 0), 0);
	assert_int_equal(cul_flat_bytes(&f), 0);
	cul_flat_done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_a_list_holds),
		cmocka_unit_test(equal_hashes_are_all_found_and_go_one_by_one),
		cmocka_unit_test(growing_loses_nothing),
		cmocka_unit_test(an_empty_one_finds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
