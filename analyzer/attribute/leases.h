/* \summary: who held a prefix when: intervals, asked by address and time
 *
 * Customers, sessions and NAS are numbers, whose names the caller keeps; 0 is
 * "not known". Built once from records in any order, then asked.
 *
 * An address has one holder at a time, so a newer start ends whatever was
 * before it on the same prefix, and for good: what comes back to the older one
 * must say so with a start of its own. That is what makes a rewritten or
 * archived file harmless: its old record cannot reopen what a newer one ended.
 * Where two customers claim the same time it is counted as an overlap. Of two
 * records with one start the one read later counts, a weak one never.
 *
 * Of nested prefixes the narrowest that somebody holds at that time counts.
 */
#ifndef CUL_LEASES_H
#define CUL_LEASES_H

#include "culprit/addr.h"
#include "culprit/stamp.h"

/* What one record says. Times are UTC; CUL_TIME_NONE is "not said". */
struct cul_lease_fact {
	unsigned what;   /* enum cul_lease_what (culprit/lease.h)      */
	unsigned n_nets; /* 0: all of the session's                    */
	const struct cul_net *nets;
	int64_t start_usec, end_usec;
	bool freed; /* from the end on it is nobody's             */
	bool weak;  /* another one of this start knows the customer */
	uint32_t customer, session;
	uint32_t nas_addr, nas_name;
	uint32_t file, line; /* where it was read                          */
};

struct cul_leases;

struct cul_leases *cul_leases_new(size_t most); /* 0: CUL_LEASES_MAX */
void cul_leases_free(struct cul_leases **l);

/* 0 or CUL_ENOMEM. Of more records than fit those that ended first are
 * forgotten, and of the time before that nothing is answered any more: with
 * them gone, an older one would seem to hold on. */
int cul_leases_add(struct cul_leases *l, const struct cul_lease_fact *f);

/* The last add was before. `skew_usec`: clocks of the mail servers and of
 * those who lease may differ by this. 0 or CUL_ENOMEM. */
int cul_leases_seal(struct cul_leases *l, int64_t skew_usec);

enum cul_tenure {
	CUL_TENURE_NONE,      /* of this address nothing is known at all */
	CUL_TENURE_NOBODY,    /* it is leased, but not at that time      */
	CUL_TENURE_HELD,      /* by `customer`                           */
	CUL_TENURE_AMBIGUOUS, /* within the skew of a handover           */
	CUL_TENURES_
};

struct cul_holder {
	enum cul_tenure tenure;
	uint32_t customer;
	uint32_t file, line; /* of HELD: the record that says so       */
	/* The answer is the same for this address at all times from and
	 * before these, for whoever remembers it. If the time asked for is
	 * not between them, it holds for that moment alone. */
	int64_t from_usec, until_usec;
};

/* Ambiguous if somebody else holds it less than the skew before or after. */
struct cul_holder cul_leases_find(const struct cul_leases *l,
				  const struct cul_addr *a, int64_t t_usec);

/* Each time that somebody held `a`, of each prefix that has it from wide to
 * narrow, oldest first. `visit` says with false that it has seen enough. */
struct cul_leases_row {
	struct cul_net net;
	int64_t start_usec, end_usec; /* INT64_MAX: still held */
	uint32_t customer, file, line;
};
void cul_leases_each(const struct cul_leases *l, const struct cul_addr *a,
		     bool (*visit)(void *arg, const struct cul_leases_row *row),
		     void *arg);

struct cul_leases_totals {
	uint64_t records;   /* added                                    */
	uint64_t intervals; /* that somebody held something             */
	uint64_t customers; /* different ones                           */
	uint64_t overlaps;  /* two customers at one time                */
	uint64_t odd;       /* sessions that ended before they started  */
	uint64_t forgotten; /* records                                  */
	int64_t t_first_usec, t_last_usec; /* starts and ends that are said */
};
struct cul_leases_totals cul_leases_count(const struct cul_leases *l);

#endif
