/* \summary: how much of a text can be written as it stands
 *
 * Nearly all of a log is printable ASCII, which no sink has to look at one
 * character at a time. An escaper writes such a run in one go and reads
 * characters (glyph.h) only where it ends.
 */
#ifndef CUL_PLAIN_H
#define CUL_PLAIN_H

#include "culprit/sv.h"

enum cul_plain {                 /* what is not plain besides the unprintable */
		 CUL_PLAIN_TEXT, /* nothing      */
		 CUL_PLAIN_CSV,  /* "            */
		 CUL_PLAIN_JSON, /* " and \      */
		 CUL_PLAIN_HTML, /* " & ' < and > */
		 CUL_PLAINS_
};

/* How many bytes `v` begins with that are plain. */
size_t cul_plain_run(struct cul_sv v, enum cul_plain where);

/* The same, a byte at a time: what others have to agree with. */
size_t cul_plain_run_bytes(struct cul_sv v, enum cul_plain where);

#endif
