/* \summary: SpamAssassin (spamd) */
/* grammar: SpamAssassin 3.0 to 4.0: spamd/spamd.raw (got_user_header, check),
 * lib/Mail/SpamAssassin/Logger.pm */
/* reads: the verdict on each message, joined by Message-ID */
/* missing: whose message it was where two in flight bear one Message-ID; what
 * spamc or a milter made of the verdict; a log file of its own (spamd -s) */
#include "culprit/parser.h"
#include "text/event.h"

enum why { STEP, NOTICE, NO_MESSAGE_ID, TWO_IDS, BAD_RESULT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[STEP] = "a step of the check; its result has a line of its own",
	[NOTICE] = "a notice of the filter about itself",
	[NO_MESSAGE_ID] = "a result that names no message",
	[TWO_IDS] = "a result with text in it that looks like a Message-ID",
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

/* "dns: …", "prefork: …": a facility of Logger.pm. Another program is called
 * spamd too, OpenBSD's; its lines begin with an address or a bracket. */
static bool is_notice(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_sv word = cul_take_until_lit(&c, CUL_SV(": "));

	for (size_t i = 0; i < word.len; i++)
		if ((word.ptr[i] < 'a' || word.ptr[i] > 'z') &&
		    (i == 0 || (word.ptr[i] != '-' && word.ptr[i] != '_' &&
				(word.ptr[i] < '0' || word.ptr[i] > '9'))))
			return false;
	return word.len != 0;
}

/* ",user=name,uid=98,…,mid=<id>,…,autolearn=no". The name may be anything that
 * a server asked for, a recipient perhaps, and hold commas; in the Message-ID
 * there are none, since spamd writes '_' for each. */
static bool take_mid(struct cul_sv rest, struct cul_sv *ret, unsigned *ret_why)
{
	const struct cul_sv key = CUL_SV(",mid=");
	struct cul_cur c = cul_cur_over(rest);
	struct cul_sv id;

	*ret_why = NO_MESSAGE_ID;
	(void)cul_take_until_lit(&c, key);
	if (c.bad || !cul_try_lit(&c, CUL_SV("<")))
		return false;
	*ret_why = TWO_IDS;
	if (cul_sv_find(cul_cur_rest(&c), key) != NULL)
		return false;
	*ret_why = BAD_RESULT;
	id = cul_take_until(&c, ',');
	if (c.bad ||
	    cul_sv_find(cul_cur_rest(&c), CUL_SV("autolearn=")) == NULL)
		return false;
	*ret_why = NO_MESSAGE_ID;
	c = cul_cur_over(id);
	*ret = cul_take_until(&c, '>');
	return !c.bad && ret->len != 0;
}

static enum cul_verdict result(struct cul_cur *c, struct cul_event *ev,
			       unsigned *ret_why)
{
	bool spam = cul_try_lit(c, CUL_SV("Y "));

	*ret_why = BAD_RESULT;
	if (!spam)
		cul_take_lit(c, CUL_SV(". "));
	while (cul_try_lit(c, CUL_SV(" ")))
		;
	ev->text = cul_take_until_lit(c, CUL_SV(" - "));
	if (c->bad)
		return CUL_MALFORMED;
	if (!take_mid(cul_cur_rest(c), &ev->other, ret_why))
		return *ret_why == BAD_RESULT ? CUL_MALFORMED : CUL_IGNORED;
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
