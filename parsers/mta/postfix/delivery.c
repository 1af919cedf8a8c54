/* \summary: Postfix delivery agents: the fate of one recipient
 *
 *   to=<>, orig_to=<>, relay=R, conn_use=N, delay=D, delays=a/b/c/d, tls=T,
 *   dsn=X, status=S (TEXT)
 *
 * The recipient is the sender's choice and TEXT the other server's. In the
 * external address form (Postfix 3.5 on) quotes keep a hostile recipient
 * within its brackets. In the older form it may forge all that follows, to
 * its own harm but for one thing: the queue id behind "queued as", which
 * joins this message to another. So that is not read where a second
 * ", relay=" stands in the line.
 */
/* grammar: src/global/log_adhoc.c, src/smtp/smtp_proto.c, src/local/forward.c,
 * src/smtp/smtp_trouble.c (Postfix 2.2 to 3.11) */
#include "mta/postfix/pf.h"
#include "text/outcome.h"
#include "text/reply.h"

/* A value up to the next ", ". */
static struct cul_sv take_value(struct cul_cur *c)
{
	return cul_take_until_lit(c, CUL_SV(", "));
}

/* Older agents and other programs leave out the brackets. */
static struct cul_sv take_recipient(struct cul_cur *c)
{
	struct cul_sv v;

	if (c->p == c->end || *c->p != '<')
		return take_value(c);
	v = cul_pf_take_address(c);
	cul_take_lit(c, CUL_SV(", "));
	return v;
}

/* "none", "local", "mx.example[192.0.2.1]:25", "store[private/lmtp]", where
 * the brackets hold a socket. */
static void relay_read(struct cul_event *ev, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_pf_client cl = cul_pf_take_client(&c);

	if (cul_sv_eq(v, CUL_SV("none")))
		return;
	ev->relay = v;
	if (c.bad || cul_addr_none(&cl.addr))
		return;
	ev->relay_addr = cl.addr;
	if (cul_sv_present(cl.name))
		ev->relay = cl.name;
}

struct status {
	struct cul_sv word;
	struct cul_sv text; /* within the parentheses */
};

/* The fields between relay and status, all of the server's making. */
static void fields_read(struct cul_pf *pf, struct status *ret_s)
{
	struct cul_cur *c = &pf->c;

	while (!c->bad && !cul_try_lit(c, CUL_SV("status="))) {
		if (cul_try_lit(c, CUL_SV("dsn=")))
			pf->ev->enhanced = take_value(c);
		else
			(void)take_value(c);
	}
	ret_s->word = cul_take_until(c, ' ');
	cul_take_lit(c, CUL_SV("("));
	ret_s->text = cul_cur_rest(c);
	if (ret_s->text.len != 0 && ret_s->text.ptr[ret_s->text.len - 1] == ')')
		ret_s->text.len--;
}

static bool kind_of(struct cul_sv status, enum cul_event_kind *ret_kind)
{
	if (cul_sv_eq(status, CUL_SV("sent")))
		*ret_kind = CUL_EV_DELIVERED;
	else if (cul_sv_eq(status, CUL_SV("deferred")) ||
		 cul_sv_eq(status, CUL_SV("SOFTBOUNCE")))
		*ret_kind = CUL_EV_DEFERRED;
	else if (cul_sv_eq(status, CUL_SV("bounced")) ||
		 cul_sv_eq(status, CUL_SV("expired")))
		*ret_kind = CUL_EV_BOUNCED;
	else
		return false;
	return true;
}

/* The id behind the last "queued as ": an amavis answer quotes the server
 * behind it. */
static struct cul_sv queued_as(struct cul_sv text)
{
	struct cul_sv id = { NULL, 0 };
	const char *hit = cul_sv_find(text, CUL_SV("queued as "));

	while (hit != NULL) {
		struct cul_sv v =
			cul_sv_from(text, (size_t)(hit - text.ptr) + 10);

		id.ptr = v.ptr;
		id.len = 0;
		while (id.len < v.len && v.ptr[id.len] != ' ' &&
		       v.ptr[id.len] != ')' && v.ptr[id.len] != ',')
			id.len++;
		hit = cul_sv_find(v, CUL_SV("queued as "));
	}
	if (!cul_pf_is_queue_id(id))
		id = (struct cul_sv){ NULL, 0 };
	return id;
}

static bool is_socket(struct cul_sv relay)
{
	return cul_sv_present(relay) && relay.len != 0 &&
	       memchr(relay.ptr, '[', relay.len) != NULL &&
	       memchr(relay.ptr, '/', relay.len) != NULL;
}

/* A server on loopback is a filter if it names the queue id that the message
 * went on with; else it is a store, and its answer is the fate. */
static void transport_read(struct cul_event *ev, bool lmtp, bool forgeable)
{
	struct cul_sv id = { NULL, 0 };

	if (cul_addr_none(&ev->relay_addr)) {
		ev->transport = lmtp || is_socket(ev->relay)
					? CUL_TRANSPORT_LOCAL
					: CUL_TRANSPORT_REMOTE;
		return;
	}
	if (!cul_addr_is_loopback(&ev->relay_addr)) {
		ev->transport =
			lmtp ? CUL_TRANSPORT_LOCAL : CUL_TRANSPORT_REMOTE;
		return;
	}
	if (ev->kind == CUL_EV_DELIVERED && !forgeable)
		id = queued_as(ev->text);
	ev->transport =
		cul_sv_present(id) ? CUL_TRANSPORT_FILTER : CUL_TRANSPORT_LOCAL;
	ev->other = id;
}

static void answer_read(struct cul_event *ev, struct cul_sv text)
{
	struct cul_said said = cul_said_read(text);
	struct cul_reply r = { .text = said.words };

	if (said.said) {
		r = cul_reply_read(said.words);
		ev->stage = said.stage;
		ev->reply = r.code;
	}
	if (r.text.len != 0)
		ev->text = r.text;
	/* Postfix 2.2 logs no dsn=, and later ones make up x.0.0 where they
	 * see none; qmail writes its own at the end. */
	if (cul_sv_present(r.enhanced) &&
	    (ev->enhanced.len == 0 ||
	     cul_sv_ends(ev->enhanced, CUL_SV(".0.0"))))
		ev->enhanced = r.enhanced;
	if (ev->kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	else
		ev->outcome =
			cul_outcome_of(ev->reply / 100 == 2 ? 0 : ev->reply,
				       ev->enhanced, r.text, ev->stage);
}

/* "(forwarded as 4C1A2B3D4E)": the same message under another id. */
static void forwarded_read(struct cul_event *ev)
{
	struct cul_cur c = cul_cur_over(ev->text);

	if (!cul_try_lit(&c, CUL_SV("forwarded as ")))
		return;
	if (cul_pf_is_queue_id(cul_cur_rest(&c)))
		ev->other = cul_cur_rest(&c);
}

static enum cul_verdict status_line(struct cul_pf *pf,
				    enum cul_transport transport, bool lmtp)
{
	static const struct cul_sv relay_key = PF_LIT(", relay=");
	struct cul_event *ev = pf->ev;
	struct status s;
	bool forgeable;

	ev->recipient = take_recipient(&pf->c);
	if (cul_try_lit(&pf->c, CUL_SV("orig_to=")))
		ev->orig_recipient = take_recipient(&pf->c);
	cul_take_lit(&pf->c, CUL_SV("relay="));
	forgeable = cul_sv_find(cul_cur_rest(&pf->c), relay_key) != NULL;
	relay_read(ev, take_value(&pf->c));
	fields_read(pf, &s);
	if (pf->c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_STATUS);
	if (cul_sv_eq(s.word, CUL_SV("deliverable")) ||
	    cul_sv_eq(s.word, CUL_SV("undeliverable")))
		return cul_pf_ignore(pf, CUL_PF_PROBE);
	if (!kind_of(s.word, &ev->kind))
		return cul_pf_malformed(pf, CUL_PF_BAD_STATUS);
	answer_read(ev, s.text);
	ev->transport = transport;
	if (transport == CUL_TRANSPORT_REMOTE)
		transport_read(ev, lmtp, forgeable);
	else if (transport == CUL_TRANSPORT_LOCAL && !forgeable)
		forwarded_read(ev);
	return CUL_EVENT;
}

enum cul_verdict cul_pf_delivery(struct cul_pf *pf,
				 enum cul_transport transport, bool lmtp)
{
	enum cul_verdict v;

	if (cul_pf_take_queue_id(pf)) {
		if (cul_try_lit(&pf->c, CUL_SV("to=")))
			return status_line(pf, transport, lmtp);
		return cul_pf_ignore(pf, CUL_PF_ATTEMPT);
	}
	if (cul_pf_is_trouble(pf, &v))
		return v;
	if (cul_sv_find(cul_cur_rest(&pf->c), CUL_SV(": to=<")) != NULL)
		return cul_pf_malformed(pf, CUL_PF_BAD_ID);
	if (cul_sv_find(cul_cur_rest(&pf->c), CUL_SV("TLS connection")) != NULL)
		return cul_pf_ignore(pf, CUL_PF_TLS);
	return cul_pf_ignore(pf, CUL_PF_ATTEMPT);
}
