/* \summary: rspamd */
/* grammar: rspamd 1.9 to 3.x: log_format of its documentation "Logging", as
 * the workers normal and rspamd_proxy write it, in a file of its own or
 * through syslog */
/* reads: the verdict on each message, with client, login and sender, joined by
 * queue id, else by Message-ID */
/* missing: recipients; log formats an operator has made himself; JSON */

/* The Message-ID stands first, but rspamd writes '?' for every byte of it that
 * is no visible character of ASCII (mime_headers.c), so its end is sure. Queue
 * id and client are the mail server's. Login, sender and recipients stand
 * there without quotes: where one of them holds what looks like a verdict none
 * is taken. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"

enum why { STEP, NO_MESSAGE, TWO_ACTIONS, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[STEP] = "a step of the check, or a notice of the filter about itself",
	[NO_MESSAGE] = "a verdict that names no message and no client",
	[TWO_ACTIONS] = "a verdict with text in it that looks like another",
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
 * lines, and "proxy" where the proxy checks the message itself (self_scan).
 * Under systemd the words of its own file come through syslog. */
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
	if (!cul_try_lit(c, CUL_SV("task; ")))
		(void)cul_try_lit(c, CUL_SV("proxy; "));
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

/* "0.10", "-0.10": scores have a fraction, always. */
static void take_score(struct cul_cur *c)
{
	(void)cul_try_lit(c, CUL_SV("-"));
	(void)cul_take_u64(c, UINT32_MAX);
	cul_take_lit(c, CUL_SV("."));
	(void)cul_take_u64(c, UINT32_MAX);
}

/* ", (default: F (no action): [0.10/15.00]" or ", (no action): [0.1/15.0]". */
static bool take_action(struct cul_cur *c, struct cul_sv *ret)
{
	struct cul_cur d = *c;

	cul_take_lit(&d, CUL_SV(", ("));
	if (cul_try_lit(&d, CUL_SV("default: "))) {
		d.bad = d.bad || cul_take_until(&d, ' ').len != 1;
		cul_take_lit(&d, CUL_SV("("));
	}
	*ret = cul_take_until(&d, ')');
	cul_take_lit(&d, CUL_SV(": ["));
	take_score(&d);
	cul_take_lit(&d, CUL_SV("/"));
	take_score(&d);
	cul_take_lit(&d, CUL_SV("]"));
	if (!d.bad)
		*c = d;
	return !d.bad;
}

/* The action, and what stands before it, from behind the comma where the
 * cursor is; false if there is none or, since the sender may have put one into
 * his name, more than one. */
static bool find_action(struct cul_cur *c, struct cul_sv *ret_head,
			struct cul_sv *ret_action, unsigned *ret_why)
{
	const char *begin = c->p, *hit;
	struct cul_sv action, v;
	unsigned n = 0;

	c->p--;
	for (v = cul_cur_rest(c); (hit = cul_sv_find(v, CUL_SV(", ("))) != NULL;
	     v = cul_cur_rest(c)) {
		c->p = hit;
		if (!take_action(c, &action)) {
			c->p++;
			continue;
		}
		if (n++ == 0) {
			*ret_head = (struct cul_sv){ begin, 0 };
			if (hit > begin)
				ret_head->len = (size_t)(hit - begin);
			*ret_action = action;
		}
	}
	*ret_why = n > 1 ? TWO_ACTIONS : BAD_VERDICT;
	return n == 1;
}

/* " user: name, from: <sender>" where each may be missing. rspamd writes both
 * without quotes, so a name may hold what looks like a sender: then neither is
 * taken. */
static void take_names(struct cul_sv head, struct cul_event *ev)
{
	const struct cul_sv key = CUL_SV(", from: <");
	struct cul_cur c = cul_cur_over(head);
	struct cul_sv sender = { NULL, 0 };
	const char *hit;

	if (cul_try_lit(&c, CUL_SV(" user: "))) {
		hit = cul_sv_find(cul_cur_rest(&c), key);
		if (hit == NULL) {
			ev->account = cul_cur_rest(&c);
			return;
		}
		ev->account = (struct cul_sv){ c.p, (size_t)(hit - c.p) };
		c.p = hit + key.len;
		if (cul_sv_find(cul_cur_rest(&c), key) != NULL) {
			ev->account = sender;
			return;
		}
	} else if (!cul_try_lit(&c, CUL_SV(" from: <"))) {
		return;
	}
	sender = cul_cur_rest(&c);
	if (cul_sv_ends(sender, CUL_SV(">")))
		ev->sender = (struct cul_sv){ sender.ptr, sender.len - 1 };
}

static enum cul_verdict verdict(struct cul_cur *c, struct cul_event *ev,
				unsigned *ret_why)
{
	struct cul_sv message_id, head = { NULL, 0 };

	*ret_why = BAD_VERDICT;
	cul_take_lit(c, CUL_SV("id: "));
	message_id = take_id(c);
	if (cul_try_lit(c, CUL_SV(" qid: ")))
		ev->session = take_id(c);
	if (cul_try_lit(c, CUL_SV(" ip: ")) &&
	    !cul_addr_parse(cul_take_until(c, ','), &ev->client))
		c->bad = true;
	/* Haraka's are longer than Postfix's: UUID.N */
	if (c->bad || ev->session.len > 2 * CUL_QUEUE_ID_MAX)
		return CUL_MALFORMED;
	if (!find_action(c, &head, &ev->text, ret_why))
		return *ret_why == BAD_VERDICT ? CUL_MALFORMED : CUL_IGNORED;
	ev->outcome = outcome_of(ev->text);
	take_names(head, ev);
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
