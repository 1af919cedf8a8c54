/* \summary: "until when", as people write it */
#ifndef CUL_UNTIL_H
#define CUL_UNTIL_H

#include <stdbool.h>
#include <stdint.h>

/* "30m", "12h", "7d", "2w" from now; "2026-12-24", to the end of that day,
 * UTC; RFC 3339, UTC if it names no zone. False if it is none of these, or not
 * after `now_usec`. */
bool cul_until_read(const char *text, int64_t now_usec, int64_t *ret_usec);

#endif
