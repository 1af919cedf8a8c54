/* \summary: vpopmail's logins: vchkpw for SMTP, POP and IMAP
 *
 *   password fail USER@DOMAIN:ADDR
 *   (PLAIN) login success USER@DOMAIN:ADDR
 *
 * The name is the client's and may hold colons, blanks and addresses; the last
 * colon of the line is the server's, so an IPv4 address is what stands behind
 * it. Where an IPv6 address begins cannot be told.
 */
/* grammar: vpopmail 5.4 vchkpw.c */
#include "mta/qmail/qm.h"

static bool take_words(struct cul_qm *q)
{
	static const struct {
		struct cul_sv words;
		enum cul_outcome outcome;
	} t[] = {
		{ { "password fail ", 14 }, CUL_OUTCOME_NONE },
		{ { "vpopmail user not found ", 24 }, CUL_OUTCOME_NONE },
		{ { "No user found ", 14 }, CUL_OUTCOME_NONE },
		{ { "invalid user/domain characters ", 31 }, CUL_OUTCOME_NONE },
		{ { "null password given ", 20 }, CUL_OUTCOME_NONE },
		{ { "system password fail ", 21 }, CUL_OUTCOME_NONE },
		{ { "pop access denied ", 18 }, CUL_OUTCOME_NONE },
		{ { "smtp access denied ", 19 }, CUL_OUTCOME_NONE },
		{ { "imap access denied ", 19 }, CUL_OUTCOME_NONE },
	};

	q->ev->kind = CUL_EV_LOGIN_FAILED;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_try_lit(&q->c, t[i].words))
			return true;
	/* "(PLAIN) login success ", "login success " */
	if (cul_try_lit(&q->c, CUL_SV("(")))
		(void)cul_take_until_lit(&q->c, CUL_SV(") "));
	q->ev->kind = CUL_EV_LOGIN;
	q->ev->outcome = CUL_OUTCOME_OK;
	return cul_try_lit(&q->c, CUL_SV("login success "));
}

/* "(pass: 'x') " where it was built to log passwords. */
static void skip_password(struct cul_cur *c)
{
	struct cul_cur at = *c;

	if (!cul_try_lit(&at, CUL_SV("(pass: '")))
		return;
	(void)cul_take_until_lit(&at, CUL_SV("') "));
	if (!at.bad)
		*c = at;
}

enum cul_verdict cul_qm_vchkpw(struct cul_qm *q, struct cul_sv service)
{
	struct cul_event *ev = q->ev;
	struct cul_sv rest;
	const char *last;

	if (!take_words(q))
		return cul_qm_ignore(q, CUL_QM_NOTICE);
	skip_password(&q->c);
	rest = cul_cur_rest(&q->c);
	last = rest.len != 0 ? memrchr(rest.ptr, ':', rest.len) : NULL;
	if (last == NULL ||
	    !cul_addr_parse(cul_sv_from(rest, (size_t)(last - rest.ptr) + 1),
			    &ev->client) ||
	    !cul_addr_is_v4(&ev->client))
		return cul_qm_malformed(q, CUL_QM_BAD_LOGIN);
	rest = cul_sv_before(rest, last);
	if (cul_sv_ends(rest, CUL_SV(":::ffff"))) /* an IPv4 address mapped */
		rest.len -= 7;
	ev->account = rest;
	ev->service = service;
	ev->stage = CUL_STAGE_AUTH;
	return CUL_EVENT;
}
