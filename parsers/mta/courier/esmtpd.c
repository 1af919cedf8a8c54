/* \summary: Courier's servers: sessions, refusals, logins */
/* grammar: courier/module.esmtp/courieresmtpd.C, imap/imaplogin.c,
 * imap/pop3login.c, tcpd/tcpd.c (0.60 to 1.4) */
#include "mta/courier/co.h"
#include "text/outcome.h"
#include "text/reply.h"

/* "started,ip=[ADDR]" and from 1.0 on ",port=[N]" */
static enum cul_verdict started(struct cul_co *co)
{
	struct cul_sv addr = cul_take_until(&co->c, ']');

	if (co->c.bad || !cul_addr_parse(addr, &co->ev->client))
		return cul_co_malformed(co, CUL_CO_BAD_ERROR);
	if (cul_try_lit(&co->c, CUL_SV(",port=[")))
		co->ev->client_port =
			(uint16_t)cul_take_u64(&co->c, UINT16_MAX);
	co->ev->kind = CUL_EV_CONNECT;
	return CUL_EVENT;
}

static bool is_base64(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= 'a' && c <= 'z') && c != '+' && c != '/' && c != '=')
			return false;
	}
	return v.len % 4 == 0;
}

/* "AUTH LOGIN bob", "AUTH PLAIN AGJvYgA= bob": what the client said is cut at
 * twenty bytes, then the server has put the name. Before it did, what the
 * client said stood alone. */
static struct cul_sv name_tried(struct cul_cur c)
{
	const struct cul_sv none = { NULL, 0 };
	struct cul_cur d;
	struct cul_sv word, rest;
	bool plain;

	cul_take_lit(&c, CUL_SV("AUTH "));
	plain = cul_try_lit(&c, CUL_SV("PLAIN "));
	if (!plain)
		(void)cul_take_until(&c, ' ');
	if (c.bad)
		return none;
	rest = cul_cur_rest(&c);
	d = c;
	word = cul_take_until(&d, ' ');
	if (!d.bad)
		return is_base64(word) ? cul_cur_rest(&d) : rest;
	if (is_base64(rest) && (plain || cul_sv_ends(rest, CUL_SV("="))))
		return none;
	return rest;
}

/* msg="CODE TEXT",cmd: LINE. The words are the server's, the line is not. */
static enum cul_verdict bad_command(struct cul_co *co)
{
	struct cul_event *ev = co->ev;
	struct cul_sv msg = cul_take_until_lit(&co->c, CUL_SV("\",cmd: "));
	struct cul_sv name;
	struct cul_reply r;

	if (co->c.bad)
		return cul_co_malformed(co, CUL_CO_BAD_ERROR);
	r = cul_reply_read(msg);
	ev->reply = r.code;
	ev->text = r.text;
	if (r.code == 535 &&
	    !cul_sv_starts(r.text, CUL_SV("Authentication required"))) {
		ev->kind = CUL_EV_LOGIN_FAILED;
		ev->stage = CUL_STAGE_AUTH;
		name = name_tried(co->c);
		if (name.len != 0)
			ev->account = name;
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_MANNERS;
	return CUL_EVENT;
}

/* "=<a@b>": the server has put blanks for '<', '>' and ':' within, and may
 * have cut it off with dots. */
static struct cul_sv address_take(struct cul_cur *c)
{
	struct cul_sv rest = cul_cur_rest(c);
	const char *end =
		rest.len != 0 ? memchr(rest.ptr, '>', rest.len) : NULL;
	const char *cut = cul_sv_find(rest, CUL_SV("...,to=<"));
	struct cul_sv v = { NULL, 0 };

	if (cut != NULL && (end == NULL || cut < end)) {
		v = (struct cul_sv){ rest.ptr, (size_t)(cut - rest.ptr) };
		c->p = cut + 3;
	} else if (end != NULL) {
		v = (struct cul_sv){ rest.ptr, (size_t)(end - rest.ptr) };
		c->p = end + 1;
	}
	return v;
}

static enum cul_verdict refused(struct cul_co *co)
{
	struct cul_event *ev = co->ev;
	struct cul_reply r;

	ev->kind = CUL_EV_REFUSED;
	ev->stage = CUL_STAGE_CONNECT;
	if (cul_try_lit(&co->c, CUL_SV(",from=<"))) {
		ev->sender = address_take(&co->c);
		ev->stage = CUL_STAGE_MAIL;
	}
	if (cul_try_lit(&co->c, CUL_SV(",to=<"))) {
		ev->recipient = address_take(&co->c);
		ev->stage = CUL_STAGE_RCPT;
	}
	(void)cul_take_until_lit(&co->c, CUL_SV(": "));
	if (co->c.bad)
		return cul_co_malformed(co, CUL_CO_BAD_ERROR);
	if (cul_co_goes_on(&co->c))
		return cul_co_ignore(co, CUL_CO_GOES_ON);
	r = cul_reply_read(cul_cur_rest(&co->c));
	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	ev->text = r.text;
	ev->outcome = cul_outcome_of(r.code, r.enhanced, r.text, ev->stage);
	/* "517-Domain does not exist" to MAIL is said of the sender's. */
	if (ev->stage != CUL_STAGE_RCPT &&
	    ev->outcome == CUL_OUTCOME_BAD_RECIPIENT)
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

/* "error,relay=ADDR[,port=N][,ident=X]…": the client stands first. */
static enum cul_verdict refusal(struct cul_co *co)
{
	struct cul_sv addr = cul_take_until(&co->c, ',');

	if (co->c.bad || !cul_addr_parse(addr, &co->ev->client))
		return cul_co_malformed(co, CUL_CO_BAD_ERROR);
	co->c.p--;
	if (cul_try_lit(&co->c, CUL_SV(",port=")))
		co->ev->client_port =
			(uint16_t)cul_take_u64(&co->c, UINT16_MAX);
	if (cul_try_lit(&co->c, CUL_SV(",ident="))) {
		(void)cul_take_until(&co->c, ',');
		if (!co->c.bad)
			co->c.p--;
	}
	if (cul_try_lit(&co->c, CUL_SV(",msg=\"")))
		return bad_command(co);
	return refused(co);
}

enum cul_verdict cul_co_esmtpd(struct cul_co *co)
{
	if (cul_try_lit(&co->c, CUL_SV("started,ip=[")))
		return started(co);
	if (cul_try_lit(&co->c, CUL_SV("error,relay=")))
		return refusal(co);
	return cul_co_ignore(co, CUL_CO_NOTICE);
}

/* ", port=[N], protocol=IMAP, stls=1", each of which may miss. */
static bool is_login_tail(struct cul_cur c)
{
	if (cul_try_lit(&c, CUL_SV(", port=["))) {
		(void)cul_take_u64(&c, UINT16_MAX);
		cul_take_lit(&c, CUL_SV("]"));
	}
	if (cul_try_lit(&c, CUL_SV(", protocol=")))
		while (c.p < c.end && *c.p >= 'A' && *c.p <= 'Z')
			c.p++;
	(void)cul_try_lit(&c, CUL_SV("3")); /* POP3 */
	(void)cul_try_lit(&c, CUL_SV(", stls=1"));
	return !c.bad && c.p == c.end;
}

/* "USER, ip=[ADDR], port=[N], protocol=IMAP": the last address is the
 * server's, the user is whatever was typed. */
static enum cul_verdict login(struct cul_co *co, enum cul_event_kind kind)
{
	static const struct cul_sv ip = CUL_SV_LIT(", ip=[");
	struct cul_event *ev = co->ev;
	struct cul_sv rest = cul_cur_rest(&co->c), addr;
	const char *hit = cul_sv_find_last(rest, ip);
	struct cul_cur c;

	if (hit == NULL)
		return cul_co_malformed(co, CUL_CO_BAD_LOGIN);
	c = (struct cul_cur){ hit + ip.len, co->c.end, false };
	addr = cul_take_until(&c, ']');
	if (c.bad || !is_login_tail(c) || !cul_addr_parse(addr, &ev->client))
		return cul_co_malformed(co, CUL_CO_BAD_LOGIN);
	rest.len = (size_t)(hit - rest.ptr);
	if (cul_sv_starts(rest, CUL_SV("user=")) && rest.len > 5)
		ev->account = cul_sv_from(rest, 5);
	else if (kind == CUL_EV_LOGIN)
		return cul_co_malformed(co, CUL_CO_BAD_LOGIN);
	ev->kind = kind;
	ev->stage = kind == CUL_EV_LOGIN ? CUL_STAGE_NONE : CUL_STAGE_AUTH;
	return CUL_EVENT;
}

enum cul_verdict cul_co_mailboxes(struct cul_co *co)
{
	static const struct cul_sv others[] = {
		CUL_SV_LIT("Connection, ip=["),
		CUL_SV_LIT("Disconnected, ip=["),
		CUL_SV_LIT("LOGOUT, "),
		CUL_SV_LIT("DISCONNECTED, "),
		CUL_SV_LIT("TIMEOUT, "),
		CUL_SV_LIT("couriertls: "),
		CUL_SV_LIT("Unexpected SSL "),
		CUL_SV_LIT("authentication error: "),
		CUL_SV_LIT("Disconnected; "),
	};
	struct cul_cur *c = &co->c;
	struct cul_sv words;

	(void)cul_try_lit(c, CUL_SV("INFO: "));
	words = (struct cul_sv){ c->p, sizeof("Maximum connection limit") - 1 };
	if (cul_try_lit(c, CUL_SV("LOGIN FAILED, ")))
		return login(co, CUL_EV_LOGIN_FAILED);
	if (cul_try_lit(c, CUL_SV("LOGIN, ")))
		return login(co, CUL_EV_LOGIN);
	if (cul_try_lit(c, CUL_SV("Maximum connection limit reached for "))) {
		if (!cul_addr_parse(cul_cur_rest(c), &co->ev->client))
			return cul_co_malformed(co, CUL_CO_BAD_LOGIN);
		co->ev->kind = CUL_EV_MANNERS;
		co->ev->text = words;
		return CUL_EVENT;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (cul_try_lit(c, others[i]))
			return cul_co_ignore(co, CUL_CO_MAILBOX);
	return CUL_NOT_MINE;
}
