/* \summary: OpenSMTPD */
/* grammar: OpenSMTPD and its portable releases 5.4 to 7.8:
 * usr.sbin/smtpd/smtp_session.c, mta.c, mta_session.c, mda.c, queue.c, to.c */
/* reads: sessions, logins and their failures, refused commands, messages, and
 * what becomes of each recipient, in the words of 5.4, 5.7, 6.0, 6.4 and 6.6 on
 */
/* missing: which local user handed a message in (the server does not log it);
 * who was refused where the session began before the log; whether "Invalid
 * recipient" means an unknown user or a domain it does not relay for, which is
 * left to the configured local domains */
#include "mta/opensmtpd/os.h"
#include "text/event.h"
#include "text/outcome.h"
#include "text/reply.h"

static const char *const reasons[CUL_OS_WHYS_ + 1] = {
	[CUL_OS_TLS] = "how a connection was or was not encrypted",
	[CUL_OS_OUTGOING] = "a step of a delivery; its delivery line follows",
	[CUL_OS_NOTICE] = "a notice of the server about itself",
	[CUL_OS_REMOVED] = "an operator took a message away",
	[CUL_OS_LOGIN_REPLY] = "a login refused; the line before says whose",
	[CUL_OS_BOUNCE] = "a notice was sent to a sender",
	[CUL_OS_BAD_SESSION] = "no client address where one belongs",
	[CUL_OS_BAD_MESSAGE] = "a message's line that is cut off",
	[CUL_OS_BAD_LOGIN] = "a login without user or result",
	[CUL_OS_BAD_REFUSAL] = "a refused command without a reply",
	[CUL_OS_BAD_DELIVERY] = "a delivery without recipient or result",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("smtpd")) ||
	       cul_sv_eq(tag, CUL_SV("opensmtpd"));
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

struct cul_sv cul_os_take_hex(struct cul_cur *c, size_t least, size_t most)
{
	struct cul_sv v = { c->p, 0 };

	while (!c->bad && v.ptr + v.len < c->end && is_hex(v.ptr[v.len]))
		v.len++;
	if (c->bad || v.len < least || v.len > most) {
		c->bad = true;
		return (struct cul_sv){ NULL, 0 };
	}
	c->p += v.len;
	return v;
}

bool cul_os_address(struct cul_sv v, struct cul_addr *ret_addr)
{
	struct cul_addr a;

	if (v.len > 2 && v.ptr[0] == '[' && v.ptr[v.len - 1] == ']')
		v = (struct cul_sv){ v.ptr + 1, v.len - 2 };
	if (!cul_addr_parse(v, &a))
		return false;
	*ret_addr = a;
	return true;
}

bool cul_os_client(struct cul_event *ev, struct cul_sv address,
		   struct cul_sv name)
{
	if (cul_sv_eq(address, CUL_SV("local"))) {
		ev->transport = CUL_TRANSPORT_LOCAL;
		return true;
	}
	if (!cul_os_address(address, &ev->client))
		return false;
	if (name.len != 0 && !cul_sv_eq(name, CUL_SV("<unknown>")) &&
	    !cul_sv_eq(name, CUL_SV("unknown")))
		ev->client_name = name;
	return true;
}

/* "5.1.1: …" in the words of 5.x and 6.0. */
void cul_os_reply(struct cul_event *ev, struct cul_sv words)
{
	struct cul_reply r = cul_reply_read(words);

	if (cul_sv_starts(r.text, CUL_SV(": ")))
		r.text = cul_sv_from(r.text, 2);
	ev->reply = r.code;
	ev->enhanced = r.enhanced;
	if (r.text.len != 0)
		ev->text = r.text;
	ev->outcome = cul_outcome_of(r.code, r.enhanced, r.text, ev->stage);
}

static bool is_notice(struct cul_sv v)
{
	static const struct cul_sv heads[] = {
		{ "info: ", 6 },      { "warn: ", 6 },      { "debug: ", 7 },
		{ "fatal", 5 },       { "crit: ", 6 },      { "queue: ", 7 },
		{ "scheduler", 9 },   { "control", 7 },     { "lookup: ", 8 },
		{ "parent", 6 },      { "OpenSMTPD ", 10 }, { "pony", 4 },
		{ "dispatcher", 10 }, { "lka", 3 },         { "mda: ", 5 },
		{ "mta: ", 5 },       { "Exiting", 7 },     { "smtp: ", 6 },
		{ "bounce: ", 8 },    { "table", 5 },       { "profile-", 8 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (cul_sv_starts(v, heads[i]))
			return true;
	return false;
}

/* "ID smtp …", "ID mta …", "ID mda …": false if the line does not begin so. */
static bool take_session(struct cul_os *os)
{
	struct cul_cur c = os->c;
	const struct cul_sv id = cul_os_take_hex(&c, 8, 16);

	cul_take_lit(&c, CUL_SV(" "));
	if (c.bad)
		return false;
	os->id = id;
	os->c = c;
	return true;
}

static enum cul_verdict of_session(struct cul_os *os)
{
	struct cul_cur *c = &os->c;
	bool mda;

	if (cul_try_lit(c, CUL_SV("smtp "))) {
		(void)cul_try_lit(c, CUL_SV("event="));
		return cul_os_smtp(os);
	}
	mda = cul_try_lit(c, CUL_SV("mda "));
	if (!mda && !cul_try_lit(c, CUL_SV("mta ")))
		return CUL_NOT_MINE;
	(void)cul_try_lit(c, CUL_SV("event="));
	if (!cul_try_lit(c, CUL_SV("delivery ")))
		return cul_os_ignore(os, CUL_OS_OUTGOING);
	return mda ? cul_os_mda(os) : cul_os_mta(os);
}

static enum cul_verdict dispatch(struct cul_os *os)
{
	struct cul_cur *c = &os->c;

	if (take_session(os))
		return of_session(os);
	if (cul_try_lit(c, CUL_SV("smtp-in: ")))
		return cul_os_smtp_in(os);
	if (cul_try_lit(c, CUL_SV("smtp-out: ")))
		return cul_os_smtp_out(os);
	if (cul_try_lit(c, CUL_SV("relay: ")))
		return cul_os_queue(os, CUL_TRANSPORT_REMOTE);
	if (cul_try_lit(c, CUL_SV("delivery: ")))
		return cul_os_queue(os, CUL_TRANSPORT_LOCAL);
	if (is_notice(cul_cur_rest(c)))
		return cul_os_ignore(os, CUL_OS_NOTICE);
	return CUL_NOT_MINE;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_os os = { .c = cul_cur_over(rec->text),
			     .ev = ret_ev,
			     .part = rec->part };
	enum cul_verdict v;

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	v = dispatch(&os);
	if (v != CUL_EVENT)
		*ret_why = os.why;
	return v;
}

const struct cul_parser cul_parser_opensmtpd = {
	.name = "opensmtpd",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
