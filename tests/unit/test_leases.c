/* \summary: tests of who held an address when, against a plain model */
#include "t.h"

#include <stdlib.h>

#include "attribute/leases.h"
#include "culprit/err.h"
#include "culprit/lease.h"
#include "dice.h"

static const int64_t NONE = CUL_TIME_NONE;
static const int64_t EVER = INT64_MAX;

static struct cul_net net_of(const char *s)
{
	struct cul_net n;

	assert_true(cul_net_parse((struct cul_sv){ s, strlen(s) }, &n));
	return n;
}

static struct cul_holder at(const struct cul_leases *l, const char *addr,
			    int64_t t)
{
	struct cul_net n = net_of(addr);

	return cul_leases_find(l, &n.base, t);
}

/* In the tests a microsecond is as good as a second. */
struct said {
	unsigned what;
	const char *net; /* NULL: the session's */
	int64_t start, end;
	uint32_t customer, session, nas;
	bool freed;
};

static void add(struct cul_leases *l, const struct said *s, uint32_t line)
{
	struct cul_net net = net_of(s->net != NULL ? s->net : "192.0.2.1");
	struct cul_lease_fact f = {
		.what = s->what,
		.n_nets = s->net != NULL,
		.nets = &net,
		.start_usec = s->start,
		.end_usec = s->end,
		.freed = s->freed,
		.customer = s->customer,
		.session = s->session,
		.nas_addr = s->nas,
		.line = line,
	};

	assert_int_equal(cul_leases_add(l, &f), CUL_OK);
}

static struct cul_leases *map_of(const struct said *s, size_t n, int64_t skew)
{
	struct cul_leases *l = cul_leases_new(0);

	assert_non_null(l);
	for (size_t i = 0; i < n; i++)
		add(l, &s[i], (uint32_t)i + 1);
	assert_int_equal(cul_leases_seal(l, skew), CUL_OK);
	return l;
}

#define N(a) (sizeof(a) / sizeof(*(a)))

struct probe { /* whose it is at a time: 0 nobody, -1 ambiguous */
	int64_t t;
	int whose;
};

static void holds(const struct cul_leases *l, const char *addr,
		  const struct probe *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cul_holder h = at(l, addr, p[i].t);

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
	assert_int_equal(at(l, "192.0.2.7", 350).line, 2);
	assert_int_equal(at(l, "192.0.2.8", 350).tenure, CUL_TENURE_NONE);
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
	assert_int_equal(at(l, "2001:db8:1:2::4", 65).customer, 2);
	assert_int_equal(at(l, "2001:db8:1:3::4", 65).customer, 1);
	cul_leases_free(&l);
}

static void sessions_are_put_together_from_what_there_is(void **st)
{
	static const struct said s[] = {
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
		{ CUL_LEASE_START, "2001:db8:6::/56", 100, NONE, 6, 6, 1,
		  false },
		{ CUL_LEASE_STOP, "192.0.2.6", NONE, 200, 6, 6, 1, false },
		/* It changed its address. */
		{ CUL_LEASE_START, "192.0.2.8", 100, NONE, 8, 8, 1, false },
		{ CUL_LEASE_ALIVE, "192.0.2.9", 100, 150, 8, 8, 1, false },
		{ CUL_LEASE_STOP, "192.0.2.9", 100, 200, 8, 8, 1, false },
		{ CUL_LEASE_RESET, NULL, NONE, 250, 0, 0, 1, false },
		{ CUL_LEASE_RESET, NULL, NONE, 300, 0, 0, 1, false },
	};
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
	struct cul_leases *l = map_of(s, N(s), 0);

	(void)st;
	for (size_t i = 0; i < N(want); i++) {
		struct cul_holder h = at(l, want[i].addr, want[i].from);

		assert_int_equal(h.tenure, CUL_TENURE_HELD);
		assert_int_equal(at(l, want[i].addr, want[i].from - 1).tenure,
				 CUL_TENURE_NOBODY);
		if (want[i].until == EVER)
			assert_int_equal(h.until_usec, EVER);
		else
			assert_int_equal(
				at(l, want[i].addr, want[i].until).tenure,
				CUL_TENURE_NOBODY);
		assert_int_equal(at(l, want[i].addr, want[i].until - 1).tenure,
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
	assert_int_equal(at(l, "192.0.2.1", 250).tenure, CUL_TENURE_NONE);
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
		add(l, &s, i);
	}
	assert_int_equal(cul_leases_seal(l, 0), CUL_OK);
	assert_true(cul_leases_count(l).forgotten > 10000);
	assert_true(cul_leases_count(l).intervals <= 8192);
	for (uint32_t i = 0; i < 20000; i++) {
		struct cul_holder h = at(l, "192.0.2.1", i * 10 + 5);

		if (h.tenure == CUL_TENURE_HELD)
			assert_int_equal(h.customer, 1 + i % 2);
		else
			assert_true(i < 16000);
	}
	cul_leases_free(&l);
}

/* ---- the plain model: each question walks over all there is ---- */

enum { SPANS = 24, SPACE = 200, SKEW = 4 };

struct span {
	const char *net;
	int64_t start, end;
	uint32_t customer;
};

static const char *const nets[] = { "192.0.2.1", "192.0.2.0/30",
				    "192.0.2.0/24" };

/* Said more than once: the latest of the ends that are said. */
static int64_t end_of(const struct span *s, const struct span *one)
{
	int64_t end = one->end;

	for (size_t i = 0; i < SPANS; i++)
		if (s[i].net == one->net && s[i].start == one->start &&
		    s[i].customer == one->customer && s[i].end != EVER &&
		    (end == EVER || s[i].end > end))
			end = s[i].end;
	return end;
}

/* The holder of one prefix at t; 0 is nobody. */
static uint32_t model_one(const struct span *s, const char *net, int64_t t)
{
	const struct span *best = NULL;

	for (size_t i = 0; i < SPANS; i++)
		if (s[i].net == net && s[i].start <= t &&
		    (best == NULL || s[i].start >= best->start))
			best = &s[i];
	return best != NULL && t < end_of(s, best) ? best->customer : 0;
}

/* Wider prefixes count where nobody holds the narrower one all the time. */
static int model(const struct span *s, int64_t t)
{
	uint32_t near = 0, held = 0;
	bool covered = false;

	for (size_t n = 0; n < N(nets) && !covered; n++) {
		covered = true;
		for (int64_t u = t - SKEW; u < t + SKEW; u++) {
			uint32_t one = model_one(s, nets[n], u);

			covered &= one != 0;
			if (one == 0)
				continue;
			if (near != 0 && one != near)
				return -1;
			near = one;
		}
		if (held == 0)
			held = model_one(s, nets[n], t);
	}
	return (int)held;
}

static bool is_known(const struct span *s)
{
	for (size_t i = 0; i < SPANS; i++)
		if (s[i].end > s[i].start)
			return true;
	return false;
}

static int answer(const struct cul_leases *l, int64_t t, struct cul_holder *h)
{
	*h = at(l, "192.0.2.1", t);
	return h->tenure == CUL_TENURE_AMBIGUOUS ? -1 : (int)h->customer;
}

static void ask_all(const struct cul_leases *l, const struct span *s)
{
	int whose[SPACE + 40];

	for (int64_t t = -20; t < SPACE + 20; t++)
		whose[t + 20] = model(s, t);
	for (int64_t t = -20; t < SPACE + 20; t++) {
		struct cul_holder h;

		assert_int_equal(answer(l, t, &h), whose[t + 20]);
		assert_true(h.tenure != CUL_TENURE_NONE || !is_known(s) ||
			    h.customer == 0);
		/* What is remembered must hold as long as it says. */
		for (int64_t u = -20; u < SPACE + 20; u++)
			if (t >= h.from_usec && t < h.until_usec &&
			    u >= h.from_usec && u < h.until_usec)
				assert_int_equal(whose[u + 20], whose[t + 20]);
	}
}

static void the_map_is_as_a_plain_list_searched_each_time(void **st)
{
	uint64_t seed = 20261120;

	(void)st;
	for (unsigned round = 0; round < 300; round++) {
		struct said said[SPANS];
		struct span s[SPANS];
		struct cul_leases *l;

		for (size_t i = 0; i < SPANS; i++) {
			const char *net = nets[dice_below(&seed, N(nets))];
			int64_t start = dice_below(&seed, SPACE);
			int64_t end = start + dice_below(&seed, 40);

			if (dice_below(&seed, 8) == 0)
				end = EVER;
			s[i] = (struct span){ net, start, end,
					      1 + dice_below(&seed, 3) };
			said[i] = (struct said){
				.what = CUL_LEASE_SPAN,
				.net = net,
				.start = start,
				.end = end == EVER ? NONE : end,
				.customer = s[i].customer,
			};
		}
		l = map_of(said, SPANS, SKEW);
		ask_all(l, s);
		cul_leases_free(&l);
	}
}

/* Sessions of which every record is there, in any order, some twice. */
static void the_order_of_the_records_is_of_no_consequence(void **st)
{
	enum { SESSIONS = 30, RECORDS = SESSIONS * 4 };
	uint64_t seed = 7;

	(void)st;
	for (unsigned round = 0; round < 50; round++) {
		struct said r[RECORDS];
		struct cul_leases *a, *b;

		for (uint32_t i = 0; i < SESSIONS; i++) {
			int64_t t = i * 20 + dice_below(&seed, 15);
			struct said one = {
				CUL_LEASE_START, "192.0.2.1", t, NONE,
				1 + i % 4,       i + 1,       1, false
			};

			r[i * 4] = one;
			one.what = CUL_LEASE_ALIVE;
			one.end = t + 2;
			r[i * 4 + 1] = one;
			one.end = t + 3;
			r[i * 4 + 2] = one;
			if (i % 5 != 0) {
				one.what = CUL_LEASE_STOP;
				one.end = t + 5 + dice_below(&seed, 15);
			}
			r[i * 4 + 3] = one;
		}
		a = map_of(r, RECORDS, SKEW);
		for (uint32_t i = RECORDS; i > 1; i--) {
			uint32_t k = dice_below(&seed, i);
			struct said swap = r[k];

			r[k] = r[i - 1];
			r[i - 1] = swap;
		}
		b = map_of(r, RECORDS, SKEW);
		for (int64_t t = -9; t < SESSIONS * 20 + 40; t++) {
			struct cul_holder x, y;

			assert_int_equal(answer(a, t, &x), answer(b, t, &y));
			assert_int_equal(x.tenure, y.tenure);
		}
		cul_leases_free(&a);
		cul_leases_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newer_start_ends_what_was_before_for_good),
		cmocka_unit_test(an_old_record_does_not_reopen_what_is_over),
		cmocka_unit_test(a_handover_is_ambiguous_within_the_skew),
		cmocka_unit_test(the_narrowest_prefix_that_is_held_counts),
		cmocka_unit_test(sessions_are_put_together_from_what_there_is),
		cmocka_unit_test(
			a_session_that_ends_before_it_begins_is_left_out),
		cmocka_unit_test(what_is_forgotten_makes_nobody_a_holder),
		cmocka_unit_test(the_map_is_as_a_plain_list_searched_each_time),
		cmocka_unit_test(the_order_of_the_records_is_of_no_consequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
