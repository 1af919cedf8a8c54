/* \summary: what is too old goes */
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
