/* \summary: Postfix */
/* grammar: Postfix 2.6 to 3.11: src/smtpd, src/postscreen, src/cleanup,
 * src/qmgr, src/smtp, src/local, src/virtual, src/pipe, src/pickup, src/global;
 * what each file in postfix/ reads stands in its own first lines */
/* reads: sessions, logins and their failures, refusals, postscreen, messages
 * and what becomes of each recipient, local submission, multi-instance and
 * -o syslog_name= tags, short and long queue ids */
/* missing: per-command TLS, cipher and timing details */
#include "mta/postfix/pf.h"
#include "text/event.h"

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

/* Those that busy_daemon() does not know. */
static const struct daemon_name daemons[] = {
	{ CUL_SV_LIT("pipe"), AGENT },
	{ CUL_SV_LIT("dnsblog"), DNSBLOG },
	{ CUL_SV_LIT("anvil"), STATISTICS },
	{ CUL_SV_LIT("scache"), STATISTICS },
	{ CUL_SV_LIT("error"), NOWHERE },
	{ CUL_SV_LIT("retry"), NOWHERE },
	{ CUL_SV_LIT("discard"), NOWHERE },
	{ CUL_SV_LIT("bounce"), BOUNCE },
	{ CUL_SV_LIT("defer"), BOUNCE },
	{ CUL_SV_LIT("trace"), BOUNCE },
	{ CUL_SV_LIT("pickup"), PICKUP },
	{ CUL_SV_LIT("oqmgr"), QMGR },
	{ CUL_SV_LIT("nqmgr"), QMGR },
	{ CUL_SV_LIT("qmqpd"), SMTPD },
	{ CUL_SV_LIT("tlsproxy"), TLS },
	{ CUL_SV_LIT("tlsmgr"), TLS },
	{ CUL_SV_LIT("posttls-finger"), TLS },
	{ CUL_SV_LIT("postsuper"), POSTSUPER },
	{ CUL_SV_LIT("master"), ADMIN },
	{ CUL_SV_LIT("postfix-script"), ADMIN },
	{ CUL_SV_LIT("postfix-tls-script"), ADMIN },
	{ CUL_SV_LIT("postfix-wrapper"), ADMIN },
	{ CUL_SV_LIT("post-install"), ADMIN },
	{ CUL_SV_LIT("postinstall"), ADMIN },
	{ CUL_SV_LIT("script"), ADMIN },
	{ CUL_SV_LIT("set-permissions"), ADMIN },
	{ CUL_SV_LIT("postmulti"), ADMIN },
	{ CUL_SV_LIT("postmulti-script"), ADMIN },
	{ CUL_SV_LIT("postfix"), ADMIN },
	{ CUL_SV_LIT("postlog"), ADMIN },
	{ CUL_SV_LIT("postlogd"), ADMIN },
	{ CUL_SV_LIT("postmap"), ADMIN },
	{ CUL_SV_LIT("postalias"), ADMIN },
	{ CUL_SV_LIT("postconf"), ADMIN },
	{ CUL_SV_LIT("postcat"), ADMIN },
	{ CUL_SV_LIT("postkick"), ADMIN },
	{ CUL_SV_LIT("postlock"), ADMIN },
	{ CUL_SV_LIT("postqueue"), ADMIN },
	{ CUL_SV_LIT("postdrop"), ADMIN },
	{ CUL_SV_LIT("sendmail"), ADMIN },
	{ CUL_SV_LIT("showq"), ADMIN },
	{ CUL_SV_LIT("flush"), ADMIN },
	{ CUL_SV_LIT("trivial-rewrite"), OTHER },
	{ CUL_SV_LIT("rewrite"), OTHER },
	{ CUL_SV_LIT("resolve"), OTHER },
	{ CUL_SV_LIT("verify"), OTHER },
	{ CUL_SV_LIT("proxymap"), OTHER },
	{ CUL_SV_LIT("proxywrite"), OTHER },
	{ CUL_SV_LIT("spawn"), OTHER },
	{ CUL_SV_LIT("nbdb_reindexd"), OTHER },
	{ CUL_SV_LIT("fsstone"), OTHER },
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

static inline bool is(struct cul_sv name, struct cul_sv lit)
{
	return memcmp(name.ptr, lit.ptr, lit.len) == 0;
}

/* These write more than 98 lines of a hundred. */
static inline enum daemon busy_daemon(struct cul_sv n)
{
	switch (n.len) {
	case 4:
		return is(n, CUL_SV("qmgr"))   ? QMGR
		       : is(n, CUL_SV("smtp")) ? SMTP
		       : is(n, CUL_SV("lmtp")) ? LMTP
					       : NONE;
	case 5:
		return is(n, CUL_SV("smtpd"))   ? SMTPD
		       : is(n, CUL_SV("local")) ? AGENT
						: NONE;
	case 7:
		return is(n, CUL_SV("cleanup"))   ? CLEANUP
		       : is(n, CUL_SV("virtual")) ? AGENT
						  : NONE;
	case 10:
		return is(n, CUL_SV("postscreen")) ? POSTSCREEN : NONE;
	default:
		return NONE;
	}
}

static enum daemon daemon_of(struct cul_sv name)
{
	enum daemon d = busy_daemon(name);

	for (size_t i = 0;
	     d == NONE && i < sizeof(daemons) / sizeof(daemons[0]); i++)
		if (cul_sv_eq(name, daemons[i].name))
			d = daemons[i].daemon;
	return d;
}

/* Behind the last slash of a tag, 0 if it has none. */
static size_t after_last_slash(struct cul_sv tag)
{
	size_t from = tag.len > 16 ? tag.len - 16 : 0;
	struct cul_chunk c = cul_chunk_at(tag.ptr + from, tag.ptr + tag.len);
	unsigned slash = cul_chunk_bits(cul_chunk_eq(c, '/'));

	if (slash != 0)
		return from + 32 - (size_t)__builtin_clz(slash);
	while (from != 0 && tag.ptr[from - 1] != '/')
		from--;
	return from;
}

/* "postfix/submission/smtpd" is smtpd, serving "submission"; "mx-in/smtpd" is
 * smtpd of an instance, serving what smtpd serves. */
static __attribute__((noinline)) enum daemon
other_tag_read(struct cul_sv tag, struct cul_sv *ret_service)
{
	struct cul_sv name;
	const char *first;
	size_t last;

	if (tag.len == 0)
		return NONE;
	last = after_last_slash(tag);
	if (last == 0) {
		*ret_service = tag;
		return cul_sv_eq(tag, CUL_SV("postfix")) ? ADMIN : NONE;
	}
	name = (struct cul_sv){ tag.ptr + last, tag.len - last };
	*ret_service = name;
	first = cul_find_byte(tag.ptr, last, '/') + 1;
	if (first != name.ptr)
		*ret_service = (struct cul_sv){ first, (size_t)(name.ptr - 1 -
								first) };
	return daemon_of(name);
}

static inline enum daemon tag_read(struct cul_sv tag,
				   struct cul_sv *ret_service)
{
	static const size_t head = sizeof("postfix/") - 1;
	static const size_t tail = sizeof("/smtpd") - 1;
	enum daemon d;

	if (!cul_sv_starts(tag, CUL_SV("postfix/")))
		return other_tag_read(tag, ret_service);
	*ret_service = cul_sv_from(tag, head);
	d = busy_daemon(*ret_service);
	if (d != NONE)
		return d;
	if (tag.len > head + tail && cul_sv_ends(tag, CUL_SV("/smtpd"))) {
		ret_service->len -= tail;
		return SMTPD;
	}
	return other_tag_read(tag, ret_service);
}

static bool claims(struct cul_sv tag)
{
	struct cul_sv service;

	return tag_read(tag, &service) != NONE;
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

static __attribute__((hot)) enum cul_verdict
parse(const struct cul_record *rec, struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_pf pf = { .c = cul_cur_over(rec->text), .ev = ret_ev };
	struct cul_sv service;
	enum daemon d = tag_read(rec->tag, &service);
	enum cul_verdict v;

	if (d == NONE)
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	ret_ev->service = service;
	v = dispatch(&pf, d);
	if (v != CUL_EVENT)
		*ret_why = pf.why;
	return v;
}

const struct cul_parser cul_parser_postfix = {
	.name = "postfix",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
