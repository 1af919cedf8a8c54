/* \summary: Sendmail's lines of a client: connections, logins, manners
 *
 * The client stands first, or last; whatever he sent is on the other side.
 */
/* grammar: sendmail/srvrsmtp.c, sendmail/main.c, sendmail/conf.c
 * validate_connection(), sendmail/util.c (8.12 to 8.18) */
#include "mta/sendmail/sm.h"

static enum cul_verdict bad_client(struct cul_sm *sm)
{
	return cul_sm_malformed(sm, CUL_SM_BAD_CLIENT);
}

static enum cul_verdict manners(struct cul_sm *sm, struct cul_sv how)
{
	sm->ev->kind = CUL_EV_MANNERS;
	sm->ev->text = how;
	return CUL_EVENT;
}

/* The line says itself what was wrong. */
static struct cul_sv first_words(const struct cul_sm *sm, size_t n)
{
	return (struct cul_sv){ sm->words, n };
}

/* The client that ends the line, behind the last `key`. */
static bool last_client(struct cul_sm *sm, struct cul_sv key)
{
	struct cul_sv rest = cul_cur_rest(&sm->c);
	const char *hit = cul_sv_find_last(rest, key);

	return hit != NULL &&
	       cul_sm_client_read(
		       cul_sv_from(rest, (size_t)(hit - rest.ptr) + key.len),
		       sm->ev);
}

/* "AUTH=server, relay=CLIENT, authid=USER, mech=PLAIN, bits=0" */
static enum cul_verdict logged_in(struct cul_sm *sm)
{
	struct cul_event *ev = sm->ev;
	struct cul_cur *c = &sm->c;
	struct cul_sv user;
	const char *end;

	if (!cul_sm_client_take(c, ev) || !cul_try_lit(c, CUL_SV(", authid=")))
		return cul_sm_malformed(sm, CUL_SM_BAD_LOGIN);
	user = cul_cur_rest(c);
	end = cul_sv_find_last(user, CUL_SV(", mech="));
	if (end == NULL || end == user.ptr)
		return cul_sm_malformed(sm, CUL_SM_BAD_LOGIN);
	ev->account = (struct cul_sv){ user.ptr, (size_t)(end - user.ptr) };
	ev->kind = CUL_EV_LOGIN;
	return CUL_EVENT;
}

/* No password was tried, or it is our own trouble (sasl_errstring()). */
static bool tells_nothing(struct cul_sv text)
{
	static const struct cul_sv words[] = {
		CUL_SV_LIT("generic failure"),
		CUL_SV_LIT("no mechanism available"),
		CUL_SV_LIT("bad protocol / cancel"),
		CUL_SV_LIT("encryption needed"),
		CUL_SV_LIT("mechanism too weak"),
		CUL_SV_LIT("transient failure"),
		CUL_SV_LIT("out of memory"),
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (cul_sv_starts(text, words[i]))
			return true;
	return false;
}

/* "AUTH failure (MECH): WORDS (-13) DETAIL, user=USER, relay=CLIENT": mech and
 * user are the client's, the last relay the server's. 8.16 and older say the
 * user in DETAIL alone, if the login library does. */
static enum cul_verdict login_failed(struct cul_sm *sm)
{
	static const struct cul_sv relay = CUL_SV_LIT(", relay=");
	static const struct cul_sv user = CUL_SV_LIT(", user=");
	struct cul_event *ev = sm->ev;
	struct cul_sv rest = cul_cur_rest(&sm->c);
	const char *hit = cul_sv_find_last(rest, relay);
	const char *words = cul_sv_find(rest, CUL_SV("): "));

	if (hit == NULL || words == NULL)
		return cul_sm_malformed(sm, CUL_SM_BAD_LOGIN);
	(void)last_client(sm, relay);
	rest.len = (size_t)(hit - rest.ptr);
	hit = cul_sv_find(rest, user);
	if (hit != NULL) {
		size_t at = (size_t)(hit - rest.ptr);

		if (rest.len != at + user.len)
			ev->account = cul_sv_from(rest, at + user.len);
		rest.len = at;
	}
	if ((size_t)(words - rest.ptr) + 3 < rest.len)
		ev->text = cul_sv_from(rest, (size_t)(words - rest.ptr) + 3);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	if (tells_nothing(ev->text))
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

static enum cul_verdict refused_with(struct cul_sm *sm, enum cul_stage stage,
				     uint16_t reply)
{
	sm->ev->kind = CUL_EV_REFUSED;
	sm->ev->stage = stage;
	sm->ev->reply = reply;
	sm->ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

/* "invalid domain name (NAME) from CLIENT" */
static enum cul_verdict bad_helo(struct cul_sm *sm)
{
	static const struct cul_sv from = CUL_SV_LIT(" from ");
	struct cul_sv rest = cul_cur_rest(&sm->c);
	const char *hit = cul_sv_find_last(rest, from);

	if (hit == NULL || !last_client(sm, from))
		return bad_client(sm);
	rest.len = (size_t)(hit - rest.ptr);
	if (rest.len > 1 && rest.ptr[rest.len - 1] == ')' &&
	    !cul_sv_eq(rest, CUL_SV("too long)")))
		sm->ev->helo = (struct cul_sv){ rest.ptr, rest.len - 1 };
	return refused_with(sm, CUL_STAGE_HELO, 501);
}

/* "SMTP MAIL command (ARG) from CLIENT tempfailed (due to previous checks)" */
static enum cul_verdict tempfailed(struct cul_sm *sm)
{
	static const struct cul_sv tail =
		CUL_SV_LIT(" tempfailed (due to previous checks)");
	bool mail = cul_sv_starts(cul_cur_rest(&sm->c), CUL_SV("MAIL"));
	bool auth = cul_sv_starts(cul_cur_rest(&sm->c), CUL_SV("AUTH"));

	if (!cul_sv_ends(cul_cur_rest(&sm->c), tail))
		return cul_sm_ignore(sm, CUL_SM_NOTICE);
	sm->c.end -= tail.len;
	if (!last_client(sm, CUL_SV(") from ")))
		return bad_client(sm);
	return refused_with(sm,
			    mail   ? CUL_STAGE_MAIL
			    : auth ? CUL_STAGE_AUTH
				   : CUL_STAGE_NONE,
			    454);
}

/* "timeout waiting for input from HOST during server cmd read": HOST is a name
 * alone, or where it has none the address in brackets; of a client of ours it
 * is a server elsewhere. */
static enum cul_verdict timed_out(struct cul_sm *sm)
{
	if (!cul_sm_client_take(&sm->c, sm->ev) ||
	    !cul_try_lit(&sm->c, CUL_SV(" during ")) ||
	    !cul_sv_starts(cul_cur_rest(&sm->c), CUL_SV("server ")))
		return cul_sm_ignore(sm, CUL_SM_NO_ADDRESS);
	return manners(sm, first_words(sm, sizeof("timeout") - 1));
}

/* "tcpwrappers (HOST, ADDR) rejection" */
static enum cul_verdict wrapped(struct cul_sm *sm)
{
	struct cul_sv addr;

	(void)cul_take_until_lit(&sm->c, CUL_SV(", "));
	addr = cul_take_until_lit(&sm->c, CUL_SV(") rejection"));
	if (sm->c.bad || !cul_addr_parse(addr, &sm->ev->client))
		return bad_client(sm);
	return refused_with(sm, CUL_STAGE_CONNECT, 0);
}

/* "rejecting commands from NAME [ADDR] due to pre-greeting traffic after …",
 * "rejecting server EHLO from CLIENT due to traffic before response" */
static enum cul_verdict too_early(struct cul_sm *sm)
{
	(void)cul_take_until_lit(&sm->c, CUL_SV(" from "));
	if (sm->c.bad)
		return cul_sm_ignore(sm, CUL_SM_NOTICE);
	if (!cul_sm_client_take(&sm->c, sm->ev))
		return bad_client(sm);
	(void)cul_try_lit(&sm->c, CUL_SV(" due to "));
	return manners(sm, cul_cur_rest(&sm->c));
}

/* "lost input channel from CLIENT to MTA after rcpt" */
static enum cul_verdict lost(struct cul_sm *sm)
{
	if (!cul_sm_client_take(&sm->c, sm->ev))
		return cul_sm_ignore(sm, CUL_SM_NO_ADDRESS);
	return manners(sm, first_words(sm, sizeof("lost input channel") - 1));
}

/* "collect: relay=CLIENT, from=<A>, info=unexpected close" (8.16 on) */
static enum cul_verdict dropped(struct cul_sm *sm)
{
	static const struct cul_sv info = CUL_SV_LIT(", info=");
	struct cul_sv rest;
	const char *hit;

	if (!cul_sm_client_take(&sm->c, sm->ev))
		return cul_sm_ignore(sm, CUL_SM_NO_ADDRESS);
	rest = cul_cur_rest(&sm->c);
	hit = cul_sv_find_last(rest, info);
	if (hit == NULL)
		return bad_client(sm);
	return manners(sm,
		       cul_sv_from(rest, (size_t)(hit - rest.ptr) + info.len));
}

static enum cul_verdict connected(struct cul_sm *sm)
{
	if (!cul_sm_client_read(cul_cur_rest(&sm->c), sm->ev))
		return cul_sm_ignore(sm, CUL_SM_NO_ADDRESS);
	sm->ev->kind = CUL_EV_CONNECT;
	return CUL_EVENT;
}

/* "setsender: ADDR: invalid or unparsable, received from CLIENT" */
static enum cul_verdict bad_sender(struct cul_sm *sm)
{
	if (!last_client(sm, CUL_SV(", received from ")))
		return cul_sm_ignore(sm, CUL_SM_NO_ADDRESS);
	return refused_with(sm, CUL_STAGE_MAIL, 553);
}

/* Words behind which, or at whose end, the client stands. */
static bool known_words(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	static const struct {
		struct cul_sv words;
		enum cul_verdict (*read)(struct cul_sm *sm);
	} t[] = {
		{ CUL_SV_LIT("AUTH=server, relay="), logged_in },
		{ CUL_SV_LIT("AUTH failure ("), login_failed },
		{ CUL_SV_LIT("lost input channel from "), lost },
		{ CUL_SV_LIT("collect: relay="), dropped },
		{ CUL_SV_LIT("timeout waiting for input from "), timed_out },
		{ CUL_SV_LIT("connect from "), connected },
		{ CUL_SV_LIT("rejecting commands"), too_early },
		{ CUL_SV_LIT("rejecting server"), too_early },
		{ CUL_SV_LIT("invalid domain name ("), bad_helo },
		{ CUL_SV_LIT("SMTP "), tempfailed },
		{ CUL_SV_LIT("tcpwrappers ("), wrapped },
		{ CUL_SV_LIT("setsender: "), bad_sender },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_try_lit(&sm->c, t[i].words)) {
			*ret_v = t[i].read(sm);
			return true;
		}
	return false;
}

/* A line that ends in the client and says no more. */
static bool ends_in_client(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	static const struct {
		struct cul_sv words;
		size_t n; /* of them, that say what was wrong */
	} t[] = {
		{ CUL_SV_LIT("unauthorized PIPELINING"), 23 },
		{ CUL_SV_LIT("AUTH decode64 error ["), 19 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_try_lit(&sm->c, t[i].words)) {
			*ret_v = last_client(sm, CUL_SV(", relay="))
					 ? manners(sm, first_words(sm, t[i].n))
					 : bad_client(sm);
			return true;
		}
	return false;
}

/* "CLIENT: probable open proxy: command=…" and such; what he sent follows. */
static bool begins_with_client(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	static const struct cul_sv bad[] = {
		CUL_SV_LIT("probable open proxy"),
		CUL_SV_LIT("possible SMTP attack"),
		CUL_SV_LIT("Possible SMTP RCPT flood"),
		CUL_SV_LIT("SMTP violation, input too long"),
	};
	struct cul_event *ev = sm->ev;
	struct cul_cur *c = &sm->c;

	if (!cul_sm_client_take(c, ev))
		return false;
	if (cul_try_lit(c, CUL_SV(" did not issue MAIL/EXPN/VRFY/ETRN"))) {
		ev->kind = CUL_EV_DISCONNECT;
		*ret_v = CUL_EVENT;
		return true;
	}
	if (!cul_try_lit(c, CUL_SV(": ")))
		return false;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (cul_try_lit(c, bad[i])) {
			*ret_v = manners(sm, (struct cul_sv){ c->p - bad[i].len,
							      bad[i].len });
			return true;
		}
	*ret_v = cul_sm_ignore(sm, CUL_SM_VRFY);
	return true;
}

/* "“debug” command from CLIENT (ADDR)" with straight quotes. */
static bool bogus_command(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	struct cul_cur c = sm->c;
	size_t n;

	if (!cul_try_lit(&c, CUL_SV("\"")))
		return false;
	(void)cul_take_until_lit(&c, CUL_SV("\" command from "));
	if (c.bad)
		return false;
	n = (size_t)(c.p - sm->words) - (sizeof(" from ") - 1);
	sm->c = c;
	*ret_v = cul_sm_client_take(&sm->c, sm->ev)
			 ? manners(sm, first_words(sm, n))
			 : bad_client(sm);
	return true;
}

bool cul_sm_session(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	struct cul_cur start = sm->c;

	sm->words = start.p;
	if (known_words(sm, ret_v) || ends_in_client(sm, ret_v) ||
	    bogus_command(sm, ret_v) || begins_with_client(sm, ret_v))
		return true;
	sm->c = start;
	sm->ev->client = (struct cul_addr){ { 0 } };
	sm->ev->client_name = (struct cul_sv){ NULL, 0 };
	return false;
}
