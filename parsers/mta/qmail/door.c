/* \summary: who stands before qmail-smtpd: tcpserver, rblsmtpd, CHKUSER,
 * spamdyke
 *
 *   ok PID NAME:ADDR:PORT NAME:ADDR:IDENT:PORT          ours, then the client's
 *   ADDR pid PID[ LIST]: CODE TEXT                      rblsmtpd
 *   rejected rcpt: from <S:…> remote <HELO:NAME:ADDR> rcpt <R> : WHY
 *   DENIED_WHY from: S to: R origin_ip: ADDR origin_rdns: NAME auth: USER …
 *
 * In the last two what a client sent stands before and behind the address. So
 * it is taken only where the server's mark is on the line once.
 */
/* grammar: ucspi-tcp 0.88 tcpserver.c, rblsmtpd.c; chkuser 2.0; spamdyke 5
 * log.c */
#include "mta/qmail/qm.h"
#include "text/outcome.h"

/* An IPv4 address behind colons would be one that follows a name with colons;
 * but for the mapped form no server writes it so. */
static bool address_read(struct cul_sv v, struct cul_addr *ret_addr)
{
	return cul_addr_parse(v, ret_addr) &&
	       (cul_addr_is_v4(ret_addr) ||
		cul_find_byte(v.ptr, v.len, '.') == NULL);
}

/* "NAME:ADDR:IDENT:PORT". In none of them is a colon but in an IPv6 address;
 * where there are more than these three, and it is none, somebody wrote them.
 */
static bool remote_read(struct cul_event *ev, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	const struct cul_sv name = cul_take_until(&c, ':');
	struct cul_sv rest = cul_cur_rest(&c);
	const char *port, *ident;
	struct cul_cur number;

	port = c.bad || rest.len == 0 ? NULL : memrchr(rest.ptr, ':', rest.len);
	if (port == NULL)
		return false;
	number = cul_cur_over(cul_sv_from(rest, (size_t)(port - rest.ptr) + 1));
	rest = cul_sv_before(rest, port);
	ident = rest.len == 0 ? NULL : memrchr(rest.ptr, ':', rest.len);
	if (ident == NULL ||
	    !address_read(cul_sv_before(rest, ident), &ev->client))
		return false;
	ev->client_port = (uint16_t)cul_take_u64(&number, UINT16_MAX);
	if (name.len != 0 && !cul_sv_eq(name, CUL_SV("unknown")))
		ev->client_name = name;
	return true;
}

/* PID OURS THEIRS */
static bool take_connection(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;

	q->ev->pid = (uint32_t)cul_take_u64(c, UINT32_MAX);
	cul_take_lit(c, CUL_SV(" "));
	(void)cul_take_until(c, ' ');
	return !c->bad && remote_read(q->ev, cul_cur_rest(c));
}

enum cul_verdict cul_qm_tcpserver(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;

	if (cul_try_lit(c, CUL_SV("ok "))) {
		ev->kind = CUL_EV_CONNECT;
	} else if (cul_try_lit(c, CUL_SV("deny "))) {
		ev->kind = CUL_EV_REFUSED;
		ev->stage = CUL_STAGE_CONNECT;
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	} else if (cul_try_lit(c, CUL_SV("pid "))) {
		return cul_qm_ignore(q, CUL_QM_OPENING);
	} else if (cul_try_lit(c, CUL_SV("end "))) {
		return cul_qm_ignore(q, CUL_QM_ENDED);
	} else if (cul_try_lit(c, CUL_SV("status: "))) {
		return cul_qm_ignore(q, CUL_QM_STATUS);
	} else {
		return cul_qm_ignore(q, CUL_QM_NOTICE);
	}
	if (!take_connection(q))
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	return CUL_EVENT;
}

/* It refuses for nothing but a list, or what its rules put in its place. */
enum cul_verdict cul_qm_rblsmtpd(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;
	const struct cul_sv addr = cul_take_until_lit(c, CUL_SV(" pid "));

	if (c->bad || !cul_addr_parse(addr, &ev->client))
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	ev->pid = (uint32_t)cul_take_u64(c, UINT32_MAX);
	(void)cul_take_until_lit(c, CUL_SV(": "));
	ev->reply = (uint16_t)cul_take_u64(c, 599);
	if (c->bad)
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	(void)cul_try_lit(c, CUL_SV(" "));
	ev->text = cul_cur_rest(c);
	ev->stage = CUL_STAGE_CONNECT;
	ev->outcome = CUL_OUTCOME_REPUTATION;
	ev->kind = CUL_EV_REFUSED;
	return CUL_EVENT;
}

static enum cul_outcome chkuser_outcome(struct cul_sv why)
{
	if (cul_sv_starts(why, CUL_SV("not existing recipient")))
		return CUL_OUTCOME_BAD_RECIPIENT;
	if (cul_sv_find(why, CUL_SV("not allowed to relay")) != NULL)
		return CUL_OUTCOME_RELAY_REFUSED;
	return CUL_OUTCOME_NEUTRAL;
}

/* "from <S:USER:>": the envelope sender holds no colon that is not quoted. */
static void chkuser_from(struct cul_event *ev, struct cul_sv from)
{
	struct cul_cur c = cul_cur_over(from);
	struct cul_sv sender = cul_take_until(&c, ':');

	ev->sender = c.bad ? from : sender;
}

/* "HELO:NAME:ADDR" */
static bool chkuser_remote(struct cul_event *ev, struct cul_sv remote)
{
	const char *last =
		remote.len != 0 ? memrchr(remote.ptr, ':', remote.len) : NULL;

	return last != NULL &&
	       cul_addr_parse(
		       cul_sv_from(remote, (size_t)(last - remote.ptr) + 1),
		       &ev->client);
}

enum cul_verdict cul_qm_chkuser(struct cul_qm *q)
{
	const struct cul_sv none = { "", 0 };
	struct cul_event *ev = q->ev;
	struct cul_sv rest, what;

	if (!cul_try_lit(&q->c, CUL_SV("rejected ")))
		return cul_qm_ignore(q, CUL_QM_ALLOWED);
	what = cul_take_until_lit(&q->c, CUL_SV(": from <"));
	if (q->c.bad)
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	rest = cul_cur_rest(&q->c);
	if (!chkuser_remote(ev, cul_qm_between(rest, CUL_SV("> remote <"),
					       CUL_SV("> rcpt <"))) ||
	    !cul_sv_present(cul_qm_between(rest, CUL_SV("> rcpt <"), none)))
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	chkuser_from(ev, cul_take_until_lit(&q->c, CUL_SV("> remote <")));
	ev->recipient =
		cul_qm_between(rest, CUL_SV("> rcpt <"), CUL_SV("> : "));
	ev->text = cul_qm_between(rest, CUL_SV("> : "), none);
	ev->stage = cul_sv_eq(what, CUL_SV("sender")) ? CUL_STAGE_MAIL
						      : CUL_STAGE_RCPT;
	ev->outcome = chkuser_outcome(ev->text);
	ev->reply = 550;
	ev->kind = CUL_EV_REFUSED;
	return CUL_EVENT;
}

static const struct {
	struct cul_sv word;
	enum cul_outcome outcome;
	enum cul_stage stage;
	uint16_t reply;
} denied[] = {
	{ { "RDNS_", 5 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_CONNECT, 554 },
	{ { "IP_IN_", 6 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_CONNECT, 554 },
	{ { "BLACKLIST_", 10 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_CONNECT, 554 },
	{ { "RBL_", 4 }, CUL_OUTCOME_REPUTATION, CUL_STAGE_CONNECT, 554 },
	{ { "RHSBL_", 6 }, CUL_OUTCOME_REPUTATION, CUL_STAGE_CONNECT, 554 },
	{ { "EARLYTALKER", 11 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_CONNECT, 554 },
	{ { "GRAYLISTED", 10 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_RCPT, 421 },
	{ { "SENDER_", 7 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_MAIL, 554 },
	{ { "RELAYING", 8 }, CUL_OUTCOME_RELAY_REFUSED, CUL_STAGE_RCPT, 554 },
	{ { "INVALID_RECIPIENT", 17 },
	  CUL_OUTCOME_BAD_RECIPIENT,
	  CUL_STAGE_RCPT,
	  550 },
	{ { "", 0 }, CUL_OUTCOME_NEUTRAL, CUL_STAGE_RCPT, 554 },
};

static void denied_read(struct cul_event *ev, struct cul_sv why)
{
	size_t i = 0;

	while (!cul_sv_starts(why, denied[i].word))
		i++;
	ev->kind = CUL_EV_REFUSED;
	ev->text = why;
	ev->outcome = denied[i].outcome;
	ev->stage = denied[i].stage;
	ev->reply = denied[i].reply;
}

static struct cul_sv known(struct cul_sv v)
{
	if (v.len != 0 && v.ptr[0] == '(')
		return (struct cul_sv){ NULL, 0 };
	return v;
}

/* A user is named only where he proved himself; that he sent is a login. */
static bool spamdyke_read(struct cul_event *ev, struct cul_sv rest)
{
	struct cul_sv user;

	if (!cul_addr_parse(
		    cul_qm_between(rest, CUL_SV(" origin_ip: "), CUL_SV(" ")),
		    &ev->client))
		return false;
	ev->client_name = known(
		cul_qm_between(rest, CUL_SV(" origin_rdns: "), CUL_SV(" ")));
	user = known(cul_qm_between(rest, CUL_SV(" auth: "), CUL_SV(" ")));
	if (user.len != 0)
		ev->account = user;
	ev->recipient = known(
		cul_qm_between(rest, CUL_SV(" to: "), CUL_SV(" origin_ip: ")));
	return true;
}

enum cul_verdict cul_qm_spamdyke(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;
	bool allowed = cul_try_lit(c, CUL_SV("ALLOWED from: "));
	struct cul_sv why = { NULL, 0 };

	if (!allowed) {
		if (!cul_try_lit(c, CUL_SV("DENIED_")))
			return cul_qm_ignore(q, CUL_QM_NOTICE);
		why = cul_take_until_lit(c, CUL_SV(" from: "));
	}
	if (c->bad || !spamdyke_read(ev, cul_cur_rest(c)))
		return cul_qm_malformed(q, CUL_QM_BAD_CLIENT);
	if (allowed && ev->account.len == 0)
		return cul_qm_ignore(q, CUL_QM_ALLOWED);
	ev->sender = known(cul_take_until_lit(c, CUL_SV(" to: ")));
	if (!allowed) {
		denied_read(ev, why);
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_LOGIN;
	ev->outcome = CUL_OUTCOME_OK;
	return CUL_EVENT;
}
