/* \summary: what a source is made of; private to analyzer/evidence
 *
 * Hot part first: what nearly every event touches. What only a source with a
 * past needs hangs off it, made when first needed.
 */
#ifndef CUL_SOURCE_INT_H
#define CUL_SOURCE_INT_H

#include "culprit/evidence.h"
#include "evidence/distinct.h"
#include "evidence/lines.h"

enum { CUL_LOCAL_SENDERS = 4 };

/* Of a source that did something in more than one hour. */
struct cul_source_day {
	struct cul_hour hours[24];
};

/* The addresses that a customer or account used. */
struct cul_source_used {
	struct cul_addr addrs[CUL_SOURCE_ADDRS];
	uint32_t n;
};

/* Mailboxes of ours it named as sender when it was refused relaying. */
struct cul_source_named {
	uint64_t senders[CUL_LOCAL_SENDERS];
	uint32_t tries[CUL_LOCAL_SENDERS];
};

/* Hours of the window, a bit each, and above them what became of it. */
enum {
	CUL_SENDER_HOURS = (1 << 24) - 1,
	CUL_SENDER_DEAD = 1 << 24,   /* a recipient does not exist */
	CUL_SENDER_REFUSED = 1 << 25 /* refused as spam            */
};

struct cul_sender_domain {
	uint32_t domain; /* half of its hash */
	uint32_t hours;
	uint32_t messages, recipients;
};

/* The sender domains of one of ours beside its first. Where there is no room
 * that of the fewest hours goes, then of the fewest messages, then the next in
 * turn; `gone` sums them up (`hours` 0). */
struct cul_senders {
	uint16_t n, room, turn;
	uint32_t n_gone, dead_gone, refused_gone;
	struct cul_sender_domain gone;
	struct cul_sender_domain v[];
};

/* Mail with the null sender: what came to mailboxes of ours, and what it sent
 * elsewhere; each mailbox once in 24 hours. */
struct cul_source_bounces {
	uint32_t matched, unknown, never, kept;
	uint32_t out, out_dead, out_refused;
	uint64_t mailboxes[CUL_BOUNCES_KEPT]; /* had not written by then */
};

/* Of the windows that are over and in which it wrote: one in which it was
 * found guilty teaches nothing. */
struct cul_source_habit {
	uint32_t days;
	uint32_t told;   /* of these: from before the log */
	double mean, sq; /* of distinct recipients a day, of its square */
};

/* In the order of use: the first line of 64 bytes is for all that send, the
 * second for those that are refused. */
struct cul_source_past {
	struct cul_source_day *day; /* NULL: only `one_hour` */
	struct cul_source_used *used;
	struct cul_source_named *named; /* both NULL until needed */
	struct cul_hour one_hour;
	uint8_t one_hour_at;
	uint32_t new_domains, new_domains_most; /* this hour; the record */
	int64_t new_domains_hour;
	uint32_t returning; /* recipients it wrote to on an earlier day */
	uint32_t logins_outside;
	uint32_t first_domain, first_hours; /* as in cul_sender_domain */
	struct cul_distinct_set distinct[CUL_DISTINCTS_];
	struct cul_line_log *lines[CUL_FAMILIES_];
	struct cul_senders *senders; /* NULL: one sender domain */
	struct cul_source_bounces *bounces;
	struct cul_asked asked;
	uint32_t asked_as;  /* the last sender domain: half of its hash */
	int64_t asked_usec; /* when */
};

_Static_assert(offsetof(struct cul_source_past, distinct) == 64, "one line");

/* A source is six lines of 64 bytes, of which mail that goes well touches
 * three: who it is and when; its first 16 counters; and two of the walks. */
struct cul_source {
	uint64_t hash;        /* of subject and name or address: the key    */
	struct cul_addr addr; /* all zero unless it is CUL_SUBJECT_IP       */
	int64_t t_window, t_last;
	struct cul_source_past *past; /* NULL until needed                  */
	uint32_t id;                  /* its place in the table             */
	uint32_t misdeeds;            /* in this window                     */
	uint16_t declared;
	uint8_t subject;
	bool live, ours, networks_known;
	bool dirty : 1, stirred : 1, ambiguous : 1;
	bool asked : 1;   /* for its days from before the log */
	bool renewed : 1; /* this is not its first window     */
	uint32_t counts[CUL_COUNTERS_];
	struct cul_walk_state walks[CUL_WALKS_];
	int64_t t_misdeed;
	int64_t t_first;
	const char *name;     /* interned; NULL: print addr                 */
	const char *customer; /* interned; "" if not known                  */
	const char *script;   /* interned; NULL: no form was posted         */
	uint32_t script_votes;
	uint32_t flagged;   /* two bits a kind: found; found to be stopped */
	int64_t *t_flagged; /* two a kind; NULL until the first           */
	const struct cul_usual *usual;  /* the table's                    */
	struct cul_source_habit *habit; /* NULL: it has no past day       */
} __attribute__((aligned(64)));

_Static_assert(sizeof(struct cul_source) <= 6 * 64, "six lines");
_Static_assert(offsetof(struct cul_source, counts) == 64, "one line");
_Static_assert(offsetof(struct cul_source, walks) % 64 +
			       2 * sizeof(struct cul_walk_state) ==
		       64,
	       "no walk is on two lines");

/* In `flagged` the lower half is for kinds found, from here on for those to be
 * stopped. */
enum { CUL_FLAGGED_STOPS = 16 };

/* It was found to be stopped, or to send strangers' mail, which is no less bad
 * though its owner is only called: what it did in this window teaches nothing
 * of the honest. */
static inline bool cul_source_is_guilty(const struct cul_source *s)
{
	return s->flagged >> CUL_FLAGGED_STOPS != 0 ||
	       (s->flagged & 1u << CUL_KIND_OPEN_RELAY) != 0;
}

#endif
