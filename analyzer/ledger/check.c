/* \summary: whether the ledger is whole: what SQLite says, and what we know */
#include <sys/stat.h>

#include "ledger/ledger_int.h"

static int integrity(struct cul_ledger *l)
{
	sqlite3_stmt *st = ledger_sql_once(l, "PRAGMA integrity_check(1)");
	struct ledger_take t = { st, 0 };
	int rc = ledger_step(l, st);

	if (rc == 1) {
		const char *said = ledger_take_text(&t);

		rc = strcmp(said, "ok") == 0
			     ? 0
			     : ledger_fail(l, CUL_ECORRUPT, "%s is damaged: %s",
					   l->path, said);
	}
	ledger_done(l, st);
	return rc;
}

/* A last page that was cut off is read as if it ended in zeros, which may be
 * text like other text. While SQLite's log has pages, they are to come. */
static int whole_file(struct cul_ledger *l)
{
	int64_t pages = 0, size = 0;
	struct stat log, file;
	int rc = ledger_one(l, ledger_sql_once(l, "PRAGMA page_count"), &pages);

	if (rc == 0)
		rc = ledger_one(l, ledger_sql_once(l, "PRAGMA page_size"),
				&size);
	if (rc != 0 ||
	    (stat(ledger_log_path(l), &log) == 0 && log.st_size != 0))
		return rc;
	if (stat(l->path, &file) != 0 || file.st_size >= pages * size)
		return 0;
	return ledger_fail(l, CUL_ECORRUPT,
			   "%s is damaged: it was cut off; put back the last "
			   "backup",
			   l->path);
}

/* What the program takes for granted, and the number of what breaks it. */
static const struct {
	const char *sql, *what;
} rules[] = {
	{ "SELECT count(*) FROM pragma_foreign_key_check",
	  "rows that belong to nothing" },
	{ "SELECT count(*) FROM suggestion c LEFT JOIN episode e ON "
	  "e.number = c.current WHERE e.suggestion IS NOT c.number",
	  "cases without their episode" },
	{ "SELECT count(*) FROM suggestion c WHERE c.episodes <> "
	  "(SELECT count(*) FROM episode e WHERE e.suggestion = c.number)",
	  "cases whose episodes do not add up" },
	{ "SELECT count(*) FROM suggestion c WHERE c.standing IN "
	  "('accepted', 'declined', 'released') AND NOT EXISTS (SELECT 1 "
	  "FROM decision d WHERE d.suggestion = c.number)",
	  "cases that nobody decided, and that are decided" },
	{ "SELECT count(*) FROM decision d WHERE NOT EXISTS (SELECT 1 FROM "
	  "audit a, suggestion c WHERE c.number = d.suggestion AND "
	  "a.about = c.id AND a.what = d.verb AND a.at = d.at)",
	  "decisions that are not in the audit" },
};

static int ours(struct cul_ledger *l)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		int64_t n = 0;
		int rc = ledger_one(l, ledger_sql_once(l, rules[i].sql), &n);

		if (rc != 0)
			return rc;
		if (n != 0)
			return ledger_fail(l, CUL_ECORRUPT,
					   "%s is damaged: %lld %s", l->path,
					   (long long)n, rules[i].what);
	}
	return 0;
}

int cul_ledger_check(struct cul_ledger *l)
{
	int rc = ledger_read_begin(l);

	if (rc != 0)
		return rc;
	rc = integrity(l);
	if (rc == 0)
		rc = whole_file(l);
	if (rc == 0)
		rc = ours(l);
	ledger_read_end(l);
	return rc;
}
