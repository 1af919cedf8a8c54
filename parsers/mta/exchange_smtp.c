/* \summary: Microsoft Exchange, SMTP protocol log */
/* grammar: Microsoft's documentation "Protocol logging" for Exchange 2007 to
 * 2019: columns and the events + - > < * */
/* reads: of receive connectors: connections, logins, failed logins, refusals,
 * messages taken; by header, or by the nine columns it always has */
/* missing: which recipient a refusal was about, since the command stands on
 * the line before; the name that a failed login gave; send connectors */
/* Every row names both ends, so each event has its client: remote-endpoint, of
 * a receive connector, which is "SERVER\NAME"; a send connector is a name
 * without a backslash, and its remote end is a server that we called. What the
 * client sends ('<') makes no event, so nothing it says can make one.
 *
 * "[InternalId=…]" is the message's number in the tracking log. It is not taken
 * for one here: behind a front end that row names the front end as the client,
 * and would put it in the place of the one whom the tracking log knows. */
#include "culprit/parser.h"
#include "text/csv.h"
#include "text/endpoint.h"

enum column {
	TIME = CUL_CSV_EXCHANGE_SMTP,
	CONNECTOR,
	SESSION,
	SEQUENCE,
	LOCAL,
	REMOTE,
	EVENT,
	DATA,
	CONTEXT,
	END
};

enum { COLUMNS_ = END - CUL_CSV_EXCHANGE_SMTP };

#define N(lit, is)                                                             \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, is                                   \
	}
static const struct cul_csv_name names[] = {
	N("date-time", TIME),       N("connector-id", CONNECTOR),
	N("session-id", SESSION),   N("sequence-number", SEQUENCE),
	N("local-endpoint", LOCAL), N("remote-endpoint", REMOTE),
	N("event", EVENT),          N("data", DATA),
	N("context", CONTEXT),
};
#undef N

static const struct cul_columns usual = {
	.n = COLUMNS_,
	.delimiter = ',',
	.is = { TIME, CONNECTOR, SESSION, SEQUENCE, LOCAL, REMOTE, EVENT, DATA,
		CONTEXT },
};

enum why {
	HEADER,
	COMMAND,
	ANSWER,
	STEP,
	ENDED,
	SENDING,
	NO_CLIENT,
	BAD_FIELDS,
	BAD_OPEN,
	BAD_EVENT,
	WHYS_
};

static const char *const reasons[WHYS_ + 1] = {
	[HEADER] = "the head of the file, which names its columns",
	[COMMAND] = "a client's command; the answer follows",
	[ANSWER] = "an answer that lets the client go on",
	[STEP] = "a remark of the server on its session",
	[ENDED] = "a session ended, with no word of what it held",
	[SENDING] = "a session that this server began; see its tracking log",
	[NO_CLIENT] = "an answer with no client address beside it",
	[BAD_FIELDS] = "not as many fields as columns",
	[BAD_OPEN] = "a quoted field that goes on in the next line",
	[BAD_EVENT] = "no event of the protocol where one belongs",
};

struct row {
	struct cul_sv f[COLUMNS_];
};

static struct cul_sv get(const struct row *r, enum column c)
{
	return r->f[c - CUL_CSV_EXCHANGE_SMTP];
}

static bool columns(struct cul_sv line, struct cul_columns *ret_columns)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_columns out;

	(void)cul_try_lit(&c, CUL_SV("#Fields: "));
	if (!cul_sv_starts(cul_cur_rest(&c), CUL_SV("date-time,connector-id,")))
		return false;
	if (cul_csv_columns(cul_cur_rest(&c), ',', names,
			    sizeof(names) / sizeof(names[0]), &out) < 8 ||
	    cul_csv_knows(&out, REMOTE, DATA) != 3)
		return false;
	*ret_columns = out;
	return true;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	return cul_csv_stamp_read(rec->text, ret_stamp);
}

/* "08DA4F7C11473A60" */
static bool is_session(struct cul_sv v)
{
	if (v.len != 16)
		return false;
	for (size_t i = 0; i < v.len; i++)
		if (!((v.ptr[i] >= '0' && v.ptr[i] <= '9') ||
		      (v.ptr[i] >= 'A' && v.ptr[i] <= 'F')))
			return false;
	return true;
}

/* Third of the columns that every file of this kind has. */
static bool is_shaped(struct cul_sv text)
{
	struct cul_csv csv = cul_csv_over(text, ',', true);
	struct cul_stamp s;

	if (!cul_csv_stamp_read(text, &s))
		return false;
	(void)cul_csv_next(&csv);
	(void)cul_csv_next(&csv);
	return csv.more && is_session(cul_csv_next(&csv)) && csv.more;
}

static const struct cul_columns *columns_of(const struct cul_record *rec)
{
	return cul_csv_knows(rec->columns, REMOTE, DATA) == 3 ? rec->columns
							      : &usual;
}

static bool is_head_line(const struct cul_record *rec)
{
	struct cul_columns c;

	return columns(rec->line, &c) ||
	       cul_sv_eq(rec->line,
			 CUL_SV("#Log-type: SMTP Receive Protocol Log")) ||
	       cul_sv_eq(rec->line,
			 CUL_SV("#Log-type: SMTP Send Protocol Log")) ||
	       (cul_sv_starts(rec->line, CUL_SV("#")) &&
		cul_csv_knows(rec->columns, REMOTE, DATA) == 3);
}

static int probe(const struct cul_record *rec)
{
	struct row r;

	if (is_head_line(rec))
		return 100;
	if (!is_shaped(rec->text) ||
	    cul_csv_read(rec->text, columns_of(rec), true,
			 CUL_CSV_EXCHANGE_SMTP, r.f, COLUMNS_) != CUL_CSV_WHOLE)
		return 0;
	return get(&r, EVENT).len == 1 ? 90 : 0;
}

static enum cul_verdict answered(struct cul_event *ev, struct cul_sv data,
				 unsigned *ret_why)
{
	struct cul_reply r = cul_reply_read(data);

	if (r.code == 250 && cul_sv_ends(data, CUL_SV("Queued mail for "
						      "delivery"))) {
		ev->kind = CUL_EV_ACCEPTED;
		ev->text = r.text;
		return CUL_EVENT;
	}
	if (r.code < 400) {
		*ret_why = ANSWER;
		return CUL_IGNORED;
	}
	ev->kind = r.code == 535 ? CUL_EV_LOGIN_FAILED : CUL_EV_REFUSED;
	ev->stage = r.code == 535 ? CUL_STAGE_AUTH : CUL_STAGE_NONE;
	cul_event_answer(ev, data);
	/* Here neutral would say that the fault was ours. */
	if (r.code == 535)
		ev->outcome = CUL_OUTCOME_NONE;
	return CUL_EVENT;
}

static enum cul_verdict remarked(struct cul_event *ev, const struct row *r,
				 unsigned *ret_why)
{
	if (!cul_sv_eq(get(r, CONTEXT), CUL_SV("authenticated")) ||
	    get(r, DATA).len == 0) {
		*ret_why = STEP;
		return CUL_IGNORED;
	}
	ev->kind = CUL_EV_LOGIN;
	ev->account = get(r, DATA);
	return CUL_EVENT;
}

static enum cul_verdict happened(struct cul_event *ev, const struct row *r,
				 unsigned *ret_why)
{
	struct cul_sv e = get(r, EVENT);

	switch (e.len == 1 ? e.ptr[0] : 0) {
	case '+':
		ev->kind = CUL_EV_CONNECT;
		return CUL_EVENT;
	case '>':
		return answered(ev, get(r, DATA), ret_why);
	case '*':
		return remarked(ev, r, ret_why);
	case '<':
		*ret_why = COMMAND;
		return CUL_IGNORED;
	case '-':
		*ret_why = ENDED;
		return CUL_IGNORED;
	default:
		*ret_why = BAD_EVENT;
		return CUL_MALFORMED;
	}
}

static enum cul_verdict row_parse(const struct cul_record *rec,
				  const struct row *r, struct cul_event *ev,
				  unsigned *ret_why)
{
	struct cul_sv connector = get(r, CONNECTOR);
	const char *slash =
		connector.len != 0
			? cul_find_byte(connector.ptr, connector.len, '\\')
			: NULL;
	enum cul_verdict v;

	if (slash == NULL) {
		*ret_why = SENDING;
		return CUL_IGNORED;
	}
	cul_event_begin(ev, rec);
	if (slash != connector.ptr)
		ev->host = (struct cul_sv){ connector.ptr,
					    (size_t)(slash - connector.ptr) };
	v = happened(ev, r, ret_why);
	if (v != CUL_EVENT)
		return v;
	if (cul_endpoint_read(get(r, REMOTE), &ev->client, &ev->client_port))
		return CUL_EVENT;
	*ret_why = NO_CLIENT;
	return CUL_IGNORED;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct row r;
	enum cul_csv_fit fit;

	if (is_head_line(rec)) {
		*ret_why = HEADER;
		return CUL_IGNORED;
	}
	if (!is_shaped(rec->text))
		return CUL_NOT_MINE;
	fit = cul_csv_read(rec->text, columns_of(rec), true,
			   CUL_CSV_EXCHANGE_SMTP, r.f, COLUMNS_);
	if (fit != CUL_CSV_WHOLE) {
		*ret_why = fit == CUL_CSV_OPEN ? BAD_OPEN : BAD_FIELDS;
		return CUL_MALFORMED;
	}
	return row_parse(rec, &r, ret_ev, ret_why);
}

const struct cul_parser cul_parser_exchange_smtp = {
	.name = "exchange-smtp",
	.reasons = reasons,
	.probe = probe,
	.columns = columns,
	.stamp = stamp,
	.parse = parse,
};
