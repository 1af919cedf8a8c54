/* \summary: hear as text what is said to a struct cul_out */
#ifndef CUL_TEST_SAID_H
#define CUL_TEST_SAID_H

#include "t.h"

#include "culprit/err.h"
#include "culprit/report.h"

/* So many bytes, in which a text stands to which more is added. */
struct said {
	char *text;
	size_t size;
};

/* A cul_out's `put`; `arg` is a struct said. */
static inline int said_add(void *arg, const char *bytes, size_t len)
{
	const struct said *s = arg;
	const size_t at = strlen(s->text);

	assert_true(at + len < s->size);
	memcpy(s->text + at, bytes, len);
	s->text[at + len] = '\0';
	return CUL_OK;
}

#endif
