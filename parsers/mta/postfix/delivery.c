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

/* Where a value ends: at the next ", ", or NULL if there is none. */
static inline const char *value_end(const char *p, const char *end)
{
	for (;; p++) {
		p = cul_find_byte(p, (size_t)(end - p), ',');
		if (p == NULL || p + 1 == end)
			return NULL;
		if (p[1] == ' ')
			return p;
	}
}

/* Behind "<recipient>, ", or NULL. Older agents and other programs leave out
 * the brackets. */
static inline const char *recipient_read(const char *p, const char *end,
					 struct cul_sv *ret_address)
{
	const char *q;

	if (p != end && *p == '<') {
		q = cul_pf_address_read(p, end, ret_address);
		return q != NULL ? cul_pf_lit_end(q, end, CUL_SV(", ")) : NULL;
	}
	q = value_end(p, end);
	if (q == NULL)
		return NULL;
	*ret_address = (struct cul_sv){ p, (size_t)(q - p) };
	return q + 2;
}

/* "none", "local", "mx.example[192.0.2.1]:25", "store[private/lmtp]", where
 * the brackets hold a socket. */
static inline void relay_read(struct cul_event *ev, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_sv name = { NULL, 0 };
	uint16_t port = 0;

	if (cul_sv_eq(v, CUL_SV("none")))
		return;
	ev->relay = v;
	if (cul_sv_eq(v, CUL_SV("virtual")) || cul_sv_eq(v, CUL_SV("local")))
		return;
	cul_pf_take_client_to(&c, &name, &ev->relay_addr, &port);
	if (c.bad)
		memset(&ev->relay_addr, 0, sizeof(ev->relay_addr));
	else if (cul_sv_present(name) && !cul_addr_none(&ev->relay_addr))
		ev->relay = name;
}

/* The fields between relay and status, all of the server's making: behind
 * "status=", or NULL. With fewer than eight bytes left there is none that says
 * anything. */
static inline const char *fields_read(const char *p, const char *end,
				      struct cul_sv *ret_dsn)
{
	while (end - p >= 8) {
		const char *q;

		if (memcmp(p, "status=", 7) == 0)
			return p + 7;
		q = value_end(p, end);
		if (q == NULL)
			return NULL;
		if (memcmp(p, "dsn=", 4) == 0)
			*ret_dsn =
				(struct cul_sv){ p + 4, (size_t)(q - p) - 4 };
		p = q + 2;
	}
	return NULL;
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

/* `behind` is what follows the first relay=. */
static bool is_forgeable(struct cul_sv behind)
{
	return cul_sv_find(behind, CUL_SV(", relay=")) != NULL;
}

/* A server on loopback is a filter if it names the queue id that the message
 * went on with; else it is a store, and its answer is the fate. */
static void transport_read(struct cul_event *ev, bool lmtp,
			   struct cul_sv behind)
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
	if (ev->kind == CUL_EV_DELIVERED && !is_forgeable(behind))
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
static void forwarded_read(struct cul_event *ev, struct cul_sv behind)
{
	struct cul_cur c = cul_cur_over(ev->text);

	if (!cul_try_lit(&c, CUL_SV("forwarded as ")))
		return;
	if (cul_pf_is_queue_id(cul_cur_rest(&c)) && !is_forgeable(behind))
		ev->other = cul_cur_rest(&c);
}

struct told {
	struct cul_sv behind; /* what follows the first relay= */
	struct cul_sv status; /* its word                      */
	struct cul_sv text;   /* within its parentheses        */
};

/* "S (TEXT)" */
static inline bool status_read(const char *p, const char *end,
			       struct told *ret_t)
{
	const char *q = cul_find_byte(p, (size_t)(end - p), ' ');

	if (q == NULL || end - q < 2 || q[1] != '(')
		return false;
	ret_t->status = (struct cul_sv){ p, (size_t)(q - p) };
	ret_t->text = (struct cul_sv){ q + 2, (size_t)(end - q) - 2 };
	if (ret_t->text.len != 0 && end[-1] == ')')
		ret_t->text.len--;
	return true;
}

/* What stands behind "to="; false if it is cut off. */
static inline bool told_read(const char *p, const char *end,
			     struct cul_event *ev, struct told *ret_t)
{
	const char *q;

	p = recipient_read(p, end, &ev->recipient);
	q = p != NULL ? cul_pf_lit_end(p, end, CUL_SV("orig_to=")) : NULL;
	if (q != NULL)
		p = recipient_read(q, end, &ev->orig_recipient);
	p = p != NULL ? cul_pf_lit_end(p, end, CUL_SV("relay=")) : NULL;
	q = p != NULL ? value_end(p, end) : NULL;
	if (q == NULL)
		return false;
	ret_t->behind = (struct cul_sv){ p, (size_t)(end - p) };
	relay_read(ev, (struct cul_sv){ p, (size_t)(q - p) });
	p = fields_read(q + 2, end, &ev->enhanced);
	return p != NULL && status_read(p, end, ret_t);
}

static enum cul_verdict status_line(struct cul_pf *pf,
				    enum cul_transport transport, bool lmtp)
{
	struct cul_event *ev = pf->ev;
	struct told t;

	if (!told_read(pf->c.p, pf->c.end, ev, &t))
		return cul_pf_malformed(pf, CUL_PF_BAD_STATUS);
	if (!kind_of(t.status, &ev->kind)) {
		if (cul_sv_eq(t.status, CUL_SV("deliverable")) ||
		    cul_sv_eq(t.status, CUL_SV("undeliverable")))
			return cul_pf_ignore(pf, CUL_PF_PROBE);
		return cul_pf_malformed(pf, CUL_PF_BAD_STATUS);
	}
	answer_read(ev, t.text);
	ev->transport = transport;
	if (transport == CUL_TRANSPORT_REMOTE)
		transport_read(ev, lmtp, t.behind);
	else if (transport == CUL_TRANSPORT_LOCAL)
		forwarded_read(ev, t.behind);
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
