/* \summary: opening the ledger, and closing it */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/ledger_int.h"
#include "ledger/migrate.h"

enum { FILE_MODE = 0640, FOLDER_MODE = 0750 };

/* The folders above it, as far as they are missing. */
static int make_folders(struct cul_ledger *l)
{
	char *path = strdup(l->path);
	int rc = 0;

	if (path == NULL)
		return ledger_fail_memory(l);
	for (char *p = path + 1; rc == 0 && (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
			rc = ledger_fail_file(l, path);
		*p = '/';
	}
	free(path);
	return rc;
}

static int make_file(struct cul_ledger *l)
{
	int fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY,
		      FILE_MODE);

	if (fd < 0)
		return ledger_fail_file(l, l->path);
	(void)close(fd);
	return 0;
}

static int look(struct cul_ledger *l)
{
	struct stat st;

	if (stat(l->path, &st) != 0) {
		if (errno != ENOENT)
			return ledger_fail_file(l, l->path);
		return ledger_fail(l, CUL_ENONE,
				   "%s: there is no ledger yet: a scan makes "
				   "it",
				   l->path);
	}
	if (!S_ISREG(st.st_mode))
		return ledger_fail(l, CUL_ECORRUPT,
				   "%s is no ledger: it is not a file",
				   l->path);
	if (faccessat(AT_FDCWD, l->path,
		      l->mode == CUL_LEDGER_READ ? R_OK : W_OK,
		      AT_EACCESS) != 0)
		return ledger_fail_file(l, l->path);
	return 0;
}

static int set_up(struct cul_ledger *l)
{
	static const char common[] = "PRAGMA foreign_keys = ON;"
				     "PRAGMA synchronous = FULL;"
				     "PRAGMA wal_autocheckpoint = 0;"
				     "PRAGMA temp_store = MEMORY;"
				     "PRAGMA cell_size_check = ON;"
				     "PRAGMA cache_size = -65536";
	int rc;

	(void)sqlite3_extended_result_codes(l->db, 1);
	(void)sqlite3_busy_timeout(l->db, (int)l->wait_msec);
	(void)sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(l->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				NULL);
	rc = ledger_exec(l, common);
	if (rc == 0)
		rc = ledger_functions(l);
	if (rc == 0 && l->mode == CUL_LEDGER_READ)
		rc = ledger_exec(l, "PRAGMA query_only = ON");
	return rc;
}

/* "file:PATH?immutable=1": of a ledger nobody can write, not even SQLite its
 * shared memory. */
static char *as_immutable(const char *path)
{
	static const char digits[] = "0123456789abcdef";
	static const char before[] = "file:", after[] = "?immutable=1";
	char *uri = malloc(sizeof(before) + 3 * strlen(path) + sizeof(after));
	char *at = uri;

	if (uri == NULL)
		return NULL;
	memcpy(at, before, sizeof(before) - 1);
	at += sizeof(before) - 1;
	for (const char *p = path; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c == '%' || c == '?' || c == '#' || c <= ' ' || c > '~') {
			*at++ = '%';
			*at++ = digits[c >> 4];
			*at++ = digits[c & 15];
		} else {
			*at++ = *p;
		}
	}
	memcpy(at, after, sizeof(after));
	return uri;
}

static int connect_to(struct cul_ledger *l, const char *name, int more_flags)
{
	int flags = SQLITE_OPEN_NOMUTEX | more_flags;
	int rc;

	flags |= l->mode == CUL_LEDGER_READ ? SQLITE_OPEN_READONLY
					    : SQLITE_OPEN_READWRITE;
	l->file = ledger_place(l->path);
	rc = sqlite3_open_v2(name, &l->db, flags, NULL);
	if (rc == SQLITE_OK)
		return set_up(l);
	return ledger_fail_sqlite(l, rc);
}

static void disconnect(struct cul_ledger *l)
{
	for (unsigned i = 0; i < LEDGER_CACHED; i++) {
		(void)sqlite3_finalize(l->cached[i].st);
		l->cached[i] = (struct ledger_cached){ NULL, NULL, false };
	}
	(void)sqlite3_close_v2(l->db);
	l->db = NULL;
}

static bool has_log(const struct cul_ledger *l)
{
	char *name = NULL;
	bool has;

	if (asprintf(&name, "%s-wal", l->path) < 0)
		return true;
	has = ledger_place(name).file != 0;
	free(name);
	return has;
}

/* Who reads and may write brings an older version up to date; who may not is
 * told. */
static int update_first(struct cul_ledger *l)
{
	struct cul_ledger *w = NULL;
	char err[CUL_LEDGER_ERR] = "";
	int rc = cul_ledger_open(l->path, CUL_LEDGER_WRITE, 0, &w, err);

	if (rc != 0)
		return ledger_fail(l, rc, "%s", err);
	cul_ledger_close(&w);
	return 0;
}

static int open_readable(struct cul_ledger *l)
{
	char *uri;
	int rc = connect_to(l, l->path, 0);

	if (rc == 0)
		rc = ledger_migrate(l, &ledger_steps);
	if (rc == CUL_ESTALE) {
		rc = update_first(l);
		if (rc == 0)
			rc = ledger_migrate(l, &ledger_steps);
	}
	if ((rc != CUL_EREADONLY && rc != CUL_EIO && rc != CUL_ENONE) ||
	    has_log(l))
		return rc;
	disconnect(l);
	uri = as_immutable(l->path);
	if (uri == NULL)
		return ledger_fail_memory(l);
	rc = connect_to(l, uri, SQLITE_OPEN_URI);
	free(uri);
	return rc != 0 ? rc : ledger_migrate(l, &ledger_steps);
}

static int open_it(struct cul_ledger *l)
{
	int rc = 0;

	if (l->mode == CUL_LEDGER_CREATE && access(l->path, F_OK) != 0) {
		rc = make_folders(l);
		if (rc == 0)
			rc = make_file(l);
	}
	if (rc == 0)
		rc = look(l);
	if (rc != 0)
		return rc;
	if (l->mode == CUL_LEDGER_READ)
		return open_readable(l);
	rc = ledger_lock_open(l);
	if (rc == 0)
		rc = connect_to(l, l->path, 0);
	return rc != 0 ? rc : ledger_migrate(l, &ledger_steps);
}

static void release(struct cul_ledger *l)
{
	disconnect(l);
	ledger_lock_close(l);
	free(l->path);
	free(l->lock_path);
	free(l);
}

/* SQLite takes ":memory:" and "file:" for something else. */
static char *plain_path(const char *path)
{
	char *p = NULL;

	if (asprintf(&p, "%s%s", path[0] == '/' || path[0] == '.' ? "" : "./",
		     path) < 0)
		return NULL;
	return p;
}

int cul_ledger_open(const char *path, enum cul_ledger_mode mode,
		    int64_t now_usec, struct cul_ledger **ret,
		    char err[CUL_LEDGER_ERR])
{
	struct cul_ledger *l = calloc(1, sizeof(*l));
	int rc = CUL_ENOMEM;

	(void)now_usec;
	if (l != NULL) {
		l->mode = mode;
		l->lock = -1;
		l->wait_msec = CUL_LEDGER_WAIT_MSEC;
		l->path = plain_path(path);
		if (l->path == NULL ||
		    asprintf(&l->lock_path, "%s.lock", l->path) < 0)
			l->lock_path = NULL;
		if (l->lock_path != NULL)
			rc = open_it(l);
	}
	if (rc == 0) {
		l->log = ledger_place(ledger_log_path(l));
		*ret = l;
		return 0;
	}
	if (l == NULL || l->lock_path == NULL)
		(void)snprintf(err, CUL_LEDGER_ERR, "%s: out of memory", path);
	else
		(void)snprintf(err, CUL_LEDGER_ERR, "%s", l->error);
	if (l != NULL)
		release(l);
	return rc;
}

void cul_ledger_close(struct cul_ledger **l)
{
	if (*l == NULL)
		return;
	/* So that a copy of the file alone has all of it. */
	if ((*l)->unsaved)
		ledger_checkpoint(*l);
	release(*l);
	*l = NULL;
}

void cul_ledger_wait(struct cul_ledger *l, unsigned msec)
{
	l->wait_msec = msec;
	(void)sqlite3_busy_timeout(l->db, (int)msec);
}

const char *cul_ledger_path(const struct cul_ledger *l)
{
	return l->path;
}
