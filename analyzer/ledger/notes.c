/* \summary: what people write beside a case or a subject */
#include <stdio.h>

#include "ledger/ledger_int.h"

static int is_subject(struct cul_ledger *l, const char *name, bool *ret)
{
	static const char sql[] =
		"SELECT EXISTS (SELECT 1 FROM suggestion WHERE name = ?1) OR "
		"EXISTS (SELECT 1 FROM suggestion WHERE customer = ?1)";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int64_t is = 0;
	int rc;

	ledger_put_text(&p, name);
	rc = ledger_one(l, p.st, &is);
	*ret = is != 0;
	return rc;
}

/* The id of a case; or the subject itself, if there is one of that name. */
static int about(struct cul_ledger *l, const char *id, char ret[CUL_NAME_MAX],
		 struct ledger_row *row)
{
	int64_t number;
	bool is = false;
	int rc;

	row->number = 0;
	(void)snprintf(ret, CUL_NAME_MAX, "%s", id);
	rc = is_subject(l, id, &is);
	if (rc != 0 || is)
		return rc;
	rc = ledger_find(l, id, &number);
	if (rc == 0)
		rc = ledger_row_get(l, number, row);
	if (rc == 0)
		(void)snprintf(ret, CUL_NAME_MAX, "%s", row->id);
	return rc;
}

static int check(struct cul_ledger *l, const struct cul_note *n)
{
	if (!ledger_given(n->by) || strlen(n->by) >= CUL_WHO_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "who writes the note must be said, in less "
				   "than 64 bytes");
	if (!ledger_given(n->text) || strlen(n->text) >= CUL_REMARK_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "a note has a text, of at most 4095 bytes");
	return 0;
}

static int add(struct cul_ledger *l, const struct cul_note *n, const char *from)
{
	static const char sql[] =
		"INSERT INTO note (about, by, at, text) VALUES (?, ?, ?, ?)";
	char on[CUL_NAME_MAX];
	struct ledger_row row;
	struct ledger_put p;
	int rc = about(l, n->id, on, &row);

	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_text(&p, on);
	ledger_put_text(&p, n->by);
	ledger_put_int(&p, n->at_usec);
	ledger_put_text(&p, n->text);
	rc = ledger_run(l, p.st);
	if (rc != 0)
		return rc;
	return ledger_audit_add(l, &(struct cul_audit){ .at_usec = n->at_usec,
							.by = n->by,
							.from = from,
							.what = "note",
							.on = on,
							.detail = n->text });
}

int cul_ledger_note(struct cul_ledger *l, const struct cul_note *n,
		    const char *from)
{
	int rc = check(l, n);

	if (rc == 0)
		rc = ledger_write_begin(l);
	if (rc == 0)
		rc = ledger_write_end(l, add(l, n, from));
	return rc;
}

int cul_ledger_notes(struct cul_ledger *l, const char *id,
		     bool (*each)(void *arg, const struct cul_note *n),
		     void *arg)
{
	static const char sql[] = "SELECT number, at, by, about, text FROM "
				  "note WHERE about IN (?, ?) ORDER BY number";
	char on[CUL_NAME_MAX];
	struct ledger_row row;
	sqlite3_stmt *st;
	struct ledger_put p;
	int rc = about(l, id, on, &row);

	if (rc != 0)
		return rc;
	st = ledger_sql(l, sql);
	p = ledger_put(st);
	ledger_put_text(&p, on);
	ledger_put_text(&p, row.number != 0 ? row.name : on);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_note n;

		n.number = ledger_take_int(&t);
		n.at_usec = ledger_take_int(&t);
		n.by = ledger_take_text(&t);
		n.id = ledger_take_text(&t);
		n.text = ledger_take_text(&t);
		if (!each(arg, &n))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
