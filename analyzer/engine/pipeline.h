/* \summary: inputs to items in one order: read, parse in parallel, merge
 *
 * Blocks of whole lines are cut from each input, parsed by any worker, and
 * handed out in an order that depends only on the bytes: within an input as
 * they stand, between inputs by time (the running maximum of the stamps so
 * far), and at the same time the earlier input first. So one worker and eight
 * give the same sequence.
 */
#ifndef CUL_PIPELINE_H
#define CUL_PIPELINE_H

#include "culprit/err.h"
#include "culprit/parser.h"
#include "culprit/report.h"
#include "input/again.h"

/* What became of a line. */
struct cul_reading {
	unsigned char verdict; /* enum cul_verdict                          */
	unsigned char parser;  /* index into cul_parsers, where owned       */
	unsigned char why;     /* index into its reasons, of IGNORED and
				* MALFORMED                                 */
	bool owned;            /* a parser claims the line                  */
	bool cut;
};

struct cul_item {
	struct cul_reading read;
	bool lasts;       /* its input is held in plan->again                 */
	uint32_t file;    /* index into the run's inputs                      */
	const char *path; /* of that input, as the user named it             */
	uint64_t offset, line_no;
	int64_t t_usec; /* CUL_TIME_NONE if it has no stamp                 */
	struct cul_sv line;
	const struct cul_event *ev; /* NULL unless verdict is EVENT          */
};

struct cul_progress { /* told now and then, from the caller's thread */
	void (*tell)(void *arg, uint64_t bytes_done, uint64_t bytes_all,
		     uint64_t lines);
	void *arg;
};

struct cul_pipeline_plan {
	unsigned workers;     /* 1: all in the caller's thread             */
	const char *timezone; /* for stamps without a zone                 */
	int year;             /* for stamps without a year; 0: by the file */
	bool want_all;        /* items of every verdict, not events only   */
	size_t block_bytes;   /* 0: CUL_BLOCK_BYTES; tests use others      */
	const char *parser;   /* NULL: choose by content                   */
	struct cul_progress progress;
	/* NULL, or where plain files are held to be read again, by index of
	 * the run's inputs; the caller's, outlives the run. */
	struct cul_again *again;
	/* NULL, or: finish an event on the worker that parsed it. */
	void (*finish)(struct cul_event *ev);
	/* NULL, or: told before an item is taken that `next` and n_ahead more
	 * in a row will be next, if nothing comes between; for asking memory
	 * ahead of time. */
	void (*ahead)(void *arg, const struct cul_event *next);
	unsigned n_ahead;
	/* Takes each item in order; a negative return stops the run. Views
	 * are valid during the call. */
	int (*take)(void *arg, const struct cul_item *item);
	void *arg;
};

/* Paths may be files, directories, "-" for stdin. Fills the input, parser,
 * sample and line counts of `sum`; the arrays live until
 * cul_pipeline_counts_done, which is called whatever this returns. Returns 0,
 * or CUL_ETRUNC if some input could not be read to its end (the others were),
 * or a worse error: CUL_EUSAGE for a parser, CUL_ECONF for a time zone that
 * does not exist, what `take` returned. */
int cul_pipeline_run(const struct cul_pipeline_plan *plan,
		     const char *const *paths, size_t n_paths,
		     struct cul_summary *sum);
void cul_pipeline_counts_done(struct cul_summary *sum);

#endif
