/* \summary: what the files of the Dovecot parser share */
#ifndef CUL_DOVECOT_DOVECOT_H
#define CUL_DOVECOT_DOVECOT_H

#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum cul_dc_process {
	CUL_DC_NO_PROCESS,
	CUL_DC_LOGIN,
	CUL_DC_AUTHENTICATOR,
	CUL_DC_STORE,
	CUL_DC_OTHER
};

enum cul_dc_why {
	/* ignored */
	CUL_DC_NO_LOGIN,
	CUL_DC_FORMAT,
	CUL_DC_AUTH,
	CUL_DC_DEBUG,
	CUL_DC_MAILBOX,
	CUL_DC_SELF,
	CUL_DC_PAM,
	/* malformed */
	CUL_DC_BAD_LOGIN,
	CUL_DC_WHYS_
};

struct cul_dc {
	struct cul_cur c; /* behind the process's name and the level */
	struct cul_event *ev;
	unsigned why;
	bool method; /* of a login process's line: there is one */
};

static inline enum cul_verdict cul_dc_ignore(struct cul_dc *dc,
					     enum cul_dc_why why)
{
	dc->why = why;
	return CUL_IGNORED;
}

/* login.c: what a login process says. */
enum cul_verdict cul_dc_login(struct cul_dc *dc);

/* auth.c: what the auth process and its workers say. */
enum cul_verdict cul_dc_auth(struct cul_dc *dc);

/* pam.c: "pam_unix(dovecot:auth): …". `own`: the tag is Dovecot's alone, so
 * that the service in parentheses need not be. */
enum cul_verdict cul_dc_pam(struct cul_dc *dc, bool own);

#endif
