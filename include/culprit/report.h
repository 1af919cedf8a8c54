/* \summary: the result of a run, and the contract of what shows it
 *
 * Everything a report, an export or a test needs is in struct cul_report;
 * nothing in it depends on the machine, the number of workers or the time of
 * day, so two runs over the same bytes write the same bytes. Owned by the
 * engine.
 */
#ifndef CUL_REPORT_H
#define CUL_REPORT_H

#include <stdarg.h>

#include "culprit/parser.h"
#include "culprit/suggestion.h"

struct cul_sample { /* a line that could not be read, to look at */
	uint32_t file;
	uint64_t offset;
	const char *why;
	char text[CUL_TEXT_MAX]; /* the beginning of it, NUL-terminated */
};

struct cul_parser_count {
	const char *name;
	uint64_t verdicts[CUL_VERDICTS_];
	/* by reason, parallel to the parser's reasons[] */
	const char *const *reasons;
	uint64_t ignored[CUL_PARSER_REASONS_MAX];
	uint64_t malformed[CUL_PARSER_REASONS_MAX];
};

struct cul_input_count {
	const char *path; /* as the user named it; "-" is stdin      */
	uint64_t bytes;   /* after decompression                     */
	uint64_t lines;
	uint64_t cut_lines; /* longer than CUL_RECORD_MAX              */
	const char *error;  /* NULL, or why it was not read to the end */
	const char *note;   /* NULL, or e.g. "not a mail log: skipped" */
};

/* Mail by kinds of line, counted as pflogsumm 1.1.5 counts them, so that the
 * two can be held against each other. */
struct cul_mail_totals {
	uint64_t received, delivered, forwarded, deferred, deferrals, bounced,
		rejected, reject_warnings, held, discarded;
};

/* Who held an address when: what was read of it, and how often it was asked.
 * `files` is 0 where [network] leases names none. */
struct cul_lease_totals {
	uint64_t files, records;
	uint64_t bad;       /* records that could not be read              */
	uint64_t intervals; /* times that somebody held something          */
	uint64_t customers, overlaps;
	uint64_t odd;       /* sessions that ended before they began       */
	uint64_t forgotten; /* records, beyond CUL_LEASES_MAX              */
	int64_t t_first_usec, t_last_usec;
	/* Look-ups: answered; within the skew of a handover; of an address
	 * that is leased, or in our networks, and nobody held it then. */
	uint64_t answered, ambiguous, nobody;
};

struct cul_cleared { /* not accused, and why */
	enum cul_kind kind;
	enum cul_subject subject;
	char name[CUL_NAME_MAX];
	struct cul_veto veto;
};

/* What the judging went by at the end. `sources` is 0 where nothing was. */
struct cul_judged {
	uint64_t sources;
	int32_t needed_mnat; /* two kinds of evidence, in sum          */
	uint64_t programs;   /* of the sources: local users, ...       */
	int32_t programs_needed_mnat; /* ... for whom it is this            */
	double false_per_year;    /* as configured                          */
	double expected_per_year; /* wrong stops, at this many sources a day */
	struct cul_usual usual;
};

struct cul_summary {
	uint64_t lines, bytes, events;
	uint64_t no_stamp_lines;  /* lines whose time could not be read     */
	uint64_t unowned_lines;   /* no parser claims them                  */
	uint64_t orphan_outcomes; /* fates of messages begun before the log */
	uint64_t evicted_sources, evicted_messages, evicted_contacts;
	int64_t t_first_usec,
		t_last_usec; /* CUL_TIME_NONE if no line has one */
	size_t n_sources;
	struct cul_judged judged;
	struct cul_mail_totals mail;
	struct cul_lease_totals leases;
	size_t n_inputs;
	const struct cul_input_count *inputs;
	size_t n_parsers;
	const struct cul_parser_count *parsers;
	size_t n_samples;
	const struct cul_sample *samples;
	size_t n_guesses; /* sentences: what was guessed and how    */
	const char *const *guesses;
	size_t n_warnings; /* sentences: what was not counted, why   */
	const char *const *warnings;
};

struct cul_filed_list;

struct cul_report {
	const char *version;  /* of culprit                             */
	size_t n_suggestions; /* gravest first, then by subject         */
	struct cul_suggestion *suggestions;
	size_t n_cleared;
	const struct cul_cleared *cleared;
	struct cul_summary summary;
	/* How it was asked for, to say how to go on; the caller's. */
	const char *config;       /* configuration file; NULL: defaults     */
	size_t n_named;           /* inputs as the user named them: files,  */
	const char *const *named; /* folders, "-"                           */
	bool mask;                /* recipients are to be masked in output  */
	/* What letters are written with (letter.h); NULL: none are shown.
	 * The caller's. */
	const struct cul_letters *letters;
	/* When lists are made: how long an entry lasts is counted from here,
	 * and what is over by then is on no list. The end of the log for a
	 * scan, so that the same log gives the same lists; now for the ledger.
	 */
	int64_t made_usec;
	/* What filing it came to (filed.h); NULL: it was not filed. The
	 * caller's. */
	const struct cul_filed_list *filed;
};

/* Where a sink writes. `put` takes all of it or returns a negative CUL_E…;
 * the first error sticks in `err` and later puts are dropped. */
struct cul_out {
	int (*put)(void *arg, const char *bytes, size_t len);
	void *arg;
	int err;
};

void cul_out_put(struct cul_out *o, const char *bytes, size_t len);
void cul_out_str(struct cul_out *o, const char *s);
void cul_out_fmt(struct cul_out *o, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

struct cul_style { /* what the terminal can do; all false into a file */
	bool colour, utf8;
	unsigned columns; /* 0: as wide as it gets */
};

/* One way to show a report: analyzer/report, one file each. */
struct cul_sink {
	const char *name; /* "jsonl": --format NAME       */
	const char *file; /* "suggestions.jsonl" in -o DIR */
	const char *summary;
	void (*write)(const struct cul_report *r, const struct cul_style *st,
		      struct cul_out *o);
};

extern const struct cul_sink *const cul_sinks[]; /* ends at NULL */

#endif
