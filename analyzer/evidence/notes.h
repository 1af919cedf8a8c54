/* \summary: what an earlier line said, for a line that only names it
 *
 * Some servers name the client once, on the line that opens a session, and the
 * recipient once, on the line that starts a delivery; later lines say only the
 * session's or the delivery's id. Bounded: the oldest note goes first.
 */
#ifndef CUL_NOTES_H
#define CUL_NOTES_H

#include "culprit/event.h"

struct cul_note {
	uint64_t key;
	/* of a session */
	struct cul_addr client;
	uint64_t source_key; /* of the account that logged in          */
	uint32_t source;     /* its table id; CUL_MESSAGE_NOBODY: none */
	bool local;          /* a program on this host                 */
	bool over;           /* it has ended: that it goes is no loss    */
	/* of a delivery */
	enum cul_transport transport;
	uint64_t session_key, recipient_key, recipient_domain_key;
};

struct cul_notes;

struct cul_notes *cul_notes_new(size_t most);
void cul_notes_free(struct cul_notes **n);

size_t cul_notes_count(const struct cul_notes *n);

struct cul_note *cul_notes_find(const struct cul_notes *n, uint64_t key);

/* A new note, all zero but for its key and `source`, in place of what was
 * noted under this key. 0 or CUL_ENOMEM. */
int cul_notes_add(struct cul_notes *n, uint64_t key, struct cul_note **ret);

/* How many went that were not over. */
uint64_t cul_notes_evicted(const struct cul_notes *n);

/* All but `most`, which grows to as many as there were. A note's source is less
 * than n_sources. Empty when it is to be read into. */
struct cul_state;
int cul_notes_state(struct cul_state *s, struct cul_notes *n,
		    uint32_t n_sources);

#endif
