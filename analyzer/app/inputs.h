/* \summary: which inputs a command reads, and what is said of them after */
#ifndef CUL_INPUTS_H
#define CUL_INPUTS_H

#include "app/options.h"
#include "engine/scan.h"

/* The files named from args[from] on; standard input if there is none and it
 * is no terminal. False, and the usage printed, if there is nothing to read.
 */
bool cul_inputs_of(const struct cul_options *o, int from, const char *command,
		   const char *const **ret_paths, size_t *ret_n);

/* Read and judge these, with the bar. CUL_EXIT_DONE and *ret_scan, the
 * caller's; or the status to leave with: said why. */
int cul_inputs_judge(const struct cul_options *o, int from, const char *command,
		     enum cul_past_mode past, struct cul_scan **ret_scan);

/* Trouble with past days on stderr; then at least partly, where it was done. */
int cul_inputs_past(const struct cul_scan *scan, int status);

/* Errors on stderr, and notes if `notes`. Returns the status: done or
 * partly. */
int cul_inputs_say(const struct cul_summary *sum, bool notes);

#endif
