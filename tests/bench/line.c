/* \summary: one generated log line from a text with $-letters */
#include "gen.h"

#include <assert.h>
#include <string.h>

uint32_t cul_task_pid(const struct cul_gen *g, const struct cul_task *t)
{
	return 20000 + (uint32_t)(t - g->tasks);
}

/* Postfix shows delays with two digits that mean something. */
static void put_delay(struct cul_out *o, uint64_t msec)
{
	if (msec >= 10000) {
		cul_out_uint(o, msec / 1000);
		return;
	}
	cul_out_uint(o, msec / 1000);
	if (msec >= 1000) {
		if (msec % 1000 / 100) {
			cul_out_str(o, ".");
			cul_out_uint(o, msec % 1000 / 100);
		}
	} else if (msec >= 10) {
		cul_out_str(o, ".");
		cul_out_uint(o, msec / 100);
		if (msec % 100 / 10)
			cul_out_uint(o, msec % 100 / 10);
	}
}

/* delay=, and delays= before queue manager / in it / connect / transfer. */
static void put_delays(struct cul_gen *g, const struct cul_task *t)
{
	uint64_t all = (g->now_usec - t->born_usec) / CUL_MSEC_USEC;
	uint64_t queue = all < 40 ? 0 : 10 + t->message_id % 20;
	uint64_t talk = all < 200 ? 0 : all < 8000 ? all / 3 : 900;
	struct cul_out *o = &g->out;

	cul_out_str(o, "delay=");
	put_delay(o, all);
	cul_out_str(o, ", delays=");
	put_delay(o, all - queue - 2 * talk);
	cul_out_str(o, "/");
	put_delay(o, queue);
	cul_out_str(o, "/");
	put_delay(o, talk);
	cul_out_str(o, "/");
	put_delay(o, talk);
}

static void put_message_id(struct cul_gen *g, const struct cul_task *t)
{
	struct cul_out *o = &g->out;

	if (t->sender.null) {
		cul_out_str(o, "20261120");
		cul_out_uint(o, 100000 + t->message_id % 100000);
		cul_out_str(o, ".");
		cul_out_str(o, t->qid);
		cul_out_str(o, "@mx.aurora.example");
		return;
	}
	cul_out_hex(o, t->message_id, 8, false);
	cul_out_str(o, "-4c1d-");
	cul_out_hex(o, cul_mix(t->message_id), 16, false);
	cul_out_str(o, "@");
	cul_out_domain(g, t->sender);
}

static void put_counts(struct cul_out *o, const struct cul_task *t)
{
	static const char *const verbs[CUL_VERBS_] = {
		"ehlo", "starttls", "auth", "mail",    "rcpt",
		"data", "rset",     "quit", "unknown",
	};
	uint32_t accepted = 0, seen = 0;

	for (int v = 0; v <= CUL_VERBS_; v++) {
		uint32_t ok = v < CUL_VERBS_ ? t->accepted[v] : accepted;
		uint32_t all = v < CUL_VERBS_ ? t->seen[v] : seen;

		if (v < CUL_VERBS_ && !all)
			continue;
		cul_out_str(o, " ");
		cul_out_str(o, v < CUL_VERBS_ ? verbs[v] : "commands");
		cul_out_str(o, "=");
		cul_out_uint(o, ok);
		if (ok != all) {
			cul_out_str(o, "/");
			cul_out_uint(o, all);
		}
		accepted += ok;
		seen += all;
	}
}

static void put_orig_to(struct cul_gen *g, const struct cul_task *t)
{
	struct cul_mailbox m = t->rcpt;

	if (!t->orig_to)
		return;
	m.number = 40 + m.number % 60;
	cul_out_str(&g->out, "orig_to=<");
	cul_out_mailbox(g, m);
	cul_out_str(&g->out, ">, ");
}

static void put_conn_use(struct cul_out *o, const struct cul_task *t)
{
	if (t->conn_use < 2)
		return;
	cul_out_str(o, "conn_use=");
	cul_out_uint(o, t->conn_use);
	cul_out_str(o, ", ");
}

/* The letters that name somebody; false when c is none of them. */
static bool put_who(struct cul_gen *g, const struct cul_task *t, char c)
{
	struct cul_mailbox login = { .number = t->account, .local = true };

	switch (c) {
	case 'A':
		cul_out_address(g, t->client);
		return true;
	case 'C':
		cul_out_client(g, t->client);
		return true;
	case 'H':
		cul_out_helo(g, t->client);
		return true;
	case 'L':
		cul_out_mailbox(g, login);
		return true;
	case 'S':
		cul_out_mailbox(g, t->sender);
		return true;
	case 'R':
		cul_out_mailbox(g, t->rcpt);
		return true;
	case 'X':
		cul_out_exchanger(g, t->rcpt);
		return true;
	case 'F':
		put_orig_to(g, t);
		return true;
	default:
		return false;
	}
}

static bool put_name(struct cul_gen *g, const struct cul_task *t, char c)
{
	switch (c) {
	case 'Q':
		cul_out_str(&g->out, t->qid);
		return true;
	case 'q':
		cul_out_str(&g->out, g->other_qid);
		return true;
	case 'M':
		put_message_id(g, t);
		return true;
	case 'V':
		cul_out_hex(&g->out, cul_random(g) >> 20, 11, true);
		return true;
	default:
		return false;
	}
}

static void put_figure(struct cul_gen *g, const struct cul_task *t, char c)
{
	struct cul_out *o = &g->out;

	switch (c) {
	case 'P':
		cul_out_uint(o, 1024 + t->born_usec % 64000);
		break;
	case 'Z':
		cul_out_uint(o, t->size_bytes);
		break;
	case 'N':
		cul_out_uint(o, t->nrcpt);
		break;
	case 'K':
		cul_out_uint(o, g->number);
		break;
	case 'T':
		put_delays(g, t);
		break;
	case 'U':
		put_conn_use(o, t);
		break;
	case 'W':
		put_counts(o, t);
		break;
	default:
		assert(c == 'E');
		cul_out_date(o, g->now_usec - 7 * CUL_SEC_USEC);
	}
}

/*
 * $A client address   $C client name[address]  $P client port
 * $H HELO name        $L login                 $S sender
 * $R recipient        $F orig_to=, where an alias led to it
 * $X exchanger of the recipient's domain, name[address]
 * $Q queue id         $q the other queue id    $M message id
 * $Z size in bytes    $N recipients            $T delay=, delays=
 * $V a remote server's own queue id            $W verb counts
 * $K g->number        $E time of day for anvil $U conn_use=, if any
 */
void cul_line(struct cul_gen *g, const struct cul_task *t, const char *daemon,
	      uint32_t pid, const char *text)
{
	const char *dollar;

	cul_out_head(g, t->host, daemon, pid);
	while ((dollar = strchr(text, '$')) != NULL) {
		cul_out_bytes(&g->out, text, (size_t)(dollar - text));
		if (!put_who(g, t, dollar[1]) && !put_name(g, t, dollar[1]))
			put_figure(g, t, dollar[1]);
		text = dollar + 2;
	}
	cul_out_str(&g->out, text);
	cul_out_end(&g->out);
}
