/* \summary: learning from the sources themselves what is usual */
#ifndef CUL_USUAL_LEARN_H
#define CUL_USUAL_LEARN_H

#include "evidence/table.h"

/* Fewer sources than this teach nothing. */
enum { CUL_USUAL_LEAST = 200 };

/* Look at the senders of ours as they stand at t_usec; what was usual before
 * stays if they are too few. 0 or CUL_ENOMEM. */
int cul_usual_learn(struct cul_table *t, int64_t t_usec);
struct cul_usual cul_table_usual(const struct cul_table *t);

#endif
