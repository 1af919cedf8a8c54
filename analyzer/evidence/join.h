/* \summary: the messages in flight: what earlier lines said of them
 *
 * Client, account, sender and fate of one message stand on different lines;
 * (log host, queue id) holds them together. A content filter gives a message
 * a second queue id; the Message-ID, orig_queue_id= or "queued as" ties the
 * two. Keys are 64-bit hashes of host and id: with a million in flight two
 * differ but look the same with a chance of 3 in 10^8.
 */
#ifndef CUL_JOIN_H
#define CUL_JOIN_H

#include "culprit/addr.h"
#include "culprit/sv.h"

struct cul_join;

#define CUL_MESSAGE_NOBODY UINT32_MAX

struct cul_message {
	uint64_t key, message_id; /* message_id 0: not known               */
	uint64_t source_key;      /* guards against an evicted source       */
	uint64_t sender;          /* its key, once queued; 0: null, unknown */
	uint64_t twin_sender;     /* of the message it was tied to          */
	uint64_t own_source_key;  /* whose it is if the tie does not hold   */
	int64_t t_usec;           /* when it was first heard of             */
	uint32_t source;          /* table id, or CUL_MESSAGE_NOBODY        */
	uint32_t older, newer;    /* by first heard of                      */
	uint32_t own_source;
	uint32_t slot;          /* its own                                */
	uint32_t sender_domain; /* half of its key, once queued   */
	bool begun;    /* its client= or uid= line was seen               */
	bool internal; /* made here: a bounce, a forward, a notice        */
	bool child;    /* second queue id of a message already counted    */
	bool queued;   /* its from= line was seen                         */
	bool null_sender;
	bool logged_in;
	bool stranger;    /* an outsider without login                       */
	bool loopback;    /* handed in over loopback: by a filter, perhaps   */
	bool tied;        /* a child by no more than its Message-ID          */
	bool deferred;    /* counted among messages deferred                 */
	bool judged;      /* a filter called it spam, and that was counted   */
	bool turned_away; /* refused as spam as a whole, and that was counted */
	bool uncounted;   /* for how many it is the server does not say      */
	bool unnamed;     /* from a program on this host; whose is not known */
};

struct cul_join *cul_join_new(size_t most);
void cul_join_free(struct cul_join **j);

uint64_t cul_join_key(struct cul_sv host, struct cul_sv id);

struct cul_message *cul_join_find(const struct cul_join *j, uint64_t key);

/* Ask for the memory that finding this key will want. */
void cul_join_prefetch(const struct cul_join *j, uint64_t key);

/* A message begins now. What was in flight under this key is forgotten:
 * short queue ids are used again within a day. 0 or CUL_ENOMEM. */
int cul_join_begin(struct cul_join *j, uint64_t key, int64_t t_usec,
		   struct cul_message **ret_message);

/* Its Message-ID; *ret_twin is the latest other message in flight with the
 * same, on the same host, or NULL. From now on `m` is the latest. */
int cul_join_identify(struct cul_join *j, struct cul_message *m,
		      struct cul_sv host, struct cul_sv message_id,
		      struct cul_message **ret_twin);

/* The latest message in flight on the host with that Message-ID, or NULL. */
struct cul_message *cul_join_named(const struct cul_join *j, struct cul_sv host,
				   struct cul_sv message_id);

/* It is no longer to be found by its Message-ID. */
void cul_join_anonymous(struct cul_join *j, struct cul_message *m);

void cul_join_end(struct cul_join *j, struct cul_message *m);

/* From the next one that begins on. */
void cul_join_set_most(struct cul_join *j, size_t most);

size_t cul_join_count(const struct cul_join *j);
uint64_t cul_join_evicted(const struct cul_join *j);

/* All but `most`. A message's source is less than n_sources. Empty when it is
 * to be read into. */
struct cul_state;
int cul_join_state(struct cul_state *s, struct cul_join *j, uint32_t n_sources);

#endif
