/* \summary: saslauthd of Cyrus SASL */
/* grammar: cyrus-sasl 2.1: saslauthd/saslauthd-main.c (do_auth), ipc_unix.c */
/* reads: failed logins, by the name that was tried */
/* missing: who tried: the server that asked knows and logs it, this program
 * is not told */
#include "culprit/parser.h"
#include "text/event.h"

enum why { SELF, WHYS };

static const char *const reasons[WHYS + 1] = {
	[SELF] = "what is no failed login of a known name",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("saslauthd"));
}

/* "[user=…] [service=smtp] [realm=…] [mech=pam] [reason=…]": the user and the
 * realm are the client's. Where he wrote "] [service=" too, no name is
 * believed. */
static void account_read(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv user = cul_take_until_lit(c, CUL_SV("] [service="));
	struct cul_sv service;

	if (c->bad ||
	    cul_sv_find(cul_cur_rest(c), CUL_SV("] [service=")) != NULL)
		return;
	service = cul_take_until(c, ']');
	if (service.len != 0)
		ev->service = service;
	if (user.len != 0)
		ev->account = user;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	*ret_why = SELF;
	(void)cul_try_lit(&c, CUL_SV("do_auth"));
	while (cul_try_lit(&c, CUL_SV(" ")))
		;
	(void)cul_try_lit(&c, CUL_SV(": "));
	cul_take_lit(&c, CUL_SV("auth failure: [user="));
	if (c.bad)
		return CUL_IGNORED;
	cul_event_begin(ret_ev, rec);
	ret_ev->kind = CUL_EV_LOGIN_FAILED;
	ret_ev->stage = CUL_STAGE_AUTH;
	account_read(&c, ret_ev);
	*ret_why = 0;
	return CUL_EVENT;
}

const struct cul_parser cul_parser_saslauthd = {
	.name = "saslauthd",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
