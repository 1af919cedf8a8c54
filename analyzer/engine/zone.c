/* \summary: a zone by its name; from wall clock to UTC */
#include <stdlib.h>

#include "engine/zone_file.h"
#include "engine/zone_int.h"

void cul_zone_free(struct cul_zone **zone)
{
	if (*zone == NULL)
		return;
	free((*zone)->steps);
	free(*zone);
	*zone = NULL;
}

/* "UTC", "Z", "+02:00", "-0330". */
static bool fixed(const char *name, int32_t *ret_sec)
{
	unsigned d[4], n = 0;
	const char *p = name + 1;

	if (strcmp(name, "UTC") == 0 || strcmp(name, "GMT") == 0 ||
	    strcmp(name, "Z") == 0) {
		*ret_sec = 0;
		return true;
	}
	if (name[0] != '+' && name[0] != '-')
		return false;
	for (; *p != '\0' && n < 4; p++) {
		if (*p == ':' && n == 2 && p == name + 3)
			continue;
		if (*p < '0' || *p > '9')
			return false;
		d[n++] = (unsigned)(*p - '0');
	}
	if (*p != '\0' || n != 4 || d[0] * 10 + d[1] > 24 || d[2] > 5)
		return false;
	*ret_sec =
		(int32_t)((d[0] * 10 + d[1]) * 3600 + (d[2] * 10 + d[3]) * 60);
	if (name[0] == '-')
		*ret_sec = -*ret_sec;
	return true;
}

int cul_zone_new(const char *name, struct cul_zone **ret_zone)
{
	struct cul_sv text = { name, strlen(name) };
	struct cul_zone *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return CUL_ENOMEM;
	if (fixed(name, &z->first)) {
		*ret_zone = z;
		return 0;
	}
	z->has_rule = zone_rule_read(text, &z->rule);
	if (z->has_rule) {
		*ret_zone = z;
		return 0;
	}
	cul_zone_free(&z);
	return zone_file_read(name, ret_zone);
}

int32_t cul_zone_offset(const struct cul_zone *z, int64_t utc_sec)
{
	size_t lo = 0, hi = z->n_steps;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (z->steps[mid].at <= utc_sec)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == z->n_steps && z->has_rule)
		return zone_rule_offset(&z->rule, utc_sec);
	return lo == 0 ? z->first : z->steps[lo - 1].offset;
}

int64_t cul_zone_to_utc(const struct cul_zone *z, int64_t wall_sec)
{
	/* No offset is more than a day, and no zone has changed its clock
	 * twice in two days. */
	int64_t before = wall_sec - cul_zone_offset(z, wall_sec - ZONE_DAY);
	int64_t after = wall_sec - cul_zone_offset(z, wall_sec + ZONE_DAY);
	bool before_holds, after_holds;

	if (before == after)
		return before;
	before_holds = before + cul_zone_offset(z, before) == wall_sec;
	after_holds = after + cul_zone_offset(z, after) == wall_sec;
	if (before_holds && after_holds)
		return before < after ? before : after;
	return after_holds ? after : before;
}
