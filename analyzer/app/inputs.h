/* \summary: which inputs a command reads, and what is said of them after */
#ifndef CUL_INPUTS_H
#define CUL_INPUTS_H

#include "app/options.h"

/* The files named from args[from] on; standard input if there is none and it
 * is no terminal. False, and the usage printed, if there is nothing to read.
 */
bool cul_inputs_of(const struct cul_options *o, int from, const char *command,
		   const char *const **ret_paths, size_t *ret_n);

/* Errors on stderr, and notes if `notes`. Returns the status: done or
 * partly. */
int cul_inputs_say(const struct cul_summary *sum, bool notes);

#endif
