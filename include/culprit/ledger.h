/* \summary: the ledger: what was suggested, what staff decided, past days
 *
 * One SQLite file, used by scan, watch, the desk and the shell at once, from
 * different processes. Each write is one transaction: it is done whole or not
 * at all, whatever kills the process, and once a function that decides has
 * returned 0 the decision is on disk. Writers wait for each other up to
 * CUL_LEDGER_WAIT_MSEC. Readers never wait and never see half of a write.
 * Beside the file PATH lie PATH-wal and PATH-shm (SQLite) and PATH.lock, which
 * says who writes (a lock of our own around each write and each checkpoint:
 * SQLite before 3.51.3 can damage a file whose log is reset by two at a time,
 * sqlite.org/wal.html#walresetbug).
 *
 * A ledger belongs to one thread. Strings given out live until the callback
 * returns. All functions that can fail return 0 or one of
 *   CUL_EBUSY     somebody else has been writing for too long
 *   CUL_EFULL     the disk is full
 *   CUL_EREADONLY the file or its folder cannot be written
 *   CUL_ECORRUPT  it is damaged, or no ledger, or of a later version
 *   CUL_ESTALE    the case has changed since it was looked at
 *   CUL_ENONE     there is no such case, exception or user; or no ledger
 *   CUL_EUSAGE    what was asked for makes no sense: which rule it broke
 *   CUL_EIO, CUL_ENOMEM
 * and cul_ledger_error then has a sentence with the file and what to do.
 */
#ifndef CUL_LEDGER_H
#define CUL_LEDGER_H

#include "culprit/account.h"
#include "culprit/err.h"
#include "culprit/report.h"

enum {
	CUL_LEDGER_ERR = 512,
	CUL_LEDGER_WAIT_MSEC = 10000 /* a night's filing of 100,000 takes 3 s */
};

struct cul_ledger;

enum cul_ledger_mode {
	CUL_LEDGER_READ,  /* must be there, is not written                 */
	CUL_LEDGER_WRITE, /* must be there                                 */
	CUL_LEDGER_CREATE /* made if it is not, with its folder            */
};

/* An older version is brought up to date, after a copy of it was written beside
 * it (PATH.before-vN). On failure `err` has the sentence. */
int cul_ledger_open(const char *path, enum cul_ledger_mode mode,
		    int64_t now_usec, struct cul_ledger **ret,
		    char err[CUL_LEDGER_ERR]);
void cul_ledger_close(struct cul_ledger **l);
/* Wait so long for others that write, and not CUL_LEDGER_WAIT_MSEC: for who has
 * something else to do meanwhile. */
void cul_ledger_wait(struct cul_ledger *l, unsigned msec);
const char *cul_ledger_error(const struct cul_ledger *l);
const char *cul_ledger_path(const struct cul_ledger *l);
/* Grows whenever anybody, in any process, has changed the file. */
uint64_t cul_ledger_stamp(struct cul_ledger *l);

/* ---- filing: what judging says ---- */

enum cul_filed {
	CUL_FILED_NEW,
	CUL_FILED_CHANGED, /* open, and there is more or less to it          */
	CUL_FILED_SAME,    /* nothing new for a person                       */
	CUL_FILED_BACK,    /* was declined or withdrawn; is open again:
			    * case.back says why                             */
	CUL_FILED_HELD,    /* was declined, and stays so                     */
	CUL_FILED_AGAIN,   /* accepted, and still seen                       */
	CUL_FILED_OLD,     /* released or expired after this evidence        */
	CUL_FILED_GONE,    /* open, and no longer suggested                  */
	CUL_FILED_OVER,    /* its time has passed                            */
	CUL_FILEDS_
};
const char *cul_filed_name(enum cul_filed f);

struct cul_filing {
	const char *command;             /* "scan", "watch" */
	const struct cul_report *report; /* version, config, inputs, span, and
					  * the suggestions                  */
	int64_t now_usec;
	/* The report is all there is to say of its inputs: an open case that
	 * is not in it is gone, if it lies within the span of this report and
	 * the same command filed it from inputs that are all among the inputs
	 * of this report, by name. "-" is another input each time; and what is
	 * said of inputs that were not read to the end is not all. */
	bool whole;
	/* Told first of those whose time was over, then of each in the order
	 * of the report, then of those that went; within the transaction, so
	 * nothing may be asked of the ledger. Of those in the report it is the
	 * whole suggestion, of the others as in lists. */
	void (*told)(void *arg, enum cul_filed what, const struct cul_case *c);
	void *arg;
};

/* Filing the same again changes nothing: no byte of what is kept. So does an
 * older or shorter view of what is there, and logs that have been renamed.
 * *ret_counts may be NULL. */
int cul_ledger_file(struct cul_ledger *l, const struct cul_filing *f,
		    uint64_t ret_counts[CUL_FILEDS_]);
/* The watch withdraws what it filed under that id; the case stays open if there
 * is something else to it. No error if it is not open, or not there. */
int cul_ledger_withdraw(struct cul_ledger *l, const char *id, int64_t now_usec);

/* ---- reading ---- */

enum cul_case_order {
	CUL_CASES_GRAVEST, /* as reports do: action, then strength         */
	CUL_CASES_NEWEST,  /* flagged last                                 */
	CUL_CASES_OLDEST,  /* waiting longest                              */
	CUL_CASES_SUBJECT,
	CUL_CASES_RECENT /* changed or decided last                        */
};

struct cul_case_query {     /* all zero: the open ones, gravest first */
	unsigned standings; /* bits 1u << CUL_STANDING_…; 0: open          */
	unsigned kinds, actions; /* bits; 0: any                           */
	const char
		*search; /* part of name, customer, why or a line's text, or
			  * an address within; an id or its beginning; NULL */
	const char *customer, *subject; /* exactly; NULL: any              */
	enum cul_case_order order;
	size_t skip, most; /* most 0: all                                  */
	int64_t now_usec;  /* as of when they stand                        */
};

/* each() returns false to stop. *ret_total: how many there are without skip and
 * most; may be NULL. */
int cul_ledger_cases(struct cul_ledger *l, const struct cul_case_query *q,
		     bool (*each)(void *arg, const struct cul_case *c),
		     void *arg, size_t *ret_total);
/* Whole, by id or by its beginning if that is unique and of four letters at
 * least. The caller's: cul_case_free. */
int cul_ledger_case(struct cul_ledger *l, const char *id, int64_t now_usec,
		    struct cul_case **ret);
void cul_case_free(struct cul_case **c);
int cul_ledger_totals(struct cul_ledger *l, int64_t now_usec,
		      uint64_t ret[CUL_STANDINGS_][CUL_KINDS_]);
/* Others of the same customer, or within the same /24 or /48; newest first. */
int cul_ledger_related(struct cul_ledger *l, const struct cul_case *c,
		       int64_t now_usec, size_t most,
		       bool (*each)(void *arg, const struct cul_case *c),
		       void *arg);
/* What its episodes were, oldest first: id, first and last seen, score. */
int cul_ledger_episodes(struct cul_ledger *l, const char *id,
			bool (*each)(void *arg, const char *episode,
				     int64_t first_usec, int64_t last_usec,
				     int32_t score_mnat),
			void *arg);

/* ---- deciding ---- */

/* `from` is where it was done: an address, or "shell". What the rules forbid
 * (a release of what is not accepted, a decline without a reason) is
 * CUL_EUSAGE with the rule. */
int cul_ledger_decide(struct cul_ledger *l, const struct cul_decision *d,
		      const char *from);
/* Of one case, or with id NULL of all since then; oldest first. */
int cul_ledger_decisions(struct cul_ledger *l, const char *id,
			 int64_t since_usec,
			 bool (*each)(void *arg, const struct cul_decision *d),
			 void *arg);

/* n->id is that of a case, or its beginning; or the name of a subject or
 * customer of which there is a case. */
int cul_ledger_note(struct cul_ledger *l, const struct cul_note *n,
		    const char *from);
/* Of a case: those of its subject, too. */
int cul_ledger_notes(struct cul_ledger *l, const char *id,
		     bool (*each)(void *arg, const struct cul_note *n),
		     void *arg);

/* `what` is checked as [judge] never is: what looks like an address and is none
 * is CUL_EUSAGE. *ret_number may be NULL. */
int cul_ledger_except(struct cul_ledger *l, const struct cul_exception *e,
		      const char *by, const char *from, int64_t *ret_number);
int cul_ledger_unexcept(struct cul_ledger *l, int64_t number, const char *by,
			const char *from, int64_t now_usec);
/* Those that stand now; with `all` those that stood as well. */
int cul_ledger_exceptions(struct cul_ledger *l, bool all, int64_t now_usec,
			  bool (*each)(void *arg,
				       const struct cul_exception *e),
			  void *arg);

int cul_ledger_audit(struct cul_ledger *l, const struct cul_audit *a);
/* Newest first; `on`, `by` NULL: of all. */
int cul_ledger_audits(struct cul_ledger *l, const char *on, const char *by,
		      size_t skip, size_t most,
		      bool (*each)(void *arg, const struct cul_audit *a),
		      void *arg);

/* ---- past days ---- */

/* Put many in one transaction. Of a day that is there the fuller one stays, by
 * its recipients, and of two alike the new one: what of it another log held is
 * not lost to a shorter one, in whatever order they come. */
int cul_ledger_put_days(struct cul_ledger *l, const struct cul_past_day *days,
			size_t n);
/* Of one source, or with name NULL of all, those in [from, to); by subject,
 * name and day. */
int cul_ledger_days(struct cul_ledger *l, enum cul_subject subject,
		    const char *name, int64_t from_usec, int64_t to_usec,
		    bool (*each)(void *arg, const struct cul_past_day *d),
		    void *arg);

/* ---- who works at the desk ---- */

/* The users and sessions in it, as the desk asks for them. *ret is valid as
 * long as the ledger; when it says CUL_E…, cul_ledger_error has the sentence.
 */
void cul_ledger_accounts(struct cul_ledger *l, struct cul_account_store *ret);

/* ---- upkeep ---- */

/* Lines of evidence of cases, and past days, older than this go; of a case
 * stay its numbers, and every decision. */
int cul_ledger_prune(struct cul_ledger *l, int64_t older_than_usec,
		     uint64_t *ret_lines, uint64_t *ret_days);
/* SQLite's own integrity check and ours; CUL_ECORRUPT and a sentence. */
int cul_ledger_check(struct cul_ledger *l);

#endif
