/* \summary: Postfix: every daemon that tells of a source or a fate */
/* grammar: src/smtpd, src/postscreen, src/cleanup, src/qmgr, src/smtp,
 * src/local, src/virtual, src/pipe, src/pickup, src/global (Postfix 2.6 to
 * 3.11); what each file in postfix/ reads stands in its own first lines */
#include "mta/postfix/pf.h"

enum daemon {
	NONE,
	SMTPD,
	POSTSCREEN,
	CLEANUP,
	QMGR,
	SMTP,
	LMTP,
	AGENT, /* delivers on this host */
	NOWHERE,
	BOUNCE,
	PICKUP,
	POSTSUPER,
	DNSBLOG,
	STATISTICS,
	TLS,
	ADMIN,
	OTHER
};

struct daemon_name {
	struct cul_sv name;
	enum daemon daemon;
};

/* The busiest first: in a day's log smtpd, cleanup, qmgr, smtp and the local
 * agents write more than nine lines of ten. */
static const struct daemon_name daemons[] = {
	{ PF_LIT("smtpd"), SMTPD },
	{ PF_LIT("qmgr"), QMGR },
	{ PF_LIT("cleanup"), CLEANUP },
	{ PF_LIT("smtp"), SMTP },
	{ PF_LIT("postscreen"), POSTSCREEN },
	{ PF_LIT("lmtp"), LMTP },
	{ PF_LIT("local"), AGENT },
	{ PF_LIT("virtual"), AGENT },
	{ PF_LIT("pipe"), AGENT },
	{ PF_LIT("dnsblog"), DNSBLOG },
	{ PF_LIT("anvil"), STATISTICS },
	{ PF_LIT("scache"), STATISTICS },
	{ PF_LIT("error"), NOWHERE },
	{ PF_LIT("retry"), NOWHERE },
	{ PF_LIT("discard"), NOWHERE },
	{ PF_LIT("bounce"), BOUNCE },
	{ PF_LIT("defer"), BOUNCE },
	{ PF_LIT("trace"), BOUNCE },
	{ PF_LIT("pickup"), PICKUP },
	{ PF_LIT("oqmgr"), QMGR },
	{ PF_LIT("nqmgr"), QMGR },
	{ PF_LIT("qmqpd"), SMTPD },
	{ PF_LIT("tlsproxy"), TLS },
	{ PF_LIT("tlsmgr"), TLS },
	{ PF_LIT("posttls-finger"), TLS },
	{ PF_LIT("postsuper"), POSTSUPER },
	{ PF_LIT("master"), ADMIN },
	{ PF_LIT("postfix-script"), ADMIN },
	{ PF_LIT("postfix-tls-script"), ADMIN },
	{ PF_LIT("postfix-wrapper"), ADMIN },
	{ PF_LIT("post-install"), ADMIN },
	{ PF_LIT("postinstall"), ADMIN },
	{ PF_LIT("script"), ADMIN },
	{ PF_LIT("set-permissions"), ADMIN },
	{ PF_LIT("postmulti"), ADMIN },
	{ PF_LIT("postmulti-script"), ADMIN },
	{ PF_LIT("postfix"), ADMIN },
	{ PF_LIT("postlog"), ADMIN },
	{ PF_LIT("postlogd"), ADMIN },
	{ PF_LIT("postmap"), ADMIN },
	{ PF_LIT("postalias"), ADMIN },
	{ PF_LIT("postconf"), ADMIN },
	{ PF_LIT("postcat"), ADMIN },
	{ PF_LIT("postkick"), ADMIN },
	{ PF_LIT("postlock"), ADMIN },
	{ PF_LIT("postqueue"), ADMIN },
	{ PF_LIT("postdrop"), ADMIN },
	{ PF_LIT("sendmail"), ADMIN },
	{ PF_LIT("showq"), ADMIN },
	{ PF_LIT("flush"), ADMIN },
	{ PF_LIT("trivial-rewrite"), OTHER },
	{ PF_LIT("rewrite"), OTHER },
	{ PF_LIT("resolve"), OTHER },
	{ PF_LIT("verify"), OTHER },
	{ PF_LIT("proxymap"), OTHER },
	{ PF_LIT("proxywrite"), OTHER },
	{ PF_LIT("spawn"), OTHER },
	{ PF_LIT("nbdb_reindexd"), OTHER },
	{ PF_LIT("fsstone"), OTHER },
};

static const char *const reasons[CUL_PF_WHYS_ + 1] = {
	[CUL_PF_TLS] = "how a connection was or was not encrypted",
	[CUL_PF_DNS] = "a host name that does not fit its address",
	[CUL_PF_RULE] = "an access rule that let the message go on",
	[CUL_PF_WARNING] = "a warning of the server about itself",
	[CUL_PF_FAULT] = "an error of the server itself",
	[CUL_PF_NOTICE] = "a notice of the server about itself",
	[CUL_PF_SASL] = "the login library's words; smtpd's own line follows",
	[CUL_PF_ATTEMPT] = "a step of a delivery; its status line follows",
	[CUL_PF_PROBE] = "the server's own probe of an address",
	[CUL_PF_STATISTICS] = "a sum of lines that are read one by one",
	[CUL_PF_ADMIN] = "what an operator or the master process did",
	[CUL_PF_PASSED] = "postscreen let the client go on to smtpd",
	[CUL_PF_LISTED] = "postscreen found the client on a list kept here",
	[CUL_PF_DNSBL] = "one DNS list's answer; postscreen's rank follows",
	[CUL_PF_BOUNCE] = "a notice was sent to a sender or postmaster",
	[CUL_PF_NO_ID] = "a message without a Message-ID",
	[CUL_PF_SKIPPED] = "a message that is still being delivered",
	[CUL_PF_REPEATED] = "the log daemon says a line came again",
	[CUL_PF_NO_CLIENT] = "a client that had gone before it was known",
	[CUL_PF_PROXY] = "the answer of a filter before the queue",
	[CUL_PF_BAD_CLIENT] = "no client address where one belongs",
	[CUL_PF_BAD_REFUSAL] = "a refusal that names no client",
	[CUL_PF_BAD_COUNTS] = "a disconnect whose counts are cut off",
	[CUL_PF_BAD_STATUS] = "a delivery without relay or status",
	[CUL_PF_BAD_QUEUE] = "a queue manager's line that is cut off",
	[CUL_PF_BAD_PICKUP] = "a local submission without uid or sender",
	[CUL_PF_BAD_ID] = "no queue id where one belongs",
};

static enum daemon daemon_of(struct cul_sv name)
{
	for (size_t i = 0; i < sizeof(daemons) / sizeof(daemons[0]); i++)
		if (cul_sv_eq(name, daemons[i].name))
			return daemons[i].daemon;
	return NONE;
}

/* "postfix/submission/smtpd" is smtpd, serving "submission"; "mx-in/smtpd" is
 * smtpd of an instance, serving what smtpd serves. */
static enum daemon tag_read(struct cul_sv tag, struct cul_sv *ret_service)
{
	const char *first, *last;
	struct cul_sv name;
	enum daemon d;

	if (!cul_sv_present(tag) || tag.len == 0)
		return NONE;
	first = memchr(tag.ptr, '/', tag.len);
	if (first == NULL) {
		*ret_service = tag;
		return cul_sv_eq(tag, CUL_SV("postfix")) ? ADMIN : NONE;
	}
	last = memrchr(first, '/', tag.len - (size_t)(first - tag.ptr));
	name = cul_sv_from(tag, (size_t)(last - tag.ptr) + 1);
	d = daemon_of(name);
	*ret_service = name;
	if (last != first)
		*ret_service = (struct cul_sv){ first + 1,
						(size_t)(last - first) - 1 };
	return d;
}

static int probe(const struct cul_record *rec)
{
	struct cul_sv service;

	if (tag_read(rec->tag, &service) == NONE)
		return 0;
	return cul_sv_starts(rec->tag, CUL_SV("postfix")) ? 100 : 80;
}

static enum cul_verdict trouble_or(struct cul_pf *pf, enum cul_pf_why why)
{
	enum cul_verdict v;

	if (cul_pf_is_trouble(pf, &v))
		return v;
	return cul_pf_ignore(pf, why);
}

static enum cul_verdict dispatch(struct cul_pf *pf, enum daemon d)
{
	switch (d) {
	case SMTPD:
		return cul_pf_smtpd(pf);
	case POSTSCREEN:
		return cul_pf_postscreen(pf);
	case CLEANUP:
		return cul_pf_cleanup(pf);
	case QMGR:
		return cul_pf_qmgr(pf);
	case SMTP:
		return cul_pf_delivery(pf, CUL_TRANSPORT_REMOTE, false);
	case LMTP:
		return cul_pf_delivery(pf, CUL_TRANSPORT_REMOTE, true);
	case AGENT:
		return cul_pf_delivery(pf, CUL_TRANSPORT_LOCAL, false);
	case NOWHERE:
		return cul_pf_delivery(pf, CUL_TRANSPORT_NOWHERE, false);
	case PICKUP:
		return cul_pf_pickup(pf);
	case POSTSUPER:
		return cul_pf_postsuper(pf);
	case BOUNCE:
		return trouble_or(pf, CUL_PF_BOUNCE);
	case DNSBLOG:
		return trouble_or(pf, CUL_PF_DNSBL);
	case STATISTICS:
		return trouble_or(pf, CUL_PF_STATISTICS);
	case TLS:
		return trouble_or(pf, CUL_PF_TLS);
	case ADMIN:
		return trouble_or(pf, CUL_PF_ADMIN);
	case OTHER:
		return trouble_or(pf, CUL_PF_NOTICE);
	case NONE:
		break;
	}
	return CUL_NOT_MINE;
}

/* In pieces, for which gcc writes plain stores: for the whole at once it writes
 * "rep stos", which takes longer to begin than these take. */
static void clear(struct cul_event *ev)
{
	enum { PIECE = 48 };
	size_t at = 0;

	for (; at + PIECE <= sizeof(*ev); at += PIECE)
		memset((char *)ev + at, 0, PIECE);
	memset((char *)ev + at, 0, sizeof(*ev) % PIECE);
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_pf pf = { .c = cul_cur_over(rec->text), .ev = ret_ev };
	struct cul_sv service;
	enum daemon d = tag_read(rec->tag, &service);
	enum cul_verdict v;

	if (d == NONE)
		return CUL_NOT_MINE;
	clear(ret_ev);
	ret_ev->host = rec->host;
	ret_ev->pid = rec->pid;
	ret_ev->service = service;
	v = dispatch(&pf, d);
	if (v != CUL_EVENT)
		*ret_why = pf.why;
	return v;
}

const struct cul_parser cul_parser_postfix = {
	.name = "postfix",
	.summary = "Postfix: smtpd, postscreen, cleanup, qmgr, delivery agents",
	.grammar = "Postfix 2.6 to 3.11: src/smtpd, src/postscreen, "
		   "src/cleanup, src/qmgr, src/smtp, src/global/log_adhoc.c",
	.reasons = reasons,
	.probe = probe,
	.parse = parse,
};
