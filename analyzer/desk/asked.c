/* \summary: what was asked: fields of a query and of a form, as C strings */
#include <stdio.h>
#include <stdlib.h>

#include "desk/desk_int.h"

static size_t copy(struct cul_sv v, char *buf, size_t size, bool *ret_cut)
{
	size_t n = 0;

	*ret_cut = false;
	for (size_t i = 0; i < v.len; i++) {
		if (v.ptr[i] == '\r')
			continue;
		if (n + 1 == size) {
			*ret_cut = true;
			break;
		}
		buf[n++] = v.ptr[i];
	}
	buf[n] = '\0';
	return n;
}

/* Blanks and line ends around it were not meant. */
static struct cul_sv trimmed(struct cul_sv v)
{
	while (v.len != 0 && strchr(" \t\r\n", v.ptr[0]) != NULL)
		v = cul_sv_from(v, 1);
	while (v.len != 0 && strchr(" \t\r\n", v.ptr[v.len - 1]) != NULL)
		v.len--;
	return v;
}

size_t desk_copy(struct cul_sv v, char *buf, size_t size)
{
	bool cut;

	return copy(trimmed(v), buf, size, &cut);
}

size_t desk_query(const struct desk_turn *t, const char *name, char *buf,
		  size_t size)
{
	return desk_copy(cul_web_find(&t->q->query, name), buf, size);
}

size_t desk_form(const struct desk_turn *t, const char *name, char *buf,
		 size_t size)
{
	return desk_copy(cul_web_find(&t->q->form, name), buf, size);
}

bool desk_form_whole(struct desk_turn *t, const char *name, char *buf,
		     size_t size)
{
	bool cut;

	(void)copy(trimmed(cul_web_find(&t->q->form, name)), buf, size, &cut);
	if (cut)
		t->fault = "This text is longer than the ledger keeps: shorten "
			   "it, or put the rest into a note.";
	return !cut;
}

static bool number(const char *text, uint64_t max, uint64_t *ret)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	uint64_t n = cul_take_u64(&c, max);

	if (c.bad || c.p != c.end || n == 0)
		return false;
	*ret = n;
	return true;
}

uint64_t desk_query_number(const struct desk_turn *t, const char *name,
			   uint64_t dflt)
{
	char text[16];
	uint64_t n;

	(void)desk_query(t, name, text, sizeof(text));
	return number(text, 1000000, &n) ? n : dflt;
}

/* The end of that day. */
static bool read_date(const char *text, int64_t *ret_usec)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	int64_t year = (int64_t)cul_take_u64(&c, 9999), y;
	unsigned month, day, m, d;

	cul_take_lit(&c, CUL_SV("-"));
	month = (unsigned)cul_take_u64(&c, 12);
	cul_take_lit(&c, CUL_SV("-"));
	day = (unsigned)cul_take_u64(&c, 31);
	if (c.bad || c.p != c.end || strlen(text) != 10 || month == 0 ||
	    day == 0)
		return false;
	cul_civil_from_days(cul_days_from_civil(year, month, day), &y, &m, &d);
	*ret_usec =
		(cul_days_from_civil(year, month, day) + 1) * CUL_USEC_PER_DAY -
		CUL_USEC_PER_SEC;
	return y == year && m == month && d == day;
}

bool desk_form_until(struct desk_turn *t, int64_t *ret_usec)
{
	char days[16] = "", date[16] = "";
	int64_t usec = CUL_TIME_NONE;
	uint64_t n;

	(void)desk_form(t, "for", days, sizeof(days));
	(void)desk_form(t, "until", date, sizeof(date));
	if (date[0] != '\0' && !read_date(date, &usec)) {
		t->fault = "The date has to be one of the calendar, as "
			   "2026-12-24.";
		return false;
	}
	if (date[0] == '\0' && days[0] != '\0') {
		if (!number(days, 3660, &n)) {
			t->fault = "How long it holds has to be a number of "
				   "days.";
			return false;
		}
		usec = t->now_usec + (int64_t)n * CUL_USEC_PER_DAY;
	}
	if (usec != CUL_TIME_NONE && usec <= t->now_usec) {
		t->fault = "That day is over already: choose a later one.";
		return false;
	}
	*ret_usec = usec;
	return true;
}
