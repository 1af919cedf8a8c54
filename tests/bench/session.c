/* \summary: an SMTP session with smtpd, line by line */
#include "gen.h"

enum { CONNECTING, SECURING, TALKING, LEAVING };
enum { HERE, ELSEWHERE };

#define RCPT_END "from=<$S> to=<$R> proto=ESMTP helo=<$H>"

/* `what`: whether the refused recipient is ours or somebody else's. */
static const struct cul_phrase refusals[] = {
	{ 24, ELSEWHERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 554 5.7.1 <$R>: Relay access "
	  "denied; " RCPT_END },
	{ 34, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 550 5.1.1 <$R>: Recipient address "
	  "rejected: User unknown in virtual mailbox table; " RCPT_END },
	{ 18, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 554 5.7.1 Service unavailable; "
	  "Client host [$A] blocked using zen.dnsbl.example; "
	  "https://www.dnsbl.example/query/ip/$A; " RCPT_END },
	{ 8, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 450 4.2.0 <$R>: Recipient address "
	  "rejected: Greylisted; " RCPT_END },
	{ 4, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 450 4.1.8 <$S>: Sender address "
	  "rejected: Domain not found; " RCPT_END },
	{ 3, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 504 5.5.2 <$H>: Helo command "
	  "rejected: need fully-qualified hostname; " RCPT_END },
	{ 4, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 450 4.7.25 Client host rejected: "
	  "cannot find your hostname, [$A]; " RCPT_END },
	{ 1, HERE, NULL,
	  "NOQUEUE: reject: MAIL from $C: 552 5.3.4 Message size exceeds "
	  "fixed limit; from=<$S> proto=ESMTP helo=<$H>" },
	{ 2, HERE, NULL,
	  "NOQUEUE: reject_warning: RCPT from $C: 450 4.1.8 <$S>: Sender "
	  "address rejected: Domain not found; " RCPT_END },
	{ 1, HERE, NULL,
	  "NOQUEUE: hold: RCPT from $C: <$S>: Sender address manual "
	  "review; " RCPT_END },
	{ 1, HERE, NULL,
	  "NOQUEUE: discard: RCPT from $C: <$S>: Sender address "
	  "junk; " RCPT_END },
	{ 0 },
};

/* What honest servers meet: a mistyped address, greylisting. */
static const struct cul_phrase mild_refusals[] = {
	{ 6, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 450 4.2.0 <$R>: Recipient address "
	  "rejected: Greylisted; " RCPT_END },
	{ 2, HERE, NULL,
	  "NOQUEUE: reject: RCPT from $C: 550 5.1.1 <$R>: Recipient address "
	  "rejected: User unknown in virtual mailbox table; " RCPT_END },
	{ 0 },
};

static const struct cul_phrase guesses[] = {
	{ 6, 0, NULL,
	  "warning: $C: SASL LOGIN authentication failed: authentication "
	  "failure, sasl_username=$L" },
	{ 3, 0, NULL,
	  "warning: $C: SASL PLAIN authentication failed: authentication "
	  "failure, sasl_username=$L" },
	{ 1, 0, NULL,
	  "warning: $C: SASL LOGIN authentication failed: bad protocol / "
	  "cancel, sasl_username=(unavailable)" },
	{ 0 },
};

static const struct cul_phrase drivebys[] = {
	{ 8, 0, NULL, "lost connection after CONNECT from $C" },
	{ 4, 0, NULL, "lost connection after EHLO from $C" },
	{ 2, 0, NULL, "lost connection after STARTTLS from $C" },
	{ 2, 0, NULL, "SSL_accept error from $C: lost connection" },
	{ 2, 0, NULL, "warning: non-SMTP command from $C: GET / HTTP/1.1" },
	{ 1, 0, NULL, "timeout after END-OF-MESSAGE from $C" },
	{ 1, 0, NULL,
	  "improper command pipelining after CONNECT from $C: "
	  "\\026\\003\\001\\001\\b\\001\\000\\001\\004\\003\\003" },
	{ 0 },
};

static const char *daemon_of(const struct cul_task *t)
{
	if (t->plan != CUL_PLAN_SUBMIT && t->plan != CUL_PLAN_GUESS)
		return "smtpd";
	return t->smtps ? "smtps/smtpd" : "submission/smtpd";
}

static void say(struct cul_gen *g, const struct cul_task *t, const char *text)
{
	cul_line(g, t, daemon_of(t), cul_task_pid(g, t), text);
}

static void count(struct cul_task *t, enum cul_verb verb, bool accepted)
{
	t->seen[verb]++;
	t->accepted[verb] = (uint16_t)(t->accepted[verb] + accepted);
}

static uint16_t steps_of(struct cul_gen *g, const struct cul_task *t)
{
	static const uint8_t most[] = {
		[CUL_PLAN_MAIL] = 3,  [CUL_PLAN_SUBMIT] = 2,
		[CUL_PLAN_RELAY] = 4, [CUL_PLAN_REFUSED] = 4,
		[CUL_PLAN_GUESS] = 5, [CUL_PLAN_DRIVEBY] = 1,
	};
	uint32_t n = 1 + cul_random_below(g, most[t->plan]);

	return (uint16_t)(t->wild ? n * 12 : n);
}

void cul_session_start(struct cul_gen *g, uint32_t client, enum cul_plan plan,
		       uint64_t t_usec)
{
	struct cul_task *t = cul_task_new(g, t_usec);

	if (!t)
		return;
	t->client = client;
	t->plan = (uint8_t)plan;
	t->wild = cul_who_is_wild(g, client);
	t->account = cul_who_account(g, client);
	t->host = (uint8_t)cul_random_below(g, 2);
	if (plan == CUL_PLAN_SUBMIT || plan == CUL_PLAN_GUESS ||
	    plan == CUL_PLAN_RELAY)
		t->host = (uint8_t)(t->host + CUL_HOST_RELAY1);
	t->smtps = cul_chance(g, 3000);
	t->tls = plan == CUL_PLAN_SUBMIT || cul_chance(g, 2500);
	t->left = steps_of(g, t);
	t->kind = CUL_TASK_SMTPD;
	if (t->host == CUL_HOST_MX1 && cul_chance(g, 4000))
		t->kind = CUL_TASK_SCREEN;
}

/* Customers write as themselves; an outsider's sender is anybody. */
static void envelope_new(struct cul_gen *g, struct cul_task *t)
{
	t->sender = (struct cul_mailbox){ .number = (uint32_t)cul_random(g) };
	t->rcpt = (struct cul_mailbox){ .number = (uint32_t)cul_random(g),
					.local = true };
	if (t->plan == CUL_PLAN_SUBMIT || t->plan == CUL_PLAN_RELAY) {
		t->sender.number = t->account;
		t->sender.local = true;
		t->rcpt.local = cul_chance(g, 2000);
	}
	if (t->plan == CUL_PLAN_MAIL && cul_chance(g, 200))
		t->sender.null = true;
}

static void refuse(struct cul_gen *g, struct cul_task *t,
		   const struct cul_phrase *table)
{
	const struct cul_phrase *p = cul_phrase_pick(g, table);

	t->rcpt.local = p->what == HERE;
	say(g, t, p->text);
	count(t, CUL_VERB_MAIL, true);
	count(t, CUL_VERB_RCPT, false);
	if (t->left > 1)
		count(t, CUL_VERB_RSET, true);
}

static void send_mail(struct cul_gen *g, struct cul_task *t)
{
	uint32_t nrcpt = 1;

	if (t->plan == CUL_PLAN_MAIL && cul_chance(g, 700)) {
		refuse(g, t, mild_refusals);
		return;
	}
	if (!t->sender.null && cul_chance(g, t->wild ? 6000 : 1500))
		nrcpt += cul_random_below(g, cul_chance(g, 800) ? 50 : 6);
	if (t->plan == CUL_PLAN_SUBMIT && !t->seen[CUL_VERB_AUTH])
		count(t, CUL_VERB_AUTH, true);
	count(t, CUL_VERB_MAIL, true);
	for (uint32_t i = 0; i < nrcpt; i++)
		count(t, CUL_VERB_RCPT, true);
	count(t, CUL_VERB_DATA, true);
	cul_message_start(g, t, (uint8_t)nrcpt);
}

static void guess(struct cul_gen *g, struct cul_task *t)
{
	t->account = cul_random_below(g, 3000);
	say(g, t, cul_phrase_pick(g, guesses)->text);
	count(t, CUL_VERB_AUTH, false);
}

static void talk(struct cul_gen *g, struct cul_task *t)
{
	envelope_new(g, t);
	switch (t->plan) {
	case CUL_PLAN_REFUSED:
		refuse(g, t, refusals);
		break;
	case CUL_PLAN_GUESS:
		guess(g, t);
		break;
	case CUL_PLAN_DRIVEBY:
		say(g, t, cul_phrase_pick(g, drivebys)->text);
		count(t, CUL_VERB_UNKNOWN, false);
		break;
	default:
		send_mail(g, t);
	}
	if (!--t->left)
		t->state = LEAVING;
	cul_task_put(g, t, cul_after(g, 300));
}

static void connect_client(struct cul_gen *g, struct cul_task *t)
{
	if (cul_who_is_unknown(g, t->client) && cul_chance(g, 1500))
		say(g, t,
		    "warning: hostname $H does not resolve to address $A: "
		    "Name or service not known");
	say(g, t, "connect from $C");
	if (t->plan != CUL_PLAN_DRIVEBY)
		count(t, CUL_VERB_EHLO, true);
	t->state = t->tls ? SECURING : TALKING;
	cul_task_put(g, t, cul_after(g, 150));
}

static void secure(struct cul_gen *g, struct cul_task *t)
{
	say(g, t,
	    "Anonymous TLS connection established from $C: TLSv1.3 with "
	    "cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange "
	    "X25519 server-signature RSA-PSS (2048 bits) server-digest "
	    "SHA256");
	if (!t->smtps) {
		count(t, CUL_VERB_STARTTLS, true);
		count(t, CUL_VERB_EHLO, true);
	}
	t->state = TALKING;
	cul_task_put(g, t, cul_after(g, 100));
}

static void leave(struct cul_gen *g, struct cul_task *t)
{
	const char *last = NULL;

	if (t->plan == CUL_PLAN_REFUSED && cul_chance(g, 3000))
		last = "lost connection after RCPT from $C";
	else if (t->plan == CUL_PLAN_REFUSED && t->seen[CUL_VERB_RCPT] > 20)
		last = "too many errors after RCPT from $C";
	else if (t->plan == CUL_PLAN_GUESS && cul_chance(g, 6000))
		last = "lost connection after AUTH from $C";
	if (last)
		say(g, t, last);
	else if (t->plan != CUL_PLAN_DRIVEBY)
		count(t, CUL_VERB_QUIT, true);
	say(g, t, "disconnect from $C$W");
	cul_task_end(g, t);
}

void cul_session_step(struct cul_gen *g, struct cul_task *t)
{
	switch (t->state) {
	case CONNECTING:
		connect_client(g, t);
		break;
	case SECURING:
		secure(g, t);
		break;
	case TALKING:
		talk(g, t);
		break;
	default:
		leave(g, t);
	}
}
