/* \summary: time stamps of logs, read at fixed positions */
#include "culprit/stamp.h"

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

/* "04:11:09" and a fraction of any length after it, of which microseconds are
 * kept; moves *p. A leap second is the next second. */
static bool clock_read(const char **p, const char *end, int64_t *ret_usec)
{
	const char *q = *p;
	unsigned h, m, s;
	int64_t unit = CUL_USEC_PER_SEC;
	int64_t frac = 0;

	if (end - q < 8 || q[2] != ':' || q[5] != ':')
		return false;
	h = two(q);
	m = two(q + 3);
	s = two(q + 6);
	if (h > 23 || m > 59 || s > 60)
		return false;
	q += 8;
	if (end - q >= 2 && *q == '.' && is_digit(q[1]))
		for (q++; q < end && is_digit(*q); q++) {
			unit /= 10;
			frac += unit * (*q - '0');
		}
	*p = q;
	*ret_usec = (int64_t)(h * 3600 + m * 60 + s) * CUL_USEC_PER_SEC + frac;
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

bool cul_stamp_read_rfc3164(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	const char *p = c->p;
	enum cul_stamp_form form = CUL_STAMP_YEARLESS;
	int64_t year = 2000;
	int64_t usec;
	unsigned month, day;

	if (c->bad || c->end - p < 15 || p[3] != ' ' || p[6] != ' ')
		return false;
	month = month_of(p);
	day = p[4] == ' ' && is_digit(p[5]) ? (unsigned)(p[5] - '0')
					    : two(p + 4);
	p += 7;
	if (c->end - p >= 13 && p[4] == ' ' && year_read(p, &year)) {
		form = CUL_STAMP_LOCAL;
		p += 5;
	}
	if (!date_ok(year, month, day) || !clock_read(&p, c->end, &usec))
		return false;
	c->p = p;
	ret_stamp->form = form;
	ret_stamp->t_usec = (form == CUL_STAMP_YEARLESS
				     ? day_of_2000(month, day)
				     : cul_days_from_civil(year, month, day)) *
				    CUL_USEC_PER_DAY +
			    usec;
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

bool cul_stamp_read_rfc3339(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	const char *p = c->p;
	int64_t year, usec, zone;
	unsigned month, day;
	bool zoned;

	if (c->bad || c->end - p < 19 || p[4] != '-' || p[7] != '-' ||
	    (p[10] != 'T' && p[10] != 't' && p[10] != ' '))
		return false;
	month = two(p + 5);
	day = two(p + 8);
	if (!year_read(p, &year) || !date_ok(year, month, day))
		return false;
	p += 11;
	if (!clock_read(&p, c->end, &usec) ||
	    !zone_read(&p, c->end, &zoned, &zone))
		return false;
	c->p = p;
	ret_stamp->form = zoned ? CUL_STAMP_ZONED : CUL_STAMP_LOCAL;
	ret_stamp->t_usec =
		cul_days_from_civil(year, month, day) * CUL_USEC_PER_DAY +
		usec - zone;
	return true;
}
