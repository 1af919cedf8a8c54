/* \summary: amavis, amavisd-new */
/* grammar: amavisd-new 2.6 to 2.11 and amavis 2.12 to 2.14: the default
 * templates $log_short_templ and $log_verbose_templ, README.customize */
/* reads: the verdict on each message, for each recipient: joined by Queue-ID
 * to the message it came as, by queued_as to the one it goes on as, else by
 * Message-ID */
/* missing: templates that an operator has made himself; what is banned by the
 * names of its parts; the rules that hit; the client, if amavis was not told
 * its port (before 2.7.0, or without XFORWARD); what stands in the rest of a
 * line that was too long */

/* The first bracket is the client. With a port the mail server named it
 * (XFORWARD, or attributes of a milter); without one it may have been read
 * from a Received header, which a program on the host can write as it likes,
 * and is not taken. The second is the last hop but all such headers say, and
 * is never taken. Then come sender and recipients, which are read as quoted
 * addresses, and the ids in their order: none is looked for in what the
 * Message-ID or a subject holds. */
#include "culprit/limits.h"
#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum why { CONTINUED, STEP, TROUBLE, NOTICE, BANNED, BAD_VERDICT, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[CONTINUED] = "the rest of a line that was too long",
	[STEP] = "a step of the check; its verdict has a line of its own",
	[TROUBLE] = "an error or warning of the filter about itself",
	[NOTICE] = "a notice of the filter about itself",
	[BANNED] = "a ban of a part by its name, which the sender chose",
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
	/* BAD-HEADER, UNCHECKED, OVERSIZED, MTA-BLOCKED … */
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
	struct cul_addr client, other;
	uint16_t port;

	while (c->p < c->end && *c->p != '[' && *c->p != '<' && !c->bad)
		(void)cul_take_until(c, ' ');
	if (take_bracket(c, &client, &ev->client_port)) {
		if (ev->client_port != 0)
			ev->client = client;
		(void)take_bracket(c, &other, &port);
	}
	while (c->p < c->end && *c->p != '<' && !c->bad)
		(void)cul_take_until(c, ' ');
}

/* "<address>", of which any part in quotes may hold what it likes. */
static struct cul_sv take_address(struct cul_cur *c)
{
	const char *begin, *p, *end;

	cul_take_lit(c, CUL_SV("<"));
	begin = p = c->p;
	while (!c->bad && p < c->end && *p != '>') {
		end = *p == '"' ? cul_quoted_end(p, c->end) : NULL;
		p = end != NULL ? end : p + 1;
	}
	if (c->bad || p == c->end) {
		c->bad = true;
		return (struct cul_sv){ NULL, 0 };
	}
	c->p = p + 1;
	return (struct cul_sv){ begin, (size_t)(p - begin) };
}

/* amavis writes a line that is too long as several. */
static bool goes_on(const struct cul_record *rec)
{
	return cul_sv_ends(rec->text, CUL_SV("..."));
}

/* The recipient that is wanted, at `part` or the first; the cursor goes to the
 * comma behind all of them. Of a line that goes on in another those that it
 * holds are taken, and the cursor goes to its end. */
static void take_recipients(struct cul_cur *c, const struct cul_record *rec,
			    struct cul_event *ev)
{
	do {
		size_t at = (size_t)(c->p - rec->text.ptr);
		struct cul_sv v = take_address(c);

		if (c->bad) {
			c->bad =
				!cul_sv_present(ev->recipient) || !goes_on(rec);
			c->p = c->end;
			return;
		}
		if (cul_sv_present(ev->recipient)) {
			if (ev->next_part == 0 && at <= UINT16_MAX)
				ev->next_part = (uint16_t)at;
		} else if (rec->part == 0 || at >= rec->part) {
			ev->recipient = v;
		}
		if (c->end - c->p < 2 || memcmp(c->p, ",<", 2) != 0)
			break;
		c->p++;
	} while (true);
	if (c->p != c->end && *c->p != ',' && !goes_on(rec))
		c->bad = true;
}

/* A queue id; not one that the end of the line may have cut off. */
static struct cul_sv take_id(struct cul_cur *c)
{
	struct cul_sv v = word(c);

	if (v.len > CUL_QUEUE_ID_MAX || c->p == c->end ||
	    (*c->p != ',' && *c->p != '/'))
		c->bad = true;
	return c->bad ? (struct cul_sv){ NULL, 0 } : v;
}

/* Where `key` stands, if it stands there once. */
static const char *once(struct cul_sv v, struct cul_sv key)
{
	const char *hit = cul_sv_find(v, key);
	size_t after;

	if (hit == NULL)
		return NULL;
	after = (size_t)(hit - v.ptr) + key.len;
	return cul_sv_find(cul_sv_from(v, after), key) == NULL ? hit : NULL;
}

/* To the Queue-ID, or else to the Message-ID. In the short form nothing but
 * amavis's own names of the quarantine stands before them. In the long one
 * what Received headers say does, in which both may be forged: the one that
 * stands there alone is the true one, if there is one; a mail server that told
 * the client's port tells the Queue-ID too. */
static bool go_to_ids(struct cul_cur *c, bool told)
{
	const struct cul_sv queue = CUL_SV(", Queue-ID: ");
	const struct cul_sv message = CUL_SV(", Message-ID: <");
	struct cul_sv rest = cul_cur_rest(c);
	const char *hit = cul_sv_find(rest, queue);
	const char *id = cul_sv_find(rest, message);

	if (cul_sv_starts(rest, queue) || cul_sv_starts(rest, message))
		return true;
	if (cul_sv_starts(rest, CUL_SV(", quarantine: "))) {
		if (hit == NULL || (id != NULL && id < hit))
			hit = id;
	} else if (told && hit != NULL) {
		hit = once(rest, queue);
	} else {
		hit = once(rest, message);
	}
	if (hit != NULL)
		c->p = hit;
	return hit != NULL;
}

/* What is left of "<id>" behind its '<'. In quotes it may hold a '>', behind
 * a '\\'. */
static struct cul_sv take_message_id(struct cul_cur *c)
{
	const char *p = c->p;
	struct cul_sv v;

	do
		v = cul_take_until(c, '>');
	while (!c->bad && v.len != 0 && c->p[-2] == '\\');
	return c->bad ? v : (struct cul_sv){ p, (size_t)(c->p - 1 - p) };
}

/* "mail_id: x, b: x, Hits: 5.1, size: 1, pt: x, queued_as: ID" */
static struct cul_sv take_queued_as(struct cul_cur *c)
{
	if (cul_try_lit(c, CUL_SV(", Resent-Message-ID: <")))
		(void)take_message_id(c);
	if (cul_try_lit(c, CUL_SV(", mail_id: ")))
		(void)word(c);
	if (cul_try_lit(c, CUL_SV(", b: ")))
		(void)word(c);
	cul_take_lit(c, CUL_SV(", Hits: "));
	(void)cul_take_before(c, CUL_SV(","));
	if (cul_try_lit(c, CUL_SV(", size: ")))
		(void)cul_take_u64(c, UINT64_MAX);
	if (cul_try_lit(c, CUL_SV(", pt: ")))
		(void)cul_take_before(c, CUL_SV(","));
	cul_take_lit(c, CUL_SV(", queued_as: "));
	return c->bad ? (struct cul_sv){ NULL, 0 } : take_id(c);
}

static void take_ids(struct cul_cur *c, struct cul_event *ev)
{
	struct cul_sv message_id = { NULL, 0 };

	if (!go_to_ids(c, ev->client_port != 0))
		return;
	if (cul_try_lit(c, CUL_SV(", Queue-ID: ")))
		ev->session = take_id(c);
	if (cul_try_lit(c, CUL_SV(", Message-ID: <")))
		message_id = take_message_id(c);
	if (c->bad)
		return;
	if (ev->session.len != 0)
		ev->other = take_queued_as(c);
	else /* then the message is known by its Message-ID alone */
		ev->other = message_id;
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
	take_ids(c, ev);
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(rec->text);

	if (!claims(rec->tag))
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	id_skip(&c);
	if (c.bad) {
		*ret_why = NOTICE;
		return CUL_IGNORED;
	}
	if (cul_try_lit(&c, CUL_SV("Passed ")) ||
	    cul_try_lit(&c, CUL_SV("Blocked "))) {
		*ret_why = BANNED;
		if (cul_try_lit(&c, CUL_SV("BANNED (")))
			return CUL_IGNORED;
		*ret_why = BAD_VERDICT;
		return verdict(&c, rec, ret_ev);
	}
	if (cul_try_lit(&c, CUL_SV("(!")))
		*ret_why = TROUBLE;
	else
		*ret_why = cul_try_lit(&c, CUL_SV("...")) ? CONTINUED : STEP;
	return CUL_IGNORED;
}

const struct cul_parser cul_parser_amavis = {
	.name = "amavis",
	.reasons = reasons,
	.claims = claims,
	.parse = parse,
};
