/* \summary: POSIX time zone rules: "CET-1CEST,M3.5.0,M10.5.0/3" */
/* IEEE Std 1003.1-2017 8.3, with the extension of RFC 8536 3.3.1: times of
 * day may be from -167 to 167 hours. */
#include "culprit/stamp.h"
#include "engine/zone_int.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool number(struct cul_cur *c, unsigned max, unsigned *ret_n)
{
	unsigned n = 0;

	if (c->p == c->end || !is_digit(*c->p))
		return false;
	while (c->p < c->end && is_digit(*c->p) && n <= max)
		n = n * 10 + (unsigned)(*c->p++ - '0');
	*ret_n = n;
	return n <= max;
}

static bool step_over(struct cul_cur *c, char ch)
{
	if (c->p == c->end || *c->p != ch)
		return false;
	c->p++;
	return true;
}

static bool name(struct cul_cur *c)
{
	const char *from = c->p;
	bool quoted = step_over(c, '<');

	while (c->p < c->end) {
		char ch = *c->p;
		bool letter =
			(ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');

		if (!letter &&
		    !(quoted && (is_digit(ch) || ch == '+' || ch == '-')))
			break;
		c->p++;
	}
	if (quoted)
		return step_over(c, '>');
	return c->p - from >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool hours(struct cul_cur *c, unsigned max, int32_t *ret_sec)
{
	bool minus = step_over(c, '-');
	unsigned h, m = 0, s = 0;
	int32_t sec;

	if (!minus)
		(void)step_over(c, '+');
	if (!number(c, max, &h))
		return false;
	if (step_over(c, ':') && !number(c, 59, &m))
		return false;
	if (step_over(c, ':') && !number(c, 59, &s))
		return false;
	sec = (int32_t)(h * 3600 + m * 60 + s);
	*ret_sec = minus ? -sec : sec;
	return true;
}

static bool date(struct cul_cur *c, struct zone_date *d)
{
	*d = (struct zone_date){ .form = DATE_DAY, .time_sec = 2 * 3600 };
	if (!step_over(c, ','))
		return false;
	if (step_over(c, 'M')) {
		d->form = DATE_MONTH;
		if (!number(c, 12, &d->month) || !step_over(c, '.') ||
		    !number(c, 5, &d->week) || !step_over(c, '.') ||
		    !number(c, 6, &d->day) || d->month == 0 || d->week == 0)
			return false;
	} else {
		if (step_over(c, 'J'))
			d->form = DATE_JULIAN;
		if (!number(c, 365, &d->day))
			return false;
		if (d->form == DATE_JULIAN && d->day == 0)
			return false;
	}
	return !step_over(c, '/') || hours(c, 167, &d->time_sec);
}

bool zone_rule_read(struct cul_sv text, struct zone_rule *ret_rule)
{
	struct cul_cur c = cul_cur_over(text);
	struct zone_rule r = { 0 };
	int32_t west;

	if (!name(&c) || !hours(&c, 24, &west))
		return false;
	r.std_sec = -west;
	if (c.p < c.end) {
		r.has_dst = true;
		r.dst_sec = r.std_sec + 3600;
		if (!name(&c))
			return false;
		if (c.p < c.end && *c.p != ',') {
			if (!hours(&c, 24, &west))
				return false;
			r.dst_sec = -west;
		}
		if (!date(&c, &r.begin) || !date(&c, &r.end))
			return false;
	}
	if (c.p != c.end)
		return false;
	*ret_rule = r;
	return true;
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The w-th weekday d of a month; the fifth is the last. */
static int64_t month_day(const struct zone_date *d, int64_t year)
{
	static const unsigned char len[] = { 31, 28, 31, 30, 31, 30,
					     31, 31, 30, 31, 30, 31 };
	int64_t first = cul_days_from_civil(year, d->month, 1);
	unsigned leap = d->month == 2 && is_leap(year) ? 1 : 0;
	unsigned days = len[d->month - 1] + leap;
	/* 1970-01-01 was a Thursday: day 4 of the week */
	unsigned weekday = (unsigned)(((first + 4) % 7 + 7) % 7);
	unsigned at = (d->day + 7 - weekday) % 7 + (d->week - 1) * 7;

	while (at >= days)
		at -= 7;
	return first + at;
}

/* Seconds since 1970 on the wall clock. */
static int64_t moment(const struct zone_date *d, int64_t year)
{
	int64_t day = cul_days_from_civil(year, 1, 1);

	if (d->form == DATE_MONTH)
		day = month_day(d, year);
	else if (d->form == DATE_DAY)
		day += d->day;
	else /* Jn never counts 29 February */
		day += d->day - 1 + (is_leap(year) && d->day >= 60);
	return day * ZONE_DAY + d->time_sec;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int32_t zone_rule_offset(const struct zone_rule *r, int64_t utc_sec)
{
	int64_t year, begin, end;
	unsigned month, day;
	bool dst;

	if (!r->has_dst)
		return r->std_sec;
	cul_civil_from_days(floor_div(utc_sec + r->std_sec, ZONE_DAY), &year,
			    &month, &day);
	begin = moment(&r->begin, year) - r->std_sec;
	end = moment(&r->end, year) - r->dst_sec;
	if (begin < end)
		dst = utc_sec >= begin && utc_sec < end;
	else /* the southern summer is over New Year */
		dst = utc_sec >= begin || utc_sec < end;
	return dst ? r->dst_sec : r->std_sec;
}
