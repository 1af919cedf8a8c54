/* \summary: states in memory, for tests */
#include "t.h"

#include <stdlib.h>
#include <string.h>

#include "state_t.h"

int kept_put(void *arg, const void *bytes, size_t len)
{
	struct kept *k = arg;

	assert_int_not_equal(len, 0);
	if (++k->pieces == k->fail_at)
		return CUL_EIO;
	if (k->n + len > k->room) {
		k->room = 2 * (k->n + len);
		k->v = realloc(k->v, k->room);
		assert_non_null(k->v);
	}
	memcpy(k->v + k->n, bytes, len);
	k->n += len;
	return CUL_OK;
}

void kept_done(struct kept *k)
{
	free(k->v);
	*k = (struct kept){ .n = 0 };
}

void state_write(struct kept *k, state_walk *walk, void *x)
{
	struct cul_state *s;

	*k = (struct kept){ .n = 0 };
	assert_int_equal(cul_state_writer(kept_put, k, &s), CUL_OK);
	assert_false(cul_state_is_reading(s));
	walk(s, x);
	assert_int_equal(cul_state_end(&s), CUL_OK);
	assert_null(s);
}

/* From memory of that size exactly, so that a sanitizer sees a read beyond. */
int state_read(const struct kept *k, state_walk *walk, void *x)
{
	char *exact = malloc(k->n + 1);
	struct cul_state *s;
	int err;

	assert_non_null(exact);
	memcpy(exact + 1, k->v, k->n);
	err = cul_state_reader(exact + 1, k->n, &s);
	if (err == CUL_OK) {
		assert_true(cul_state_is_reading(s));
		walk(s, x);
		err = cul_state_end(&s);
	}
	free(exact);
	return err;
}

bool kept_same(const struct kept *a, const struct kept *b)
{
	return a->n == b->n && memcmp(a->v, b->v, a->n) == 0;
}
