/* \summary: messages of syslog, and where each ends in a stream
 *
 * RFC 6587: the first byte of a message says how it is framed. A digit begins
 * an octet count ("83 <34>1 ..."), anything else a message that a newline
 * ends, or a NUL, as some senders write. Between messages newlines, NULs and
 * blanks are nothing.
 *
 * A message is one line: a control character in it, be it a newline, becomes #
 * and three octal digits as rsyslog writes it, but for the tab. So nothing that
 * somebody got into a message begins a line of its own. What ends it (newline,
 * NUL, carriage return) is taken off; one of nothing else is none.
 */
#ifndef CUL_FRAME_H
#define CUL_FRAME_H

#include "culprit/sv.h"
#include "input/live/cutter.h"

/* Put a message behind the lines of `out`, with a newline. If it was `cut`,
 * `msg` is the beginning, longer than what is kept of a line. */
int cul_message_put(struct cul_cutter *out, struct cul_sv msg, bool cut);

enum cul_frame_state {
	CUL_FRAME_BETWEEN,
	CUL_FRAME_COUNT,   /* within the digits                */
	CUL_FRAME_COUNTED, /* `left` bytes of it are to come   */
	CUL_FRAME_LINE     /* up to a newline                  */
};

struct cul_frame {
	enum cul_frame_state state;
	uint32_t left;
	bool cut;
	char *bytes; /* of a message that is not whole */
	size_t len, cap;
};

/* CUL_OK, CUL_ENOMEM, or CUL_ECORRUPT: an octet count that is none, after
 * which nothing can be understood. */
int cul_frame_feed(struct cul_frame *f, struct cul_sv p,
		   struct cul_cutter *out);

/* Nothing follows: a message that has not ended is put without a newline;
 * *ret_torn says so. */
int cul_frame_end(struct cul_frame *f, struct cul_cutter *out, bool *ret_torn);

void cul_frame_done(struct cul_frame *f);

#endif
