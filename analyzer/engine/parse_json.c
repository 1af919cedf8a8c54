/* \summary: write an item of the pipeline as JSON */
#include "engine/parse_json.h"
#include "report/json.h"

static void sv(struct cul_json *j, const char *key, struct cul_sv v)
{
	if (cul_sv_present(v))
		cul_json_sv(j, key, v);
}

static void number(struct cul_json *j, const char *key, uint64_t v)
{
	if (v != 0)
		cul_json_u64(j, key, v);
}

static void addr(struct cul_json *j, const char *key, const struct cul_addr *a)
{
	char text[CUL_ADDR_TEXT_MAX];

	if (cul_addr_none(a))
		return;
	(void)cul_addr_print(a, text);
	cul_json_str(j, key, text);
}

static void name(struct cul_json *j, const char *key, unsigned value,
		 const char *text)
{
	if (value != 0)
		cul_json_str(j, key, text);
}

static void who(struct cul_json *j, const struct cul_event *ev)
{
	sv(j, "host", ev->host);
	sv(j, "service", ev->service);
	number(j, "pid", ev->pid);
	sv(j, "session", ev->session);
	sv(j, "other", ev->other);
	addr(j, "client", &ev->client);
	number(j, "client_port", ev->client_port);
	sv(j, "client_name", ev->client_name);
	sv(j, "helo", ev->helo);
	sv(j, "account", ev->account);
	sv(j, "sender", ev->sender);
	sv(j, "recipient", ev->recipient);
	sv(j, "orig_recipient", ev->orig_recipient);
}

static void commands(struct cul_json *j, const struct cul_event *ev)
{
	if (ev->kind != CUL_EV_DISCONNECT)
		return;
	cul_json_object(j, "commands");
	cul_json_u64(j, "mail", ev->n_mail);
	cul_json_u64(j, "mail_all", ev->n_mail_all);
	cul_json_u64(j, "rcpt", ev->n_rcpt);
	cul_json_u64(j, "rcpt_all", ev->n_rcpt_all);
	cul_json_u64(j, "auth", ev->n_auth);
	cul_json_u64(j, "auth_all", ev->n_auth_all);
	cul_json_end(j);
}

static void fate(struct cul_json *j, const struct cul_event *ev)
{
	number(j, "size", ev->size_bytes);
	number(j, "n_recipients", ev->n_recipients);
	sv(j, "relay", ev->relay);
	addr(j, "relay_addr", &ev->relay_addr);
	name(j, "transport", ev->transport, cul_transport_name(ev->transport));
	number(j, "reply", ev->reply);
	sv(j, "enhanced", ev->enhanced);
	name(j, "outcome", ev->outcome, cul_outcome_name(ev->outcome));
	name(j, "stage", ev->stage, cul_stage_name(ev->stage));
	name(j, "disposition", ev->disposition,
	     cul_disposition_name(ev->disposition));
	sv(j, "text", ev->text);
	commands(j, ev);
}

void cul_parse_json(const struct cul_item *item, struct cul_out *o)
{
	const struct cul_parser *p =
		item->read.owned ? cul_parsers[item->read.parser] : NULL;
	struct cul_json j;

	cul_json_init(&j, o);
	cul_json_object(&j, NULL);
	cul_json_str(&j, "file", item->path);
	cul_json_u64(&j, "line", item->line_no);
	cul_json_u64(&j, "offset", item->offset);
	if (p != NULL)
		cul_json_str(&j, "parser", p->name);
	cul_json_str(&j, "verdict", cul_verdict_name(item->read.verdict));
	if (p != NULL && item->read.verdict != CUL_EVENT)
		cul_json_str(&j, "why", p->reasons[item->read.why]);
	if (item->ev != NULL) {
		cul_json_str(&j, "kind", cul_event_kind_name(item->ev->kind));
		if (item->t_usec != CUL_TIME_NONE)
			cul_json_time(&j, "time", item->t_usec);
		who(&j, item->ev);
		fate(&j, item->ev);
	}
	cul_json_end(&j);
	cul_out_str(o, "\n");
}
