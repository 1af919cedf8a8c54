/* \summary: who works at the desk */
#include <stdio.h>

#include "ledger/users.h"

static void take(struct ledger_take *t, struct cul_user *u)
{
	ledger_take_copy(t, u->name, sizeof(u->name));
	/* Damage is the least role. */
	if (!cul_role_of(ledger_take_text(t), &u->role))
		u->role = CUL_ROLE_VIEWER;
	ledger_take_copy(t, u->hash, sizeof(u->hash));
	u->added_usec = ledger_take_int(t);
	u->changed_usec = ledger_take_int(t);
	u->login_usec = ledger_take_time(t);
}

int ledger_find_user(void *arg, const char *name, struct cul_user *ret)
{
	static const char sql[] = "SELECT name, role, hash, added, changed, "
				  "login FROM desk_user WHERE name = ?";
	struct cul_ledger *l = arg;
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_text(&p, name);
	rc = ledger_step(l, st);
	if (rc == 1)
		take(&t, ret);
	else if (rc == 0)
		rc = ledger_fail(l, CUL_ENONE, "there is no user %.64s", name);
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

int ledger_each_user(void *arg,
		     bool (*each)(void *to, const struct cul_user *u), void *to)
{
	static const char sql[] = "SELECT name, role, hash, added, changed, "
				  "login FROM desk_user ORDER BY name";
	struct cul_ledger *l = arg;
	sqlite3_stmt *st = ledger_sql(l, sql);
	int rc;

	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_user u;

		take(&t, &u);
		if (!each(to, &u))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

static int end_sessions(struct cul_ledger *l, const char *user)
{
	static const char sql[] = "DELETE FROM desk_session WHERE user = ?";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));

	ledger_put_text(&p, user);
	return ledger_run(l, p.st);
}

static int put(struct cul_ledger *l, const struct cul_user *u, bool end)
{
	static const char sql[] =
		"INSERT INTO desk_user (name, role, hash, added, changed, "
		"login) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE "
		"SET role = ?2, hash = ?3, added = ?4, changed = ?5, "
		"login = ?6";
	struct ledger_put p = ledger_put(ledger_sql(l, sql));
	int rc;

	ledger_put_text(&p, u->name);
	ledger_put_text(&p, cul_role_name(u->role));
	ledger_put_text(&p, u->hash);
	ledger_put_int(&p, u->added_usec);
	ledger_put_int(&p, u->changed_usec);
	ledger_put_time(&p, u->login_usec);
	rc = ledger_run(l, p.st);
	return rc == 0 && end ? end_sessions(l, u->name) : rc;
}

/* A change and what the audit says of it are one. */
int ledger_end_audited(struct cul_ledger *l, int rc, const struct cul_audit *a)
{
	if (rc == 0 && a != NULL)
		rc = ledger_audit_add(l, a);
	return ledger_write_end(l, rc);
}

int ledger_put_user(void *arg, const struct cul_user *u, bool end,
		    const struct cul_audit *a)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_end_audited(l, put(l, u, end), a);
}

static int drop(struct cul_ledger *l, const char *name)
{
	static const char sql[] = "DELETE FROM desk_user WHERE name = ?";
	struct ledger_put p;
	int rc = end_sessions(l, name);

	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_text(&p, name);
	rc = ledger_run(l, p.st);
	if (rc == 0 && sqlite3_changes(l->db) == 0)
		rc = ledger_fail(l, CUL_ENONE, "there is no user %.64s", name);
	return rc;
}

int ledger_remove_user(void *arg, const char *name, const struct cul_audit *a)
{
	struct cul_ledger *l = arg;
	int rc = ledger_write_begin(l);

	return rc != 0 ? rc : ledger_end_audited(l, drop(l, name), a);
}

static int put_audit(void *arg, const struct cul_audit *a)
{
	return cul_ledger_audit(arg, a);
}

void cul_ledger_accounts(struct cul_ledger *l, struct cul_account_store *ret)
{
	*ret = (struct cul_account_store){
		.arg = l,
		.find_user = ledger_find_user,
		.each_user = ledger_each_user,
		.put_user = ledger_put_user,
		.remove_user = ledger_remove_user,
		.find_session = ledger_find_session,
		.add_session = ledger_add_session,
		.touch_session = ledger_touch_session,
		.remove_session = ledger_remove_session,
		.prune_sessions = ledger_prune_sessions,
		.audit = put_audit,
	};
}
