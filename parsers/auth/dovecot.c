/* \summary: Dovecot */
/* grammar: Dovecot 1.1 to 2.4: src/login-common/client-common.c and
 * client-common-auth.c, src/auth/auth-request.c, and pam_unix(8) for it */
/* reads: logins and failed ones of IMAP, POP3, submission and ManageSieve, at
 * the login process (one a session, with their number) and at the auth process
 * (one an attempt, where auth_verbose is on), which are counted once; through
 * syslog or in its own file */
/* missing: deliveries, which the server that handed the mail over logs too;
 * login_log_format_elements of another order than user, method, rip */
#include "auth/dovecot/dovecot.h"

static const char *const reasons[CUL_DC_WHYS_ + 1] = {
	[CUL_DC_NO_LOGIN] = "a session in which nobody logged in",
	[CUL_DC_FORMAT] = "a login logged in a format of the site's own",
	[CUL_DC_AUTH] = "the auth process about itself",
	[CUL_DC_DEBUG] = "a debugging line",
	[CUL_DC_MAILBOX] = "what was done in a mailbox, or put into one",
	[CUL_DC_SELF] = "the server about itself",
	[CUL_DC_PAM] = "PAM's own words; a failure is a line of its own",
	[CUL_DC_BAD_LOGIN] = "a login without user or address",
};

struct name {
	struct cul_sv name;
	enum cul_dc_process process;
};

#define NAME(lit, process)                                                     \
	{                                                                      \
		{ "" lit, sizeof(lit) - 1 }, process                           \
	}

static const struct name names[] = {
	NAME("imap-login", CUL_DC_LOGIN),
	NAME("pop3-login", CUL_DC_LOGIN),
	NAME("submission-login", CUL_DC_LOGIN),
	NAME("managesieve-login", CUL_DC_LOGIN),
	NAME("imap-urlauth-login", CUL_DC_LOGIN),
	NAME("auth", CUL_DC_AUTHENTICATOR),
	NAME("auth-worker", CUL_DC_AUTHENTICATOR),
	NAME("imap", CUL_DC_STORE),
	NAME("IMAP", CUL_DC_STORE),
	NAME("pop3", CUL_DC_STORE),
	NAME("POP3", CUL_DC_STORE),
	NAME("lmtp", CUL_DC_STORE),
	NAME("lda", CUL_DC_STORE),
	NAME("deliver", CUL_DC_STORE),
	NAME("submission", CUL_DC_STORE),
	NAME("managesieve", CUL_DC_STORE),
	NAME("indexer-worker", CUL_DC_STORE),
	NAME("quota-status", CUL_DC_STORE),
	NAME("master", CUL_DC_OTHER),
	NAME("config", CUL_DC_OTHER),
	NAME("log", CUL_DC_OTHER),
	NAME("anvil", CUL_DC_OTHER),
	NAME("stats", CUL_DC_OTHER),
	NAME("director", CUL_DC_OTHER),
	NAME("indexer", CUL_DC_OTHER),
	NAME("doveadm", CUL_DC_OTHER),
	NAME("replicator", CUL_DC_OTHER),
	NAME("aggregator", CUL_DC_OTHER),
	NAME("ssl-params", CUL_DC_OTHER),
	NAME("dict", CUL_DC_OTHER),
};

/* "imap-login", "auth-worker(24544)", "imap(bob)<12><tJx>" */
static enum cul_dc_process process_of(struct cul_sv tag,
				      struct cul_sv *ret_name)
{
	struct cul_cur c = cul_cur_over(tag);
	struct cul_sv name = cul_take_before(&c, CUL_SV("(<"));

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!cul_sv_eq(name, names[i].name))
			continue;
		*ret_name = name;
		return names[i].process;
	}
	return CUL_DC_NO_PROCESS;
}

static bool try_level(struct cul_cur *c, bool *ret_debug)
{
	*ret_debug = cul_try_lit(c, CUL_SV("Debug: "));
	return *ret_debug || cul_try_lit(c, CUL_SV("Info: ")) ||
	       cul_try_lit(c, CUL_SV("Warning: ")) ||
	       cul_try_lit(c, CUL_SV("Warn: ")) ||
	       cul_try_lit(c, CUL_SV("Error: ")) ||
	       cul_try_lit(c, CUL_SV("Fatal: ")) ||
	       cul_try_lit(c, CUL_SV("Panic: "));
}

/* A file of its own, of version 1: the level stands where the tag is. */
static bool is_level(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("Info")) ||
	       cul_sv_eq(tag, CUL_SV("Warn")) ||
	       cul_sv_eq(tag, CUL_SV("Warning")) ||
	       cul_sv_eq(tag, CUL_SV("Error")) ||
	       cul_sv_eq(tag, CUL_SV("Fatal"));
}

static bool is_own(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("dovecot")) ||
	       cul_sv_eq(tag, CUL_SV("dovecot-auth"));
}

static bool claims(struct cul_sv tag)
{
	struct cul_sv name;

	return is_own(tag) || is_level(tag) ||
	       process_of(tag, &name) != CUL_DC_NO_PROCESS;
}

/* Take "imap-login: ", or "imap(bob)<12>: "; nothing if it is no process. */
static enum cul_dc_process take_process(struct cul_cur *c,
					struct cul_sv *ret_name)
{
	struct cul_cur d = *c;
	struct cul_sv tag = cul_take_until(&d, ':');
	enum cul_dc_process process;

	if (d.bad || !cul_try_lit(&d, CUL_SV(" ")))
		return CUL_DC_NO_PROCESS;
	process = process_of(tag, ret_name);
	if (process != CUL_DC_NO_PROCESS)
		*c = d;
	return process;
}

static enum cul_verdict dispatch(struct cul_dc *dc, enum cul_dc_process process)
{
	switch (process) {
	case CUL_DC_LOGIN:
		return cul_dc_login(dc);
	case CUL_DC_AUTHENTICATOR:
		return cul_dc_auth(dc);
	case CUL_DC_STORE:
		return cul_dc_ignore(dc, CUL_DC_MAILBOX);
	case CUL_DC_NO_PROCESS:
	case CUL_DC_OTHER:
		break;
	}
	return cul_dc_ignore(dc, CUL_DC_SELF);
}

static enum cul_verdict read_line(struct cul_dc *dc, struct cul_sv tag)
{
	struct cul_cur *c = &dc->c;
	bool own = is_own(tag), debug = false;
	enum cul_dc_process process = process_of(tag, &dc->ev->service);

	if (cul_sv_starts(cul_cur_rest(c), CUL_SV("pam_"))) {
		if (!own && process != CUL_DC_AUTHENTICATOR)
			return CUL_NOT_MINE;
		return cul_dc_pam(dc, own);
	}
	if (own || is_level(tag)) {
		(void)try_level(c, &debug);
		process = take_process(c, &dc->ev->service);
		if (process == CUL_DC_NO_PROCESS)
			return own ? cul_dc_ignore(dc, CUL_DC_SELF)
				   : CUL_NOT_MINE;
		if (!debug)
			(void)try_level(c, &debug);
	} else if (!try_level(c, &debug)) {
		/* "auth" and "log" are tags of others too. */
		return CUL_NOT_MINE;
	}
	if (debug)
		return cul_dc_ignore(dc, CUL_DC_DEBUG);
	return dispatch(dc, process);
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_dc dc = { .c = cul_cur_over(rec->text), .ev = ret_ev };
	enum cul_verdict v;

	cul_event_begin(ret_ev, rec);
	v = read_line(&dc, rec->tag);
	if (v == CUL_IGNORED || v == CUL_MALFORMED)
		*ret_why = dc.why;
	return v;
}

const struct cul_parser cul_parser_dovecot = {
	.name = "dovecot",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
