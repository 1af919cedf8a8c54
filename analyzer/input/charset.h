/* \summary: UTF-16 to UTF-8, where a byte order mark tells of it
 *
 * Anything else passes as it is: UTF-8 and what is none, as Latin-1.
 */
#ifndef CUL_CHARSET_H
#define CUL_CHARSET_H

#include "input/layer.h"

/* If `tap` begins with UTF-16's mark, put on the layer that undoes it; of
 * UTF-8's mark, step over it. 1 if it was either, else 0; or CUL_ENOMEM. A
 * surrogate without its other half becomes U+FFFD; of a byte too many at the
 * end, a note tells. */
int cul_charset_try(struct cul_tap *tap);

/* A code point as UTF-8 into room for four bytes; how many it took. What is
 * no character, a surrogate, becomes U+FFFD. */
size_t cul_utf8_put(char *to, uint32_t code);

#endif
