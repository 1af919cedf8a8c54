/* \summary: the log generator's one state and what its files share */
#ifndef CUL_BENCH_GEN_H
#define CUL_BENCH_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The generator is a small simulation. A task is one SMTP session, one
 * message in a queue, or one flood; each has a time at which its next line is
 * due. The main loop takes the task that is due first, lets it write and puts
 * it back, so that the lines of hundreds of messages come out interleaved.
 *
 * The same seed, size and options give the same bytes on every machine:
 * integer arithmetic only, no clock, no address of anything.
 */

#define CUL_DAY_USEC  86400000000ULL
#define CUL_SEC_USEC  1000000ULL
#define CUL_MSEC_USEC 1000ULL

enum {
	/* Tasks alive at once. A gigabyte in a day has some 2,000 in flight,
	 * most of them waiting for the next try at a deferred recipient. */
	CUL_TASKS_MAX = 32768,
	/* Ended messages whose short queue id may be given out again. */
	CUL_SPARE_IDS = 1024,
	/* Recipients of one message: bits of cul_task.open. */
	CUL_RCPTS_MAX = 60,
	CUL_OUT_BYTES = 1 << 20,
	/* No line this program writes is longer; Postfix cuts its own at
	 * 2,000 bytes (util/msg_syslog.c). */
	CUL_LINE_BYTES = 4096,
	CUL_QID_BYTES = 24,
};

enum cul_host {
	CUL_HOST_MX1,
	CUL_HOST_MX2,
	CUL_HOST_RELAY1,
	CUL_HOST_RELAY2,
	CUL_HOSTS_
};

enum cul_task_kind {
	CUL_TASK_SCREEN,
	CUL_TASK_SMTPD,
	CUL_TASK_MESSAGE,
	CUL_TASK_FLOOD
};

/* What the client of a session has come for. */
enum cul_plan {
	CUL_PLAN_MAIL,    /* a remote server with mail for us */
	CUL_PLAN_SUBMIT,  /* a customer, logged in */
	CUL_PLAN_RELAY,   /* a customer's server, known by its address */
	CUL_PLAN_REFUSED, /* somebody whose recipients are refused */
	CUL_PLAN_GUESS,   /* password guessing */
	CUL_PLAN_DRIVEBY, /* connects and goes away */
};

/* SMTP commands in the order in which Postfix 3.7's disconnect lists them. */
enum cul_verb {
	CUL_VERB_EHLO,
	CUL_VERB_STARTTLS,
	CUL_VERB_AUTH,
	CUL_VERB_MAIL,
	CUL_VERB_RCPT,
	CUL_VERB_DATA,
	CUL_VERB_RSET,
	CUL_VERB_QUIT,
	CUL_VERB_UNKNOWN,
	CUL_VERBS_
};

/* A mailbox is a number; its text is made from it when it is written. */
struct cul_mailbox {
	uint32_t number;
	bool local;
	bool null;
};

struct cul_task {
	uint64_t t_usec;    /* its next line is due then */
	uint64_t born_usec; /* session or message began then */
	uint64_t open;      /* recipients without a final fate, as bits */
	uint64_t todo;      /* of those, not tried yet in this round */
	uint32_t client;    /* index of the client */
	uint32_t account;   /* index of the login */
	struct cul_mailbox sender, rcpt;
	uint32_t first_rcpt; /* the others' numbers are made from it */
	uint32_t size_bytes;
	uint32_t message_id;
	uint32_t inode, usec; /* the two halves of a short queue id */
	uint16_t left;        /* steps the session still makes */
	uint16_t accepted[CUL_VERBS_], seen[CUL_VERBS_];
	uint8_t kind, state, host, plan;
	uint8_t nrcpt, tries, conn_use;
	bool orig_to; /* recipients came out of an alias */
	bool bounced; /* a recipient bounced in this round */
	bool wild;    /* the client spams: other outcomes */
	bool tls, smtps;
	bool keeps_id; /* its queue id is not given out again */
	char qid[CUL_QID_BYTES];
};

struct cul_out {
	char *buf;
	size_t len;
	uint64_t written_bytes, lines;
	bool failed;
	bool rfc3339;
	uint64_t stamp_sec; /* second the cached stamp stands for */
	char stamp[40];
	size_t stamp_len;
};

struct cul_id {
	uint32_t inode, usec;
};

struct cul_gen {
	uint64_t rng;
	uint64_t seed;
	uint64_t now_usec; /* since 2026-11-20T00:00:00Z; never goes back */
	uint64_t target_bytes, sessions;
	uint32_t clients, next_client;
	uint64_t *zipf; /* cumulative weights of the clients */
	struct cul_task *tasks;
	uint32_t *heap, heap_len;
	uint32_t *free, free_head, free_len; /* ring: longest free goes first */
	struct cul_id spare[CUL_HOSTS_][CUL_SPARE_IDS];
	uint32_t spares[CUL_HOSTS_];
	char other_qid[CUL_QID_BYTES]; /* what $q stands for */
	uint32_t number;               /* what $K stands for */
	struct cul_out out;
};

/* One way to put a thing, chosen by weight. A table ends with weight 0. */
struct cul_phrase {
	uint16_t weight;
	uint8_t what; /* the table's own meaning */
	const char *daemon;
	const char *text;
};

/* --- rng.c ----------------------------------------------------------- */
uint64_t cul_mix(uint64_t x);
uint64_t cul_random(struct cul_gen *g);
/* 0 .. below-1; below > 0. */
uint32_t cul_random_below(struct cul_gen *g, uint32_t below);
/* true about `in_10000` times of 10,000. */
bool cul_chance(struct cul_gen *g, uint32_t in_10000);
const struct cul_phrase *cul_phrase_pick(struct cul_gen *g,
					 const struct cul_phrase *table);

/* --- out.c ----------------------------------------------------------- */
void cul_out_str(struct cul_out *o, const char *s);
void cul_out_bytes(struct cul_out *o, const char *s, size_t len);
void cul_out_uint(struct cul_out *o, uint64_t v);
void cul_out_hex(struct cul_out *o, uint64_t v, unsigned width, bool upper);
/* "Nov 20 09:57:41", as anvil writes it at the end of its lines. */
void cul_out_date(struct cul_out *o, uint64_t t_usec);
/* Stamp, host and "postfix/DAEMON[PID]: ". */
void cul_out_head(struct cul_gen *g, uint8_t host, const char *daemon,
		  uint32_t pid);
/* Ends the line; writes the buffer to stdout when it is nearly full. */
void cul_out_end(struct cul_out *o);
int cul_out_flush(struct cul_out *o);

/* --- who.c ----------------------------------------------------------- */
int cul_who_init(struct cul_gen *g);
uint32_t cul_who_client(struct cul_gen *g);
enum cul_plan cul_who_plan(const struct cul_gen *g, uint32_t client);
bool cul_who_is_wild(const struct cul_gen *g, uint32_t client);
bool cul_who_is_unknown(const struct cul_gen *g, uint32_t client);
uint32_t cul_who_account(const struct cul_gen *g, uint32_t client);
void cul_out_address(struct cul_gen *g, uint32_t client);
void cul_out_client(struct cul_gen *g, uint32_t client);
void cul_out_helo(struct cul_gen *g, uint32_t client);
void cul_out_mailbox(struct cul_gen *g, struct cul_mailbox m);
void cul_out_domain(struct cul_gen *g, struct cul_mailbox m);
/* The mail exchanger of m's domain: name[address]. */
void cul_out_exchanger(struct cul_gen *g, struct cul_mailbox m);

/* --- line.c ---------------------------------------------------------- */
/* One line of t's; `text` with what $-letters stand for, see line.c. */
void cul_line(struct cul_gen *g, const struct cul_task *t, const char *daemon,
	      uint32_t pid, const char *text);
uint32_t cul_task_pid(const struct cul_gen *g, const struct cul_task *t);

/* --- fate.c ---------------------------------------------------------- */
enum cul_fate {
	CUL_FATE_SENT,
	CUL_FATE_BOUNCED,
	CUL_FATE_DEFERRED,
	CUL_FATE_FORWARDED,
};

enum cul_content { CUL_CONTENT_LIVES, CUL_CONTENT_DIES };

/* What the next try at t->rcpt ends in: `what` is an enum cul_fate. */
const struct cul_phrase *cul_fate_pick(struct cul_gen *g,
				       const struct cul_task *t);
/* What cleanup's checks say of a message: `what` is an enum cul_content. */
const struct cul_phrase *cul_content_pick(struct cul_gen *g);

/* --- task.c ---------------------------------------------------------- */
int cul_tasks_init(struct cul_gen *g);
/* A task due at t_usec, zeroed but for that; NULL when all are in use. */
struct cul_task *cul_task_new(struct cul_gen *g, uint64_t t_usec);
/* The task due first, taken out of the order; NULL when there is none. */
struct cul_task *cul_task_next(struct cul_gen *g);
void cul_task_put(struct cul_gen *g, struct cul_task *t, uint64_t t_usec);
void cul_task_end(struct cul_gen *g, struct cul_task *t);
/* Gives a message its queue id, short or long by its host. */
void cul_task_name(struct cul_gen *g, struct cul_task *t);
/* A wait of about `msec`: between half of it and one and a half. */
uint64_t cul_after(struct cul_gen *g, uint32_t msec);

/* --- the steps: each writes what is due and puts or ends its task ----- */
void cul_screen_step(struct cul_gen *g, struct cul_task *t);
void cul_session_step(struct cul_gen *g, struct cul_task *t);
void cul_message_step(struct cul_gen *g, struct cul_task *t);
void cul_flood_step(struct cul_gen *g, struct cul_task *t);
/* Hands a message in at a session's side; parent gives host and client. */
void cul_message_start(struct cul_gen *g, const struct cul_task *parent,
		       uint8_t nrcpt);
/* A program on one of our hosts hands in a message: pickup. */
void cul_message_local(struct cul_gen *g);
void cul_session_start(struct cul_gen *g, uint32_t client, enum cul_plan plan,
		       uint64_t t_usec);
void cul_flood_start(struct cul_gen *g);

#endif
