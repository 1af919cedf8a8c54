/* \summary: a line of syslog, made of a record's fields */
#ifndef CUL_MADE_H
#define CUL_MADE_H

#include "culprit/limits.h"
#include "culprit/stamp.h"

enum {
	/* Longer by one than what is kept of a line: so it is seen as cut. */
	CUL_OUT_MAX = CUL_RECORD_MAX + 1,
	CUL_WRAP_WORD_MAX = 256, /* a host's name has 253 at most (RFC 1035) */
	CUL_WRAP_TIME_MAX = 64
};

/* The line being made; what is beyond `max` is left out. */
struct cul_made {
	char *bytes; /* CUL_OUT_MAX, and room for newlines around */
	size_t len, max;
	bool open_end; /* the line before has no newline, as the input had none
			*/
};

/* Begin a line; end it. */
void cul_made_begin(struct cul_made *o);
void cul_made_end(struct cul_made *o, bool newline);

/* Bytes as they are; with control characters escaped. */
void cul_made_put(struct cul_made *o, struct cul_sv v);
void cul_made_text(struct cul_made *o, struct cul_sv v);

/* One record of syslog. An absent host and a pid of 0 are left out. */
struct cul_wrapped {
	struct cul_sv time, host, tag, text;
	uint32_t pid;
};
void cul_made_record(struct cul_made *o, const struct cul_wrapped *w);

/* A line of a container: `time` before it unless it has a stamp. */
void cul_made_line(struct cul_made *o, const struct cul_wrapped *w);

/* "postfix/smtpd[123]:" is tag and pid in one; a pid that is given wins. */
void cul_wrapped_tag(struct cul_wrapped *w, struct cul_sv tag);
uint32_t cul_wrapped_pid(struct cul_sv digits);

/* A stamp, or seconds, milliseconds or microseconds since 1970, as it is to
 * stand on the line; it may be `buf`. Absent if it is none of these. */
struct cul_sv cul_wrapped_time(struct cul_sv v, char buf[CUL_TIME_TEXT_MAX]);

#endif
