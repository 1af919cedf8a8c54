/* \summary: SMTP service of Microsoft IIS, and Exchange 2000 and 2003 */
/* grammar: Microsoft's documentation "SMTP protocol logging" of Exchange 2003
 * and IIS 6, W3C extended log file format (W3C working draft WD-logfile) */
/* reads: refused commands, failed logins and messages taken, each with its
 * client; times are UTC */
/* missing: why a command was refused, since only the code is logged; what we
 * sent to others (OutboundConnection rows name no message); names of logins;
 * NCSA, ODBC and IIS format; logs without a date column */
/* The same header stands over logs of web servers. A row is the SMTP service's
 * if its site is "SMTPSVC" and a number, or, without that column, its protocol
 * version "SMTP". c-ip is the client; cs-username what it called itself, in
 * which blanks are '+', as in cs-uri-query, so that neither can end its field.
 * Rows of sessions that the service began are named OutboundConnectionCommand
 * and …Response there, with status 0; with another it is a client's joke. */
#include "culprit/parser.h"
#include "text/csv.h"
#include "text/endpoint.h"

enum column {
	DATE = CUL_CSV_IIS,
	CLOCK,
	CLIENT,
	USER,
	SITE,
	COMPUTER,
	METHOD,
	QUERY,
	STATUS,
	VERSION,
	END
};

enum { COLUMNS_ = END - CUL_CSV_IIS };

#define N(lit, is)                                                             \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, is                                   \
	}
static const struct cul_csv_name names[] = {
	N("date", DATE),        N("time", CLOCK),
	N("c-ip", CLIENT),      N("cs-username", USER),
	N("s-sitename", SITE),  N("s-computername", COMPUTER),
	N("cs-method", METHOD), N("cs-uri-query", QUERY),
	N("sc-status", STATUS), N("cs-version", VERSION),
};
#undef N

enum why {
	HEADER,
	DONE,
	LOGGED_IN,
	OUTBOUND,
	NO_CLIENT,
	BAD_FIELDS,
	BAD_STATUS,
	WHYS_
};

static const char *const reasons[WHYS_ + 1] = {
	[HEADER] = "the head of the file, which names its columns",
	[DONE] = "a command that was done",
	[LOGGED_IN] = "a login, of whom is not said",
	[OUTBOUND] = "a session that this server began",
	[NO_CLIENT] = "a command with no client address beside it",
	[BAD_FIELDS] = "not as many fields as columns",
	[BAD_STATUS] = "no reply code where one belongs",
};

struct row {
	struct cul_sv f[COLUMNS_];
};

static struct cul_sv get(const struct row *r, enum column c)
{
	return r->f[c - CUL_CSV_IIS];
}

/* With date, time, client, method and status, and one of the two columns that
 * tell the SMTP service from a web server. */
static bool columns_hold(const struct cul_columns *c)
{
	return cul_csv_knows(c, DATE, CLIENT) == 3 &&
	       cul_csv_knows(c, METHOD, METHOD) == 1 &&
	       cul_csv_knows(c, STATUS, STATUS) == 1 &&
	       cul_csv_knows(c, SITE, SITE) +
			       cul_csv_knows(c, VERSION, VERSION) !=
		       0;
}

static bool columns(struct cul_sv line, struct cul_columns *ret_columns)
{
	struct cul_cur c = cul_cur_over(line);
	struct cul_columns out;

	if (!cul_try_lit(&c, CUL_SV("#Fields: ")) ||
	    cul_csv_columns(cul_cur_rest(&c), ' ', names,
			    sizeof(names) / sizeof(names[0]), &out) == 0 ||
	    !columns_hold(&out))
		return false;
	*ret_columns = out;
	return true;
}

/* "SMTPSVC1" */
static bool is_smtp(const struct row *r)
{
	struct cul_sv site = get(r, SITE);

	if (cul_sv_present(site))
		return cul_sv_starts(site, CUL_SV("SMTPSVC"));
	return cul_sv_eq(get(r, VERSION), CUL_SV("SMTP"));
}

static bool row_read(const struct cul_record *rec, struct row *r,
		     enum cul_csv_fit *ret_fit)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_stamp s;

	if (!columns_hold(rec->columns) || !cul_stamp_read_rfc3339(&c, &s))
		return false;
	*ret_fit = cul_csv_read(rec->line, rec->columns, false, CUL_CSV_IIS,
				r->f, COLUMNS_);
	return is_smtp(r);
}

/* Date and time are the first columns, as one stamp, of UTC. */
static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(rec->line);
	struct cul_stamp s;

	if (!columns_hold(rec->columns) || rec->columns->is[0] != DATE ||
	    rec->columns->is[1] != CLOCK || !cul_stamp_read_rfc3339(&c, &s) ||
	    s.form != CUL_STAMP_LOCAL)
		return false;
	*ret_stamp = (struct cul_stamp){ CUL_STAMP_ZONED, s.t_usec };
	return true;
}

/* What both kinds of server write says nothing for either. */
static int probe(const struct cul_record *rec)
{
	struct row r;
	enum cul_csv_fit fit;

	if (!row_read(rec, &r, &fit) || fit != CUL_CSV_WHOLE)
		return 0;
	return 95;
}

static bool is_outbound(const struct row *r)
{
	struct cul_sv user = get(r, USER);

	return cul_sv_eq(get(r, STATUS), CUL_SV("0")) &&
	       (cul_sv_eq(user, CUL_SV("OutboundConnectionCommand")) ||
		cul_sv_eq(user, CUL_SV("OutboundConnectionResponse")));
}

static enum cul_stage stage_of(struct cul_sv method)
{
	static const struct {
		struct cul_sv name;
		enum cul_stage stage;
	} t[] = {
		{ { "RCPT", 4 }, CUL_STAGE_RCPT },
		{ { "MAIL", 4 }, CUL_STAGE_MAIL },
		{ { "EHLO", 4 }, CUL_STAGE_HELO },
		{ { "HELO", 4 }, CUL_STAGE_HELO },
		{ { "AUTH", 4 }, CUL_STAGE_AUTH },
		/* the row stands behind the end of the message */
		{ { "DATA", 4 }, CUL_STAGE_MESSAGE },
		{ { "BDAT", 4 }, CUL_STAGE_MESSAGE },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(method, t[i].name))
			return t[i].stage;
	return CUL_STAGE_NONE;
}

static void names_read(struct cul_event *ev, const struct row *r)
{
	struct cul_sv user = get(r, USER);

	if (cul_sv_present(user) && !cul_sv_eq(user, CUL_SV("-")))
		ev->helo = user;
	if (ev->stage == CUL_STAGE_RCPT)
		ev->recipient = cul_path_read(get(r, QUERY));
	else if (ev->stage == CUL_STAGE_MAIL)
		ev->sender = cul_path_read(get(r, QUERY));
}

static enum cul_verdict failed(struct cul_event *ev, const struct row *r)
{
	ev->kind = CUL_EV_REFUSED;
	ev->outcome =
		cul_outcome_of(ev->reply, ev->enhanced, ev->text, ev->stage);
	if (ev->stage == CUL_STAGE_AUTH && ev->reply == 535) {
		ev->kind = CUL_EV_LOGIN_FAILED;
		ev->outcome = CUL_OUTCOME_NONE;
	}
	names_read(ev, r);
	return CUL_EVENT;
}

static enum cul_verdict done(struct cul_event *ev, const struct row *r,
			     unsigned *ret_why)
{
	if (ev->stage == CUL_STAGE_MESSAGE && ev->reply == 250) {
		ev->kind = CUL_EV_ACCEPTED;
		ev->stage = CUL_STAGE_NONE;
		ev->reply = 0;
		names_read(ev, r);
		return CUL_EVENT;
	}
	*ret_why = ev->stage == CUL_STAGE_AUTH && ev->reply == 235 ? LOGGED_IN
								   : DONE;
	return CUL_IGNORED;
}

static enum cul_verdict row_parse(const struct row *r, struct cul_event *ev,
				  unsigned *ret_why)
{
	struct cul_cur c = cul_cur_over(get(r, STATUS));
	uint64_t status = cul_take_u64(&c, 599);
	struct cul_sv computer = get(r, COMPUTER);

	if (c.bad || c.p != c.end) {
		*ret_why = BAD_STATUS;
		return CUL_MALFORMED;
	}
	*ret_why = is_outbound(r) ? OUTBOUND : NO_CLIENT;
	if (is_outbound(r) || !cul_addr_parse(get(r, CLIENT), &ev->client))
		return CUL_IGNORED;
	if (computer.len != 0 && !cul_sv_eq(computer, CUL_SV("-")))
		ev->host = computer;
	ev->reply = (uint16_t)status;
	ev->stage = stage_of(get(r, METHOD));
	return status >= 400 ? failed(ev, r) : done(ev, r, ret_why);
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct row r;
	enum cul_csv_fit fit;

	if (cul_sv_starts(rec->line, CUL_SV("#")) &&
	    columns_hold(rec->columns)) {
		*ret_why = HEADER;
		return CUL_IGNORED;
	}
	if (!row_read(rec, &r, &fit))
		return CUL_NOT_MINE;
	if (fit != CUL_CSV_WHOLE) {
		*ret_why = BAD_FIELDS;
		return CUL_MALFORMED;
	}
	cul_event_begin(ret_ev, rec);
	/* The envelope was not syslog's. */
	ret_ev->host = (struct cul_sv){ NULL, 0 };
	ret_ev->pid = 0;
	return row_parse(&r, ret_ev, ret_why);
}

const struct cul_parser cul_parser_iis = {
	.name = "iis",
	.reasons = reasons,
	.probe = probe,
	.columns = columns,
	.stamp = stamp,
	.parse = parse,
};
