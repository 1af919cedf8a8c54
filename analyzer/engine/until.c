/* \summary: "until when", as people write it */
#include "engine/until.h"

#include "culprit/stamp.h"

enum { SPAN_MOST = 100000 }; /* of any unit: longer is a slip of the finger */

static int64_t unit_usec(char c)
{
	switch (c) {
	case 'm':
		return 60 * CUL_USEC_PER_SEC;
	case 'h':
		return CUL_USEC_PER_HOUR;
	case 'd':
		return CUL_USEC_PER_DAY;
	case 'w':
		return 7 * CUL_USEC_PER_DAY;
	default:
		return 0;
	}
}

static bool read_span(struct cul_cur c, int64_t *ret)
{
	const uint64_t n = cul_take_u64(&c, SPAN_MOST);

	if (c.bad || c.end - c.p != 1 || unit_usec(*c.p) == 0)
		return false;
	*ret = (int64_t)n * unit_usec(*c.p);
	return true;
}

static bool is_day_of(int64_t year, uint64_t month, uint64_t day,
		      int64_t *ret_usec)
{
	const int64_t days =
		cul_days_from_civil(year, (unsigned)month, (unsigned)day);
	int64_t y;
	unsigned m, d;

	cul_civil_from_days(days, &y, &m, &d);
	*ret_usec = (days + 1) * CUL_USEC_PER_DAY;
	return y == year && m == month && d == day;
}

static bool read_day(struct cul_cur c, int64_t *ret)
{
	const uint64_t year = cul_take_u64(&c, 9999);
	uint64_t month, day;

	cul_take_lit(&c, CUL_SV("-"));
	month = cul_take_u64(&c, 12);
	cul_take_lit(&c, CUL_SV("-"));
	day = cul_take_u64(&c, 31);
	return !c.bad && c.p == c.end && year >= 1970 && month >= 1 &&
	       day >= 1 && is_day_of((int64_t)year, month, day, ret);
}

bool cul_until_read(const char *text, int64_t now_usec, int64_t *ret_usec)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	struct cul_stamp stamp;
	int64_t t_usec;

	if (read_span(c, &t_usec))
		t_usec += now_usec;
	else if (!read_day(c, &t_usec)) {
		if (!cul_stamp_read_rfc3339(&c, &stamp) || c.p != c.end)
			return false;
		t_usec = stamp.t_usec;
	}
	if (t_usec <= now_usec)
		return false;
	*ret_usec = t_usec;
	return true;
}
