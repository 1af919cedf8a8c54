/* \summary: one framed log line and what its envelope says
 *
 * Made by the framer (analyzer/input) and parsers/text/syslog; read by the
 * parsers. All views borrow from the block that holds the line.
 */
#ifndef CUL_RECORD_H
#define CUL_RECORD_H

#include "culprit/stamp.h"
#include "culprit/sv.h"

enum { CUL_COLUMNS_MAX = 96 }; /* Exchange writes 38, PowerMTA up to 60 */

/* What stands in each column of a format that names them; the meanings are
 * the parser's own. */
struct cul_columns {
	uint8_t n;      /* how many the line named                        */
	char delimiter; /* between them                                   */
	uint8_t is[CUL_COLUMNS_MAX]; /* of each, by place; 0: of no interest */
};

struct cul_record {
	struct cul_sv line; /* all of it, without the newline              */
	struct cul_sv text; /* the program's words, after the envelope     */
	struct cul_sv host; /* log host; absent if there is no envelope    */
	struct cul_sv tag;  /* "postfix/smtpd": program without [pid]:     */
	uint32_t pid;       /* 0 if not on record                          */
	struct cul_stamp stamp; /* of the envelope */
	bool cut;      /* was longer than CUL_RECORD_MAX              */
	uint16_t part; /* which event is wanted, as `next_part` of the
			* one before said; 0: the first                */
	const struct cul_columns *columns; /* NULL if none were named        */
};

/* Fill `rec` from one line: RFC 3164 (with or without <pri>, host, a second
 * host), RFC 5424, ISO-stamped files, postlogd, multilog (stamp and text
 * alone). A line with no syslog envelope gives text = line, tag absent. Never
 * fails. A pure function of the line: what `memo` holds of the lines before it
 * changes the speed alone. */
void cul_syslog_read(struct cul_sv line, struct cul_stamp_memo *memo,
		     struct cul_record *ret_rec);

#endif
