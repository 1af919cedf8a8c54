/* \summary: when a mail is sent: after some quiet, and not too often */
#ifndef CUL_TELL_MAIL_H
#define CUL_TELL_MAIL_H

#include "tell/digest.h"
#include "tell/paragraph.h"
#include "tell/post.h"

struct cul_mail {
	const struct cul_tell_plan *plan; /* not owned, as are these */
	struct cul_spool *paragraphs;
	struct cul_post *post;
	struct cul_sv to[CUL_MAIL_TO_MAX]; /* in the plan's text */
	size_t n_to;
	char from[CUL_MAIL_ADDRESS_MAX + 1];
	char host[256];
	bool began;      /* what follows is known */
	int64_t first;   /* when the oldest that waits came; -1: none does */
	int64_t latest;  /* when the newest did */
	int64_t allowed; /* no mail before */
	char error[256]; /* "", or why none could be written */
};

/* CUL_ECONF: `err` says which address is none. */
int cul_mail_init(struct cul_mail *m, const struct cul_tell_plan *plan,
		  char err[CUL_TELL_ERR]);

/* Notes what came, and spools a mail where one is due; as cul_post_step. */
int64_t cul_mail_step(struct cul_mail *m, int64_t t, int64_t wall_usec);

int cul_mail_notice(struct cul_mail *m, const struct cul_tell_notice *n,
		    const struct cul_spool_name *is);

#endif
