/* \summary: give stamps a year and a zone */
#include "engine/timeline.h"

enum { SLACK_SEC = 2 * 86400, YEARS_BACK = 8 };

struct cul_timeline cul_timeline_new(const struct cul_zone *zone, int year)
{
	return (struct cul_timeline){ .zone = zone, .year = year };
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t local_usec(const struct cul_timeline *t, int64_t wall_usec)
{
	int64_t sec = floor_div(wall_usec, CUL_USEC_PER_SEC);
	int64_t frac = wall_usec - sec * CUL_USEC_PER_SEC;

	return cul_zone_to_utc(t->zone, sec) * CUL_USEC_PER_SEC + frac;
}

/* The stamp in another year than 2000; false if that has no such day. */
static bool in_year(int64_t usec, int64_t year, int64_t *ret_usec)
{
	int64_t days = floor_div(usec, CUL_USEC_PER_DAY), same, moved;
	unsigned month, day, got_month, got_day;

	cul_civil_from_days(days, &same, &month, &day);
	moved = cul_days_from_civil(year, month, day);
	cul_civil_from_days(moved, &same, &got_month, &got_day);
	if (got_month != month || got_day != day)
		return false;
	*ret_usec = usec + (moved - days) * CUL_USEC_PER_DAY;
	return true;
}

static int64_t yearless_usec(const struct cul_timeline *t, int64_t usec,
			     int64_t written_sec)
{
	int64_t limit = (written_sec + SLACK_SEC) * CUL_USEC_PER_SEC;
	int64_t year = t->year, wall, utc;
	unsigned month, day;

	if (t->year == 0) {
		cul_civil_from_days(floor_div(limit, CUL_USEC_PER_DAY), &year,
				    &month, &day);
		year++; /* the zone's clock may be a day ahead */
	}
	for (int64_t y = year; y >= year - 1 - YEARS_BACK; y--) {
		if (!in_year(usec, y, &wall))
			continue;
		utc = local_usec(t, wall);
		if (t->year != 0 || utc <= limit)
			return utc;
	}
	return CUL_TIME_NONE;
}

static int64_t resolve(const struct cul_timeline *t, enum cul_stamp_form form,
		       int64_t usec, int64_t written_sec)
{
	if (form == CUL_STAMP_LOCAL)
		return local_usec(t, usec);
	return yearless_usec(t, usec, written_sec);
}

/* What holds at both ends of an hour holds inside: a clock is set no more
 * than once in it, and never there and back. */
static void learn(struct cul_timeline *t, enum cul_stamp_form form,
		  int64_t from, int64_t written_sec)
{
	int64_t to = from + CUL_USEC_PER_HOUR - 1;
	int64_t a = resolve(t, form, from, written_sec);
	int64_t b = resolve(t, form, to, written_sec);

	t->last = (struct cul_timeline_hour){
		.form = form,
		.from_usec = from,
		.written_sec = written_sec,
	};
	if (a == CUL_TIME_NONE || b == CUL_TIME_NONE)
		return;
	t->last.known = b - a == to - from;
	t->last.add_usec = a - from;
}

int64_t cul_timeline_any_usec(struct cul_timeline *t, struct cul_stamp stamp,
			      int64_t written_sec)
{
	int64_t hour;

	if (stamp.form == CUL_STAMP_ABSENT)
		return CUL_TIME_NONE;
	if (stamp.form == CUL_STAMP_ZONED)
		return stamp.t_usec;
	if (!cul_timeline_has(&t->last, stamp, written_sec)) {
		hour = floor_div(stamp.t_usec, CUL_USEC_PER_HOUR);
		learn(t, stamp.form, hour * CUL_USEC_PER_HOUR, written_sec);
	}
	if (t->last.known)
		return stamp.t_usec + t->last.add_usec;
	return resolve(t, stamp.form, stamp.t_usec, written_sec);
}
