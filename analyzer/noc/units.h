/* \summary: numbers and times in the few columns a screen has
 *
 * `buf` holds CUL_UNIT_MAX in all of them, which return it. What has room is
 * written by report/words.h.
 */
#ifndef CUL_NOC_UNITS_H
#define CUL_NOC_UNITS_H

#include <stdint.h>

enum { CUL_UNIT_MAX = 64 };

/* "9999", "12.3k", "1.2M": five columns at most, up to 999 T. */
const char *cul_unit_count(uint64_t n, char *buf);
/* "0", "0.4", "12", "1,234": of things a second. */
const char *cul_unit_rate(double per_sec, char *buf);
/* "0.4 s", "59 s", "12 min", "26 h", "4 d"; "-" where it is negative. */
const char *cul_unit_span(int64_t usec, char *buf);
/* "28 Nov 03:12:41", "03:12:41"; "-" where there is none. */
const char *cul_unit_date(int64_t t_usec, char *buf);
const char *cul_unit_clock(int64_t t_usec, char *buf);
/* "03:12" if within 20 hours before `now_usec`, else "28 Nov". */
const char *cul_unit_since(int64_t t_usec, int64_t now_usec, char *buf);

#endif
