/* \summary: transactions: reads that see one state, writes under the lock */
#include <sys/stat.h>

#include "ledger/ledger_int.h"

int ledger_read_begin(struct cul_ledger *l)
{
	int rc;

	if (l->writing || l->reading != 0) {
		l->reading++;
		return 0;
	}
	rc = ledger_in_place(l);
	if (rc == 0)
		rc = ledger_exec(l, "BEGIN");
	if (rc == 0)
		l->reading++;
	return rc;
}

void ledger_read_end(struct cul_ledger *l)
{
	if (--l->reading != 0 || l->writing)
		return;
	(void)sqlite3_exec(l->db, "COMMIT", NULL, NULL, NULL);
}

int ledger_write_begin(struct cul_ledger *l)
{
	int rc;

	if (l->mode == CUL_LEDGER_READ)
		return ledger_fail(l, CUL_EREADONLY,
				   "%s: it was opened to be read only",
				   l->path);
	if (l->writing || l->reading != 0)
		return ledger_fail(l, CUL_EUSAGE,
				   "%s: a change was asked for in the middle "
				   "of something else",
				   l->path);
	rc = ledger_lock(l);
	if (rc != 0)
		return rc;
	rc = ledger_in_place(l);
	if (rc == 0)
		rc = ledger_exec(l, "BEGIN IMMEDIATE");
	if (rc != 0) {
		ledger_unlock(l);
		return rc;
	}
	l->changes_before = sqlite3_total_changes(l->db);
	l->writing = true;
	return 0;
}

static bool log_is_long(const struct cul_ledger *l)
{
	struct stat st;

	return stat(ledger_log_path(l), &st) == 0 &&
	       st.st_size > LEDGER_WAL_BYTES;
}

/* Under the lock. With TRUNCATE the log begins anew where nobody reads it. */
static void checkpoint(struct cul_ledger *l)
{
	(void)sqlite3_busy_timeout(l->db, 0);
	(void)sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
					NULL, NULL);
	(void)sqlite3_busy_timeout(l->db, (int)l->wait_msec);
	l->unsaved = false;
}

void ledger_checkpoint(struct cul_ledger *l)
{
	if (l->db == NULL || l->mode == CUL_LEDGER_READ || l->writing ||
	    !ledger_lock_try(l))
		return;
	checkpoint(l);
	ledger_unlock(l);
}

int ledger_write_end(struct cul_ledger *l, int rc)
{
	if (rc == 0)
		rc = ledger_exec(l, "COMMIT");
	/* What is said already is the reason. */
	if (rc != 0 && sqlite3_get_autocommit(l->db) == 0)
		(void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
	l->writing = false;
	if (rc == 0 && sqlite3_total_changes(l->db) != l->changes_before) {
		l->own_changes++;
		l->unsaved = true;
		if (log_is_long(l))
			checkpoint(l);
	}
	ledger_unlock(l);
	return rc;
}

uint64_t cul_ledger_stamp(struct cul_ledger *l)
{
	int64_t others = 0;

	if (ledger_one(l, ledger_sql(l, "PRAGMA data_version"), &others) != 0)
		return l->own_changes;
	return (uint64_t)others + l->own_changes;
}
