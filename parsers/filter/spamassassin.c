/* \summary: SpamAssassin (spamd) */
/* grammar: SpamAssassin 3.0 to 4.0: spamd's result line, its wiki page
 * "SpamdSyslogFormat" */
/* reads: the verdict on each message, joined by Message-ID */
/* missing: whose message it was where two in flight bear one Message-ID; what
 * spamc or a milter made of the verdict */
#include "culprit/parser.h"
#include "text/event.h"

enum why { STEP, NOTICE, NO_MESSAGE_ID, BAD_RESULT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[STEP] = "a step of the check; its result has a line of its own",
	[NOTICE] = "a notice of the filter about itself",
	[NO_MESSAGE_ID] = "a result that names no message",
	[BAD_RESULT] = "a result that is cut off",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("spamd")) ||
	       cul_sv_eq(tag, CUL_SV("spamd-child"));
}

static bool is_step(struct cul_sv v)
{
	static const struct cul_sv heads[] = {
		{ "connection from ", 16 },
		{ "checking message ", 17 },
		{ "processing message ", 19 },
		{ "clean message ", 14 },
		{ "identified spam ", 16 },
		{ "setuid to ", 10 },
		{ "handled cleanup of child ", 25 },
		{ "got connection ", 15 },
		{ "still running as ", 17 },
		{ "creating default_prefs", 22 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (cul_sv_starts(v, heads[i]))
			return true;
	return false;
}

/* Words of its own; another program is called spamd too (OpenBSD's). */
static bool is_notice(struct cul_sv v)
{
	static const struct cul_sv heads[] = {
		{ "prefork: ", 9 }, { "server ", 7 },
		{ "error: ", 7 },   { "config: ", 8 },
		{ "logger: ", 8 },  { "rules: ", 7 },
		{ "plugin: ", 8 },  { "bayes: ", 7 },
		{ "dns: ", 5 },     { "spf: ", 5 },
		{ "razor2: ", 8 },  { "pyzor: ", 7 },
		{ "restart", 7 },   { "warn: ", 6 },
		{ "dkim: ", 6 },    { "util: ", 6 },
		{ "netset: ", 8 },  { "auto-whitelist: ", 16 },
		{ "timeout: ", 9 }, { "internal ", 9 },
		{ "alarm", 5 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (cul_sv_starts(v, heads[i]))
			return true;
	return false;
}

/* " 12 - RULES scantime=0.4,…,mid=<id>,…" */
static bool take_mid(struct cul_sv rest, struct cul_sv *ret)
{
	const struct cul_sv key = CUL_SV(",mid=<");
	struct cul_cur c = cul_cur_over(rest);
	struct cul_sv id;

	(void)cul_take_until_lit(&c, key);
	if (c.bad)
		return false;
	id = cul_take_until(&c, '>');
	if (c.bad || id.len == 0)
		return false;
	*ret = id;
	return true;
}

static enum cul_verdict result(struct cul_cur *c, struct cul_event *ev,
			       unsigned *ret_why)
{
	bool spam = cul_try_lit(c, CUL_SV("Y "));

	*ret_why = BAD_RESULT;
	if (!spam)
		cul_take_lit(c, CUL_SV(". "));
	if (c->bad || cul_sv_find(cul_cur_rest(c), CUL_SV(" - ")) == NULL)
		return CUL_MALFORMED;
	*ret_why = NO_MESSAGE_ID;
	if (!take_mid(cul_cur_rest(c), &ev->other))
		return CUL_IGNORED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	ev->outcome = spam ? CUL_OUTCOME_CONTENT : CUL_OUTCOME_OK;
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);
	bool own;

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	own = cul_try_lit(&c, CUL_SV("spamd: "));
	if (cul_try_lit(&c, CUL_SV("result: ")))
		return result(&c, ret_ev, ret_why);
	*ret_why = is_step(cul_cur_rest(&c)) ? STEP : NOTICE;
	return own || *ret_why == STEP || is_notice(cul_cur_rest(&c))
		       ? CUL_IGNORED
		       : CUL_NOT_MINE;
}

const struct cul_parser cul_parser_spamassassin = {
	.name = "spamassassin",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
