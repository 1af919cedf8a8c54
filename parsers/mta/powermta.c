/* \summary: PowerMTA, accounting files */
/* grammar: PowerMTA User's Guide 3.5, 4.0, 4.5 and 5.0, "Accounting": record
 * types, fields, bounce categories */
/* reads: delivered (d), bounced (b), transient (t, tq) and remote bounce (rb)
 * records, by header; d and b also without one, in the default orders of 3.5
 * and since 4.0; from whom each message came, in the same record */
/* missing: received records (r), which deliveries and bounces repeat;
 * complaints (f); without a header other records, and orders of the site's
 * own */
/* A record holds all that is known of one recipient, and no id that all records
 * of a message share: each delivery and each bounce is a message of its own
 * here, begun, queued, decided and forgotten, under the recipient as its id. A
 * transient record tells of a message that has not ended, and begins none.
 *
 * srcMta is "name (address)", where the name is what the client said of itself:
 * the address is in the brackets that end the field. Without one the source is
 * a program on the host: srcType, "api" or "pickup", stands for it. */
#include "mta/powermta/powermta.h"
#include "culprit/parser.h"
#include "text/endpoint.h"

#define N(lit, is)                                                             \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, is                                   \
	}
static const struct cul_csv_name names[] = {
	N("type", CUL_PM_TYPE),
	N("timeLogged", CUL_PM_LOGGED),
	N("orig", CUL_PM_ORIG),
	N("rcpt", CUL_PM_RCPT),
	N("orcpt", CUL_PM_ORCPT),
	N("dsnStatus", CUL_PM_DSN_STATUS),
	N("dsnDiag", CUL_PM_DSN_DIAG),
	N("dsnMta", CUL_PM_DSN_MTA),
	N("bounceCat", CUL_PM_BOUNCE_CAT),
	N("srcType", CUL_PM_SRC_TYPE),
	N("srcMta", CUL_PM_SRC_MTA),
	N("dlvType", CUL_PM_DLV_TYPE),
	N("dlvDestinationIp", CUL_PM_DLV_TO),
	N("dlvSize", CUL_PM_DLV_SIZE),
};
#undef N

enum why {
	HEADER,
	RECEIVED,
	COMPLAINT,
	STATUS,
	NO_RECIPIENT,
	BAD_FIELDS,
	BAD_OPEN,
	BAD_TYPE,
	WHYS_
};

static const char *const reasons[WHYS_ + 1] = {
	[HEADER] = "the head of the file, which names its columns",
	[RECEIVED] = "received; its delivery or bounce names the source too",
	[COMPLAINT] = "a recipient's complaint, by his provider's report",
	[STATUS] = "a notice from elsewhere of mail that has gone",
	[NO_RECIPIENT] = "a record without a recipient",
	[BAD_FIELDS] = "not as many fields as columns",
	[BAD_OPEN] = "a quoted field that goes on in the next line",
	[BAD_TYPE] = "no type of record where one belongs",
};

static bool columns_hold(const struct cul_columns *c)
{
	return c != NULL && c->n != 0 && c->is[0] == CUL_PM_TYPE &&
	       cul_csv_knows(c, CUL_PM_RCPT, CUL_PM_RCPT) == 1 &&
	       cul_csv_knows(c, CUL_PM_LOGGED, CUL_PM_LOGGED) == 1;
}

static bool columns(struct cul_sv line, struct cul_columns *ret_columns)
{
	struct cul_columns out;

	if (!cul_sv_starts(line, CUL_SV("type,")) ||
	    cul_csv_columns(line, ',', names, sizeof(names) / sizeof(names[0]),
			    &out) < 4 ||
	    !columns_hold(&out))
		return false;
	*ret_columns = out;
	return true;
}

enum type { NONE, DELIVERED, BOUNCED, TRANSIENT, REMOTE_BOUNCE, OTHER };

static enum type type_of(struct cul_sv v, unsigned *ret_why)
{
	static const struct {
		struct cul_sv name;
		enum type type;
		enum why why;
	} t[] = {
		{ { "d", 1 }, DELIVERED, HEADER },
		{ { "b", 1 }, BOUNCED, HEADER },
		{ { "t", 1 }, TRANSIENT, HEADER },
		{ { "tq", 2 }, TRANSIENT, HEADER },
		{ { "rb", 2 }, REMOTE_BOUNCE, HEADER },
		{ { "rs", 2 }, OTHER, STATUS },
		{ { "r", 1 }, OTHER, RECEIVED },
		{ { "f", 1 }, OTHER, COMPLAINT },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(v, t[i].name)) {
			*ret_why = t[i].why;
			return t[i].type;
		}
	return NONE;
}

static enum type line_type(struct cul_sv line, unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_sv v = cul_take_until(&c, ',');

	return c.bad ? NONE : type_of(v, ret_why);
}

/* Those of the header, if one was read, or those that a record without one
 * shows; NULL: it is no record. */
static const struct cul_columns *columns_of(const struct cul_record *rec)
{
	unsigned why;

	if (!columns_hold(rec->columns))
		return cul_pm_columns_of(rec->line);
	return line_type(rec->line, &why) != NONE ? rec->columns : NULL;
}

static int probe(const struct cul_record *rec)
{
	struct cul_columns named;

	if (columns(rec->line, &named))
		return 100;
	return columns_of(rec) != NULL ? 80 : 0;
}

/* "2026-11-20 04:11:09+0000", or seconds since 1970. */
static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	const struct cul_columns *is = columns_of(rec);
	struct cul_pm_row r;
	struct cul_cur c;
	struct cul_stamp s;
	uint64_t sec;

	if (is == NULL)
		return false;
	(void)cul_csv_read(rec->line, is, true, CUL_CSV_POWERMTA, r.f,
			   CUL_PM_COLUMNS_);
	c = cul_cur_over(cul_pm_get(&r, CUL_PM_LOGGED));
	if (cul_stamp_read_rfc3339(&c, &s)) {
		*ret_stamp = s;
		return true;
	}
	sec = cul_take_u64(&c, UINT32_MAX);
	if (c.bad || c.p != c.end || sec < 100000000)
		return false;
	*ret_stamp = (struct cul_stamp){ CUL_STAMP_ZONED,
					 (int64_t)sec * CUL_USEC_PER_SEC };
	return true;
}

/* What PowerMTA itself made of the answer, for those that words do not tell. */
static enum cul_outcome of_category(struct cul_sv v)
{
	static const struct {
		struct cul_sv name;
		enum cul_outcome outcome;
	} t[] = {
		{ { "bad-mailbox", 11 }, CUL_OUTCOME_BAD_RECIPIENT },
		{ { "bad-domain", 10 }, CUL_OUTCOME_BAD_RECIPIENT },
		{ { "inactive-mailbox", 16 }, CUL_OUTCOME_BAD_RECIPIENT },
		{ { "spam-related", 12 }, CUL_OUTCOME_CONTENT },
		{ { "content-related", 15 }, CUL_OUTCOME_CONTENT },
		{ { "virus-related", 13 }, CUL_OUTCOME_CONTENT },
		{ { "relaying-issues", 15 }, CUL_OUTCOME_RELAY_REFUSED },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(v, t[i].name))
			return t[i].outcome;
	return CUL_OUTCOME_NEUTRAL;
}

static void answer_read(struct cul_event *ev, const struct cul_pm_row *r)
{
	struct cul_cur c = cul_cur_over(cul_pm_get(r, CUL_PM_DSN_DIAG));
	struct cul_sv status =
		cul_enhanced_read(cul_pm_get(r, CUL_PM_DSN_STATUS));

	(void)cul_try_lit(&c, CUL_SV("smtp;"));
	if (c.p != c.end)
		cul_event_answer(ev, cul_cur_rest(&c));
	if (!cul_sv_present(ev->enhanced) && cul_sv_present(status)) {
		ev->enhanced = status;
		ev->outcome = cul_outcome_of(ev->reply, status, ev->text,
					     CUL_STAGE_NONE);
	}
}

static void relay_read(struct cul_event *ev, const struct cul_pm_row *r)
{
	struct cul_sv type = cul_pm_get(r, CUL_PM_DLV_TYPE),
		      mta = cul_pm_get(r, CUL_PM_DSN_MTA);
	struct cul_addr addr;
	uint16_t port;

	ev->transport = CUL_TRANSPORT_REMOTE;
	if (cul_sv_eq(type, CUL_SV("discard")))
		ev->transport = CUL_TRANSPORT_NOWHERE;
	else if (cul_sv_eq(type, CUL_SV("file")) ||
		 cul_sv_eq(type, CUL_SV("pipe")))
		ev->transport = CUL_TRANSPORT_LOCAL;
	if (mta.len != 0 && !cul_named_addr_read(mta, &ev->relay, &addr))
		ev->relay = mta;
	(void)cul_endpoint_read(cul_pm_get(r, CUL_PM_DLV_TO), &ev->relay_addr,
				&port);
}

static enum cul_verdict fate(struct cul_event *ev, const struct cul_pm_row *r,
			     enum cul_event_kind kind)
{
	ev->kind = kind;
	ev->recipient = cul_pm_get(r, CUL_PM_RCPT);
	if (cul_pm_get(r, CUL_PM_ORCPT).len != 0)
		ev->orig_recipient = cul_pm_get(r, CUL_PM_ORCPT);
	answer_read(ev, r);
	relay_read(ev, r);
	if (kind == CUL_EV_DELIVERED)
		ev->outcome = CUL_OUTCOME_OK;
	else if (ev->outcome <= CUL_OUTCOME_OK ||
		 ev->outcome == CUL_OUTCOME_NEUTRAL)
		ev->outcome = of_category(cul_pm_get(r, CUL_PM_BOUNCE_CAT));
	return CUL_EVENT;
}

static void sender_read(struct cul_event *ev, const struct cul_pm_row *r)
{
	struct cul_sv v = cul_pm_get(r, CUL_PM_ORIG);

	if (cul_sv_eq(v, CUL_SV("<>")))
		v.len = 0;
	ev->sender = v;
}

static enum cul_verdict begun(struct cul_event *ev, const struct cul_pm_row *r)
{
	struct cul_sv src = cul_pm_get(r, CUL_PM_SRC_MTA), name = { NULL, 0 };

	ev->kind = CUL_EV_ACCEPTED;
	sender_read(ev, r);
	if (cul_named_addr_read(src, &name, &ev->client)) {
		if (name.len != 0)
			ev->helo = name;
	} else if (!cul_sv_eq(cul_pm_get(r, CUL_PM_SRC_TYPE), CUL_SV("smtp")) &&
		   cul_pm_get(r, CUL_PM_SRC_TYPE).len != 0) {
		ev->kind = CUL_EV_LOCAL_SUBMIT;
		ev->account = cul_pm_get(r, CUL_PM_SRC_TYPE);
	}
	return CUL_EVENT;
}

static enum cul_verdict queued(struct cul_event *ev, const struct cul_pm_row *r)
{
	struct cul_cur c = cul_cur_over(cul_pm_get(r, CUL_PM_DLV_SIZE));
	uint64_t size = cul_take_u64(&c, UINT64_MAX);

	ev->kind = CUL_EV_QUEUED;
	sender_read(ev, r);
	ev->size_bytes = c.bad ? 0 : size;
	ev->n_recipients = 1;
	return CUL_EVENT;
}

/* The four events of a message that has ended. */
static enum cul_verdict whole(struct cul_event *ev, const struct cul_pm_row *r,
			      unsigned part, enum cul_event_kind kind)
{
	ev->session = cul_pm_get(r, CUL_PM_RCPT);
	if (part < 3)
		ev->next_part = (uint16_t)(part + 1);
	switch (part) {
	case 0:
		return begun(ev, r);
	case 1:
		return queued(ev, r);
	case 2:
		return fate(ev, r, kind);
	default:
		ev->kind = CUL_EV_REMOVED;
		return CUL_EVENT;
	}
}

static enum cul_verdict row_parse(const struct cul_record *rec,
				  const struct cul_pm_row *r,
				  struct cul_event *ev, unsigned *ret_why)
{
	enum type type = type_of(cul_pm_get(r, CUL_PM_TYPE), ret_why);

	if (type == OTHER)
		return CUL_IGNORED;
	if (cul_pm_get(r, CUL_PM_RCPT).len == 0) {
		*ret_why = NO_RECIPIENT;
		return CUL_IGNORED;
	}
	cul_event_begin(ev, rec);
	switch (type) {
	case DELIVERED:
		return whole(ev, r, rec->part, CUL_EV_DELIVERED);
	case BOUNCED:
		return whole(ev, r, rec->part, CUL_EV_BOUNCED);
	case TRANSIENT:
		return fate(ev, r, CUL_EV_DEFERRED);
	case REMOTE_BOUNCE:
		return fate(ev, r, CUL_EV_BOUNCED);
	case NONE:
	case OTHER:
		break;
	}
	*ret_why = BAD_TYPE;
	return CUL_MALFORMED;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	const struct cul_columns *is;
	struct cul_columns named;
	struct cul_pm_row r;
	enum cul_csv_fit fit;

	if (columns(rec->line, &named)) {
		*ret_why = HEADER;
		return CUL_IGNORED;
	}
	is = columns_of(rec);
	if (is == NULL)
		return CUL_NOT_MINE;
	fit = cul_csv_read(rec->line, is, true, CUL_CSV_POWERMTA, r.f,
			   CUL_PM_COLUMNS_);
	if (fit != CUL_CSV_WHOLE) {
		*ret_why = fit == CUL_CSV_OPEN ? BAD_OPEN : BAD_FIELDS;
		return CUL_MALFORMED;
	}
	return row_parse(rec, &r, ret_ev, ret_why);
}

const struct cul_parser cul_parser_powermta = {
	.name = "powermta",
	.reasons = reasons,
	.probe = probe,
	.columns = columns,
	.stamp = stamp,
	.parse = parse,
};
