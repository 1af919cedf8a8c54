/* \summary: who did what, and from where: append-only */
#include "ledger/ledger_int.h"

int ledger_audit_add(struct cul_ledger *l, const struct cul_audit *a)
{
	static const char sql[] =
		"INSERT INTO audit (at, by, place, what, about, detail) "
		"VALUES (?, ?, ?, ?, ?, ?)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_int(&p, a->at_usec);
	ledger_put_text(&p, a->by);
	ledger_put_text(&p, a->from);
	ledger_put_text(&p, a->what);
	ledger_put_text(&p, a->on);
	ledger_put_text(&p, a->detail);
	return ledger_run(l, p.st);
}

int cul_ledger_audit(struct cul_ledger *l, const struct cul_audit *a)
{
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_write_end(l, ledger_audit_add(l, a));
}

int cul_ledger_audits(struct cul_ledger *l, const char *on, const char *by,
		      size_t skip, size_t most,
		      bool (*each)(void *arg, const struct cul_audit *a),
		      void *arg)
{
	static const char sql[] =
		"SELECT number, at, by, place, what, about, detail FROM audit "
		"WHERE (?1 IS NULL OR about = ?1) AND (?2 IS NULL OR by = ?2) "
		"ORDER BY number DESC LIMIT ?3 OFFSET ?4";
	sqlite3_stmt *st = ledger_sql(l, sql);
	int rc;

	(void)sqlite3_bind_text(st, 1, on, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(st, 2, by, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(st, 3, most != 0 ? (int64_t)most : -1);
	(void)sqlite3_bind_int64(st, 4, (int64_t)skip);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_audit a;

		a.number = ledger_take_int(&t);
		a.at_usec = ledger_take_int(&t);
		a.by = ledger_take_text(&t);
		a.from = ledger_take_text(&t);
		a.what = ledger_take_text(&t);
		a.on = ledger_take_text(&t);
		a.detail = ledger_take_text(&t);
		if (!each(arg, &a))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
