/* \summary: tell rotations of a log by their names */
#include "input/follow/names.h"

#include "input/paths.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_joint(char c)
{
	return c == '.' || c == '-' || c == '_';
}

/* A year of ours with month and day, or seconds since 1970. */
static bool is_date(const char *digits, size_t n)
{
	if (n < 8)
		return false;
	return strncmp(digits, "19", 2) == 0 || strncmp(digits, "20", 2) == 0 ||
	       n == 10;
}

/* What stands between the base and the suffix of its compression. */
static bool suffix_is(const char *p, size_t len, struct cul_rotation *r)
{
	size_t n = 0;

	if (len < 2 || !is_joint(p[0]) || !is_digit(p[1]))
		return false;
	for (size_t i = 1; i < len; i++) {
		if (is_digit(p[i]) && n < CUL_DATE_DIGITS)
			r->date[n++] = p[i];
		else if (is_digit(p[i]) || (!is_joint(p[i]) && p[i] != 'T') ||
			 i + 1 == len)
			return false;
	}
	r->date[n] = '\0';
	r->number = -1;
	if (is_date(r->date, n))
		return true;
	if (p[0] != '.' || n != len - 1 || n > 4)
		return false;
	r->number = 0;
	for (size_t i = 0; i < n; i++)
		r->number = r->number * 10 + (r->date[i] - '0');
	return true;
}

bool cul_name_is_packed(const char *name)
{
	return cul_paths_unpacked(name) < strlen(name);
}

bool cul_rotation_of(const char *name, const char *base,
		     struct cul_rotation *ret)
{
	size_t end = cul_paths_unpacked(name), n = strlen(base);
	struct cul_rotation r = { .packed = name[end] != '\0' };

	if (end <= n || memcmp(name, base, n) != 0 ||
	    !suffix_is(name + n, end - n, &r))
		return false;
	*ret = r;
	return true;
}

int cul_rotation_order(const struct cul_rotation *a,
		       const struct cul_rotation *b)
{
	if (a->number < 0 || b->number < 0) {
		if (a->number >= 0 || b->number >= 0)
			return a->number < 0 ? -1 : 1;
		return strcmp(a->date, b->date);
	}
	return b->number - a->number;
}

size_t cul_rotation_base(const char *name, size_t below)
{
	size_t end = cul_paths_unpacked(name), at = end;
	struct cul_rotation r;

	while (at > 1) {
		char c = name[--at];

		if (!is_digit(c) && !is_joint(c) && c != 'T')
			return 0;
		if (at < below && is_joint(c) &&
		    suffix_is(name + at, end - at, &r))
			return at;
	}
	return 0;
}
