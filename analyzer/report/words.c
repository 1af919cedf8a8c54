/* \summary: numbers, times and names as people read them */
#include "report/words.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "report/digits.h"

const char *cul_word_u64(uint64_t n, char *buf)
{
	char plain[CUL_DIGITS_MAX];
	size_t len = cul_digits(plain, n), used = 0;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf[used++] = ',';
		buf[used++] = plain[i];
	}
	buf[used] = '\0';
	return buf;
}

const char *cul_word_bytes(uint64_t n, char *buf)
{
	static const char *const units[] = { "kB", "MB", "GB", "TB", "PB" };
	double v = (double)n / 1000;
	size_t i = 0;

	if (n < 1000) {
		snprintf(buf, CUL_WORD_MAX, "%" PRIu64 " B", n);
		return buf;
	}
	for (; v >= 999.95 && i + 1 < sizeof(units) / sizeof(units[0]); i++)
		v /= 1000;
	snprintf(buf, CUL_WORD_MAX, "%.1f %s", v, units[i]);
	return buf;
}

const char *cul_word_minute(int64_t t_usec, char *buf)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "not known", sizeof("not known"));
	cul_time_print(t_usec, text);
	snprintf(buf, CUL_WORD_MAX, "%.10s %.5s", text, text + 11);
	return buf;
}

const char *cul_word_day(int64_t t_usec, char *buf)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
					      "May", "Jun", "Jul", "Aug",
					      "Sep", "Oct", "Nov", "Dec" };
	int64_t days = t_usec / CUL_USEC_PER_DAY, year;
	char text[CUL_TIME_TEXT_MAX];
	unsigned month, day;

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "not known", sizeof("not known"));
	if (t_usec % CUL_USEC_PER_DAY < 0)
		days--;
	cul_civil_from_days(days, &year, &month, &day);
	cul_time_print(t_usec, text);
	snprintf(buf, CUL_WORD_MAX, "%2u %s %.5s", day, months[month - 1],
		 text + 11);
	return buf;
}

const char *cul_word_clock(int64_t t_usec, char *buf)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE)
		return memcpy(buf, "?", sizeof("?"));
	cul_time_print(t_usec, text);
	snprintf(buf, CUL_WORD_MAX, "%.5s", text + 11);
	return buf;
}

const char *cul_word_span(int64_t usec, char *buf)
{
	int64_t s = usec / CUL_USEC_PER_SEC, min = s / 60, h = min / 60;

	if (s < 120)
		snprintf(buf, CUL_WORD_MAX, "%" PRId64 " s", s);
	else if (h < 2)
		snprintf(buf, CUL_WORD_MAX, "%" PRId64 " min", min);
	else if (h < 72)
		snprintf(buf, CUL_WORD_MAX, "%" PRId64 " h %" PRId64 " min", h,
			 min % 60);
	else
		snprintf(buf, CUL_WORD_MAX, "%" PRId64 " days", h / 24);
	return buf;
}

const char *cul_word_double(double v, char *buf)
{
	double whole = nearbyint(v);

	if (fabs(v - whole) < 1e-9 && fabs(v) < 1e18)
		snprintf(buf, CUL_WORD_MAX, "%.0f", whole);
	else
		snprintf(buf, CUL_WORD_MAX, "%.3g", v);
	return buf;
}

const char *cul_word_usual(double usual, double of, char *buf)
{
	double share = usual * 100;

	if (of > 0)
		snprintf(buf, CUL_WORD_MAX, "%.3g %%", share);
	else
		cul_word_double(usual, buf);
	return buf;
}

const char *cul_word_score(int32_t mnat, char *buf)
{
	snprintf(buf, CUL_WORD_MAX, "%.1f", mnat / 1000.0);
	return buf;
}

bool cul_word_is_grave(enum cul_action a)
{
	return a == CUL_ACTION_BLOCK || a == CUL_ACTION_SUSPEND ||
	       a == CUL_ACTION_FIX_SERVER;
}

size_t cul_report_stops(const struct cul_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_suggestions; i++)
		n += cul_word_is_grave(r->suggestions[i].action);
	return n;
}

const char *cul_subject_word(enum cul_subject s)
{
	static const char *const words[CUL_SUBJECTS_] = {
		"address",  "range",      "account",
		"customer", "local user", "server"
	};

	return (unsigned)s < CUL_SUBJECTS_ ? words[s] : "?";
}
