/* \summary: an empty file becomes a ledger, an older one a newer */
#include "ledger/migrate.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/ledger_int.h"

static const char *const *const steps[] = { ledger_schema };
const struct ledger_steps ledger_steps = { 1, steps };

static int pragma(struct cul_ledger *l, const char *sql, int64_t *ret)
{
	return ledger_one(l, ledger_sql_once(l, sql), ret);
}

static int set_pragma(struct cul_ledger *l, const char *name, int v)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA %s = %d", name, v);
	return ledger_exec(l, sql);
}

/* The lines of one step are one text to SQLite: a trigger has several. */
static int run_step(struct cul_ledger *l, const char *const *lines)
{
	size_t len = 1;
	char *sql, *at;
	int rc;

	for (size_t i = 0; lines[i] != NULL; i++)
		len += strlen(lines[i]);
	sql = malloc(len);
	if (sql == NULL)
		return ledger_fail_memory(l);
	at = sql;
	for (size_t i = 0; lines[i] != NULL; i++) {
		size_t n = strlen(lines[i]);

		memcpy(at, lines[i], n);
		at += n;
	}
	*at = '\0';
	rc = ledger_exec(l, sql);
	free(sql);
	return rc;
}

static int copy_all(struct cul_ledger *l, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc = sqlite3_open_v2(
		path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK) {
		b = sqlite3_backup_init(to, "main", l->db, "main");
		if (b != NULL) {
			(void)sqlite3_backup_step(b, -1);
			rc = sqlite3_backup_finish(b);
		} else {
			rc = sqlite3_errcode(to);
		}
	}
	/* One file that stands for itself, to be put back by a copy. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL,
				  NULL, NULL);
	(void)sqlite3_close(to);
	return rc == SQLITE_OK ? 0 : ledger_fail_sqlite(l, rc);
}

static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
		slash == NULL
			? strdup(".")
			: strndup(path,
				  slash == path ? 1 : (size_t)(slash - path));
	int fd, rc;

	if (folder == NULL)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	(void)close(fd);
	return rc;
}

/* A copy under its last name is whole. */
static int backup_to(struct cul_ledger *l, const char *made, const char *name)
{
	struct stat st;
	int fd, rc;

	(void)unlink(made);
	fd = open(made, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		  0600);
	if (fd < 0)
		return ledger_fail_file(l, made);
	if (stat(l->path, &st) == 0) {
		(void)!fchmod(fd, st.st_mode & 0777);
		if (geteuid() == 0)
			(void)!fchown(fd, st.st_uid, st.st_gid);
	}
	rc = copy_all(l, made);
	if (rc == 0 && (fsync(fd) != 0 || rename(made, name) != 0 ||
			sync_folder(name) != 0))
		rc = ledger_fail_file(l, name);
	(void)close(fd);
	if (rc != 0)
		(void)unlink(made);
	return rc;
}

static int backup(struct cul_ledger *l, int version)
{
	char *made = NULL, *name = NULL;
	int rc = CUL_ENOMEM;

	if (asprintf(&name, "%s.before-v%d", l->path, version) < 0)
		name = NULL;
	if (name != NULL && asprintf(&made, "%s.new", name) < 0)
		made = NULL;
	if (made != NULL)
		rc = backup_to(l, made, name);
	else
		rc = ledger_fail_memory(l);
	free(made);
	free(name);
	return rc;
}

/* SQLite takes less than its smallest page for an empty file. */
static bool is_stump(const struct cul_ledger *l)
{
	struct stat st;

	return stat(l->path, &st) == 0 && st.st_size > 0 && st.st_size < 512;
}

/* What it is: -1 is no ledger, 0 an empty file, else its version. */
static int version_of(struct cul_ledger *l, int64_t *ret)
{
	int64_t application, version, tables;
	int rc = pragma(l, "PRAGMA application_id", &application);

	if (rc == 0)
		rc = pragma(l, "PRAGMA user_version", &version);
	if (rc == 0)
		rc = pragma(l, "SELECT count(*) FROM sqlite_schema", &tables);
	if (rc != 0)
		return rc;
	if (is_stump(l))
		return ledger_fail(l, CUL_ECORRUPT,
				   "%s is damaged: it was cut off; put back "
				   "the last backup",
				   l->path);
	if (application == LEDGER_APPLICATION)
		*ret = version;
	else
		*ret = application == 0 && version == 0 && tables == 0 ? 0 : -1;
	return 0;
}

static int refuse(struct cul_ledger *l, int64_t version, int last)
{
	if (version < 0)
		return ledger_fail(l, CUL_ECORRUPT,
				   "%s is no ledger, but a database of another "
				   "program. Was another file meant?",
				   l->path);
	return ledger_fail(l, CUL_ECORRUPT,
			   "%s is of version %lld, and this program knows "
			   "none after %d: use the newer program, or put back "
			   "the copy %s.before-v%d",
			   l->path, (long long)version, last, l->path,
			   last + 1);
}

/* In one transaction, so that it is of one version whatever happens. */
static int climb(struct cul_ledger *l, const struct ledger_steps *to)
{
	int64_t from = 0;
	int rc = ledger_write_begin(l);

	if (rc != 0)
		return rc;
	/* Somebody else may have done it by now, or more. */
	rc = version_of(l, &from);
	if (rc == 0 && (from < 0 || from > to->n))
		rc = refuse(l, from, to->n);
	for (int64_t v = from; rc == 0 && v < to->n; v++)
		rc = run_step(l, to->steps[v]);
	if (rc == 0)
		rc = set_pragma(l, "application_id", LEDGER_APPLICATION);
	if (rc == 0)
		rc = set_pragma(l, "user_version", to->n);
	return ledger_write_end(l, rc);
}

static int journal(struct cul_ledger *l, const char *sql, bool *ret_is_wal)
{
	sqlite3_stmt *st = ledger_sql_once(l, sql);
	struct ledger_take t = { st, 0 };
	int rc = ledger_step(l, st);

	*ret_is_wal = rc == 1 && strcmp(ledger_take_text(&t), "wal") == 0;
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

/* Under the lock, as all that writes. */
static int to_wal(struct cul_ledger *l)
{
	bool is = false;
	int rc = journal(l, "PRAGMA journal_mode", &is);

	if (rc != 0 || is)
		return rc;
	rc = ledger_lock(l);
	if (rc != 0)
		return rc;
	rc = journal(l, "PRAGMA journal_mode = WAL", &is);
	ledger_unlock(l);
	if (rc != 0 || is)
		return rc;
	return ledger_fail(l, CUL_EIO,
			   "%s: its file system cannot share memory: keep the "
			   "ledger on a disk of this machine",
			   l->path);
}

static int of_reader(struct cul_ledger *l, int64_t version, int last)
{
	if (version == last)
		return 0;
	if (version == 0)
		return ledger_fail(l, CUL_ENONE,
				   "%s: there is nothing in it yet: a scan "
				   "fills it",
				   l->path);
	return ledger_fail(l, CUL_ESTALE, "%s is of version %lld", l->path,
			   (long long)version);
}

int ledger_migrate(struct cul_ledger *l, const struct ledger_steps *to)
{
	int64_t version = 0;
	int rc = version_of(l, &version);

	if (rc != 0)
		return rc;
	if (version < 0 || version > to->n)
		return refuse(l, version, to->n);
	if (l->mode == CUL_LEDGER_READ)
		return of_reader(l, version, to->n);
	if (version > 0 && version < to->n)
		rc = backup(l, (int)version + 1);
	/* A copy that was put back has no log of its own. */
	if (rc == 0)
		rc = to_wal(l);
	return rc != 0 || version == to->n ? rc : climb(l, to);
}
