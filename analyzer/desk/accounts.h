/* \summary: who asks, what he may do; logging in and out
 *
 * A session is 256 random bits in a cookie; the store has only their hash. It
 * ends after CUL_SESSION_IDLE_SEC without use, after CUL_SESSION_WHOLE_SEC in
 * any case, by logging out, and when the password or the role is changed or
 * the user is removed. Logging in always makes a new one and ends the one that
 * came with the request: none is ever adopted.
 *
 * Each form carries a token made of the session (an HMAC keyed with the
 * session's secret): no token of another session fits, and none can be made
 * without the cookie.
 */
#ifndef CUL_ACCOUNTS_H
#define CUL_ACCOUNTS_H

#include "culprit/account.h"
#include "serve/web.h"

enum {
	CUL_SESSION_IDLE_SEC = 8 * 3600,
	CUL_SESSION_WHOLE_SEC = 24 * 3600,
	/* Use is noted that often: not each page is a write. */
	CUL_SESSION_TOUCH_SEC = 300,
	CUL_TOKEN_MAX = 65 /* hexadecimal, with NUL                       */
};

/* The name of the field that has the token in each form of ours. */
#define CUL_TOKEN_FIELD "token"

struct cul_accounts;

/* The store is used, not owned. */
int cul_accounts_new(const struct cul_account_store *store,
		     struct cul_accounts **ret);
void cul_accounts_free(struct cul_accounts **a);

/* Readable when a password was checked: then call this, which wakes those
 * requests. */
int cul_accounts_fd(const struct cul_accounts *a);
void cul_accounts_run(struct cul_accounts *a, struct cul_web *w);

/* ---- who asks ---- */

struct cul_visitor {
	bool known; /* logged in; else all below is empty                  */
	char name[CUL_WHO_MAX];
	enum cul_role role;
	char token[CUL_TOKEN_MAX]; /* for the forms of the page            */
	uint64_t key;              /* of this session, for event streams   */
	int64_t ends_usec;         /* at the latest                        */
};

/* 0, also for who is not known; an error of the store: nobody can be known. */
int cul_accounts_visitor(struct cul_accounts *a,
			 const struct cul_web_request *q, int64_t now_usec,
			 struct cul_visitor *ret);

enum cul_may {
	CUL_MAY,
	CUL_MAY_NOT_UNKNOWN, /* to the login page; a POST too: then it says
			      * that the session has ended              */
	CUL_MAY_NOT_ROLE,    /* 403                                     */
	CUL_MAY_NOT_ORIGIN,  /* 403: the form is not from a page of ours */
	CUL_MAY_NOT_TOKEN    /* 403: of another session: load it again  */
};
/* Whatever needs `least`; a POST needs a page of ours and the token too. */
enum cul_may cul_accounts_may(const struct cul_web_request *q,
			      const struct cul_visitor *v, enum cul_role least);

/* ---- logging in ---- */

enum cul_login {
	CUL_LOGIN_WAIT,   /* cul_web_wait was called: call again then       */
	CUL_LOGIN_DONE,   /* the cookie is set: cul_web_see somewhere       */
	CUL_LOGIN_WRONG,  /* user or password                              */
	CUL_LOGIN_SLOW,   /* 429: not before those seconds   */
	CUL_LOGIN_BUSY,   /* 503: too many log in at once; in a few seconds */
	CUL_LOGIN_ORIGIN, /* 403                                            */
	CUL_LOGIN_FAILED  /* the store: the error says what it said         */
};

struct cul_login_told {
	unsigned seconds; /* of SLOW and BUSY; Retry-After is set            */
	int error;        /* of FAILED: what the store returned              */
	char user[CUL_WHO_MAX]; /* of DONE                                  */
};

/* For a POST that is a login, as often as the handler is called for it. */
enum cul_login cul_accounts_login(struct cul_accounts *a,
				  const struct cul_web_request *q,
				  struct cul_sv name, struct cul_sv password,
				  int64_t now_usec, struct cul_web_answer *w,
				  struct cul_login_told *ret);
/* The session and its cookie go; its event streams are the caller's to end
 * (cul_web_end with the visitor's key). */
int cul_accounts_logout(struct cul_accounts *a, const struct cul_web_request *q,
			int64_t now_usec, struct cul_web_answer *w);

/* Somebody changes his own password: as the login, WRONG is the old one, and a
 * new one with a fault is the caller's to refuse first (cul_password_fault).
 * All his sessions end but the new one, which is set. */
enum cul_login cul_accounts_passwd(struct cul_accounts *a,
				   const struct cul_web_request *q,
				   const struct cul_visitor *v,
				   struct cul_sv old, struct cul_sv wanted,
				   int64_t now_usec, struct cul_web_answer *w,
				   struct cul_login_told *ret);

/* ---- users, from the shell and by a lead ---- */

/* NULL, or the sentence what is wrong with the name. */
const char *cul_user_fault(struct cul_sv name);

/* They write the audit line. `by` and `from` are who does it and where.
 * CUL_EUSAGE: the name or password is not good, the user is there already, or
 * it is the last lead who would go; CUL_ENONE: no such user. */
int cul_user_add(const struct cul_account_store *s, const char *name,
		 enum cul_role role, struct cul_sv password, const char *by,
		 const char *from, int64_t now_usec);
int cul_user_passwd(const struct cul_account_store *s, const char *name,
		    struct cul_sv password, const char *by, const char *from,
		    int64_t now_usec);
int cul_user_role(const struct cul_account_store *s, const char *name,
		  enum cul_role role, const char *by, const char *from,
		  int64_t now_usec);
int cul_user_remove(const struct cul_account_store *s, const char *name,
		    const char *by, const char *from, int64_t now_usec);
/* How many users there are. */
int cul_user_count(const struct cul_account_store *s, size_t *ret);

#endif
