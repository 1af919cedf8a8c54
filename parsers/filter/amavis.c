/* \summary: amavis, amavisd-new */
/* grammar: amavisd-new 2.6 to 2.11 and amavis 2.12 to 2.14: $log_templ and
 * $log_verbose_templ of RELEASE_NOTES and README.customize */
/* reads: the verdict on each message, for each recipient: joined by Queue-ID
 * to the message it came as, by queued_as to the one it goes on as, else by
 * Message-ID */
/* missing: templates that an operator has made himself; the rules that hit */

/* The first bracket is the client as the mail server named it (XFORWARD or the
 * first Received of our own server); the second is amavis's guess from headers
 * that anybody can write, and is never taken. The client stands before all
 * that a sender chooses. Queue-ID stands behind sender and recipients, which
 * are read as quoted addresses; queued_as behind the Message-ID: one that
 * stands there twice is not believed. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"

enum why { CONTINUED, STEP, TROUBLE, NOTICE, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[CONTINUED] = "the rest of a line that was too long",
	[STEP] = "a step of the check; its verdict has a line of its own",
	[TROUBLE] = "an error or warning of the filter about itself",
	[NOTICE] = "a notice of the filter about itself",
	[BAD_VERDICT] = "a verdict that is cut off",
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("amavis")) ||
	       cul_sv_eq(tag, CUL_SV("amavisd")) ||
	       cul_sv_eq(tag, CUL_SV("amavisd-new"));
}

/* "(12345-01-2) " */
static void id_skip(struct cul_cur *c)
{
	cul_take_lit(c, CUL_SV("("));
	(void)cul_take_until_lit(c, CUL_SV(") "));
}

static struct cul_sv word(struct cul_cur *c)
{
	struct cul_sv v = { c->p, 0 };

	while (c->p < c->end &&
	       ((*c->p >= 'A' && *c->p <= 'Z') ||
		(*c->p >= 'a' && *c->p <= 'z') ||
		(*c->p >= '0' && *c->p <= '9') || *c->p == '-' || *c->p == '_'))
		c->p++;
	v.len = (size_t)(c->p - v.ptr);
	if (v.len == 0)
		c->bad = true;
	return v;
}

static enum cul_outcome outcome_of(struct cul_sv category)
{
	if (cul_sv_eq(category, CUL_SV("CLEAN")))
		return CUL_OUTCOME_OK;
	if (cul_sv_eq(category, CUL_SV("SPAM")) ||
	    cul_sv_eq(category, CUL_SV("SPAMMY")) ||
	    cul_sv_eq(category, CUL_SV("INFECTED")))
		return CUL_OUTCOME_CONTENT;
	/* BANNED, BAD-HEADER, UNCHECKED, OVERSIZED, TEMPFAIL … */
	return CUL_OUTCOME_NEUTRAL;
}

/* "SPAM", "INFECTED (name, name)"; then " {actions}", which older ones lack,
 * and the comma. A virus's name comes from the scanner. */
static void take_category(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv category = word(c);

	ev->text = category;
	ev->outcome = outcome_of(category);
	if (cul_try_lit(c, CUL_SV(" ("))) {
		(void)cul_take_until(c, ')');
		ev->text.len = (size_t)(c->p - ev->text.ptr);
	}
	if (cul_try_lit(c, CUL_SV(" {")))
		(void)cul_take_until(c, '}');
	cul_take_lit(c, CUL_SV(", "));
}

/* "[192.0.2.1]:1234 " or "[192.0.2.1] "; false, with nothing moved, if there
 * is none: a message from this host's sendmail(1) has no client. */
static bool take_bracket(struct cul_cur *c, struct cul_addr *ret_addr,
			 uint16_t *ret_port)
{
	struct cul_cur d = *c;
	struct cul_addr a = { { 0 } };
	uint64_t port = 0;
	struct cul_sv text;

	cul_take_lit(&d, CUL_SV("["));
	text = cul_take_until(&d, ']');
	if (!d.bad && text.len != 0 && !cul_addr_parse(text, &a))
		d.bad = true;
	if (cul_try_lit(&d, CUL_SV(":")))
		port = cul_take_u64(&d, UINT16_MAX);
	cul_take_lit(&d, CUL_SV(" "));
	if (d.bad)
		return false;
	*ret_addr = a;
	*ret_port = (uint16_t)port;
	*c = d;
	return true;
}

/* What stands before the sender: policy banks in capitals, the client, the
 * guessed one, the protocols. */
static void take_client(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_addr other;
	uint16_t port;

	while (c->p < c->end && *c->p != '[' && *c->p != '<' && !c->bad) {
		(void)cul_take_until(c, ' ');
	}
	if (take_bracket(c, &ev->client, &ev->client_port))
		(void)take_bracket(c, &other, &port);
	while (c->p < c->end && *c->p != '<' && !c->bad)
		(void)cul_take_until(c, ' ');
}

/* "<address>", within which a quoted local part may hold what it likes. */
static struct cul_sv take_address(struct cul_cur *c)
{
	struct cul_sv v = { NULL, 0 };
	const char *p;

	cul_take_lit(c, CUL_SV("<"));
	if (c->bad)
		return v;
	p = c->p;
	if (p < c->end && *p == '"') {
		for (p++; p < c->end && *p != '"'; p++)
			p += *p == '\\' && c->end - p > 1;
		p += p < c->end;
	}
	p = cul_find_byte(p, (size_t)(c->end - p), '>');
	if (p == NULL) {
		c->bad = true;
		return v;
	}
	v = (struct cul_sv){ c->p, (size_t)(p - c->p) };
	c->p = p + 1;
	return v;
}

/* The recipient that is wanted, at `part` or the first; the cursor goes behind
 * all of them. */
static void take_recipients(struct cul_cur *c, const struct cul_record *rec,
			    struct cul_event *ev)
{
	do {
		size_t at = (size_t)(c->p - rec->text.ptr);
		struct cul_sv v = take_address(c);

		if (c->bad)
			return;
		if (cul_sv_present(ev->recipient)) {
			if (ev->next_part == 0 && at <= UINT16_MAX)
				ev->next_part = (uint16_t)at;
		} else if (rec->part == 0 || at >= rec->part) {
			ev->recipient = v;
		}
	} while (cul_try_lit(c, CUL_SV(",")) && c->p < c->end && *c->p == '<');
	if (c->p[-1] != ',' && c->p != c->end)
		c->bad = true;
}

/* The value behind `key`, up to the next comma; absent if there is none. */
static struct cul_sv value_of(struct cul_sv rest, struct cul_sv key)
{
	struct cul_cur c = cul_cur_over(rest);
	struct cul_sv v;

	(void)cul_take_until_lit(&c, key);
	if (c.bad)
		return (struct cul_sv){ NULL, 0 };
	v = word(&c);
	if (c.bad || v.len > CUL_QUEUE_ID_MAX ||
	    (c.p < c.end && *c.p != ',' && *c.p != '/'))
		return (struct cul_sv){ NULL, 0 };
	return v;
}

/* Behind the recipients stand what amavis knows of the message's way, then its
 * Queue-ID, then the Message-ID, which the sender chose. */
static void take_ids(struct cul_sv rest, struct cul_event *ev)
{
	const struct cul_sv as = CUL_SV(", queued_as: ");
	const char *id = cul_sv_find(rest, CUL_SV(", Message-ID: <"));
	struct cul_sv head = rest, tail = rest;
	const char *hit;

	if (id != NULL) {
		head.len = (size_t)(id - rest.ptr);
		tail = cul_sv_from(rest, head.len);
	}
	ev->session = value_of(head, CUL_SV(", Queue-ID: "));
	hit = cul_sv_find(tail, as);
	if (hit != NULL &&
	    cul_sv_find(cul_sv_from(tail, (size_t)(hit + as.len - tail.ptr)),
			as) == NULL)
		ev->other = value_of(tail, as);
	if (ev->session.len != 0 || id == NULL)
		return;
	/* Without a queue id the message is known by its Message-ID. */
	tail = cul_sv_from(tail, sizeof(", Message-ID: <") - 1);
	hit = cul_sv_find(tail, CUL_SV(">, mail_id: "));
	ev->other = (struct cul_sv){ NULL, 0 };
	if (hit != NULL)
		ev->other =
			(struct cul_sv){ tail.ptr, (size_t)(hit - tail.ptr) };
}

static enum cul_verdict verdict(struct cul_cur *c, const struct cul_record *rec,
				struct cul_event *ev)
{
	ev->kind = CUL_EV_CONTENT_VERDICT;
	take_category(c, ev);
	take_client(c, ev);
	ev->sender = take_address(c);
	cul_take_lit(c, CUL_SV(" -> "));
	take_recipients(c, rec, ev);
	if (c->bad || !cul_sv_present(ev->recipient))
		return CUL_MALFORMED;
	/* The comma behind the last recipient has been taken. */
	c->p -= c->p[-1] == ',';
	take_ids(cul_cur_rest(c), ev);
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);
	enum cul_verdict v = CUL_MALFORMED;

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	id_skip(&c);
	if (c.bad) {
		*ret_why = NOTICE;
		return CUL_IGNORED;
	}
	if (cul_try_lit(&c, CUL_SV("Passed ")) ||
	    cul_try_lit(&c, CUL_SV("Blocked ")))
		v = verdict(&c, rec, ret_ev);
	else
		v = CUL_IGNORED;
	if (v == CUL_MALFORMED)
		*ret_why = BAD_VERDICT;
	else if (cul_try_lit(&c, CUL_SV("(!")))
		*ret_why = TROUBLE;
	else
		*ret_why = cul_try_lit(&c, CUL_SV("...")) ? CONTINUED : STEP;
	return v;
}

const struct cul_parser cul_parser_amavis = {
	.name = "amavis",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
