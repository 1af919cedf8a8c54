/* \summary: perform one act: fields into events, events to the court */
#include <stdio.h>
#include <stdlib.h>

#include "scene_int.h"

/* "{i}", "{i%7}", "{i/7}" become numbers. */
static void expand(struct performance *p, unsigned field)
{
	const char *from = p->act->value[field];
	char *to = p->text[field];
	size_t used = 0;

	while (*from != '\0' && used < FIELD_TEXT - 16) {
		unsigned by = 1, n = p->i;
		char op = '\0';
		int len = 0;

		if (strncmp(from, "{i}", 3) == 0) {
			len = 3;
		} else if (strncmp(from, "{i", 2) == 0) {
			char *end;

			op = from[2];
			by = (unsigned)strtoul(from + 3, &end, 10);
			if (by == 0 || *end != '}')
				scene_wrong(p->path, p->act->line, "what is",
					    from);
			len = (int)(end - from) + 1;
			n = op == '%' ? p->i % by : p->i / by;
		}
		if (len == 0) {
			to[used++] = *from++;
			continue;
		}
		used += (size_t)snprintf(to + used, FIELD_TEXT - used, "%u", n);
		from += len;
	}
	to[used] = '\0';
}

static const char *field(const struct performance *p, const char *key)
{
	for (unsigned i = 0; i < p->act->n; i++)
		if (strcmp(p->act->key[i], key) == 0)
			return p->text[i];
	return NULL;
}

static struct cul_sv view(const char *text)
{
	return text != NULL ? (struct cul_sv){ text, strlen(text) }
			    : (struct cul_sv){ NULL, 0 };
}

static void hear(struct performance *p, struct cul_event *ev)
{
	char line[1024];
	int n = snprintf(line, sizeof(line), "%s %.*s -> %.*s", p->act->what,
			 (int)ev->sender.len, ev->sender.ptr,
			 (int)ev->recipient.len, ev->recipient.ptr);
	struct cul_logged logged = { { line, (size_t)n }, 0, p->number, false };

	if (cul_court_hear(p->court, ev, &logged) != CUL_OK)
		scene_wrong(p->path, p->act->line, "not heard", p->act->what);
}

typedef const char *naming(int);

static const char *outcome(int v)
{
	return cul_outcome_name((enum cul_outcome)v);
}

static const char *stage(int v)
{
	return cul_stage_name((enum cul_stage)v);
}

static const char *disposition(int v)
{
	return cul_disposition_name((enum cul_disposition)v);
}

static const char *kind(int v)
{
	return cul_event_kind_name((enum cul_event_kind)v);
}

/* The number of a name, or of none the first. */
static int named(const struct performance *p, const char *word, naming *name,
		 int most)
{
	if (word == NULL)
		return 0;
	for (int v = 0; v < most; v++)
		if (name(v) != NULL && strcmp(name(v), word) == 0)
			return v;
	scene_wrong(p->path, p->act->line, "no such name", word);
}

static uint16_t number(const struct performance *p, const char *key)
{
	const char *v = field(p, key);

	return v != NULL ? (uint16_t)strtoul(v, NULL, 10) : 0;
}

static struct cul_event plain(const struct performance *p, int64_t t_usec)
{
	struct cul_event ev = { .t_usec = t_usec };
	const char *client = field(p, "client");

	ev.host = field(p, "host") ? view(field(p, "host")) : CUL_SV("mx1");
	if (client != NULL && !cul_addr_parse(view(client), &ev.client))
		scene_wrong(p->path, p->act->line, "no address", client);
	ev.account = view(field(p, "account"));
	return ev;
}

static void whole(const struct performance *p, struct cul_event *ev)
{
	ev->session = view(field(p, "session"));
	ev->sender = view(field(p, "sender"));
	ev->recipient = view(field(p, "recipient"));
	ev->helo = view(field(p, "helo"));
	ev->text = view(field(p, "text"));
	ev->reply = number(p, "reply");
	ev->outcome = (enum cul_outcome)named(p, field(p, "outcome"), outcome,
					      CUL_OUTCOMES_);
	ev->stage =
		(enum cul_stage)named(p, field(p, "stage"), stage, CUL_STAGES_);
	ev->disposition = (enum cul_disposition)named(
		p, field(p, "disposition"), disposition, CUL_DISPS_);
}

struct fate {
	const char *name;
	enum cul_event_kind kind;
	enum cul_outcome outcome;
	uint16_t reply;
};

static struct fate fate_of(const struct performance *p)
{
	static const struct fate fates[] = {
		{ "ok", CUL_EV_DELIVERED, CUL_OUTCOME_OK, 250 },
		{ "bad", CUL_EV_BOUNCED, CUL_OUTCOME_BAD_RECIPIENT, 550 },
		{ "spam", CUL_EV_BOUNCED, CUL_OUTCOME_CONTENT, 550 },
		{ "listed", CUL_EV_BOUNCED, CUL_OUTCOME_REPUTATION, 554 },
		{ "full", CUL_EV_BOUNCED, CUL_OUTCOME_NEUTRAL, 552 },
		{ "later", CUL_EV_DEFERRED, CUL_OUTCOME_NEUTRAL, 450 },
	};
	const char *want = field(p, "fate") ? field(p, "fate") : "ok";

	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		if (strcmp(fates[i].name, want) == 0)
			return fates[i];
	scene_wrong(p->path, p->act->line, "no fate", want);
}

static void perform_mail(struct performance *p, int64_t t,
			 enum cul_event_kind begin)
{
	const struct fate f = fate_of(p);
	struct cul_event ev = plain(p, t);
	char id[16];

	(void)snprintf(id, sizeof(id), "Q%08X", p->number);
	ev.kind = begin;
	ev.session = view(id);
	ev.service = CUL_SV("smtpd");
	hear(p, &ev);
	ev = (struct cul_event){ .kind = CUL_EV_QUEUED,
				 .t_usec = t + CUL_USEC_PER_SEC / 10,
				 .host = ev.host,
				 .session = ev.session,
				 .sender = view(field(p, "sender")),
				 .size_bytes = 4000,
				 .n_recipients = field(p, "rcpts")
							 ? number(p, "rcpts")
							 : 1 };
	hear(p, &ev);
	ev.kind = f.kind;
	ev.outcome = f.outcome;
	ev.reply = f.reply;
	ev.sender = (struct cul_sv){ NULL, 0 };
	ev.recipient = view(field(p, "recipient"));
	ev.orig_recipient = view(field(p, "orig"));
	ev.transport =
		field(p, "to") ? CUL_TRANSPORT_LOCAL : CUL_TRANSPORT_REMOTE;
	hear(p, &ev);
	if (f.kind == CUL_EV_DEFERRED)
		return;
	ev = (struct cul_event){ .kind = CUL_EV_REMOVED,
				 .t_usec = ev.t_usec,
				 .host = ev.host,
				 .session = ev.session };
	hear(p, &ev);
}

static void perform_session(struct performance *p, int64_t t)
{
	struct cul_event ev = plain(p, t);

	ev.kind = CUL_EV_CONNECT;
	hear(p, &ev);
	ev.kind = CUL_EV_DISCONNECT;
	ev.n_mail_all = number(p, "mail");
	ev.n_rcpt_all = number(p, "rcpt");
	ev.n_auth_all = number(p, "auth");
	hear(p, &ev);
}

void act_perform(struct performance *p, int64_t t_usec)
{
	const char *what = p->act->what;
	struct cul_event ev;

	for (unsigned i = 0; i < p->act->n; i++)
		expand(p, i);
	if (strcmp(what, "mail") == 0) {
		perform_mail(p, t_usec, CUL_EV_ACCEPTED);
	} else if (strcmp(what, "script") == 0) {
		perform_mail(p, t_usec, CUL_EV_LOCAL_SUBMIT);
	} else if (strcmp(what, "session") == 0) {
		perform_session(p, t_usec);
	} else {
		ev = plain(p, t_usec);
		whole(p, &ev);
		ev.kind = (enum cul_event_kind)named(p, what, kind,
						     CUL_EV_KINDS_);
		hear(p, &ev);
	}
}
