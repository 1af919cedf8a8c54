/* \summary: numbers, times and names as people read them */
#ifndef CUL_WORDS_H
#define CUL_WORDS_H

#include "culprit/report.h"

enum { CUL_WORD_MAX = 64 };

/* 1234567 as "1,234,567". `buf` holds CUL_WORD_MAX, in all of these, which
 * return it. */
const char *cul_word_u64(uint64_t n, char *buf);
/* "17 B", "1.2 MB": thousands, as disks are sold. */
const char *cul_word_bytes(uint64_t n, char *buf);
/* "2026-11-20 04:11", UTC; "not known" for CUL_TIME_NONE. */
const char *cul_word_minute(int64_t t_usec, char *buf);
/* "20 Nov 04:11", where the year is told elsewhere. */
const char *cul_word_day(int64_t t_usec, char *buf);
/* "04:11". */
const char *cul_word_clock(int64_t t_usec, char *buf);
/* "23 h 59 min", "12 s". */
const char *cul_word_span(int64_t usec, char *buf);
/* A number as it was counted: no fraction where there is none. */
const char *cul_word_double(double v, char *buf);
/* "2 %", "0.5 %" for a share; a plain number where `of` is 0. */
const char *cul_word_usual(double usual, double of, char *buf);
/* Milli-nats as "18.4". */
const char *cul_word_score(int32_t mnat, char *buf);

/* True if the action stops mail, or is as grave. */
bool cul_word_is_grave(enum cul_action a);
/* How many suggestions have an action that stops mail. */
size_t cul_report_stops(const struct cul_report *r);
/* What to call an address, a login: "account". For a sentence. */
const char *cul_subject_word(enum cul_subject s);

#endif
