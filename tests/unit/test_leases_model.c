/* \summary: tests of who held an address when, against a plain model */
#include "t.h"

#include "culprit/err.h"
#include "dice.h"
#include "leases_t.h"

static const int64_t NONE = CUL_TIME_NONE;
static const int64_t EVER = INT64_MAX;

/* The plain model: each question walks over all there is. */

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
	*h = holder_at(l, "192.0.2.1", t);
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
		cmocka_unit_test(the_map_is_as_a_plain_list_searched_each_time),
		cmocka_unit_test(the_order_of_the_records_is_of_no_consequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
