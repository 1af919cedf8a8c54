/* \summary: the desk, served: its loop, its users
 *
 * One thread: it waits for the browsers, for checked passwords and for a
 * signal, and looks once a second whether somebody else wrote to the ledger.
 */
#ifndef CUL_ENGINE_DESK_H
#define CUL_ENGINE_DESK_H

#include "culprit/account.h"
#include "engine/settings.h"

struct cul_desk_run {
	const struct cul_settings *settings;
	const char *notify_socket; /* that systemd set, or NULL             */
	void *arg;
	/* It is served there from now on: "http://127.0.0.1:8025/". */
	void (*ready)(void *arg, const char *url);
};

/* Until SIGTERM or SIGINT. A ledger that is not there is made; one that cannot
 * be opened now is told of on `err` and by the page, and tried again. Returns
 * 0, or CUL_ECONF or worse with `err` saying why. */
int cul_desk_serve(const struct cul_desk_run *run, struct cul_out *err);

/* ---- users, from the shell; `by` is who does it ---- */

/* The ledger is made if it is not there. What went wrong is on `err`. */
int cul_desk_adduser(const struct cul_settings *s, const char *name,
		     enum cul_role role, struct cul_sv password, const char *by,
		     struct cul_out *err);
int cul_desk_passwd(const struct cul_settings *s, const char *name,
		    struct cul_sv password, const char *by,
		    struct cul_out *err);
int cul_desk_deluser(const struct cul_settings *s, const char *name,
		     const char *by, struct cul_out *err);
/* A line each: name, role, since when, last sign-in. */
int cul_desk_users(const struct cul_settings *s, struct cul_out *out,
		   struct cul_out *err);
/* NULL, or what is wrong with them, to be asked for anew: before a password is
 * typed twice. */
bool cul_desk_role_of(const char *name, enum cul_role *ret);
const char *cul_desk_user_fault(const char *name);
const char *cul_desk_password_fault(struct cul_sv password, const char *name);

#endif
