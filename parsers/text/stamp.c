/* \summary: time stamps of logs, read at fixed positions */
#include "culprit/stamp.h"
#include "text/scan.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two digits, or 100 where there are none: out of every range. */
static unsigned two(const char *p)
{
	if (!is_digit(p[0]) || !is_digit(p[1]))
		return 100;
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

static unsigned month_of(const char *p)
{
#define M(a, b, c) ((unsigned)(a) << 16 | (unsigned)(b) << 8 | (unsigned)(c))
	switch (M((unsigned char)p[0], (unsigned char)p[1],
		  (unsigned char)p[2])) {
	case M('J', 'a', 'n'):
		return 1;
	case M('F', 'e', 'b'):
		return 2;
	case M('M', 'a', 'r'):
		return 3;
	case M('A', 'p', 'r'):
		return 4;
	case M('M', 'a', 'y'):
		return 5;
	case M('J', 'u', 'n'):
		return 6;
	case M('J', 'u', 'l'):
		return 7;
	case M('A', 'u', 'g'):
		return 8;
	case M('S', 'e', 'p'):
		return 9;
	case M('O', 'c', 't'):
		return 10;
	case M('N', 'o', 'v'):
		return 11;
	case M('D', 'e', 'c'):
		return 12;
	default:
		return 0;
	}
#undef M
}

static unsigned month_days(int64_t year, unsigned month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
					31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* Days since 1970 in the year that yearless stamps are held in. */
static int64_t day_of_2000(unsigned month, unsigned day)
{
	static const uint16_t before[] = { 0,   31,  60,  91,  121, 152,
					   182, 213, 244, 274, 305, 335 };

	return 10957 + before[month - 1] + (int64_t)day - 1;
}

static bool date_ok(int64_t year, unsigned month, unsigned day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= month_days(year, month);
}

/* "04:11"; moves *p. */
static bool minute_read(const char **p, const char *end, int64_t *ret_usec)
{
	unsigned h, m;

	if (end - *p < 5 || (*p)[2] != ':')
		return false;
	h = two(*p);
	m = two(*p + 3);
	if (h > 23 || m > 59)
		return false;
	*p += 5;
	*ret_usec = (int64_t)(h * 3600 + m * 60) * CUL_USEC_PER_SEC;
	return true;
}

/* The digits of a fraction, in microseconds; moves *p past all of them. */
static int64_t fraction_read(const char **p, const char *end)
{
	static const int32_t units[] = { 1000000, 100000, 10000, 1000,
					 100,     10,     1 };
	const char *q = *p;
	uint32_t frac = 0;
	unsigned n = 0;

	if (end - q >= 8)
		n = cul_digits8(q, &frac);
	if (n == 0 || n > 6) {
		frac = 0;
		for (n = 0; n < 6 && q + n < end && is_digit(q[n]); n++)
			frac = frac * 10 + (unsigned)(q[n] - '0');
	}
	for (q += n; q < end && is_digit(*q); q++)
		;
	*p = q;
	return (int64_t)frac * units[n];
}

/* ":09" and a fraction of any length after it, of which microseconds are
 * kept; moves *p. A leap second is the next second. */
static bool second_read(const char **p, const char *end, int64_t *ret_usec)
{
	const char *q = *p;
	int64_t frac = 0;
	unsigned s;

	if (end - q < 3 || *q != ':')
		return false;
	s = two(q + 1);
	if (s > 60)
		return false;
	q += 3;
	if (end - q >= 2 && *q == '.' && is_digit(q[1])) {
		q++;
		frac = fraction_read(&q, end);
	}
	*p = q;
	*ret_usec = (int64_t)s * CUL_USEC_PER_SEC + frac;
	return true;
}

static bool year_read(const char *p, int64_t *ret_year)
{
	unsigned hi = two(p), lo = two(p + 2);

	if (hi > 99 || lo > 99)
		return false;
	*ret_year = (int64_t)hi * 100 + lo;
	return true;
}

/* "20 ", " 2 ", or "2 " as some write it; moves *p. */
static bool day_read(const char **p, unsigned *ret_day)
{
	const char *q = *p;

	if (q[2] != ' ') {
		*p = q + 2;
		*ret_day = (unsigned)(q[0] - '0');
		return is_digit(q[0]) && q[1] == ' ';
	}
	*p = q + 3;
	*ret_day =
		q[0] == ' ' && is_digit(q[1]) ? (unsigned)(q[1] - '0') : two(q);
	return true;
}

bool cul_stamp_read_rfc3164(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	const char *p = c->p;
	enum cul_stamp_form form = CUL_STAMP_YEARLESS;
	int64_t year = 2000;
	int64_t minute, second;
	unsigned month, day;

	if (c->bad || c->end - p < 14 || p[3] != ' ')
		return false;
	month = month_of(p);
	p += 4;
	if (!day_read(&p, &day))
		return false;
	if (c->end - p >= 13 && p[4] == ' ' && year_read(p, &year)) {
		form = CUL_STAMP_LOCAL;
		p += 5;
	}
	if (!date_ok(year, month, day) || !minute_read(&p, c->end, &minute) ||
	    !second_read(&p, c->end, &second))
		return false;
	c->p = p;
	ret_stamp->form = form;
	ret_stamp->t_usec = (form == CUL_STAMP_YEARLESS
				     ? day_of_2000(month, day)
				     : cul_days_from_civil(year, month, day)) *
				    CUL_USEC_PER_DAY +
			    minute + second;
	return true;
}

/* "Z", "+01:00", "+0100"; true with no zone too. */
static bool zone_read(const char **p, const char *end, bool *ret_zoned,
		      int64_t *ret_usec)
{
	const char *q = *p;
	unsigned h, m;
	int64_t sign;

	*ret_zoned = true;
	*ret_usec = 0;
	if (q < end && (*q == 'Z' || *q == 'z')) {
		*p = q + 1;
		return true;
	}
	if (q == end || (*q != '+' && *q != '-')) {
		*ret_zoned = false;
		return true;
	}
	sign = *q++ == '-' ? -1 : 1;
	if (end - q < 4)
		return false;
	h = two(q);
	q += q[2] == ':' ? 3 : 2;
	if (end - q < 2)
		return false;
	m = two(q);
	if (h > 23 || m > 59)
		return false;
	*p = q + 2;
	*ret_usec = sign * (int64_t)(h * 3600 + m * 60) * CUL_USEC_PER_SEC;
	return true;
}

/* "2026-11-20T04:11", as if the clock were UTC; moves *p. */
static bool date_read(const char **p, const char *end, int64_t *ret_usec)
{
	const char *q = *p;
	int64_t year, usec;
	unsigned month, day;

	if (end - q < 16 || q[4] != '-' || q[7] != '-' ||
	    (q[10] != 'T' && q[10] != 't' && q[10] != ' '))
		return false;
	month = two(q + 5);
	day = two(q + 8);
	if (!year_read(q, &year) || !date_ok(year, month, day))
		return false;
	q += 11;
	if (!minute_read(&q, end, &usec))
		return false;
	*p = q;
	*ret_usec =
		cul_days_from_civil(year, month, day) * CUL_USEC_PER_DAY + usec;
	return true;
}

/* As zone_read; the zone of one line is mostly that of the next. */
static bool zone_again(const char **p, const char *end,
		       struct cul_stamp_memo *memo, bool *ret_zoned,
		       int64_t *ret_usec)
{
	const char *q = *p;

	if (memo->zone[0] != '\0' && end - q >= CUL_STAMP_ZONE_LEN &&
	    memcmp(q, memo->zone, CUL_STAMP_ZONE_LEN) == 0) {
		*p = q + CUL_STAMP_ZONE_LEN;
		*ret_zoned = true;
		*ret_usec = memo->zone_usec;
		return true;
	}
	if (!zone_read(p, end, ret_zoned, ret_usec))
		return false;
	if (*p - q == CUL_STAMP_ZONE_LEN) {
		memcpy(memo->zone, q, CUL_STAMP_ZONE_LEN);
		memo->zone_usec = *ret_usec;
	}
	return true;
}

/* What follows the minute; moves *p. */
static bool rest_read(const char **p, const char *end,
		      struct cul_stamp_memo *memo, int64_t minute_usec,
		      struct cul_stamp *ret_stamp)
{
	const char *q = *p;
	int64_t second, zone;
	bool zoned;

	if (!second_read(&q, end, &second) ||
	    !zone_again(&q, end, memo, &zoned, &zone))
		return false;
	*p = q;
	ret_stamp->form = zoned ? CUL_STAMP_ZONED : CUL_STAMP_LOCAL;
	ret_stamp->t_usec = minute_usec + second - zone;
	return true;
}

static bool has_minute(const struct cul_stamp_memo *memo, const char *p,
		       const char *end)
{
	return memo->form == CUL_STAMP_LOCAL && end - p >= CUL_STAMP_MEMO_LEN &&
	       memcmp(p, memo->text, CUL_STAMP_MEMO_LEN) == 0;
}

static void keep(struct cul_stamp_memo *memo, enum cul_stamp_form form,
		 const char *text, int64_t t_usec)
{
	memo->form = form;
	memcpy(memo->text, text, CUL_STAMP_MEMO_LEN);
	memo->t_usec = t_usec;
}

static bool rfc3339_read(struct cul_cur *c, struct cul_stamp_memo *memo,
			 struct cul_stamp *ret_stamp)
{
	const char *p = c->p;
	int64_t usec;

	if (has_minute(memo, p, c->end)) {
		p += CUL_STAMP_MEMO_LEN;
	} else {
		if (!date_read(&p, c->end, &usec))
			return false;
		keep(memo, CUL_STAMP_LOCAL, c->p, usec);
	}
	if (!rest_read(&p, c->end, memo, memo->t_usec, ret_stamp))
		return false;
	c->p = p;
	return true;
}

bool cul_stamp_read_rfc3339(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	struct cul_stamp_memo none = { 0 };

	return !c->bad && rfc3339_read(c, &none, ret_stamp);
}

bool cul_stamp_read(struct cul_cur *c, struct cul_stamp_memo *memo,
		    struct cul_stamp *ret_stamp)
{
	const char *p = c->p;

	if (c->bad || p == c->end)
		return false;
	if (is_digit(*p))
		return rfc3339_read(c, memo, ret_stamp);
	if (*p == '@')
		return cul_stamp_read_tai64n(c, ret_stamp);
	if (!cul_stamp_read_rfc3164(c, ret_stamp))
		return false;
	if (ret_stamp->form == CUL_STAMP_YEARLESS && c->end != c->p &&
	    *c->p == ' ' && c->p - p == CUL_STAMP_MEMO_LEN - 1)
		keep(memo, CUL_STAMP_YEARLESS, p, ret_stamp->t_usec);
	return true;
}

size_t cul_stamp_next_minute(struct cul_stamp_memo *memo, struct cul_sv text,
			     struct cul_stamp *ret_stamp)
{
	const char *p, *end;

	if (text.len < CUL_STAMP_MEMO_LEN)
		return 0;
	p = text.ptr;
	end = p + text.len;
	if (!has_minute(memo, p, end))
		return 0;
	p += CUL_STAMP_MEMO_LEN;
	if (!rest_read(&p, end, memo, memo->t_usec, ret_stamp) || p == end ||
	    *p != ' ')
		return 0;
	return (size_t)(p + 1 - text.ptr);
}
