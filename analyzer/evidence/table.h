/* \summary: all sources: found by who they are, walked in order
 *
 * Look-up goes through a flat index, which each line needs; an ordered walk
 * goes through Judy arrays keyed by address and name. One writer.
 */
#ifndef CUL_TABLE_H
#define CUL_TABLE_H

#include "culprit/err.h"
#include "culprit/evidence.h"
#include "culprit/past.h"

struct cul_table;

enum cul_domain_fate {
	CUL_DOMAIN_FATE_DEAD,   /* a recipient does not exist */
	CUL_DOMAIN_FATE_REFUSED /* refused as spam            */
};

enum cul_bounce {
	CUL_BOUNCE_MATCHED, /* to a mailbox of ours that wrote lately */
	CUL_BOUNCE_UNKNOWN, /* to one that is not here                */
	CUL_BOUNCE_NEVER,   /* to one that has not written as yet     */
	CUL_BOUNCE_OUT,     /* elsewhere, and taken                   */
	CUL_BOUNCE_OUT_DEAD,
	CUL_BOUNCE_OUT_REFUSED
};

struct cul_who { /* borrowed */
	enum cul_subject subject;
	struct cul_addr addr;   /* of IP                           */
	struct cul_sv name;     /* of all others                   */
	struct cul_sv customer; /* to remember with a new source  */
	unsigned declared;
	bool ours, networks_known;
	uint64_t key; /* as the functions below make it, or 0 */
};

struct cul_table_plan {
	uint64_t bytes_most; /* evidence beyond this makes room  */
	size_t sources_most; /* 0: CUL_SOURCES_MAX               */
	bool remembers_all;  /* nobody is forgotten for his silence */
	struct cul_walk_plan walks[CUL_WALKS_];
};

struct cul_table *cul_table_new(const struct cul_table_plan *plan);
void cul_table_free(struct cul_table **t);

/* The source, made if it is new; a NUL in its name is kept as '?'. It stays
 * where it is until evicted, which happens in cul_table_make_room only. */
int cul_table_get(struct cul_table *t, const struct cul_who *who,
		  struct cul_source **ret_source);
struct cul_source *cul_table_find(const struct cul_table *t,
				  const struct cul_who *who);
struct cul_source *cul_table_at(const struct cul_table *t, uint32_t id);

/* An address as the name of a source: of IPv6 its /64. */
void cul_table_addr_print(const struct cul_addr *addr,
			  char buf[CUL_NET_TEXT_MAX]);
/* The name, or what is printed into `buf` of an address that has no text. */
const char *cul_table_name_of(const struct cul_source *s,
			      char buf[CUL_NET_TEXT_MAX]);
/* Give an address its text, so that cul_source_name may be asked. */
int cul_table_name(struct cul_table *t, struct cul_source *s);

/* Ask for memory ahead of time: the index of a key; once that has come, the
 * source behind it; once that has come, what hangs off it; and then the sets
 * that lie apart. cul_table_id_of is UINT32_MAX if there is no such key. */
void cul_table_prefetch_index(const struct cul_table *t, uint64_t key);
uint32_t cul_table_id_of(const struct cul_table *t, uint64_t key);
void cul_table_prefetch(const struct cul_table *t, uint32_t id);
void cul_table_prefetch_past(const struct cul_table *t, uint32_t id);
void cul_table_prefetch_sets(const struct cul_table *t, uint32_t id);

uint32_t cul_table_id(const struct cul_source *s);
uint64_t cul_table_key(const struct cul_source *s);

/* The key of an address's source (the /32 or /64 it lies in). */
uint64_t cul_table_addr_key(const struct cul_addr *addr);

/* The key of a source that goes by a name. */
uint64_t cul_table_name_key(enum cul_subject subject, struct cul_sv name);

/* All of them in the order in which they lie in memory, which depends on the
 * events alone; for whoever puts things in order himself afterwards. */
int cul_table_each(const struct cul_table *t,
		   int (*visit)(void *arg, struct cul_source *s), void *arg);

/* In order: addresses (IPv4, then IPv6), then the rest by subject and name.
 * The order is made when it is asked for: to keep one cost each new source
 * more than all its counting. CUL_ENOMEM, or what `visit` returned. */
int cul_table_walk(const struct cul_table *t,
		   int (*visit)(void *arg, struct cul_source *s), void *arg);

/* True when evidence is over its budget; then, at a moment when the caller
 * holds no source, cul_table_make_room drops the least interesting tenth, or
 * more if that is not enough: the blameless first, of these the longest
 * silent. `doomed` is told of each. */
bool cul_table_is_full(const struct cul_table *t);
int cul_table_make_room(struct cul_table *t,
			void (*doomed)(void *arg, struct cul_source *s),
			void *arg);

/* Other bounds and other steps from now on. */
void cul_table_set_plan(struct cul_table *t, const struct cul_table_plan *plan);

/* It is t_usec now: of the next 64th of the sources, those that have been
 * silent for CUL_FORGET_DAYS, or less where they are no loss (limits.h), are
 * dropped after `doomed` was told of each. The caller holds no source. */
void cul_table_forget(struct cul_table *t, int64_t t_usec,
		      void (*doomed)(void *arg, struct cul_source *s),
		      void *arg);
uint64_t cul_table_forgotten(const struct cul_table *t);

/* What the budget is held against. */
uint64_t cul_table_bytes(const struct cul_table *t);

size_t cul_table_count(const struct cul_table *t);
/* Of these: local users, as whom programs on our servers send. */
size_t cul_table_programs(const struct cul_table *t);
uint64_t cul_table_evicted(const struct cul_table *t);

/* ---- what may be done to a source ---- */

/* Event time: moves the source's clock. True in *ret_over if t is past the
 * window; the caller then judges it and calls cul_source_renew. */
void cul_source_at(struct cul_source *s, int64_t t_usec, bool *ret_over);
int64_t cul_source_window_usec(const struct cul_source *s);
void cul_source_renew(struct cul_table *t, struct cul_source *s,
		      int64_t t_usec);

void cul_source_add(struct cul_source *s, enum cul_counter c, uint32_t n);
void cul_source_set(struct cul_source *s, enum cul_counter c, uint32_t n);
int cul_source_met(struct cul_table *t, struct cul_source *s,
		   enum cul_distinct d, uint64_t hash, bool *ret_new);
void cul_source_step(struct cul_table *t, struct cul_source *s, enum cul_walk w,
		     bool hit, int64_t t_usec);
int cul_source_keep_line(struct cul_table *t, struct cul_source *s,
			 enum cul_family f, const struct cul_logged *line);
int cul_source_sent(struct cul_table *t, struct cul_source *s, int64_t t_usec,
		    bool wrong);
int cul_source_used_addr(struct cul_table *t, struct cul_source *s,
			 const struct cul_addr *a);
int cul_source_new_domain(struct cul_table *t, struct cul_source *s,
			  int64_t t_usec);
/* An account: a login from an address that is not ours. */
int cul_source_login_outside(struct cul_table *t, struct cul_source *s);
/* A recipient elsewhere to whom it wrote on an earlier day too. */
int cul_source_returns(struct cul_table *t, struct cul_source *s);
/* It wanted mail passed on between strangers, a pair that is new. */
struct cul_event;
int cul_source_asks(struct cul_table *t, struct cul_source *s,
		    const struct cul_event *ev);
int cul_source_local_sender(struct cul_table *t, struct cul_source *s,
			    uint64_t mailbox);
/* One of ours wrote as that domain (its key, cut in half; 0: nothing is known
 * of it), and what became of a recipient. senders.c */
int cul_source_wrote_as(struct cul_table *t, struct cul_source *s,
			uint32_t domain, uint32_t recipients, int64_t t_usec);
/* One more recipient, of a message that was said to be for none. */
void cul_source_reached_as(struct cul_source *s, uint32_t domain);
void cul_source_failed_as(struct cul_source *s, uint32_t domain,
			  enum cul_domain_fate fate);
/* Mail with the null sender, of one first contact. bounces.c */
int cul_source_bounced(struct cul_table *t, struct cul_source *s,
		       enum cul_bounce what, uint64_t mailbox);
/* Of the mailboxes that had not written by then, those that have not since. */
void cul_source_settle_bounces(struct cul_source *s,
			       bool (*wrote)(void *arg, uint64_t mailbox),
			       void *arg);
/* A web form of this path was posted just before it sent. */
int cul_source_posted(struct cul_table *t, struct cul_source *s,
		      struct cul_sv path);
/* Tries that named a mailbox which `known` says is ours. */
uint32_t cul_source_known_senders(const struct cul_source *s,
				  bool (*known)(void *arg, uint64_t mailbox),
				  void *arg);
void cul_source_misdeed(struct cul_source *s, int64_t t_usec);
/* Not a wrong, but something to judge it again for: a new login network. */
void cul_source_stir(struct cul_source *s);
/* Was there anything in this window to judge it for? */
bool cul_source_is_stirred(const struct cul_source *s);
/* True if it should be judged now; it is then taken as done. */
bool cul_source_take_dirty(struct cul_source *s);
void cul_source_set_ours(struct cul_source *s);
/* For good: walks and first contacts run on across windows. */
void cul_source_set_ambiguous(struct cul_source *s);

/* ---- its past days: habit.c ---- */

/* One of ours that was never asked for its days from before the log: then it
 * is now, and cul_source_had_day is to be called with each, oldest first. One
 * that was found guilty on it teaches nothing. */
bool cul_source_asks_past(struct cul_source *s);
int cul_source_had_day(struct cul_table *t, struct cul_source *s,
		       const struct cul_past_day *d);
/* Its window as a past day; false if it is none of ours or did not write. The
 * name is NULL where an address has not been given its text. */
bool cul_source_day(const struct cul_source *s, struct cul_past_day *ret);
/* Renewing it would make its window part of its habit. */
bool cul_source_teaches(const struct cul_source *s);
/* Its window is not the first. */
bool cul_source_is_renewed(const struct cul_source *s);

/* This kind would be suggested; `stops`: so that mail is stopped. Of each the
 * first time is kept. */
int cul_source_flag(struct cul_table *t, struct cul_source *s, enum cul_kind k,
		    bool stops, int64_t t_usec);
/* What was found of it in this window, as a number that changes whenever there
 * is more; 0: nothing. */
uint32_t cul_source_flags(const struct cul_source *s);
int64_t cul_source_flagged_usec(const struct cul_source *s, enum cul_kind k,
				bool stops);

/* All but the plan. Empty when it is to be read into. table_state.c */
struct cul_state;
int cul_table_state(struct cul_state *s, struct cul_table *t);
/* Ids are less than this. */
uint32_t cul_table_ids(const struct cul_table *t);

#endif
