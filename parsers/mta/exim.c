/* \summary: Exim */
/* grammar: Exim 4.80 to 4.99: src/log.c, src/receive.c, src/deliver.c,
 * src/smtp_in.c, src/host.c, src/acl.c, src/daemon.c, and the chapter "Log
 * files" of its specification */
/* reads: arrivals, local submission, logins and their failures, refusals of
 * access lists, breaches of protocol, the fate of each recipient; main, reject
 * and panic log, in files of its own and through syslog, old and new ids */
/* missing: headers in the reject log, what access lists write in words of
 * their own, what a session without a failure did (Exim does not write it) */
#include "mta/exim/ex.h"
#include "text/event.h"

static const char *const reasons[CUL_EX_WHYS_ + 1] = {
	[CUL_EX_HEADERS] = "envelope and headers of a message that was refused",
	[CUL_EX_CONTINUED] = "a line that was too long for syslog goes on",
	[CUL_EX_QUEUE] = "a queue run began or ended",
	[CUL_EX_ADMIN] = "what the daemon or an operator did",
	[CUL_EX_FAULT] = "an error of the server itself",
	[CUL_EX_DNS] = "a host name that is missing or does not fit",
	[CUL_EX_TLS] = "how a connection was or was not encrypted",
	[CUL_EX_CHECKED] = "what a signature or a policy of a domain says",
	[CUL_EX_ATTEMPT] = "a step of a delivery; a line with its fate follows",
	[CUL_EX_RULE] = "an access rule that let the message go on",
	[CUL_EX_VERIFIED] = "a sender did not verify; the refusal follows",
	[CUL_EX_CLOSED] = "a session ended, without what was done in it",
	[CUL_EX_LOCAL] = "a session of a program on this host",
	[CUL_EX_FROZEN] = "a message was frozen or thawed",
	[CUL_EX_DISCARDED] = "recipients were dropped before any delivery",
	[CUL_EX_NOTICE] = "what the server or an access list noted",
	[CUL_EX_REPLACED] = "brackets in which an address was replaced",
	[CUL_EX_BAD_CLIENT] = "no client address where one belongs",
	[CUL_EX_BAD_SENDER] = "an arrival that is cut off",
	[CUL_EX_BAD_FATE] = "a delivery without a recipient",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("exim")) ||
	       cul_sv_eq(tag, CUL_SV("exim4")) ||
	       cul_sv_starts(tag, CUL_SV("exim-")) ||
	       cul_sv_starts(tag, CUL_SV("exim4-"));
}

struct known {
	struct cul_sv head;
	enum cul_ex_why why;
};

/* How lines begin that say nothing of a source or a fate. With a message id
 * or without, as the server has one at hand or not. */
static const struct known knowns[] = {
	{ CUL_SV_LIT("Start "), CUL_EX_QUEUE },
	{ CUL_SV_LIT("End "), CUL_EX_QUEUE },
	{ CUL_SV_LIT("Abandon queue run"), CUL_EX_QUEUE },
	{ CUL_SV_LIT("exim "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("pid "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("cwd="), CUL_EX_ADMIN },
	{ CUL_SV_LIT("Warning: "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("removed by "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("cancelled by "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("Suggested action: "), CUL_EX_ADMIN },
	{ CUL_SV_LIT("original recipients ignored"), CUL_EX_RULE },
	{ CUL_SV_LIT("no host name found for IP address "), CUL_EX_DNS },
	{ CUL_SV_LIT("no IP address found for host "), CUL_EX_DNS },
	{ CUL_SV_LIT("host name alias list truncated"), CUL_EX_DNS },
	{ CUL_SV_LIT("no A record for "), CUL_EX_DNS },
	{ CUL_SV_LIT("Long "), CUL_EX_DNS },
	{ CUL_SV_LIT("TLS "), CUL_EX_TLS },
	{ CUL_SV_LIT("tls"), CUL_EX_TLS },
	{ CUL_SV_LIT("DKIM: "), CUL_EX_CHECKED },
	{ CUL_SV_LIT("DMARC "), CUL_EX_CHECKED },
	{ CUL_SV_LIT("PDKIM: "), CUL_EX_CHECKED },
	{ CUL_SV_LIT("Frozen"), CUL_EX_FROZEN },
	{ CUL_SV_LIT("frozen by "), CUL_EX_FROZEN },
	{ CUL_SV_LIT("Unfrozen"), CUL_EX_FROZEN },
	{ CUL_SV_LIT("Message is frozen"), CUL_EX_FROZEN },
	{ CUL_SV_LIT("Spool file is locked"), CUL_EX_ATTEMPT },
	{ CUL_SV_LIT("no immediate delivery: "), CUL_EX_ATTEMPT },
	{ CUL_SV_LIT("Remote host "), CUL_EX_ATTEMPT },
	{ CUL_SV_LIT("ignoring AUTH="), CUL_EX_RULE },
	{ CUL_SV_LIT("ETRN "), CUL_EX_NOTICE },
	{ CUL_SV_LIT("Error or EOF on input from "), CUL_EX_NOTICE },
	{ CUL_SV_LIT("Exim configuration error"), CUL_EX_FAULT },
	{ CUL_SV_LIT("Failed "), CUL_EX_FAULT },
	{ CUL_SV_LIT("failed "), CUL_EX_FAULT },
	{ CUL_SV_LIT("Cannot "), CUL_EX_FAULT },
	{ CUL_SV_LIT("unable to "), CUL_EX_FAULT },
	{ CUL_SV_LIT("Format error in spool file"), CUL_EX_FAULT },
	{ CUL_SV_LIT("socket bind() to port "), CUL_EX_FAULT },
	{ CUL_SV_LIT("spool directory space check failed"), CUL_EX_FAULT },
	{ CUL_SV_LIT("ACL "), CUL_EX_FAULT },
	{ CUL_SV_LIT("listen backlog "), CUL_EX_ADMIN },
};

static bool is_known(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	for (size_t i = 0; i < sizeof(knowns) / sizeof(knowns[0]); i++)
		if (cul_sv_starts(cul_cur_rest(&ex->c), knowns[i].head)) {
			*ret_v = cul_ex_ignore(ex, knowns[i].why);
			return true;
		}
	return false;
}

/* "=> ", "** " and so on: the sign that tells them apart. */
static char sign_take(struct cul_cur *c)
{
	if (cul_try_lit(c, CUL_SV("=> ")) || cul_try_lit(c, CUL_SV("-> ")) ||
	    cul_try_lit(c, CUL_SV(">> ")) || cul_try_lit(c, CUL_SV("*> ")))
		return '>';
	if (cul_try_lit(c, CUL_SV("== ")))
		return '=';
	if (cul_try_lit(c, CUL_SV("** ")))
		return '*';
	return '\0';
}

static enum cul_verdict message_line(struct cul_ex *ex)
{
	struct cul_cur *c = &ex->c;
	enum cul_verdict v;
	char sign;

	if (cul_try_lit(c, CUL_SV("<= ")) || cul_try_lit(c, CUL_SV("(= ")))
		return cul_ex_arrived(ex);
	/* Nothing was sent: -N asks what would be. */
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("*> ")))
		return cul_ex_ignore(ex, CUL_EX_ATTEMPT);
	sign = sign_take(c);
	if (sign != '\0')
		return cul_ex_fate(ex, sign);
	if (cul_try_lit(c, CUL_SV("Completed"))) {
		ex->ev->kind = CUL_EV_REMOVED;
		return CUL_EVENT;
	}
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("H=")) ||
	    cul_sv_starts(cul_cur_rest(c), CUL_SV("U=")) ||
	    cul_sv_starts(cul_cur_rest(c), CUL_SV("F=<"))) {
		v = cul_ex_refused(ex);
		/* "H=mx.example [192.0.2.9]: SMTP error …", of a delivery */
		return v == CUL_MALFORMED ? cul_ex_ignore(ex, CUL_EX_ATTEMPT)
					  : v;
	}
	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("rejected ")))
		return cul_ex_rejected(ex);
	if (is_known(ex, &v))
		return v;
	return cul_ex_broken_off(ex);
}

/* *ret_v stays NOT_MINE if the words are none that Exim is known to write. */
static void other_line(struct cul_ex *ex, enum cul_verdict *ret_v)
{
	struct cul_sv v = cul_cur_rest(&ex->c);

	if (cul_ex_session(ex, ret_v) || cul_ex_login_failed(ex, ret_v))
		return;
	if (cul_sv_starts(v, CUL_SV("H=")) || cul_sv_starts(v, CUL_SV("U=")))
		*ret_v = cul_ex_refused(ex);
	else if (cul_sv_starts(v, CUL_SV("rejected ")) ||
		 cul_sv_starts(v, CUL_SV("temporarily rejected ")))
		*ret_v = cul_ex_rejected(ex);
	else if (!is_known(ex, ret_v) && v.len > 8 && v.ptr[0] == '[' &&
		 cul_sv_find(v, CUL_SV("] SSL verify ")) != NULL)
		*ret_v = cul_ex_ignore(ex, CUL_EX_TLS);
}

/* "2026-11-20 04:11:09", with ".123" (millisec) and " +0100" (log_timezone),
 * and the blank behind it. */
static bool stamp_take(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	struct cul_cur d = *c, zone;
	struct cul_stamp s;

	if (c->end - c->p < 20 || c->p[4] != '-' || c->p[10] != ' ' ||
	    !cul_stamp_read_rfc3339(&d, &s) || s.form != CUL_STAMP_LOCAL ||
	    !cul_try_lit(&d, CUL_SV(" ")))
		return false;
	zone = d;
	if (d.end - d.p > 5 && (*d.p == '+' || *d.p == '-') && d.p[5] == ' ') {
		bool minus = *zone.p++ == '-';
		uint64_t n = cul_take_u64(&zone, 9999);
		int64_t east = (int64_t)(n / 100 * 60 + n % 100) * 60 *
			       CUL_USEC_PER_SEC;

		if (cul_try_lit(&zone, CUL_SV(" "))) {
			s.form = CUL_STAMP_ZONED;
			s.t_usec -= minus ? -east : east;
			d = zone;
		}
	}
	*ret_stamp = s;
	*c = d;
	return true;
}

/* "[3751842] " (log_selector pid) */
static void pid_take(struct cul_cur *c, uint32_t *pid)
{
	struct cul_cur d = *c;
	uint64_t n;

	if (!cul_try_lit(&d, CUL_SV("[")))
		return;
	n = cul_take_u64(&d, UINT32_MAX);
	cul_take_lit(&d, CUL_SV("] "));
	if (d.bad)
		return;
	*pid = (uint32_t)n;
	*c = d;
}

/* "mail.example.com exim[3751842]: " before the stamp, where a collector has
 * left out what stood before it. */
static bool bare_tag_take(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_cur d = *c;
	struct cul_sv host = cul_take_until(&d, ' ');
	struct cul_sv tag = cul_take_until(&d, '[');
	uint64_t pid;

	if (d.bad || !claims(tag))
		return false;
	pid = cul_take_u64(&d, UINT32_MAX);
	cul_take_lit(&d, CUL_SV("]: "));
	if (d.bad)
		return false;
	ev->host = host;
	ev->pid = (uint32_t)pid;
	*c = d;
	return true;
}

/* "[2\5] ", "[2/5] ": syslog gets long lines in pieces (log.c write_syslog).
 * Only the first is a line of the log. */
static bool piece_take(struct cul_cur *c, uint64_t *ret_n)
{
	struct cul_cur d = *c;

	cul_take_lit(&d, CUL_SV("["));
	*ret_n = cul_take_u64(&d, UINT16_MAX);
	if (!cul_try_lit(&d, CUL_SV("/")))
		cul_take_lit(&d, CUL_SV("\\"));
	(void)cul_take_u64(&d, UINT16_MAX);
	cul_take_lit(&d, CUL_SV("] "));
	if (d.bad)
		return false;
	*c = d;
	return true;
}

/* "P Received: from …", "  Subject: …": a letter or blank for what Exim knows
 * of the header (header_line.type), and no stamp. */
static bool is_header(struct cul_sv v)
{
	static const char types[] = " *BCFIPRST";
	size_t i = 2;

	if (v.len < 4 || v.ptr[1] != ' ' ||
	    memchr(types, v.ptr[0], sizeof(types) - 1) == NULL)
		return false;
	while (i < v.len && v.ptr[i] > ' ' && v.ptr[i] != ':' &&
	       v.ptr[i] < 0x7f)
		i++;
	return i > 2 && i < v.len && v.ptr[i] == ':';
}

static bool is_dashes(struct cul_sv v)
{
	size_t i = 0;

	while (i < v.len && v.ptr[i] == '-')
		i++;
	return i >= 3 && i == v.len;
}

static bool is_dump(struct cul_sv v)
{
	return cul_sv_starts(v, CUL_SV("Envelope-from: <")) ||
	       cul_sv_starts(v, CUL_SV("Envelope-to: <")) ||
	       cul_sv_starts(v, CUL_SV("    <")) ||
	       cul_sv_eq(v, CUL_SV("    ...")) ||
	       cul_sv_eq(v, CUL_SV("*** truncated ***")) ||
	       cul_sv_starts(v, CUL_SV("\t")) || is_dashes(v) || is_header(v);
}

static enum cul_verdict line_read(struct cul_ex *ex, bool tagged)
{
	enum cul_verdict v = CUL_NOT_MINE;
	uint64_t piece;

	if (tagged && piece_take(&ex->c, &piece)) {
		struct cul_stamp s;

		if (piece != 1)
			return cul_ex_ignore(ex, CUL_EX_CONTINUED);
		ex->torn = true;
		(void)stamp_take(&ex->c, &s);
	}
	pid_take(&ex->c, &ex->ev->pid);
	if (cul_ex_take_id(&ex->c, &ex->ev->session))
		return message_line(ex);
	other_line(ex, &v);
	if (v == CUL_NOT_MINE && tagged)
		return cul_ex_ignore(ex, CUL_EX_NOTICE);
	return v;
}

static __attribute__((hot)) enum cul_verdict
parse(const struct cul_record *rec, struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_ex ex = { .c = cul_cur_over(rec->line),
			     .ev = ret_ev,
			     .part = rec->part,
			     .torn = rec->cut };
	bool tagged = rec->tag.len != 0 && claims(rec->tag);
	struct cul_stamp stamp;
	enum cul_verdict v;

	cul_event_begin(ret_ev, rec);
	if (tagged) {
		ex.c = cul_cur_over(rec->text);
		(void)stamp_take(&ex.c, &stamp);
	} else if (ex.c.p < ex.c.end && ex.c.end[-1] == '\r') {
		ex.c.end--;
	}
	if (!tagged) {
		tagged = bare_tag_take(&ex.c, ret_ev);
		if (!tagged) {
			ret_ev->host = (struct cul_sv){ NULL, 0 };
			ret_ev->pid = 0;
		}
		if (!stamp_take(&ex.c, &stamp) && !tagged) {
			if (!is_dump(rec->line))
				return CUL_NOT_MINE;
			*ret_why = CUL_EX_HEADERS;
			return CUL_IGNORED;
		}
	}
	v = line_read(&ex, tagged);
	/* LOG_MAIN | LOG_REJECT of src/log.c */
	if (ret_ev->kind == CUL_EV_REFUSED ||
	    ret_ev->kind == CUL_EV_LOGIN_FAILED)
		ret_ev->marks = CUL_MARK_TWICE;
	if (v == CUL_IGNORED || v == CUL_MALFORMED)
		*ret_why = ex.why;
	return v;
}

/* The stamp of its own file, or one with a zone within what syslog wrapped:
 * without a zone the envelope's goes with those of the other programs. */
static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	bool tagged = rec->tag.len != 0 && claims(rec->tag);
	struct cul_cur c = cul_cur_over(tagged ? rec->text : rec->line);
	struct cul_event ev;
	struct cul_stamp s;

	if (!tagged)
		(void)bare_tag_take(&c, &ev);
	if (!stamp_take(&c, &s))
		return false;
	if (tagged && s.form != CUL_STAMP_ZONED &&
	    rec->stamp.form != CUL_STAMP_ABSENT)
		return false;
	*ret_stamp = s;
	return true;
}

/* A message id behind a stamp of this shape is Exim's alone. */
static int probe(const struct cul_record *rec)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_event ev;
	struct cul_stamp s;
	struct cul_sv id;
	unsigned why;
	enum cul_verdict v;
	uint32_t pid;

	if (bare_tag_take(&c, &ev))
		return stamp_take(&c, &s) ? 95 : 60;
	if (!stamp_take(&c, &s))
		return 0;
	pid_take(&c, &pid);
	if (cul_ex_take_id(&c, &id))
		return 95;
	v = parse(rec, &ev, &why);
	return v == CUL_EVENT ? 80 : v == CUL_IGNORED ? 50 : 0;
}

const struct cul_parser cul_parser_exim = {
	.name = "exim",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
