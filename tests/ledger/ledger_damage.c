/* \summary: a ledger with damaged pages, cut off, or without its log: it is
 * said, or it is whole; and nothing falls over it
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "scratch.h"
#include "t.h"

enum { PAGE = 4096, FRAME = 24 + PAGE, LOG_HEADER = 32 };

static const int64_t now = LEDGER_T_NOW;

static int setup(void **state)
{
	scratch_setup(state);
	base_make();
	return 0;
}

/* ---- files as bytes ---- */

struct bytes {
	unsigned char *p;
	size_t len;
};

static struct bytes take(const char *name)
{
	struct bytes b = { NULL, 0 };
	FILE *f = fopen(base_path(name), "rb");
	long len;

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	len = ftell(f);
	assert_true(len >= 0);
	rewind(f);
	b.len = (size_t)len;
	b.p = malloc(b.len + 1);
	assert_non_null(b.p);
	assert_int_equal(fread(b.p, 1, b.len, f), b.len);
	(void)fclose(f);
	return b;
}

static size_t size_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(base_path(name), &st), 0);
	return (size_t)st.st_size;
}

static void put(const char *name, const unsigned char *p, size_t len)
{
	FILE *f;

	(void)unlink(base_path(name));
	f = fopen(base_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* ---- all that is asked of a ledger ---- */

static bool case_each(void *arg, const struct cul_case *c)
{
	*(size_t *)arg += strlen(c->s.name);
	return true;
}

static bool audit_each(void *arg, const struct cul_audit *a)
{
	*(size_t *)arg += strlen(a->what);
	return true;
}

static bool decision_each(void *arg, const struct cul_decision *d)
{
	*(size_t *)arg += strlen(d->by);
	return true;
}

static const char *const says[] = { "is damaged", "is no ledger",
				    "is of version", "nothing in it yet",
				    "another program" };

/* Whatever it is said to be, there is a sentence for it. */
static void said(int rc, const char *err)
{
	if (rc == 0)
		return;
	if (rc != CUL_ECORRUPT && rc != CUL_ENONE && rc != CUL_EIO)
		fail_msg("%d: %s", rc, err);
	if (rc == CUL_ECORRUPT) {
		size_t i = 0;

		while (i < sizeof(says) / sizeof(says[0]) &&
		       strstr(err, says[i]) == NULL)
			i++;
		if (i == sizeof(says) / sizeof(says[0]))
			fail_msg("%s", err);
	}
}

/* Ask all; what it comes to in the end: 0, or that it is damaged. */
static int use(void)
{
	const struct cul_case_query q = { .standings =
						  (1u << CUL_STANDINGS_) - 1,
					  .search = "bounced",
					  .now_usec = now };
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;
	struct cul_case *c = NULL;
	size_t n = 0;
	int checked, rc;

	rc = cul_ledger_open(base_path("l.db"), CUL_LEDGER_WRITE, now, &l, err);
	said(rc, err);
	if (rc != 0)
		return rc;
	checked = cul_ledger_check(l);
	said(checked, cul_ledger_error(l));
	said(cul_ledger_cases(l, &q, case_each, &n, &n), cul_ledger_error(l));
	for (unsigned i = 0; i < 5; i++) {
		char id[CUL_ID_MAX];

		(void)snprintf(id, sizeof(id), "t%015u", i);
		rc = cul_ledger_case(l, id, now, &c);
		said(rc, cul_ledger_error(l));
		cul_case_free(&c);
	}
	said(cul_ledger_audits(l, NULL, NULL, 0, 0, audit_each, &n),
	     cul_ledger_error(l));
	said(cul_ledger_decisions(l, NULL, 0, decision_each, &n),
	     cul_ledger_error(l));
	for (size_t i = 0; i < base_n_deeds; i++) {
		rc = base_deeds[i].act(l);
		if (checked == 0)
			assert_int_equal(rc, 0);
		/* In a damaged one rules are broken, too. */
		else if (rc != CUL_EUSAGE)
			said(rc, cul_ledger_error(l));
	}
	cul_ledger_close(&l);
	return checked;
}

/* ---- the tests ---- */

static void a_whole_one_is_whole(void **state)
{
	(void)state;
	base_copy();
	assert_int_equal(use(), 0);
}

enum harm { ZEROS, ONES, NOISE, SWAPPED, HARMS_ };

static void harm(struct bytes b, size_t page, enum harm how, unsigned *seed)
{
	unsigned char *p = b.p + page * PAGE;
	const size_t pages = b.len / PAGE;

	switch (how) {
	case ZEROS:
		memset(p, 0, PAGE);
		break;
	case ONES:
		memset(p, 0xff, PAGE);
		break;
	case SWAPPED:
		memcpy(p, b.p + (page + 1) % pages * PAGE, PAGE);
		break;
	case NOISE:
	case HARMS_:
		for (unsigned i = 0; i < 40; i++) {
			*seed = *seed * 1103515245u + 12345u;
			p[(*seed >> 8) % PAGE] ^= (unsigned char)(*seed >> 20);
		}
		break;
	}
}

static void a_damaged_page_is_told_of_or_of_no_matter(void **state)
{
	struct bytes whole, b;
	unsigned seed = 1, found = 0, n = 0;

	(void)state;
	base_copy();
	whole = take("l.db");
	b.p = malloc(whole.len);
	b.len = whole.len;
	assert_non_null(b.p);
	assert_int_equal(size_of("l.db-wal"), 0);
	for (size_t page = 0; page < whole.len / PAGE; page++)
		for (int how = 0; how < HARMS_; how++, n++) {
			memcpy(b.p, whole.p, whole.len);
			harm(b, page, (enum harm)how, &seed);
			base_copy();
			put("l.db", b.p, b.len);
			found += use() != 0;
		}
	/* Text that is other text cannot be told from what was meant. */
	assert_true(found * 10 > n * 7);
	print_message("%u of %u harms found\n", found, n);
	free(whole.p);
	free(b.p);
}

static void one_that_was_cut_off_is_told_of(void **state)
{
	struct bytes whole;

	(void)state;
	base_copy();
	whole = take("l.db");
	for (size_t len = 1; len < whole.len; len += 1 + len / 5) {
		base_copy();
		put("l.db", whole.p, len);
		assert_int_not_equal(use(), 0);
	}
	base_copy();
	put("l.db", whole.p, whole.len - 1);
	assert_int_not_equal(use(), 0);
	free(whole.p);
}

/* A ledger whose last decisions are in SQLite's log alone. */
static void make_with_log(void)
{
	struct cul_ledger *l;

	base_copy();
	l = base_open();
	assert_int_equal(base_deeds[0].act(l), 0);
	/* Without the checkpoint that a decision makes. */
	for (unsigned i = 3; i < 6; i++)
		assert_int_equal(base_deeds[i].act(l), 0);
	l->unsaved = false;
	cul_ledger_close(&l);
}

static void without_its_log_it_is_as_it_was_before(void **state)
{
	struct cul_ledger *l;

	(void)state;
	make_with_log();
	assert_true(size_of("l.db-wal") > FRAME);
	assert_int_equal(unlink(base_path("l.db-wal")), 0);
	l = base_open();
	assert_int_equal(cul_ledger_check(l), 0);
	assert_int_equal(ledger_t_standing(l, "t000000000000000", now),
			 CUL_STANDING_ACCEPTED);
	/* What was filed after that decision is not there. */
	assert_int_equal(ledger_t_standing(l, "t000000000000002", now),
			 CUL_STANDING_DECLINED);
	cul_ledger_close(&l);
	assert_int_equal(unlink(base_path("l.db-shm")), 0);
	l = base_open();
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
}

/* Whatever is left of the log, what it says up to there is whole. */
static void a_log_that_was_cut_off_is_read_up_to_there(void **state)
{
	struct bytes file, log;

	(void)state;
	make_with_log();
	file = take("l.db");
	log = take("l.db-wal");
	for (size_t len = 0; len < log.len; len += 1531) {
		struct cul_ledger *l;

		put("l.db", file.p, file.len);
		put("l.db-wal", log.p, len);
		(void)unlink(base_path("l.db-shm"));
		l = base_open();
		if (cul_ledger_check(l) != 0)
			fail_msg("%zu: %s", len, cul_ledger_error(l));
		assert_int_equal(ledger_t_standing(l, "t000000000000000", now),
				 CUL_STANDING_ACCEPTED);
		cul_ledger_close(&l);
	}
	free(file.p);
	free(log.p);
}

static void a_log_with_a_wrong_byte_is_read_up_to_there(void **state)
{
	struct bytes file, log;

	(void)state;
	make_with_log();
	file = take("l.db");
	log = take("l.db-wal");
	for (size_t at = 0; at < log.len; at += FRAME / 3) {
		struct cul_ledger *l;

		put("l.db", file.p, file.len);
		log.p[at] ^= 0x55;
		put("l.db-wal", log.p, log.len);
		log.p[at] ^= 0x55;
		(void)unlink(base_path("l.db-shm"));
		l = base_open();
		if (cul_ledger_check(l) != 0)
			fail_msg("%zu: %s", at, cul_ledger_error(l));
		cul_ledger_close(&l);
	}
	free(file.p);
	free(log.p);
}

static void a_log_of_another_ledger_is_not_taken(void **state)
{
	struct bytes log;
	struct cul_ledger *l;

	(void)state;
	make_with_log();
	log = take("l.db-wal");
	/* An older copy was put back, and the log left: the deeds in it are
	 * done to what they were done to. */
	for (size_t i = LOG_HEADER; i < log.len; i += FRAME)
		log.p[i + 8] ^= 1; /* the salt of each frame */
	base_copy();
	put("l.db-wal", log.p, log.len);
	l = base_open();
	assert_int_equal(cul_ledger_check(l), 0);
	assert_int_equal(ledger_t_standing(l, "t000000000000000", now),
			 CUL_STANDING_OPEN);
	cul_ledger_close(&l);
	free(log.p);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_one_is_whole),
		TEST(a_damaged_page_is_told_of_or_of_no_matter),
		TEST(one_that_was_cut_off_is_told_of),
		TEST(without_its_log_it_is_as_it_was_before),
		TEST(a_log_that_was_cut_off_is_read_up_to_there),
		TEST(a_log_with_a_wrong_byte_is_read_up_to_there),
		TEST(a_log_of_another_ledger_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
