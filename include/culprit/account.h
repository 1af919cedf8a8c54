/* \summary: who may work at the desk, and where that is kept
 *
 * The desk knows users and sessions through the callbacks below alone; the
 * ledger has them as tables (desk_user, desk_session, audit).
 */
#ifndef CUL_ACCOUNT_H
#define CUL_ACCOUNT_H

#include <string.h>

#include "culprit/case.h"
#include "culprit/err.h"

enum cul_role {
	CUL_ROLE_VIEWER, /* reads                                  */
	CUL_ROLE_STAFF,  /* decides, too                           */
	CUL_ROLE_LEAD,   /* and keeps exceptions and users         */
	CUL_ROLES_
};

/* "viewer", "staff", "lead". */
static inline const char *cul_role_name(enum cul_role r)
{
	static const char *const names[CUL_ROLES_] = { "viewer", "staff",
						       "lead" };

	return names[r];
}

static inline bool cul_role_of(const char *name, enum cul_role *ret)
{
	for (unsigned r = 0; r < CUL_ROLES_; r++) {
		if (strcmp(name, cul_role_name((enum cul_role)r)) == 0) {
			*ret = (enum cul_role)r;
			return true;
		}
	}
	return false;
}

enum {
	CUL_USER_HASH_MAX = 128, /* argon2id as text, with NUL             */
	CUL_SESSION_KEY = 32,
	CUL_FROM_MAX = 64 /* an address as text, or "shell"             */
};

struct cul_user {
	char name[CUL_WHO_MAX]; /* a-z 0-9 . _ - @, unique              */
	enum cul_role role;
	char hash[CUL_USER_HASH_MAX]; /* never shown, never logged      */
	int64_t added_usec;
	int64_t changed_usec; /* of the password                        */
	int64_t login_usec;   /* the last one; CUL_TIME_NONE: never     */
};

struct cul_session {
	uint8_t key[CUL_SESSION_KEY]; /* a hash of what the browser has: who
				       * reads the ledger has no session   */
	char user[CUL_WHO_MAX];
	char from[CUL_FROM_MAX]; /* where the login came from            */
	int64_t began_usec, used_usec;
};

/* All return 0 or an error of ledger.h; CUL_ENONE: there is none of that name
 * or key. Where an audit line is given (it may be NULL), it is written in the
 * same transaction. Called from one thread, that of the ledger. */
struct cul_account_store {
	void *arg;

	int (*find_user)(void *arg, const char *name, struct cul_user *ret);
	/* By name; each() returns false to stop. */
	int (*each_user)(void *arg,
			 bool (*each)(void *to, const struct cul_user *u),
			 void *to);
	/* Added, or changed if the name is there. `end`: all the sessions of
	 * that user end, too. */
	int (*put_user)(void *arg, const struct cul_user *u, bool end,
			const struct cul_audit *a);
	/* With all its sessions. */
	int (*remove_user)(void *arg, const char *name,
			   const struct cul_audit *a);

	int (*find_session)(void *arg, const uint8_t key[CUL_SESSION_KEY],
			    struct cul_session *ret);
	/* Added; sets login_usec of its user to began_usec. */
	int (*add_session)(void *arg, const struct cul_session *s,
			   const struct cul_audit *a);
	/* used_usec is now this. */
	int (*touch_session)(void *arg, const uint8_t key[CUL_SESSION_KEY],
			     int64_t used_usec);
	/* No error if there is none. */
	int (*remove_session)(void *arg, const uint8_t key[CUL_SESSION_KEY],
			      const struct cul_audit *a);
	/* Those that began, or were last used, before these times. */
	int (*prune_sessions)(void *arg, int64_t began_usec, int64_t used_usec);

	int (*audit)(void *arg, const struct cul_audit *a);
};

#endif
