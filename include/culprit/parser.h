/* \summary: the contract between a log format and the analyzer
 *
 * A parser is one file that exports one const struct. It reads a record and
 * fills an event. It is a pure function of the record: it never allocates,
 * logs, opens, keeps state or reads the clock, so any worker may run it on any
 * line in any order.
 */
#ifndef CUL_PARSER_H
#define CUL_PARSER_H

#include "culprit/event.h"
#include "culprit/record.h"

enum cul_verdict {
	CUL_EVENT,     /* *ret_ev is filled                                   */
	CUL_IGNORED,   /* ours, understood, says nothing of a source or a
			* fate; *ret_why says what it is                      */
	CUL_NOT_MINE,  /* another program's record                            */
	CUL_MALFORMED, /* ours by its prefix, but the grammar did not hold;
			* *ret_why says where                                 */
	CUL_VERDICTS_
};

enum { CUL_PARSER_REASONS_MAX = 48 };

struct cul_parser {
	const char *name;    /* also its folder in tests/parsers/ */
	const char *summary; /* one line, shown by --list         */
	const char *grammar; /* source files and versions read    */

	/* Why a line was ignored or malformed; ret_why indexes this. Ends at
	 * NULL, at most CUL_PARSER_REASONS_MAX. */
	const char *const *reasons;

	/* How sure is this parser that the record is its own: 0 to 100. */
	int (*probe)(const struct cul_record *rec);

	/* Read one record. On any verdict but CUL_EVENT, what *ret_ev holds
	 * is of no meaning; *ret_why is set on IGNORED and MALFORMED. The
	 * parser sets host, pid and all it reads, but not t_usec. */
	enum cul_verdict (*parse)(const struct cul_record *rec,
				  struct cul_event *ret_ev, unsigned *ret_why);
};

/* Every parser named in parsers/meson.build, in that order, then NULL. */
extern const struct cul_parser *const cul_parsers[];

const char *cul_verdict_name(enum cul_verdict v);

#endif
