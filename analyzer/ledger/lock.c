/* \summary: PATH.lock: one writes at a time, and says who */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ledger/ledger_int.h"

enum { TRY_USEC = 1000, MODE = 0640 };

/* Root makes it for whom the ledger belongs to, as SQLite does with its own
 * files beside it. */
static void give_away(const struct cul_ledger *l, int fd)
{
	struct stat db, own;

	if (geteuid() != 0 || stat(l->path, &db) != 0 || fstat(fd, &own) != 0)
		return;
	if (own.st_uid != db.st_uid || own.st_gid != db.st_gid)
		(void)!fchown(fd, db.st_uid, db.st_gid);
}

int ledger_lock_open(struct cul_ledger *l)
{
	const int flags = O_CLOEXEC | O_NOFOLLOW | O_NOCTTY;
	int why;

	l->lock = open(l->lock_path, flags | O_RDWR | O_CREAT, MODE);
	why = errno;
	/* To read is enough to lock. */
	if (l->lock < 0 && (why == EACCES || why == EROFS))
		l->lock = open(l->lock_path, flags | O_RDONLY);
	if (l->lock < 0) {
		errno = why;
		return ledger_fail_file(l, l->lock_path);
	}
	give_away(l, l->lock);
	return 0;
}

void ledger_lock_close(struct cul_ledger *l)
{
	if (l->lock >= 0)
		(void)close(l->lock);
	l->lock = -1;
}

/* Whoever tidied it away must not make two locks of one. */
static bool is_there_still(const struct cul_ledger *l)
{
	struct stat held, named;

	return fstat(l->lock, &held) == 0 && stat(l->lock_path, &named) == 0 &&
	       held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

static void say_who(const struct cul_ledger *l)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%-15ld\n", (long)getpid());

	(void)!pwrite(l->lock, text, (size_t)n, 0);
}

/* 1: it is ours; 0: somebody has it. */
static int attempt(struct cul_ledger *l)
{
	for (;;) {
		int rc;

		if (l->lock < 0 && (rc = ledger_lock_open(l)) != 0)
			return rc;
		if (flock(l->lock, LOCK_EX | LOCK_NB) != 0) {
			if (errno == EINTR)
				continue;
			if (errno == EWOULDBLOCK)
				return 0;
			return ledger_fail_file(l, l->lock_path);
		}
		if (is_there_still(l))
			return 1;
		ledger_lock_close(l);
	}
}

/* "process 4711", as its lock says. */
static void name_holder(const struct cul_ledger *l, char *buf, size_t size)
{
	char text[24] = "";
	size_t n = 0;

	if (pread(l->lock, text, sizeof(text) - 1, 0) > 0)
		n = strspn(text, "0123456789");
	if (n != 0)
		(void)snprintf(buf, size, "process %.*s", (int)n, text);
	else
		(void)snprintf(buf, size, "another process");
}

bool ledger_lock_try(struct cul_ledger *l)
{
	return attempt(l) == 1;
}

int ledger_lock(struct cul_ledger *l)
{
	const struct timespec pause = { 0, TRY_USEC * 1000L };
	char who[40];

	for (unsigned tried = 0;; tried++) {
		int rc = attempt(l);

		if (rc < 0)
			return rc;
		if (rc == 1)
			break;
		if (tried * (TRY_USEC / 1000) >= l->wait_msec) {
			name_holder(l, who, sizeof(who));
			if (l->wait_msec == 0)
				return ledger_fail(l, CUL_EBUSY,
						   "%s: %s is writing to it",
						   l->path, who);
			return ledger_fail(
				l, CUL_EBUSY,
				"%s: %s has been writing to it for more than "
				"%u s: try again, and see what it does",
				l->path, who, l->wait_msec / 1000);
		}
		(void)nanosleep(&pause, NULL);
	}
	say_who(l);
	return 0;
}

void ledger_unlock(struct cul_ledger *l)
{
	if (l->lock >= 0)
		(void)flock(l->lock, LOCK_UN);
}
