/* \summary: the watch takes back what it suggested */
#include "ledger/ledger_int.h"

static int episode_gone(struct cul_ledger *l, const char *id, int64_t number)
{
	static const char sql[] =
		"UPDATE episode SET gone = 1 WHERE id = ? AND suggestion = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_text(&p, id);
	ledger_put_int(&p, number);
	return ledger_run(l, p.st);
}

/* Something else of it may still hold: then the case bears the words of that.
 */
static int fall_back(struct cul_ledger *l, struct ledger_row *row)
{
	static const char sql[] =
		"SELECT number, action, customer, score, families, flagged, "
		"last_seen, (SELECT min(first_seen) FROM episode WHERE "
		"suggestion = ?1 AND gone = 0) FROM episode "
		"WHERE suggestion = ?1 AND gone = 0 "
		"ORDER BY last_seen DESC, number DESC LIMIT 1";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_int(&p, row->number);
	rc = ledger_step(l, st);
	if (rc == 1) {
		row->current = ledger_take_int(&t);
		row->action = ledger_action_of(ledger_take_text(&t));
		ledger_take_copy(&t, row->customer, sizeof(row->customer));
		row->score_mnat = (int32_t)ledger_take_int(&t);
		row->families = (unsigned)ledger_take_int(&t);
		row->flagged_usec = ledger_take_int(&t);
		row->last_seen_usec = ledger_take_int(&t);
		row->first_seen_usec = ledger_take_int(&t);
	}
	ledger_done(l, st);
	if (rc == 0) {
		row->standing = CUL_STANDING_WITHDRAWN;
		row->until_usec = CUL_TIME_NONE;
	}
	return rc < 0 ? rc : 0;
}

static int withdraw(struct cul_ledger *l, const char *id, int64_t now_usec)
{
	struct ledger_row row;
	int64_t number;
	int rc = ledger_find(l, id, &number);

	if (rc == CUL_ENONE)
		return 0;
	if (rc == 0)
		rc = ledger_row_get(l, number, &row);
	if (rc != 0 || ledger_stands(&row, now_usec) != CUL_STANDING_OPEN)
		return rc;
	rc = episode_gone(l, id, number);
	if (rc == 0)
		rc = fall_back(l, &row);
	if (rc != 0)
		return rc;
	row.version++;
	row.changed_usec = now_usec;
	return ledger_row_save(l, &row);
}

int cul_ledger_withdraw(struct cul_ledger *l, const char *id, int64_t now_usec)
{
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_write_end(l, withdraw(l, id, now_usec));
}
