/* \summary: the inputs of a run: found, looked into, put in order of time */
#ifndef CUL_FEED_H
#define CUL_FEED_H

#include "culprit/report.h"
#include "engine/timeline.h"
#include "input/input.h"
#include "input/paths.h"
#include "input/probe.h"

struct cul_feed_sample {
	enum cul_verdict verdict;
	struct cul_sample sample;
};

struct cul_feed { /* one input */
	char *path;
	char *error, *note; /* as in cul_input_count; NULL if none         */
	uint64_t size;      /* on disk; 0 if not known                     */
	bool sized;
	bool leave_out;     /* not to be read: error or note says why      */
	int64_t first_usec; /* of its beginning; CUL_TIME_NONE if no stamp */
	int64_t age;        /* cul_paths_age                               */
	struct cul_probe probe;
	struct cul_input *in; /* open already; NULL to be opened in its turn */
	uint64_t bytes, lines, owned_lines, cut_lines, nuls;
	unsigned n_samples;
	struct cul_feed_sample samples[2 * CUL_SAMPLES_MAX];
};

struct cul_feeds {
	size_t n;
	struct cul_feed *v;
};

/* Expand the paths, look at the beginning of each file, and put them in the
 * order in which they are to be read. `now_sec` is when what has no date was
 * written. */
int cul_feeds_new(const char *const *paths, size_t n_paths,
		  const struct cul_zone *zone, int year, int64_t now_sec,
		  struct cul_feeds *ret_feeds);
void cul_feeds_done(struct cul_feeds *feeds);

/* Add a sentence to what is noted of an input. */
int cul_feed_note(struct cul_feed *f, const char *note);

#endif
