/* \summary: text that grows, and text of strangers made harmless */
#ifndef CUL_TELL_TEXT_H
#define CUL_TELL_TEXT_H

#include "culprit/sv.h"

struct cul_text {
	char *p; /* NUL-terminated once something was put */
	size_t len, cap;
	bool nomem; /* something is missing */
};

void cul_text_put(struct cul_text *t, const char *bytes, size_t len);
void cul_text_str(struct cul_text *t, const char *s);
void cul_text_fmt(struct cul_text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void cul_text_done(struct cul_text *t);

/* What strangers wrote: ASCII that can be seen, and letters of the common
 * left-to-right scripts in valid UTF-8, as they stand; every other byte as
 * \xNN. */
void cul_text_strange(struct cul_text *t, struct cul_sv v);

/* `v`, which has no newline, in lines of at most 72 bytes where it has blanks,
 * and of 900 where it has none (RFC 5322 2.1.1 allows 998), each after
 * `indent`. */
void cul_text_wrap(struct cul_text *t, struct cul_sv v, const char *indent);

static inline struct cul_sv cul_text_sv(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

#endif
