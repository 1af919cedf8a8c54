/* \summary: a disk that fills up, files and folders that may not be written:
 * as root, in a mount namespace of its own; else skipped
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

enum { NOBODY = 65534, SKIPPED = 77 };

static const int64_t now = LEDGER_T_NOW;
static char folder[256]; /* a small disk */

static const char *in(const char *name)
{
	static char buf[4][300];
	static unsigned turn;
	char *path = buf[turn++ % 4];

	(void)snprintf(path, sizeof(buf[0]), "%s/%s", folder, name);
	return path;
}

static int setup(void **state)
{
	scratch_setup(state);
	(void)snprintf(folder, sizeof(folder), "%s", scratch_path("disk"));
	return chmod(scratch_path("."), 0755) != 0 ||
			       mkdir(folder, 0777) != 0 ||
			       mount("none", folder, "tmpfs", 0,
				     "size=768k,mode=0777") != 0
		       ? -1
		       : 0;
}

static int teardown(void **state)
{
	return umount2(folder, MNT_DETACH) == 0 ? scratch_teardown(state) : -1;
}

static int open_it(enum cul_ledger_mode mode, struct cul_ledger **ret,
		   char err[CUL_LEDGER_ERR])
{
	err[0] = '\0';
	*ret = NULL;
	return cul_ledger_open(in("l.db"), mode, now, ret, err);
}

static struct cul_ledger *opened(enum cul_ledger_mode mode)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l;

	if (open_it(mode, &l, err) != 0)
		fail_msg("%s", err);
	return l;
}

static void make(void)
{
	struct cul_ledger *l = opened(CUL_LEDGER_CREATE);
	struct ledger_t_report *r = ledger_t_report(20);

	ledger_t_file(l, &r->report, now, NULL);
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
}

/* ---- the disk fills up ---- */

static void fill(const char *name)
{
	static const char zeros[512];
	int fd =
		open(in(name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	while (write(fd, zeros, sizeof(zeros)) > 0)
		continue;
	(void)close(fd);
}

static int note(struct cul_ledger *l)
{
	static char text[4000];

	memset(text, 'x', sizeof(text) - 1);
	return cul_ledger_note(l,
			       &(struct cul_note){ .at_usec = now,
						   .by = "ann",
						   .id = "C00001",
						   .text = text },
			       "shell");
}

static void decisions_on_a_full_disk_are_made_or_refused(void **state)
{
	struct cul_ledger *l;
	bool kept[20];
	unsigned refused = 0, n = 0;

	(void)state;
	make();
	l = opened(CUL_LEDGER_WRITE);
	fill("ballast");
	while (note(l) == 0 && n < 1000)
		n++;
	assert_true(n < 1000);
	for (unsigned i = 0; i < 20; i++) {
		char id[CUL_ID_MAX];
		int rc;

		(void)snprintf(id, sizeof(id), "t%015u", i);
		rc = ledger_t_decide(l, id, CUL_VERB_ACCEPT, now);
		kept[i] = rc == 0;
		if (rc == 0)
			continue;
		refused++;
		assert_int_equal(rc, CUL_EFULL);
		assert_non_null(strstr(cul_ledger_error(l),
				       "l.db: the disk is full, and nothing "
				       "was changed: make room"));
		/* And it can still be read. */
		assert_int_equal(ledger_t_standing(l, id, now),
				 CUL_STANDING_OPEN);
	}
	assert_true(refused > 0);
	assert_int_equal(unlink(in("ballast")), 0);
	assert_int_equal(
		ledger_t_decide(l, "t000000000000019",
				kept[19] ? CUL_VERB_REOPEN : CUL_VERB_ACCEPT,
				now),
		0);
	cul_ledger_close(&l);
	l = opened(CUL_LEDGER_WRITE);
	assert_int_equal(cul_ledger_check(l), 0);
	for (unsigned i = 0; i < 19; i++) {
		char id[CUL_ID_MAX];

		(void)snprintf(id, sizeof(id), "t%015u", i);
		assert_int_equal(ledger_t_standing(l, id, now),
				 kept[i] ? CUL_STANDING_ACCEPTED
					 : CUL_STANDING_OPEN);
	}
	cul_ledger_close(&l);
}

static void a_night_that_does_not_fit_is_filed_when_it_does(void **state)
{
	struct ledger_t_report *r = ledger_t_report(300);
	const struct cul_filing f = { .command = "scan",
				      .report = &r->report,
				      .now_usec = now,
				      .whole = true };
	struct cul_ledger *l;
	char *before, *after;

	(void)state;
	make();
	l = opened(CUL_LEDGER_WRITE);
	before = ledger_t_dump(l);
	assert_int_equal(cul_ledger_file(l, &f, NULL), CUL_EFULL);
	after = ledger_t_dump(l);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_int_equal(mount(NULL, folder, NULL, MS_REMOUNT, "size=16m"), 0);
	if (cul_ledger_file(l, &f, NULL) != 0)
		fail_msg("%s", cul_ledger_error(l));
	assert_int_equal(cul_ledger_check(l), 0);
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
}

static void a_full_disk_has_no_room_for_a_new_one(void **state)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l;

	(void)state;
	fill("ballast");
	assert_int_equal(open_it(CUL_LEDGER_CREATE, &l, err), CUL_EFULL);
	assert_non_null(strstr(err, "the disk is full"));
	assert_int_equal(unlink(in("ballast")), 0);
	l = opened(CUL_LEDGER_CREATE);
	cul_ledger_close(&l);
}

/* ---- who may not write ---- */

/* In a process that is nobody's; fails as that does. */
static void as_nobody(void (*act)(void))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
		    setresuid(NOBODY, NOBODY, NOBODY) != 0)
			_exit(2);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void may_read(void)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l;

	if (open_it(CUL_LEDGER_READ, &l, err) != 0) {
		print_error("%s\n", err);
		_exit(2);
	}
	if (ledger_t_standing(l, "t000000000000000", now) !=
	    CUL_STANDING_ACCEPTED)
		_exit(3);
	if (cul_ledger_check(l) != 0)
		_exit(4);
	if (ledger_t_decide(l, "t000000000000001", CUL_VERB_ACCEPT, now) !=
	    CUL_EREADONLY)
		_exit(5);
	cul_ledger_close(&l);
}

static void refused(enum cul_ledger_mode mode, const char *because)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l;

	if (open_it(mode, &l, err) != CUL_EREADONLY ||
	    strstr(err, because) == NULL || strstr(err, "l.db") == NULL) {
		print_error("%s\n", err);
		_exit(6);
	}
}

static void may_only_read(void)
{
	may_read();
	refused(CUL_LEDGER_WRITE, "belongs to user 0");
	refused(CUL_LEDGER_CREATE, "belongs to user 0");
}

static void may_not_even_read(void)
{
	refused(CUL_LEDGER_READ, "l.db");
}

static void accept_first(void)
{
	struct cul_ledger *l = opened(CUL_LEDGER_WRITE);

	assert_int_equal(
		ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now),
		0);
	cul_ledger_close(&l);
}

static void a_stranger_reads_and_is_told_that_he_cannot_write(void **state)
{
	(void)state;
	make();
	accept_first();
	assert_int_equal(chmod(folder, 0755), 0);
	as_nobody(may_not_even_read); /* 0640 */
	assert_int_equal(chmod(in("l.db"), 0644), 0);
	assert_int_equal(chmod(in("l.db-wal"), 0644), 0);
	assert_int_equal(chmod(in("l.db-shm"), 0644), 0);
	as_nobody(may_only_read);
	/* Without SQLite's files, which he cannot make. */
	assert_int_equal(unlink(in("l.db-wal")), 0);
	assert_int_equal(unlink(in("l.db-shm")), 0);
	as_nobody(may_only_read);
}

static void may_not_make_one(void)
{
	refused(CUL_LEDGER_CREATE, "it cannot be made");
}

static void needs_the_folder_too(void)
{
	refused(CUL_LEDGER_WRITE, "must own its folder too");
}

static void a_folder_that_may_not_be_written_is_said(void **state)
{
	(void)state;
	assert_int_equal(chmod(folder, 0755), 0);
	as_nobody(may_not_make_one);
	make();
	assert_int_equal(chown(in("l.db"), NOBODY, NOBODY), 0);
	assert_int_equal(unlink(in("l.db-wal")), 0);
	assert_int_equal(unlink(in("l.db-shm")), 0);
	assert_int_equal(unlink(in("l.db.lock")), 0);
	as_nobody(needs_the_folder_too);
}

static void may_write(void)
{
	struct cul_ledger *l = opened(CUL_LEDGER_WRITE);

	if (ledger_t_decide(l, "t000000000000001", CUL_VERB_ACCEPT, now) != 0)
		_exit(8);
	cul_ledger_close(&l);
}

/* A lead who types a decision as root must not lock out the nightly run. */
static void what_root_does_leaves_it_to_whom_it_belongs(void **state)
{
	static const char *const names[] = { "l.db-wal", "l.db-shm",
					     "l.db.lock" };
	struct stat st;

	(void)state;
	make();
	assert_int_equal(chown(in("l.db"), NOBODY, NOBODY), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(unlink(in(names[i])), 0);
	accept_first();
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(in(names[i]), &st), 0);
		assert_int_equal(st.st_uid, NOBODY);
	}
	as_nobody(may_write);
}

static void a_disk_that_is_read_only_can_be_read(void **state)
{
	char err[CUL_LEDGER_ERR];
	struct cul_ledger *l;

	(void)state;
	make();
	accept_first();
	assert_int_equal(
		mount(NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, "size=768k"),
		0);
	assert_int_equal(open_it(CUL_LEDGER_WRITE, &l, err), CUL_EREADONLY);
	assert_non_null(strstr(err, "Read-only file system"));
	may_read();
	assert_int_equal(mount(NULL, folder, NULL, MS_REMOUNT, "size=768k"), 0);
	assert_int_equal(unlink(in("l.db-wal")), 0);
	assert_int_equal(unlink(in("l.db-shm")), 0);
	assert_int_equal(
		mount(NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, "size=768k"),
		0);
	may_read();
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(decisions_on_a_full_disk_are_made_or_refused),
		TEST(a_night_that_does_not_fit_is_filed_when_it_does),
		TEST(a_full_disk_has_no_room_for_a_new_one),
		TEST(a_stranger_reads_and_is_told_that_he_cannot_write),
		TEST(a_folder_that_may_not_be_written_is_said),
		TEST(what_root_does_leaves_it_to_whom_it_belongs),
		TEST(a_disk_that_is_read_only_can_be_read),
	};

	if (geteuid() != 0 || unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
		print_message("skipped: only root can mount a small disk\n");
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
