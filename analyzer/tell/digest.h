/* \summary: many notices as one mail */
#ifndef CUL_TELL_DIGEST_H
#define CUL_TELL_DIGEST_H

#include "tell/message.h"
#include "tell/spool.h"

struct cul_digest {
	const struct cul_spool *paragraphs; /* all that waits is told */
	const char *from, *host;
	const struct cul_sv *to;
	size_t n_to;
	int64_t wall_usec;
};

/* The mail, head and body. CUL_ENOMEM, or CUL_EIO where a paragraph could not
 * be read: errno says why. */
int cul_digest_write(const struct cul_digest *d, struct cul_text *mail);

#endif
