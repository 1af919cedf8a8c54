/* \summary: tests of the messages in flight */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/stamp.h"
#include "dice.h"
#include "evidence/join.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static uint64_t key(unsigned i)
{
	char id[16];
	int n = snprintf(id, sizeof(id), "%08X", i);

	return cul_join_key(CUL_SV("mx1"), (struct cul_sv){ id, (size_t)n });
}

static struct cul_message *begin(struct cul_join *j, uint64_t k, int64_t t)
{
	struct cul_message *m = NULL;

	assert_int_equal(cul_join_begin(j, k, t, &m), CUL_OK);
	return m;
}

static struct cul_message *twin_of(struct cul_join *j, struct cul_message *m,
				   struct cul_sv host, struct cul_sv id)
{
	struct cul_message *twin = NULL;

	assert_int_equal(cul_join_identify(j, m, host, id, &twin), CUL_OK);
	return twin;
}

static void host_and_id_make_the_key(void **st)
{
	const uint64_t k = cul_join_key(CUL_SV("mx1"), CUL_SV("4F2A1"));

	(void)st;
	assert_int_equal(k, cul_join_key(CUL_SV("mx1"), CUL_SV("4F2A1")));
	assert_int_not_equal(k, cul_join_key(CUL_SV("mx2"), CUL_SV("4F2A1")));
	assert_int_not_equal(k, cul_join_key(CUL_SV("mx1"), CUL_SV("4f2A1")));
	/* The boundary between the two is part of the key. */
	assert_int_not_equal(k, cul_join_key(CUL_SV("mx14"), CUL_SV("F2A1")));
}

static void a_new_message_is_blank(void **st)
{
	struct cul_join *j = cul_join_new(10);
	struct cul_message *m = begin(j, key(1), noon);

	(void)st;
	assert_int_equal(m->t_usec, noon);
	assert_int_equal(m->source, CUL_MESSAGE_NOBODY);
	assert_false(m->begun || m->internal || m->child || m->queued ||
		     m->null_sender || m->logged_in || m->stranger);
	assert_ptr_equal(cul_join_find(j, key(1)), m);
	assert_null(cul_join_find(j, key(2)));
	cul_join_free(&j);
	assert_null(j);
}

static void a_queue_id_used_again_is_another_message(void **st)
{
	struct cul_join *j = cul_join_new(10);
	struct cul_message *m = begin(j, key(1), noon);

	(void)st;
	m->source = 77;
	m->null_sender = m->queued = true;
	assert_null(twin_of(j, m, CUL_SV("mx1"), CUL_SV("<a@x.example>")));
	m = begin(j, key(1), noon + CUL_USEC_PER_HOUR);
	assert_int_equal(m->source, CUL_MESSAGE_NOBODY);
	assert_false(m->null_sender || m->queued);
	assert_int_equal(cul_join_count(j), 1);
	assert_int_equal(cul_join_evicted(j), 0);
	/* The old one's Message-ID went with it. */
	m = begin(j, key(2), noon + CUL_USEC_PER_HOUR);
	assert_null(twin_of(j, m, CUL_SV("mx1"), CUL_SV("<a@x.example>")));
	cul_join_free(&j);
}

static void twins_share_a_message_id_on_one_host(void **st)
{
	struct cul_join *j = cul_join_new(10);
	struct cul_message *a = begin(j, key(1), noon);
	struct cul_message *b = begin(j, key(2), noon);
	struct cul_message *c = begin(j, key(3), noon);

	(void)st;
	assert_null(twin_of(j, a, CUL_SV("mx1"), CUL_SV("<a@x.example>")));
	/* Said again, a message is no twin of itself. */
	assert_null(twin_of(j, a, CUL_SV("mx1"), CUL_SV("<a@x.example>")));
	assert_null(twin_of(j, c, CUL_SV("mx2"), CUL_SV("<a@x.example>")));
	assert_ptr_equal(twin_of(j, b, CUL_SV("mx1"), CUL_SV("<a@x.example>")),
			 a);
	/* When the first is gone, the second is the twin of the third. */
	cul_join_end(j, a);
	c = begin(j, key(4), noon);
	assert_ptr_equal(twin_of(j, c, CUL_SV("mx1"), CUL_SV("<a@x.example>")),
			 b);
	/* Another Message-ID for the same message: the old one is let go. */
	assert_null(twin_of(j, c, CUL_SV("mx1"), CUL_SV("<b@x.example>")));
	cul_join_end(j, b);
	a = begin(j, key(5), noon);
	assert_null(twin_of(j, a, CUL_SV("mx1"), CUL_SV("<a@x.example>")));
	assert_ptr_equal(twin_of(j, a, CUL_SV("mx1"), CUL_SV("<b@x.example>")),
			 c);
	cul_join_free(&j);
}

static void at_the_cap_the_oldest_go_and_are_counted(void **st)
{
	struct cul_join *j = cul_join_new(100);

	(void)st;
	for (unsigned i = 0; i < 1000; i++) {
		(void)begin(j, key(i), noon + i);
		assert_int_equal(cul_join_count(j), i < 100 ? i + 1 : 100);
		assert_int_equal(cul_join_evicted(j), i < 100 ? 0 : i - 99);
		if (i >= 100) {
			assert_null(cul_join_find(j, key(i - 100)));
			assert_non_null(cul_join_find(j, key(i - 99)));
		}
	}
	cul_join_free(&j);
}

/* By when it was first heard of, not by the last line about it. */
static void one_that_ended_is_not_evicted_for(void **st)
{
	struct cul_join *j = cul_join_new(3);

	(void)st;
	for (unsigned i = 0; i < 3; i++)
		(void)begin(j, key(i), noon);
	cul_join_end(j, cul_join_find(j, key(1)));
	(void)begin(j, key(3), noon);
	assert_int_equal(cul_join_evicted(j), 0);
	(void)begin(j, key(4), noon);
	assert_int_equal(cul_join_evicted(j), 1);
	assert_null(cul_join_find(j, key(0)));
	assert_non_null(cul_join_find(j, key(2)));
	cul_join_free(&j);
}

static void after_seven_days_a_message_is_forgotten(void **st)
{
	const int64_t week = 7 * CUL_USEC_PER_DAY;
	struct cul_join *j = cul_join_new(100);

	(void)st;
	(void)begin(j, key(1), noon);
	(void)begin(j, key(2), noon + 1);
	(void)begin(j, key(3), noon + week);
	assert_int_equal(cul_join_count(j), 3);
	(void)begin(j, key(4), noon + week + 1);
	assert_null(cul_join_find(j, key(1)));
	assert_non_null(cul_join_find(j, key(2)));
	/* Age is no lack of room. */
	assert_int_equal(cul_join_evicted(j), 0);
	cul_join_free(&j);
}

enum { KEYS = 600, MOST = 250 };

struct model { /* the messages in flight, oldest first */
	unsigned keys[KEYS];
	uint32_t ids[KEYS];
	size_t n;
};

static size_t place(const struct model *m, unsigned k)
{
	size_t i = 0;

	while (i < m->n && m->keys[i] != k)
		i++;
	return i;
}

static void drop(struct model *m, size_t i)
{
	memmove(&m->keys[i], &m->keys[i + 1],
		(m->n - i - 1) * sizeof(*m->keys));
	memmove(&m->ids[i], &m->ids[i + 1], (m->n - i - 1) * sizeof(*m->ids));
	m->n--;
}

static void is_what_a_plain_list_is(void **st)
{
	struct cul_join *j = cul_join_new(MOST);
	struct model m = { .n = 0 };
	uint64_t seed = 5, evicted = 0;

	(void)st;
	for (uint32_t step = 1; step < 60000; step++) {
		unsigned k = dice_below(&seed, KEYS);
		size_t at = place(&m, k);
		struct cul_message *found = cul_join_find(j, key(k));

		assert_int_equal(found != NULL, at < m.n);
		if (found != NULL)
			assert_int_equal(found->source, m.ids[at]);
		if (at < m.n)
			drop(&m, at);
		if (found != NULL && dice_below(&seed, 3) == 0) {
			cul_join_end(j, found);
		} else {
			if (m.n == MOST) {
				drop(&m, 0);
				evicted++;
			}
			begin(j, key(k), noon)->source = step;
			m.keys[m.n] = k;
			m.ids[m.n++] = step;
		}
		assert_int_equal(cul_join_count(j), m.n);
		assert_int_equal(cul_join_evicted(j), evicted);
	}
	cul_join_free(&j);
}

/* Every message with a Message-ID, few ids for many. */
static void ending_unlinks_everything(void **st)
{
	struct cul_join *j = cul_join_new(64);
	uint64_t seed = 6;
	char id[32];

	(void)st;
	for (unsigned i = 0; i < 20000; i++) {
		struct cul_message *m =
			begin(j, key(dice_below(&seed, 200)), noon);
		int n = snprintf(id, sizeof(id), "<%u@x.example>",
				 dice_below(&seed, 5));
		struct cul_message *twin = twin_of(
			j, m, CUL_SV("mx1"), (struct cul_sv){ id, (size_t)n });

		if (twin == NULL)
			continue;
		/* Only the latest is found by it. */
		assert_int_equal(twin->message_id, 0);
		assert_ptr_equal(cul_join_find(j, twin->key), twin);
		if (dice_below(&seed, 2) == 0)
			cul_join_end(j, twin);
	}
	for (unsigned k = 0; k < 200; k++)
		if (cul_join_find(j, key(k)) != NULL)
			cul_join_end(j, cul_join_find(j, key(k)));
	assert_int_equal(cul_join_count(j), 0);
	for (unsigned k = 0; k < 5; k++) {
		(void)snprintf(id, sizeof(id), "<%u@x.example>", k);
		assert_null(twin_of(j, begin(j, key(1000 + k), noon),
				    CUL_SV("mx1"),
				    (struct cul_sv){ id, strlen(id) }));
	}
	cul_join_free(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_and_id_make_the_key),
		cmocka_unit_test(a_new_message_is_blank),
		cmocka_unit_test(a_queue_id_used_again_is_another_message),
		cmocka_unit_test(twins_share_a_message_id_on_one_host),
		cmocka_unit_test(at_the_cap_the_oldest_go_and_are_counted),
		cmocka_unit_test(one_that_ended_is_not_evicted_for),
		cmocka_unit_test(after_seven_days_a_message_is_forgotten),
		cmocka_unit_test(is_what_a_plain_list_is),
		cmocka_unit_test(ending_unlinks_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
