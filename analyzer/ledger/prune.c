/* \summary: what is too old goes, and whether what is there is whole */
#include "ledger/ledger_int.h"

static int64_t day_after(int64_t t_usec)
{
	return (t_usec - 1) / CUL_USEC_PER_DAY + 1;
}

static int drop(struct cul_ledger *l, const char *sql, int64_t v, uint64_t *n)
{
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int rc;

	ledger_put_int(&p, v);
	rc = ledger_run(l, p.st);
	*n = rc == 0 ? (uint64_t)sqlite3_changes64(l->db) : 0;
	return rc;
}

int cul_ledger_prune(struct cul_ledger *l, int64_t older_than_usec,
		     uint64_t *ret_lines, uint64_t *ret_days)
{
	static const char lines[] =
		"DELETE FROM evidence WHERE episode IN "
		"(SELECT number FROM episode WHERE last_seen < ?)";
	static const char days[] = "DELETE FROM past_day WHERE day < ?";
	uint64_t n_lines = 0, n_days = 0;
	int rc = ledger_write_begin(l);

	if (rc != 0)
		return rc;
	rc = drop(l, lines, older_than_usec, &n_lines);
	if (rc == 0)
		rc = drop(l, days, day_after(older_than_usec), &n_days);
	rc = ledger_write_end(l, rc);
	if (rc == 0 && ret_lines != NULL)
		*ret_lines = n_lines;
	if (rc == 0 && ret_days != NULL)
		*ret_days = n_days;
	return rc;
}

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
		rc = ours(l);
	ledger_read_end(l);
	return rc;
}
