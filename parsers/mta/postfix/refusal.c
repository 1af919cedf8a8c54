/* \summary: refusals of smtpd, postscreen and of Milters in cleanup
 *
 *   ACTION: STAGE from CLIENT: [CODE [ENHANCED]] TEXT; from=<> to=<> proto=
 *   helo=<>
 *
 * STAGE is the server's own word and CLIENT stands right after " from ", so
 * nothing that a client sends can come before it. TEXT, the addresses and the
 * HELO name are the client's: they decide nothing but themselves. Where they
 * hold another "; from=<" the envelope cannot be told, and is left out. The
 * sasl_username= that Postfix 3.10 puts last is not read: a HELO name could
 * hold one.
 */
/* grammar: src/smtpd/smtpd_check.c log_whatsup(), src/smtpd/smtpd.c
 * check_milter_reply(), src/postscreen/postscreen_smtpd.c,
 * src/cleanup/cleanup_milter.c (Postfix 2.6 to 3.11) */
#include "mta/postfix/pf.h"
#include "text/outcome.h"
#include "text/reply.h"

bool cul_pf_take_action(struct cul_cur *c, struct cul_pf_action *ret_a)
{
	static const struct {
		struct cul_sv word;
		struct cul_pf_action a;
	} t[] = {
		{ CUL_SV_LIT("reject: "), { false, CUL_DISP_REFUSED } },
		{ CUL_SV_LIT("reject_warning: "), { false, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("warn: "), { false, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("warning: "), { false, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("hold: "), { false, CUL_DISP_HELD } },
		{ CUL_SV_LIT("discard: "), { false, CUL_DISP_DISCARDED } },
		{ CUL_SV_LIT("milter-reject: "), { false, CUL_DISP_REFUSED } },
		{ CUL_SV_LIT("milter-hold: "), { false, CUL_DISP_HELD } },
		{ CUL_SV_LIT("milter-discard: "),
		  { false, CUL_DISP_DISCARDED } },
		{ CUL_SV_LIT("hangup: "), { false, CUL_DISP_REFUSED } },
		{ CUL_SV_LIT("redirect: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("filter: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("prepend: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("replace: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("info: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("bcc: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("delay: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("pass: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("permit: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("strip: "), { true, CUL_DISP_WARNED } },
		{ CUL_SV_LIT("milter-"), { true, CUL_DISP_WARNED } },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_try_lit(c, t[i].word)) {
			*ret_a = t[i].a;
			return true;
		}
	return false;
}

static enum cul_stage stage_of(struct cul_sv v)
{
	static const struct {
		struct cul_sv word;
		enum cul_stage stage;
	} t[] = {
		{ CUL_SV_LIT("RCPT"), CUL_STAGE_RCPT },
		{ CUL_SV_LIT("CONNECT"), CUL_STAGE_CONNECT },
		{ CUL_SV_LIT("MAIL"), CUL_STAGE_MAIL },
		{ CUL_SV_LIT("END-OF-MESSAGE"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("EHLO"), CUL_STAGE_HELO },
		{ CUL_SV_LIT("HELO"), CUL_STAGE_HELO },
		{ CUL_SV_LIT("AUTH"), CUL_STAGE_AUTH },
		{ CUL_SV_LIT("DATA"), CUL_STAGE_DATA },
		{ CUL_SV_LIT("DATA content"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("BDAT"), CUL_STAGE_MESSAGE },
		{ CUL_SV_LIT("BDAT content"), CUL_STAGE_MESSAGE },
		/* asks after one mailbox, as RCPT does */
		{ CUL_SV_LIT("VRFY"), CUL_STAGE_RCPT },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(v, t[i].word))
			return t[i].stage;
	return CUL_STAGE_NONE;
}

static enum cul_outcome of_recipient(struct cul_sv v)
{
	if (cul_sv_starts(v, CUL_SV("User unknown")) ||
	    cul_sv_starts(v, CUL_SV("Domain not found")) ||
	    cul_sv_starts(v, CUL_SV("undeliverable address")))
		return CUL_OUTCOME_BAD_RECIPIENT;
	if (cul_sv_starts(v, CUL_SV("unverified address")))
		return CUL_OUTCOME_NEUTRAL;
	return CUL_OUTCOME_NONE;
}

/* What smtpd_check.c says after the refused name, "<name>: ". The name is the
 * client's and may imitate this; by that it accuses nobody but itself. */
static enum cul_outcome own_words(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	enum cul_outcome o = CUL_OUTCOME_NONE;

	while (o == CUL_OUTCOME_NONE) {
		(void)cul_take_until_lit(&c, CUL_SV(">: "));
		if (c.bad)
			break;
		if (cul_try_lit(&c, CUL_SV("Relay access denied")))
			o = CUL_OUTCOME_RELAY_REFUSED;
		else if (cul_try_lit(&c,
				     CUL_SV("Recipient address rejected: ")))
			o = of_recipient(cul_cur_rest(&c));
	}
	return o;
}

/* "[192.0.2.1]" at the end. */
static bool is_bracketed(struct cul_cur c)
{
	while (c.p < c.end && ((*c.p >= '0' && *c.p <= ':') || *c.p == '.' ||
			       (*c.p >= 'a' && *c.p <= 'f')))
		c.p++;
	return cul_sv_eq(cul_cur_rest(&c), CUL_SV("]"));
}

/* The commonest of the server's own words that are evidence of nothing. They
 * are the whole of the text, behind a name without blanks, so that nothing
 * else can be said: cul_outcome_of() would answer the same, and late. */
static bool says_nothing(const struct cul_event *ev, struct cul_sv text)
{
	struct cul_cur c = cul_cur_over(text);
	struct cul_sv v;

	if (ev->reply < 400)
		return false;
	if (cul_try_lit(&c, CUL_SV("Client host rejected: cannot find your "
				   "hostname, [")))
		return is_bracketed(c);
	if (!cul_try_lit(&c, CUL_SV("<")))
		return false;
	v = cul_take_until(&c, '>');
	if (c.bad || cul_find_byte(v.ptr, v.len, ' ') != NULL)
		return false;
	v = cul_cur_rest(&c);
	return cul_sv_eq(v, CUL_SV(": Sender address rejected: "
				   "Domain not found")) ||
	       cul_sv_eq(v, CUL_SV(": Helo command rejected: "
				   "need fully-qualified hostname")) ||
	       cul_sv_eq(v, CUL_SV(": Helo command rejected: "
				   "Host not found")) ||
	       (ev->reply < 500 &&
		cul_sv_eq(v, CUL_SV(": Recipient address rejected: "
				    "Greylisted")));
}

static void text_read(struct cul_event *ev, struct cul_sv body)
{
	struct cul_reply r = cul_reply_read(body);

	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
	ev->outcome = own_words(body);
	if (ev->outcome != CUL_OUTCOME_NONE)
		return;
	ev->outcome = says_nothing(ev, r.text)
			      ? CUL_OUTCOME_NEUTRAL
			      : cul_outcome_of(ev->reply, ev->enhanced, r.text,
					       ev->stage);
}

enum cul_verdict cul_pf_refused(struct cul_pf *pf,
				const struct cul_pf_action *a)
{
	struct cul_event *ev = pf->ev;
	struct cul_pf_client cl;
	struct cul_sv body;
	const char *tail;
	bool once;

	if (a->let_pass)
		return cul_pf_ignore(pf, CUL_PF_RULE);
	ev->kind = CUL_EV_REFUSED;
	ev->disposition = a->disposition;
	ev->stage = stage_of(cul_take_until_lit(&pf->c, CUL_SV(" from ")));
	cl = cul_pf_take_client(&pf->c);
	cul_take_lit(&pf->c, CUL_SV(": "));
	if (pf->c.bad)
		return cul_pf_malformed(pf, CUL_PF_BAD_REFUSAL);
	cul_pf_set_client(ev, &cl);
	body = cul_cur_rest(&pf->c);
	tail = cul_pf_find_envelope(body, &once);
	if (tail != NULL && once) {
		pf->c.p = tail + 1;
		cul_pf_take_envelope(&pf->c, ev);
		body.len = (size_t)(tail - body.ptr);
	}
	text_read(ev, body);
	return CUL_EVENT;
}
