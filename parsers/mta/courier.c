/* \summary: Courier */
/* grammar: Courier 0.60 to 1.4, read from 1.3: courier/module.esmtp/
 * courieresmtpd, courier/cdmsgq, courier/libs/comctlfile.c and lcclog.c; of
 * its mailbox servers imaplogin, pop3login and tcpd */
/* reads: connections, refusals, messages and what other servers or mailboxes
 * said of a recipient; logins and their failures, at SMTP, IMAP and POP3 */
/* missing: a recipient's failure without an SMTP reply; sizes; a program's
 * mail, which the log shows as taken over loopback; when a message is gone; the
 * client of one whose HELO name is so long that the line is cut off */
#include "mta/courier/co.h"
#include "text/event.h"

static const char *const reasons[CUL_CO_WHYS_ + 1] = {
	[CUL_CO_MAILBOX] = "a session of a mailbox server, or its encryption",
	[CUL_CO_STATUS] = "the end of a try; the answer was told before",
	[CUL_CO_ANSWER] = "an answer without a code, of which no fate is sure",
	[CUL_CO_GOES_ON] = "an answer of several lines, not yet the last",
	[CUL_CO_NOTICE] = "a notice of the server about itself",
	[CUL_CO_AUTHLIB] = "how the login library looked a user up",
	[CUL_CO_BAD_ERROR] = "a refusal that names no client",
	[CUL_CO_BAD_MESSAGE] = "a message's line that is cut off",
	[CUL_CO_BAD_FATE] = "a delivery's line that is cut off",
	[CUL_CO_BAD_LOGIN] = "a login without a client",
};

enum program { NONE, ESMTPD, QUEUE, REMOTE, LOCAL, AUTH, MAILBOXES };

static enum program program_of(struct cul_sv tag)
{
	static const struct {
		struct cul_sv tag;
		enum program program;
	} t[] = {
		{ CUL_SV_LIT("courieresmtpd"), ESMTPD },
		{ CUL_SV_LIT("esmtpd"), ESMTPD },
		{ CUL_SV_LIT("esmtpd-ssl"), ESMTPD },
		{ CUL_SV_LIT("esmtpd-msa"), ESMTPD },
		{ CUL_SV_LIT("courieresmtpd-ssl"), ESMTPD },
		{ CUL_SV_LIT("courieresmtpd-msa"), ESMTPD },
		{ CUL_SV_LIT("courierd"), QUEUE },
		{ CUL_SV_LIT("courierfilter"), QUEUE },
		{ CUL_SV_LIT("submit"), QUEUE },
		{ CUL_SV_LIT("courieresmtp"), REMOTE },
		{ CUL_SV_LIT("courieruucp"), REMOTE },
		{ CUL_SV_LIT("courierlocal"), LOCAL },
		{ CUL_SV_LIT("authdaemond"), AUTH },
		{ CUL_SV_LIT("courier-authdaemon"), AUTH },
		{ CUL_SV_LIT("authdaemond.plain"), AUTH },
		{ CUL_SV_LIT("imapd"), MAILBOXES },
		{ CUL_SV_LIT("imapd-ssl"), MAILBOXES },
		{ CUL_SV_LIT("pop3d"), MAILBOXES },
		{ CUL_SV_LIT("pop3d-ssl"), MAILBOXES },
		{ CUL_SV_LIT("imaplogin"), MAILBOXES },
		{ CUL_SV_LIT("pop3login"), MAILBOXES },
		{ CUL_SV_LIT("courierpop3login"), MAILBOXES },
		{ CUL_SV_LIT("courierimaplogin"), MAILBOXES },
		{ CUL_SV_LIT("courier-imapd"), MAILBOXES },
		{ CUL_SV_LIT("courier-pop3d"), MAILBOXES },
		{ CUL_SV_LIT("courierpop3d"), MAILBOXES },
		{ CUL_SV_LIT("courierimapd"), MAILBOXES },
		{ CUL_SV_LIT("couriertcpd"), MAILBOXES },
		{ CUL_SV_LIT("sqwebmaild"), MAILBOXES },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(tag, t[i].tag))
			return t[i].program;
	return NONE;
}

static bool claims(struct cul_sv tag)
{
	return program_of(tag) != NONE;
}

static enum cul_verdict dispatch(struct cul_co *co, enum program program)
{
	switch (program) {
	case ESMTPD:
		return cul_co_esmtpd(co);
	case QUEUE:
		return cul_co_queue(co);
	case REMOTE:
		return cul_co_fate(co, CUL_TRANSPORT_REMOTE);
	case LOCAL:
		return cul_co_fate(co, CUL_TRANSPORT_LOCAL);
	case AUTH:
		return cul_co_ignore(co, CUL_CO_AUTHLIB);
	case MAILBOXES:
		return cul_co_mailboxes(co);
	case NONE:
		break;
	}
	return CUL_NOT_MINE;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_co co = { .c = cul_cur_over(rec->text), .ev = ret_ev };
	enum program program = program_of(rec->tag);
	enum cul_verdict v;

	if (program == NONE)
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	ret_ev->service = rec->tag;
	v = dispatch(&co, program);
	if (v == CUL_IGNORED || v == CUL_MALFORMED)
		*ret_why = co.why;
	return v;
}

const struct cul_parser cul_parser_courier = {
	.name = "courier",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
