/* \summary: a disk that is full or broken at any write of each change: it is
 * said, nothing is half done, and once there is room it goes on
 */
#include <stdio.h>
#include <stdlib.h>

#include "base.h"
#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;

static int setup(void **state)
{
	scratch_setup(state);
	base_make();
	return 0;
}

static const struct {
	enum base_point where;
	int rc;
	const char *says;
} disks[] = {
	{ BASE_FULL, CUL_EFULL, "the disk is full" },
	{ BASE_BROKEN, CUL_EIO, "l.db: " },
};

/* True if it came to that point while it was done. */
static bool try_at(const struct base_deed *d, size_t disk, unsigned n,
		   const char *before, const char *after)
{
	struct cul_ledger *l = base_open();
	bool stopped;
	char *is;
	int rc;

	base_stop_at(disks[disk].where, n);
	rc = d->act(l);
	stopped = base_stopped();
	base_stop_at(disks[disk].where, 0);
	is = ledger_t_dump(l);
	if (strcmp(is, rc == 0 ? after : before) != 0)
		fail_msg("%s, %u: %s, but it is not as %s", d->name, n,
			 rc == 0 ? "done" : cul_ledger_error(l),
			 rc == 0 ? "after" : "before");
	free(is);
	if (rc != 0) {
		assert_true(stopped);
		if (rc != disks[disk].rc ||
		    strstr(cul_ledger_error(l), disks[disk].says) == NULL)
			fail_msg("%s, %u: %d, %s", d->name, n, rc,
				 cul_ledger_error(l));
		/* There is room again: the same ledger, the same deed. */
		if (d->act(l) != 0)
			fail_msg("%s, %u, then: %s", d->name, n,
				 cul_ledger_error(l));
		is = ledger_t_dump(l);
		assert_string_equal(is, after);
		free(is);
	}
	assert_int_equal(
		ledger_t_decide(l, "t000000000000004", CUL_VERB_ACCEPT, now),
		0);
	if (cul_ledger_check(l) != 0)
		fail_msg("%s, %u: %s", d->name, n, cul_ledger_error(l));
	cul_ledger_close(&l);
	return stopped;
}

static void each_deed(size_t disk)
{
	for (size_t i = 0; i < base_n_deeds; i++) {
		char *before = base_before(), *after;
		unsigned n = 1;

		after = base_after(&base_deeds[i]);
		base_copy();
		while (try_at(&base_deeds[i], disk, n, before, after)) {
			n++;
			base_copy();
		}
		assert_true(n > 3);
		free(before);
		free(after);
	}
}

static void the_disk_is_full_at_any_write(void **state)
{
	(void)state;
	each_deed(0);
}

static void the_disk_is_broken_at_any_write(void **state)
{
	(void)state;
	each_deed(1);
}

static void one_is_made_on_a_full_disk_or_not(void **state)
{
	static const char *const names[] = { "l.db", "l.db-wal", "l.db-shm" };

	(void)state;
	for (unsigned n = 1;; n++) {
		char err[CUL_LEDGER_ERR] = "";
		struct cul_ledger *l = NULL;
		int rc;

		for (size_t i = 0; i < 3; i++)
			(void)remove(base_path(names[i]));
		base_stop_at(BASE_FULL, n);
		rc = cul_ledger_open(base_path("l.db"), CUL_LEDGER_CREATE, now,
				     &l, err);
		cul_ledger_close(&l);
		if (!base_stopped()) {
			assert_int_equal(rc, 0);
			break;
		}
		base_stop_at(BASE_FULL, 0);
		if (rc != 0) {
			assert_int_equal(rc, CUL_EFULL);
			assert_non_null(strstr(err, "the disk is full"));
		}
		assert_int_equal(cul_ledger_open(base_path("l.db"),
						 CUL_LEDGER_CREATE, now, &l,
						 err),
				 0);
		assert_int_equal(cul_ledger_check(l), 0);
		cul_ledger_close(&l);
	}
	base_stop_at(BASE_FULL, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_disk_is_full_at_any_write),
		TEST(the_disk_is_broken_at_any_write),
		TEST(one_is_made_on_a_full_disk_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
