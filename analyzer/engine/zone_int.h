/* \summary: what the files of a zone share */
#ifndef CUL_ZONE_INT_H
#define CUL_ZONE_INT_H

#include "engine/zone.h"

enum { ZONE_DAY = 86400 };

/* When in the year daylight time begins or ends. */
struct zone_date {
	enum { DATE_MONTH, DATE_JULIAN, DATE_DAY } form;
	unsigned month, week, day; /* Mm.w.d; Jn and n use day */
	int32_t time_sec;          /* after midnight, local    */
};

struct zone_rule {
	int32_t std_sec, dst_sec; /* east of Greenwich */
	bool has_dst;
	struct zone_date begin, end;
};

struct zone_step { /* from `at` on, `offset` holds */
	int64_t at;
	int32_t offset;
};

struct cul_zone {
	size_t n_steps;
	struct zone_step *steps;
	int32_t first; /* before steps[0]               */
	bool has_rule; /* after the last step           */
	struct zone_rule rule;
};

/* A POSIX TZ string; true if the whole of it is one. */
bool zone_rule_read(struct cul_sv text, struct zone_rule *ret_rule);
int32_t zone_rule_offset(const struct zone_rule *r, int64_t utc_sec);

#endif
