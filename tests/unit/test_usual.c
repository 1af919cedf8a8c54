/* \summary: tests of learning what is usual, with the guilty in the log too */
#include "t.h"

#include <stdio.h>

#include "dice.h"
#include "evidence/usual.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

struct day { /* sources that fail alike */
	unsigned sources, contacts, bad_in_1000, refused_in_1000;
};

static uint32_t hits(uint64_t *seed, uint32_t tries, uint32_t in_1000)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < tries; i++)
		n += dice_below(seed, 1000) < in_1000;
	return n;
}

static void fill(struct cul_table *t, const struct day *d, unsigned *number,
		 uint64_t *seed)
{
	for (unsigned i = 0; i < d->sources; i++) {
		char name[16];
		struct cul_who who = { .subject = CUL_SUBJECT_CUSTOMER,
				       .ours = true };
		struct cul_source *s;
		bool over;

		who.name.ptr = name;
		who.name.len = (size_t)snprintf(name, sizeof(name), "C%05u",
						(*number)++);
		assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
		cul_source_at(s, noon, &over);
		cul_source_add(s, CUL_C_out_contacts, d->contacts);
		cul_source_add(s, CUL_C_out_bad_recipient,
			       hits(seed, d->contacts, d->bad_in_1000));
		cul_source_add(s, CUL_C_out_content,
			       hits(seed, d->contacts, d->refused_in_1000));
	}
}

/* Outsiders, of whom some ask us to relay and some are to be stopped for it. */
static struct cul_usual learned_of(unsigned outsiders, unsigned asking,
				   unsigned stopped)
{
	const struct cul_table_plan plan = { .bytes_most = UINT64_MAX };
	struct cul_table *t = cul_table_new(&plan);
	struct cul_usual u;

	assert_non_null(t);
	for (unsigned i = 0; i < outsiders; i++) {
		struct cul_who who = { .subject = CUL_SUBJECT_IP };
		struct cul_source *s;

		who.addr.b[0] = 0x20;
		who.addr.b[6] = (unsigned char)(i >> 8);
		who.addr.b[7] = (unsigned char)i;
		assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
		if (i < asking)
			cul_source_add(s, CUL_C_relay_foreign, 1);
		if (i < stopped)
			assert_int_equal(cul_source_flag(t, s,
							 CUL_KIND_RELAY_PROBE,
							 true, noon),
					 CUL_OK);
	}
	assert_int_equal(cul_usual_learn(t, noon), CUL_OK);
	u = cul_table_usual(t);
	cul_table_free(&t);
	return u;
}

static void who_asks_to_relay_is_rare_but_for_those_to_be_stopped(void **st)
{
	const struct cul_usual u = learned_of(999, 30, 21);

	(void)st;
	assert_int_equal(u.n_outsiders, 999);
	assert_float_equal(u.asking, .010, 1e-6);
	assert_int_equal(u.n_sources, 0);
	assert_int_equal(learned_of(CUL_USUAL_LEAST - 1, 9, 0).n_outsiders, 0);
	assert_float_equal(learned_of(999, 0, 0).asking, .001, 1e-6);
}

/* Lines of households, of which some write under many names, some of these are
 * to be stopped and some called as open relays; and as many fixed lines, all
 * of which write under many. */
static struct cul_usual names_of(unsigned lines, unsigned many,
				 unsigned stopped, unsigned relays)
{
	const struct cul_table_plan plan = { .bytes_most = UINT64_MAX };
	struct cul_table *t = cul_table_new(&plan);
	struct cul_usual u;

	assert_non_null(t);
	for (unsigned i = 0; i < 2 * lines; i++) {
		struct cul_who who = { .subject = CUL_SUBJECT_IP };
		const bool fixed = i >= lines;
		struct cul_source *s;
		bool is_new;

		who.addr.b[0] = 0x20;
		who.addr.b[6] = (unsigned char)(i >> 8);
		who.addr.b[7] = (unsigned char)i;
		who.ours = true;
		who.declared =
			fixed ? CUL_DECLARED_STATIC : CUL_DECLARED_DYNAMIC;
		assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
		cul_source_add(s, CUL_C_messages, 5);
		for (uint64_t n = 1; n <= (i < many || fixed ? 4u : 3u); n++)
			assert_int_equal(cul_source_met(t, s,
							CUL_D_SENDER_DOMAINS,
							n << 40, &is_new),
					 CUL_OK);
		if (i < stopped + relays)
			assert_int_equal(
				cul_source_flag(t, s,
						i < stopped
							? CUL_KIND_ZOMBIE
							: CUL_KIND_OPEN_RELAY,
						i < stopped, noon),
				CUL_OK);
	}
	assert_int_equal(cul_usual_learn(t, noon), CUL_OK);
	u = cul_table_usual(t);
	cul_table_free(&t);
	return u;
}

static void many_names_are_rare_on_lines_of_households(void **st)
{
	const struct cul_usual u = names_of(999, 30, 15, 6);

	(void)st;
	assert_int_equal(u.names.of, 999);
	assert_float_equal(u.names.share, .010, 1e-6);
	assert_int_equal(names_of(CUL_USUAL_LEAST - 1, 9, 0, 0).names.of, 0);
}

static struct cul_usual learned_from(const struct day *honest,
				     const struct day *guilty, int64_t t_usec)
{
	const struct cul_table_plan plan = { .bytes_most = UINT64_MAX };
	struct cul_table *t = cul_table_new(&plan);
	uint64_t seed = 7;
	unsigned number = 0;
	struct cul_usual u;

	assert_non_null(t);
	fill(t, honest, &number, &seed);
	if (guilty != NULL)
		fill(t, guilty, &number, &seed);
	assert_int_equal(cul_usual_learn(t, t_usec), CUL_OK);
	u = cul_table_usual(t);
	cul_table_free(&t);
	return u;
}

static void few_sources_teach_nothing(void **st)
{
	const struct day d = { CUL_USUAL_LEAST - 1, 30, 20, 2 };
	const struct cul_usual u = learned_from(&d, NULL, noon),
			       b = cul_usual_built_in();

	(void)st;
	assert_int_equal(u.n_sources, 0);
	assert_memory_equal(&u.bad, &b.bad, sizeof(u.bad));
	assert_memory_equal(&u.rejected, &b.rejected, sizeof(u.rejected));
}

static void the_shares_of_the_honest_are_found(void **st)
{
	const struct day d = { 1000, 30, 20, 2 };
	const struct cul_usual u = learned_from(&d, NULL, noon);

	(void)st;
	assert_int_equal(u.n_sources, 1000);
	assert_float_equal(cul_spread_mean(u.bad), .02, .004);
	assert_float_equal(cul_spread_mean(u.rejected), .002, .001);
}

static void one_guilty_in_ten_hardly_moves_them(void **st)
{
	const struct day d = { 1000, 30, 20, 2 }, bots = { 100, 60, 400, 200 };
	const struct cul_usual u = learned_from(&d, &bots, noon);

	(void)st;
	assert_float_equal(cul_spread_mean(u.bad), .02, .005);
	assert_float_equal(cul_spread_mean(u.rejected), .002, .001);
}

static void no_log_teaches_that_half_of_all_mail_fails(void **st)
{
	const struct day d = { 1000, 30, 500, 300 };
	const struct cul_usual u = learned_from(&d, NULL, noon),
			       b = cul_usual_built_in();

	(void)st;
	assert_true(cul_spread_mean(u.bad) <= 4.1 * cul_spread_mean(b.bad));
	assert_true(cul_spread_mean(u.rejected) <=
		    4.1 * cul_spread_mean(b.rejected));
}

static void a_morning_says_nothing_of_a_whole_day(void **st)
{
	const struct day d = { 1000, 9, 20, 2 };

	(void)st;
	assert_float_equal(
		learned_from(&d, NULL, noon + CUL_USEC_PER_HOUR).recipients, 20,
		0);
	assert_float_equal(learned_from(&d, NULL, noon + 12 * CUL_USEC_PER_HOUR)
				   .recipients,
			   9, .01);
}

static void bought_lists_do_not_raise_the_usual_number(void **st)
{
	const struct day d = { 1000, 9, 20, 2 }, lists = { 90, 9000, 20, 2 };

	(void)st;
	assert_float_equal(
		learned_from(&d, &lists, noon + 12 * CUL_USEC_PER_HOUR)
			.recipients,
		9, .01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_sources_teach_nothing),
		cmocka_unit_test(
			who_asks_to_relay_is_rare_but_for_those_to_be_stopped),
		cmocka_unit_test(many_names_are_rare_on_lines_of_households),
		cmocka_unit_test(the_shares_of_the_honest_are_found),
		cmocka_unit_test(one_guilty_in_ten_hardly_moves_them),
		cmocka_unit_test(no_log_teaches_that_half_of_all_mail_fails),
		cmocka_unit_test(a_morning_says_nothing_of_a_whole_day),
		cmocka_unit_test(bought_lists_do_not_raise_the_usual_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
