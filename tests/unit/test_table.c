/* \summary: tests of the table of sources: found, renewed, walked, evicted */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "culprit/limits.h"
#include "evidence/table.h"

static const int64_t noon = INT64_C(1795176000) * CUL_USEC_PER_SEC;

static struct cul_who by_addr(uint32_t n)
{
	return (struct cul_who){
		.subject = CUL_SUBJECT_IP,
		.addr = { { [10] = 0xff,
			    0xff,
			    192,
			    0,
			    (uint8_t)(n >> 8),
			    (uint8_t)n } },
	};
}

static struct cul_who by_name(enum cul_subject subject, const char *name)
{
	return (struct cul_who){ .subject = subject,
				 .name = { name, strlen(name) },
				 .ours = true };
}

static struct cul_source *get(struct cul_table *t, struct cul_who who)
{
	struct cul_source *s = NULL;

	assert_int_equal(cul_table_get(t, &who, &s), CUL_OK);
	return s;
}

static struct cul_table *table_new(uint64_t bytes, size_t sources)
{
	struct cul_table_plan plan = { .bytes_most = bytes,
				       .sources_most = sources };
	struct cul_table *t;

	for (unsigned w = 0; w < CUL_WALKS_; w++)
		plan.walks[w] = cul_walk_plan_of(.2, .8, .01);
	t = cul_table_new(&plan);
	assert_non_null(t);
	return t;
}

static void a_source_is_made_once_and_stays_where_it_is(void **st)
{
	enum { SOURCES = 5000 };
	static struct cul_source *where[SOURCES];
	struct cul_table *t = table_new(UINT64_MAX, 0);

	(void)st;
	for (uint32_t i = 0; i < SOURCES; i++)
		where[i] = get(t, by_addr(i));
	assert_int_equal(cul_table_count(t), SOURCES);
	for (uint32_t i = 0; i < SOURCES; i++) {
		struct cul_who who = by_addr(i);

		assert_ptr_equal(get(t, who), where[i]);
		assert_ptr_equal(cul_table_find(t, &who), where[i]);
		assert_ptr_equal(cul_table_at(t, cul_table_id(where[i])),
				 where[i]);
	}
	assert_int_equal(cul_table_count(t), SOURCES);
	cul_table_free(&t);
	assert_null(t);
	cul_table_free(&t);
}

static void the_same_name_is_another_source_as_another_subject(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_who none = by_name(CUL_SUBJECT_SERVER, "www");
	struct cul_source *a = get(t, by_name(CUL_SUBJECT_ACCOUNT, "www"));
	struct cul_source *u = get(t, by_name(CUL_SUBJECT_LOCAL_USER, "www"));

	(void)st;
	assert_ptr_not_equal(a, u);
	assert_null(cul_table_find(t, &none));
	assert_int_equal(cul_source_subject(a), CUL_SUBJECT_ACCOUNT);
	assert_string_equal(cul_source_name(u), "www");
	assert_string_equal(cul_source_customer(u), "");
	assert_ptr_not_equal(get(t, by_name(CUL_SUBJECT_ACCOUNT, "ww")), a);
	assert_ptr_not_equal(get(t, by_name(CUL_SUBJECT_ACCOUNT, "")), a);
	cul_table_free(&t);
}

static void an_address_is_named_when_asked(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_who six = { .subject = CUL_SUBJECT_IP };
	struct cul_source *s = get(t, by_addr(0x201));

	(void)st;
	assert_int_equal(cul_table_name(t, s), CUL_OK);
	assert_string_equal(cul_source_name(s), "192.0.2.1");
	assert_true(cul_addr_parse(CUL_SV("2001:db8:1:2::"), &six.addr));
	s = get(t, six);
	assert_int_equal(cul_table_name(t, s), CUL_OK);
	assert_string_equal(cul_source_name(s), "2001:db8:1:2::/64");
	cul_table_free(&t);
}

static int count_one(void *arg, struct cul_source *s)
{
	size_t *n = arg;

	(void)s;
	(*n)++;
	return CUL_OK;
}

/* "a" must neither be taken for "a NUL b" nor vanish behind it. */
static void a_nul_in_a_name_makes_no_other_name(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_who nul = { .subject = CUL_SUBJECT_ACCOUNT,
			       .name = { "a\0b", 3 } };
	struct cul_source *a = get(t, by_name(CUL_SUBJECT_ACCOUNT, "a"));
	struct cul_source *s = get(t, nul);
	size_t n = 0;

	(void)st;
	assert_ptr_not_equal(s, a);
	assert_string_equal(cul_source_name(s), "a?b");
	for (unsigned i = 0; i < 100; i++)
		assert_ptr_equal(get(t, nul), s);
	assert_int_equal(cul_table_count(t), 2);
	assert_int_equal(cul_table_walk(t, count_one, &n), CUL_OK);
	assert_int_equal(n, 2);
	cul_table_free(&t);
}

static void a_name_may_fill_a_record(void **st)
{
	char *name = malloc(CUL_RECORD_MAX);
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_who who = { .subject = CUL_SUBJECT_ACCOUNT };
	struct cul_source *s;

	(void)st;
	assert_non_null(name);
	memset(name, 'n', CUL_RECORD_MAX);
	who.name = (struct cul_sv){ name, CUL_RECORD_MAX };
	s = get(t, who);
	assert_ptr_equal(get(t, who), s);
	assert_int_equal(strlen(cul_source_name(s)), CUL_RECORD_MAX);
	name[CUL_RECORD_MAX - 1] = 'm';
	assert_ptr_not_equal(get(t, who), s);
	free(name);
	cul_table_free(&t);
}

static bool over(struct cul_source *s, int64_t t_usec)
{
	bool ret;

	cul_source_at(s, t_usec, &ret);
	return ret;
}

static void a_window_lasts_24_hours_from_the_first_event(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));

	(void)st;
	assert_int_equal(cul_source_first_usec(s), CUL_TIME_NONE);
	assert_false(over(s, noon));
	assert_int_equal(cul_source_first_usec(s), noon);
	assert_int_equal(cul_source_last_usec(s), noon);
	assert_false(over(s, noon + 5));
	assert_false(over(s, noon - CUL_USEC_PER_HOUR)); /* a late line */
	assert_int_equal(cul_source_last_usec(s), noon + 5);
	assert_false(over(s, noon + CUL_USEC_PER_DAY - 1));
	assert_true(over(s, noon + CUL_USEC_PER_DAY));
	/* What is past the window is not in it. */
	assert_int_equal(cul_source_last_usec(s), noon + CUL_USEC_PER_DAY - 1);
	cul_table_free(&t);
}

static void renewing_keeps_the_walks_and_nothing_else(void **st)
{
	const int64_t next = noon + CUL_USEC_PER_DAY;
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));
	bool is_new;

	(void)st;
	(void)over(s, noon);
	cul_source_add(s, CUL_C_messages, 3);
	cul_source_misdeed(s, noon + 7);
	assert_int_equal(cul_source_met(t, s, CUL_D_SENDERS, 1, &is_new),
			 CUL_OK);
	assert_int_equal(
		cul_source_keep_line(
			t, s, CUL_FAMILY_MANNERS,
			&(struct cul_logged){ CUL_SV("line"), 0, 0, false }),
		CUL_OK);
	assert_int_equal(cul_source_sent(t, s, noon, true), CUL_OK);
	assert_int_equal(cul_source_flag(t, s, CUL_KIND_ZOMBIE, true, noon),
			 CUL_OK);
	cul_source_step(t, s, CUL_WALK_HARVEST, true, noon);
	cul_source_step(t, s, CUL_WALK_HARVEST, false, noon);
	assert_true(cul_walk(s, CUL_WALK_HARVEST).peak_mnat >
		    cul_walk(s, CUL_WALK_HARVEST).level_mnat);
	assert_int_equal(cul_source_misdeed_usec(s), noon + 7);
	cul_source_renew(t, s, next);
	assert_int_equal(cul_count(s, CUL_C_messages), 0);
	assert_int_equal(cul_distinct(s, CUL_D_SENDERS), 0);
	assert_int_equal(cul_source_lines(s, CUL_FAMILY_MANNERS), 0);
	assert_int_equal(cul_source_hour(s, 0).wrong, 0);
	assert_int_equal(cul_source_flagged_usec(s, CUL_KIND_ZOMBIE, true),
			 CUL_TIME_NONE);
	assert_int_equal(cul_source_misdeed_usec(s), CUL_TIME_NONE);
	assert_false(cul_source_is_stirred(s));
	assert_false(cul_source_take_dirty(s));
	assert_int_equal(cul_source_first_usec(s), next);
	assert_int_equal(cul_walk(s, CUL_WALK_HARVEST).hits, 1);
	assert_int_equal(cul_walk(s, CUL_WALK_HARVEST).t_start_usec, noon);
	assert_int_equal(cul_walk(s, CUL_WALK_HARVEST).peak_mnat,
			 cul_walk(s, CUL_WALK_HARVEST).level_mnat);
	cul_table_free(&t);
}

static void the_first_misdeed_lies_in_the_window(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));

	(void)st;
	(void)over(s, noon);
	cul_source_misdeed(s, noon + 9);
	cul_source_misdeed(s, noon + 11);
	assert_int_equal(cul_source_misdeed_usec(s), noon + 9);
	cul_source_misdeed(s, noon - 400 * CUL_USEC_PER_DAY);
	assert_int_equal(cul_source_misdeed_usec(s), noon);
	cul_table_free(&t);
}

static void numbers_stick_at_their_ends(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));

	(void)st;
	(void)over(s, noon);
	cul_source_add(s, CUL_C_kbytes, UINT32_MAX - 1);
	cul_source_add(s, CUL_C_kbytes, 1);
	assert_int_equal(cul_count(s, CUL_C_kbytes), UINT32_MAX);
	cul_source_add(s, CUL_C_kbytes, UINT32_MAX);
	assert_int_equal(cul_count(s, CUL_C_kbytes), UINT32_MAX);
	for (unsigned i = 0; i < 70000; i++)
		assert_int_equal(cul_source_sent(t, s, noon, false), CUL_OK);
	assert_int_equal(cul_source_hour(s, 0).volume, UINT16_MAX);
	assert_int_equal(cul_source_hour(s, 0).wrong, 0);
	/* Late and early lines count to the ends of the day. */
	assert_int_equal(cul_source_sent(t, s, noon - 1, true), CUL_OK);
	assert_int_equal(
		cul_source_sent(t, s, noon + 3 * CUL_USEC_PER_DAY, true),
		CUL_OK);
	assert_int_equal(cul_source_hour(s, 0).wrong, 1);
	assert_int_equal(cul_source_hour(s, 23).wrong, 1);
	assert_int_equal(cul_source_hour(s, 24).volume, 0);
	cul_table_free(&t);
}

static void sixteen_addresses_are_kept_of_a_name(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_name(CUL_SUBJECT_ACCOUNT, "zoe"));
	struct cul_addr addrs[CUL_SOURCE_ADDRS];

	(void)st;
	assert_int_equal(cul_source_addrs(s, addrs), 0);
	for (uint32_t i = 0; i < 60; i++) {
		struct cul_addr a = by_addr(i / 3).addr;

		assert_int_equal(cul_source_used_addr(t, s, &a), CUL_OK);
	}
	assert_int_equal(cul_source_addrs(s, addrs), CUL_SOURCE_ADDRS);
	for (uint32_t i = 0; i < CUL_SOURCE_ADDRS; i++) {
		const struct cul_addr want = by_addr(i).addr;

		assert_true(cul_addr_eq(&addrs[i], &want));
	}
	cul_table_free(&t);
}

static void the_busiest_hour_of_new_domains_is_remembered(void **st)
{
	static const unsigned an_hour[] = { 3, 9, 0, 4 };
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));

	(void)st;
	assert_int_equal(cul_source_new_domains_an_hour(s), 0);
	for (int64_t h = 0; h < 4; h++)
		for (unsigned i = 0; i < an_hour[h]; i++)
			assert_int_equal(
				cul_source_new_domain(
					t, s, noon + h * CUL_USEC_PER_HOUR),
				CUL_OK);
	assert_int_equal(cul_source_new_domains_an_hour(s), 9);
	cul_table_free(&t);
}

static bool is_seven(void *arg, uint64_t mailbox)
{
	(void)arg;
	return mailbox == 7;
}

static void tries_under_known_senders_are_counted(void **st)
{
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *s = get(t, by_addr(1));

	(void)st;
	assert_int_equal(cul_source_known_senders(s, is_seven, NULL), 0);
	for (uint64_t i = 0; i < 12; i++)
		assert_int_equal(cul_source_local_sender(t, s, 6 + i % 2),
				 CUL_OK);
	assert_int_equal(cul_source_known_senders(s, is_seven, NULL), 6);
	cul_table_free(&t);
}

/* A server that names no account: whoever it was is one source, and not a
 * pointer to be compared. */
static void no_name_is_a_name_too(void **st)
{
	const struct cul_who nobody = { .subject = CUL_SUBJECT_ACCOUNT };
	const struct cul_who empty = { .subject = CUL_SUBJECT_ACCOUNT,
				       .name = CUL_SV("") };
	struct cul_table *t = table_new(UINT64_MAX, 0);
	struct cul_source *a, *b;

	(void)st;
	assert_int_equal(cul_table_get(t, &nobody, &a), CUL_OK);
	assert_int_equal(cul_table_get(t, &nobody, &b), CUL_OK);
	assert_ptr_equal(a, b);
	assert_ptr_equal(cul_table_find(t, &empty), a);
	cul_table_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_is_made_once_and_stays_where_it_is),
		cmocka_unit_test(
			the_same_name_is_another_source_as_another_subject),
		cmocka_unit_test(an_address_is_named_when_asked),
		cmocka_unit_test(a_nul_in_a_name_makes_no_other_name),
		cmocka_unit_test(a_name_may_fill_a_record),
		cmocka_unit_test(a_window_lasts_24_hours_from_the_first_event),
		cmocka_unit_test(renewing_keeps_the_walks_and_nothing_else),
		cmocka_unit_test(the_first_misdeed_lies_in_the_window),
		cmocka_unit_test(numbers_stick_at_their_ends),
		cmocka_unit_test(sixteen_addresses_are_kept_of_a_name),
		cmocka_unit_test(the_busiest_hour_of_new_domains_is_remembered),
		cmocka_unit_test(no_name_is_a_name_too),
		cmocka_unit_test(tries_under_known_senders_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
