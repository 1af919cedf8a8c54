/* \summary: ledgers for tests, and suggestions to file into them */
#include "ledger_t.h"

#include <stdio.h>
#include <stdlib.h>

#include "ledger/ledger_int.h"
#include "scratch.h"
#include "t.h"

enum { QUOTES = 4, LINE = 240 };

struct cul_ledger *ledger_t_open(const char *name, enum cul_ledger_mode mode)
{
	char err[CUL_LEDGER_ERR] = "";
	struct cul_ledger *l = NULL;

	if (cul_ledger_open(scratch_path(name), mode, LEDGER_T_NOW, &l, err) !=
	    0)
		fail_msg("%s", err);
	return l;
}

static void add_quotes(struct ledger_t_report *r, size_t i)
{
	struct cul_suggestion *s = &r->s[i];

	s->quotes = &r->quotes[i * QUOTES];
	s->n_quotes = QUOTES;
	for (size_t k = 0; k < QUOTES; k++) {
		char *line = &r->lines[(i * QUOTES + k) * LINE];

		(void)snprintf(line, LINE,
			       "Nov 20 04:11:09 mx1 postfix/smtp[811]: %zu: "
			       "to=<u%zu@far.example>, relay=mx.far.example"
			       "[198.51.100.9]:25, delay=1.2, dsn=5.1.1, "
			       "status=bounced (said: 550 5.1.1 User unknown)",
			       i, k);
		s->quotes[k] =
			(struct cul_quote){ .file = "mail.log",
					    .offset = 4711 * k,
					    .line = line,
					    .len = strlen(line),
					    .family =
						    CUL_FAMILY_BAD_RECIPIENTS };
	}
}

static void fill(struct ledger_t_report *r, size_t i)
{
	struct cul_suggestion *s = &r->s[i];
	const int64_t day =
		cul_days_from_civil(2026, 11, 20) * CUL_USEC_PER_DAY;

	*s = (struct cul_suggestion){ .action = CUL_ACTION_SUSPEND,
				      .kind = CUL_KIND_ZOMBIE,
				      .confidence = 0.9999,
				      .subject = CUL_SUBJECT_CUSTOMER,
				      .n_addrs = 1,
				      .n_reasons = 2,
				      .day_usec = day };
	(void)snprintf(s->id, sizeof(s->id), "t%015u", (unsigned)i);
	(void)snprintf(s->name, sizeof(s->name), "C%05zu", i);
	(void)snprintf(s->customer, sizeof(s->customer), "C%05zu", i);
	s->addrs[0].b[10] = s->addrs[0].b[11] = 0xff;
	s->addrs[0].b[12] = 100;
	s->addrs[0].b[13] = 64;
	s->addrs[0].b[14] = (uint8_t)(i >> 8);
	s->addrs[0].b[15] = (uint8_t)i;
	s->first_seen_usec = day + 4 * CUL_USEC_PER_HOUR;
	s->flagged_usec = s->first_seen_usec + 90 * CUL_USEC_PER_SEC;
	s->last_seen_usec = day + 22 * CUL_USEC_PER_HOUR;
	s->expires_usec = s->last_seen_usec + 7 * CUL_USEC_PER_DAY;
	s->counts.messages = 100 + i;
	s->counts.bounced = 60;
	s->reasons[0] = (struct cul_reason){
		CUL_FAMILY_BAD_RECIPIENTS,
		"bad recipients",
		31,
		54,
		.02,
		18400,
		"31 of 54 distinct recipients do not exist"
	};
	s->reasons[1] = (struct cul_reason){ CUL_FAMILY_DIVERSITY,
					     "sender domains",
					     40,
					     0,
					     1.5,
					     14210,
					     "40 unrelated sender domains" };
	for (unsigned h = 4; h <= 10; h++)
		s->hours[h] = (struct cul_hour){ 100, 60 };
	(void)snprintf(s->why, sizeof(s->why),
		       "Since 2026-11-20 04:00 UTC C%05zu sent 100 messages to "
		       "54 recipients, of whom 31 do not exist.",
		       i);
	(void)snprintf(s->undo, sizeof(s->undo), "let C%05zu send again", i);
	add_quotes(r, i);
}

struct ledger_t_report *ledger_t_report(size_t n)
{
	struct ledger_t_report *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	r->s = calloc(n, sizeof(*r->s));
	r->quotes = calloc(n * QUOTES, sizeof(*r->quotes));
	r->lines = calloc(n * QUOTES, LINE);
	assert_true(r->s != NULL && r->quotes != NULL && r->lines != NULL);
	for (size_t i = 0; i < n; i++)
		fill(r, i);
	r->input = (struct cul_input_count){ .path = "mail.log" };
	r->report = (struct cul_report){ .version = "0.1.0",
					 .n_suggestions = n,
					 .suggestions = r->s };
	r->report.summary.n_inputs = 1;
	r->report.summary.inputs = &r->input;
	r->report.summary.t_first_usec =
		cul_days_from_civil(2026, 11, 20) * CUL_USEC_PER_DAY;
	r->report.summary.t_last_usec =
		r->report.summary.t_first_usec + CUL_USEC_PER_DAY;
	return r;
}

void ledger_t_report_free(struct ledger_t_report **r)
{
	free((*r)->s);
	free((*r)->quotes);
	free((*r)->lines);
	free(*r);
	*r = NULL;
}

void ledger_t_file(struct cul_ledger *l, const struct cul_report *r,
		   int64_t now_usec, uint64_t counts[CUL_FILEDS_])
{
	const struct cul_filing f = { .command = "scan",
				      .report = r,
				      .now_usec = now_usec,
				      .whole = true };

	if (cul_ledger_file(l, &f, counts) != 0)
		fail_msg("%s", cul_ledger_error(l));
}

static void hear(void *arg, enum cul_filed what, const struct cul_case *c)
{
	(void)c;
	if (what != CUL_FILED_OVER)
		*(enum cul_filed *)arg = what;
}

enum cul_filed ledger_t_file_one(struct cul_ledger *l,
				 const struct cul_suggestion *s,
				 int64_t now_usec)
{
	struct cul_suggestion copy = *s;
	struct cul_input_count input = { .path = "mail.log" };
	struct cul_report r = { .version = "0.1.0",
				.n_suggestions = 1,
				.suggestions = &copy };
	enum cul_filed what = CUL_FILEDS_;
	const struct cul_filing f = { .command = "scan",
				      .report = &r,
				      .now_usec = now_usec,
				      .told = hear,
				      .arg = &what };

	r.summary.n_inputs = 1;
	r.summary.inputs = &input;
	r.summary.t_first_usec = CUL_TIME_NONE;
	r.summary.t_last_usec = CUL_TIME_NONE;
	if (cul_ledger_file(l, &f, NULL) != 0)
		fail_msg("%s", cul_ledger_error(l));
	return what;
}

struct cul_case *ledger_t_case(struct cul_ledger *l, const char *id,
			       int64_t now_usec)
{
	struct cul_case *c = NULL;

	if (cul_ledger_case(l, id, now_usec, &c) != 0)
		fail_msg("%s", cul_ledger_error(l));
	return c;
}

enum cul_standing ledger_t_standing(struct cul_ledger *l, const char *id,
				    int64_t now_usec)
{
	struct cul_case *c = ledger_t_case(l, id, now_usec);
	enum cul_standing s = c->standing;

	cul_case_free(&c);
	return s;
}

int ledger_t_decide(struct cul_ledger *l, const char *id, enum cul_verb verb,
		    int64_t now_usec)
{
	const struct cul_decision d = { .id = id,
					.verb = verb,
					.by = "ann",
					.at_usec = now_usec,
					.until_usec = CUL_TIME_NONE,
					.why = verb == CUL_VERB_DECLINE
						       ? CUL_DECLINE_NEWSLETTER
						       : CUL_DECLINE_NONE,
					.how_sent = "a bot on a laptop",
					.done = "laptop installed anew",
					.says = "the customer, by phone" };

	return cul_ledger_decide(l, &d, "shell");
}

int64_t ledger_t_reach(struct cul_ledger *l, const struct cul_suggestion *s,
		       enum cul_standing standing)
{
	const int64_t now = LEDGER_T_NOW;

	assert_int_equal(ledger_t_file_one(l, s, now), CUL_FILED_NEW);
	switch (standing) {
	case CUL_STANDING_OPEN:
		break;
	case CUL_STANDING_ACCEPTED:
		ledger_t_decide(l, s->id, CUL_VERB_ACCEPT, now);
		break;
	case CUL_STANDING_DECLINED:
		ledger_t_decide(l, s->id, CUL_VERB_DECLINE, now);
		break;
	case CUL_STANDING_EXPIRED:
		return now + 8 * CUL_USEC_PER_DAY;
	case CUL_STANDING_RELEASED:
		ledger_t_decide(l, s->id, CUL_VERB_ACCEPT, now);
		ledger_t_decide(l, s->id, CUL_VERB_RELEASE, now + 1);
		break;
	case CUL_STANDING_WITHDRAWN:
		assert_int_equal(cul_ledger_withdraw(l, s->id, now), 0);
		break;
	case CUL_STANDINGS_:
		fail();
	}
	return now + 1;
}

/* A NUL would end the text. */
static void dump_value(const unsigned char *p, int n, FILE *to)
{
	for (int i = 0; i < n; i++)
		(void)(p[i] == 0 ? fputs("\\0", to) : fputc(p[i], to));
}

static void dump_table(struct cul_ledger *l, const char *name, FILE *to)
{
	char sql[128];
	sqlite3_stmt *st;

	(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1, 2",
		       name);
	assert_int_equal(sqlite3_prepare_v2(l->db, sql, -1, &st, NULL),
			 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		(void)fputs(name, to);
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			(void)fputc('|', to);
			dump_value(sqlite3_column_blob(st, i),
				   sqlite3_column_bytes(st, i), to);
		}
		(void)fputc('\n', to);
	}
	(void)sqlite3_finalize(st);
}

char *ledger_t_dump(struct cul_ledger *l)
{
	static const char tables[] = "SELECT name FROM sqlite_schema WHERE "
				     "type = 'table' ORDER BY name";
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);
	sqlite3_stmt *st;

	assert_non_null(to);
	assert_int_equal(sqlite3_prepare_v2(l->db, tables, -1, &st, NULL),
			 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		dump_table(l, (const char *)sqlite3_column_text(st, 0), to);
	(void)sqlite3_finalize(st);
	assert_int_equal(fclose(to), 0);
	return text;
}
