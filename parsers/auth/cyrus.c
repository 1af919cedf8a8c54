/* \summary: Cyrus IMAP */
/* grammar: Cyrus IMAP 2.2 to 3.8: imap/imapd.c, pop3d.c, nntpd.c,
 * timsieved/parser.c (login:, badlogin:), lmtpd.c, append.c */
/* reads: logins and failed ones of IMAP, POP3, NNTP, sieve and LMTP */
/* missing: deliveries, which the server that handed the mail over logs too;
 * before 3.0 the names of failed SASL logins, which it does not log */
#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum why { CONNECTION, DELIVERY, SELF, NOBODY, BAD_CLIENT, BAD_LOGIN, WHYS };

static const char *const reasons[WHYS + 1] = {
	[CONNECTION] = "how a connection came and was encrypted",
	[DELIVERY] = "mail put into a mailbox; the sending server logs it too",
	[SELF] = "the server about itself",
	[NOBODY] = "a login of no account, or of a program on the host",
	[BAD_CLIENT] = "no client address where one belongs",
	[BAD_LOGIN] = "a login that names nobody",
};

static const struct cul_sv services[] = {
	{ "imap", 4 },  { "imaps", 5 },     { "pop3", 4 },  { "pop3s", 5 },
	{ "nntp", 4 },  { "nntps", 5 },     { "lmtp", 4 },  { "lmtpunix", 8 },
	{ "sieve", 5 }, { "timsieved", 9 }, { "lmtpd", 5 }, { "imapd", 5 },
	{ "pop3d", 5 },
};

static const struct cul_sv prefix = { "cyrus/", 6 };

/* "cyrus/imap" is its alone; without syslog_prefix others may use the tag. */
static bool tag_read(struct cul_sv tag, bool *ret_own, struct cul_sv *ret_name)
{
	*ret_own = cul_sv_starts(tag, prefix);
	*ret_name = *ret_own ? cul_sv_from(tag, prefix.len) : tag;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (cul_sv_eq(*ret_name, services[i]))
			return true;
	return *ret_own;
}

static bool claims(struct cul_sv tag)
{
	struct cul_sv name;
	bool own;

	return tag_read(tag, &own, &name);
}

/* "mail.a.example [192.0.2.7]", "[192.0.2.7]" or "name[192.0.2.7]": a name is
 * of DNS, and holds no bracket and no blank. */
static bool client_read(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv name = cul_take_before(c, CUL_SV("["));

	cul_take_bracketed(c, &ev->client);
	while (name.len != 0 && name.ptr[name.len - 1] == ' ')
		name.len--;
	if (name.len != 0 && memchr(name.ptr, ' ', name.len) != NULL)
		c->bad = true;
	if (name.len != 0 && !cul_sv_eq(name, CUL_SV("unknown")) &&
	    !cul_sv_eq(name, CUL_SV("localhost")))
		ev->client_name = name;
	cul_take_lit(c, CUL_SV(" "));
	return !c->bad;
}

/* "bob PLAIN+TLS User logged in SESSIONID=<…>": he proved his name. */
static enum cul_verdict login(struct cul_cur *c, struct cul_event *ev,
			      unsigned *ret_why)
{
	static const struct cul_sv key = { " User logged in", 15 };
	struct cul_sv rest, user;
	const char *at;

	*ret_why = BAD_CLIENT;
	if (!client_read(c, ev))
		return CUL_MALFORMED;
	rest = cul_cur_rest(c);
	/* and what was given as a password, in which anything may stand */
	*ret_why = NOBODY;
	if (cul_sv_starts(rest, CUL_SV("anonymous ")))
		return CUL_IGNORED;
	at = cul_sv_find_last(rest, key);
	*ret_why = BAD_LOGIN;
	if (at == NULL)
		return CUL_MALFORMED;
	user = (struct cul_sv){ rest.ptr, (size_t)(at - rest.ptr) };
	at = memrchr(user.ptr, ' ', user.len);
	if (at == NULL || at == user.ptr)
		return CUL_MALFORMED;
	user.len = (size_t)(at - user.ptr);
	ev->account = user;
	ev->kind = CUL_EV_LOGIN;
	return CUL_EVENT;
}

/* Whom a failed login claimed to be, of what follows the address: "plaintext
 * bob SASL(-13): …", "plaintext (bob) [SASL(-13): …]", "plaintext bob invalid
 * user", since 3.0 "PLAIN (bob) [SASL(-13): …]"; absent if it is not said. */
static struct cul_sv name_within(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	bool plain = cul_try_lit(&c, CUL_SV("plaintext "));
	const char *at;

	if (!plain)
		(void)cul_take_until(&c, ' ');
	if (cul_try_lit(&c, CUL_SV("(")))
		at = cul_sv_find_last(cul_cur_rest(&c), CUL_SV(") [SASL("));
	else if (!plain)
		at = NULL;
	else if ((at = cul_sv_find_last(v, CUL_SV(" SASL("))) == NULL &&
		 (at = cul_sv_find_last(v, CUL_SV(" [SASL("))) == NULL &&
		 cul_sv_ends(v, CUL_SV(" invalid user")))
		at = c.end - 13;
	if (c.bad || at == NULL || at <= c.p)
		return (struct cul_sv){ NULL, 0 };
	return (struct cul_sv){ c.p, (size_t)(at - c.p) };
}

/* All that follows the address is the client's. */
static enum cul_verdict bad_login(struct cul_cur *c, struct cul_event *ev,
				  unsigned *ret_why)
{
	*ret_why = BAD_CLIENT;
	if (!client_read(c, ev))
		return CUL_MALFORMED;
	ev->kind = CUL_EV_LOGIN_FAILED;
	ev->stage = CUL_STAGE_AUTH;
	ev->text = cul_cur_rest(c);
	if (ev->text.len != 0)
		ev->account = name_within(ev->text);
	return CUL_EVENT;
}

/* Over a socket of the host nobody is known; between servers, "murder from
 * mx2.a.example [192.0.2.9]", no account is. */
static bool is_of_nobody(const struct cul_cur *c, struct cul_sv name)
{
	return cul_sv_starts(cul_cur_rest(c), CUL_SV("[unix socket]")) ||
	       cul_sv_eq(name, CUL_SV("mupdate"));
}

/* Words by which a line under a tag that others use is known. */
static bool is_known(const struct cul_cur *c, unsigned *ret_why)
{
	static const struct {
		struct cul_sv words;
		enum why why;
	} known[] = {
		{ { "accepted connection", 19 }, CONNECTION },
		{ { "starttls: ", 10 }, CONNECTION },
		{ { "SSL_accept() ", 13 }, CONNECTION },
		{ { "Delivered: ", 11 }, DELIVERY },
		{ { "dupelim: ", 9 }, DELIVERY },
		{ { "duplicate_", 10 }, DELIVERY },
		{ { "lmtp connection preauth", 23 }, CONNECTION },
		{ { "executed", 8 }, SELF },
		{ { "open: user ", 11 }, SELF },
		{ { "seen_db: ", 9 }, SELF },
		{ { "USAGE ", 6 }, SELF },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!cul_sv_starts(cul_cur_rest(c), known[i].words))
			continue;
		*ret_why = known[i].why;
		return true;
	}
	return false;
}

static enum cul_verdict read_line(struct cul_cur *c, struct cul_event *ev,
				  bool own, unsigned *ret_why)
{
	bool good = cul_try_lit(c, CUL_SV("login: "));

	if (!good && !cul_try_lit(c, CUL_SV("badlogin: ")))
		return is_known(c, ret_why) || own ? CUL_IGNORED : CUL_NOT_MINE;
	if (is_of_nobody(c, ev->service)) {
		*ret_why = NOBODY;
		return CUL_IGNORED;
	}
	return good ? login(c, ev, ret_why) : bad_login(c, ev, ret_why);
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);
	unsigned why = SELF;
	enum cul_verdict v;
	bool own;

	cul_event_begin(ret_ev, rec);
	if (!tag_read(rec->tag, &own, &ret_ev->service))
		return CUL_NOT_MINE;
	v = read_line(&c, ret_ev, own, &why);
	if (v == CUL_IGNORED || v == CUL_MALFORMED)
		*ret_why = why;
	return v;
}

const struct cul_parser cul_parser_cyrus = {
	.name = "cyrus",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
