/* \summary: a message's way through the queue, line by line */
#include "gen.h"

#include <string.h>

enum { CLEANING, ACTIVE, DELIVERING, ROUND_DONE };

/* cleanup, the queue manager and their like: a few processes a host. */
static uint32_t daemon_pid(const struct cul_task *t, uint32_t first)
{
	return first + t->host * 1000U + t->message_id % 24;
}

static uint32_t qmgr_pid(const struct cul_task *t)
{
	return 1100 + t->host;
}

static struct cul_task *message_new(struct cul_gen *g,
				    const struct cul_task *parent,
				    struct cul_mailbox sender,
				    struct cul_mailbox rcpt, uint8_t nrcpt)
{
	struct cul_task *t = cul_task_new(g, cul_after(g, 8));

	if (!t)
		return NULL;
	t->kind = CUL_TASK_MESSAGE;
	t->state = CLEANING;
	t->host = parent->host;
	t->client = parent->client;
	t->account = parent->account;
	t->plan = parent->plan;
	t->wild = parent->wild;
	t->sender = sender;
	t->rcpt = rcpt;
	t->first_rcpt = rcpt.number;
	t->born_usec = g->now_usec;
	t->message_id = (uint32_t)cul_random(g);
	t->size_bytes = 700 + (uint32_t)(cul_random(g) % 4000);
	if (cul_chance(g, 2000))
		t->size_bytes *= 1 + cul_random_below(g, 400);
	t->nrcpt = nrcpt;
	t->open = (1ULL << nrcpt) - 1;
	t->orig_to = rcpt.local && cul_chance(g, 600);
	cul_task_name(g, t);
	return t;
}

void cul_message_start(struct cul_gen *g, const struct cul_task *parent,
		       uint8_t nrcpt)
{
	struct cul_task *t =
		message_new(g, parent, parent->sender, parent->rcpt, nrcpt);
	uint32_t pid = cul_task_pid(g, parent);

	if (!t)
		return;
	if (parent->plan == CUL_PLAN_SUBMIT)
		cul_line(g, t,
			 parent->smtps ? "smtps/smtpd" : "submission/smtpd",
			 pid,
			 parent->client & 1
				 ? "$Q: client=$C, sasl_method=PLAIN, "
				   "sasl_username=$L"
				 : "$Q: client=$C, sasl_method=LOGIN, "
				   "sasl_username=$L");
	else
		cul_line(g, t, "smtpd", pid, "$Q: client=$C");
}

void cul_message_local(struct cul_gen *g)
{
	struct cul_task host = { .plan = CUL_PLAN_RELAY };
	struct cul_mailbox from = { .number = 0, .local = true }, to = from;
	struct cul_task *t;

	host.host = (uint8_t)cul_random_below(g, CUL_HOSTS_);
	from.number = cul_random_below(g, 12);
	to.number = cul_random_below(g, 20000);
	t = message_new(g, &host, from, to, 1);
	if (!t)
		return;
	g->number = from.number ? 1000 + from.number : 0;
	cul_line(g, t, "pickup", 1200U + t->host, "$Q: uid=$K from=<$S>");
}

/* A message made inside: a notification, or a forwarded copy. */
static struct cul_task *message_inside(struct cul_gen *g,
				       const struct cul_task *parent,
				       bool is_notice, struct cul_mailbox rcpt)
{
	struct cul_mailbox from = parent->sender;
	struct cul_task *t;

	from.null = is_notice || from.null;
	t = message_new(g, parent, from, rcpt, 1);
	if (!t)
		return NULL;
	t->wild = false;
	t->orig_to = false;
	t->state = ACTIVE;
	cul_line(g, t, "cleanup", daemon_pid(t, 3000), "$Q: message-id=<$M>");
	memcpy(g->other_qid, t->qid, sizeof(g->other_qid));
	return t;
}

static void notify_sender(struct cul_gen *g, struct cul_task *t)
{
	t->bounced = false;
	if (t->sender.null || !message_inside(g, t, true, t->sender))
		return;
	cul_line(g, t, "bounce", daemon_pid(t, 8000),
		 "$Q: sender non-delivery notification: $q");
}

/* Header checks and a milter look at mail from outside. */
static void cleanup_step(struct cul_gen *g, struct cul_task *t)
{
	const struct cul_phrase *p;

	cul_line(g, t, "cleanup", daemon_pid(t, 3000), "$Q: message-id=<$M>");
	t->state = ACTIVE;
	if (t->plan == CUL_PLAN_MAIL && cul_chance(g, 120)) {
		p = cul_content_pick(g);
		cul_line(g, t, p->daemon, daemon_pid(t, 3000), p->text);
		if (p->what == CUL_CONTENT_DIES) {
			t->keeps_id = true;
			cul_task_end(g, t);
			return;
		}
	}
	cul_task_put(g, t, cul_after(g, 40));
}

static void active_step(struct cul_gen *g, struct cul_task *t)
{
	t->nrcpt = 0;
	for (uint64_t bits = t->open; bits; bits &= bits - 1)
		t->nrcpt++;
	cul_line(g, t, "qmgr", qmgr_pid(t),
		 "$Q: from=<$S>, size=$Z, nrcpt=$N (queue active)");
	t->todo = t->open;
	t->conn_use = 0;
	t->state = DELIVERING;
	cul_task_put(g, t, cul_after(g, t->rcpt.local ? 15 : 500));
}

static void deliver_one(struct cul_gen *g, struct cul_task *t, unsigned i)
{
	struct cul_mailbox there = { .number = 0 };
	const struct cul_phrase *p;

	t->rcpt.number = t->first_rcpt;
	if (i)
		t->rcpt.number = (uint32_t)cul_mix(t->first_rcpt + i);
	do {
		p = cul_fate_pick(g, t);
		there.number = (uint32_t)cul_mix(t->rcpt.number);
	} while (p->what == CUL_FATE_FORWARDED &&
		 !message_inside(g, t, false, there));
	if (!t->rcpt.local && p->what == CUL_FATE_SENT && t->conn_use < 9)
		t->conn_use++;
	cul_line(g, t, p->daemon, daemon_pid(t, 4000), p->text);
	if (p->what == CUL_FATE_DEFERRED) {
		t->keeps_id = true;
		return;
	}
	t->open &= ~(1ULL << i);
	t->bounced |= p->what == CUL_FATE_BOUNCED;
}

static void deliver_step(struct cul_gen *g, struct cul_task *t)
{
	unsigned i = 0;

	while (!(t->todo >> i & 1))
		i++;
	if (!t->rcpt.local && t->todo == t->open && cul_chance(g, 1500))
		cul_line(g, t, "smtp", daemon_pid(t, 4000),
			 "Trusted TLS connection established to $X:25: "
			 "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
			 "(256/256 bits) key-exchange X25519 server-signature "
			 "RSA-PSS (2048 bits) server-digest SHA256");
	deliver_one(g, t, i);
	t->todo &= ~(1ULL << i);
	if (!t->todo)
		t->state = ROUND_DONE;
	cul_task_put(g, t, cul_after(g, 4));
}

/* Tries come after 5, 10, 20, 40 minutes; the fifth is the last. */
static void round_done_step(struct cul_gen *g, struct cul_task *t)
{
	if (t->bounced)
		notify_sender(g, t);
	if (t->open && ++t->tries < 5) {
		t->state = ACTIVE;
		cul_task_put(g, t, cul_after(g, 150000U << t->tries));
		return;
	}
	if (t->open) {
		cul_line(g, t, "qmgr", qmgr_pid(t),
			 "$Q: from=<$S>, status=expired, returned to sender");
		notify_sender(g, t);
	}
	cul_line(g, t, "qmgr", qmgr_pid(t), "$Q: removed");
	cul_task_end(g, t);
}

void cul_message_step(struct cul_gen *g, struct cul_task *t)
{
	switch (t->state) {
	case CLEANING:
		cleanup_step(g, t);
		break;
	case ACTIVE:
		active_step(g, t);
		break;
	case DELIVERING:
		deliver_step(g, t);
		break;
	default:
		round_done_step(g, t);
	}
}
