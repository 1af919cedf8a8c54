/* \summary: rspamd */
/* grammar: rspamd 1.9 to 3.x: log_format of its documentation "Logging", as
 * the workers normal and rspamd_proxy write it, in a file of its own or
 * through syslog */
/* reads: the verdict on each message, with client, login and sender, joined by
 * queue id, else by Message-ID */
/* missing: recipients; log formats an operator has made himself; JSON */

/* The Message-ID stands first, but rspamd writes '?' for every byte of it that
 * is no visible character of ASCII (mime_headers.c), so its end is sure. Queue
 * id and client are the mail server's. What comes behind a sender may be his:
 * he can only speak for a message of his own there. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"

enum why { STEP, NO_MESSAGE, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[STEP] = "a step of the check, or a notice of the filter about itself",
	[NO_MESSAGE] = "a verdict that names no message and no client",
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

/* "<tag>; task; rspamd_task_write_log: ", where the module is not on all
 * lines. Under systemd the words of its own file come through syslog. */
static bool go_to_verdict(struct cul_cur *c)
{
	struct cul_stamp s;
	const char *p;

	if (cul_stamp_read_rfc3339(c, &s) && cul_try_lit(c, CUL_SV(" "))) {
		p = worker_end(cul_cur_rest(c));
		c->p = p != NULL ? p : c->p;
	}
	cul_take_lit(c, CUL_SV("<"));
	(void)cul_take_until_lit(c, CUL_SV(">; "));
	(void)cul_try_lit(c, CUL_SV("task; "));
	return cul_try_lit(c, CUL_SV("rspamd_task_write_log: "));
}

/* "<id>", in which there is no blank, and the comma. */
static struct cul_sv take_id(struct cul_cur *c)
{
	struct cul_sv v;

	cul_take_lit(c, CUL_SV("<"));
	v = cul_take_until(c, ' ');
	if (c->bad || !cul_sv_ends(v, CUL_SV(">,"))) {
		c->bad = true;
		return (struct cul_sv){ NULL, 0 };
	}
	c->p--;
	v.len -= 2;
	return v;
}

/* " ip: 192.0.2.1, user: name, from: <sender>," where each may be missing. */
static void take_client(struct cul_cur *c, struct cul_event *ev)
{
	if (cul_try_lit(c, CUL_SV(" ip: ")) &&
	    !cul_addr_parse(cul_take_until(c, ','), &ev->client))
		c->bad = true;
	if (cul_try_lit(c, CUL_SV(" user: ")))
		ev->account = cul_take_until(c, ',');
	if (cul_try_lit(c, CUL_SV(" from: <"))) {
		ev->sender = cul_take_until_lit(c, CUL_SV(">, ("));
		c->p -= c->bad ? 0 : 2;
	}
}

/* " (default: F (no action): [0.1/15.0]" or " (no action): [0.1/15.0]". */
static void take_action(struct cul_cur *c, struct cul_event *ev)
{
	cul_take_lit(c, CUL_SV(" ("));
	if (cul_try_lit(c, CUL_SV("default: ")))
		(void)cul_take_until(c, '(');
	ev->text = cul_take_until_lit(c, CUL_SV("): ["));
	ev->outcome = c->bad ? CUL_OUTCOME_NONE : outcome_of(ev->text);
}

static enum cul_verdict verdict(struct cul_cur *c, struct cul_event *ev,
				unsigned *ret_why)
{
	struct cul_sv message_id;

	*ret_why = BAD_VERDICT;
	cul_take_lit(c, CUL_SV("id: "));
	message_id = take_id(c);
	if (cul_try_lit(c, CUL_SV(" qid: ")))
		ev->session = take_id(c);
	take_client(c, ev);
	take_action(c, ev);
	/* Haraka's are longer than Postfix's: UUID.N */
	if (c->bad || ev->session.len > 2 * CUL_QUEUE_ID_MAX)
		return CUL_MALFORMED;
	if (cul_sv_eq(ev->session, CUL_SV("undef")))
		ev->session = (struct cul_sv){ NULL, 0 };
	if (ev->session.len == 0 && !cul_sv_eq(message_id, CUL_SV("undef")))
		ev->other = message_id;
	*ret_why = NO_MESSAGE;
	if (ev->session.len == 0 && ev->other.len == 0 &&
	    cul_addr_none(&ev->client))
		return CUL_IGNORED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_sv words = rec->text;
	bool tagged = rec->tag.len != 0 && claims(rec->tag);
	struct cul_cur c;

	if (!tagged && !own_words(rec, &words))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	if (!tagged) { /* what the envelope's reader took for them */
		ret_ev->host = (struct cul_sv){ NULL, 0 };
		ret_ev->pid = 0;
	}
	c = cul_cur_over(words);
	*ret_why = STEP;
	if (!go_to_verdict(&c))
		return CUL_IGNORED;
	return verdict(&c, ret_ev, ret_why);
}

const struct cul_parser cul_parser_rspamd = {
	.name = "rspamd",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.parse = parse,
};
