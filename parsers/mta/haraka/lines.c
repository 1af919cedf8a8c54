/* \summary: Haraka's core, its login plugins, and its queue
 *
 *   connect ip=A port=N local_ip=A local_port=N
 *   sender <S> code=CONT msg=""
 *   recipient <R> code=DENY msg="WORDS" sender="S"
 *   message mid="<M>" size=N rcpts=A/T/R delay=N code=CONT msg=""
 *   queue code=OK msg="WORDS"
 *   delivered file=F domain=D host=H ip=A port=N … response="WORDS" …
 * rcpts=A/T/R recipient <R> rejected: WORDS
 *
 * A value that has a blank, a quote, a backslash or '=' is quoted, with a
 * backslash before quotes and backslashes (logger.js stringify()), so that
 * pairs are read from the first on. What stands in <> is the client's.
 */
/* grammar: connection.js, outbound/hmail.js, plugins/auth */
#include "mta/haraka/hk.h"
#include "text/outcome.h"
#include "text/reply.h"

static const struct cul_sv absent = { NULL, 0 };

/* Behind the quoted value at `p`, or NULL if it is not closed. */
static const char *quoted_end(const char *p, const char *end)
{
	for (; p < end && *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p < end ? p : NULL;
}

/* Take "key=value " or `key="value" `; false at the end, or if there is none.
 */
static bool take_pair(struct cul_cur *c, struct cul_sv *ret_key,
		      struct cul_sv *ret_value)
{
	const char *end;

	if (c->p == c->end)
		return false;
	*ret_key = cul_take_until(c, '=');
	if (c->bad)
		return false;
	if (cul_try_lit(c, CUL_SV("\""))) {
		end = quoted_end(c->p, c->end);
		if (end == NULL)
			c->bad = true;
		else
			*ret_value =
				(struct cul_sv){ c->p, (size_t)(end - c->p) };
		c->p = end != NULL ? end + 1 : c->end;
	} else {
		end = c->p != c->end
			      ? cul_find_byte(c->p, (size_t)(c->end - c->p),
					      ' ')
			      : NULL;
		if (end == NULL)
			end = c->end;
		*ret_value = (struct cul_sv){ c->p, (size_t)(end - c->p) };
		c->p = end;
	}
	(void)cul_try_lit(c, CUL_SV(" "));
	return !c->bad;
}

/* The value of the first `key`, absent if there is none. */
static struct cul_sv value_of(struct cul_cur c, struct cul_sv key)
{
	struct cul_sv k, v;

	while (take_pair(&c, &k, &v))
		if (cul_sv_eq(k, key))
			return v;
	return absent;
}

static uint64_t number_of(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	uint64_t n = cul_take_u64(&c, UINT64_MAX);

	return c.bad ? 0 : n;
}

static enum cul_verdict connected(struct cul_hk *k)
{
	struct cul_event *ev = k->ev;

	if (k->session.len == 0 ||
	    !cul_addr_parse(value_of(k->c, CUL_SV("ip")), &ev->client))
		return cul_hk_malformed(k, CUL_HK_BAD_CLIENT);
	ev->client_port = (uint16_t)number_of(value_of(k->c, CUL_SV("port")));
	ev->session = k->session;
	ev->kind = CUL_EV_CONNECT;
	return CUL_EVENT;
}

static bool is_denied(struct cul_sv code)
{
	return cul_sv_starts(code, CUL_SV("DENY"));
}

static enum cul_verdict denied(struct cul_hk *k, enum cul_stage stage,
			       struct cul_sv code, struct cul_sv msg)
{
	struct cul_event *ev = k->ev;
	struct cul_reply r = cul_reply_read(msg);

	ev->kind = CUL_EV_REFUSED;
	ev->session = k->session;
	ev->stage = stage;
	ev->reply = cul_sv_starts(code, CUL_SV("DENYSOFT")) ? 450 : 550;
	if (r.code >= 400)
		ev->reply = r.code;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
	ev->outcome = cul_outcome_of(ev->reply, r.enhanced, r.text, stage);
	return CUL_EVENT;
}

/* "<path> code=C msg=M …": the first mark behind a quoted local part, which may
 * hold one too. */
static bool take_path(struct cul_hk *k, struct cul_sv *ret_path)
{
	struct cul_cur *c = &k->c;
	const char *from = c->p;
	const char *end = NULL;

	if (cul_try_lit(c, CUL_SV("\"")))
		end = quoted_end(c->p, c->end);
	if (end != NULL)
		c->p = end;
	(void)cul_take_until_lit(c, CUL_SV("> code="));
	if (c->bad)
		return false;
	*ret_path = (struct cul_sv){ from, (size_t)(c->p - 7 - from) };
	c->p -= 5;
	return true;
}

static enum cul_verdict sender(struct cul_hk *k)
{
	struct cul_event *ev = k->ev;
	struct cul_sv code;

	if (k->message.len == 0 || !take_path(k, &ev->sender))
		return cul_hk_malformed(k, CUL_HK_BAD_LINE);
	code = value_of(k->c, CUL_SV("code"));
	if (is_denied(code))
		return denied(k, CUL_STAGE_MAIL, code,
			      value_of(k->c, CUL_SV("msg")));
	ev->kind = CUL_EV_ACCEPTED;
	ev->other = k->session;
	return CUL_EVENT;
}

static enum cul_verdict recipient(struct cul_hk *k)
{
	struct cul_event *ev = k->ev;
	struct cul_sv code;

	if (k->message.len == 0 || !take_path(k, &ev->recipient))
		return cul_hk_malformed(k, CUL_HK_BAD_LINE);
	code = value_of(k->c, CUL_SV("code"));
	if (!is_denied(code))
		return cul_hk_ignore(k, CUL_HK_ANSWERED);
	ev->sender = value_of(k->c, CUL_SV("sender"));
	return denied(k, CUL_STAGE_RCPT, code, value_of(k->c, CUL_SV("msg")));
}

static struct cul_sv unbracketed(struct cul_sv v)
{
	if (v.len > 2 && v.ptr[0] == '<' && v.ptr[v.len - 1] == '>')
		return (struct cul_sv){ v.ptr + 1, v.len - 2 };
	return v;
}

static enum cul_verdict message(struct cul_hk *k)
{
	struct cul_event *ev = k->ev;
	const struct cul_sv code = value_of(k->c, CUL_SV("code"));
	const struct cul_sv mid = value_of(k->c, CUL_SV("mid"));

	if (k->message.len == 0 || code.len == 0)
		return cul_hk_malformed(k, CUL_HK_BAD_LINE);
	if (is_denied(code))
		return denied(k, CUL_STAGE_MESSAGE, code,
			      value_of(k->c, CUL_SV("msg")));
	if (k->part == 0 && mid.len != 0) {
		ev->kind = CUL_EV_IDENTIFIED;
		ev->text = unbracketed(mid);
		ev->next_part = 1;
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_QUEUED;
	ev->size_bytes = number_of(value_of(k->c, CUL_SV("size")));
	ev->n_recipients = (uint32_t)number_of(value_of(k->c, CUL_SV("rcpts")));
	return CUL_EVENT;
}

static enum cul_verdict queue(struct cul_hk *k)
{
	const struct cul_sv code = value_of(k->c, CUL_SV("code"));

	if (code.len == 0)
		return cul_hk_malformed(k, CUL_HK_BAD_LINE);
	if (!is_denied(code))
		return cul_hk_ignore(k, CUL_HK_ANSWERED);
	return denied(k, CUL_STAGE_MESSAGE, code,
		      value_of(k->c, CUL_SV("msg")));
}

enum cul_verdict cul_hk_core(struct cul_hk *k)
{
	struct cul_cur *c = &k->c;

	if (cul_try_lit(c, CUL_SV("connect ")))
		return connected(k);
	if (cul_try_lit(c, CUL_SV("sender <")))
		return sender(k);
	if (cul_try_lit(c, CUL_SV("recipient <")))
		return recipient(k);
	if (cul_try_lit(c, CUL_SV("message ")))
		return message(k);
	if (cul_try_lit(c, CUL_SV("queue ")))
		return queue(k);
	if (cul_try_lit(c, CUL_SV("disconnect ")) && k->session.len != 0) {
		k->ev->session = k->session;
		k->ev->kind = CUL_EV_DISCONNECT;
		return CUL_EVENT;
	}
	return cul_hk_ignore(k, CUL_HK_NOTICE);
}

/* `AUTH user="U" [host="H" ]success=true`: nothing is escaped here. */
static enum cul_verdict named_login(struct cul_hk *k)
{
	struct cul_sv rest = cul_cur_rest(&k->c);
	const bool ok = cul_sv_ends(rest, CUL_SV("\" success=true"));
	const char *host = NULL;
	const char *next = NULL;

	if (!ok && !cul_sv_ends(rest, CUL_SV("\" success=false")))
		return cul_hk_malformed(k, CUL_HK_BAD_LINE);
	rest.len -= ok ? 14 : 15;
	for (struct cul_sv v = rest;
	     (next = cul_sv_find(v, CUL_SV("\" host=\""))) != NULL;
	     v = cul_sv_from(rest, (size_t)(next - rest.ptr) + 1))
		host = next;
	if (host != NULL)
		rest.len = (size_t)(host - rest.ptr);
	k->ev->account = rest;
	k->ev->session = k->session;
	k->ev->stage = CUL_STAGE_AUTH;
	k->ev->kind = ok ? CUL_EV_LOGIN : CUL_EV_LOGIN_FAILED;
	if (ok)
		k->ev->outcome = CUL_OUTCOME_OK;
	return CUL_EVENT;
}

/* Every failure is delayed, whoever it was (auth_base.js); a plugin that names
 * him has said so before. */
enum cul_verdict cul_hk_auth(struct cul_hk *k, bool names)
{
	if (cul_try_lit(&k->c, CUL_SV("AUTH user=\"")))
		return named_login(k);
	if (names || !cul_try_lit(&k->c, CUL_SV("delaying for ")))
		return cul_hk_ignore(k, CUL_HK_STEP);
	k->ev->session = k->session;
	k->ev->stage = CUL_STAGE_AUTH;
	k->ev->kind = CUL_EV_LOGIN_FAILED;
	return CUL_EVENT;
}

/* The domain stands for the recipients that were reached, if any was. */
static enum cul_verdict delivered(struct cul_hk *k)
{
	struct cul_event *ev = k->ev;

	ev->recipient = value_of(k->c, CUL_SV("domain"));
	ev->relay = value_of(k->c, CUL_SV("host"));
	(void)cul_addr_parse(value_of(k->c, CUL_SV("ip")), &ev->relay_addr);
	if (k->message.len == 0 || ev->recipient.len == 0)
		return cul_hk_malformed(k, CUL_HK_BAD_DELIVERY);
	if (number_of(value_of(k->c, CUL_SV("rcpts"))) == 0)
		return cul_hk_ignore(k, CUL_HK_OUTGOING);
	ev->text = value_of(k->c, CUL_SV("response"));
	ev->n_recipients = (uint32_t)number_of(value_of(k->c, CUL_SV("rcpts")));
	ev->transport = cul_addr_is_loopback(&ev->relay_addr)
				? CUL_TRANSPORT_FILTER
				: CUL_TRANSPORT_REMOTE;
	ev->kind = CUL_EV_DELIVERED;
	ev->outcome = CUL_OUTCOME_OK;
	return CUL_EVENT;
}

/* "<R> rejected: WORDS": R is what a client asked for. */
static enum cul_verdict failed(struct cul_hk *k)
{
	struct cul_cur *c = &k->c;
	struct cul_event *ev = k->ev;

	ev->recipient = cul_take_until_lit(c, CUL_SV("> "));
	if (cul_try_lit(c, CUL_SV("rejected: ")))
		ev->kind = CUL_EV_BOUNCED;
	else if (cul_try_lit(c, CUL_SV("deferred: ")))
		ev->kind = CUL_EV_DEFERRED;
	if (c->bad || ev->kind == CUL_EV_NONE || k->message.len == 0)
		return cul_hk_malformed(k, CUL_HK_BAD_DELIVERY);
	ev->transport = CUL_TRANSPORT_REMOTE;
	cul_event_answer(ev, cul_cur_rest(c));
	return CUL_EVENT;
}

enum cul_verdict cul_hk_outbound(struct cul_hk *k)
{
	if (cul_try_lit(&k->c, CUL_SV("delivered ")))
		return delivered(k);
	if (cul_try_lit(&k->c, CUL_SV("recipient <")))
		return failed(k);
	return cul_hk_ignore(k, CUL_HK_OUTGOING);
}
