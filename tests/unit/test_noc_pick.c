/* \summary: lists: what is in them, in which order, and what is picked */
#include "noc/noc_int.h"
#include "noc/pick.h"
#include "t.h"

#include <stdio.h>
#include <string.h>

/* Each a letter; the snapshot's order is the table's. */
static const struct cul_now_notice notices[] = {
	{ .id = "a",
	  .name = "Zed",
	  .kind = CUL_KIND_ZOMBIE,
	  .action = CUL_ACTION_SUSPEND,
	  .first_seen_usec = 30,
	  .said_usec = 100 },
	{ .id = "b",
	  .name = "alpha",
	  .customer = "C7",
	  .kind = CUL_KIND_HARVEST,
	  .action = CUL_ACTION_BLOCK,
	  .first_seen_usec = 10,
	  .said_usec = 300 },
	{ .id = "c",
	  .name = "Beta",
	  .kind = CUL_KIND_ROAMING,
	  .action = CUL_ACTION_CONTACT,
	  .first_seen_usec = 20,
	  .said_usec = 200 },
	{ .id = "w",
	  .name = "aaa",
	  .what = CUL_NOTICE_WITHDRAWN,
	  .kind = CUL_KIND_ZOMBIE,
	  .action = CUL_ACTION_SUSPEND,
	  .first_seen_usec = 1,
	  .said_usec = 999 },
};

static void suggestions_are_sorted_and_filtered(void **state)
{
	static const struct {
		const char *filter;
		enum cul_notice_sort sort;
		const char *want;
	} table[] = {
		{ "", CUL_SORT_GRAVEST, "abcw" },
		{ "", CUL_SORT_NEWEST, "bcaw" },
		{ "", CUL_SORT_LONGEST, "bcaw" },
		{ "", CUL_SORT_NAME, "bcaw" },
		{ "A", CUL_SORT_GRAVEST, "bcw" },
		{ "zed", CUL_SORT_NEWEST, "a" },
		{ "c7", CUL_SORT_NEWEST, "b" },
		{ "zombie", CUL_SORT_NEWEST, "aw" },
		{ "contact", CUL_SORT_NEWEST, "c" },
		{ "%s", CUL_SORT_NEWEST, "" },
	};
	const struct cul_now now = { .notices = notices, .n_notices = 4 };
	const struct cul_now_notice *rows[CUL_PICK_MAX];
	char got[8];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t n = cul_pick_notices(&now, table[i].filter,
					    table[i].sort, rows);

		for (size_t k = 0; k < n; k++)
			got[k] = rows[k]->id[0];
		got[n] = '\0';
		assert_string_equal(got, table[i].want);
	}
}

static const struct cul_now_source volume[] = {
	{ .name = "m",
	  .counts = { .messages = 9, .bounced = 1, .refused_other = 1 } },
	{ .name = "n", .counts = { .messages = 5, .bounced = 4 } },
};
static const struct cul_now_source refused[] = {
	{ .name = "r",
	  .counts = { .messages = 1,
		      .refused_content = 5,
		      .refused_relay = 5,
		      .login_failed = 3 } },
	{ .name = "m",
	  .counts = { .messages = 9, .bounced = 1, .refused_other = 1 } },
	/* Another subject of the same name is another source. */
	{ .subject = CUL_SUBJECT_ACCOUNT,
	  .name = "m",
	  .customer = "acct",
	  .t_last_usec = 50 },
};

static void sources_of_both_lists_are_there_once(void **state)
{
	static const struct {
		const char *filter;
		enum cul_source_sort sort;
		const char *want;
		size_t n;
	} table[] = {
		{ "", CUL_SORT_MESSAGES, "mnrm", 4 },
		{ "", CUL_SORT_REFUSED, "rmnm", 4 },
		{ "", CUL_SORT_BOUNCED, "nmrm", 4 },
		{ "", CUL_SORT_LOGINS, "rmnm", 4 },
		{ "", CUL_SORT_LAST_SEEN, "mmnr", 4 },
		{ "ACCOUNT", CUL_SORT_MESSAGES, "m", 1 },
		{ "n", CUL_SORT_MESSAGES, "nm", 2 },
	};
	const struct cul_now now = { .volume = volume,
				     .n_volume = 2,
				     .refused = refused,
				     .n_refused = 3 };
	const struct cul_now_source *rows[CUL_PICK_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t n = cul_pick_sources(&now, table[i].filter,
					    table[i].sort, rows);

		assert_int_equal(n, table[i].n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(rows[k]->name[0], table[i].want[k]);
	}
}

static void what_stands_is_counted_and_found(void **state)
{
	const struct cul_now now = { .notices = notices, .n_notices = 4 };
	struct cul_standing s = cul_pick_standing(&now);

	(void)state;
	assert_int_equal(s.all, 3);
	assert_int_equal(s.stop, 2);
	assert_int_equal(s.talk, 1);
	assert_int_equal(s.watch, 0);
	assert_string_equal(cul_pick_of(&now, "alpha")->id, "b");
	assert_string_equal(cul_pick_of(&now, "aaa")->id, "w");
	assert_null(cul_pick_of(&now, "nobody"));
}

static void what_is_picked_stays_picked_and_in_sight(void **state)
{
	struct cul_list l = { 0 };

	(void)state;
	/* Untouched, the first is picked, whoever it is. */
	cul_list_settle(&l, 10, 4, 7);
	assert_int_equal(l.at, 0);
	cul_list_move(&l, 5);
	cul_list_settle(&l, 10, 4, 0);
	assert_int_equal(l.at, 5);
	assert_int_equal(l.top, 2);
	/* It moved down by two: it is still the one. */
	cul_list_settle(&l, 12, 4, 7);
	assert_int_equal(l.at, 7);
	assert_int_equal(l.top, 4);
	/* It is gone: whoever has its place. */
	cul_list_settle(&l, 6, 4, SIZE_MAX);
	assert_int_equal(l.at, 5);
	assert_int_equal(l.top, 2);
	cul_list_move(&l, -100);
	cul_list_settle(&l, 6, 4, 5);
	assert_int_equal(l.at, 0);
	cul_list_move(&l, 100);
	cul_list_settle(&l, 6, 4, 0);
	assert_int_equal(l.at, 5);
	/* The window grew: no empty rows while there are others. */
	cul_list_settle(&l, 6, 20, 5);
	assert_int_equal(l.top, 0);
	cul_list_settle(&l, 0, 20, SIZE_MAX);
	assert_int_equal(l.at, 0);
	cul_list_settle_text(&l, 50, 10);
	cul_list_move(&l, 1000);
	cul_list_settle_text(&l, 50, 10);
	assert_int_equal(l.top, 40);
}

static void the_since_of_a_sentence_is_left_out_once(void **state)
{
	static const struct {
		const char *why, *want;
	} table[] = {
		{ "Since 2026-11-20 14:09 UTC the account x", "the account x" },
		{ "Since then UTC is the zone", "is the zone" },
		{ "No date UTC here", "No date UTC here" },
		{ "Since a name that goes on and on and on UTC x",
		  "Since a name that goes on and on and on UTC x" },
		{ "Since ", "Since " },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(cul_why_short(table[i].why), table[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(suggestions_are_sorted_and_filtered),
		cmocka_unit_test(sources_of_both_lists_are_there_once),
		cmocka_unit_test(what_stands_is_counted_and_found),
		cmocka_unit_test(what_is_picked_stays_picked_and_in_sight),
		cmocka_unit_test(the_since_of_a_sentence_is_left_out_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
