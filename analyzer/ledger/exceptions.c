/* \summary: who is never to be accused, why, and who answers for it */
#include <stdio.h>

#include "ledger/ledger_int.h"

/* As [judge] never is read: what looks like an address is one, or an error. */
static bool looks_like_net(const char *what)
{
	bool digits = true, hex = true, dot = false, colon = false;

	for (const char *p = what; *p != '\0'; p++) {
		const bool digit = *p >= '0' && *p <= '9';
		const bool mark = *p == '.' || *p == '/';

		dot |= *p == '.';
		colon |= *p == ':';
		digits &= digit || mark;
		hex &= digit || mark || *p == ':' || (*p >= 'a' && *p <= 'f') ||
		       (*p >= 'A' && *p <= 'F');
	}
	return (digits && dot) || (hex && colon) || strchr(what, '/') != NULL;
}

static int check_what(struct cul_ledger *l, const char *what)
{
	struct cul_net net;

	if (!ledger_given(what) || strlen(what) >= CUL_NAME_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "an exception names an address, a network, "
				   "an account, a customer or a local user");
	for (const char *p = what; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return ledger_fail(l, CUL_EUSAGE,
					   "an exception names one, on one "
					   "line");
	if (what[0] == ' ' || what[strlen(what) - 1] == ' ')
		return ledger_fail(l, CUL_EUSAGE,
				   "there is a blank before or after the name");
	if (looks_like_net(what) &&
	    !cul_net_parse((struct cul_sv){ what, strlen(what) }, &net))
		return ledger_fail(
			l, CUL_EUSAGE,
			"'%.100s' is no network: an address, or an address and "
			"the bits of its prefix, the others zero "
			"(192.0.2.0/24)",
			what);
	return 0;
}

static int check(struct cul_ledger *l, const struct cul_exception *e,
		 const char *by)
{
	int rc = check_what(l, e->what);

	if (rc != 0)
		return rc;
	if (!ledger_given(e->reason) || strlen(e->reason) >= CUL_REMARK_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "an exception needs a reason, of at most "
				   "4095 bytes");
	if (!ledger_given(e->owner) || strlen(e->owner) >= CUL_WHO_MAX ||
	    !ledger_given(by) || strlen(by) >= CUL_WHO_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "an exception needs an owner who answers "
				   "for it, and who makes it, each of less "
				   "than 64 bytes");
	if (e->expires_usec != CUL_TIME_NONE &&
	    e->expires_usec <= e->added_usec)
		return ledger_fail(l, CUL_EUSAGE,
				   "the exception would be over before it "
				   "begins");
	return 0;
}

static int check_new(struct cul_ledger *l, const struct cul_exception *e)
{
	static const char sql[] =
		"SELECT number FROM exception WHERE what = ? AND removed IS "
		"NULL AND (expires IS NULL OR expires > ?)";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	ledger_put_text(&p, e->what);
	ledger_put_int(&p, e->added_usec);
	rc = ledger_step(l, st);
	if (rc == 1)
		rc = ledger_fail(l, CUL_EUSAGE,
				 "%.100s is excepted already, by number %lld",
				 e->what,
				 (long long)sqlite3_column_int64(st, 0));
	ledger_done(l, st);
	return rc;
}

static int add(struct cul_ledger *l, const struct cul_exception *e,
	       const char *by, const char *from, int64_t *number)
{
	static const char sql[] =
		"INSERT INTO exception (what, reason, owner, added, expires) "
		"VALUES (?, ?, ?, ?, ?)";
	char until[CUL_TIME_TEXT_MAX] = "for good";
	char text[CUL_REMARK_MAX + CUL_WHO_MAX + 64];
	struct ledger_put p;
	int rc = check_new(l, e);

	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_text(&p, e->what);
	ledger_put_text(&p, e->reason);
	ledger_put_text(&p, e->owner);
	ledger_put_int(&p, e->added_usec);
	ledger_put_time(&p, e->expires_usec);
	rc = ledger_run(l, p.st);
	if (rc != 0)
		return rc;
	*number = sqlite3_last_insert_rowid(l->db);
	if (e->expires_usec != CUL_TIME_NONE)
		(void)cul_time_print(e->expires_usec, until);
	(void)snprintf(text, sizeof(text), "until %s, owner %s\n%s", until,
		       e->owner, e->reason);
	return ledger_audit_add(l,
				&(struct cul_audit){ .at_usec = e->added_usec,
						     .by = by,
						     .from = from,
						     .what = "except",
						     .on = e->what,
						     .detail = text });
}

int cul_ledger_except(struct cul_ledger *l, const struct cul_exception *e,
		      const char *by, const char *from, int64_t *ret_number)
{
	int64_t number = 0;
	int rc = check(l, e, by);

	if (rc == 0)
		rc = ledger_write_begin(l);
	if (rc == 0)
		rc = ledger_write_end(l, add(l, e, by, from, &number));
	if (rc == 0 && ret_number != NULL)
		*ret_number = number;
	return rc;
}

static int name_of(struct cul_ledger *l, int64_t number, char *what)
{
	static const char sql[] = "SELECT what FROM exception WHERE "
				  "number = ? AND removed IS NULL";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	struct ledger_take t = { st, 0 };
	int rc;

	ledger_put_int(&p, number);
	rc = ledger_step(l, st);
	if (rc == 1)
		ledger_take_copy(&t, what, CUL_NAME_MAX);
	else if (rc == 0)
		rc = ledger_fail(l, CUL_ENONE,
				 "there is no exception number %lld",
				 (long long)number);
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}

static int drop(struct cul_ledger *l, int64_t number, const char *by,
		const char *from, int64_t now_usec)
{
	static const char sql[] =
		"UPDATE exception SET removed = ? WHERE number = ?";
	char what[CUL_NAME_MAX];
	struct ledger_put p;
	int rc = name_of(l, number, what);

	if (rc != 0)
		return rc;
	p = ledger_put(ledger_sql(l, sql));
	ledger_put_int(&p, now_usec);
	ledger_put_int(&p, number);
	rc = ledger_run(l, p.st);
	if (rc != 0)
		return rc;
	return ledger_audit_add(l, &(struct cul_audit){ .at_usec = now_usec,
							.by = by,
							.from = from,
							.what = "unexcept",
							.on = what });
}

int cul_ledger_unexcept(struct cul_ledger *l, int64_t number, const char *by,
			const char *from, int64_t now_usec)
{
	int rc;

	if (!ledger_given(by) || strlen(by) >= CUL_WHO_MAX)
		return ledger_fail(l, CUL_EUSAGE,
				   "who removes it must be said, in less than "
				   "64 bytes");
	rc = ledger_write_begin(l);
	if (rc == 0)
		rc = ledger_write_end(l, drop(l, number, by, from, now_usec));
	return rc;
}

int cul_ledger_exceptions(struct cul_ledger *l, bool all, int64_t now_usec,
			  bool (*each)(void *arg,
				       const struct cul_exception *e),
			  void *arg)
{
	static const char sql[] =
		"SELECT number, what, reason, owner, added, expires, removed "
		"FROM exception WHERE ?1 OR (removed IS NULL AND "
		"(expires IS NULL OR expires > ?2)) ORDER BY number";
	sqlite3_stmt *st = ledger_sql(l, sql);
	struct ledger_put p = ledger_put(st);
	int rc;

	ledger_put_int(&p, all);
	ledger_put_int(&p, now_usec);
	while ((rc = ledger_step(l, st)) == 1) {
		struct ledger_take t = { st, 0 };
		struct cul_exception e;

		e.number = ledger_take_int(&t);
		e.what = ledger_take_text(&t);
		e.reason = ledger_take_text(&t);
		e.owner = ledger_take_text(&t);
		e.added_usec = ledger_take_int(&t);
		e.expires_usec = ledger_take_time(&t);
		e.removed_usec = ledger_take_time(&t);
		if (!each(arg, &e))
			break;
	}
	ledger_done(l, st);
	return rc < 0 ? rc : 0;
}
