/* \summary: Zimbra */
/* grammar: ZimbraLog, LdapProvisioning, SoapEngine, ImapHandler and Pop3Handler
 * of Zimbra's mailbox server (as Carbonio 2025 has them); lines of 6.0 to 10 */
/* reads: logins and failed ones in audit.log; in mailbox.log the failed ones of
 * names that do not exist, of which audit.log says nothing */
/* missing: failed logins at SMTP, which Postfix logs too; the client of IMAP
 * and POP3 behind a proxy with a public address, which whoever connects may
 * claim */
/* date time,msec LEVEL [thread] [key=value;key=value;] category - words
 *
 * In a context and in what audit.log says, a ';' of a value is written twice,
 * so that nobody ends one. The name of a thread of HTTP holds the URL with the
 * host that the client asked for, which is not escaped: where another context
 * may follow, no client is believed. oip= is a header of HTTP that the server
 * takes from its proxies alone; in IMAP (ID) and POP3 (XOIP) it takes it from
 * anybody, so it is believed from a private address, ip=, alone. */
#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum why { SELF, TRACE, REPEATED, NOTE, AT_MTA, BAD_LOGIN, TWO, WHYS };

static const char *const reasons[WHYS + 1] = {
	[SELF] = "the server about itself, or what was done in a mailbox",
	[TRACE] = "what an exception of Java came through",
	[REPEATED] = "a login of which audit.log tells too",
	[NOTE] = "a note about an account, beside the line of the login",
	[AT_MTA] = "a failed login at SMTP, which Postfix logs too",
	[BAD_LOGIN] = "a login that names nobody, or is cut off",
	[TWO] = "a context that may be a client's",
};

struct line {
	bool http;   /* its oip= is of a proxy that the server trusts   */
	bool two;    /* a context may stand in the thread's name, and   */
	bool beyond; /* even the words may be of that                   */
	struct cul_sv ip, oip, port, oport, oproto;
	struct cul_sv category, words;
};

enum { STAMP_LEN = 23 };

/* "2026-11-20 04:11:09,345 INFO  [" */
static bool is_shaped(struct cul_sv v)
{
	static const struct cul_sv levels[] = {
		{ " INFO  [", 8 }, { " WARN  [", 8 }, { " ERROR [", 8 },
		{ " DEBUG [", 8 }, { " FATAL [", 8 }, { " TRACE [", 8 },
	};
	struct cul_sv rest = cul_sv_from(v, STAMP_LEN);

	if (rest.len <= levels[0].len ||
	    !cul_is_formed(v.ptr, "9999-99-99 99:99:99,999"))
		return false;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (cul_sv_starts(rest, levels[i]))
			return true;
	return false;
}

/* The line without what a syslog that forwards the file put before it. */
static struct cul_sv body_of(const struct cul_record *rec)
{
	struct cul_sv v = rec->line;

	if (rec->tag.len != 0 && is_shaped(rec->text))
		v = rec->text;
	if (v.len != 0 && v.ptr[v.len - 1] == '\r')
		v.len--;
	return v;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "key=value;", with each ';' of the value twice. */
static bool pair_take(struct cul_cur *c, struct cul_sv *ret_key,
		      struct cul_sv *ret_value)
{
	const char *p = c->p, *end = c->end;

	while (p < end && is_letter(*p))
		p++;
	if (p == c->p || p == end || *p != '=')
		return false;
	*ret_key = (struct cul_sv){ c->p, (size_t)(p - c->p) };
	*ret_value = (struct cul_sv){ p + 1, 0 };
	for (p++; p < end; p++) {
		if (*p != ';')
			continue;
		if (end - p > 1 && p[1] == ';') {
			p++;
			continue;
		}
		ret_value->len = (size_t)(p - ret_value->ptr);
		c->p = p + 1;
		return true;
	}
	return false;
}

static void keep(struct line *l, struct cul_sv key, struct cul_sv value)
{
	if (cul_sv_eq(key, CUL_SV("ip")))
		l->ip = value;
	else if (cul_sv_eq(key, CUL_SV("oip")))
		l->oip = value;
	else if (cul_sv_eq(key, CUL_SV("port")))
		l->port = value;
	else if (cul_sv_eq(key, CUL_SV("oport")))
		l->oport = value;
	else if (cul_sv_eq(key, CUL_SV("oproto")))
		l->oproto = value;
}

/* Those of IMAP, POP3 and LMTP, in whose names nothing is a client's. */
static bool thread_is_numbered(struct cul_sv name)
{
	static const struct cul_sv own[] = {
		{ "ImapServer-", 11 }, { "ImapSSLServer-", 14 },
		{ "Pop3Server-", 11 }, { "Pop3SSLServer-", 14 },
		{ "LmtpServer-", 11 },
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		struct cul_sv n = cul_sv_from(name, own[i].len);

		if (!cul_sv_starts(name, own[i]))
			continue;
		for (size_t k = 0; k < n.len; k++)
			if ((unsigned char)(n.ptr[k] - '0') > 9)
				return false;
		return n.len != 0;
	}
	return false;
}

static bool line_read(struct cul_sv v, struct line *l)
{
	static const struct cul_sv between = { "] [", 3 };
	struct cul_cur cur = cul_cur_over(cul_sv_from(v, STAMP_LEN + 8)),
		       *c = &cur;
	struct cul_sv thread = cul_take_until_lit(c, between), key, value;
	const char *again;

	if (c->bad)
		return false;
	l->http = cul_sv_starts(thread, CUL_SV("qtp")) ||
		  cul_sv_starts(thread, CUL_SV("btpool"));
	again = cul_sv_find(cul_cur_rest(c), between);
	while (pair_take(c, &key, &value))
		keep(l, key, value);
	cul_take_lit(c, CUL_SV("] "));
	l->category = cul_take_until(c, ' ');
	cul_take_lit(c, CUL_SV("- "));
	if (c->bad || l->category.len == 0)
		return false;
	l->words = cul_cur_rest(c);
	l->two = again != NULL && !thread_is_numbered(thread);
	l->beyond = l->two && again >= c->p;
	return true;
}

/* Of a proxy of the site; addresses that providers give to customers (RFC
 * 6598) are not its own. */
static bool is_near(const struct cul_addr *a)
{
	return cul_addr_is_private(a) &&
	       !(cul_addr_is_v4(a) && a->b[12] == 100);
}

static void port_set(struct cul_event *ev, struct cul_sv text)
{
	struct cul_cur c = cul_cur_over(text);
	uint64_t n = cul_take_u64(&c, UINT16_MAX);

	if (!c.bad && c.p == c.end)
		ev->client_port = (uint16_t)n;
}

static void client_set(struct cul_event *ev, const struct line *l)
{
	struct cul_addr ip = { { 0 } };
	bool known = cul_addr_parse(l->ip, &ip);

	if (l->two)
		return;
	if (!cul_sv_present(l->oip)) {
		ev->client = ip;
		port_set(ev, l->port);
		return;
	}
	if (!l->http && !(known && is_near(&ip)))
		return;
	if (cul_addr_parse(l->oip, &ev->client))
		port_set(ev, l->oport);
	else
		ev->client = (struct cul_addr){ { 0 } };
}

static enum cul_verdict failed(struct cul_event *ev, const struct line *l,
			       struct cul_sv account, unsigned *ret_why)
{
	*ret_why = AT_MTA;
	if (cul_sv_eq(l->oproto, CUL_SV("smtp")))
		return CUL_IGNORED;
	client_set(ev, l);
	if (account.len != 0)
		ev->account = account;
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	return CUL_EVENT;
}

/* "cmd=Auth; account=bob@a.example; protocol=imap; error=…;": a note about a
 * lockout or a code has no protocol. A login of an administrator is announced
 * before it is tried, and tried as any other. */
static enum cul_verdict security(struct cul_event *ev, const struct line *l,
				 unsigned *ret_why)
{
	struct cul_cur cur = cul_cur_over(l->words), *c = &cur;
	struct cul_sv account = { NULL, 0 }, key, value;
	bool portal;

	*ret_why = NOTE;
	portal = cul_try_lit(c, CUL_SV("cmd=PreAuth; ")) ||
		 cul_try_lit(c, CUL_SV("cmd=SSOAuth; "));
	if (!portal && !cul_try_lit(c, CUL_SV("cmd=Auth; ")))
		return CUL_IGNORED;
	while (pair_take(c, &key, &value)) {
		if (cul_sv_eq(key, CUL_SV("account")))
			account = value;
		else if (cul_sv_eq(key, CUL_SV("protocol")))
			ev->service = value;
		else if (cul_sv_eq(key, CUL_SV("error")))
			ev->text = value;
		(void)cul_try_lit(c, CUL_SV(" "));
	}
	if (c->p != c->end || !cul_sv_present(account)) {
		*ret_why = BAD_LOGIN;
		return CUL_MALFORMED;
	}
	if (!portal && !cul_sv_present(ev->service))
		return CUL_IGNORED;
	if (cul_sv_present(ev->text))
		return failed(ev, l, account, ret_why);
	*ret_why = BAD_LOGIN;
	if (account.len == 0)
		return CUL_MALFORMED;
	client_set(ev, l);
	ev->account = account;
	ev->kind = CUL_EV_LOGIN;
	return CUL_EVENT;
}

/* What stands between two texts that begin and end the words: a name as the
 * client gave it. */
static bool name_within(struct cul_sv words, struct cul_sv before,
			struct cul_sv after, struct cul_sv *ret_name)
{
	if (words.len < before.len + after.len ||
	    !cul_sv_starts(words, before) || !cul_sv_ends(words, after))
		return false;
	words.len -= after.len;
	*ret_name = cul_sv_from(words, before.len);
	return true;
}

static enum cul_verdict mailbox(struct cul_event *ev, const struct line *l,
				unsigned *ret_why)
{
	static const struct cul_sv soap = {
		"handler exception: authentication failed for [", 46
	};
	static const struct cul_sv account = { "authentication failed for ",
					       26 };
	static const struct cul_sv unknown = { "], account not found", 20 };
	static const struct cul_sv no_such = { " (no such account)", 18 };
	struct cul_sv name;

	if ((cul_sv_eq(l->category, CUL_SV("SoapEngine")) &&
	     name_within(l->words, soap, unknown, &name)) ||
	    (cul_sv_eq(l->category, CUL_SV("account")) &&
	     name_within(l->words, account, no_such, &name))) {
		ev->text = l->words;
		return failed(ev, l, name, ret_why);
	}
	*ret_why =
		cul_sv_starts(l->words, soap) ||
				cul_sv_starts(l->words, account) ||
				cul_sv_find(l->words,
					    CUL_SV(" authenticated, ")) != NULL
			? REPEATED
			: SELF;
	return CUL_IGNORED;
}

static bool is_trace(struct cul_sv v)
{
	static const struct cul_sv heads[] = {
		{ "\tat ", 4 },          { "\t... ", 5 },
		{ "Caused by: ", 11 },   { "com.zimbra.", 11 },
		{ "ExceptionId:", 12 },  { "Code:account.", 13 },
		{ "Code:service.", 13 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (cul_sv_starts(v, heads[i]))
			return true;
	return false;
}

/* "2026-11-20 04:11:09,345", the host's clock. */
static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct cul_sv v = body_of(rec);
	struct cul_cur c;
	uint64_t msec;

	if (!is_shaped(v))
		return false;
	c = cul_cur_over((struct cul_sv){ v.ptr, STAMP_LEN });
	if (!cul_stamp_read_rfc3339(&c, ret_stamp))
		return false;
	cul_take_lit(&c, CUL_SV(","));
	msec = cul_take_u64(&c, 999);
	ret_stamp->t_usec += (int64_t)msec * 1000;
	return true;
}

/* Other programs of Java log in such a form; none has a context. */
static int probe(const struct cul_record *rec)
{
	struct cul_sv v = body_of(rec);
	struct line l = { 0 };

	if (!is_shaped(v) || !line_read(v, &l))
		return 0;
	return cul_sv_present(l.ip) || cul_sv_present(l.oip) ? 90 : 50;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_sv v = body_of(rec);
	struct line l = { 0 };
	enum cul_verdict verdict;

	if (!is_shaped(v)) {
		*ret_why = TRACE;
		return is_trace(v) ? CUL_IGNORED : CUL_NOT_MINE;
	}
	cul_event_begin(ret_ev, rec);
	if (!line_read(v, &l))
		return CUL_NOT_MINE;
	if (cul_sv_eq(l.category, CUL_SV("security")))
		verdict = security(ret_ev, &l, ret_why);
	else
		verdict = mailbox(ret_ev, &l, ret_why);
	if (verdict != CUL_EVENT || !l.beyond)
		return verdict;
	*ret_why = TWO;
	return CUL_MALFORMED;
}

const struct cul_parser cul_parser_zimbra = {
	.name = "zimbra",
	.reasons = reasons,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
