/* \summary: Courier's messages: begun, tried, and each recipient's fate */
/* grammar: courier/cdmsgq.C, courier/cdmsgq3.C, courier/submit2.C,
 * courier/libs/comctlfile.c ctlfile_append_reply() (0.60 to 1.4) */
#include "mta/courier/co.h"
#include "text/outcome.h"
#include "text/reply.h"

/* "0038C081.4D026173.000051A4": inode, time and process (submit2.C). */
static bool id_take(struct cul_cur *c, struct cul_event *ev)
{
	const char *p = c->p;

	while (p < c->end && ((*p >= '0' && *p <= '9') || *p == '.' ||
			      (*p >= 'A' && *p <= 'F')))
		p++;
	if (p == c->p)
		return false;
	ev->session = (struct cul_sv){ c->p, (size_t)(p - c->p) };
	c->p = p;
	return true;
}

/* "dns; HELO (NAME [ADDR])": the HELO name stands first and may be anything;
 * a text too long ends in dots instead. */
static void client_read(struct cul_sv v, struct cul_event *ev)
{
	static const struct cul_sv close = CUL_SV_LIT("])");
	struct cul_sv addr, name;
	const char *open, *paren;

	if (!cul_sv_ends(v, close))
		return;
	v.len -= close.len;
	open = v.len != 0 ? memrchr(v.ptr, '[', v.len) : NULL;
	if (open == NULL)
		return;
	addr = cul_sv_from(v, (size_t)(open - v.ptr) + 1);
	if (!cul_addr_parse(addr, &ev->client))
		return;
	v.len = (size_t)(open - v.ptr);
	paren = cul_sv_find_last(v, CUL_SV(" ("));
	if (paren == NULL)
		return;
	name = cul_sv_from(v, (size_t)(paren - v.ptr) + 2);
	if (name.len > 1 && name.ptr[name.len - 1] == ' ')
		ev->client_name = (struct cul_sv){ name.ptr, name.len - 1 };
	v.len = (size_t)(paren - v.ptr);
	if (v.len != 0)
		ev->helo = v;
}

/* Stands for a client where sendmail(1) or the bouncer handed it in: in a
 * session this address has "::ffff:" before it, where Courier knows IPv6. */
static bool handed_in(struct cul_sv v)
{
	return cul_sv_eq(v, CUL_SV("localhost (localhost [127.0.0.1])"));
}

static enum cul_verdict newmsg(struct cul_co *co)
{
	struct cul_cur *c = &co->c;

	if (!id_take(c, co->ev))
		return cul_co_malformed(co, CUL_CO_BAD_MESSAGE);
	if (cul_try_lit(c, CUL_SV(", auth="))) {
		struct cul_sv user = cul_take_until_lit(c, CUL_SV(": "));

		if (!c->bad && user.len != 0)
			co->ev->account = user;
	} else {
		cul_take_lit(c, CUL_SV(": "));
	}
	if (c->bad)
		return cul_co_malformed(co, CUL_CO_BAD_MESSAGE);
	if (cul_try_lit(c, CUL_SV("dns; "))) {
		if (handed_in(cul_cur_rest(c)))
			co->ev->transport = CUL_TRANSPORT_LOCAL;
		else
			client_read(cul_cur_rest(c), co->ev);
	}
	co->ev->kind = CUL_EV_ACCEPTED;
	return CUL_EVENT;
}

/* "started,id=ID,from=<A>,module=M,host=H,addr=<B>": a try of one recipient
 * begins; it is the only line that tells of the sender. Of a message that
 * failed module dsn makes a new one; the null sender is that one's. */
static enum cul_verdict tried(struct cul_co *co)
{
	struct cul_sv sender;

	if (!id_take(&co->c, co->ev))
		return cul_co_malformed(co, CUL_CO_BAD_MESSAGE);
	cul_take_lit(&co->c, CUL_SV(",from=<"));
	sender = cul_take_until_lit(&co->c, CUL_SV(">,module="));
	if (co->c.bad)
		return cul_co_malformed(co, CUL_CO_BAD_MESSAGE);
	if (cul_try_lit(&co->c, CUL_SV("dsn,")))
		return cul_co_ignore(co, CUL_CO_NOTICE);
	co->ev->kind = CUL_EV_QUEUED;
	co->ev->sender = sender;
	return CUL_EVENT;
}

enum cul_verdict cul_co_queue(struct cul_co *co)
{
	if (cul_try_lit(&co->c, CUL_SV("newmsg,id=")))
		return newmsg(co);
	if (cul_try_lit(&co->c, CUL_SV("started,id=")))
		return tried(co);
	/* Said whenever nothing is tried just now; recipients that were put
	 * off are tried again under the same id. */
	if (cul_try_lit(&co->c, CUL_SV("completed,id=")))
		return cul_co_ignore(co, CUL_CO_STATUS);
	return cul_co_ignore(co, CUL_CO_NOTICE);
}

/* ---- courieresmtp, courierlocal ---- */

/* An answer is told before the status of its kind, in a line of its own; what
 * it means says its code. */
static enum cul_verdict answered(struct cul_co *co)
{
	struct cul_event *ev = co->ev;
	struct cul_reply r = cul_reply_read(cul_cur_rest(&co->c));

	if (cul_co_goes_on(&co->c))
		return cul_co_ignore(co, CUL_CO_GOES_ON);
	if (r.code < 400)
		return cul_co_ignore(co, CUL_CO_ANSWER);
	ev->kind = r.code < 500 ? CUL_EV_DEFERRED : CUL_EV_BOUNCED;
	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	ev->text = r.text;
	ev->outcome = cul_outcome_of(r.code, r.enhanced, r.text, ev->stage);
	return CUL_EVENT;
}

/* courierlocal says ",success: TEXT" alone, courieresmtp that of some and
 * ",status: success" of each. */
static enum cul_verdict succeeded(struct cul_co *co)
{
	co->ev->kind = CUL_EV_DELIVERED;
	co->ev->outcome = CUL_OUTCOME_OK;
	if (co->c.p != co->c.end)
		co->ev->text = cul_cur_rest(&co->c);
	return CUL_EVENT;
}

/* "id=ID,from=<A>,addr=<B>[,size=N],success: TEXT", "…: TEXT", and
 * "…,status: success|failure|deferred". */
enum cul_verdict cul_co_fate(struct cul_co *co, enum cul_transport transport)
{
	struct cul_cur *c = &co->c;
	struct cul_event *ev = co->ev;

	if (!cul_try_lit(c, CUL_SV("id=")))
		return cul_co_ignore(co, CUL_CO_NOTICE);
	if (!id_take(c, ev))
		return cul_co_malformed(co, CUL_CO_BAD_FATE);
	cul_take_lit(c, CUL_SV(",from=<"));
	(void)cul_take_until_lit(c, CUL_SV(">,addr=<"));
	ev->recipient = cul_take_until(c, '>');
	if (c->bad || ev->recipient.len == 0)
		return cul_co_malformed(co, CUL_CO_BAD_FATE);
	ev->transport = transport;
	if (transport == CUL_TRANSPORT_REMOTE)
		ev->marks = CUL_MARK_ALIASED;
	if (cul_try_lit(c, CUL_SV(",size=")))
		ev->size_bytes = cul_take_u64(c, UINT64_MAX);
	if (cul_try_lit(c, CUL_SV(",success: ")))
		return transport == CUL_TRANSPORT_LOCAL
			       ? succeeded(co)
			       : cul_co_ignore(co, CUL_CO_STATUS);
	if (transport == CUL_TRANSPORT_REMOTE &&
	    cul_try_lit(c, CUL_SV(",status: success")))
		return succeeded(co);
	if (cul_try_lit(c, CUL_SV(",status: ")))
		return cul_co_ignore(co, CUL_CO_STATUS);
	if (!cul_try_lit(c, CUL_SV(": ")))
		return cul_co_malformed(co, CUL_CO_BAD_FATE);
	return answered(co);
}
