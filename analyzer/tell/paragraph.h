/* \summary: one suggestion, as a mail tells of it */
#ifndef CUL_TELL_PARAGRAPH_H
#define CUL_TELL_PARAGRAPH_H

#include "tell/tell.h"
#include "tell/text.h"

/* The first line is for the subject: what and who, in ASCII, short and with
 * nothing in it that a stranger chose freely. The rest is the paragraph, each
 * line of it either ours or indented. */
void cul_paragraph_write(struct cul_text *t, const struct cul_tell_plan *plan,
			 const struct cul_tell_notice *n);

#endif
