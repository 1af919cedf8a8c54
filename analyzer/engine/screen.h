/* \summary: the NOC screen in a thread of its own
 *
 * However slow the terminal is, whoever hands over a snapshot is not: the
 * newest takes the place of one that was not drawn yet.
 */
#ifndef CUL_SCREEN_THREAD_H
#define CUL_SCREEN_THREAD_H

#include "culprit/now.h"
#include "noc/noc.h"

struct cul_screen;

/* CUL_EIO where the terminal cannot be used. */
int cul_screen_start(const struct cul_noc_plan *plan,
		     struct cul_screen **ret_screen);
/* Ends the thread and gives the terminal back. */
void cul_screen_stop(struct cul_screen **s);

/* The snapshot is taken; a reader must wait for no lock but a pointer's. */
void cul_screen_give(struct cul_screen *s, struct cul_now *now);
struct cul_noc_wants cul_screen_wants(struct cul_screen *s);
/* Readable when these have changed. */
int cul_screen_fd(const struct cul_screen *s);

#endif
