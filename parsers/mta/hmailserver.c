/* \summary: hMailServer */
/* grammar: hMailServer 5.x documentation "Logging" and "SMTP error messages",
 * lines of its log as users have published them */
/* reads: of SMTPD lines: connections, refusals, failed logins, messages taken
 */
/* missing: which recipient a refusal was about, since the command stands on the
 * line before; user names, which the log holds in base64; deliveries (SMTPC,
 * SMTPDeliverer), which name no source */
/* "SMTPD" \t thread \t session \t "stamp" \t "client" \t "SENT: …": what was
 * said is last, its line breaks are "[nl]", and quotes in it stay as they are,
 * so that it ends where the line ends. Only what the server SENT makes events;
 * what it RECEIVED is the client's. */
#include "culprit/parser.h"
#include "text/endpoint.h"

enum why { COMMAND, ANSWER, CLIENT_SIDE, OTHER, BAD_FIELDS, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[COMMAND] = "a client's command; the answer follows",
	[ANSWER] = "an answer that lets the client go on",
	[CLIENT_SIDE] = "a session that this server began",
	[OTHER] = "another part of the server, or a remark of it",
	[BAD_FIELDS] = "a line of a session that is cut off",
};

static const struct cul_sv parts[] = {
	{ "\"SMTPD\"\t", 8 },        { "\"SMTPC\"\t", 8 },
	{ "\"TCPIP\"\t", 8 },        { "\"DEBUG\"\t", 8 },
	{ "\"APPLICATION\"\t", 14 }, { "\"ERROR\"\t", 8 },
	{ "\"IMAPD\"\t", 8 },        { "\"POP3D\"\t", 8 },
	{ "\"POP3C\"\t", 8 },        { "\"AWSTATS\"\t", 10 },
	{ "\"BACKUP\"\t", 9 },       { "\"EVENT\"\t", 8 },
};

enum { SMTPD = 0, SMTPC = 1, N_PARTS = sizeof(parts) / sizeof(parts[0]) };

/* Which part of the server, and the cursor behind it; N_PARTS: none. */
static unsigned part_read(struct cul_cur *c)
{
	for (unsigned i = 0; i < N_PARTS; i++)
		if (cul_try_lit(c, parts[i]))
			return i;
	return N_PARTS;
}

/* Thread, a session if there is one, and the stamp in quotes. */
static struct cul_stamp head_read(struct cul_cur *c)
{
	struct cul_stamp s = { 0 };

	(void)cul_take_u64(c, UINT32_MAX);
	cul_take_lit(c, CUL_SV("\t"));
	if (!c->bad && c->p != c->end && *c->p != '"') {
		(void)cul_take_u64(c, UINT32_MAX);
		cul_take_lit(c, CUL_SV("\t"));
	}
	cul_take_lit(c, CUL_SV("\""));
	if (!cul_stamp_read_rfc3339(c, &s))
		c->bad = true;
	cul_take_lit(c, CUL_SV("\"\t"));
	return s;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_stamp s;

	if (part_read(&c) == N_PARTS)
		return false;
	s = head_read(&c);
	if (c.bad)
		return false;
	*ret_stamp = s;
	return true;
}

static int probe(const struct cul_record *rec)
{
	struct cul_stamp s;

	return stamp(rec, &s) ? 90 : 0;
}

static enum cul_verdict sent(struct cul_event *ev, struct cul_sv words,
			     unsigned *ret_why)
{
	struct cul_reply r = cul_reply_read(words);

	if (r.code == 220 && !cul_sv_starts(r.text, CUL_SV("Ready"))) {
		ev->kind = CUL_EV_CONNECT;
		return CUL_EVENT;
	}
	if (r.code == 250 && cul_sv_starts(r.text, CUL_SV("Queued"))) {
		ev->kind = CUL_EV_ACCEPTED;
		return CUL_EVENT;
	}
	if (r.code < 400) {
		*ret_why = ANSWER;
		return CUL_IGNORED;
	}
	ev->kind = r.code == 535 ? CUL_EV_LOGIN_FAILED : CUL_EV_REFUSED;
	ev->stage = r.code == 535 ? CUL_STAGE_AUTH : CUL_STAGE_NONE;
	cul_event_answer(ev, words);
	if (r.code == 535)
		ev->outcome = CUL_OUTCOME_NONE;
	return CUL_EVENT;
}

static enum cul_verdict session(struct cul_cur *c, struct cul_event *ev,
				unsigned *ret_why)
{
	struct cul_sv client, words;

	cul_take_lit(c, CUL_SV("\""));
	client = cul_take_until(c, '"');
	cul_take_lit(c, CUL_SV("\t\""));
	if (c->bad || !cul_addr_parse(client, &ev->client)) {
		*ret_why = BAD_FIELDS;
		return CUL_MALFORMED;
	}
	if (!cul_try_lit(c, CUL_SV("SENT: "))) {
		*ret_why =
			cul_try_lit(c, CUL_SV("RECEIVED: ")) ? COMMAND : OTHER;
		return CUL_IGNORED;
	}
	words = cul_cur_rest(c);
	if (words.len != 0 && words.ptr[words.len - 1] == '"')
		words.len--;
	return sent(ev, words, ret_why);
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->line);
	unsigned part = part_read(&c);

	if (part == N_PARTS)
		return CUL_NOT_MINE;
	(void)head_read(&c);
	if (c.bad) {
		*ret_why = BAD_FIELDS;
		return CUL_MALFORMED;
	}
	if (part != SMTPD) {
		*ret_why = part == SMTPC ? CLIENT_SIDE : OTHER;
		return CUL_IGNORED;
	}
	cul_event_begin(ret_ev, rec);
	return session(&c, ret_ev, ret_why);
}

const struct cul_parser cul_parser_hmailserver = {
	.name = "hmailserver",
	.reasons = reasons,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
