/* \summary: MailScanner */
/* grammar: MailScanner 4.8 to 5.4: Message.pm (IsSpam), SweepViruses.pm,
 * PFDiskStore.pm, Postfix.pm, Exim.pm, reports/<language>/languages.conf */
/* reads: messages called spam or infected, joined by queue id; the second
 * queue id that a message goes on with */
/* missing: clean messages, unless "Log Non Spam" is on; "not spam" in other
 * languages than English; MCP; the subject. Of "Read IP Address From Received
 * Header" only "no" and 1 give a client that nobody could forge */

/* Queue id and client stand before all that a sender chose; he is followed by
 * ") to ", a domain and the verdict, which are the last to look so. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum why { BATCH, NOTICE, NO_VERDICT, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[BATCH] = "a step of a batch; its findings have lines of their own",
	[NOTICE] = "a notice of the filter about itself",
	[NO_VERDICT] = "no verdict on spam, or none in words that are known",
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

/* 0.0.0.0 is written where none is known; and Exim's of IPv6 go on with a port
 * that cannot be told from them. */
static void client_read(struct cul_sv v, struct cul_event *ev)
{
	struct cul_addr a;

	if (!cul_sv_eq(v, CUL_SV("0.0.0.0")) && cul_addr_parse(v, &a))
		ev->client = a;
}

/* "spam, SpamAssassin (…)", "spam (blacklisted)"; in French and Welsh they
 * have words of their own. NONE for all that is no verdict. */
static enum cul_outcome outcome_of(struct cul_sv words)
{
	struct cul_cur c = cul_cur_over(words);
	struct cul_sv v = cul_take_before(&c, CUL_SV(" ,("));

	if (cul_sv_eq(v, CUL_SV("spam")) || cul_sv_eq(v, CUL_SV("polluriel")) ||
	    cul_sv_eq(v, CUL_SV("sbam/spam")))
		return CUL_OUTCOME_CONTENT;
	return cul_sv_starts(words, CUL_SV("not spam")) ? CUL_OUTCOME_OK
							: CUL_OUTCOME_NONE;
}

/* "sender) to domain,domain is spam, …", or "sender) is whitelisted". */
static enum cul_verdict opinion(struct cul_sv v, struct cul_event *ev,
				unsigned *ret_why)
{
	const struct cul_sv to = CUL_SV(") to ");
	const char *hit = cul_sv_find_last(v, to);
	struct cul_cur c;

	*ret_why = NO_VERDICT;
	if (cul_sv_ends(v, CUL_SV(") is whitelisted")) ||
	    (hit == NULL &&
	     cul_sv_find_last(v, CUL_SV(") ignored whitelist, had ")) != NULL))
		return CUL_IGNORED;
	*ret_why = BAD_VERDICT;
	if (hit == NULL)
		return CUL_MALFORMED;
	ev->sender = (struct cul_sv){ v.ptr, (size_t)(hit - v.ptr) };
	c = cul_cur_over(cul_sv_from(v, ev->sender.len + to.len));
	(void)cul_take_until(&c, ' ');
	cul_take_lit(&c, CUL_SV("is "));
	if (c.bad || c.p == c.end)
		return CUL_MALFORMED;
	*ret_why = NO_VERDICT;
	ev->text = cul_cur_rest(&c);
	ev->outcome = outcome_of(ev->text);
	if (ev->outcome == CUL_OUTCOME_NONE)
		return CUL_IGNORED;
	ev->kind = CUL_EV_CONTENT_VERDICT;
	return CUL_EVENT;
}

/* "Message ID from 192.0.2.1 (sender) to domain is spam, SpamAssassin (…)",
 * "Message ID from 192.0.2.1 has valid watermark". */
static enum cul_verdict message(struct cul_cur *c, struct cul_event *ev,
				unsigned *ret_why)
{
	*ret_why = BAD_VERDICT;
	ev->session = take_id(c);
	cul_take_lit(c, CUL_SV(" from "));
	if (c->bad) { /* "Message ID had bad watermark, …" */
		*ret_why = NOTICE;
		return CUL_IGNORED;
	}
	/* Without a blank behind it the address may be cut off. */
	client_read(cul_take_until(c, ' '), ev);
	if (c->bad || c->p == c->end)
		return CUL_MALFORMED;
	if (cul_try_lit(c, CUL_SV("(")))
		return opinion(cul_cur_rest(c), ev, ret_why);
	*ret_why = NO_VERDICT;
	return CUL_IGNORED;
}

/* "Infected message ID came from 192.0.2.1" */
static enum cul_verdict infected(struct cul_cur *c, struct cul_event *ev,
				 unsigned *ret_why)
{
	*ret_why = BAD_VERDICT;
	ev->session = take_id(c);
	cul_take_lit(c, CUL_SV(" came from "));
	if (c->bad || c->p == c->end)
		return CUL_MALFORMED;
	client_read(cul_cur_rest(c), ev);
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
