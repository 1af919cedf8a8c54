/* \summary: sessions of the desk, by the hash of their secret */
#include "ledger/users.h"

static int no_session(struct cul_ledger *l)
{
	return ledger_fail(l, CUL_ENONE, "there is no such session");
}

int ledger_find_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			struct cul_session *ret)
{
	static const char sql[] = "SELECT user, place, began, used FROM "
				  "desk_session WHERE key = ?";
	struct cul_ledger *l = arg;
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_blob(&p, key, CUL_SESSION_KEY);
	rc = ledger_step(l, st);
	if (rc == 1) {
		memcpy(ret->key, key, CUL_SESSION_KEY);
		ledger_take_copy(&t, ret->user, sizeof(ret->user));
		ledger_take_copy(&t, ret->from, sizeof(ret->from));
		ret->began_usec = ledger_take_int(&t);
		ret->used_usec = ledger_take_int(&t);
	} else if (rc == 0) {
		rc = no_session(l);
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

static int add(struct cul_ledger *l, const struct cul_session *s)
{
	static const char login[] =
		"UPDATE desk_user SET login = ? WHERE name = ?";
	static const char sql[] = "INSERT INTO desk_session (key, user, place, "
				  "began, used) VALUES (?, ?, ?, ?, ?)";
	struct ledger_put p = ledger_put(ledger_sql(l, login));
	int rc;

	ledger_put_int(&p, s->began_usec);
	ledger_put_text(&p, s->user);
	rc = ledger_run(l, p.st);
	if (rc == 0 && sqlite3_changes(l->db) == 0)
		rc = ledger_fail(l, CUL_ENONE, "there is no user %.64s",
				 s->user);
	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_blob(&p, s->key, CUL_SESSION_KEY);
	ledger_put_text(&p, s->user);
	ledger_put_text(&p, s->from);
	ledger_put_int(&p, s->began_usec);
	ledger_put_int(&p, s->used_usec);
	return ledger_run(l, p.st);
}

int ledger_add_session(void *arg, const struct cul_session *s,
		       const struct cul_audit *a)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_end_audited(l, add(l, s), a);
}

static int touch(struct cul_ledger *l, const uint8_t *key, int64_t used_usec)
{
	static const char sql[] =
		"UPDATE desk_session SET used = ? WHERE key = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int rc;

	ledger_put_int(&p, used_usec);
	ledger_put_blob(&p, key, CUL_SESSION_KEY);
	rc = ledger_run(l, p.st);
	return rc == 0 && sqlite3_changes(l->db) == 0 ? no_session(l) : rc;
}

int ledger_touch_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			 int64_t used_usec)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_write_end(l, touch(l, key, used_usec));
}

static int drop(struct cul_ledger *l, const uint8_t *key)
{
	static const char sql[] = "DELETE FROM desk_session WHERE key = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_blob(&p, key, CUL_SESSION_KEY);
	return ledger_run(l, p.st);
}

int ledger_remove_session(void *arg, const uint8_t key[CUL_SESSION_KEY],
			  const struct cul_audit *a)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_end_audited(l, drop(l, key), a);
}

static int prune(struct cul_ledger *l, int64_t began_usec, int64_t used_usec)
{
	static const char sql[] =
		"DELETE FROM desk_session WHERE began < ? OR used < ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_int(&p, began_usec);
	ledger_put_int(&p, used_usec);
	return ledger_run(l, p.st);
}

int ledger_prune_sessions(void *arg, int64_t began_usec, int64_t used_usec)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc
		       : ledger_write_end(l, prune(l, began_usec, used_usec));
}
