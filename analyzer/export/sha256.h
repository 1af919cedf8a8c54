/* \summary: SHA-256 (FIPS 180-4), for what others are to check */
#ifndef CUL_SHA256_H
#define CUL_SHA256_H

#include "culprit/sv.h"

enum { CUL_SHA256_LEN = 32 };

void cul_sha256(struct cul_sv v, uint8_t ret_digest[CUL_SHA256_LEN]);

#endif
