/* \summary: Postfix cleanup, qmgr, pickup, postsuper: a message's own lines */
/* grammar: src/cleanup/cleanup_message.c, src/cleanup/cleanup_milter.c,
 * src/qmgr/qmgr_active.c, src/pickup/pickup.c, src/postsuper/postsuper.c
 * (Postfix 2.6 to 3.11) */
#include "mta/postfix/pf.h"
#include "text/outcome.h"
#include "text/reply.h"

/* "message-id=<…>": what the sender's program wrote, with or without <>. */
static enum cul_verdict identified(struct cul_pf *pf)
{
	struct cul_sv id = cul_cur_rest(&pf->c);

	if (id.len >= 2 && id.ptr[0] == '<') {
		struct cul_cur c = cul_cur_over(cul_sv_from(id, 1));
		struct cul_sv in = cul_take_until(&c, '>');

		id = c.bad ? cul_sv_from(id, 1) : in;
	}
	if (id.len == 0)
		return cul_pf_ignore(pf, CUL_PF_NO_ID);
	pf->ev->kind = CUL_EV_IDENTIFIED;
	pf->ev->text = id;
	return CUL_EVENT;
}

/* "header Subject: … from name[addr]; from=<> to=<> proto= helo=<>: reason"
 * quotes up to 200 bytes of the message *before* the client, so a header can
 * forge all that follows, and no reading of a line that was cut off can tell.
 * No client is taken from it: the queue id has one, from smtpd's line. The
 * envelope and the reason are read where there is only one. */
static enum cul_verdict content_refused(struct cul_pf *pf,
					const struct cul_pf_action *a)
{
	struct cul_event *ev = pf->ev;
	struct cul_sv rest = cul_cur_rest(&pf->c);
	struct cul_sv reason = { NULL, 0 };
	const char *tail;
	bool once;

	ev->kind = CUL_EV_REFUSED;
	ev->disposition = a->disposition;
	ev->stage = CUL_STAGE_MESSAGE;
	tail = cul_pf_find_envelope(rest, &once);
	if (tail != NULL && once) {
		pf->c.p = tail + 1;
		cul_pf_take_envelope(&pf->c, ev);
		if (cul_try_lit(&pf->c, CUL_SV(": ")))
			reason = cul_cur_rest(&pf->c);
	}
	if (reason.len != 0) {
		struct cul_reply r = cul_reply_read(reason);

		ev->reply = r.code;
		ev->enhanced = r.enhanced;
		ev->text = r.text;
	}
	ev->outcome = cul_outcome_of(0, ev->enhanced, ev->text, ev->stage);
	return CUL_EVENT;
}

static enum cul_verdict removed(struct cul_pf *pf)
{
	pf->ev->kind = CUL_EV_REMOVED;
	return CUL_EVENT;
}

enum cul_verdict cul_pf_cleanup(struct cul_pf *pf)
{
	struct cul_pf_action a;
	enum cul_verdict v;
	bool by_check, by_milter;

	if (!cul_pf_take_queue_id(pf)) {
		if (cul_pf_is_trouble(pf, &v))
			return v;
		if (cul_sv_find(cul_cur_rest(&pf->c),
				CUL_SV(": message-id=")) != NULL)
			return cul_pf_malformed(pf, CUL_PF_BAD_ID);
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	}
	if (cul_try_lit(&pf->c, CUL_SV("message-id=")) ||
	    cul_try_lit(&pf->c, CUL_SV("resent-message-id=")))
		return identified(pf);
	/* A message that was begun and not completed (3.10 on). */
	if (cul_sv_eq(cul_cur_rest(&pf->c), CUL_SV("canceled")))
		return removed(pf);
	by_check = cul_try_lit(&pf->c, CUL_SV("milter-header-")) ||
		   cul_try_lit(&pf->c, CUL_SV("milter-body-"));
	by_milter = !by_check &&
		    cul_sv_starts(cul_cur_rest(&pf->c), CUL_SV("milter-"));
	if (!cul_pf_take_action(&pf->c, &a))
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	if (a.let_pass)
		return cul_pf_ignore(pf, CUL_PF_RULE);
	if (by_milter)
		return cul_pf_refused(pf, &a);
	if (!cul_try_lit(&pf->c, CUL_SV("header ")) &&
	    !cul_try_lit(&pf->c, CUL_SV("body ")) &&
	    !cul_try_lit(&pf->c, CUL_SV("content ")))
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	return content_refused(pf, &a);
}

/* "from=<…>, size=N, nrcpt=N (queue active)" or "from=<…>, status=expired,
 * returned to sender" (also force-expired, Postfix 3.5 on). */
static enum cul_verdict from_line(struct cul_pf *pf)
{
	static const struct cul_sv size = CUL_SV_LIT(">, size=");
	static const struct cul_sv status = CUL_SV_LIT(">, status=");
	struct cul_cur c = pf->c;
	struct cul_sv rest = cul_cur_rest(&c);
	/* The sender is the client's choice, what follows is the server's. */
	const char *hit = cul_sv_find_last(rest, size);
	struct cul_event *ev = pf->ev;

	if (hit != NULL) {
		ev->kind = CUL_EV_QUEUED;
		c.p = hit + size.len;
		ev->size_bytes = cul_take_u64(&c, UINT64_MAX);
		cul_take_lit(&c, CUL_SV(", nrcpt="));
		ev->n_recipients = (uint32_t)cul_take_u64(&c, UINT32_MAX);
		cul_take_lit(&c, CUL_SV(" (queue active)"));
	} else {
		hit = cul_sv_find_last(rest, status);
		if (hit == NULL)
			return cul_pf_malformed(pf, CUL_PF_BAD_QUEUE);
		ev->kind = CUL_EV_EXPIRED;
		c.p = hit + status.len;
		(void)cul_try_lit(&c, CUL_SV("force-"));
		cul_take_lit(&c, CUL_SV("expired"));
	}
	if (c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_QUEUE);
	ev->sender = (struct cul_sv){ rest.ptr, (size_t)(hit - rest.ptr) };
	return CUL_EVENT;
}

enum cul_verdict cul_pf_qmgr(struct cul_pf *pf)
{
	enum cul_verdict v;

	if (!cul_pf_take_queue_id(pf)) {
		if (cul_pf_is_trouble(pf, &v))
			return v;
		if (cul_sv_find(cul_cur_rest(&pf->c), CUL_SV(": from=<")) !=
		    NULL)
			return cul_pf_malformed(pf, CUL_PF_BAD_ID);
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	}
	if (cul_try_lit(&pf->c, CUL_SV("from=<")))
		return from_line(pf);
	if (cul_try_lit(&pf->c, CUL_SV("removed")))
		return removed(pf);
	if (cul_try_lit(&pf->c, CUL_SV("skipped")))
		return cul_pf_ignore(pf, CUL_PF_SKIPPED);
	if (cul_sv_starts(cul_cur_rest(&pf->c), CUL_SV("to="))) {
		pf->c.p = pf->ev->session.ptr; /* a recipient deferred here */
		return cul_pf_delivery(pf, CUL_TRANSPORT_NOWHERE, false);
	}
	return cul_pf_ignore(pf, CUL_PF_NOTICE);
}

/* "uid=33 from=<www-data>", and " orig_id=…" after postsuper -r (3.1 on). The
 * sender is the local user's choice; the uid is not. */
enum cul_verdict cul_pf_pickup(struct cul_pf *pf)
{
	struct cul_cur *c = &pf->c;
	struct cul_event *ev = pf->ev;
	enum cul_verdict v;
	const char *uid, *from;

	if (!cul_pf_take_queue_id(pf)) {
		if (cul_pf_is_trouble(pf, &v))
			return v;
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	}
	if (!cul_try_lit(c, CUL_SV("uid=")))
		return cul_pf_ignore(pf, CUL_PF_NOTICE);
	uid = c->p;
	(void)cul_take_u64(c, UINT32_MAX);
	ev->account = (struct cul_sv){ uid, (size_t)(c->p - uid) };
	cul_take_lit(c, CUL_SV(" from="));
	from = cul_pf_address_read(c->p, c->end, &ev->sender);
	if (c->bad || from == NULL)
		return cul_pf_malformed(pf, CUL_PF_BAD_PICKUP);
	c->p = from;
	if (cul_try_lit(c, CUL_SV(" orig_id=")) &&
	    cul_pf_is_queue_id(cul_cur_rest(c)))
		ev->other = cul_cur_rest(c);
	ev->kind = CUL_EV_LOCAL_SUBMIT;
	return CUL_EVENT;
}

/* An operator takes a message away: qmgr says nothing of it. */
enum cul_verdict cul_pf_postsuper(struct cul_pf *pf)
{
	if (cul_pf_take_queue_id(pf) && cul_try_lit(&pf->c, CUL_SV("removed")))
		return removed(pf);
	return cul_pf_ignore(pf, CUL_PF_ADMIN);
}
