/* \summary: what went wrong with the ledger, and what to do about it */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "ledger/ledger_int.h"

/* What people typed, or a folder is called, may stand in it. */
static void clean(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
}

int ledger_fail(struct cul_ledger *l, int rc, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(l->error, sizeof(l->error), fmt, args);
	va_end(args);
	clean(l->error);
	return rc;
}

int ledger_fail_memory(struct cul_ledger *l)
{
	return ledger_fail(l, CUL_ENOMEM, "%s: out of memory", l->path);
}

static int full(struct cul_ledger *l)
{
	return ledger_fail(l, CUL_EFULL,
			   "%s: the disk is full, and nothing was changed: "
			   "make room, then do it again",
			   l->path);
}

static int readonly(struct cul_ledger *l, const char *why)
{
	struct stat st;

	if (stat(l->path, &st) != 0)
		return ledger_fail(l, CUL_EREADONLY,
				   "%s: it cannot be made (%s): make its "
				   "folder writable, or name another place "
				   "under [ledger] path",
				   l->path, why);
	return ledger_fail(l, CUL_EREADONLY,
			   "%s: it cannot be written (%s): it belongs to user "
			   "%u, who must own its folder too; run this as that "
			   "user",
			   l->path, why, (unsigned)st.st_uid);
}

static int damaged(struct cul_ledger *l)
{
	return ledger_fail(l, CUL_ECORRUPT,
			   "%s is damaged (%s): stop all that use it, keep a "
			   "copy of it, -wal and -shm, and put back the last "
			   "backup, or save what can be read: sqlite3 FILE "
			   ".recover | sqlite3 NEWFILE",
			   l->path, sqlite3_errmsg(l->db));
}

static int busy(struct cul_ledger *l)
{
	if (l->wait_msec == 0)
		return ledger_fail(l, CUL_EBUSY,
				   "%s: another program is writing to it",
				   l->path);
	return ledger_fail(l, CUL_EBUSY,
			   "%s: another program has been writing to it for "
			   "more than %u s: try again, and see what it does",
			   l->path, l->wait_msec / 1000);
}

static int by_errno(struct cul_ledger *l, int err, const char *path)
{
	switch (err) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return full(l);
	case EROFS:
	case EACCES:
	case EPERM:
		return readonly(l, strerror(err));
	case ENOENT:
		return ledger_fail(l, CUL_ENONE, "%s: %s", path, strerror(err));
	case ENOMEM:
		return ledger_fail_memory(l);
	default:
		return ledger_fail(l, CUL_EIO, "%s: %s", path, strerror(err));
	}
}

int ledger_fail_file(struct cul_ledger *l, const char *path)
{
	return by_errno(l, errno, path);
}

int ledger_fail_sqlite(struct cul_ledger *l, int rc)
{
	const int err = l->db != NULL ? sqlite3_system_errno(l->db) : 0;

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return busy(l);
	case SQLITE_FULL:
		return full(l);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return readonly(l, err != 0 ? strerror(err) : "read-only");
	case SQLITE_NOTADB:
		return ledger_fail(l, CUL_ECORRUPT,
				   "%s is no ledger: it is not a database of "
				   "SQLite. Was another file meant?",
				   l->path);
	case SQLITE_CORRUPT:
		return damaged(l);
	case SQLITE_NOMEM:
		return ledger_fail_memory(l);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		if (err != 0)
			return by_errno(l, err, l->path);
		break;
	default:
		break;
	}
	return ledger_fail(l, CUL_EIO, "%s: %s", l->path,
			   l->db != NULL ? sqlite3_errmsg(l->db)
					 : sqlite3_errstr(rc));
}

const char *cul_ledger_error(const struct cul_ledger *l)
{
	return l->error;
}
