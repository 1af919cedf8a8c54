/* \summary: rspamd */
/* grammar: rspamd 1.9 to 3.x: log_format of its documentation "Logging", as
 * the workers normal and rspamd_proxy write it, in a file of its own or
 * through syslog */
/* reads: the verdict on each message, joined by queue id */
/* missing: the client, which stands between a Message-ID and a sender that
 * others choose; recipients; log formats an operator has made himself */

/* The Message-ID stands first in the line, and what it holds could look like
 * all that follows. So nothing is believed that stands there twice, and no
 * client or login is taken at all: the queue id leads to the mail server's own
 * words. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"

enum why { STEP, TWO_VERDICTS, NO_QUEUE_ID, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[STEP] = "a step of the check, or a notice of the filter about itself",
	[TWO_VERDICTS] = "a verdict with text in it that looks like another",
	[NO_QUEUE_ID] = "a verdict on a message without a queue id",
	[BAD_VERDICT] = "a verdict that is cut off",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("rspamd")) ||
	       cul_sv_eq(tag, CUL_SV("rspamd_proxy"));
}

/* Behind "#1234(normal) ", or NULL. */
static const char *worker_end(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);

	cul_take_lit(&c, CUL_SV("#"));
	(void)cul_take_u64(&c, UINT32_MAX);
	cul_take_lit(&c, CUL_SV("("));
	(void)cul_take_until_lit(&c, CUL_SV(") "));
	return c.bad ? NULL : c.p;
}

/* The words of a file of its own: "2026-11-20 04:11:09.100 #1(normal) <tag>;
 * task; words" or "… #1(main) words". False if the line is none of it. */
static bool own_words(const struct cul_record *rec, struct cul_sv *ret)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_stamp s;
	const char *p;

	if (!cul_stamp_read_rfc3339(&c, &s) || !cul_try_lit(&c, CUL_SV(" ")))
		return false;
	p = worker_end(cul_cur_rest(&c));
	if (p == NULL)
		return false;
	*ret = (struct cul_sv){ p, (size_t)(c.end - p) };
	return true;
}

static int probe(const struct cul_record *rec)
{
	struct cul_sv words;

	return own_words(rec, &words) ? 95 : 0;
}

/* Where `needle` stands, if it stands there once. */
static const char *once(struct cul_sv v, struct cul_sv needle)
{
	const char *hit = cul_sv_find(v, needle);
	size_t after;

	if (hit == NULL)
		return NULL;
	after = (size_t)(hit - v.ptr) + needle.len;
	return cul_sv_find(cul_sv_from(v, after), needle) == NULL ? hit : NULL;
}

/* "(default: F (no action): [0.1/15.0]" or "(no action): [0.1/15.0]". */
static bool take_action(struct cul_sv v, struct cul_sv *ret_action,
			unsigned *ret_why)
{
	const char *hit = cul_sv_find(v, CUL_SV("): ["));
	const char *p;

	*ret_why = BAD_VERDICT;
	if (hit == NULL)
		return false;
	*ret_why = TWO_VERDICTS;
	if (once(v, CUL_SV("): [")) == NULL)
		return false;
	for (p = hit; p > v.ptr && p[-1] != '('; p--)
		;
	if (p == v.ptr)
		return false;
	*ret_action = (struct cul_sv){ p, (size_t)(hit - p) };
	return true;
}

static enum cul_outcome outcome_of(struct cul_sv action)
{
	if (cul_sv_eq(action, CUL_SV("no action")))
		return CUL_OUTCOME_OK;
	if (cul_sv_eq(action, CUL_SV("reject")) ||
	    cul_sv_eq(action, CUL_SV("add header")) ||
	    cul_sv_eq(action, CUL_SV("rewrite subject")) ||
	    cul_sv_eq(action, CUL_SV("quarantine")) ||
	    cul_sv_eq(action, CUL_SV("discard")))
		return CUL_OUTCOME_CONTENT;
	return CUL_OUTCOME_NEUTRAL; /* greylist, soft reject, custom */
}

static struct cul_sv queue_id(struct cul_sv v)
{
	const struct cul_sv key = CUL_SV(", qid: <");
	const char *hit = once(v, key);
	struct cul_cur c;
	struct cul_sv id;

	if (hit == NULL)
		return (struct cul_sv){ NULL, 0 };
	c = cul_cur_over(cul_sv_from(v, (size_t)(hit - v.ptr) + key.len));
	id = cul_take_until(&c, '>');
	for (size_t i = 0; i < id.len; i++)
		if (id.ptr[i] == ' ' || id.ptr[i] == ',' || id.ptr[i] == '<')
			c.bad = true;
	/* Haraka's are longer than Postfix's: UUID.N */
	if (c.bad || id.len > 2 * CUL_QUEUE_ID_MAX)
		return (struct cul_sv){ NULL, 0 };
	return id;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	const struct cul_sv head = CUL_SV("rspamd_task_write_log: id: <");
	struct cul_sv words = rec->text, start, action;
	bool tagged = rec->tag.len != 0 && claims(rec->tag);
	const char *hit;

	if (!tagged && !own_words(rec, &words))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	if (!tagged) { /* what the envelope's reader took for them */
		ret_ev->host = (struct cul_sv){ NULL, 0 };
		ret_ev->pid = 0;
	}
	/* "<tag>; task; " before it; a Message-ID may hold the same words. */
	start = words;
	if (start.len > 64)
		start.len = 64;
	*ret_why = STEP;
	hit = cul_sv_find(start, head);
	if (hit == NULL)
		return CUL_IGNORED;
	words = cul_sv_from(words, (size_t)(hit - words.ptr) + head.len);
	if (!take_action(words, &action, ret_why))
		return *ret_why == BAD_VERDICT ? CUL_MALFORMED : CUL_IGNORED;
	ret_ev->session = queue_id(words);
	*ret_why = NO_QUEUE_ID;
	if (ret_ev->session.len == 0)
		return CUL_IGNORED;
	ret_ev->kind = CUL_EV_CONTENT_VERDICT;
	ret_ev->outcome = outcome_of(action);
	ret_ev->text = action;
	return CUL_EVENT;
}

const struct cul_parser cul_parser_rspamd = {
	.name = "rspamd",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.parse = parse,
};
