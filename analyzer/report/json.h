/* \summary: a JSON writer (RFC 8259)
 *
 * Keys are our own and plain. Values are escaped: control characters and
 * what a terminal should not be sent (glyph.h) as \u00XX or \uXXXX; a byte
 * that is not UTF-8 as the lone surrogate \udcXX, XX being the byte, so that
 * it can be had back: in Python, json.loads(x).encode('utf-8',
 * 'surrogateescape') is the original.
 *
 * What is written is put when the buffer is full and when the outermost
 * value ends: until then nothing else may be put in the same place.
 */
#ifndef CUL_JSON_H
#define CUL_JSON_H

#include "culprit/report.h"

enum {
	CUL_JSON_DEPTH_MAX = 12,
	CUL_JSON_BUF = 4096 /* most suggestions in one or two puts */
};

struct cul_json {
	struct cul_out *o;
	unsigned depth;
	size_t used; /* of buf, which comes last: it is not cleared */
	bool some[CUL_JSON_DEPTH_MAX]; /* a member stands there already */
	char end[CUL_JSON_DEPTH_MAX];
	char buf[CUL_JSON_BUF];
};

void cul_json_init(struct cul_json *j, struct cul_out *o);

/* `key` is NULL within an array and at the top. */
void cul_json_object(struct cul_json *j, const char *key);
void cul_json_array(struct cul_json *j, const char *key);
void cul_json_end(struct cul_json *j); /* of the innermost of these */

void cul_json_sv(struct cul_json *j, const char *key, struct cul_sv v);
void cul_json_str(struct cul_json *j, const char *key, const char *s);
void cul_json_u64(struct cul_json *j, const char *key, uint64_t v);
/* Twelve digits; what is no number is null. */
void cul_json_double(struct cul_json *j, const char *key, double v);
/* Thousandths, exactly: 18400 is 18.4. */
void cul_json_milli(struct cul_json *j, const char *key, int64_t v);
/* RFC 3339; CUL_TIME_NONE is null. */
void cul_json_time(struct cul_json *j, const char *key, int64_t t_usec);

#endif
