/* \summary: the connections of a TCP socket of syslog */
#ifndef CUL_LIVE_CONNS_H
#define CUL_LIVE_CONNS_H

#include "input/live/frame.h"

struct cul_conn;

struct cul_conns {
	int ep;    /* where they are waited for: the caller's          */
	int spare; /* given up to turn a connection away when no other
		    * descriptor is to be had                          */
	struct cul_conn *slots[CUL_CONNS_MAX];
	unsigned n;
	uint64_t turn; /* of reads, by which the idlest is known        */
	uint64_t misframed, idle_closed, turned_away;
	struct cul_cutter *out; /* lines go here                        */
	bool torn;              /* the last of them has no newline      */
};

int cul_conns_init(struct cul_conns *cs, int ep, struct cul_cutter *out);
void cul_conns_done(struct cul_conns *cs);

/* Take what waits at the socket that listens; where there are CUL_CONNS_MAX,
 * the one that has been idle longest makes room. CUL_OK or CUL_ENOMEM. */
int cul_conns_accept(struct cul_conns *cs, int fd);

/* Read from one, at most `cap` bytes into `buf`; it may be gone then. */
int cul_conns_read(struct cul_conns *cs, struct cul_conn *c, char *buf,
		   size_t cap, size_t *ret_len);

/* Bytes that wait. */
uint64_t cul_conns_behind(const struct cul_conns *cs);

#endif
