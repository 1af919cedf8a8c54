/* \summary: which parsers a record is given to, and what they say of it
 *
 * A pure function of the record and the plan (culprit/parser.h says who is
 * asked): what is remembered of tags changes the speed alone.
 */
#ifndef CUL_ASK_H
#define CUL_ASK_H

#include "culprit/parser.h"
#include "engine/pipeline.h"
#include "input/probe.h"

/* Daemons that write to one log: Postfix alone has a dozen, a host with all
 * its services some forty. Longer tags than these are compared each time. */
enum { CUL_ASK_TAGS = 128, CUL_ASK_TAG_MAX = 32 };

struct cul_ask_tag { /* all of a tag of at most CUL_ASK_TAG_MAX bytes */
	uint64_t head[2], tail[2];
	uint64_t claimants; /* bits: indices into cul_parsers       */
	size_t len;         /* 0: nothing is remembered here        */
};

struct cul_ask { /* all zero at first */
	struct cul_ask_tag tags[CUL_ASK_TAGS];
};

struct cul_ask_plan {
	int only; /* the one parser that is asked; -1: by tag and shape     */
	int columned; /* whose columns lines are looked for; -1: nobody's   */
	unsigned n_shapes, n_sure; /* the first n_sure knew a line of the
				    * file's beginning                       */
	unsigned char shapes[CUL_PARSERS_MAX]; /* that know records by shape,
						* the surest first          */
};

struct cul_parser_tally { /* as cul_parser_count, of one block */
	uint32_t verdicts[CUL_VERDICTS_];
	uint32_t ignored[CUL_PARSER_REASONS_MAX];
	uint32_t malformed[CUL_PARSER_REASONS_MAX];
};

/* `name`: of a parser, or NULL; it exists. */
void cul_ask_plan_of(const struct cul_probe *probe, const char *name,
		     struct cul_ask_plan *ret_plan);

/* The parsers that claim a tag, as bits. */
uint64_t cul_ask_claimants(struct cul_ask *ask, struct cul_sv tag);

/* The first parser that takes the record has it. Counts into `tally`, one for
 * each parser; sets the bits of those counted in *touched. */
struct cul_reading
cul_ask_parse(struct cul_ask *ask, const struct cul_ask_plan *plan,
	      const struct cul_record *rec, struct cul_event *ret_ev,
	      struct cul_parser_tally *tally, uint64_t *touched);

#endif
