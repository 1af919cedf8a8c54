/* \summary: Microsoft Exchange, message tracking */
/* grammar: Microsoft's documentation "Message tracking" for Exchange 2007,
 * 2010, 2013 and 2016 to 2019: header, columns, events, sources */
/* reads: messages received, submitted from mailboxes, forked, notices, and
 * what becomes of each recipient; by header, or by the number of columns */
/* missing: logins over SMTP (see exchange-smtp), moderation, what agents noted;
 * a subject with a line break in it, of which the lines are malformed */
/* Whose address is what. client-ip is who submitted only where a message is
 * received; in SEND it is this server, and server-ip the next one. Behind a
 * front end, client-ip is that; the client then stands in custom-data, as
 * S:ProxiedClientIPAddress=, and in original-client-ip. (S:ProxyHop1= and so on
 * name the front ends themselves.) The item's name is looked for where an item
 * begins, and believed only if it is there once.
 *
 * A message that this server received from itself, with no client proxied and
 * "Originating", came from a mailbox: sender-address, From or Sender as the
 * store wrote it, is then its account. So it is of STOREDRIVER.
 */
#include "mta/exchange/exchange.h"
#include "text/endpoint.h"

#define N(lit, is_)                                                            \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, CUL_EXC_##is_                        \
	}
static const struct cul_csv_name names[] = {
	N("date-time", TIME),
	N("client-ip", CLIENT_IP),
	N("client-hostname", CLIENT_NAME),
	N("server-ip", SERVER_IP),
	N("server-hostname", SERVER_NAME),
	N("connector-id", CONNECTOR),
	N("source", SOURCE),
	N("event-id", EVENT),
	N("internal-message-id", ID),
	N("message-id", MESSAGE_ID),
	N("network-message-id", NETWORK_ID),
	N("recipient-address", RECIPIENTS),
	N("recipient-status", STATUS),
	N("total-bytes", SIZE),
	N("recipient-count", COUNT),
	N("reference", REFERENCE),
	N("sender-address", SENDER),
	N("return-path", RETURN_PATH),
	N("directionality", DIRECTION),
	N("original-client-ip", ORIGINAL_IP),
	N("custom-data", CUSTOM),
};
#undef N

enum { N_NAMES = sizeof(names) / sizeof(names[0]) };

static const char *const reasons[CUL_EXC_WHYS_ + 1] = {
	[CUL_EXC_HEADER] = "the head of a file, which names its columns",
	[CUL_EXC_SUBMIT] = "a mailbox handed a message over; RECEIVE follows",
	[CUL_EXC_RENAMED] = "a recipient was replaced; its fate follows",
	[CUL_EXC_SHADOW] = "a second copy, kept until the first has gone",
	[CUL_EXC_AGENT] = "what an agent noted of a message",
	[CUL_EXC_DUPLICATE] = "a recipient for the second time",
	[CUL_EXC_BADMAIL] = "a file in a pickup directory that is no message",
	[CUL_EXC_OTHER] = "a step on the way of a message; its fate follows",
	[CUL_EXC_UNKNOWN] = "an event that the documents do not know",
	[CUL_EXC_NO_ONE] = "a fate without a recipient",
	[CUL_EXC_NO_SOURCE] = "mail of the store's own processes",
	[CUL_EXC_BAD_SHORT] = "fewer fields than columns",
	[CUL_EXC_BAD_LONG] = "more fields than columns",
	[CUL_EXC_BAD_OPEN] = "a quoted field that goes on in the next line",
	[CUL_EXC_BAD_EVENT] = "no event where one belongs",
	[CUL_EXC_BAD_ID] = "no message id where one belongs",
};

/* Columns of files whose head is not there, by how many there are. */
static bool usual_columns(unsigned n, struct cul_columns *ret)
{
	static const uint8_t first[] = {
		CUL_EXC_TIME,      CUL_EXC_CLIENT_IP,   CUL_EXC_CLIENT_NAME,
		CUL_EXC_SERVER_IP, CUL_EXC_SERVER_NAME, 0,
		CUL_EXC_CONNECTOR, CUL_EXC_SOURCE,      CUL_EXC_EVENT,
		CUL_EXC_ID,        CUL_EXC_MESSAGE_ID,
	};
	static const uint8_t rest[] = {
		CUL_EXC_RECIPIENTS,
		CUL_EXC_STATUS,
		CUL_EXC_SIZE,
		CUL_EXC_COUNT,
		0,
		CUL_EXC_REFERENCE,
		0,
		CUL_EXC_SENDER,
		CUL_EXC_RETURN_PATH,
		0,
		CUL_EXC_DIRECTION,
		0,
		CUL_EXC_ORIGINAL_IP,
		0,
		CUL_EXC_CUSTOM,
	};
	struct cul_columns c = { .delimiter = ',' };
	/* 2007: 21; 2010: 26; 2013: 27, with network-message-id; up to 30 */
	bool network = n >= 27;

	if (n != 21 && (n < 26 || n > 30))
		return false;
	for (size_t i = 0; i < sizeof(first); i++)
		c.is[c.n++] = first[i];
	if (network)
		c.is[c.n++] = CUL_EXC_NETWORK_ID;
	for (size_t i = 0; i < sizeof(rest) && c.n < n; i++)
		c.is[c.n++] = rest[i];
	c.n = (uint8_t)n;
	*ret = c;
	return true;
}

static bool columns(struct cul_sv line, struct cul_columns *ret_columns)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_columns out;
	unsigned n;

	(void)cul_try_lit(&c, CUL_SV("#Fields: "));
	if (!cul_sv_starts(cul_cur_rest(&c), CUL_SV("date-time,")))
		return false;
	n = cul_csv_columns(cul_cur_rest(&c), ',', names, N_NAMES, &out);
	if (n < 8 || cul_csv_knows(&out, CUL_EXC_EVENT, CUL_EXC_ID) != 2)
		return false;
	*ret_columns = out;
	return true;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	return cul_csv_stamp_read(rec->text, ret_stamp);
}

static bool is_word(struct cul_sv v)
{
	if (v.len == 0)
		return false;
	for (size_t i = 0; i < v.len; i++)
		if (v.ptr[i] < 'A' || v.ptr[i] > 'Z')
			return false;
	return true;
}

static bool is_known_source(struct cul_sv v)
{
	static const struct cul_sv known[] = {
		{ "SMTP", 4 },
		{ "STOREDRIVER", 11 },
		{ "ROUTING", 7 },
		{ "AGENT", 5 },
		{ "DSN", 3 },
		{ "DNS", 3 },
		{ "QUEUE", 5 },
		{ "GATEWAY", 7 },
		{ "PICKUP", 6 },
		{ "ADMIN", 5 },
		{ "APPROVAL", 8 },
		{ "BOOTLOADER", 10 },
		{ "EDGEPROXY", 9 },
		{ "MAILBOXRULE", 11 },
		{ "ORAR", 4 },
		{ "POISONMESSAGE", 13 },
		{ "PUBLICFOLDER", 12 },
		{ "REDUNDANCY", 10 },
		{ "RESOLVER", 8 },
		{ "SAFETYNET", 9 },
		{ "MEETINGMESSAGEPROCESSOR", 23 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (cul_sv_eq(v, known[i]))
			return true;
	return false;
}

/* Of the file's own columns, or of those that its kind usually has. */
static bool row_read(const struct cul_record *rec, struct cul_exc *row,
		     enum cul_csv_fit *ret_fit)
{
	struct cul_columns usual;
	const struct cul_columns *c = rec->columns;
	struct cul_stamp s;

	if (!cul_csv_stamp_read(rec->text, &s))
		return false;
	if (cul_csv_knows(c, CUL_EXC_EVENT, CUL_EXC_ID) != 2) {
		if (!usual_columns(cul_csv_count(rec->text, ',', true), &usual))
			return false;
		c = &usual;
	}
	*ret_fit = cul_csv_read(rec->text, c, true, CUL_CSV_EXCHANGE, row->f,
				CUL_EXC_COLUMNS_);
	if (c != &usual)
		return !cul_sv_present(cul_exc(row, CUL_EXC_SOURCE)) ||
		       is_word(cul_exc(row, CUL_EXC_SOURCE));
	return is_known_source(cul_exc(row, CUL_EXC_SOURCE)) &&
	       is_word(cul_exc(row, CUL_EXC_EVENT));
}

static bool is_header(struct cul_sv v)
{
	struct cul_columns c;

	return cul_sv_eq(v, CUL_SV("#Log-type: Message Tracking Log")) ||
	       columns(v, &c);
}

static int probe(const struct cul_record *rec)
{
	struct cul_exc row;
	enum cul_csv_fit fit;

	if (is_header(rec->line))
		return 100;
	if (!row_read(rec, &row, &fit) || fit != CUL_CSV_WHOLE)
		return 0;
	return is_known_source(cul_exc(&row, CUL_EXC_SOURCE)) ? 90 : 0;
}

/* "#Version: 15.02.1118.007", which has more dots than others' versions, and
 * "#Date: 2026-11-20T04:00:00.101Z", in which others have a blank. */
static bool is_version_or_date(struct cul_sv line)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_stamp s;
	unsigned numbers = 0;

	if (cul_try_lit(&c, CUL_SV("#Date: ")))
		return c.end - c.p > 20 && c.p[10] == 'T' &&
		       cul_stamp_read_rfc3339(&c, &s) && c.p == c.end;
	if (!cul_try_lit(&c, CUL_SV("#Version: ")))
		return false;
	do {
		(void)cul_take_u64(&c, UINT32_MAX);
		numbers++;
	} while (cul_try_lit(&c, CUL_SV(".")));
	return !c.bad && c.p == c.end && numbers == 4;
}

/* The head of this log, or what all of Exchange's logs have there. */
static bool is_head_line(const struct cul_record *rec)
{
	static const struct cul_sv software = { "#Software: Microsoft Exchange",
						29 };

	return is_header(rec->line) || cul_sv_starts(rec->line, software) ||
	       is_version_or_date(rec->line) ||
	       (cul_sv_starts(rec->line, CUL_SV("#")) &&
		cul_csv_knows(rec->columns, CUL_EXC_EVENT, CUL_EXC_ID) == 2);
}

static enum cul_verdict fit_verdict(enum cul_csv_fit fit, unsigned *ret_why)
{
	*ret_why = fit == CUL_CSV_SHORT  ? CUL_EXC_BAD_SHORT
		   : fit == CUL_CSV_LONG ? CUL_EXC_BAD_LONG
					 : CUL_EXC_BAD_OPEN;
	return CUL_MALFORMED;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct cul_exc row = { .ev = ret_ev, .part = rec->part };
	enum cul_csv_fit fit;
	enum cul_verdict v;

	if (is_head_line(rec)) {
		*ret_why = CUL_EXC_HEADER;
		return CUL_IGNORED;
	}
	if (!row_read(rec, &row, &fit))
		return CUL_NOT_MINE;
	if (fit != CUL_CSV_WHOLE)
		return fit_verdict(fit, ret_why);
	cul_event_begin(ret_ev, rec);
	row.text = rec->text;
	v = cul_exc_read(&row);
	if (v != CUL_EVENT)
		*ret_why = row.why;
	return v;
}

const struct cul_parser cul_parser_exchange = {
	.name = "exchange",
	.reasons = reasons,
	.probe = probe,
	.columns = columns,
	.stamp = stamp,
	.parse = parse,
};
