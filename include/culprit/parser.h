/* \summary: the contract between a log format and the analyzer
 *
 * A parser is one file that exports one const struct. It reads a record and
 * fills an event. It is a pure function of the record: it never allocates,
 * logs, opens, keeps state or reads the clock, so any worker may run it on any
 * line in any order.
 *
 * Who is asked: a record with a syslog tag goes to the parsers that claim the
 * tag, in the order of the list, and to no others. A record that has none, or
 * one that nobody claims or takes, goes to those that know records by their
 * shape (`probe`), the surest of the file's beginning first; to one that knew
 * none of these only if it is sure of this record.
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
	const char *name; /* also its folder in tests/parsers/ */

	/* Why a line was ignored or malformed; ret_why indexes this. Ends at
	 * NULL, at most CUL_PARSER_REASONS_MAX. */
	const char *const *reasons;

	/* Is this syslog tag ("postfix/smtpd", without [pid]) one of its own?
	 * NULL if the program does not log through syslog. Asked once for
	 * each different tag of a block. */
	bool (*claims)(struct cul_sv tag);

	/* How sure is it, 0 to 100, that a record on which no tag of its own
	 * stands is its own, by shape. NULL: its records always have a tag. */
	int (*probe)(const struct cul_record *rec);

	/* Of a format in columns: does the line name them? If it does, the
	 * records after it, up to the next such line, are given
	 * *ret_columns. NULL: no such format. */
	bool (*columns)(struct cul_sv line, struct cul_columns *ret_columns);

	/* The record's own stamp, where it stands elsewhere than syslog puts
	 * one; it goes before what the envelope says. False, with nothing
	 * set, if there is none. NULL: the envelope's is right. */
	bool (*stamp)(const struct cul_record *rec,
		      struct cul_stamp *ret_stamp);

	/* Read one record: one whose tag it claims, or any if it goes by
	 * shape (cul_parser_is_asked). On any verdict but CUL_EVENT, what
	 * *ret_ev holds is of no meaning; *ret_why is set on IGNORED and
	 * MALFORMED. The parser sets host, pid and all it reads, but not t_usec
	 * and no key.
	 *
	 * A record that tells of several things (recipients that share a
	 * line; a message begun, named and queued at once) gives an event a
	 * call: it sets next_part, and is called again with that in rec->part
	 * until next_part is 0. Each must be greater than the one before, and
	 * each call answer CUL_EVENT. */
	enum cul_verdict (*parse)(const struct cul_record *rec,
				  struct cul_event *ret_ev, unsigned *ret_why);
};

static inline bool cul_parser_is_asked(const struct cul_parser *p,
				       const struct cul_record *rec)
{
	return p->probe != NULL || (rec->tag.len != 0 && p->claims(rec->tag));
}

/* What the first lines of a parser's file say of it, for people. */
struct cul_parser_info {
	const char *summary; /* the program                              */
	const char *grammar; /* source files, documents, versions read   */
	const char *reads;   /* what is made of its records              */
	const char *missing; /* what is not read                         */
};

/* Every parser named in parsers/meson.build, in that order, then NULL; and
 * what is said of each, at the same index. */
extern const struct cul_parser *const cul_parsers[];
extern const struct cul_parser_info cul_parser_infos[];

/* More than the formats that formats.md and the wire bring; a parser is a bit
 * of a word. */
enum { CUL_PARSERS_MAX = 64 };

const char *cul_verdict_name(enum cul_verdict v);

#endif
