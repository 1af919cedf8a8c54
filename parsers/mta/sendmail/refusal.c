/* \summary: Sendmail's refusals: rulesets, Milters, unknown users
 *
 *   ruleset=NAME, arg1=A[, arg2=B], relay=CLIENT, reject=CODE TEXT
 *
 * A is the client's words and TEXT repeats them, so that neither the first nor
 * the last "relay=" is surely the server's: it is the one behind an A that is
 * closed as an address, or, where A is a header's text, the only one. arg2 may
 * be the answer of a block list. Milters name no client but at the connection.
 */
/* grammar: sendmail/parseaddr.c rscheck(), sendmail/srvrsmtp.c MILTER_REPLY,
 * sendmail/milter.c, sendmail/err.c fmtmsg() (8.12 to 8.18) */
#include "mta/sendmail/sm.h"
#include "text/outcome.h"
#include "text/reply.h"

static const struct cul_sv relay_key = CUL_SV_LIT(", relay=");

/* check_relay's argument is the client's name. Others, as those that look at
 * headers, are given what was never an address. */
static enum cul_stage stage_of(struct cul_sv name)
{
	static const struct {
		struct cul_sv name;
		enum cul_stage stage;
	} t[] = {
		{ CUL_SV_LIT("check_rcpt"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("check_relay"), CUL_STAGE_CONNECT },
		{ CUL_SV_LIT("check_mail"), CUL_STAGE_MAIL },
		{ CUL_SV_LIT("check_compat"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("check_vrfy"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("check_expn"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("trust_auth"), CUL_STAGE_AUTH },
		{ CUL_SV_LIT("check_data"), CUL_STAGE_DATA },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(name, t[i].name))
			return t[i].stage;
	if (cul_sv_starts(name, CUL_SV("tls_")) ||
	    cul_sv_starts(name, CUL_SV("srv_")) ||
	    cul_sv_starts(name, CUL_SV("check_etrn")))
		return CUL_STAGE_NONE;
	return CUL_STAGE_MESSAGE; /* check_eoh, check_eom, a header's own */
}

/* ", arg2=B, relay=" or ", relay=" at the end of arg1. */
static bool relay_follows(struct cul_cur *c)
{
	struct cul_cur d = *c;

	if (cul_try_lit(&d, CUL_SV(", arg2="))) {
		const char *end = cul_sm_address_end(d.p, d.end);

		if (end == NULL)
			return false;
		d.p = end;
	}
	if (!cul_try_lit(&d, relay_key))
		return false;
	*c = d;
	return true;
}

static bool arg1_take(struct cul_cur *c, struct cul_sv *ret_arg1)
{
	const char *end = cul_sm_address_end(c->p, c->end);
	struct cul_cur d = { end, c->end, false };

	/* A line that quotes it again may close what it did not. */
	if (end == NULL)
		return false;
	if (!relay_follows(&d))
		return false;
	*ret_arg1 = cul_sm_address(c->p, end);
	*c = d;
	return true;
}

static void only_relay_take(struct cul_cur *c)
{
	struct cul_sv rest = cul_cur_rest(c);
	const char *first = cul_sv_find(rest, relay_key);

	if (first == NULL || first != cul_sv_find_last(rest, relay_key))
		c->bad = true;
	else
		c->p = first + relay_key.len;
}

static bool is_structured(enum cul_stage stage)
{
	return stage == CUL_STAGE_RCPT || stage == CUL_STAGE_MAIL ||
	       stage == CUL_STAGE_CONNECT;
}

static void arg1_keep(struct cul_event *ev, struct cul_sv arg1)
{
	if (ev->stage == CUL_STAGE_RCPT && arg1.len != 0)
		ev->recipient = arg1;
	else if (ev->stage == CUL_STAGE_MAIL)
		ev->sender = arg1;
}

/* What the server did, at the cursor. */
static bool action_take(struct cul_cur *c, struct cul_event *ev)
{
	if (cul_try_lit(c, CUL_SV(", reject="))) {
		cul_event_answer(ev, cul_cur_rest(c));
		return true;
	}
	ev->outcome = CUL_OUTCOME_NEUTRAL;
	if (cul_try_lit(c, CUL_SV(", quarantine="))) {
		ev->disposition = CUL_DISP_HELD;
		ev->text = cul_cur_rest(c);
		return true;
	}
	ev->disposition = CUL_DISP_DISCARDED;
	return cul_try_lit(c, CUL_SV(", discard"));
}

/* Without the relay the answer is what follows the last key; an argument that
 * holds another only changes what was said to him. */
static bool action_find(struct cul_cur *c, struct cul_event *ev)
{
	static const struct cul_sv keys[] = { CUL_SV_LIT(", reject="),
					      CUL_SV_LIT(", quarantine="),
					      CUL_SV_LIT(", discard") };
	struct cul_sv rest = cul_cur_rest(c);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *hit = cul_sv_find_last(rest, keys[i]);

		if (hit == NULL)
			continue;
		c->p = hit;
		return action_take(c, ev);
	}
	return false;
}

enum cul_verdict cul_sm_ruleset(struct cul_sm *sm)
{
	struct cul_event *ev = sm->ev;
	struct cul_cur c = sm->c;
	struct cul_sv name = cul_take_until_lit(&c, CUL_SV(", arg1="));
	struct cul_sv arg1;

	if (c.bad)
		return cul_sm_malformed(sm, CUL_SM_BAD_RULE);
	ev->kind = CUL_EV_REFUSED;
	ev->stage = stage_of(name);
	sm->c = c;
	if (!is_structured(ev->stage))
		only_relay_take(&c);
	else if (arg1_take(&c, &arg1))
		arg1_keep(ev, arg1);
	else
		c.bad = true;
	if (!c.bad && cul_sm_client_take(&c, ev) && action_take(&c, ev))
		return CUL_EVENT;
	/* submitted here, or what cannot be told: the message knows */
	ev->client = (struct cul_addr){ { 0 } };
	ev->client_name = (struct cul_sv){ NULL, 0 };
	if (!action_find(&sm->c, ev))
		return cul_sm_malformed(sm, CUL_SM_BAD_RULE);
	return CUL_EVENT;
}

/* "connect: host=NAME, addr=ADDR, rejecting commands" */
static enum cul_verdict milter_connect(struct cul_sm *sm)
{
	struct cul_event *ev = sm->ev;
	struct cul_cur *c = &sm->c;
	struct cul_sv addr;

	(void)cul_take_until_lit(c, CUL_SV(", addr="));
	addr = cul_take_until_lit(c, CUL_SV(", "));
	if (c->bad || !cul_addr_parse(addr, &ev->client))
		return cul_sm_malformed(sm, CUL_SM_BAD_CLIENT);
	ev->kind = CUL_EV_REFUSED;
	ev->stage = CUL_STAGE_CONNECT;
	if (cul_try_lit(c, CUL_SV("reject=")) ||
	    cul_try_lit(c, CUL_SV("shutdown=")) ||
	    cul_try_lit(c, CUL_SV("temp failing commands="))) {
		cul_event_answer(ev, cul_cur_rest(c));
		return CUL_EVENT;
	}
	ev->text = cul_cur_rest(c);
	ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

static bool milter_stage(struct cul_cur *c, struct cul_event *ev)
{
	if (cul_try_lit(c, CUL_SV("to=")))
		ev->stage = CUL_STAGE_RCPT;
	else if (cul_try_lit(c, CUL_SV("from=")))
		ev->stage = CUL_STAGE_MAIL;
	else if (cul_try_lit(c, CUL_SV("helo=")))
		ev->stage = CUL_STAGE_HELO;
	else if (cul_try_lit(c, CUL_SV("cmd=data")))
		ev->stage = CUL_STAGE_DATA;
	else if (cul_try_lit(c, CUL_SV("data")))
		ev->stage = CUL_STAGE_MESSAGE;
	else
		return false;
	return true;
}

enum cul_verdict cul_sm_milter(struct cul_sm *sm)
{
	struct cul_event *ev = sm->ev;
	struct cul_cur *c = &sm->c;
	const char *end;

	if (cul_try_lit(c, CUL_SV("connect: host=")))
		return milter_connect(sm);
	if (!milter_stage(c, ev))
		return cul_sm_ignore(sm, CUL_SM_MILTER);
	ev->kind = CUL_EV_REFUSED;
	end = is_structured(ev->stage) ? cul_sm_address_end(c->p, c->end)
				       : NULL;
	if (end != NULL) {
		struct cul_cur d = { end, c->end, false };

		if (action_take(&d, ev)) {
			arg1_keep(ev, cul_sm_address(c->p, end));
			return CUL_EVENT;
		}
	}
	if (!action_find(c, ev))
		return cul_sm_ignore(sm, CUL_SM_MILTER);
	return CUL_EVENT;
}

/* "<x@y>... User unknown": said at RCPT. The code is left out; that of an
 * unknown user is always 550 (recipient.c). */
bool cul_sm_said(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	struct cul_event *ev = sm->ev;
	struct cul_sv rest = cul_cur_rest(&sm->c);
	const char *dots = cul_sv_find_last(rest, CUL_SV("... "));
	size_t at;

	if (rest.len == 0 || rest.ptr[0] != '<' || dots == NULL)
		return false;
	at = (size_t)(dots - rest.ptr);
	ev->kind = CUL_EV_REFUSED;
	ev->stage = CUL_STAGE_RCPT;
	ev->recipient = cul_sm_address(rest.ptr, dots);
	ev->text = cul_sv_from(rest, at + 4);
	if (cul_sv_eq(ev->text, CUL_SV("User unknown")))
		ev->reply = 550;
	ev->outcome =
		cul_outcome_of(ev->reply, ev->enhanced, ev->text, ev->stage);
	*ret_v = CUL_EVENT;
	return true;
}
