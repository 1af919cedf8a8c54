/* \summary: what was read, as the report tells it */
#ifndef CUL_TALLY_H
#define CUL_TALLY_H

#include "engine/feed.h"

/* Zero the pipeline's part of `sum`; one count a parser. */
int cul_tally_new(struct cul_summary *sum,
		  struct cul_parser_count **ret_parsers);

/* The inputs and samples; paths and sentences are taken from `feeds`. */
int cul_tally_inputs(struct cul_summary *sum, struct cul_parser_count *parsers,
		     struct cul_feeds *feeds);

#endif
