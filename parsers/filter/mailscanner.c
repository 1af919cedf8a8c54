/* \summary: MailScanner */
/* grammar: MailScanner 4.8 to 5.4: Message.pm, MCPMessage.pm, Sendmail.pm,
 * Postfix.pm, SweepViruses.pm */
/* reads: messages called spam or infected, joined by queue id; the second
 * queue id that a message goes on with */
/* missing: clean messages, unless "Log Non Spam" is on; rules; the subject */

/* The queue id and the client stand before all that a sender chose; whether it
 * is spam stands behind it, so a sender in which that is said is not heard. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"

enum why { BATCH, NOTICE, TWO_VERDICTS, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[BATCH] = "a step of a batch; its findings have lines of their own",
	[NOTICE] = "a notice of the filter about itself",
	[TWO_VERDICTS] = "a verdict with text in it that looks like another",
	[BAD_VERDICT] = "a verdict that is cut off",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("MailScanner")) ||
	       cul_sv_eq(tag, CUL_SV("mailscanner"));
}

static bool is_id(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '-';
}

/* "4bsM5k4xJmz4rT6", "4bsM5k4xJmz4rT6.A94FE", where what follows the dot is
 * MailScanner's own (Postfix.pm: short queue ids are used again soon). */
static struct cul_sv take_id(struct cul_cur *c)
{
	struct cul_sv v = { c->p, 0 };

	while (c->p < c->end && is_id(*c->p))
		c->p++;
	v.len = (size_t)(c->p - v.ptr);
	if (v.len == 0 || v.len > CUL_QUEUE_ID_MAX)
		c->bad = true;
	if (cul_try_lit(c, CUL_SV(".")))
		while (c->p < c->end && is_id(*c->p))
			c->p++;
	return v;
}

static void take_client(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv v = { c->p, 0 };

	while (c->p < c->end && *c->p != ' ')
		c->p++;
	v.len = (size_t)(c->p - v.ptr);
	/* Without a blank behind it the address may be cut off. */
	if (c->p == c->end || !cul_addr_parse(v, &ev->client))
		c->bad = true;
}

/* "… is spam, …", "… is not spam": CONTENT or OK; NONE if both or twice. */
static enum cul_outcome outcome_of(struct cul_sv rest, bool *ret_cut)
{
	const struct cul_sv is = CUL_SV(" is spam");
	const struct cul_sv not_so = CUL_SV(" is not spam");
	const char *yes = cul_sv_find(rest, is);
	const char *no = cul_sv_find(rest, not_so);
	const char *hit = yes != NULL ? yes : no;
	size_t after;

	*ret_cut = hit == NULL;
	if (hit == NULL || (yes != NULL && no != NULL))
		return CUL_OUTCOME_NONE;
	after = (size_t)(hit - rest.ptr) + (yes != NULL ? is : not_so).len;
	rest = cul_sv_from(rest, after);
	if (cul_sv_find(rest, is) != NULL || cul_sv_find(rest, not_so) != NULL)
		return CUL_OUTCOME_NONE;
	return yes != NULL ? CUL_OUTCOME_CONTENT : CUL_OUTCOME_OK;
}

/* "Message ID from 192.0.2.1 (sender) to domain is spam, SpamAssassin (…)" */
static enum cul_verdict message(struct cul_cur *c, struct cul_event *ev,
				unsigned *ret_why)
{
	bool cut;

	*ret_why = BAD_VERDICT;
	ev->session = take_id(c);
	cul_take_lit(c, CUL_SV(" from "));
	if (c->bad) { /* "Message ID is too big for spam checks" */
		*ret_why = NOTICE;
		return CUL_IGNORED;
	}
	take_client(c, ev);
	cul_take_lit(c, CUL_SV(" ("));
	if (c->bad)
		return CUL_MALFORMED;
	ev->outcome = outcome_of(cul_cur_rest(c), &cut);
	if (cut)
		return CUL_MALFORMED;
	*ret_why = TWO_VERDICTS;
	if (ev->outcome == CUL_OUTCOME_NONE)
		return CUL_IGNORED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	return CUL_EVENT;
}

/* "Infected message ID came from 192.0.2.1" */
static enum cul_verdict infected(struct cul_cur *c, struct cul_event *ev,
				 unsigned *ret_why)
{
	struct cul_sv rest;

	*ret_why = BAD_VERDICT;
	ev->session = take_id(c);
	cul_take_lit(c, CUL_SV(" came from "));
	rest = cul_cur_rest(c);
	if (c->bad || !cul_addr_parse(rest, &ev->client))
		return CUL_MALFORMED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	ev->outcome = CUL_OUTCOME_CONTENT;
	return CUL_EVENT;
}

/* "Requeue: ID.A94FE to ID2" */
static enum cul_verdict requeued(struct cul_cur *c, struct cul_event *ev,
				 unsigned *ret_why)
{
	*ret_why = BAD_VERDICT;
	ev->session = take_id(c);
	cul_take_lit(c, CUL_SV(" to "));
	ev->other = take_id(c);
	if (c->bad || c->p != c->end)
		return CUL_MALFORMED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	if (cul_try_lit(&c, CUL_SV("Message ")))
		return message(&c, ret_ev, ret_why);
	if (cul_try_lit(&c, CUL_SV("Infected message ")))
		return infected(&c, ret_ev, ret_why);
	if (cul_try_lit(&c, CUL_SV("Requeue: ")))
		return requeued(&c, ret_ev, ret_why);
	*ret_why = cul_try_lit(&c, CUL_SV("New Batch: ")) ||
				   cul_try_lit(&c, CUL_SV("Virus ")) ||
				   cul_try_lit(&c, CUL_SV("Spam ")) ||
				   cul_try_lit(&c, CUL_SV("Uninfected: "))
			   ? BATCH
			   : NOTICE;
	return CUL_IGNORED;
}

const struct cul_parser cul_parser_mailscanner = {
	.name = "mailscanner",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
