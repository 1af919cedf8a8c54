/* \summary: tests of prefixes to numbers against a plain search */
#include "t.h"

#include <stdlib.h>

#include "attribute/ranges.h"
#include "culprit/err.h"
#include "dice.h"

enum { NETS_MOST = 400 };

struct model {
	struct cul_net nets[NETS_MOST];
	size_t n;
};

/* The longest prefix that holds it, of equals the last. */
static int64_t search(const struct model *m, const struct cul_addr *a)
{
	int64_t best = CUL_RANGES_NONE;

	for (size_t i = 0; i < m->n; i++)
		if (cul_net_has(&m->nets[i], a) &&
		    (best == CUL_RANGES_NONE ||
		     m->nets[i].bits >= m->nets[best].bits))
			best = (int64_t)i;
	return best;
}

static void add(struct model *m, struct cul_ranges *r, struct cul_net net)
{
	assert_int_equal(cul_ranges_add(r, &net, (uint32_t)m->n), CUL_OK);
	m->nets[m->n++] = net;
}

static struct cul_net net_of_text(const char *text)
{
	struct cul_net net;

	assert_true(cul_net_parse((struct cul_sv){ text, strlen(text) }, &net));
	return net;
}

static struct cul_addr beside(struct cul_addr a, int step)
{
	for (unsigned i = 16; i-- > 0;) {
		uint8_t was = a.b[i];

		a.b[i] = (uint8_t)(was + step);
		if (step > 0 ? was != 0xff : was != 0)
			break;
	}
	return a;
}

static struct cul_addr last_of(const struct cul_net *net)
{
	struct cul_addr a = net->base;

	for (unsigned bit = net->bits; bit < 128; bit++)
		a.b[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
	return a;
}

static void agree(const struct model *m, const struct cul_ranges *r,
		  struct cul_addr a)
{
	assert_int_equal(cul_ranges_find(r, &a), search(m, &a));
}

/* Disjoint, ascending: what a binary search stands on. */
static void is_in_order(const struct cul_ranges *r)
{
	for (size_t i = 0; i < r->n; i++) {
		assert_true(memcmp(&r->v[i].lo, &r->v[i].hi, 16) <= 0);
		if (i != 0)
			assert_true(memcmp(&r->v[i - 1].hi, &r->v[i].lo, 16) <
				    0);
	}
}

/* At, and one beside, both ends of each prefix. */
static void agree_at_the_edges(const struct model *m,
			       const struct cul_ranges *r)
{
	is_in_order(r);
	for (size_t i = 0; i < m->n; i++) {
		struct cul_addr lo = m->nets[i].base;
		struct cul_addr hi = last_of(&m->nets[i]);

		agree(m, r, lo);
		agree(m, r, hi);
		agree(m, r, beside(lo, -1));
		agree(m, r, beside(lo, 1));
		agree(m, r, beside(hi, -1));
		agree(m, r, beside(hi, 1));
	}
}

static const char *const sets[][8] = {
	{ "192.0.2.0/24" },
	{ "0.0.0.0/0", "192.0.2.0/24", "192.0.2.0/25", "192.0.2.0/32" },
	{ "::/0", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1" },
	/* three that end where the addresses end */
	{ "::/0", "8000::/1", "ff00::/8",
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "255.255.255.255", "255.255.255.0/24", "0.0.0.0", "0.0.0.0/8" },
	/* the same start, widest last */
	{ "198.51.100.0/32", "198.51.100.0/30", "198.51.100.0/24",
	  "198.51.0.0/16" },
	/* holes beside each other, and one filled whole by its halves */
	{ "203.0.113.0/24", "203.0.113.0/25", "203.0.113.128/25" },
	{ "203.0.113.0/24", "203.0.113.64/26", "203.0.113.128/26",
	  "203.0.113.192/26" },
	{ "192.0.2.0/24", "192.0.2.0/24", "192.0.2.128/25", "192.0.2.0/24" },
	{ NULL },
};

static void chosen_sets_agree_at_their_edges(void **st)
{
	(void)st;
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		struct model m = { .n = 0 };
		struct cul_ranges r = { 0 };

		for (size_t k = 0; k < 8 && sets[i][k] != NULL; k++)
			add(&m, &r, net_of_text(sets[i][k]));
		assert_int_equal(cul_ranges_seal(&r), CUL_OK);
		agree_at_the_edges(&m, &r);
		agree(&m, &r, net_of_text("192.0.2.77").base);
		agree(&m, &r, net_of_text("2001:db8:7::7").base);
		agree(&m, &r, (struct cul_addr){ { 0 } });
		cul_ranges_done(&r);
	}
}

/* Few address bits vary, so that prefixes nest deep and repeat. */
static struct cul_addr some_addr(uint64_t *seed, bool v4)
{
	struct cul_addr a = net_of_text(v4 ? "192.0.2.0" : "2001:db8::").base;

	for (unsigned i = v4 ? 13 : 4; i < 16; i++)
		if (dice_below(seed, 3) == 0)
			a.b[i] = (uint8_t)(dice_below(seed, 4) * 0x55);
	if (dice_below(seed, 40) == 0)
		memset(&a.b[v4 ? 12 : 0], 0xff, v4 ? 4 : 16);
	return a;
}

static void prefixes_by_chance_agree_with_a_plain_search(void **st)
{
	uint64_t seed = 4;

	(void)st;
	for (unsigned round = 0; round < 150; round++) {
		struct model m = { .n = 0 };
		struct cul_ranges r = { 0 };
		uint32_t n = 1 + dice_below(&seed, NETS_MOST - 1);

		for (uint32_t i = 0; i < n; i++) {
			bool v4 = dice_below(&seed, 2) == 0;
			struct cul_addr a = some_addr(&seed, v4);

			add(&m, &r,
			    cul_net_of(&a, dice_below(&seed, 33),
				       dice_below(&seed, 129)));
		}
		assert_int_equal(cul_ranges_seal(&r), CUL_OK);
		agree_at_the_edges(&m, &r);
		for (unsigned i = 0; i < 300; i++)
			agree(&m, &r, some_addr(&seed, i % 2 == 0));
		cul_ranges_done(&r);
	}
}

static void every_length_of_prefix_nests_in_the_one_before(void **st)
{
	struct cul_addr a = net_of_text("ffff:ffff::ffff").base;
	struct model m = { .n = 0 };
	struct cul_ranges r = { 0 };

	(void)st;
	for (unsigned bits = 129; bits-- > 0;)
		add(&m, &r, cul_net_of(&a, 0, bits));
	assert_int_equal(cul_ranges_seal(&r), CUL_OK);
	agree_at_the_edges(&m, &r);
	assert_int_equal(cul_ranges_find(&r, &a), 0);
	cul_ranges_done(&r);
}

static void without_prefixes_nobody_is_found(void **st)
{
	struct cul_ranges r = { 0 };
	struct cul_addr a = net_of_text("192.0.2.1").base;

	(void)st;
	assert_int_equal(cul_ranges_find(&r, &a), CUL_RANGES_NONE);
	assert_int_equal(cul_ranges_seal(&r), CUL_OK);
	assert_int_equal(cul_ranges_find(&r, &a), CUL_RANGES_NONE);
	cul_ranges_done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chosen_sets_agree_at_their_edges),
		cmocka_unit_test(prefixes_by_chance_agree_with_a_plain_search),
		cmocka_unit_test(
			every_length_of_prefix_nests_in_the_one_before),
		cmocka_unit_test(without_prefixes_nobody_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
