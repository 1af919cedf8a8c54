/* \summary: a ledger to break: its files, what is done to it, where it stops */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;

/* ---- the ledger ---- */

static char folder[128];

const char *base_path(const char *name)
{
	static char buf[8][256];
	static unsigned turn;
	char *path = buf[turn++ % 8];

	(void)snprintf(path, sizeof(buf[0]), "%s/%s", folder, name);
	return path;
}

struct cul_ledger *base_open(void)
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;

	if (cul_ledger_open(base_path("l.db"), CUL_LEDGER_WRITE, now, &l,
			    err) != 0)
		fail_msg("%s", err);
	return l;
}

void base_make(void)
{
	struct cul_ledger *l = ledger_t_open("base.db", CUL_LEDGER_CREATE);
	struct ledger_t_report *r = ledger_t_report(5);

	(void)snprintf(folder, sizeof(folder), "%s", scratch_path("."));
	ledger_t_file(l, &r->report, now, NULL);
	ledger_t_decide(l, r->s[1].id, CUL_VERB_ACCEPT, now);
	ledger_t_decide(l, r->s[2].id, CUL_VERB_DECLINE, now);
	ledger_t_decide(l, r->s[3].id, CUL_VERB_ACCEPT, now);
	ledger_t_decide(l, r->s[3].id, CUL_VERB_RELEASE, now + 1);
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
}

static void copy(const char *from, const char *to)
{
	char buf[65536];
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	ssize_t n;

	(void)unlink(to);
	if (in < 0)
		return;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(out >= 0);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		assert_int_equal(write(out, buf, (size_t)n), n);
	(void)close(in);
	(void)close(out);
}

void base_copy(void)
{
	static const char *const names[][2] = {
		{ "base.db", "l.db" },
		{ "base.db-wal", "l.db-wal" },
		{ "base.db-shm", "l.db-shm" },
		{ "none", "l.db.before-v2" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		copy(base_path(names[i][0]), base_path(names[i][1]));
}

/* ---- deeds ---- */

static int accept_one(struct cul_ledger *l)
{
	return ledger_t_decide(l, "t000000000000000", CUL_VERB_ACCEPT, now + 2);
}

static int release_one(struct cul_ledger *l)
{
	return ledger_t_decide(l, "t000000000000001", CUL_VERB_RELEASE,
			       now + 2);
}

static int reopen_one(struct cul_ledger *l)
{
	return ledger_t_decide(l, "t000000000000002", CUL_VERB_REOPEN, now + 2);
}

/* One is gone, one has changed, one is back, one is anew, one more is new. */
static int file_some(struct cul_ledger *l)
{
	struct ledger_t_report *r = ledger_t_report(6);
	const struct cul_filing f = { .command = "scan",
				      .report = &r->report,
				      .now_usec = now + 3,
				      .whole = true };
	int rc;

	r->s[1].counts.messages++;
	r->s[2].reasons[0].family = CUL_FAMILY_SPREAD;
	r->s[3].flagged_usec = now + 2;
	r->report.suggestions++;
	r->report.n_suggestions--;
	rc = cul_ledger_file(l, &f, NULL);
	ledger_t_report_free(&r);
	return rc;
}

static int note_one(struct cul_ledger *l)
{
	const struct cul_note n = { .at_usec = now,
				    .by = "ann",
				    .id = "t000000000000000",
				    .text = "called" };

	return cul_ledger_note(l, &n, "shell");
}

static int except_one(struct cul_ledger *l)
{
	const struct cul_exception e = { .what = "192.0.2.0/24",
					 .reason = "monitors",
					 .owner = "noc",
					 .added_usec = now,
					 .expires_usec = CUL_TIME_NONE };

	return cul_ledger_except(l, &e, "ann", "shell", NULL);
}

static int prune_all(struct cul_ledger *l)
{
	return cul_ledger_prune(l, now, NULL, NULL);
}

const struct base_deed base_deeds[] = {
	{ "accept", accept_one }, { "release", release_one },
	{ "reopen", reopen_one }, { "file", file_some },
	{ "note", note_one },     { "except", except_one },
	{ "prune", prune_all },
};
const size_t base_n_deeds = sizeof(base_deeds) / sizeof(base_deeds[0]);

char *base_before(void)
{
	struct cul_ledger *l;
	char *text;

	base_copy();
	l = base_open();
	text = ledger_t_dump(l);
	cul_ledger_close(&l);
	return text;
}

char *base_after(const struct base_deed *d)
{
	struct cul_ledger *l;
	char *text;

	base_copy();
	l = base_open();
	assert_int_equal(d->act(l), 0);
	text = ledger_t_dump(l);
	cul_ledger_close(&l);
	return text;
}

/* ---- where it stops ---- */

static struct {
	enum base_point where;
	unsigned at, n;
} stop;

void base_stop_at(enum base_point where, unsigned n)
{
	stop.where = where;
	stop.at = n;
	stop.n = 0;
}

bool base_stopped(void)
{
	return stop.at != 0 && stop.n >= stop.at;
}

static bool is_point(enum base_point where)
{
	return stop.at != 0 && stop.where == where && ++stop.n == stop.at;
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
	for (;;)
		(void)pause();
}

/* SQLite's own table of system calls is for this. */
typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef int (*truncate_call)(int, off_t);
static pwrite_call real_pwrite;
static truncate_call real_truncate;

static bool fails(void)
{
	if (stop.at != 0 && stop.where == BASE_FULL && ++stop.n >= stop.at) {
		errno = ENOSPC;
		return true;
	}
	if (is_point(BASE_BROKEN)) {
		errno = EIO;
		return true;
	}
	return false;
}

static ssize_t stopping_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (is_point(BASE_WRITE))
		die();
	if (is_point(BASE_TORN)) {
		(void)!real_pwrite(fd, p, n / 2, at);
		die();
	}
	return fails() ? -1 : real_pwrite(fd, p, n, at);
}

static int stopping_truncate(int fd, off_t size)
{
	if (is_point(BASE_WRITE))
		die();
	return fails() ? -1 : real_truncate(fd, size);
}

static int stopping_trace(unsigned what, void *arg, void *p, void *x)
{
	(void)what;
	(void)arg;
	(void)p;
	(void)x;
	if (is_point(BASE_STATEMENT))
		die();
	return 0;
}

static int watch_connection(sqlite3 *db, const char **err,
			    const struct sqlite3_api_routines *api)
{
	(void)err;
	(void)api;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, stopping_trace, NULL);
}

__attribute__((constructor)) static void hook(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	const char *name = "pwrite64";
	sqlite3_syscall_ptr is = vfs->xGetSystemCall(vfs, name);

	if (is == NULL)
		is = vfs->xGetSystemCall(vfs, name = "pwrite");
	real_pwrite = (pwrite_call)(void (*)(void))is;
	real_truncate = (truncate_call)(void (*)(void))vfs->xGetSystemCall(
		vfs, "ftruncate");
	(void)vfs->xSetSystemCall(
		vfs, name,
		(sqlite3_syscall_ptr)(void (*)(void))stopping_pwrite);
	(void)vfs->xSetSystemCall(
		vfs, "ftruncate",
		(sqlite3_syscall_ptr)(void (*)(void))stopping_truncate);
	(void)sqlite3_auto_extension((void (*)(void))watch_connection);
}
