/* \summary: numbers and times in the few columns a screen has */
#include "noc/units.h"

#include <inttypes.h>
#include <stdio.h>

#include "report/words.h"

_Static_assert((int)CUL_UNIT_MAX >= (int)CUL_WORD_MAX, "words fit");

const char *cul_unit_count(uint64_t n, char *buf)
{
	static const char units[] = "kMGTPE";
	size_t i = 0;

	if (n < 10000) {
		snprintf(buf, CUL_UNIT_MAX, "%" PRIu64, n);
		return buf;
	}
	/* The fraction is cut, not rounded: 999,999 is not yet a million. */
	for (; n >= 1000000 && units[i + 1] != '\0'; i++)
		n /= 1000;
	if (n < 100000)
		snprintf(buf, CUL_UNIT_MAX, "%" PRIu64 ".%" PRIu64 "%c",
			 n / 1000, n % 1000 / 100, units[i]);
	else
		snprintf(buf, CUL_UNIT_MAX, "%" PRIu64 "%c", n / 1000,
			 units[i]);
	return buf;
}

const char *cul_unit_rate(double per_sec, char *buf)
{
	if (!(per_sec > 0))
		return memcpy(buf, "0", 2);
	if (per_sec < 9.95) {
		snprintf(buf, CUL_UNIT_MAX, "%.1f", per_sec);
		return buf;
	}
	return cul_word_u64(per_sec < 1e18 ? (uint64_t)(per_sec + 0.5)
					   : UINT64_C(1000000000000000000),
			    buf);
}

const char *cul_unit_span(int64_t usec, char *buf)
{
	int64_t s = usec / CUL_USEC_PER_SEC;

	if (usec < 0)
		return memcpy(buf, "-", 2);
	if (s < 10)
		snprintf(buf, CUL_UNIT_MAX, "%" PRId64 ".%" PRId64 " s", s,
			 usec % CUL_USEC_PER_SEC / 100000);
	else if (s < 120)
		snprintf(buf, CUL_UNIT_MAX, "%" PRId64 " s", s);
	else if (s < 120 * 60)
		snprintf(buf, CUL_UNIT_MAX, "%" PRId64 " min", s / 60);
	else if (s < 100 * 3600)
		snprintf(buf, CUL_UNIT_MAX, "%" PRId64 " h", s / 3600);
	else
		snprintf(buf, CUL_UNIT_MAX, "%" PRId64 " d", s / 86400);
	return buf;
}

const char *cul_unit_clock(int64_t t_usec, char *buf)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "-", 2);
	cul_time_print(t_usec, text);
	snprintf(buf, CUL_UNIT_MAX, "%.8s", text + 11);
	return buf;
}

const char *cul_unit_date(int64_t t_usec, char *buf)
{
	char day[CUL_WORD_MAX], clock[CUL_UNIT_MAX];

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "-", 2);
	cul_word_day(t_usec, day);
	snprintf(buf, CUL_UNIT_MAX, "%.6s %.8s", day,
		 cul_unit_clock(t_usec, clock));
	return buf;
}

const char *cul_unit_since(int64_t t_usec, int64_t now_usec, char *buf)
{
	const int64_t near = 20 * CUL_USEC_PER_HOUR;
	char day[CUL_WORD_MAX];

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "-", 2);
	if (now_usec != CUL_TIME_NONE && now_usec - t_usec < near)
		return cul_word_clock(t_usec, buf);
	cul_word_day(t_usec, day);
	snprintf(buf, CUL_UNIT_MAX, "%.6s", day);
	return buf;
}
