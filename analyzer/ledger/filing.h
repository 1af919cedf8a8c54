/* \summary: what the files that file suggestions share */
#ifndef CUL_LEDGER_FILING_H
#define CUL_LEDGER_FILING_H

#include "ledger/ledger_int.h"

/* One suggestion that comes in, and what is asked of it again and again. */
struct ledger_coming {
	const struct cul_suggestion *s;
	uint64_t digest;
	int32_t score_mnat;
	unsigned families;
	int64_t evil_usec; /* the latest time at which it did something */
};

struct ledger_filing {
	struct cul_ledger *l;
	const struct cul_filing *f;
	int64_t run;   /* its number */
	int64_t *seen; /* cases that the report spoke of */
	size_t n_seen, cap_seen;
	uint64_t counts[CUL_FILEDS_];
	struct cul_case told; /* some kilobytes: made once */
};

/* ---- rules, without a database: file_rules.c ---- */

int32_t ledger_score(const struct cul_suggestion *s);
unsigned ledger_families(const struct cul_suggestion *s);
/* All that a person can see of it, but for where its lines lay: logs are
 * renamed each night. */
uint64_t ledger_digest(const struct cul_suggestion *s);
/* The latest time for which it shows a misdeed: last_seen is of any mail, and
 * who was released may send. */
int64_t ledger_evil(const struct cul_suggestion *s);
struct ledger_coming ledger_coming(const struct cul_suggestion *s);
/* Less than seven days lie between the case and it. */
bool ledger_is_near(const struct ledger_row *r, const struct cul_suggestion *s);
/* A declined case is to be looked at again; `back` says why. */
bool ledger_is_back(const struct ledger_row *r, const struct ledger_coming *in,
		    char back[CUL_TEXT_MAX]);
/* Of a case that is over: there is evidence from after that. */
bool ledger_is_newer(const struct ledger_row *r,
		     const struct ledger_coming *in);
/* The id of a further case, where `id` is taken: the n-th. */
void ledger_other_id(const char *id, unsigned n, char ret[CUL_ID_MAX]);
/* A person who looked before this change must look again. */
bool ledger_matters(const struct ledger_row *before,
		    const struct ledger_row *after);

/* ---- what is there: file_find.c ---- */

struct ledger_known {   /* an episode */
	int64_t number; /* 0: not known */
	uint64_t digest;
	int64_t first_seen_usec, last_seen_usec;
	int32_t score_mnat;
	unsigned families;
	bool gone;
};
/* The case it belongs to, or followed on; row->number 0: none. */
int ledger_file_find(struct cul_ledger *l, const struct ledger_coming *in,
		     int64_t now_usec, struct ledger_row *row,
		     struct ledger_known *known);
/* The episode that is there says all that this one says. */
int ledger_file_covered(struct cul_ledger *l, const struct ledger_row *row,
			const struct ledger_known *known,
			const struct ledger_coming *in, bool *ret);

/* ---- what is kept: file_store.c ---- */

/* Its words go into the case's row, which the caller saves. */
int ledger_file_store(struct ledger_filing *f, struct ledger_row *row,
		      const struct ledger_known *known,
		      const struct ledger_coming *in);
/* A case of its own; `before` is what was over, or NULL. */
int ledger_file_new(struct ledger_filing *f, const struct ledger_row *before,
		    const struct ledger_coming *in, struct ledger_row *ret);

/* ---- what went: file_gone.c ---- */

int ledger_file_run(struct ledger_filing *f);
int ledger_file_over(struct ledger_filing *f);
int ledger_file_gone(struct ledger_filing *f);

int ledger_file_tell(struct ledger_filing *f, enum cul_filed what,
		     const struct ledger_row *row,
		     const struct cul_suggestion *s);

#endif
