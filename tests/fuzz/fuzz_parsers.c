/* \summary: a line through the syslog reader and every parser
 *
 * Holds what the contract says: views within the record, an event only on the
 * verdict EVENT, a reason that is in the table, the same answer twice. With
 * CULPRIT_FUZZ_PARSER set it is that parser alone.
 */
#include <stdlib.h>

#include "culprit/parser.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A fuzz target has no other way to be told: main() is the library's. */
static const char *only;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	only = getenv("CULPRIT_FUZZ_PARSER");
	for (size_t p = 0; only != NULL; p++) {
		if (cul_parsers[p] == NULL)
			abort();
		if (strcmp(cul_parsers[p]->name, only) == 0)
			break;
	}
	return 0;
}

static bool is_wanted(const struct cul_parser *p)
{
	return only == NULL || strcmp(p->name, only) == 0;
}

static void hold(bool ok)
{
	if (!ok)
		abort();
}

static void inside(struct cul_sv v, struct cul_sv line)
{
	hold(!cul_sv_present(v) ||
	     (v.ptr >= line.ptr && v.ptr + v.len <= line.ptr + line.len));
}

static void event_holds(const struct cul_event *ev, struct cul_sv line)
{
	const struct cul_sv v[] = {
		ev->host,        ev->session, ev->other,          ev->service,
		ev->client_name, ev->helo,    ev->account,        ev->sender,
		ev->recipient,   ev->relay,   ev->orig_recipient, ev->enhanced,
		ev->text,
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		inside(v[i], line);
	hold(ev->kind > CUL_EV_NONE && ev->kind < CUL_EV_KINDS_);
	hold(ev->outcome < CUL_OUTCOMES_ && ev->stage < CUL_STAGES_);
	hold(ev->disposition < CUL_DISPS_);
	hold(ev->reply < 600);
}

static enum cul_verdict part_holds(const struct cul_parser *p,
				   const struct cul_record *rec,
				   struct cul_event *ev)
{
	struct cul_event again;
	unsigned why = 9999, why_again = 9999;
	enum cul_verdict v;

	memset(ev, 0x5a, sizeof(*ev));
	memset(&again, 0xa5, sizeof(again));
	v = p->parse(rec, ev, &why);
	hold(v == p->parse(rec, &again, &why_again) && why == why_again);
	if (v == CUL_EVENT) {
		hold(memcmp(ev, &again, sizeof(*ev)) == 0);
		event_holds(ev, rec->line);
	} else if (v == CUL_IGNORED || v == CUL_MALFORMED) {
		hold(why < CUL_PARSER_REASONS_MAX && p->reasons[why] != NULL);
	}
	return v;
}

static void parser_holds(const struct cul_parser *p, struct cul_record *rec)
{
	struct cul_event ev;
	struct cul_stamp stamp;
	enum cul_verdict v;

	if (!cul_parser_is_asked(p, rec))
		return;
	if (p->probe != NULL)
		hold(p->probe(rec) >= 0 && p->probe(rec) <= 100);
	rec->part = 0;
	v = part_holds(p, rec, &ev);
	if (p->stamp != NULL)
		(void)p->stamp(rec, &stamp);
	while (v == CUL_EVENT && ev.next_part != 0) {
		hold(ev.next_part > rec->part);
		rec->part = ev.next_part;
		hold(part_holds(p, rec, &ev) == CUL_EVENT);
	}
}

/* The first line may name columns for the second. */
static void all_parsers_hold(struct cul_sv head, struct cul_record *rec)
{
	for (size_t p = 0; cul_parsers[p] != NULL; p++) {
		struct cul_columns columns;

		if (!is_wanted(cul_parsers[p]))
			continue;
		rec->columns = NULL;
		parser_holds(cul_parsers[p], rec);
		if (cul_parsers[p]->columns == NULL ||
		    !cul_parsers[p]->columns(head, &columns))
			continue;
		hold(columns.n > 0 && columns.n <= CUL_COLUMNS_MAX);
		rec->columns = &columns;
		parser_holds(cul_parsers[p], rec);
	}
}

static bool same(struct cul_sv a, struct cul_sv b)
{
	return a.ptr == b.ptr && a.len == b.len;
}

/* What the first reading left in the memo changes nothing. */
static void again_holds(struct cul_stamp_memo *memo,
			const struct cul_record *rec)
{
	struct cul_record r;

	cul_syslog_read(rec->line, memo, &r);
	hold(same(r.line, rec->line) && same(r.text, rec->text) &&
	     same(r.host, rec->host) && same(r.tag, rec->tag));
	hold(r.pid == rec->pid && r.cut == rec->cut);
	hold(r.stamp.form == rec->stamp.form &&
	     r.stamp.t_usec == rec->stamp.t_usec);
}

static void line_holds(struct cul_sv head, struct cul_sv line)
{
	struct cul_stamp_memo memo = { 0 };
	struct cul_record rec;

	cul_syslog_read(line, &memo, &rec);
	again_holds(&memo, &rec);
	inside(rec.line, line);
	inside(rec.text, line);
	inside(rec.host, line);
	inside(rec.tag, line);
	all_parsers_hold(head, &rec);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv line = { (const char *)data, size };
	const char *lf = size > 0 ? memchr(data, '\n', size) : NULL;

	if (lf == NULL) {
		line_holds((struct cul_sv){ NULL, 0 }, line);
		return 0;
	}
	line.len = (size_t)(lf - line.ptr);
	line_holds(line, (struct cul_sv){ lf + 1, size - line.len - 1 });
	return 0;
}
