/* \summary: suggestions as a table for spreadsheets (RFC 4180) */
#include "report/csv.h"

#include "report/digits.h"
#include "report/escape.h"

static const char header[] =
	"rank,id,action,kind,confidence,subject_type,subject,customer,"
	"addresses,"
	"first_seen,flagged_at,last_seen,expires,messages,recipients,delivered,"
	"bounced,deferred,bytes,refused_relay,refused_bad_recipient,"
	"refused_reputation,refused_content,refused_other,login_failed,why,"
	"undo\r\n";

static void cell(struct cul_out *o, const char *text)
{
	cul_out_put(o, ",", 1);
	cul_csv_str(o, text);
}

static void number(struct cul_out *o, uint64_t n)
{
	char text[CUL_DIGITS_MAX + 1] = ",";

	cul_out_put(o, text, 1 + cul_digits(text + 1, n));
}

static void moment(struct cul_out *o, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX] = "";

	if (t_usec != CUL_TIME_NONE)
		cul_time_print(t_usec, text);
	cell(o, text);
}

static void addresses(struct cul_out *o, const struct cul_suggestion *s)
{
	char text[CUL_ADDR_TEXT_MAX];

	cul_out_put(o, ",", 1);
	for (unsigned i = 0; i < s->n_addrs; i++) {
		cul_addr_print(&s->addrs[i], text);
		cul_out_fmt(o, "%s%s", i == 0 ? "" : " ", text);
	}
}

static void counts(struct cul_out *o, const struct cul_counts *c)
{
	number(o, c->messages);
	number(o, c->recipients);
	number(o, c->delivered);
	number(o, c->bounced);
	number(o, c->deferred);
	number(o, c->bytes);
	number(o, c->refused_relay);
	number(o, c->refused_bad_recipient);
	number(o, c->refused_reputation);
	number(o, c->refused_content);
	number(o, c->refused_other);
	number(o, c->login_failed);
}

void cul_csv_head(struct cul_out *o)
{
	cul_out_str(o, header);
}

void cul_csv_row(struct cul_out *o, size_t rank, const struct cul_suggestion *s)
{
	cul_out_fmt(o, "%zu", rank);
	cell(o, s->id);
	cell(o, cul_action_name(s->action));
	cell(o, cul_kind_name(s->kind));
	cul_out_fmt(o, ",%.12g", s->confidence);
	cell(o, cul_subject_name(s->subject));
	cell(o, s->name);
	cell(o, s->customer);
	addresses(o, s);
	moment(o, s->first_seen_usec);
	moment(o, s->flagged_usec);
	moment(o, s->last_seen_usec);
	moment(o, s->expires_usec);
	counts(o, &s->counts);
	cell(o, s->why);
	cell(o, s->undo);
	cul_out_str(o, "\r\n");
}

static void write_csv(const struct cul_report *r, const struct cul_style *st,
		      struct cul_out *o)
{
	(void)st;
	cul_csv_head(o);
	for (size_t i = 0; i < r->n_suggestions; i++)
		cul_csv_row(o, i + 1, &r->suggestions[i]);
}

extern const struct cul_sink cul_sink_csv;
const struct cul_sink cul_sink_csv = {
	.name = "csv",
	.file = "suggestions.csv",
	.summary = "a table for spreadsheets",
	.write = write_csv,
};
