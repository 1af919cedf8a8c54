/* \summary: statements, what is put into them and taken out of them */
#include <math.h>
#include <stdio.h>

#include "ledger/ledger_int.h"

static sqlite3_stmt *prepare(struct cul_ledger *l, const char *sql,
			     unsigned flags)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v3(l->db, sql, -1, flags, &st, NULL);

	if (rc != SQLITE_OK)
		(void)ledger_fail_sqlite(l, rc);
	return st;
}

sqlite3_stmt *ledger_sql_once(struct cul_ledger *l, const char *sql)
{
	return prepare(l, sql, 0);
}

/* One that is in use already, by a reader that asks for more in between, is
 * prepared anew. */
sqlite3_stmt *ledger_sql(struct cul_ledger *l, const char *sql)
{
	for (unsigned i = 0; i < LEDGER_CACHED; i++) {
		struct ledger_cached *c = &l->cached[i];

		if (c->sql == NULL) {
			c->st = prepare(l, sql, SQLITE_PREPARE_PERSISTENT);
			if (c->st == NULL)
				return NULL;
			c->sql = sql;
			c->used = true;
			return c->st;
		}
		if (c->sql == sql && !c->used) {
			c->used = true;
			return c->st;
		}
		if (c->sql == sql)
			break;
	}
	return ledger_sql_once(l, sql);
}

void ledger_done(struct cul_ledger *l, sqlite3_stmt *st)
{
	if (st == NULL)
		return;
	for (unsigned i = 0; i < LEDGER_CACHED && l->cached[i].sql != NULL; i++)
		if (l->cached[i].st == st) {
			(void)sqlite3_reset(st);
			(void)sqlite3_clear_bindings(st);
			l->cached[i].used = false;
			return;
		}
	(void)sqlite3_finalize(st);
}

int ledger_step(struct cul_ledger *l, sqlite3_stmt *st)
{
	int rc;

	if (st == NULL) {
		/* ledger_sql has set the sentence. */
		rc = sqlite3_errcode(l->db);
		return rc == SQLITE_OK ? CUL_EIO : ledger_fail_sqlite(l, rc);
	}
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : ledger_fail_sqlite(l, rc);
}

int ledger_run(struct cul_ledger *l, sqlite3_stmt *st)
{
	int rc = ledger_step(l, st);

	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

int ledger_exec(struct cul_ledger *l, const char *sql)
{
	int rc = sqlite3_exec(l->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : ledger_fail_sqlite(l, rc);
}

int ledger_one(struct cul_ledger *l, sqlite3_stmt *st, int64_t *ret)
{
	int rc = ledger_step(l, st);

	if (rc == 1)
		*ret = sqlite3_column_int64(st, 0);
	else if (rc == 0)
		rc = ledger_fail(l, CUL_ENONE, "%s: nothing there", l->path);
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

struct ledger_put ledger_put(sqlite3_stmt *st)
{
	return (struct ledger_put){ st, 0 };
}

void ledger_put_int(struct ledger_put *p, int64_t v)
{
	(void)sqlite3_bind_int64(p->st, ++p->n, v);
}

void ledger_put_u64(struct ledger_put *p, uint64_t v)
{
	(void)sqlite3_bind_int64(p->st, ++p->n, (int64_t)v);
}

/* NaN would become NULL. */
void ledger_put_real(struct ledger_put *p, double v)
{
	(void)sqlite3_bind_double(p->st, ++p->n, isnan(v) ? 0 : v);
}

void ledger_put_time(struct ledger_put *p, int64_t t_usec)
{
	p->n++;
	if (t_usec == CUL_TIME_NONE)
		(void)sqlite3_bind_null(p->st, p->n);
	else
		(void)sqlite3_bind_int64(p->st, p->n, t_usec);
}

void ledger_put_text(struct ledger_put *p, const char *s)
{
	(void)sqlite3_bind_text(p->st, ++p->n, s != NULL ? s : "", -1,
				SQLITE_STATIC);
}

void ledger_put_blob(struct ledger_put *p, const void *b, size_t len)
{
	p->n++;
	/* Of NULL it would make NULL. */
	if (len == 0)
		(void)sqlite3_bind_zeroblob(p->st, p->n, 0);
	else
		(void)sqlite3_bind_blob64(p->st, p->n, b, len, SQLITE_STATIC);
}

int64_t ledger_take_int(struct ledger_take *t)
{
	return sqlite3_column_int64(t->st, t->n++);
}

double ledger_take_real(struct ledger_take *t)
{
	return sqlite3_column_double(t->st, t->n++);
}

int64_t ledger_take_time(struct ledger_take *t)
{
	int n = t->n++;

	return sqlite3_column_type(t->st, n) == SQLITE_NULL
		       ? CUL_TIME_NONE
		       : sqlite3_column_int64(t->st, n);
}

const char *ledger_take_text(struct ledger_take *t)
{
	const unsigned char *s = sqlite3_column_text(t->st, t->n++);

	return s != NULL ? (const char *)s : "";
}

void ledger_take_copy(struct ledger_take *t, char *buf, size_t size)
{
	const char *s = ledger_take_text(t);
	size_t len = strnlen(s, size - 1);

	memcpy(buf, s, len);
	buf[len] = '\0';
}

const void *ledger_take_blob(struct ledger_take *t, size_t *ret_len)
{
	const void *b = sqlite3_column_blob(t->st, t->n);

	*ret_len = (size_t)sqlite3_column_bytes(t->st, t->n++);
	return *ret_len != 0 ? b : "";
}
