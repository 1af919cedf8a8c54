/* \summary: how the watch itself is: one line, and rows of inputs */
#ifndef CUL_NOC_HEALTH_H
#define CUL_NOC_HEALTH_H

#include "noc/noc_int.h"

/* Inputs, what waits, memory, checkpoint, as far as the row has room. */
void cul_health_line(const struct cul_pen *p, const struct cul_now *now,
		     unsigned row);

void cul_inputs_head(const struct cul_pen *p, unsigned row);
void cul_input_row(const struct cul_pen *p, unsigned row,
		   const struct cul_now_input *in);
void cul_parsers_head(const struct cul_pen *p, unsigned row);
void cul_parser_row(const struct cul_pen *p, unsigned row,
		    const struct cul_parser_count *c);

#endif
