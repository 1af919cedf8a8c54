/* \summary: Momentum (Ecelerity), mainlog */
/* grammar: Momentum 3 and 4 documentation, "Log formats: mainlog" */
/* reads: receptions (R), deliveries (D), transient (T) and permanent (P)
 * failures, of one recipient each */
/* missing: the recipient of a fate, of which only the domain is logged; the
 * reject log; account names; mail that came by HTTP, whose client is not known
 */
/* seconds@message@batch@connection@TYPE@… with '@' for everything between
 * fields, so an address is two fields. The number of fields of each type is
 * fixed: an '@' within a localpart gives one more, and the record is then not
 * believed. Only the words of a failure, which are last, may hold more. */
#include "culprit/parser.h"
#include "text/endpoint.h"

enum { SECONDS, MESSAGE, BATCH, CONNECTION, TYPE, FIRST, FIELDS = 14 };
enum { RECEPTION_ADDR = 9, RECEPTION_SIZE = 10, RECEPTION_PROTO = 11 };
enum { D_RELAY = 11, FAILURE_RELAY = 12, FAILURE_WORDS = 13 };

enum why {
	HEARTBEAT,
	MOVED,
	INTERNAL,
	NO_CLIENT,
	BAD_FIELDS,
	BAD_CLIENT,
	WHYS_
};

static const char *const reasons[WHYS_ + 1] = {
	[HEARTBEAT] = "a sign that the server is alive",
	[MOVED] = "a message went to, or came from, another node",
	[INTERNAL] = "a message that the server made",
	[NO_CLIENT] = "a message that came otherwise than by SMTP",
	[BAD_FIELDS] = "not as many fields as its kind of record has",
	[BAD_CLIENT] = "no client address where one belongs",
};

struct row {
	struct cul_sv f[FIELDS];
	unsigned n;
};

/* The last field is all that is left. */
static void row_read(struct cul_sv line, struct row *r)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_sv rest;
	const char *stop;

	for (r->n = 0; r->n < FIELDS;) {
		rest = cul_cur_rest(&c);
		stop = rest.len != 0 ? cul_find_byte(rest.ptr, rest.len, '@')
				     : NULL;
		if (stop == NULL || r->n == FIELDS - 1) {
			r->f[r->n++] = rest;
			return;
		}
		r->f[r->n++] =
			(struct cul_sv){ rest.ptr, (size_t)(stop - rest.ptr) };
		c.p = stop + 1;
	}
}

/* "00/00-25004-31B987F3" */
static bool is_id(struct cul_sv v)
{
	unsigned dashes = 0;

	if (v.len < 8 || v.len > 40 || v.ptr[2] != '/')
		return false;
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		dashes += c == '-';
		if (c != '-' && c != '/' && !(c >= '0' && c <= '9') &&
		    !(c >= 'A' && c <= 'F'))
			return false;
	}
	return dashes == 2;
}

static bool seconds_read(struct cul_sv line, uint64_t *ret)
{
	struct cul_cur c = cul_cur_over(line);
	uint64_t n = cul_take_u64(&c, UINT32_MAX);

	cul_take_lit(&c, CUL_SV("@"));
	if (c.bad || n < 100000000)
		return false;
	*ret = n;
	return true;
}

/* Type of a record of this format, or 0. */
static char type_of(struct cul_sv line, struct row *r)
{
	uint64_t seconds;
	char type;

	if (line.len < 14 || !seconds_read(line, &seconds))
		return 0;
	row_read(line, r);
	if (r->n <= TYPE || r->f[TYPE].len == 0)
		return 0;
	type = r->f[TYPE].ptr[0];
	if (type == 'M' && r->f[MESSAGE].len == 0)
		return r->n == FIRST ? type : 0;
	if (r->f[TYPE].len != 1 || !is_id(r->f[MESSAGE]) ||
	    memchr("RDTPX", type, 5) == NULL)
		return 0;
	return type;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct row r;
	uint64_t seconds;

	if (type_of(rec->line, &r) == 0 || !seconds_read(rec->line, &seconds))
		return false;
	*ret_stamp = (struct cul_stamp){ CUL_STAMP_ZONED,
					 (int64_t)seconds * CUL_USEC_PER_SEC };
	return true;
}

static int probe(const struct cul_record *rec)
{
	struct row r;

	return type_of(rec->line, &r) != 0 ? 90 : 0;
}

/* Two fields and the '@' between them; "@" is the null sender. */
static struct cul_sv mailbox(const struct row *r, unsigned at)
{
	struct cul_sv v = { r->f[at].ptr, r->f[at].len + 1 + r->f[at + 1].len };

	if (v.len == 1)
		v.len = 0;
	return v;
}

static enum cul_verdict reception(struct cul_event *ev, const struct row *r,
				  unsigned part, unsigned *ret_why)
{
	struct cul_sv proto;
	struct cul_cur c;

	*ret_why = BAD_FIELDS;
	if (r->n != FIELDS ||
	    memchr(r->f[FIELDS - 1].ptr, '@', r->f[FIELDS - 1].len) != NULL)
		return CUL_MALFORMED;
	proto = r->f[RECEPTION_PROTO];
	c = cul_cur_over(r->f[RECEPTION_SIZE]);
	*ret_why = cul_sv_eq(proto, CUL_SV("internal")) ? INTERNAL
		   : cul_sv_eq(proto, CUL_SV("xfer"))   ? MOVED
							: NO_CLIENT;
	if (*ret_why != NO_CLIENT ||
	    cul_sv_eq(r->f[RECEPTION_ADDR], CUL_SV("unknown")))
		return CUL_IGNORED;
	*ret_why = BAD_CLIENT;
	if (!cul_addr_parse(r->f[RECEPTION_ADDR], &ev->client))
		return CUL_MALFORMED;
	ev->sender = mailbox(r, 7);
	if (part == 0) {
		ev->kind = CUL_EV_ACCEPTED;
		ev->recipient = mailbox(r, FIRST);
		ev->next_part = 1;
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_QUEUED;
	ev->client = (struct cul_addr){ { 0 } };
	ev->size_bytes = cul_take_u64(&c, UINT64_MAX);
	ev->n_recipients = 1;
	return CUL_EVENT;
}

/* "@domain": the localpart is not logged. */
static void domain_read(struct cul_event *ev, const struct row *r)
{
	ev->recipient =
		(struct cul_sv){ r->f[FIRST].ptr - 1, r->f[FIRST].len + 1 };
	ev->transport = CUL_TRANSPORT_REMOTE;
}

static enum cul_verdict delivered(struct cul_event *ev, const struct row *r,
				  unsigned *ret_why)
{
	*ret_why = BAD_FIELDS;
	if (r->n < D_RELAY + 1)
		return CUL_MALFORMED;
	ev->kind = CUL_EV_DELIVERED;
	ev->outcome = CUL_OUTCOME_OK;
	domain_read(ev, r);
	(void)cul_addr_parse(r->f[D_RELAY], &ev->relay_addr);
	return CUL_EVENT;
}

static enum cul_verdict failed(struct cul_event *ev, const struct row *r,
			       enum cul_event_kind kind, unsigned *ret_why)
{
	*ret_why = BAD_FIELDS;
	if (r->n != FIELDS)
		return CUL_MALFORMED;
	ev->kind = kind;
	domain_read(ev, r);
	(void)cul_addr_parse(r->f[FAILURE_RELAY], &ev->relay_addr);
	cul_event_answer(ev, r->f[FAILURE_WORDS]);
	if (ev->outcome == CUL_OUTCOME_OK)
		ev->outcome = CUL_OUTCOME_NEUTRAL;
	return CUL_EVENT;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct row r;
	char type = type_of(rec->line, &r);

	if (type == 0)
		return CUL_NOT_MINE;
	cul_event_begin(ret_ev, rec);
	ret_ev->session = r.f[MESSAGE];
	switch (type) {
	case 'R':
		return reception(ret_ev, &r, rec->part, ret_why);
	case 'D':
		return delivered(ret_ev, &r, ret_why);
	case 'T':
		return failed(ret_ev, &r, CUL_EV_DEFERRED, ret_why);
	case 'P':
		return failed(ret_ev, &r, CUL_EV_BOUNCED, ret_why);
	default:
		*ret_why = type == 'M' ? HEARTBEAT : MOVED;
		return CUL_IGNORED;
	}
}

const struct cul_parser cul_parser_momentum = {
	.name = "momentum",
	.reasons = reasons,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
