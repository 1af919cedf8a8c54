/* \summary: days and dates, and times as they are printed */
#include "culprit/stamp.h"

/* Howard Hinnant's "chrono-compatible low-level date algorithms": years begin
 * in March, so that the leap day is the last of its year. */
int64_t cul_days_from_civil(int64_t year, unsigned month, unsigned day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy =
		(153 * (int64_t)(month + (month > 2 ? -3u : 9u)) + 2) / 5 +
		(int64_t)day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void cul_civil_from_days(int64_t days, int64_t *ret_year, unsigned *ret_month,
			 unsigned *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*ret_day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	*ret_month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	*ret_year = yoe + era * 400 + (*ret_month <= 2);
}

static char *digits_print(char *p, uint64_t n, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		p[i] = (char)('0' + n % 10);
		n /= 10;
	}
	return p + width;
}

size_t cul_time_print(int64_t t_usec, char *buf)
{
	int64_t days = t_usec / CUL_USEC_PER_DAY;
	int64_t rest = t_usec % CUL_USEC_PER_DAY;
	int64_t year;
	unsigned month, day;
	char *p = buf;

	if (rest < 0) {
		rest += CUL_USEC_PER_DAY;
		days--;
	}
	cul_civil_from_days(days, &year, &month, &day);
	if (year < 0 || year > 9999) /* RFC 3339 has four digits */
		year = year < 0 ? 0 : 9999;
	p = digits_print(p, (uint64_t)year, 4);
	*p++ = '-';
	p = digits_print(p, month, 2);
	*p++ = '-';
	p = digits_print(p, day, 2);
	*p++ = 'T';
	p = digits_print(p, (uint64_t)(rest / CUL_USEC_PER_HOUR), 2);
	*p++ = ':';
	p = digits_print(p, (uint64_t)(rest / (60 * CUL_USEC_PER_SEC) % 60), 2);
	*p++ = ':';
	p = digits_print(p, (uint64_t)(rest / CUL_USEC_PER_SEC % 60), 2);
	if (rest % CUL_USEC_PER_SEC != 0) {
		*p++ = '.';
		p = digits_print(p, (uint64_t)(rest % CUL_USEC_PER_SEC), 6);
		while (p[-1] == '0')
			p--;
	}
	*p++ = 'Z';
	*p = '\0';
	return (size_t)(p - buf);
}
