/* \summary: print records and events as JSON lines */
#include "json.h"

/* Length of the UTF-8 sequence at `p`, or 0. */
static size_t utf8_len(const unsigned char *p, size_t n)
{
	size_t want = 0;

	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		want = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		want = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		want = 4;
	if (want == 0 || want > n)
		return 0;
	for (size_t i = 1; i < want; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return want;
}

void json_string(FILE *to, struct cul_sv v)
{
	fputc('"', to);
	for (size_t i = 0; i < v.len; i++) {
		unsigned char c = (unsigned char)v.ptr[i];
		size_t n =
			utf8_len((const unsigned char *)v.ptr + i, v.len - i);

		if (n != 0) {
			fwrite(v.ptr + i, 1, n, to);
			i += n - 1;
		} else if (c == '"' || c == '\\') {
			fprintf(to, "\\%c", c);
		} else if (c < 0x20 || c >= 0x7f) {
			fprintf(to, "\\u%04x", c);
		} else {
			fputc(c, to);
		}
	}
	fputc('"', to);
}

static void text(FILE *to, const char *key, struct cul_sv v)
{
	if (!cul_sv_present(v))
		return;
	fprintf(to, ",\"%s\":", key);
	json_string(to, v);
}

static void number(FILE *to, const char *key, uint64_t n)
{
	if (n != 0)
		fprintf(to, ",\"%s\":%llu", key, (unsigned long long)n);
}

static void name(FILE *to, const char *key, const char *value)
{
	fprintf(to, ",\"%s\":\"%s\"", key, value);
}

static void address(FILE *to, const char *key, const struct cul_addr *a)
{
	char buf[CUL_ADDR_TEXT_MAX];

	if (cul_addr_none(a))
		return;
	(void)cul_addr_print(a, buf);
	name(to, key, buf);
}

static void stamp(FILE *to, const struct cul_stamp *s)
{
	static const char *const form[] = { "absent", "zoned", "local",
					    "yearless" };
	char buf[CUL_TIME_TEXT_MAX];

	if (s->form == CUL_STAMP_ABSENT)
		return;
	(void)cul_time_print(s->t_usec, buf);
	fprintf(to, ",\"stamp\":\"%s %s\"", form[s->form], buf);
}

static void counts(FILE *to, const struct cul_event *ev)
{
	number(to, "n_mail", ev->n_mail);
	number(to, "n_mail_all", ev->n_mail_all);
	number(to, "n_rcpt", ev->n_rcpt);
	number(to, "n_rcpt_all", ev->n_rcpt_all);
	number(to, "n_auth", ev->n_auth);
	number(to, "n_auth_all", ev->n_auth_all);
}

static void event(FILE *to, const struct cul_event *ev)
{
	name(to, "kind", cul_event_kind_name(ev->kind));
	text(to, "host", ev->host);
	text(to, "service", ev->service);
	number(to, "pid", ev->pid);
	text(to, "session", ev->session);
	text(to, "other", ev->other);
	address(to, "client", &ev->client);
	number(to, "client_port", ev->client_port);
	text(to, "client_name", ev->client_name);
	text(to, "helo", ev->helo);
	text(to, "account", ev->account);
	text(to, "sender", ev->sender);
	text(to, "recipient", ev->recipient);
	text(to, "orig_recipient", ev->orig_recipient);
	number(to, "size", ev->size_bytes);
	number(to, "n_recipients", ev->n_recipients);
	text(to, "relay", ev->relay);
	address(to, "relay_addr", &ev->relay_addr);
	if (ev->transport != CUL_TRANSPORT_NONE)
		name(to, "transport", cul_transport_name(ev->transport));
	number(to, "reply", ev->reply);
	text(to, "enhanced", ev->enhanced);
	if (ev->stage != CUL_STAGE_NONE)
		name(to, "stage", cul_stage_name(ev->stage));
	if (ev->disposition != CUL_DISP_REFUSED)
		name(to, "disposition", cul_disposition_name(ev->disposition));
	if (ev->outcome != CUL_OUTCOME_NONE)
		name(to, "outcome", cul_outcome_name(ev->outcome));
	counts(to, ev);
	text(to, "text", ev->text);
}

static struct cul_stamp stamp_of(const struct cul_parser *parser,
				 const struct cul_record *rec)
{
	struct cul_stamp s = rec->stamp;

	if (parser->stamp != NULL)
		(void)parser->stamp(rec, &s);
	return s;
}

static enum cul_verdict part_print(FILE *to, const struct cul_parser *parser,
				   const struct cul_record *rec,
				   unsigned long line, struct cul_event *ev)
{
	struct cul_stamp s = stamp_of(parser, rec);
	unsigned why = 0;
	enum cul_verdict v = parser->parse(rec, ev, &why);

	fprintf(to, "{\"line\":%lu,\"verdict\":\"%s\"", line,
		cul_verdict_name(v));
	if (v == CUL_IGNORED || v == CUL_MALFORMED)
		name(to, "why", parser->reasons[why]);
	if (v != CUL_NOT_MINE || parser->stamp == NULL)
		stamp(to, &s);
	if (v == CUL_EVENT)
		event(to, ev);
	fputs("}\n", to);
	return v;
}

void record_print(FILE *to, const struct cul_parser *parser,
		  struct cul_record *rec, unsigned long line)
{
	struct cul_event ev;
	uint16_t before;

	if (!cul_parser_is_asked(parser, rec)) {
		fprintf(to, "{\"line\":%lu,\"verdict\":\"not-mine\"", line);
		stamp(to, &rec->stamp);
		fputs("}\n", to);
		return;
	}
	do {
		before = rec->part;
		if (part_print(to, parser, rec, line, &ev) != CUL_EVENT)
			return;
		rec->part = ev.next_part;
	} while (ev.next_part > before);
}
