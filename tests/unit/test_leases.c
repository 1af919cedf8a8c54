/* \summary: tests of who held an address when */
#include "t.h"

#include "culprit/err.h"
#include "leases_t.h"

static const int64_t NONE = CUL_TIME_NONE;
static const int64_t EVER = INT64_MAX;

struct probe { /* whose it is at a time: 0 nobody, -1 ambiguous */
	int64_t t;
	int whose;
};

static void holds(const struct cul_leases *l, const char *addr,
		  const struct probe *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cul_holder h = holder_at(l, addr, p[i].t);

		if (p[i].whose < 0) {
			assert_int_equal(h.tenure, CUL_TENURE_AMBIGUOUS);
			continue;
		}
		assert_int_equal(h.tenure, p[i].whose != 0 ? CUL_TENURE_HELD
							   : CUL_TENURE_NOBODY);
		assert_int_equal(h.customer, p[i].whose);
	}
}

static void a_newer_start_ends_what_was_before_for_good(void **st)
{
	static const struct said s[] = {
		{ CUL_LEASE_SPAN, "192.0.2.7", 100, 900, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 300, 400, 2, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 950, NONE, 1, 0, 0, false },
	};
	static const struct probe p[] = { { 99, 0 },     { 100, 1 }, { 299, 1 },
					  { 300, 2 },    { 399, 2 }, { 400, 0 },
					  { 899, 0 },    { 949, 0 }, { 950, 1 },
					  { 1 << 30, 1 } };
	struct cul_leases *l = map_of(s, N(s), 0);

	(void)st;
	holds(l, "192.0.2.7", p, N(p));
	assert_int_equal(cul_leases_count(l).overlaps, 1);
	assert_int_equal(cul_leases_count(l).intervals, 3);
	assert_int_equal(cul_leases_count(l).customers, 2);
	assert_int_equal(cul_leases_count(l).t_first_usec, 100);
	assert_int_equal(cul_leases_count(l).t_last_usec, 950);
	assert_int_equal(holder_at(l, "192.0.2.7", 350).line, 2);
	assert_int_equal(holder_at(l, "192.0.2.8", 350).tenure,
			 CUL_TENURE_NONE);
	cul_leases_free(&l);
}

/* Renewed at 500, given back at 600: the copy of yesterday's file, which is
 * read last, says "until 700" as if nothing had been. */
static void an_old_record_does_not_reopen_what_is_over(void **st)
{
	static const struct said s[] = {
		{ CUL_LEASE_SPAN, "192.0.2.7", 100, 700, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 500, 900, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 500, 600, 1, 0, 0, true },
		{ CUL_LEASE_SPAN, "192.0.2.7", 100, 700, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 500, 900, 1, 0, 0, false },
	};
	static const struct probe p[] = {
		{ 450, 1 }, { 599, 1 }, { 600, 0 }, { 650, 0 }, { 850, 0 }
	};
	struct cul_leases *l = map_of(s, N(s), 0);

	(void)st;
	holds(l, "192.0.2.7", p, N(p));
	assert_int_equal(cul_leases_count(l).overlaps, 0);
	cul_leases_free(&l);
}

/* A span of 192.0.2.1, over and done with if it is weak. */
static void span_add(struct cul_leases *l, int64_t start, int64_t end,
		     uint32_t customer, bool weak)
{
	struct cul_net net;
	struct cul_lease_fact f = {
		.what = CUL_LEASE_SPAN,
		.n_nets = 1,
		.nets = &net,
		.start_usec = start,
		.end_usec = end,
		.freed = weak,
		.weak = weak,
		.customer = customer,
	};

	assert_true(cul_net_parse(CUL_SV("192.0.2.1"), &net));
	assert_int_equal(cul_leases_add(l, &f), CUL_OK);
}

static void who_is_said_better_by_another_record_of_its_start_counts(void **st)
{
	(void)st;
	for (int turned = 0; turned < 2; turned++) {
		struct cul_leases *l = cul_leases_new(0);

		assert_non_null(l);
		/* Customer 9 is 1 by another name. */
		if (turned)
			span_add(l, 100, 200, 9, true);
		span_add(l, 100, 900, 1, false);
		if (!turned)
			span_add(l, 100, 200, 9, true);
		span_add(l, 300, 400, 9, true);
		assert_int_equal(cul_leases_seal(l, 0), CUL_OK);
		assert_int_equal(holder_at(l, "192.0.2.1", 150).customer, 1);
		assert_int_equal(holder_at(l, "192.0.2.1", 250).tenure,
				 CUL_TENURE_NOBODY);
		assert_int_equal(holder_at(l, "192.0.2.1", 350).customer, 9);
		assert_int_equal(cul_leases_count(l).overlaps, 0);
		cul_leases_free(&l);
	}
}

static void a_lease_given_back_is_held_to_the_next_holder(void **st)
{
	/* As Kea writes it: since when it is free is not said. */
	static const struct said s[] = {
		{ CUL_LEASE_SPAN, "192.0.2.1", 100, 900, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.1", 100, 100, 1, 0, 0, true },
		{ CUL_LEASE_SPAN, "192.0.2.1", 300, 400, 2, 0, 0, false },
	};
	struct cul_leases *l = map_of(s, N(s), 0);

	(void)st;
	assert_int_equal(holder_at(l, "192.0.2.1", 299).customer, 1);
	assert_int_equal(holder_at(l, "192.0.2.1", 300).customer, 2);
	assert_int_equal(holder_at(l, "192.0.2.1", 500).tenure,
			 CUL_TENURE_NOBODY);
	assert_int_equal(cul_leases_count(l).overlaps, 0);
	cul_leases_free(&l);
}

static void a_handover_is_ambiguous_within_the_skew(void **st)
{
	static const struct said s[] = {
		{ CUL_LEASE_SPAN, "192.0.2.7", 100, 200, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 200, 300, 2, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 303, 400, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "192.0.2.7", 400, 500, 1, 0, 0, false },
	};
	static const struct probe p[] = {
		{ 195, 1 },  { 196, -1 }, { 204, -1 }, { 205, 2 }, { 298, 2 },
		{ 299, -1 }, { 301, -1 }, { 304, -1 }, { 305, 1 }, { 400, 1 },
	};
	struct cul_leases *l = map_of(s, N(s), 5);

	(void)st;
	holds(l, "192.0.2.7", p, N(p));
	cul_leases_free(&l);
}

static void the_narrowest_prefix_that_is_held_counts(void **st)
{
	static const struct said s[] = {
		{ CUL_LEASE_SPAN, "2001:db8:1::/48", 0, NONE, 1, 0, 0, false },
		{ CUL_LEASE_SPAN, "2001:db8:1:2::/64", 50, 80, 2, 0, 0, false },
		{ CUL_LEASE_SPAN, "2001:db8:1:2::3", 60, 70, 3, 0, 0, false },
	};
	static const struct probe p[] = { { 49, -1 }, { 40, 1 }, { 52, -1 },
					  { 55, 2 },  { 65, 3 }, { 75, 2 },
					  { 85, 1 } };
	struct cul_leases *l = map_of(s, N(s), 5);

	(void)st;
	holds(l, "2001:db8:1:2::3", p, N(p));
	assert_int_equal(holder_at(l, "2001:db8:1:2::4", 65).customer, 2);
	assert_int_equal(holder_at(l, "2001:db8:1:3::4", 65).customer, 1);
	cul_leases_free(&l);
}

static const struct said sessions[] = {
	/* All three, the last first. */
	{ CUL_LEASE_STOP, "192.0.2.1", NONE, 200, 1, 1, 1, false },
	{ CUL_LEASE_ALIVE, "192.0.2.1", NONE, 150, 1, 1, 1, false },
	{ CUL_LEASE_START, "192.0.2.1", 100, NONE, 1, 1, 1, false },
	/* The start was lost: reckoned from the session's length. */
	{ CUL_LEASE_STOP, "192.0.2.2", 100, 200, 2, 2, 1, false },
	/* The stop was lost, then the NAS started again. */
	{ CUL_LEASE_START, "192.0.2.3", 100, NONE, 3, 3, 1, false },
	{ CUL_LEASE_ALIVE, "192.0.2.3", NONE, 260, 3, 3, 1, false },
	/* The same on another NAS, which goes on. */
	{ CUL_LEASE_START, "192.0.2.4", 100, NONE, 4, 4, 2, false },
	/* Its start and stop name no address. */
	{ CUL_LEASE_START, NULL, 100, NONE, 5, 5, 1, false },
	{ CUL_LEASE_ALIVE, "192.0.2.5", NONE, 120, 5, 5, 1, false },
	{ CUL_LEASE_STOP, NULL, NONE, 200, 5, 5, 1, false },
	/* A prefix that the stop does not name. */
	{ CUL_LEASE_START, "192.0.2.6", 100, NONE, 6, 6, 1, false },
	{ CUL_LEASE_START, "2001:db8:6::/56", 100, NONE, 6, 6, 1, false },
	{ CUL_LEASE_STOP, "192.0.2.6", NONE, 200, 6, 6, 1, false },
	/* It changed its address. */
	{ CUL_LEASE_START, "192.0.2.8", 100, NONE, 8, 8, 1, false },
	{ CUL_LEASE_ALIVE, "192.0.2.9", 100, 150, 8, 8, 1, false },
	{ CUL_LEASE_STOP, "192.0.2.9", 100, 200, 8, 8, 1, false },
	{ CUL_LEASE_RESET, NULL, NONE, 250, 0, 0, 1, false },
	{ CUL_LEASE_RESET, NULL, NONE, 300, 0, 0, 1, false },
};

static void sessions_are_put_together_from_what_there_is(void **st)
{
	static const struct {
		const char *addr;
		int64_t from, until;
	} want[] = {
		{ "192.0.2.1", 100, 200 },     { "192.0.2.2", 100, 200 },
		{ "192.0.2.3", 100, 300 },     { "192.0.2.4", 100, EVER },
		{ "192.0.2.5", 100, 200 },     { "192.0.2.6", 100, 200 },
		{ "2001:db8:6::1", 100, 200 }, { "192.0.2.8", 100, 150 },
		{ "192.0.2.9", 150, 200 },
	};
	struct cul_leases *l = map_of(sessions, N(sessions), 0);

	(void)st;
	for (size_t i = 0; i < N(want); i++) {
		struct cul_holder h = holder_at(l, want[i].addr, want[i].from);

		assert_int_equal(h.tenure, CUL_TENURE_HELD);
		assert_int_equal(
			holder_at(l, want[i].addr, want[i].from - 1).tenure,
			CUL_TENURE_NOBODY);
		if (want[i].until == EVER)
			assert_int_equal(h.until_usec, EVER);
		else
			assert_int_equal(
				holder_at(l, want[i].addr, want[i].until)
					.tenure,
				CUL_TENURE_NOBODY);
		assert_int_equal(
			holder_at(l, want[i].addr, want[i].until - 1).tenure,
			CUL_TENURE_HELD);
	}
	cul_leases_free(&l);
}

static void a_session_that_ends_before_it_begins_is_left_out(void **st)
{
	static const struct said s[] = {
		{ CUL_LEASE_START, "192.0.2.1", 300, NONE, 1, 1, 1, false },
		{ CUL_LEASE_STOP, "192.0.2.1", NONE, 200, 1, 1, 1, false },
	};
	struct cul_leases *l = map_of(s, N(s), 0);

	(void)st;
	assert_int_equal(cul_leases_count(l).odd, 1);
	assert_int_equal(holder_at(l, "192.0.2.1", 250).tenure,
			 CUL_TENURE_NONE);
	cul_leases_free(&l);
}

/* Two customers by turns; of what is forgotten nothing is said to be held,
 * not even by him who had it before. */
static void what_is_forgotten_makes_nobody_a_holder(void **st)
{
	struct cul_leases *l = cul_leases_new(8192);
	struct said s = { .what = CUL_LEASE_SPAN, .net = "192.0.2.1" };

	(void)st;
	for (uint32_t i = 0; i < 20000; i++) {
		s.start = i * 10;
		s.end = i % 3 == 0 ? NONE : i * 10 + 10;
		s.customer = 1 + i % 2;
		said_add(l, &s, i);
	}
	assert_int_equal(cul_leases_seal(l, 0), CUL_OK);
	assert_true(cul_leases_count(l).forgotten > 10000);
	assert_true(cul_leases_count(l).intervals <= 8192);
	for (uint32_t i = 0; i < 20000; i++) {
		struct cul_holder h = holder_at(l, "192.0.2.1", i * 10 + 5);

		if (h.tenure == CUL_TENURE_HELD)
			assert_int_equal(h.customer, 1 + i % 2);
		else
			assert_true(i < 16000);
	}
	cul_leases_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newer_start_ends_what_was_before_for_good),
		cmocka_unit_test(an_old_record_does_not_reopen_what_is_over),
		cmocka_unit_test(
			who_is_said_better_by_another_record_of_its_start_counts),
		cmocka_unit_test(a_lease_given_back_is_held_to_the_next_holder),
		cmocka_unit_test(a_handover_is_ambiguous_within_the_skew),
		cmocka_unit_test(the_narrowest_prefix_that_is_held_counts),
		cmocka_unit_test(sessions_are_put_together_from_what_there_is),
		cmocka_unit_test(
			a_session_that_ends_before_it_begins_is_left_out),
		cmocka_unit_test(what_is_forgotten_makes_nobody_a_holder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
