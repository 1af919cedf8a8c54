/* \summary: what the files of the ledger share */
#ifndef CUL_LEDGER_INT_H
#define CUL_LEDGER_INT_H

#include <sqlite3.h>
#include <stdarg.h>

#include "culprit/ledger.h"
#include "culprit/stamp.h"

enum {
	LEDGER_APPLICATION = 0x63756c70, /* "culp" in the file's header */
	LEDGER_CACHED = 96,              /* statements; there are some 60 */
	/* A log of this many bytes is copied into the file after a write. */
	LEDGER_WAL_BYTES = 4 * 1024 * 1024
};

/* How long one waits for a decision at least, and evidence that is farther
 * apart is of another case. */
#define LEDGER_WAIT_USEC    (7 * CUL_USEC_PER_DAY)
#define LEDGER_EPISODE_USEC (7 * CUL_USEC_PER_DAY)

struct ledger_place { /* which file it is; 0: none */
	uint64_t device, file;
};

struct ledger_cached {
	const char *sql; /* known by its address */
	sqlite3_stmt *st;
	bool used;
};

struct cul_ledger {
	char *path, *lock_path;
	enum cul_ledger_mode mode;
	sqlite3 *db;
	struct ledger_place file, log; /* as they were opened */
	int lock;             /* descriptor; -1: none                       */
	unsigned wait_msec;   /* CUL_LEDGER_WAIT_MSEC, but for tests        */
	unsigned reading;     /* how deep in ledger_read_begin              */
	bool writing;         /* a write transaction is open                */
	bool unsaved;         /* something is in the log of SQLite          */
	uint64_t own_changes; /* commits of ours, for the stamp             */
	int changes_before;   /* sqlite3_total_changes at the begin         */
	char error[CUL_LEDGER_ERR];
	struct ledger_cached cached[LEDGER_CACHED];
};

/* ---- what went wrong: error.c ---- */

/* Set the sentence; returns `rc`. */
int ledger_fail(struct cul_ledger *l, int rc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* From what SQLite said last; `rc` is its code. */
int ledger_fail_sqlite(struct cul_ledger *l, int rc);
int ledger_fail_memory(struct cul_ledger *l);
/* From errno, of a file beside the ledger or itself. */
int ledger_fail_file(struct cul_ledger *l, const char *path);

/* ---- what it is kept in: place.c ---- */

struct ledger_place ledger_place(const char *path);
/* PATH-wal, of the connection; "" if it has none. */
const char *ledger_log_path(const struct cul_ledger *l);
/* The files under these names are those that were opened: what is written to
 * others is lost. */
int ledger_in_place(struct cul_ledger *l);

/* ---- statements: sql.c ---- */

/* Of a literal; NULL, with the error set. Give it back with ledger_done. */
sqlite3_stmt *ledger_sql(struct cul_ledger *l, const char *sql);
/* The same of text that was put together. */
sqlite3_stmt *ledger_sql_once(struct cul_ledger *l, const char *sql);
void ledger_done(struct cul_ledger *l, sqlite3_stmt *st);
/* 1: there is a row; 0: no more; or an error. NULL for `st` is the error that
 * is set. */
int ledger_step(struct cul_ledger *l, sqlite3_stmt *st);
/* One that gives no rows; gives it back. */
int ledger_run(struct cul_ledger *l, sqlite3_stmt *st);
int ledger_exec(struct cul_ledger *l, const char *sql);
/* The first column of the first row; gives it back. */
int ledger_one(struct cul_ledger *l, sqlite3_stmt *st, int64_t *ret);

/* Bind one value after the other. Text and blobs must last until it is given
 * back. Errors come out at the step. */
struct ledger_put {
	sqlite3_stmt *st;
	int n;
};
struct ledger_put ledger_put(sqlite3_stmt *st);
void ledger_put_int(struct ledger_put *p, int64_t v);
void ledger_put_u64(struct ledger_put *p, uint64_t v);
void ledger_put_real(struct ledger_put *p, double v);
void ledger_put_time(struct ledger_put *p, int64_t t_usec);
void ledger_put_text(struct ledger_put *p, const char *s); /* NULL is "" */
void ledger_put_blob(struct ledger_put *p, const void *b, size_t len);

/* Take one column after the other. */
struct ledger_take {
	sqlite3_stmt *st;
	int n;
};
int64_t ledger_take_int(struct ledger_take *t);
double ledger_take_real(struct ledger_take *t);
int64_t ledger_take_time(struct ledger_take *t);
/* Never NULL; lasts until the next step. */
const char *ledger_take_text(struct ledger_take *t);
void ledger_take_copy(struct ledger_take *t, char *buf, size_t size);
const void *ledger_take_blob(struct ledger_take *t, size_t *ret_len);

/* ---- transactions: write.c, the lock: lock.c ---- */

/* Some reads that see one state; nests. */
int ledger_read_begin(struct cul_ledger *l);
void ledger_read_end(struct cul_ledger *l);
/* One write, under the lock; end() takes what came of it, commits if that is 0,
 * and returns it, or why it could not be committed. */
int ledger_write_begin(struct cul_ledger *l);
int ledger_write_end(struct cul_ledger *l, int rc);
/* Copy SQLite's log into the file: what cannot be now is done later. */
void ledger_checkpoint(struct cul_ledger *l);

int ledger_lock_open(struct cul_ledger *l);
int ledger_lock(struct cul_ledger *l);
bool ledger_lock_try(struct cul_ledger *l);
void ledger_unlock(struct cul_ledger *l);
void ledger_lock_close(struct cul_ledger *l);

/* ---- names: words.c ---- */

/* Damage is 0: the first of its kind. */
enum cul_kind ledger_kind_of(const char *text);
enum cul_action ledger_action_of(const char *text);
enum cul_family ledger_family_of(const char *text);
enum cul_subject ledger_subject_of(const char *text);
enum cul_standing ledger_standing_of(const char *text);
enum cul_verb ledger_verb_of(const char *text);
enum cul_decline ledger_decline_of(const char *text);
/* What we do ourselves, then what stops somebody. */
int ledger_grade(enum cul_action a);

/* ---- one case: row.c ---- */

/* What a case is beside what judging says of it now. */
struct ledger_row {
	int64_t number;
	char id[CUL_ID_MAX];
	enum cul_subject subject;
	enum cul_kind kind;
	char name[CUL_NAME_MAX];
	int64_t current; /* the episode whose words it bears */
	unsigned episodes;
	enum cul_action action;
	char customer[CUL_NAME_MAX];
	int32_t score_mnat;
	unsigned families;
	int64_t first_seen_usec, flagged_usec, last_seen_usec;
	enum cul_standing standing; /* as it is written */
	int64_t until_usec;
	uint64_t version;
	int64_t filed_usec, changed_usec, decided_usec;
	char decided_by[CUL_WHO_MAX];
	int64_t accepted_usec; /* NONE: never, or by mistake */
	enum cul_decline why_declined;
	int32_t declined_score_mnat;
	unsigned declined_families;
	int64_t again_usec;
	unsigned before;
	char back[CUL_TEXT_MAX];
};

#define LEDGER_ROW_COLUMNS                                                     \
	"c.number, c.id, c.subject, c.kind, c.name, c.current, c.episodes, "   \
	"c.action, c.customer, c.score, c.families, c.first_seen, "            \
	"c.flagged, c.last_seen, c.standing, c.until, c.version, c.filed, "    \
	"c.changed, c.decided, c.decided_by, c.accepted, c.why_declined, "     \
	"c.declined_score, c.declined_families, c.again, c.before, c.back"
void ledger_take_row(struct ledger_take *t, struct ledger_row *ret);
/* CUL_ENONE if there is none. */
int ledger_row_get(struct cul_ledger *l, int64_t number,
		   struct ledger_row *ret);
/* Sets its number. */
int ledger_row_add(struct cul_ledger *l, struct ledger_row *r);
/* All that may change. */
int ledger_row_save(struct cul_ledger *l, const struct ledger_row *r);
/* As a reader is told of it; c->s is left alone. */
void ledger_row_case(const struct ledger_row *r, int64_t now_usec,
		     struct cul_case *c);

/* Where it stands at a time. */
enum cul_standing ledger_standing_at(enum cul_standing written,
				     int64_t until_usec, int64_t now_usec);
static inline enum cul_standing ledger_stands(const struct ledger_row *r,
					      int64_t now_usec)
{
	return ledger_standing_at(r->standing, r->until_usec, now_usec);
}

/* ---- cases as they are read: case_read.c, find.c ---- */

/* Of a suggestion c and its episode e; without what has tables of its own. */
#define LEDGER_CASE_COLUMNS                                                    \
	LEDGER_ROW_COLUMNS                                                     \
	", e.confidence, e.addrs, e.expires, e.messages, e.recipients, "       \
	"e.delivered, e.bounced, e.deferred, e.bytes, e.refused_relay, "       \
	"e.refused_bad_recipient, e.refused_reputation, e.refused_content, "   \
	"e.refused_other, e.login_failed, e.why, e.undo, e.day"
#define LEDGER_CASE_FROM                                                       \
	" FROM suggestion c JOIN episode e ON e.number = c.current "
void ledger_take_case(struct ledger_take *t, int64_t now_usec,
		      struct cul_case *ret, struct ledger_row *row);
int ledger_case_light(struct cul_ledger *l, int64_t number, int64_t now_usec,
		      struct cul_case *ret);
/* The case of that id, or the only one whose id begins so: else CUL_ENONE, or
 * CUL_EUSAGE. */
int ledger_find(struct cul_ledger *l, const char *id, int64_t *ret_number);

/* The first column of each row; gives the statement back. */
struct ledger_numbers {
	int64_t *v;
	size_t n, cap;
};
int ledger_gather(struct cul_ledger *l, sqlite3_stmt *st,
		  struct ledger_numbers *to);
void ledger_numbers_done(struct ledger_numbers *l);

/* Each row of LEDGER_CASE_COLUMNS; gives the statement back. *ret_ended: until
 * there were no more. */
int ledger_cases_tell(struct cul_ledger *l, sqlite3_stmt *st, int64_t now_usec,
		      bool (*each)(void *arg, const struct cul_case *c),
		      void *arg, size_t *ret_told, bool *ret_ended);

/* 24 hours, as they are kept. */
enum { LEDGER_HOURS_BYTES = 24 * 4 };
void ledger_hours_pack(const struct cul_suggestion *s,
		       uint8_t ret[LEDGER_HOURS_BYTES]);
void ledger_hours_unpack(const uint8_t *b, struct cul_suggestion *s);

/* When nobody has decided: at its expiry, but never before somebody had the
 * time to look. */
int64_t ledger_waits(const struct cul_suggestion *s, int64_t now_usec);
/* The last address of it. */
struct cul_addr ledger_net_last(const struct cul_net *n);
/* "2026-11-22" */
const char *ledger_day(int64_t t_usec, char buf[CUL_TIME_TEXT_MAX]);

/* The functions that SQL uses: has.c */
int ledger_functions(struct cul_ledger *l);

/* Text of a person: NULL and "" are the same. */
static inline bool ledger_given(const char *s)
{
	return s != NULL && s[0] != '\0';
}

/* One line of the audit, within a write: audit.c */
int ledger_audit_add(struct cul_ledger *l, const struct cul_audit *a);

#endif
