/* \summary: what the evidence remembers goes on after disk as without */
#include "t.h"

#include <string.h>

#include "dice.h"
#include "evidence/contact.h"
#include "evidence/join.h"
#include "evidence/notes.h"
#include "evidence/table.h"
#include "evidence/writers.h"
#include "state_t.h"

static void flat_walk(struct cul_state *s, void *x)
{
	(void)cul_flat_state(s, x, 1000);
}

static void a_flat_index_lies_as_it_lay(void **st)
{
	struct cul_flat a = { 0 }, b = { 0 };
	struct kept k, again;
	uint64_t seed = 3;

	(void)st;
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(cul_flat_add(&a, dice_below(&seed, 300), i, i),
				 CUL_OK);
	for (uint64_t h = 0; h < 50; h++) {
		struct cul_flat_slot *s = cul_flat_find(&a, h);

		if (s != NULL)
			cul_flat_remove(&a, s);
	}
	state_write(&k, flat_walk, &a);
	assert_int_equal(state_read(&k, flat_walk, &b), CUL_OK);
	assert_int_equal(b.used, a.used);
	assert_int_equal(b.shift, a.shift);
	assert_memory_equal(b.slots, a.slots, cul_flat_bytes(&a));
	state_write(&again, flat_walk, &b);
	assert_true(kept_same(&k, &again));
	cul_flat_done(&b);
	a.used--; /* not as many as there are */
	kept_done(&again);
	state_write(&again, flat_walk, &a);
	assert_int_equal(state_read(&again, flat_walk, &b), CUL_ECORRUPT);
	cul_flat_done(&a);
	cul_flat_done(&b);
	kept_done(&k);
	kept_done(&again);
}

static void contacts_walk(struct cul_state *s, void *x)
{
	(void)cul_contacts_state(s, x);
}

/* Both of one past, heard on: the same answers. */
static void contacts_go_on_as_they_were(void **st)
{
	struct cul_contacts a = { .most = CUL_CONTACTS_LEAST }, b = a;
	struct kept k;
	uint64_t seed = 9;
	int64_t t = 1000000;

	(void)st;
	for (unsigned i = 0; i < 400000; i++) {
		uint64_t pair = dice_below(&seed, 200000);
		enum cul_met met, met_b;

		t += CUL_USEC_PER_SEC * 3;
		assert_int_equal(cul_contact(&a, pair, t, &met), CUL_OK);
		if (i == 300000) {
			state_write(&k, contacts_walk, &a);
			assert_int_equal(state_read(&k, contacts_walk, &b),
					 CUL_OK);
		}
		if (i <= 300000)
			continue;
		assert_int_equal(cul_contact(&b, pair, t, &met_b), CUL_OK);
		assert_int_equal(met, met_b);
	}
	assert_int_not_equal(a.evicted, 0);
	assert_int_equal(a.evicted, b.evicted);
	assert_int_equal(a.used, b.used);
	assert_non_null(a.acquaint.turns[1].words);
	cul_contacts_done(&a);
	cul_contacts_done(&b);
	kept_done(&k);
}

static void join_walk(struct cul_state *s, void *x)
{
	(void)cul_join_state(s, x, 5);
}

static void play(struct cul_join *j, uint64_t *seed, int64_t *t, uint64_t *sum)
{
	struct cul_sv host = CUL_SV("mx1");
	char id[2] = { 0 };
	struct cul_message *m, *twin;

	*t += CUL_USEC_PER_HOUR;
	id[0] = (char)('a' + dice_below(seed, 20));
	assert_int_equal(cul_join_begin(j, dice_below(seed, 90), *t, &m),
			 CUL_OK);
	m->source = dice_below(seed, 5);
	*sum = *sum * 31 + m->slot;
	assert_int_equal(
		cul_join_identify(j, m, host, (struct cul_sv){ id, 1 }, &twin),
		CUL_OK);
	*sum = *sum * 31 + (twin != NULL ? twin->key : 0);
	m = cul_join_find(j, dice_below(seed, 90));
	if (m != NULL)
		cul_join_end(j, m);
	*sum = *sum * 31 + cul_join_evicted(j);
}

static void messages_in_flight_go_on_as_they_were(void **st)
{
	struct cul_join *a = cul_join_new(40), *b = cul_join_new(40);
	uint64_t seed = 4, seed_b, sum_a = 0, sum_b = 0;
	struct kept k, again;
	int64_t t = 1, t_b;

	(void)st;
	for (unsigned i = 0; i < 500; i++)
		play(a, &seed, &t, &sum_a);
	state_write(&k, join_walk, a);
	assert_int_equal(state_read(&k, join_walk, b), CUL_OK);
	state_write(&again, join_walk, b);
	assert_true(kept_same(&k, &again));
	seed_b = seed;
	t_b = t;
	sum_a = 0;
	for (unsigned i = 0; i < 500; i++) {
		play(a, &seed, &t, &sum_a);
		play(b, &seed_b, &t_b, &sum_b);
	}
	assert_true(sum_a == sum_b);
	assert_int_equal(cul_join_count(a), cul_join_count(b));
	cul_join_free(&a);
	cul_join_free(&b);
	kept_done(&k);
	kept_done(&again);
}

static void notes_walk(struct cul_state *s, void *x)
{
	(void)cul_notes_state(s, x, 5);
}

static uint64_t notes_sum(struct cul_notes *n, unsigned from, unsigned to)
{
	struct cul_note *note;
	uint64_t sum = 0;

	for (unsigned i = from; i < to; i++) {
		assert_int_equal(cul_notes_add(n, i, &note), CUL_OK);
		note->source = i % 5;
		note->over = i % 3 == 0;
		for (unsigned back = 0; back < 30; back++)
			sum = sum * 31 + (cul_notes_find(n, i - back) != NULL);
	}
	return sum + cul_notes_evicted(n);
}

static void notes_go_on_as_they_were_even_with_less_room(void **st)
{
	static const size_t room[] = { 20, 10, 25 };

	(void)st;
	for (size_t i = 0; i < 3; i++) {
		struct cul_notes *a = cul_notes_new(20);
		struct cul_notes *b = cul_notes_new(room[i]);
		uint64_t sum;
		struct kept k;

		(void)notes_sum(a, 0, 73);
		state_write(&k, notes_walk, a);
		assert_int_equal(state_read(&k, notes_walk, b), CUL_OK);
		assert_int_equal(cul_notes_count(b), 20);
		sum = notes_sum(b, 73, 200);
		if (room[i] <= 20)
			assert_true(sum == notes_sum(a, 73, 200));
		cul_notes_free(&a);
		cul_notes_free(&b);
		kept_done(&k);
	}
}

static void table_walk(struct cul_state *s, void *x)
{
	(void)cul_table_state(s, x);
}

static void nobody(void *arg, struct cul_source *s)
{
	(void)arg;
	(void)s;
}

/* Something of everything that hangs off a source. */
static void table_play(struct cul_table *t, uint64_t *seed, int64_t now)
{
	struct cul_logged line = { CUL_SV("a line of the log"), 1,
				   (uint64_t)now, dice_below(seed, 2) == 0 };
	struct cul_who who = { .subject = CUL_SUBJECT_ACCOUNT, .ours = true };
	char name[3] = { 0 };
	uint32_t n = dice_below(seed, 400);
	struct cul_source *s;
	bool is_new;

	name[0] = (char)('a' + n % 20);
	name[1] = (char)('a' + n / 20);
	who.name = (struct cul_sv){ name, 2 };
	if (n % 3 == 0) {
		who.subject = CUL_SUBJECT_IP;
		who.addr.b[9] = (uint8_t)n;
		who.addr.b[5] = 7;
	}
	assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
	cul_source_at(s, now, &is_new);
	if (is_new)
		cul_source_renew(t, s, now);
	cul_source_add(s, CUL_C_out_contacts, 1);
	cul_source_misdeed(s, now);
	n = dice_below(seed, 100);
	for (uint32_t i = 0; i < n; i++)
		(void)cul_source_met(t, s, i % CUL_DISTINCTS_, dice(seed),
				     &is_new);
	(void)cul_source_sent(t, s, now, n % 2);
	(void)cul_source_used_addr(t, s, &who.addr);
	(void)cul_source_local_sender(t, s, n);
	(void)cul_source_wrote_as(t, s, n % 70, 1, now);
	(void)cul_source_bounced(t, s, CUL_BOUNCE_NEVER, n);
	(void)cul_source_posted(t, s, who.name);
	(void)cul_source_flag(t, s, n % CUL_KINDS_, n % 2, now);
	(void)cul_source_keep_line(t, s, n % CUL_FAMILIES_, &line);
	cul_source_step(t, s, n % CUL_WALKS_, n % 2, now);
	if (n % 5 == 0)
		(void)cul_table_name(t, s);
	if (cul_table_is_full(t))
		assert_int_equal(cul_table_make_room(t, nobody, NULL), CUL_OK);
}

static void sources_go_on_as_they_were_and_are_forgotten_alike(void **st)
{
	struct cul_table_plan plan = { .bytes_most = (UINT64_C(5) << 19) };
	struct cul_table *a, *b;
	uint64_t seed = 4, seed_b;
	struct kept k, again;
	int64_t t = CUL_USEC_PER_DAY;

	(void)st;
	for (unsigned w = 0; w < CUL_WALKS_; w++)
		plan.walks[w] = (struct cul_walk_plan){ .1, .5, 5, -1, -20 };
	a = cul_table_new(&plan);
	b = cul_table_new(&plan);
	for (unsigned i = 0; i < 6000; i++)
		table_play(a, &seed, t += CUL_USEC_PER_SEC * 60);
	assert_int_not_equal(cul_table_evicted(a), 0);
	state_write(&k, table_walk, a);
	assert_int_equal(state_read(&k, table_walk, b), CUL_OK);
	state_write(&again, table_walk, b);
	assert_true(kept_same(&k, &again));
	kept_done(&again);
	kept_done(&k);
	seed_b = seed;
	for (unsigned i = 0; i < 6000; i++) {
		table_play(a, &seed, t += CUL_USEC_PER_SEC * 60);
		table_play(b, &seed_b, t);
	}
	assert_int_equal(cul_table_evicted(a), cul_table_evicted(b));
	state_write(&k, table_walk, a);
	state_write(&again, table_walk, b);
	assert_true(kept_same(&k, &again));
	kept_done(&again);
	kept_done(&k);
	cul_table_free(&a);
	cul_table_free(&b);
}

static void writers_walk(struct cul_state *s, void *x)
{
	(void)cul_writers_state(s, x);
}

static void writers_are_remembered(void **st)
{
	struct cul_writers a = { .most = 9 }, b = { .most = 9 };
	struct kept k;

	(void)st;
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(
			cul_writers_add(&a, i, 1 + i * CUL_USEC_PER_DAY / 2),
			CUL_OK);
	state_write(&k, writers_walk, &a);
	assert_int_equal(state_read(&k, writers_walk, &b), CUL_OK);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(cul_writers_has(&a, i),
				 cul_writers_has(&b, i));
	assert_int_equal(a.t_turn, b.t_turn);
	cul_writers_done(&a);
	cul_writers_done(&b);
	kept_done(&k);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_flat_index_lies_as_it_lay),
		cmocka_unit_test(contacts_go_on_as_they_were),
		cmocka_unit_test(messages_in_flight_go_on_as_they_were),
		cmocka_unit_test(notes_go_on_as_they_were_even_with_less_room),
		cmocka_unit_test(
			sources_go_on_as_they_were_and_are_forgotten_alike),
		cmocka_unit_test(writers_are_remembered),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
