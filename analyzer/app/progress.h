/* \summary: the bar on stderr: how much is read, how fast, how long still */
#ifndef CUL_PROGRESS_H
#define CUL_PROGRESS_H

#include "engine/pipeline.h"

struct cul_bar {
	bool on, shown;
	int64_t start_usec, last_usec;
};

/* On if stderr is a terminal, and standard output is not being filled with
 * lines on the same one (`busy`). */
struct cul_progress cul_bar_start(struct cul_bar *bar, bool busy);

/* Take it off the screen. */
void cul_bar_end(struct cul_bar *bar);

#endif
