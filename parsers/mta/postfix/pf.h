/* \summary: what the files of the Postfix parser share
 *
 * Each reader takes a record whose tag names its daemon and answers with a
 * verdict. The event is built where parse() was told to put it.
 */
#ifndef CUL_POSTFIX_PF_H
#define CUL_POSTFIX_PF_H

#include "culprit/parser.h"
#include "text/scan.h"

enum cul_pf_why {
	/* ignored */
	CUL_PF_TLS,
	CUL_PF_DNS,
	CUL_PF_RULE,
	CUL_PF_WARNING,
	CUL_PF_FAULT,
	CUL_PF_NOTICE,
	CUL_PF_SASL,
	CUL_PF_ATTEMPT,
	CUL_PF_PROBE,
	CUL_PF_STATISTICS,
	CUL_PF_ADMIN,
	CUL_PF_PASSED,
	CUL_PF_LISTED,
	CUL_PF_DNSBL,
	CUL_PF_BOUNCE,
	CUL_PF_NO_ID,
	CUL_PF_SKIPPED,
	CUL_PF_REPEATED,
	CUL_PF_NO_CLIENT,
	CUL_PF_PROXY,
	/* malformed */
	CUL_PF_BAD_CLIENT,
	CUL_PF_BAD_REFUSAL,
	CUL_PF_BAD_COUNTS,
	CUL_PF_BAD_STATUS,
	CUL_PF_BAD_QUEUE,
	CUL_PF_BAD_PICKUP,
	CUL_PF_BAD_ID,
	CUL_PF_WHYS_
};

struct cul_pf {
	struct cul_cur c; /* the words not yet read */
	struct cul_event *ev;
	unsigned why;
};

static inline enum cul_verdict cul_pf_ignore(struct cul_pf *pf,
					     enum cul_pf_why why)
{
	pf->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_pf_malformed(struct cul_pf *pf,
						enum cul_pf_why why)
{
	pf->why = why;
	return CUL_MALFORMED;
}

/* words.c: the pieces of which Postfix makes its lines. */

/* Take "4C1A2B3D4E: " or "4jXPh66sczz1bY1b: " into ev.session; false, with
 * nothing moved, if the text does not begin with a queue id. */
bool cul_pf_take_queue_id(struct cul_pf *pf);

/* Is the whole of `v` a queue id? mail_queue.h: five hexadecimal digits of
 * microseconds and an inode; or, long, no vowels and a 'z' within. */
bool cul_pf_is_queue_id(struct cul_sv v);

/* Take "name[addr]", "name[addr]:port" or "[addr]:port" into fields that are
 * zero as yet; the name stays absent if "unknown". A name is what DNS may hold
 * (valid_hostname.c), so no bracket can be smuggled in. Sets c->bad if there
 * is none. "unknown" for an address gives none, and is not bad. */
void cul_pf_take_client_to(struct cul_cur *c, struct cul_sv *ret_name,
			   struct cul_addr *ret_addr, uint16_t *ret_port);

static inline void cul_pf_take_event_client(struct cul_cur *c,
					    struct cul_event *ev)
{
	cul_pf_take_client_to(c, &ev->client_name, &ev->client,
			      &ev->client_port);
}

/* The same, where it is not sure whether it is the event's client. */
struct cul_pf_client {
	struct cul_sv name;
	struct cul_addr addr;
	uint16_t port;
};

struct cul_pf_client cul_pf_take_client(struct cul_cur *c);
void cul_pf_set_client(struct cul_event *ev, const struct cul_pf_client *cl);

/* Behind the quoted local part that begins with the '"' at `p`, or NULL if it
 * is not closed as RFC 5321 4.1.2 writes it: then the '"' is only a byte like
 * others. */
const char *cul_pf_quoted_end(const char *p, const char *end);

/* Read "<address>" at `p` in the form that info_log_addr_form=external gives:
 * in a quoted local part a '>' does not end it. Where it ends, or NULL, with
 * *ret_address absent. */
static inline const char *cul_pf_address_read(const char *p, const char *end,
					      struct cul_sv *ret_address)
{
	const char *from, *hit;

	*ret_address = (struct cul_sv){ NULL, 0 };
	if (p == end || *p != '<')
		return NULL;
	from = ++p;
	if (p != end && *p == '"')
		from = cul_pf_quoted_end(p, end);
	if (from == NULL)
		from = p;
	hit = cul_find_byte(from, (size_t)(end - from), '>');
	if (hit == NULL)
		return NULL;
	*ret_address = (struct cul_sv){ p, (size_t)(hit - p) };
	return hit + 1;
}

/* Behind `lit` at `p`, or NULL if something else is there. */
static inline const char *cul_pf_lit_end(const char *p, const char *end,
					 struct cul_sv lit)
{
	if ((size_t)(end - p) < lit.len || memcmp(p, lit.ptr, lit.len) != 0)
		return NULL;
	return p + lit.len;
}

/* The envelope that ends a line: "from=<> to=<> proto= helo=<>", each of
 * which may miss, with commas (postscreen) or without. Reads what it can. */
void cul_pf_take_envelope(struct cul_cur *c, struct cul_event *ev);

/* Where "; from=<", or where that misses "; to=<", "; proto=" or "; helo=<",
 * stands in `v`: NULL if nowhere. *ret_once is false if "; from=<" stands
 * there twice, as only hostile text makes it. */
const char *cul_pf_find_envelope(struct cul_sv v, bool *ret_once);

/* "warning: …", "fatal: …" and such, and what syslogd repeats: ignored, each
 * for its reason. False if the line is none of these. */
bool cul_pf_is_trouble(struct cul_pf *pf, enum cul_verdict *ret_v);

/* refusal.c */
struct cul_pf_action {
	bool let_pass;
	enum cul_disposition disposition;
};

/* Take "reject: ", "milter-hold: " … ; false if there is none. */
bool cul_pf_take_action(struct cul_cur *c, struct cul_pf_action *ret_a);

/* The cursor stands after "reject: ". */
enum cul_verdict cul_pf_refused(struct cul_pf *pf,
				const struct cul_pf_action *a);

/* One reader for each kind of daemon. Hot, since gcc takes what stands at the
 * end of a chain of tests for cold, and there makes calls of what are a few
 * instructions. */
__attribute__((hot)) enum cul_verdict cul_pf_smtpd(struct cul_pf *pf);
__attribute__((hot)) enum cul_verdict cul_pf_postscreen(struct cul_pf *pf);
__attribute__((hot)) enum cul_verdict cul_pf_cleanup(struct cul_pf *pf);
__attribute__((hot)) enum cul_verdict cul_pf_qmgr(struct cul_pf *pf);
enum cul_verdict cul_pf_pickup(struct cul_pf *pf);
enum cul_verdict cul_pf_postsuper(struct cul_pf *pf);

/* Agents that deliver. `transport` is what the daemon's name tells: REMOTE
 * (smtp, lmtp: the relay decides), LOCAL or NOWHERE. `lmtp` is true for a
 * store spoken to with LMTP. */
__attribute__((hot)) enum cul_verdict
cul_pf_delivery(struct cul_pf *pf, enum cul_transport transport, bool lmtp);

#endif
