/* \summary: postscreen before a session, and floods with anvil's figures */
#include "gen.h"

enum { ARRIVING, WAITING, LISTED, GONE };

static const struct cul_phrase signs[] = {
	{ 4, 0, NULL,
	  "PREGREET 14 after 0.07 from [$A]:$P: EHLO ylmf-pc\\r\\n" },
	{ 4, 0, NULL,
	  "HANGUP after 0.9 from [$A]:$P in tests before SMTP "
	  "handshake" },
	{ 2, 0, NULL,
	  "COMMAND PIPELINING from [$A]:$P after EHLO: MAIL "
	  "FROM:<x@siskin.example>\\r\\n" },
	{ 1, 0, NULL,
	  "NON-SMTP COMMAND from [$A]:$P after CONNECT: GET / "
	  "HTTP/1.1" },
	{ 1, 0, NULL, "COMMAND TIME LIMIT from [$A]:$P after CONNECT" },
	{ 0 },
};

static const struct cul_phrase screen_refusals[] = {
	{ 6, 0, NULL,
	  "NOQUEUE: reject: RCPT from [$A]:$P: 550 5.7.1 Service unavailable; "
	  "client [$A] blocked using zen.dnsbl.example; from=<$S>, to=<$R>, "
	  "proto=ESMTP, helo=<$H>" },
	{ 3, 0, NULL,
	  "NOQUEUE: reject: RCPT from [$A]:$P: 450 4.3.2 Service currently "
	  "unavailable; from=<$S>, to=<$R>, proto=ESMTP, helo=<$H>" },
	{ 1, 0, NULL,
	  "NOQUEUE: reject: RCPT from [$A]:$P: 550 5.5.1 Protocol error; "
	  "from=<$S>, to=<$R>, proto=SMTP, helo=<$H>" },
	{ 0 },
};

static void say(struct cul_gen *g, const struct cul_task *t, const char *text)
{
	cul_line(g, t, "postscreen", 1300U + t->host, text);
}

static void arrive(struct cul_gen *g, struct cul_task *t)
{
	say(g, t, "CONNECT from [$A]:$P to [192.0.2.1]:25");
	t->state = WAITING;
	if (t->plan == CUL_PLAN_REFUSED && cul_chance(g, 7000)) {
		g->number = 2 + t->client % 3;
		cul_line(g, t, "dnsblog", cul_task_pid(g, t),
			 "addr $A listed by domain zen.dnsbl.example as "
			 "127.0.0.$K");
		t->state = LISTED;
	}
	cul_task_put(g, t, cul_after(g, 6000));
}

/* Passed: from here on it is smtpd's session. */
static void pass(struct cul_gen *g, struct cul_task *t)
{
	say(g, t,
	    cul_chance(g, 8000) ? "PASS OLD [$A]:$P" : "PASS NEW [$A]:$P");
	t->kind = CUL_TASK_SMTPD;
	t->state = 0;
	cul_task_put(g, t, cul_after(g, 2));
}

static void listed(struct cul_gen *g, struct cul_task *t)
{
	t->sender.number = (uint32_t)cul_random(g);
	t->rcpt.number = (uint32_t)cul_random(g);
	t->rcpt.local = true;
	g->number = 3 + t->client % 6;
	say(g, t, "DNSBL rank $K for [$A]:$P");
	if (cul_chance(g, 4000))
		say(g, t, cul_phrase_pick(g, signs)->text);
	else
		say(g, t, cul_phrase_pick(g, screen_refusals)->text);
	t->state = GONE;
	cul_task_put(g, t, cul_after(g, 200));
}

void cul_screen_step(struct cul_gen *g, struct cul_task *t)
{
	switch (t->state) {
	case ARRIVING:
		arrive(g, t);
		break;
	case WAITING:
		pass(g, t);
		break;
	case LISTED:
		listed(g, t);
		break;
	default:
		say(g, t, "DISCONNECT [$A]:$P");
		cul_task_end(g, t);
	}
}

/* One client that opens hundreds of sessions within minutes. */
void cul_flood_start(struct cul_gen *g)
{
	struct cul_task *t = cul_task_new(g, g->now_usec);
	uint32_t client = cul_random_below(g, g->clients);

	if (!t)
		return;
	t->kind = CUL_TASK_FLOOD;
	while (cul_who_plan(g, client) != CUL_PLAN_REFUSED)
		client = (client + 1) % g->clients;
	t->client = client;
	t->left = (uint16_t)(100 + cul_random_below(g, 500));
}

static void anvil(struct cul_gen *g, const struct cul_task *t)
{
	static const char *const figures[] = {
		"statistics: max connection rate $K/60s for (smtp:$A) at $E",
		"statistics: max connection count 9 for (smtp:$A) at $E",
		"statistics: max message rate $K/60s for (smtp:$A) at $E",
		"statistics: max recipient rate $K/60s for (smtp:$A) at $E",
		"statistics: max cache size 212 at $E",
	};

	for (unsigned i = 0; i < sizeof(figures) / sizeof(*figures); i++)
		cul_line(g, t, "anvil", 1400U + t->host, figures[i]);
}

void cul_flood_step(struct cul_gen *g, struct cul_task *t)
{
	g->number = 60 + t->left % 40;
	if (!t->left--) {
		anvil(g, t);
		cul_task_end(g, t);
		return;
	}
	if (t->left % 25 == 0)
		cul_line(g, t, "smtpd", cul_task_pid(g, t),
			 "warning: Connection rate limit exceeded: $K from $C "
			 "for service smtp");
	cul_session_start(g, t->client, CUL_PLAN_REFUSED, g->now_usec);
	cul_task_put(g, t, cul_after(g, 250));
}
