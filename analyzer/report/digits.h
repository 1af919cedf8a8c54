/* \summary: numbers as digits, without the cost of a format */
#ifndef CUL_DIGITS_H
#define CUL_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/* 18446744073709551615 */
enum { CUL_DIGITS_MAX = 20 };

/* Write `n` to `buf` of CUL_DIGITS_MAX; no NUL. Returns how many digits. */
size_t cul_digits(char *buf, uint64_t n);

/* Write n / 10^places, without zeros at the end: 1200 of 3 places is "1.2",
 * of 2 "12". `buf` holds CUL_DIGITS_MAX + 2 for up to 19 places. No NUL;
 * returns the length. */
size_t cul_digits_point(char *buf, uint64_t n, unsigned places);

#endif
