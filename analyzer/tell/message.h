/* \summary: the head of a mail (RFC 5322, RFC 2045), and who may be named */
#ifndef CUL_TELL_MESSAGE_H
#define CUL_TELL_MESSAGE_H

#include "tell/text.h"

enum { CUL_MAIL_TO_MAX = 8, CUL_MAIL_ADDRESS_MAX = 254 };

/* One address as sendmail takes it, and a header bears it unquoted: a dot-atom
 * with or without a domain. */
bool cul_mail_address(struct cul_sv v);

/* Addresses with commas or blanks between. *ret_bad is what is none of them.
 * False also for none at all, or more than CUL_MAIL_TO_MAX. */
bool cul_mail_addresses(const char *text, struct cul_sv to[CUL_MAIL_TO_MAX],
			size_t *ret_n, struct cul_sv *ret_bad);

/* A domain name; anything else is no part of a header. */
bool cul_mail_host(struct cul_sv v);

/* "Fri, 20 Nov 2026 04:11:09 +0000" and no newline. */
void cul_mail_date(struct cul_text *t, int64_t wall_usec);

struct cul_mail_head {
	const char *from; /* these were looked at with the above */
	const struct cul_sv *to;
	size_t n_to;
	const char *host, *subject; /* ASCII that can be seen, one line */
	int64_t wall_usec;
	uint64_t number;  /* tells two mails of the same moment apart */
	bool ascii;       /* the body is */
	const char *name; /* of the sender; NULL: culprit watch */
};

/* With the empty line after it. */
void cul_mail_head(struct cul_text *t, const struct cul_mail_head *h);

/* A whole mail that says the same twice, as plain text and as HTML (RFC 2046
 * 5.1.4). Lines of `text` are at most 998 bytes long. */
void cul_mail_alternative(struct cul_text *t, const struct cul_mail_head *h,
			  struct cul_sv text, struct cul_sv html);

#endif
