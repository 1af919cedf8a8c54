/* \summary: what the court is made of; private to analyzer/engine */
#ifndef CUL_COURT_INT_H
#define CUL_COURT_INT_H

#include "attribute/asn.h"
#include "attribute/customers.h"
#include "attribute/ranges.h"
#include "decide/decide.h"
#include "engine/court.h"
#include "engine/court_past.h"
#include "engine/lease_book.h"
#include "evidence/contact.h"
#include "evidence/intern.h"
#include "evidence/join.h"
#include "evidence/notes.h"
#include "evidence/set.h"
#include "evidence/state.h"
#include "evidence/table.h"
#include "evidence/usual.h"
#include "evidence/writers.h"

/* One /24 (or /48) that somebody we relayed for without login sits in. */
struct cul_guessed_net {
	struct cul_net net;
	uint32_t clients;
};

struct cul_local_domain { /* learned from deliveries here */
	char *name;
	uint64_t hash, recipients;
};

/* Whose an IPv4 client is, as last found: spares each line the search for the
 * customer and the comparison of names. Checked against the source's own key,
 * so an evicted one is not taken for its successor; and with leases good from
 * one time until another. */
struct cul_recent {
	uint64_t client_key, source_key;
	int64_t from_usec, until_usec;
	uint32_t source;
	unsigned char tenure; /* enum cul_tenure */
};

enum { CUL_RECENTS = 1 << 16 };

/* A web form that was posted, and a message that a local program handed in:
 * the last few, to see which go together. */
enum { CUL_WEB_RECENT = 64, CUL_WEB_PATH_MAX = 120 };

struct cul_web_post {
	int64_t t_usec; /* 0: none */
	uint64_t host;  /* its hash; 0: not on record */
	uint8_t len;
	char path[CUL_WEB_PATH_MAX];
};

struct cul_web_submit {
	int64_t t_usec; /* 0: none, or one that has found its post */
	uint64_t host, source_key;
	uint32_t source;
};

/* Events of servers that log a line twice, the last few. */
enum { CUL_TWICE_RECENT = 32 };

struct cul_twice {
	uint64_t key; /* of all that it says; 0: none, or met again */
	int64_t t_usec;
};

/* Failed logins of one client, by who tells of them: the servers, and those
 * that these ask. A client whose place another takes is known no more. */
enum { CUL_ATTEMPTS = 1 << 12, CUL_TELLERS = 4 };

struct cul_attempts {
	uint64_t client_key; /* 0: nobody's                             */
	uint32_t n;          /* that were counted                       */
	uint32_t told[CUL_TELLERS];    /* by each; the first: the servers */
	uint64_t tellers[CUL_TELLERS]; /* hash of the name; 0: nobody     */
};

/* Refusals whose client or sender is told later, the oldest first to go. A
 * session of Sendmail says so when its transaction ends; so many refusals of
 * all sessions are under way at a time. */
enum { CUL_WAITS = 1024, CUL_WAIT_RCPT_MAX = 256 };

struct cul_wait; /* court_wait.c */

struct cul_waits {
	size_t n;      /* that wait                                  */
	unsigned next; /* place of the next one: a ring              */
	uint64_t keys[CUL_WAITS]; /* of the sessions; 0: nothing     */
	struct cul_wait *v;       /* NULL until the first            */
};

struct cul_court_web {
	unsigned n_posts, n_submits; /* all there ever were: rings */
	struct cul_web_post posts[CUL_WEB_RECENT];
	struct cul_web_submit submits[CUL_WEB_RECENT];
};

struct cul_clock {
	int64_t t_usec;
	uint32_t votes; /* 0: it has not been set, or is no longer believed */
};

struct cul_court {
	const struct cul_settings *settings;
	struct cul_customers *customers;
	struct cul_lease_book *book; /* NULL: there are no leases */
	struct cul_asn *asn;         /* NULL: no file of ASNs     */
	struct cul_ranges networks, never;
	const struct cul_excepted *excepted; /* NULL: none */
	struct cul_table *table;
	struct cul_join *join;
	struct cul_notes *notes; /* of sessions and deliveries */
	struct cul_contacts contacts;
	struct cul_recent *recents;   /* CUL_RECENTS, by low bits of the key;
				       * NULL where there are no customers
				       * and no leases                       */
	struct cul_set local_domains; /* configured and learned             */
	struct cul_set mailboxes;     /* known here: delivered to, logged in */
	struct cul_writers writers;   /* of ours, who wrote to somebody     */
	bool networks_known, domains_known;
	bool keeps_names;      /* of all sources there ever were: */
	unsigned n_firsts;     /* of `firsts` */
	struct cul_set let_go; /* keys of those that are no more */
	int64_t t_now;         /* of the last event heard */
	struct cul_clock clock;
	int64_t t_begun; /* the log begins then; CUL_TIME_NONE: it is not
			  * known yet, and these are its first events    */
	int64_t firsts[CUL_FIRSTS];
	struct cul_court_past past; /* all NULL: days are not kept */
	struct cul_court_days days;
	int64_t t_learn;  /* then what is usual is looked at again */
	int64_t t_forget; /* then some of the silent are forgotten */
	const struct cul_again *again;
	uint64_t unread; /* lines that were not to be had a second time */
	struct cul_local_domain *learned;
	size_t n_learned;
	struct cul_guessed_net *guessed;
	size_t n_guessed;
	struct cul_court_web web;
	struct cul_waits waits;
	struct { /* the last line that called an unknown message spam */
		uint32_t file;
		uint64_t offset;
		bool any;
	} stray;
	struct cul_twice twice[CUL_TWICE_RECENT];
	unsigned n_twice; /* all there ever were: a ring */
	struct cul_attempts attempts[CUL_ATTEMPTS]; /* by bits of the key */
	struct cul_mail_totals mail;
	uint64_t asked[CUL_TENURES_]; /* look-ups among the leases */
	uint64_t orphans;
	uint64_t nets_known, nets_unknown; /* look-ups by [network] mmdb */
	uint64_t mail_host; /* hash of the one log host whose messages these
			     * are; 0: none was named yet              */
	bool mail_hosts;    /* there are several */
	struct cul_suggestion *suggestions;
	size_t n_suggestions, suggestions_room;
	struct cul_intern words; /* of suggestions that were read back */
	struct cul_cleared *cleared;
	size_t n_cleared, cleared_room;
	char *sentences[32]; /* guesses, then warnings: what the report says */
	size_t n_guesses, n_sentences;
	int err; /* the first failure inside a walk over the sources */
	/* Told of a source that was judged and is suspect; or NULL. */
	void (*suspect)(void *arg, const struct cul_source *s);
	void *suspect_arg;
};

/* What is being heard. */
struct cul_hearing {
	struct cul_court *court;
	const struct cul_event *ev;
	const struct cul_logged *line;
	struct cul_note *note;  /* of the session or delivery it is of */
	uint32_t sender_domain; /* of its message, as in struct cul_message */
};

/* ---- what is made from the settings: court_given.c ---- */

/* How many of each the memory is meant for. */
struct cul_shares {
	size_t pairs, in_flight, notes, writers;
};
struct cul_shares cul_court_shares(const struct cul_settings *s);
struct cul_table_plan cul_court_table_plan(const struct cul_settings *s);
/* Customers, leases, networks, …, by c->settings; what was made is freed by
 * the second whatever the first returned. */
int cul_court_given_new(struct cul_court *c, struct cul_out *err);
void cul_court_given_free(struct cul_court *c);
void cul_court_learned_free(struct cul_court *c);

/* ---- what time it is, and what is then to be done: court_clock.c ---- */
void cul_court_clock(struct cul_clock *k, int64_t t_usec);
int cul_court_chores(struct cul_court *c);

/* ---- who: court_who.c ---- */

/* The source behind a client address at this moment, its window current and
 * the event's time noted. NULL address: *ret NULL. */
int cul_court_client(struct cul_hearing *h, const struct cul_addr *addr,
		     struct cul_source **ret);
/* The same, but only if it has been heard of before; *ret NULL otherwise. */
int cul_court_known_client(struct cul_hearing *h, const struct cul_addr *addr,
			   struct cul_source **ret);
int cul_court_account(struct cul_hearing *h, struct cul_source **ret);
int cul_court_local_user(struct cul_hearing *h, struct cul_source **ret);
int cul_court_server(struct cul_hearing *h, struct cul_source **ret);
/* The source of a message, or NULL if it is nobody or has been evicted. */
struct cul_source *cul_court_sender(struct cul_court *c,
				    const struct cul_message *m);
int cul_court_touch(struct cul_hearing *h, struct cul_source *s);

/* `domain`: the key of a mailbox's domain, 0 if it has none. */
bool cul_court_is_local(const struct cul_court *c, uint64_t domain);
bool cul_court_mailbox_known(void *court, uint64_t mailbox);
int cul_court_learn_login(struct cul_court *c, const struct cul_event *ev);
int cul_court_know_mailbox(struct cul_court *c, uint64_t mailbox);
int cul_court_learn_domain(struct cul_court *c, const struct cul_event *ev);
int cul_court_learn_net(struct cul_court *c, struct cul_source *s,
			const struct cul_addr *client);
int cul_court_guess_words(struct cul_court *c);
int cul_court_sentence(struct cul_court *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- messages: court_mail.c; clients: court_client.c ---- */

/* The message of the event's queue id, taken up now if its beginning was not
 * in the log, or if the server itself made it. */
int cul_court_meet(struct cul_hearing *h, struct cul_message **ret);
int cul_court_begun(struct cul_hearing *h);
/* The event's envelope sender is one more that this source has used. */
int cul_court_sender_named(struct cul_hearing *h, struct cul_source *s);
int cul_court_identified(struct cul_hearing *h);
int cul_court_queued(struct cul_hearing *h);
int cul_court_fate(struct cul_hearing *h);
int cul_court_removed(struct cul_hearing *h);
/* A recipient of a message came to its end. */
void cul_court_ended(struct cul_source *s, const struct cul_message *m);
int cul_court_refused(struct cul_hearing *h);
int cul_court_login_failed(struct cul_hearing *h);
/* *ret_account: the source of the account. */
int cul_court_logged_in(struct cul_hearing *h, struct cul_source **ret_account);
int cul_court_login(struct cul_hearing *h);
int cul_court_session(struct cul_hearing *h);
int cul_court_manners(struct cul_hearing *h);

/* ---- what filters and web servers say: court_verdict.c, court_web.c ---- */
int cul_court_verdict(struct cul_hearing *h);
/* The same, of a message that was found; NULL: of none that is known. */
int cul_court_verdict_on(struct cul_hearing *h, struct cul_message *m);
int cul_court_form_post(struct cul_hearing *h);
int cul_court_proxy(struct cul_hearing *h);
/* A program of the local user `s` has handed in a message. */
int cul_court_submitted(struct cul_hearing *h, struct cul_source *s);
/* What a filter gave back goes on under another queue id. */
void cul_court_given_back(struct cul_message *child,
			  const struct cul_message *m);

int cul_court_met(struct cul_hearing *h, const struct cul_source *s,
		  uint64_t what, unsigned salt, enum cul_met *ret_met);
/* One first contact? `salt` keeps relaying, receiving and logins apart. */
int cul_court_contact(struct cul_hearing *h, const struct cul_source *s,
		      uint64_t what, unsigned salt, bool *ret_first);
enum {
	CUL_SALT_OUT = 1,
	CUL_SALT_IN,
	CUL_SALT_RELAY,
	CUL_SALT_LOGIN,
	CUL_SALT_VERDICT,
	CUL_SALT_BOUNCE,
	CUL_SALT_QUESTION
};

/* A recipient of ours, or elsewhere, was decided at the door. */
int cul_court_came_in(struct cul_hearing *h, struct cul_source *s,
		      enum cul_outcome o);
int cul_court_out_refused(struct cul_hearing *h, struct cul_source *s,
			  enum cul_outcome o);

/* ---- bounces, and what they answer: court_bounce.c ---- */

/* One of ours wrote as its envelope sender. */
int cul_court_wrote(struct cul_hearing *h, struct cul_source *s,
		    const struct cul_message *m);
/* Mail with the null sender was decided: to a mailbox of ours, or elsewhere. */
int cul_court_bounce(struct cul_hearing *h, struct cul_source *s, bool here,
		     enum cul_outcome o);
/* Who has not written by then may have since. */
void cul_court_settle_bounces(struct cul_court *c, struct cul_source *s);

/* A wrong: line kept, clock of misdeeds set. */
int cul_court_wrong(struct cul_hearing *h, struct cul_source *s,
		    enum cul_family f);

/* ---- sessions and deliveries: court_session.c ---- */

/* ---- refusals that wait to be told whose they are: court_wait.c ---- */
int cul_court_wait(struct cul_hearing *h, uint64_t session_key);
/* The event may be what some wait for. */
int cul_court_waited_for(struct cul_hearing *h);
/* The log ends: those that wait are heard as they are. */
int cul_court_wait_no_more(struct cul_court *c);
void cul_court_waits_state(struct cul_state *s, struct cul_court *c);

/* ---- failed logins that several tell of: court_attempts.c ---- */

/* So many of the attempts that the event tells of were not counted yet. */
uint32_t cul_court_attempts(struct cul_court *c, const struct cul_event *ev);

/* Of an event that is logged twice: is this the second? court_twice.c */
bool cul_court_heard_already(struct cul_court *c, const struct cul_event *ev);

/* Is it an event that says little and names a session or a delivery? */
bool cul_court_is_told_before(const struct cul_event *ev);
/* Put what is noted of it into `ev`; NULL if nothing is. */
struct cul_note *cul_court_recall(const struct cul_court *c,
				  struct cul_event *ev);
int cul_court_connected(struct cul_hearing *h);
void cul_court_disconnected(const struct cul_hearing *h);
int cul_court_session_logged_in(struct cul_hearing *h,
				const struct cul_source *account);
/* The source of the account that logged in to the session, or NULL. */
struct cul_source *cul_court_session_account(const struct cul_hearing *h);
int cul_court_attempted(struct cul_hearing *h);

/* ---- lines: court_line.c ---- */

/* The words of a line, read again into `buf` where they were not copied; a
 * remark in their place where they are gone. */
enum { CUL_COURT_LINE_MAX = CUL_EVIDENCE_LINE_MAX };
struct cul_sv cul_court_line(const struct cul_court *c,
			     const struct cul_evidence_line *l,
			     char buf[CUL_COURT_LINE_MAX], bool *ret_gone);

/* ---- explaining: explain.c, explain_leases.c, explain_past.c ---- */

void cul_explain_put(struct cul_out *o, struct cul_sv v);
/* The last customer to hold the address of whom anything is known. */
struct cul_source *cul_court_leased(const struct cul_court *c,
				    const struct cul_addr *addr);
/* What it did on past days, if anything is known of them. */
void cul_court_explain_past(const struct cul_source *s, struct cul_out *o);
/* If `who` is an address that is leased: who held it when, and where it says
 * so; nothing where there are no leases. */
void cul_court_explain_leases(const struct cul_court *c, const char *who,
			      struct cul_out *o);

/* ---- judging: court_judge.c ---- */
int cul_court_judge(struct cul_court *c, struct cul_source *s, int64_t t_usec);
/* The window is over, or the log: what holds now is suggested. */
int cul_court_rule(struct cul_court *c, struct cul_source *s);
int cul_court_drop_covered(struct cul_court *c, size_t first);
struct cul_judged cul_court_judged(const struct cul_court *c);
/* How much evidence it takes to stop a source of that subject: programs of
 * ours, who are few, have a part of the budget to themselves. */
struct cul_court_budget {
	size_t sources;        /* that share it */
	double false_per_year; /* among these   */
	int32_t needed_mnat;
};
struct cul_court_budget cul_court_budget(const struct cul_court *c,
					 enum cul_subject subject);
int cul_court_finish(struct cul_court *c, const char *const *files,
		     size_t n_files);
/* What has been suggested by now: court_state_found.c */
void cul_court_found_state(struct cul_state *s, struct cul_court *c);

/* ---- from rulings to the list: court_finish.c ---- */
/* 0 if of one subject and kind, else their order. */
int cul_court_same_kind(const struct cul_suggestion *a,
			const struct cul_suggestion *b);
/* Join the windows of one episode, in place; how many are left. */
size_t cul_court_episodes(struct cul_suggestion *v, size_t n);
/* Its id, and the names of the files it quotes. */
void cul_court_call(struct cul_suggestion *g, const char *const *files,
		    size_t n_files);
/* One entry of each who was cleared of a kind. */
void cul_court_cleared_join(struct cul_court *c);
/* Free what it holds. */
void cul_court_suggestion_done(struct cul_suggestion *g);

#endif
