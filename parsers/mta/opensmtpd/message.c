/* \summary: OpenSMTPD's messages: begun in a session, and who they are for
 *
 *   msgid=M from=<S> to=<R> size=N ndest=N proto=P     one a recipient, to 6.4
 *   msgid=M size=N nrcpt=N proto=P                     6.6 on, then
 *   envelope evpid=E from=<S> to=<R>                   one a recipient
 *
 * The commas of 5.x stand between the same. */
/* grammar: usr.sbin/smtpd/smtp_session.c smtp_session_imsg() */
#include "mta/opensmtpd/os.h"

/* Sender and recipient are addresses that the server took apart and put
 * together again: no '<', '>' or blank is in them (util.c MAILADDR_ALLOWED). */
static bool take_path(struct cul_cur *c, struct cul_sv key,
		      struct cul_sv *ret_path)
{
	if (!cul_try_lit(c, key))
		return false;
	*ret_path = cul_take_until(c, '>');
	(void)cul_try_lit(c, CUL_SV(","));
	(void)cul_try_lit(c, CUL_SV(" "));
	return !c->bad;
}

static uint64_t take_number(struct cul_cur *c, struct cul_sv key, uint64_t max)
{
	uint64_t n;

	cul_take_lit(c, key);
	n = cul_take_u64(c, max);
	(void)cul_try_lit(c, CUL_SV(","));
	(void)cul_try_lit(c, CUL_SV(" "));
	return n;
}

static enum cul_verdict queued(struct cul_os *os, bool sender_known)
{
	struct cul_event *ev = os->ev;

	if (sender_known && os->part == 0) {
		ev->kind = CUL_EV_ACCEPTED;
		ev->sender = (struct cul_sv){ NULL, 0 };
		ev->recipient = ev->sender;
		ev->size_bytes = 0;
		ev->n_recipients = 0;
		ev->next_part = 1;
		return CUL_EVENT;
	}
	ev->kind = sender_known ? CUL_EV_QUEUED : CUL_EV_ACCEPTED;
	if (ev->kind == CUL_EV_ACCEPTED)
		return CUL_EVENT;
	ev->other = (struct cul_sv){ NULL, 0 };
	ev->client = (struct cul_addr){ { 0 } };
	ev->client_name = ev->other;
	ev->transport = CUL_TRANSPORT_NONE;
	return CUL_EVENT;
}

enum cul_verdict cul_os_message(struct cul_os *os, struct cul_sv msgid)
{
	struct cul_cur *c = &os->c;
	struct cul_event *ev = os->ev;
	bool sender_known;

	(void)cul_try_lit(c, CUL_SV(" "));
	sender_known = take_path(c, CUL_SV("from=<"), &ev->sender);
	if (sender_known && !take_path(c, CUL_SV("to=<"), &ev->recipient))
		return cul_os_malformed(os, CUL_OS_BAD_MESSAGE);
	ev->size_bytes = take_number(c, CUL_SV("size="), UINT64_MAX);
	ev->n_recipients = (uint32_t)take_number(
		c, sender_known ? CUL_SV("ndest=") : CUL_SV("nrcpt="),
		UINT32_MAX);
	cul_take_lit(c, CUL_SV("proto="));
	if (c->bad)
		return cul_os_malformed(os, CUL_OS_BAD_MESSAGE);
	ev->other = ev->session;
	ev->session = msgid;
	return queued(os, sender_known);
}

enum cul_verdict cul_os_envelope(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	struct cul_event *ev = os->ev;
	struct cul_sv evpid;

	cul_take_lit(c, CUL_SV("evpid="));
	evpid = cul_os_take_hex(c, 16, 16);
	cul_take_lit(c, CUL_SV(" "));
	if (c->bad || !take_path(c, CUL_SV("from=<"), &ev->sender) ||
	    !take_path(c, CUL_SV("to=<"), &ev->recipient))
		return cul_os_malformed(os, CUL_OS_BAD_MESSAGE);
	ev->session = (struct cul_sv){ evpid.ptr, 8 };
	ev->kind = CUL_EV_QUEUED;
	return CUL_EVENT;
}
