/* \summary: Sendmail's lines of a message: begun, and each recipient's fate */
/* grammar: sendmail/headers.c logsender(), sendmail/deliver.c logdelivery(),
 * sendall(), sendmail/savemail.c returntosender(), sendmail/usersmtp.c
 * (8.12 to 8.18) */
#include "mta/sendmail/sm.h"
#include "text/outcome.h"
#include "text/reply.h"

/* ---- from=: one line tells that a message was begun, named and queued ---- */

struct from {
	struct cul_sv sender;
	struct cul_sv msgid; /* absent if not logged */
	struct cul_sv relay;
	uint64_t size;
	uint32_t n_recipients;
};

/* Between the counts and the last ", relay=": the Message-ID is the sender's
 * and ends where it closes, or before what the server says next. */
static struct cul_sv msgid_read(struct cul_sv v)
{
	static const struct cul_sv next[] = { CUL_SV_LIT(", bodytype="),
					      CUL_SV_LIT(", proto="),
					      CUL_SV_LIT(", daemon=") };
	struct cul_cur c = cul_cur_over(v);
	struct cul_sv id;

	if (!cul_try_lit(&c, CUL_SV(", msgid=")))
		return (struct cul_sv){ NULL, 0 };
	id = cul_cur_rest(&c);
	if (cul_try_lit(&c, CUL_SV("<"))) {
		struct cul_sv in = cul_take_until(&c, '>');

		if (!c.bad)
			return in;
		id = cul_sv_from(id, 1);
	}
	for (size_t i = 0; i < sizeof(next) / sizeof(next[0]); i++) {
		const char *hit = cul_sv_find(id, next[i]);

		if (hit != NULL)
			id.len = (size_t)(hit - id.ptr);
	}
	return id;
}

/* The sender is cut at 200 bytes, and then need not be closed. */
static bool sender_take(struct cul_cur *c, struct cul_sv *ret_sender)
{
	static const struct cul_sv size = CUL_SV_LIT(", size=");
	const char *end = cul_sm_address_end(c->p, c->end);
	struct cul_sv rest = cul_cur_rest(c);

	if (end == NULL ||
	    !cul_sv_starts(cul_sv_from(rest, (size_t)(end - c->p)), size))
		end = cul_sv_find(rest, size);
	if (end == NULL)
		return false;
	*ret_sender = cul_sm_address(c->p, end);
	c->p = end + size.len;
	return true;
}

static bool from_read(struct cul_cur c, struct from *ret_f)
{
	static const struct cul_sv relay = CUL_SV_LIT(", relay=");
	const char *hit;
	struct cul_sv rest;

	if (!sender_take(&c, &ret_f->sender))
		return false;
	ret_f->size = cul_take_u64(&c, UINT64_MAX);
	cul_take_lit(&c, CUL_SV(", class="));
	(void)cul_take_until_lit(&c, CUL_SV(", nrcpts=")); /* "-60", "0" */
	ret_f->n_recipients = (uint32_t)cul_take_u64(&c, UINT32_MAX);
	rest = cul_cur_rest(&c);
	hit = c.bad ? NULL : cul_sv_find_last(rest, relay);
	if (hit == NULL)
		return false;
	ret_f->msgid = msgid_read(
		(struct cul_sv){ rest.ptr, (size_t)(hit - rest.ptr) });
	ret_f->relay = cul_sv_from(rest, (size_t)(hit - rest.ptr) + relay.len);
	return true;
}

/* "proto=ESMTPA" or "ESMTPSA" (RFC 3848), the last that stands before the
 * client: a Message-ID may hold another. */
bool cul_sm_is_logged_in(struct cul_sv text)
{
	static const struct cul_sv proto = CUL_SV_LIT(", proto=ESMTP");
	static const struct cul_sv relay = CUL_SV_LIT(", relay=");
	const char *hit = cul_sv_find_last(text, relay);

	if (hit == NULL)
		return false;
	text.len = (size_t)(hit - text.ptr);
	hit = cul_sv_find_last(text, proto);
	if (hit == NULL)
		return false;
	text = cul_sv_from(text, (size_t)(hit - text.ptr) + proto.len);
	return cul_sv_starts(text, CUL_SV("A,")) ||
	       cul_sv_starts(text, CUL_SV("SA,"));
}

/* "root@localhost": who ran the program, by his uid (main.c RealUserName). */
static bool local_user(struct cul_sv relay, struct cul_sv *ret_user)
{
	static const struct cul_sv here = CUL_SV_LIT("@localhost");

	if (relay.len <= here.len || !cul_sv_ends(relay, here) ||
	    memchr(relay.ptr, '[', relay.len) != NULL)
		return false;
	*ret_user = (struct cul_sv){ relay.ptr, relay.len - here.len };
	return true;
}

enum from_part { BEGUN, NAMED = 2, QUEUED };

static enum cul_verdict begun(struct cul_sm *sm, const struct from *f)
{
	struct cul_event *ev = sm->ev;

	/* What the server made itself was begun by nobody. */
	if (cul_sv_eq(f->relay, CUL_SV("[RESPONSE]"))) {
		ev->kind = CUL_EV_IDENTIFIED;
		if (f->msgid.len != 0)
			ev->text = f->msgid;
		ev->next_part = QUEUED;
		return CUL_EVENT;
	}
	if (local_user(f->relay, &ev->account)) {
		ev->kind = CUL_EV_LOCAL_SUBMIT;
	} else {
		ev->kind = CUL_EV_ACCEPTED;
		(void)cul_sm_client_read(f->relay, ev);
	}
	ev->sender = f->sender;
	ev->next_part = f->msgid.len != 0 ? NAMED : QUEUED;
	return CUL_EVENT;
}

/* The line is also written where a transaction ended without a recipient that
 * was taken: a session, and no message. */
static enum cul_verdict without_recipient(struct cul_sm *sm,
					  const struct from *f)
{
	if (!cul_sm_client_read(f->relay, sm->ev))
		return cul_sm_ignore(sm, CUL_SM_NO_RECIPIENT);
	sm->ev->kind = CUL_EV_DISCONNECT;
	sm->ev->sender = f->sender;
	sm->ev->n_mail = sm->ev->n_mail_all = 1;
	return CUL_EVENT;
}

enum cul_verdict cul_sm_from(struct cul_sm *sm)
{
	struct cul_event *ev = sm->ev;
	struct from f;

	if (!from_read(sm->c, &f))
		return cul_sm_malformed(sm, CUL_SM_BAD_FROM);
	if (f.n_recipients == 0)
		return without_recipient(sm, &f);
	if (sm->rec->part == BEGUN)
		return begun(sm, &f);
	if (sm->rec->part == NAMED) {
		ev->kind = CUL_EV_IDENTIFIED;
		ev->text = f.msgid;
		ev->next_part = QUEUED;
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_QUEUED;
	ev->sender = f.sender;
	ev->size_bytes = f.size;
	ev->n_recipients = f.n_recipients;
	return CUL_EVENT;
}

/* ---- ID2: a message that came of this one ---- */

/* "ID2: DSN: User unknown" and "ID2: clone: owner=x": the server made it, so
 * its sender is nobody's doing. */
static enum cul_verdict made_here(struct cul_sm *sm, struct cul_sv sender)
{
	if (sm->rec->part == 0) {
		sm->ev->kind = CUL_EV_IDENTIFIED;
		sm->ev->next_part = 1;
		return CUL_EVENT;
	}
	sm->ev->kind = CUL_EV_QUEUED;
	sm->ev->sender = sender;
	return CUL_EVENT;
}

bool cul_sm_other(struct cul_sm *sm, enum cul_verdict *ret_v)
{
	static const struct cul_sv notices[] = {
		CUL_SV_LIT("DSN: "), CUL_SV_LIT("return to sender: "),
		CUL_SV_LIT("postmaster notify: "), CUL_SV_LIT("sender notify: ")
	};
	struct cul_cur c = sm->c;
	size_t n = cul_sm_queue_id(cul_cur_rest(&c));
	struct cul_sv id = { c.p, n };

	if (n == 0)
		return false;
	c.p += n;
	if (!cul_try_lit(&c, CUL_SV(": ")))
		return false;
	sm->ev->session = id;
	if (cul_try_lit(&c, CUL_SV("clone: owner="))) {
		*ret_v = made_here(sm, cul_cur_rest(&c));
		return true;
	}
	for (size_t i = 0; i < sizeof(notices) / sizeof(notices[0]); i++)
		if (cul_try_lit(&c, notices[i])) {
			*ret_v = made_here(sm, (struct cul_sv){ id.ptr, 0 });
			return true;
		}
	*ret_v = cul_sm_ignore(sm, CUL_SM_NOTICE);
	return true;
}
