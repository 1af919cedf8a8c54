/* \summary: what Exim refused: by access list, by syntax, by login
 *
 *   HOST [I=…] [U=…] [X=…] [CV=…] [DN="…"] [SNI=…] [F=<…>] [A=DRIVER:NAME]
 *   [temporarily ]rejected WHAT[: TEXT]
 *   [temporarily ]rejected COMMAND HOST: TEXT
 *   DRIVER authenticator failed for HOST: CODE TEXT (set_id=NAME)
 *
 * U=, DN= and SNI= may imitate all that follows. Where one of them stands,
 * sender, account and recipient are read only if there is one " F=<".
 *
 * The code is that of TEXT, or where that has none the one that Exim then
 * answers with by itself (acl_wherecodes[]): 550, or 451 if temporarily.
 */
/* grammar: src/smtp_in.c smtp_handle_acl_fail(), smtp_setup_msg(),
 * smtp_in_auth(); src/globals.c acl_wherenames[]; src/receive.c; src/acl.c
 * (Exim 4.80 to 4.99) */
#include "mta/exim/ex.h"
#include "text/outcome.h"
#include "text/reply.h"

enum { REFUSED = 550, REFUSED_FOR_NOW = 451 };

struct what {
	struct cul_sv word;
	enum cul_stage stage;
	bool address; /* "<…>" follows */
};

static const struct what whats[] = {
	{ CUL_SV_LIT("RCPT "), CUL_STAGE_RCPT, true },
	{ CUL_SV_LIT("MAIL "), CUL_STAGE_MAIL, true },
	{ CUL_SV_LIT("VRFY "), CUL_STAGE_RCPT, true },
	{ CUL_SV_LIT("EXPN "), CUL_STAGE_RCPT, true },
	{ CUL_SV_LIT("EHLO"), CUL_STAGE_HELO, false },
	{ CUL_SV_LIT("HELO"), CUL_STAGE_HELO, false },
	{ CUL_SV_LIT("connection"), CUL_STAGE_CONNECT, false },
	{ CUL_SV_LIT("AUTH"), CUL_STAGE_AUTH, false },
	{ CUL_SV_LIT("after DATA"), CUL_STAGE_MESSAGE, false },
	{ CUL_SV_LIT("during MIME"), CUL_STAGE_MESSAGE, false },
	{ CUL_SV_LIT("by "), CUL_STAGE_MESSAGE, false },
	{ CUL_SV_LIT("DATA"), CUL_STAGE_DATA, false },
	{ CUL_SV_LIT("PREDATA"), CUL_STAGE_DATA, false },
};

static void text_read(struct cul_event *ev, struct cul_sv text, bool for_now)
{
	struct cul_reply r = cul_reply_read(text);

	ev->reply = r.code >= 400 ? r.code
		    : for_now     ? REFUSED_FOR_NOW
				  : REFUSED;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
	ev->outcome =
		cul_outcome_of(ev->reply, ev->enhanced, r.text, ev->stage);
}

/* The rule that stands first in the configuration Exim is delivered with keeps
 * test syntax away; what it says does not name relaying. */
static bool is_relay_test(const struct cul_event *ev)
{
	struct cul_sv local = ev->recipient;
	const char *at;

	if (ev->stage != CUL_STAGE_RCPT || local.len == 0 ||
	    cul_sv_find_fold(ev->text, CUL_SV("restricted characters")) == NULL)
		return false;
	at = memrchr(local.ptr, '@', local.len);
	if (at != NULL)
		local.len = (size_t)(at - local.ptr);
	return cul_ex_asks_to_relay(local);
}

/* "<rcpt@example>: text", cut at 100 bytes by the server. */
static void address_read(struct cul_ex *ex)
{
	struct cul_cur d = ex->c;
	struct cul_sv v = cul_ex_take_angle(&d);

	if (d.bad)
		return;
	if (ex->ev->stage == CUL_STAGE_RCPT)
		ex->ev->recipient = v;
	else
		ex->ev->sender = v;
	ex->c = d;
}

static enum cul_verdict rejected(struct cul_ex *ex, bool for_now)
{
	struct cul_event *ev = ex->ev;
	struct cul_sv none = { NULL, 0 };

	ev->kind = CUL_EV_REFUSED;
	for (size_t i = 0; i < sizeof(whats) / sizeof(whats[0]); i++) {
		if (!cul_try_lit(&ex->c, whats[i].word))
			continue;
		ev->stage = whats[i].stage;
		if (whats[i].address)
			address_read(ex);
		break;
	}
	(void)cul_take_until_lit(&ex->c, CUL_SV(": "));
	text_read(ev, ex->c.bad ? none : cul_cur_rest(&ex->c), for_now);
	if (is_relay_test(ev))
		ev->outcome = CUL_OUTCOME_RELAY_REFUSED;
	return CUL_EVENT;
}

/* "RCPT <…>: discarded by RCPT ACL: text" */
static enum cul_verdict discarded(struct cul_ex *ex)
{
	ex->ev->kind = CUL_EV_REFUSED;
	ex->ev->disposition = CUL_DISP_DISCARDED;
	ex->ev->stage = CUL_STAGE_RCPT;
	address_read(ex);
	if (!cul_try_lit(&ex->c, CUL_SV(": discarded by ")))
		return cul_ex_ignore(ex, CUL_EX_RULE);
	(void)cul_take_until_lit(&ex->c, CUL_SV(": "));
	if (!ex->c.bad)
		ex->ev->text = cul_cur_rest(&ex->c);
	ex->ev->outcome = cul_outcome_of(0, ex->ev->enhanced, ex->ev->text,
					 ex->ev->stage);
	return CUL_EVENT;
}

/* "DRIVER:NAME", which ends at the verdict's word. */
static void account_read(struct cul_ex *ex)
{
	struct cul_sv v = cul_cur_rest(&ex->c);
	const char *hit = cul_sv_find(v, CUL_SV(" rejected "));
	const char *now = cul_sv_find(v, CUL_SV(" temporarily rejected "));
	const char *colon;

	if (hit == NULL)
		hit = ex->c.end;
	if (now != NULL && now < hit)
		hit = now;
	v.len = (size_t)(hit - v.ptr);
	ex->c.p = hit;
	colon = v.len != 0 ? cul_find_byte(v.ptr, v.len, ':') : NULL;
	if (colon != NULL && (size_t)(colon - v.ptr) + 1 < v.len)
		ex->ev->account = cul_sv_from(v, (size_t)(colon - v.ptr) + 1);
}

static bool is_once(struct cul_sv v, struct cul_sv key)
{
	return cul_sv_find(v, key) == cul_sv_find_last(v, key);
}

/* Behind a blank. False where the line says what was done. */
static bool field_read(struct cul_ex *ex, bool *unsure)
{
	struct cul_cur *c = &ex->c;
	struct cul_sv v = cul_cur_rest(c);

	if (cul_sv_starts(v, CUL_SV("rejected ")) ||
	    cul_sv_starts(v, CUL_SV("temporarily ")) ||
	    cul_sv_starts(v, CUL_SV("sender verify ")) ||
	    cul_sv_starts(v, CUL_SV("Warning:")) ||
	    cul_sv_starts(v, CUL_SV("RCPT ")) ||
	    cul_sv_starts(v, CUL_SV("incomplete ")))
		return false;
	if (cul_try_lit(c, CUL_SV("F="))) {
		ex->ev->sender = cul_ex_take_angle(c);
	} else if (cul_sv_present(ex->ev->sender) &&
		   cul_try_lit(c, CUL_SV("A="))) {
		account_read(ex);
	} else {
		(void)cul_ex_skip_field(c, unsure);
	}
	return !c->bad;
}

static enum cul_verdict done(struct cul_ex *ex)
{
	struct cul_cur *c = &ex->c;

	if (cul_try_lit(c, CUL_SV("rejected ")))
		return rejected(ex, false);
	if (cul_try_lit(c, CUL_SV("temporarily rejected ")))
		return rejected(ex, true);
	if (cul_try_lit(c, CUL_SV("RCPT ")))
		return discarded(ex);
	if (cul_try_lit(c, CUL_SV("sender verify ")))
		return cul_ex_ignore(ex, CUL_EX_VERIFIED);
	if (cul_try_lit(c, CUL_SV("Warning:")))
		return cul_ex_ignore(ex, CUL_EX_RULE);
	return cul_ex_ignore(ex, CUL_EX_ATTEMPT);
}

enum cul_verdict cul_ex_refused(struct cul_ex *ex)
{
	struct cul_event *ev = ex->ev;
	enum cul_verdict v;
	struct cul_sv rest;
	bool unsure = false;

	if (cul_try_lit(&ex->c, CUL_SV("U="))) {
		ev->account = cul_ex_take_word(&ex->c);
	} else if (cul_try_lit(&ex->c, CUL_SV("H="))) {
		if (!cul_ex_take_client(ex, &v))
			return v;
	} else {
		ex->c.p--; /* "F=<…> rejected by non-SMTP ACL" */
	}
	rest = cul_cur_rest(&ex->c);
	while (cul_try_lit(&ex->c, CUL_SV(" ")) && field_read(ex, &unsure))
		;
	if (ex->c.bad)
		return cul_ex_ignore(ex, CUL_EX_ATTEMPT);
	v = done(ex);
	if (unsure && !is_once(rest, CUL_SV(" F=<"))) {
		const struct cul_sv none = { NULL, 0 };

		ev->sender = ev->account = ev->recipient = none;
	}
	return v;
}

/* "authenticator failed for" is the server's, and stands behind the name that
 * the configuration gives the driver. */
bool cul_ex_login_failed(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	static const struct cul_sv set_id = CUL_SV_LIT("(set_id=");
	struct cul_event *ev = ex->ev;
	struct cul_cur d = ex->c;
	struct cul_sv text;
	const char *hit;

	(void)cul_take_until(&d, ' ');
	if (!cul_try_lit(&d, CUL_SV("authenticator failed for ")))
		return false;
	ex->c = d;
	(void)cul_try_lit(&ex->c, CUL_SV("H="));
	if (!cul_ex_take_client(ex, ret_v))
		return true;
	/* " I=[…]:465 U=… Ci=…" */
	(void)cul_take_until_lit(&ex->c, CUL_SV(": "));
	text = ex->c.bad ? (struct cul_sv){ NULL, 0 } : cul_cur_rest(&ex->c);
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	*ret_v = CUL_EVENT;
	hit = cul_sv_find(text, set_id);
	if (hit != NULL && text.ptr[text.len - 1] == ')') {
		struct cul_sv name = cul_sv_from(
			text, (size_t)(hit - text.ptr) + set_id.len);

		name.len--;
		if (name.len != 0)
			ev->account = name;
	}
	if (hit != NULL && hit != text.ptr)
		text.len = (size_t)(hit - text.ptr) - (hit[-1] == ' ');
	if (text.len == 0)
		return true;
	ev->reply = cul_reply_read(text).code;
	ev->text = cul_reply_read(text).text;
	/* 435: we could not tell; 501 and 553: broken off, or no base64. Of
	 * these none tried a password. */
	if (ev->reply != 0 && ev->reply != 535)
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return true;
}

/* What the client sent stands before HOST, and after it an answer: where more
 * than one client follows a `key`, none is believed. False if there is none. */
static bool client_behind(struct cul_ex *ex, struct cul_sv key)
{
	struct cul_sv v = cul_cur_rest(&ex->c);
	const char *hit = cul_sv_find(v, key);
	struct cul_addr first = { { 0 } };
	bool found = false;

	for (; hit != NULL; hit = cul_sv_find(v, key)) {
		struct cul_cur d;
		struct cul_ex_host h;

		v = cul_sv_from(v, (size_t)(hit - v.ptr) + key.len);
		d = cul_cur_over(v);
		cul_ex_take_host(&d, &h);
		if (d.bad)
			continue;
		if (cul_ex_is_doubtful(&h, cul_cur_rest(&d)) ||
		    (found && !cul_addr_eq(&first, &h.addr))) {
			cul_ex_set_host(ex->ev, &(struct cul_ex_host){ 0 });
			return true;
		}
		found = true;
		first = h.addr;
		cul_ex_set_host(ex->ev, &h);
		ex->c = d;
	}
	return found;
}

/* HOST stands where the server puts it, but in two lines behind what the client
 * sent: "rejected "EHLO name" from HOST" and "rejected MAIL FROM:<…> HOST:
 * message too big: …", "rejected from <…> HOST: …". */
static bool client_read(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	struct cul_cur *c = &ex->c;

	if (cul_try_lit(c, CUL_SV("EHLO from ")) ||
	    cul_try_lit(c, CUL_SV("HELO from ")) ||
	    cul_try_lit(c, CUL_SV("EHLO or HELO from ")))
		return cul_ex_take_client(ex, ret_v);
	if (cul_try_lit(c, CUL_SV("MAIL from "))) {
		ex->ev->stage = CUL_STAGE_MAIL;
		return cul_ex_take_client(ex, ret_v);
	}
	*ret_v = cul_ex_malformed(ex, CUL_EX_BAD_CLIENT);
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("\"")))
		return client_behind(ex, CUL_SV("\" from "));
	ex->ev->stage = cul_try_lit(c, CUL_SV("MAIL ")) ? CUL_STAGE_MAIL
							: CUL_STAGE_MESSAGE;
	if (cul_sv_find(cul_cur_rest(c), CUL_SV(" U=")) != NULL &&
	    cul_sv_find(cul_cur_rest(c), CUL_SV(" H=")) == NULL) {
		*ret_v = cul_ex_ignore(ex, CUL_EX_LOCAL);
		return false;
	}
	return client_behind(ex, CUL_SV(" H="));
}

enum cul_verdict cul_ex_rejected(struct cul_ex *ex)
{
	struct cul_event *ev = ex->ev;
	bool for_now = cul_try_lit(&ex->c, CUL_SV("temporarily "));
	enum cul_verdict v;

	cul_take_lit(&ex->c, CUL_SV("rejected "));
	ev->kind = CUL_EV_REFUSED;
	ev->stage = CUL_STAGE_HELO;
	if (!client_read(ex, &v))
		return v;
	(void)cul_take_until_lit(&ex->c, CUL_SV(": "));
	text_read(ev,
		  ex->c.bad ? (struct cul_sv){ NULL, 0 } : cul_cur_rest(&ex->c),
		  for_now);
	/* Whoever writes what is no command, or too much, asks for nobody. */
	ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}
