/* \summary: a source whose evidence a test writes down as it likes */
#ifndef CUL_FAKE_EVIDENCE_H
#define CUL_FAKE_EVIDENCE_H

#include "culprit/evidence.h"

struct cul_source {
	enum cul_subject subject;
	const char *name, *customer;
	bool ours, networks_known, ambiguous;
	unsigned declared;
	struct cul_addr addr;
	uint32_t n[CUL_COUNTERS_], d[CUL_DISTINCTS_];
	struct cul_walk_state walks[CUL_WALKS_];
	struct cul_hour hours[24];
	uint32_t new_domains, returning, logins_outside;
	const struct cul_usual *usual; /* NULL: built in */
	struct cul_habit habit;
	struct cul_sender_mix mix;
	struct cul_bounces bounces;
	struct cul_asked asked;
	int64_t t_first, t_last, t_misdeed;
};

#endif
