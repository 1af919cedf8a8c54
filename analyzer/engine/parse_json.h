/* \summary: one record as a line of JSON: what `culprit parse` prints */
#ifndef CUL_PARSE_JSON_H
#define CUL_PARSE_JSON_H

#include "engine/pipeline.h"

/* The object and a newline. Fields as docs tell them; what the record does
 * not hold is not there. */
void cul_parse_json(const struct cul_item *item, struct cul_out *o);

#endif
