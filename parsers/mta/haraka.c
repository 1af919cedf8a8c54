/* \summary: Haraka */
/* grammar: Haraka 2.8 to 3.1: connection.js, logger.js (format "default"),
 * outbound/hmail.js, plugins/auth */
/* reads: sessions, refused senders, recipients and messages, accepted ones,
 * what other servers said of recipients, logins of auth_proxy and
 * auth_vpopmaild, failed ones of the other plugins */
/* missing: the user who logged in through the other plugins, which do not log
 * him: his mail is his address's; to whom a message was delivered, of which the
 * log has the domain alone; the formats logfmt and json */
#include "mta/haraka/hk.h"
#include "text/event.h"

static const char *const reasons[CUL_HK_WHYS_ + 1] = {
	[CUL_HK_STEP] = "a step of a plugin; the core's line follows",
	[CUL_HK_ANSWERED] = "a command that was let pass",
	[CUL_HK_OUTGOING] = "a step of a delivery",
	[CUL_HK_NOTICE] = "a notice of the server about itself",
	[CUL_HK_BAD_CLIENT] = "no client address where one belongs",
	[CUL_HK_BAD_LINE] = "a line of the core that is cut off",
	[CUL_HK_BAD_DELIVERY] = "a delivery that is cut off",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("haraka")) ||
	       cul_sv_eq(tag, CUL_SV("Haraka"));
}

static bool take_level(struct cul_cur *c)
{
	static const struct cul_sv levels[] = {
		{ "[NOTICE] ", 9 },    { "[INFO] ", 7 },  { "[WARN] ", 7 },
		{ "[ERROR] ", 8 },     { "[DEBUG] ", 8 }, { "[CRIT] ", 7 },
		{ "[ALERT] ", 8 },     { "[EMERG] ", 8 }, { "[DATA] ", 7 },
		{ "[PROTOCOL] ", 11 },
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (cul_try_lit(c, levels[i]))
			return true;
	return false;
}

/* "UUID[.N[.N]]": the session, and the message within it. */
static bool id_read(struct cul_hk *k, struct cul_sv id)
{
	size_t n = CUL_HK_UUID;

	if (id.len == 1 && id.ptr[0] == '-')
		return true;
	if (id.len < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((i == 8 || i == 13 || i == 18 || i == 23) !=
		    (id.ptr[i] == '-'))
			return false;
	k->session = (struct cul_sv){ id.ptr, n };
	if (id.len == n)
		return true;
	if (id.ptr[n++] != '.')
		return false;
	while (n < id.len && id.ptr[n] >= '0' && id.ptr[n] <= '9')
		n++;
	k->message = (struct cul_sv){ id.ptr, n };
	return true;
}

/* "[LEVEL] [ID] [ORIGIN] ", perhaps behind a stamp of its own. */
static bool take_head(struct cul_hk *k, struct cul_sv *ret_origin)
{
	struct cul_cur *c = &k->c;
	struct cul_stamp stamp;
	struct cul_sv id;

	if (cul_stamp_read_rfc3339(c, &stamp))
		(void)cul_try_lit(c, CUL_SV(" "));
	if (!take_level(c) || !cul_try_lit(c, CUL_SV("[")))
		return false;
	id = cul_take_until_lit(c, CUL_SV("] ["));
	*ret_origin = cul_take_until(c, ']');
	(void)cul_try_lit(c, CUL_SV(" "));
	return !c->bad && id_read(k, id);
}

static enum cul_verdict dispatch(struct cul_hk *k, struct cul_sv origin)
{
	k->ev->session = k->message.len != 0 ? k->message : k->session;
	if (cul_sv_eq(origin, CUL_SV("core")))
		return cul_hk_core(k);
	if (cul_sv_eq(origin, CUL_SV("outbound")))
		return cul_hk_outbound(k);
	if (cul_sv_starts(origin, CUL_SV("auth/")))
		return cul_hk_auth(
			k, cul_sv_ends(origin, CUL_SV("_proxy")) ||
				   cul_sv_ends(origin, CUL_SV("_vpopmaild")));
	return cul_hk_ignore(k, CUL_HK_STEP);
}

/* Under syslog the words follow the envelope; else they are the line. */
static struct cul_cur words_of(const struct cul_record *rec)
{
	return cul_cur_over(claims(rec->tag) ? rec->text : rec->line);
}

static int probe(const struct cul_record *rec)
{
	struct cul_hk k = { .c = words_of(rec) };
	struct cul_sv origin;

	return take_head(&k, &origin) && k.session.len != 0 ? 95 : 0;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_hk k = { .c = words_of(rec), .ev = ret_ev };
	struct cul_sv origin;
	enum cul_verdict v;

	if (k.c.p == k.c.end)
		return CUL_NOT_MINE;
	k.part = rec->part;
	cul_event_begin(ret_ev, rec);
	if (!claims(rec->tag)) {
		ret_ev->host = (struct cul_sv){ NULL, 0 };
		ret_ev->pid = 0;
	}
	if (!take_head(&k, &origin))
		return CUL_NOT_MINE;
	v = dispatch(&k, origin);
	if (v != CUL_EVENT)
		*ret_why = k.why;
	return v;
}

const struct cul_parser cul_parser_haraka = {
	.name = "haraka",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.parse = parse,
};
