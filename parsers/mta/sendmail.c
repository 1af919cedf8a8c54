/* \summary: Sendmail */
/* grammar: Sendmail 8.12 to 8.18, read from 8.17.1: sendmail/headers.c,
 * deliver.c, parseaddr.c, srvrsmtp.c, savemail.c, collect.c, milter.c, err.c,
 * daemon.c, conf.c; what each file in sendmail/ reads stands in its own first
 * lines */
/* reads: messages and what becomes of each recipient, local submission and its
 * hand-over to the MTA, bounces the server makes, refusals of rulesets, block
 * lists, Milters and of unknown users, logins and their failures, manners;
 * tags sendmail, sm-mta and those of the submission program */
/* missing: lines that sm_syslog() had to cut in parts; a refused recipient of a
 * transaction whose end the log does not hold, since only that names the
 * client; the login of a message where the log has no process numbers, or the
 * protocol of who logged in is called ESMTP as that of others */
#include "mta/sendmail/sm.h"
#include "text/event.h"

static const char *const reasons[CUL_SM_WHYS_ + 1] = {
	[CUL_SM_TLS] = "how a connection was or was not encrypted",
	[CUL_SM_CLIENT_SIDE] = "a login of ours at another server",
	[CUL_SM_NOTICE] = "a notice of the server about itself",
	[CUL_SM_FAULT] = "an error of the server itself",
	[CUL_SM_AUTH_WARNING] = "what a local program claimed to be",
	[CUL_SM_QUEUED] = "a recipient put off to the next run, not tried",
	[CUL_SM_HELD] = "a recipient of a message in quarantine",
	[CUL_SM_UNDELIVERED] = "a recipient of a message that was not taken",
	[CUL_SM_NO_RECIPIENT] = "a submission that had no recipient",
	[CUL_SM_DISCARDED] = "thrown away; the rule's own line says why",
	[CUL_SM_MILTER] = "what a Milter changed, or let go on",
	[CUL_SM_NO_ADDRESS] = "a client of which only the name is logged",
	[CUL_SM_VRFY] = "a client asked after an address or for its queue",
	[CUL_SM_DIALOGUE] = "a step of the dialogue, as debugging logs it",
	[CUL_SM_IN_PARTS] = "one part of a line that was too long",
	[CUL_SM_ALIAS] = "what an alias or .forward leads to",
	[CUL_SM_BAD_FROM] = "a message's line that is cut off",
	[CUL_SM_BAD_TO] = "a delivery's line that is cut off",
	[CUL_SM_BAD_RULE] = "a refusal that does not say what was done",
	[CUL_SM_BAD_LOGIN] = "a login without user or client",
	[CUL_SM_BAD_CLIENT] = "no client address where one belongs",
};

static bool claims(struct cul_sv tag)
{
	static const struct cul_sv tags[] = {
		CUL_SV_LIT("sendmail"),     CUL_SV_LIT("sm-mta"),
		CUL_SV_LIT("sm-msp-queue"), CUL_SV_LIT("sm-msp"),
		CUL_SV_LIT("sm-que"),       CUL_SV_LIT("sm-queue"),
		CUL_SV_LIT("sm-client"),    CUL_SV_LIT("sm-acceptor"),
		CUL_SV_LIT("sendmail-msp"), CUL_SV_LIT("sendmail-client"),
		CUL_SV_LIT("sm-msa"),
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (cul_sv_eq(tag, tags[i]))
			return true;
	return false;
}

/* "xAK4B9Zd012345: ", "NOQUEUE: ", or neither; "xAK4B9Zd012345[2]: " is a part
 * of a line that syslog would not take whole (conf.c sm_syslog()). */
static void id_take(struct cul_sm *sm, bool *ret_part)
{
	struct cul_cur c = sm->c;
	struct cul_sv id = { c.p, cul_sm_queue_id(cul_cur_rest(&c)) };

	*ret_part = false;
	if (cul_try_lit(&sm->c, CUL_SV("NOQUEUE: ")) || id.len == 0)
		return;
	c.p += id.len;
	if (cul_try_lit(&c, CUL_SV("["))) {
		(void)cul_take_u64(&c, 999);
		cul_take_lit(&c, CUL_SV("]"));
		*ret_part = true;
	}
	cul_take_lit(&c, CUL_SV(": "));
	if (c.bad) {
		*ret_part = false;
		return;
	}
	sm->c = c;
	sm->ev->session = id;
}

/* What is understood and tells nothing of a source or a fate. */
static enum cul_sm_why why_ignored(struct cul_sv v)
{
	static const struct {
		struct cul_sv words;
		enum cul_sm_why why;
	} t[] = {
		{ CUL_SV_LIT("STARTTLS"), CUL_SM_TLS },
		{ CUL_SV_LIT("tls_"), CUL_SM_TLS },
		{ CUL_SV_LIT("AUTH=client"), CUL_SM_CLIENT_SIDE },
		{ CUL_SV_LIT("SYSERR"), CUL_SM_FAULT },
		{ CUL_SV_LIT("Losing "), CUL_SM_FAULT },
		{ CUL_SV_LIT("Authentication-Warning: "), CUL_SM_AUTH_WARNING },
		{ CUL_SV_LIT("discarded"), CUL_SM_DISCARDED },
		{ CUL_SV_LIT("Milter"), CUL_SM_MILTER },
		{ CUL_SV_LIT("milter"), CUL_SM_MILTER },
		{ CUL_SV_LIT("collect: "), CUL_SM_NO_ADDRESS },
		{ CUL_SV_LIT("POSSIBLE ATTACK"), CUL_SM_NO_ADDRESS },
		{ CUL_SV_LIT("<-- "), CUL_SM_DIALOGUE },
		{ CUL_SV_LIT("--- "), CUL_SM_DIALOGUE },
		{ CUL_SV_LIT("alias "), CUL_SM_ALIAS },
		{ CUL_SV_LIT("forward "), CUL_SM_ALIAS },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_starts(v, t[i].words))
			return t[i].why;
	return CUL_SM_NOTICE;
}

static enum cul_verdict removed(struct cul_sm *sm)
{
	sm->ev->kind = CUL_EV_REMOVED;
	return CUL_EVENT;
}

static enum cul_verdict dispatch(struct cul_sm *sm)
{
	struct cul_cur *c = &sm->c;
	bool has_id = sm->ev->session.len != 0;
	enum cul_verdict v;

	if (has_id && cul_try_lit(c, CUL_SV("from=")))
		return cul_sm_from(sm);
	if (has_id && cul_try_lit(c, CUL_SV("to=")))
		return cul_sm_to(sm);
	if (cul_try_lit(c, CUL_SV("ruleset=")))
		return cul_sm_ruleset(sm);
	if (cul_try_lit(c, CUL_SV("Milter: ")))
		return cul_sm_milter(sm);
	if (has_id && cul_try_lit(c, CUL_SV("done; delay=")))
		return removed(sm);
	if (has_id && (cul_sm_other(sm, &v) || cul_sm_said(sm, &v)))
		return v;
	if (cul_sm_session(sm, &v))
		return v;
	return cul_sm_ignore(sm, why_ignored(cul_cur_rest(c)));
}

/* "23910" of "sm-mta[23910]:" or "sm-mta 23910 -", which is the session: a
 * process serves one client, and its login has no queue id. */
static struct cul_sv process(const struct cul_record *rec)
{
	const char *end = rec->line.ptr + rec->line.len;
	const char *p = rec->tag.ptr + rec->tag.len;
	struct cul_cur c;

	if (rec->pid == 0 || p == end)
		return (struct cul_sv){ NULL, 0 };
	c = (struct cul_cur){ ++p, end, false };
	if (cul_take_u64(&c, UINT32_MAX) != rec->pid || c.bad)
		return (struct cul_sv){ NULL, 0 };
	return (struct cul_sv){ p, (size_t)(c.p - p) };
}

/* To the lines before and behind it. */
static void tie(struct cul_event *ev, const struct cul_record *rec)
{
	if (ev->kind == CUL_EV_REFUSED && ev->session.len != 0)
		ev->marks = CUL_MARK_WAITS;
	else if (ev->kind == CUL_EV_LOGIN)
		ev->session = process(rec);
	else if (ev->kind == CUL_EV_ACCEPTED && cul_sm_is_logged_in(rec->text))
		ev->other = process(rec);
	else if (ev->transport == CUL_TRANSPORT_REMOTE)
		ev->marks = CUL_MARK_ALIASED;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_sm sm = { .c = cul_cur_over(rec->text),
			     .rec = rec,
			     .ev = ret_ev };
	enum cul_verdict v;
	bool in_parts;

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	ret_ev->service = rec->tag;
	id_take(&sm, &in_parts);
	v = in_parts ? cul_sm_ignore(&sm, CUL_SM_IN_PARTS) : dispatch(&sm);
	if (v == CUL_EVENT)
		tie(ret_ev, rec);
	else
		*ret_why = sm.why;
	return v;
}

const struct cul_parser cul_parser_sendmail = {
	.name = "sendmail",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
