/* \summary: qmail-send: messages, deliveries and what became of them
 *
 *   info msg N: bytes B from <S> qp P uid U
 *   starting delivery D: msg N to remote R
 *   delivery D: failure: Words_of_the_answer./
 *   end msg N
 *
 * N is the message's inode, used again after its end; D counts on. qmail-send
 * writes '?' for blanks and what is no letter in addresses (qsutil.c
 * logsafe()), and '_' and '/' for blanks and newlines in answers, so nobody's
 * words reach beyond their field.
 */
/* grammar: qmail-send.c, qmail-remote.c, qmail-local.c */
#include "mta/qmail/qm.h"
#include "text/outcome.h"
#include "text/reply.h"

/* Users of the system that send mail; 7790 to 7796, 82, 89, 201 and 64011 to
 * 64017 are those that packages run qmail as. */
static bool is_person(uint64_t uid)
{
	return uid == 0 || uid == 33 || uid == 48 || uid == 80 ||
	       (uid >= 1000 && uid < 60000 && (uid < 7790 || uid > 7796));
}

/* The number as its text. */
static struct cul_sv take_number(struct cul_cur *c, uint64_t *ret)
{
	struct cul_sv v = { c->p, 0 };

	*ret = cul_take_u64(c, UINT64_MAX);
	v.len = (size_t)(c->p - v.ptr);
	return c->bad ? (struct cul_sv){ NULL, 0 } : v;
}

/* A message that came in by SMTP, or was made here, is begun by nobody. */
static enum cul_verdict info(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;
	struct cul_sv uid;
	uint64_t n;

	ev->session = take_number(c, &n);
	cul_take_lit(c, CUL_SV(": bytes "));
	ev->size_bytes = cul_take_u64(c, UINT64_MAX);
	cul_take_lit(c, CUL_SV(" from <"));
	ev->sender = cul_take_until_lit(c, CUL_SV("> qp "));
	(void)cul_take_u64(c, UINT64_MAX);
	cul_take_lit(c, CUL_SV(" uid "));
	uid = take_number(c, &n);
	if (c->bad)
		return cul_qm_malformed(q, CUL_QM_BAD_INFO);
	/* A bounce of a bounce (qmail-send.c injectbounce()). */
	if (cul_sv_eq(ev->sender, CUL_SV("#@[]")))
		ev->sender.len = 0;
	ev->kind = CUL_EV_QUEUED;
	if (q->part == 0 && ev->sender.len != 0 && is_person(n)) {
		ev->kind = CUL_EV_LOCAL_SUBMIT;
		ev->account = uid;
		ev->next_part = 1;
	}
	return CUL_EVENT;
}

/* "tundra.example-bob@tundra.example": virtualdomains puts its user before the
 * mailbox (qmail-send.8), most often the domain. */
static void recipient_read(struct cul_event *ev, struct cul_sv v)
{
	const char *at = v.len != 0 ? memrchr(v.ptr, '@', v.len) : NULL;
	struct cul_sv domain;

	ev->recipient = v;
	if (at == NULL)
		return;
	domain = cul_sv_from(v, (size_t)(at - v.ptr) + 1);
	if (domain.len != 0 && (size_t)(at - v.ptr) > domain.len + 1 &&
	    cul_sv_starts(v, domain) && v.ptr[domain.len] == '-')
		ev->recipient = cul_sv_from(v, domain.len + 1);
}

static enum cul_verdict starting(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;
	uint64_t n;

	ev->other = take_number(c, &n);
	cul_take_lit(c, CUL_SV(": msg "));
	ev->session = take_number(c, &n);
	cul_take_lit(c, CUL_SV(" to "));
	ev->transport = CUL_TRANSPORT_LOCAL;
	if (!cul_try_lit(c, CUL_SV("local "))) {
		ev->transport = CUL_TRANSPORT_REMOTE;
		cul_take_lit(c, CUL_SV("remote "));
	}
	if (c->bad || c->p == c->end)
		return cul_qm_malformed(q, CUL_QM_BAD_DELIVERY);
	recipient_read(ev, cul_cur_rest(c));
	ev->kind = CUL_EV_ATTEMPT;
	return CUL_EVENT;
}

/* qmail-remote's own words, before what the other server said. */
static enum cul_stage stage_of(struct cul_sv own)
{
	static const struct {
		struct cul_sv words;
		enum cul_stage stage;
	} t[] = {
		{ { "_does_not_like_recipient", 24 }, CUL_STAGE_RCPT },
		{ { "_but_sender_was_rejected", 24 }, CUL_STAGE_MAIL },
		{ { "_but_greeting_failed", 20 }, CUL_STAGE_CONNECT },
		{ { "_but_my_name_was_rejected", 25 }, CUL_STAGE_HELO },
		{ { "_failed_on_DATA_command", 23 }, CUL_STAGE_DATA },
		{ { "_failed_after_I_sent_the_message", 32 },
		  CUL_STAGE_MESSAGE },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_find(own, t[i].words) != NULL)
			return t[i].stage;
	return CUL_STAGE_NONE;
}

/* "192.0.2.1_accepted_message." or "Connected_to_192.0.2.1_but_…". */
static void relay_read(struct cul_event *ev, struct cul_sv own)
{
	struct cul_cur c = cul_cur_over(own);
	struct cul_sv v;

	(void)cul_try_lit(&c, CUL_SV("Connected_to_"));
	v = cul_take_until(&c, '_');
	if (!c.bad)
		(void)cul_addr_parse(v, &ev->relay_addr);
	if (cul_addr_is_loopback(&ev->relay_addr))
		ev->transport = CUL_TRANSPORT_FILTER;
}

/* "550_5.1.1_…" */
static void code_read(struct cul_event *ev, struct cul_sv said)
{
	struct cul_cur c = cul_cur_over(said);
	uint64_t code = cul_take_u64(&c, 599);

	if (c.bad || code < 200 || c.p - said.ptr != 3)
		return;
	ev->reply = (uint16_t)code;
	if (cul_try_lit(&c, CUL_SV("_")) || cul_try_lit(&c, CUL_SV("-")))
		ev->enhanced = cul_enhanced_read(cul_cur_rest(&c));
}

static void answer_read(struct cul_event *ev, struct cul_sv text)
{
	const struct cul_sv mark = CUL_SV("Remote_host_said:_");
	const char *hit = cul_sv_find(text, mark);
	struct cul_sv said = text;

	relay_read(ev, text);
	ev->stage = stage_of(hit != NULL ? cul_sv_before(text, hit) : text);
	if (hit != NULL) {
		said = cul_sv_from(text, (size_t)(hit - text.ptr) + mark.len);
		code_read(ev, said);
	} else {
		ev->enhanced = cul_reply_read(text).enhanced;
	}
	ev->text = text;
	ev->outcome = cul_outcome_of(ev->reply, ev->enhanced, said, ev->stage);
}

static enum cul_verdict delivery(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;
	struct cul_event *ev = q->ev;
	uint64_t n;

	ev->other = take_number(c, &n);
	cul_take_lit(c, CUL_SV(": "));
	if (cul_try_lit(c, CUL_SV("success: ")))
		ev->kind = CUL_EV_DELIVERED;
	else if (cul_try_lit(c, CUL_SV("failure: ")))
		ev->kind = CUL_EV_BOUNCED;
	else if (cul_try_lit(c, CUL_SV("deferral: ")) ||
		 cul_try_lit(c, CUL_SV("report mangled")))
		ev->kind = CUL_EV_DEFERRED;
	if (c->bad || ev->kind == CUL_EV_NONE)
		return cul_qm_malformed(q, CUL_QM_BAD_DELIVERY);
	answer_read(ev, cul_cur_rest(c));
	if (ev->kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	return CUL_EVENT;
}

static enum cul_verdict ended(struct cul_qm *q)
{
	uint64_t n;

	q->ev->session = take_number(&q->c, &n);
	if (q->c.bad)
		return cul_qm_malformed(q, CUL_QM_BAD_INFO);
	q->ev->kind = CUL_EV_REMOVED;
	return CUL_EVENT;
}

enum cul_verdict cul_qm_send(struct cul_qm *q)
{
	struct cul_cur *c = &q->c;

	if (cul_try_lit(c, CUL_SV("delivery ")))
		return delivery(q);
	if (cul_try_lit(c, CUL_SV("starting delivery ")))
		return starting(q);
	if (cul_try_lit(c, CUL_SV("info msg ")))
		return info(q);
	if (cul_try_lit(c, CUL_SV("end msg ")))
		return ended(q);
	if (cul_try_lit(c, CUL_SV("new msg ")))
		return cul_qm_ignore(q, CUL_QM_NEW);
	if (cul_try_lit(c, CUL_SV("status: ")))
		return cul_qm_ignore(q, CUL_QM_STATUS);
	if (cul_try_lit(c, CUL_SV("bounce msg ")) ||
	    cul_try_lit(c, CUL_SV("double bounce: ")) ||
	    cul_try_lit(c, CUL_SV("triple bounce: ")))
		return cul_qm_ignore(q, CUL_QM_BOUNCE);
	if (cul_try_lit(c, CUL_SV("warning: ")) ||
	    cul_try_lit(c, CUL_SV("alert: ")) ||
	    cul_try_lit(c, CUL_SV("cannot start: ")) ||
	    cul_try_lit(c, CUL_SV("running")) ||
	    cul_try_lit(c, CUL_SV("exiting")))
		return cul_qm_ignore(q, CUL_QM_NOTICE);
	return CUL_NOT_MINE;
}
