/* \summary: users of the desk, from the shell */
#include <stdio.h>

#include "desk/accounts.h"
#include "desk/password.h"
#include "engine/clock.h"
#include "engine/desk.h"
#include "engine/ledger_open.h"

static const char from[] = "shell";

static int with_store(const struct cul_settings *s, enum cul_ledger_mode mode,
		      struct cul_out *err, struct cul_ledger **ret_ledger,
		      struct cul_account_store *ret_store)
{
	int rc = cul_settings_ledger(s, mode, err, ret_ledger);

	if (rc == CUL_OK)
		cul_ledger_accounts(*ret_ledger, ret_store);
	return rc;
}

/* `usage`: what CUL_EUSAGE means there. */
static int done(struct cul_ledger **l, int rc, const char *name,
		const char *usage, struct cul_out *err)
{
	if (rc == CUL_ENONE)
		cul_out_fmt(err, "there is no user '%.64s'\n", name);
	else if (rc == CUL_EUSAGE)
		cul_out_fmt(err, "%s\n", usage);
	else if (rc != CUL_OK && *l != NULL)
		cul_out_fmt(err, "%.500s\n", cul_ledger_error(*l));
	cul_ledger_close(l);
	return rc;
}

bool cul_desk_role_of(const char *name, enum cul_role *ret)
{
	return cul_role_of(name, ret);
}

const char *cul_desk_user_fault(const char *name)
{
	return cul_user_fault((struct cul_sv){ name, strlen(name) });
}

const char *cul_desk_password_fault(struct cul_sv password, const char *name)
{
	return cul_password_fault(password, name);
}

int cul_desk_adduser(const struct cul_settings *s, const char *name,
		     enum cul_role role, struct cul_sv password, const char *by,
		     struct cul_out *err)
{
	struct cul_ledger *l = NULL;
	struct cul_account_store store;
	int rc = with_store(s, CUL_LEDGER_CREATE, err, &l, &store);

	if (rc != CUL_OK)
		return rc;
	rc = cul_user_add(&store, name, role, password, by, from,
			  cul_clock_wall_usec());
	return done(&l, rc, name, "there is a user of that name already", err);
}

int cul_desk_passwd(const struct cul_settings *s, const char *name,
		    struct cul_sv password, const char *by, struct cul_out *err)
{
	struct cul_ledger *l = NULL;
	struct cul_account_store store;
	int rc = with_store(s, CUL_LEDGER_WRITE, err, &l, &store);

	if (rc != CUL_OK)
		return rc;
	rc = cul_user_passwd(&store, name, password, by, from,
			     cul_clock_wall_usec());
	return done(&l, rc, name, "this password cannot be taken", err);
}

int cul_desk_deluser(const struct cul_settings *s, const char *name,
		     const char *by, struct cul_out *err)
{
	struct cul_ledger *l = NULL;
	struct cul_account_store store;
	int rc = with_store(s, CUL_LEDGER_WRITE, err, &l, &store);

	if (rc != CUL_OK)
		return rc;
	rc = cul_user_remove(&store, name, by, from, cul_clock_wall_usec());
	return done(&l, rc, name,
		    "this is the last lead: make another one first", err);
}

static bool each(void *arg, const struct cul_user *u)
{
	struct cul_out *o = arg;
	char since[CUL_TIME_TEXT_MAX], last[CUL_TIME_TEXT_MAX] = "never";

	cul_time_print(u->added_usec - u->added_usec % CUL_USEC_PER_SEC, since);
	if (u->login_usec != CUL_TIME_NONE)
		cul_time_print(u->login_usec - u->login_usec % CUL_USEC_PER_SEC,
			       last);
	cul_out_fmt(o, "%-20s %-7s since %s, last sign-in %s\n", u->name,
		    cul_role_name(u->role), since, last);
	return true;
}

int cul_desk_users(const struct cul_settings *s, struct cul_out *out,
		   struct cul_out *err)
{
	struct cul_ledger *l = NULL;
	struct cul_account_store store;
	int rc = with_store(s, CUL_LEDGER_READ, err, &l, &store);

	if (rc != CUL_OK)
		return rc;
	rc = store.each_user(store.arg, each, out);
	return done(&l, rc, "", "", err);
}
