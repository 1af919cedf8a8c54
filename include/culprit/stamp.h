/* \summary: time as logs write it, before and after it is resolved
 *
 * Times are microseconds since 1970-01-01 UTC, never from the clock of the
 * machine that reads. CUL_TIME_NONE is "no time known".
 */
#ifndef CUL_STAMP_H
#define CUL_STAMP_H

#include "culprit/sv.h"

#define CUL_TIME_NONE     INT64_MIN
#define CUL_USEC_PER_SEC  INT64_C(1000000)
#define CUL_USEC_PER_HOUR (3600 * CUL_USEC_PER_SEC)
#define CUL_USEC_PER_DAY  (24 * CUL_USEC_PER_HOUR)

enum cul_stamp_form {
	CUL_STAMP_ABSENT,   /* the record has none                            */
	CUL_STAMP_ZONED,    /* t_usec is UTC                                  */
	CUL_STAMP_LOCAL,    /* t_usec as if the wall clock were UTC           */
	CUL_STAMP_YEARLESS, /* the same, and as if in 2000, which is a leap
			     * year, so that 29 February can be held          */
};

struct cul_stamp {
	enum cul_stamp_form form;
	int64_t t_usec;
};

/* Days since 1970-01-01 of a civil date (proleptic Gregorian), and back. */
int64_t cul_days_from_civil(int64_t year, unsigned month, unsigned day);
void cul_civil_from_days(int64_t days, int64_t *ret_year, unsigned *ret_month,
			 unsigned *ret_day);

enum {
	CUL_TIME_TEXT_MAX = 32 /* "2026-11-20T04:11:09.123456Z" and NUL */
};

/* RFC 3339 in UTC; the fraction only where there is one, without trailing
 * zeros. NUL-terminated; returns the length. */
size_t cul_time_print(int64_t t_usec, char *buf);

/* Readers of one stamp at the cursor; false, with the cursor where it was,
 * if there is none.
 *   rfc3164: "Nov 20 04:11:09", "Nov  2 …" or "Nov 2 …", also with a year
 *            after the day or a fraction ("Nov 20 2026 04:11:09.123")
 *   rfc3339: "2026-11-20T04:11:09[.frac](Z|+hh:mm|+hhmm)", 'T' or blank; no
 *            zone gives CUL_STAMP_LOCAL
 *   tai64n:  "@400000004c5b34b604c9b734", as multilog writes it: seconds since
 *            1970 and 2^62 and 10, as daemontools counts them, without leap
 *            seconds */
bool cul_stamp_read_rfc3164(struct cul_cur *c, struct cul_stamp *ret_stamp);
bool cul_stamp_read_rfc3339(struct cul_cur *c, struct cul_stamp *ret_stamp);

bool cul_stamp_read_tai64n(struct cul_cur *c, struct cul_stamp *ret_stamp);

enum { CUL_STAMP_MEMO_LEN = 16, CUL_STAMP_ZONE_LEN = 6 };

/* What the stamp before this one began with, and what that means: lines come
 * by the dozen in a second, and by the thousand in a minute. The caller's, one
 * for each run of lines, all zero at first. It changes the speed alone: any
 * memo that was kept gives what an empty one gives. */
struct cul_stamp_memo {
	enum cul_stamp_form form; /* YEARLESS: `text` is a stamp and a blank.
				   * LOCAL: it ends with the minute, and what
				   * follows says more. ABSENT: it is nothing */
	char text[CUL_STAMP_MEMO_LEN];
	int64_t t_usec;                /* of `text`, as of a cul_stamp      */
	char zone[CUL_STAMP_ZONE_LEN]; /* "+01:00"; NUL: none is kept       */
	int64_t zone_usec;
};

/* Whichever of the readers above, by the first byte; fills the memo. */
bool cul_stamp_read(struct cul_cur *c, struct cul_stamp_memo *memo,
		    struct cul_stamp *ret_stamp);

/* If `text` begins with a stamp of the minute in the memo, and a blank: how
 * many bytes these are. Else 0. */
size_t cul_stamp_next_minute(struct cul_stamp_memo *memo, struct cul_sv text,
			     struct cul_stamp *ret_stamp);

/* The same, also of the very stamp in the memo, which takes few steps. */
static inline size_t cul_stamp_next(struct cul_stamp_memo *memo,
				    struct cul_sv text,
				    struct cul_stamp *ret_stamp)
{
	if (memo->form != CUL_STAMP_YEARLESS)
		return cul_stamp_next_minute(memo, text, ret_stamp);
	if (text.len < CUL_STAMP_MEMO_LEN ||
	    memcmp(text.ptr, memo->text, CUL_STAMP_MEMO_LEN) != 0)
		return 0;
	*ret_stamp = (struct cul_stamp){ memo->form, memo->t_usec };
	return CUL_STAMP_MEMO_LEN;
}

#endif
