/* \summary: what snapshots are made from; private to analyzer/engine */
#ifndef CUL_NOW_INT_H
#define CUL_NOW_INT_H

#include "engine/now.h"

/* Lines a second are those of so many ticks. */
enum { CUL_NOW_TICKS = 8 };

struct cul_now_book {
	int64_t minute; /* of the log's time, since 1970; of the last one */
	bool any;
	struct cul_now_minute minutes[CUL_NOW_MINUTES]; /* a ring, by minute */
	size_t n_minutes;
	uint64_t lines;
	struct cul_mail_totals mail;
	struct {
		int64_t usec;
		uint64_t lines;
	} ticks[CUL_NOW_TICKS];
	unsigned n_ticks;
	/* The walk over all sources takes long where there are many. */
	int64_t tops_next_usec; /* before this there is no other */
	size_t n_volume, n_refused;
	struct cul_now_source volume[CUL_NOW_TOP], refused[CUL_NOW_TOP];
	uint64_t volume_keys[CUL_NOW_TOP], refused_keys[CUL_NOW_TOP];
};

double cul_now_lines_per_sec(const struct cul_now_book *b);
/* Look for the top sources, if it is time. now_tops.c */
void cul_now_tops(const struct cul_now_sources *from);

#endif
