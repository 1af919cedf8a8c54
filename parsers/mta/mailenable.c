/* \summary: MailEnable, SMTP activity log */
/* grammar: MailEnable knowledge base ME020170, "How to analyse MailEnable
 * logging files" */
/* reads: connections, logins, failed logins, messages begun, refusals, and what
 * other servers answered for each recipient */
/* missing: refusals of a whole message elsewhere, which name no recipient; the
 * login of a message (the last column holds names that failed, too); W3C and
 * debug logs, which repeat or explain these lines */
/* date time \t SMTP-IN|SMTP-OU \t id.MAI \t socket \t address \t command \t
 * line \t answer \t sent \t received \t user [\t subject]. A tab cannot come
 * before the address, which the server wrote; what a client says stands behind
 * it, so that no tab in it moves the address. The user counts only on a line
 * of AUTH with the answer 235 or 535, and only if no tab has moved it. */
#include "culprit/parser.h"
#include "text/csv.h"
#include "text/endpoint.h"
#include "text/pieces.h"

enum column {
	WHEN,
	WAY,
	ID,
	SOCKET,
	ADDRESS,
	COMMAND,
	LINE,
	ANSWER,
	SENT,
	GOT,
	USER,
	SUBJECT,
	COLUMNS_
};

enum why { FILE_HEAD, DONE, LOGGED_IN, BAD_ADDRESS, BAD_FIELDS, WHYS_ };

static const char *const reasons[WHYS_ + 1] = {
	[FILE_HEAD] = "the head of the file",
	[DONE] = "a command that says nothing of a source or a fate",
	[LOGGED_IN] = "a step of a login",
	[BAD_ADDRESS] = "no client address where one belongs",
	[BAD_FIELDS] = "not as many columns as the log has",
};

struct row {
	struct cul_sv f[COLUMNS_];
	unsigned n;
};

static bool is_shaped(struct cul_sv v)
{
	static const struct cul_sv in = { "\tSMTP-IN\t", 9 };
	static const struct cul_sv out = { "\tSMTP-OU\t", 9 };
	struct cul_sv rest = cul_sv_from(v, 17);

	return v.len > 26 && cul_is_formed(v.ptr, "99/99/99 99:99:99") &&
	       (cul_sv_starts(rest, in) || cul_sv_starts(rest, out));
}

static unsigned two(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/* "11/20/26 04:11:09", the host's clock: month, day, year. */
static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	const char *p = rec->line.ptr;
	unsigned month, day, seconds;

	if (!is_shaped(rec->line))
		return false;
	month = two(p);
	day = two(p + 3);
	seconds = two(p + 9) * 3600 + two(p + 12) * 60 + two(p + 15);
	if (month < 1 || month > 12 || day < 1 || day > 31 || seconds > 86400)
		return false;
	ret_stamp->form = CUL_STAMP_LOCAL;
	ret_stamp->t_usec =
		cul_days_from_civil(2000 + (int64_t)two(p + 6), month, day) *
			CUL_USEC_PER_DAY +
		(int64_t)seconds * CUL_USEC_PER_SEC;
	return true;
}

static const struct cul_sv file_head = { "****************** LOG FILE", 27 };

static bool is_file_head(struct cul_sv v)
{
	return v.len > 19 && v.ptr[0] == '[' &&
	       cul_is_formed(v.ptr + 1, "99/99/99 99:99:99]") &&
	       cul_sv_starts(cul_sv_from(v, 19), file_head);
}

static int probe(const struct cul_record *rec)
{
	if (is_file_head(rec->line))
		return 60;
	return is_shaped(rec->line) ? 90 : 0;
}

static void row_read(struct cul_sv line, struct row *r)
{
	struct cul_csv csv = cul_csv_over(line, '\t', false);

	for (r->n = 0; csv.more; r->n++) {
		struct cul_sv v = cul_csv_next(&csv);

		if (r->n < COLUMNS_)
			r->f[r->n] = v;
	}
}

static uint64_t size_of(struct cul_sv line)
{
	const char *hit = cul_sv_find_fold(line, CUL_SV("> size="));
	struct cul_cur c;
	uint64_t n;

	if (hit == NULL)
		return 0;
	c = cul_cur_over(cul_sv_from(line, (size_t)(hit - line.ptr) + 7));
	n = cul_take_u64(&c, UINT64_MAX);
	return c.bad ? 0 : n;
}

static enum cul_verdict begun(struct cul_event *ev, const struct row *r,
			      unsigned part)
{
	ev->sender = cul_path_read(r->f[LINE]);
	if (part == 0) {
		ev->kind = CUL_EV_ACCEPTED;
		ev->next_part = 1;
		return CUL_EVENT;
	}
	ev->kind = CUL_EV_QUEUED;
	ev->size_bytes = size_of(r->f[LINE]);
	return CUL_EVENT;
}

static bool is_number(struct cul_sv v)
{
	for (size_t i = 0; i < v.len; i++)
		if ((unsigned char)(v.ptr[i] - '0') > 9)
			return false;
	return v.len != 0;
}

/* A tab that a client sent would move the columns behind it. */
static bool is_in_place(const struct row *r)
{
	return r->n <= COLUMNS_ && is_number(r->f[SENT]) &&
	       is_number(r->f[GOT]);
}

static enum cul_verdict login(struct cul_event *ev, const struct row *r,
			      unsigned *ret_why)
{
	*ret_why = LOGGED_IN;
	if (ev->reply != 235 && ev->reply != 535)
		return CUL_IGNORED;
	if (is_in_place(r) && r->f[USER].len != 0)
		ev->account = r->f[USER];
	if (ev->reply == 235 && ev->account.len == 0)
		return CUL_IGNORED;
	ev->kind = ev->reply == 235 ? CUL_EV_LOGIN : CUL_EV_LOGIN_FAILED;
	ev->outcome = CUL_OUTCOME_NONE;
	return CUL_EVENT;
}

static enum cul_stage stage_of(struct cul_sv v)
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
		{ { "DATA", 4 }, CUL_STAGE_DATA },
		/* the lines of a message, up to the dot */
		{ { "DATE", 4 }, CUL_STAGE_MESSAGE },
		{ { "CONN", 4 }, CUL_STAGE_CONNECT },
		{ { "", 0 }, CUL_STAGE_CONNECT },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cul_sv_eq(v, t[i].name))
			return t[i].stage;
	return CUL_STAGE_NONE;
}

static enum cul_verdict refused(struct cul_event *ev, const struct row *r)
{
	ev->kind = CUL_EV_REFUSED;
	ev->session = (struct cul_sv){ NULL, 0 };
	if (ev->stage == CUL_STAGE_RCPT)
		ev->recipient = cul_path_read(r->f[LINE]);
	else if (ev->stage == CUL_STAGE_MAIL)
		ev->sender = cul_path_read(r->f[LINE]);
	return CUL_EVENT;
}

static enum cul_verdict inbound(struct cul_event *ev, const struct row *r,
				unsigned part, unsigned *ret_why)
{
	if (!cul_addr_parse(r->f[ADDRESS], &ev->client)) {
		*ret_why = BAD_ADDRESS;
		return CUL_MALFORMED;
	}
	if (ev->stage == CUL_STAGE_AUTH &&
	    (ev->reply == 535 || ev->reply < 400))
		return login(ev, r, ret_why);
	if (ev->reply >= 400)
		return refused(ev, r);
	if (ev->stage == CUL_STAGE_CONNECT && ev->reply == 220) {
		ev->kind = CUL_EV_CONNECT;
		ev->session = (struct cul_sv){ NULL, 0 };
		return CUL_EVENT;
	}
	if (ev->stage == CUL_STAGE_MAIL && ev->reply == 250)
		return begun(ev, r, part);
	*ret_why = DONE;
	return CUL_IGNORED;
}

/* What another server said of one recipient. */
static enum cul_verdict outbound(struct cul_event *ev, const struct row *r,
				 unsigned *ret_why)
{
	*ret_why = DONE;
	if (ev->stage != CUL_STAGE_RCPT || ev->reply == 0)
		return CUL_IGNORED;
	ev->kind = ev->reply < 400   ? CUL_EV_DELIVERED
		   : ev->reply < 500 ? CUL_EV_DEFERRED
				     : CUL_EV_BOUNCED;
	ev->transport = CUL_TRANSPORT_REMOTE;
	ev->recipient = cul_path_read(r->f[LINE]);
	(void)cul_addr_parse(r->f[ADDRESS], &ev->relay_addr);
	return CUL_EVENT;
}

static enum cul_verdict row_parse(const struct cul_record *rec,
				  const struct row *r, struct cul_event *ev,
				  unsigned *ret_why)
{
	enum cul_verdict v;

	cul_event_begin(ev, rec);
	if (r->f[ID].len != 0)
		ev->session = r->f[ID];
	ev->stage = stage_of(r->f[COMMAND]);
	cul_event_answer(ev, r->f[ANSWER]);
	if (cul_sv_eq(r->f[WAY], CUL_SV("SMTP-OU")))
		v = outbound(ev, r, ret_why);
	else
		v = inbound(ev, r, rec->part, ret_why);
	if (v == CUL_EVENT &&
	    (ev->kind == CUL_EV_ACCEPTED || ev->kind == CUL_EV_QUEUED ||
	     ev->kind == CUL_EV_CONNECT || ev->kind == CUL_EV_LOGIN)) {
		ev->stage = CUL_STAGE_NONE;
		ev->outcome = CUL_OUTCOME_NONE;
		ev->reply = 0;
		ev->text = ev->enhanced = (struct cul_sv){ NULL, 0 };
	}
	return v;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	struct row r;

	if (is_file_head(rec->line)) {
		*ret_why = FILE_HEAD;
		return CUL_IGNORED;
	}
	if (!is_shaped(rec->line))
		return CUL_NOT_MINE;
	row_read(rec->line, &r);
	if (r.n < USER + 1) {
		*ret_why = BAD_FIELDS;
		return CUL_MALFORMED;
	}
	return row_parse(rec, &r, ret_ev, ret_why);
}

const struct cul_parser cul_parser_mailenable = {
	.name = "mailenable",
	.reasons = reasons,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
