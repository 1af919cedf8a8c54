/* \summary: base64 (RFC 4648, 4) */
#ifndef CUL_BASE64_H
#define CUL_BASE64_H

#include "culprit/sv.h"

/* How long `len` bytes become. */
static inline size_t cul_base64_len(size_t len)
{
	return (len + 2) / 3 * 4;
}

/* Into `buf` of cul_base64_len(v.len); no line is broken, nothing is added. */
void cul_base64(struct cul_sv v, char *buf);

#endif
