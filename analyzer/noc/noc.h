/* \summary: the NOC screen: one snapshot after the other on a terminal
 *
 * It sees the engine only as struct cul_now, keeps none of it, and takes no
 * lock: all calls come from one thread. A turn of that thread is
 *
 *	wait until the terminal has bytes, a new snapshot is there, the window
 *	changed, or half a second went by
 *	cul_noc_key(noc);
 *	cul_noc_show(noc, snapshot);
 *	wants = cul_noc_wants(noc);
 *
 * A frame costs well under a millisecond, and writes only what changed.
 */
#ifndef CUL_NOC_H
#define CUL_NOC_H

#include <stdbool.h>
#include <stdio.h>

#include "culprit/now.h"

struct cul_noc;

struct cul_noc_plan {
	FILE *in, *out;   /* the terminal; the caller's, open to the end     */
	const char *term; /* its type; NULL: what TERM says                  */
	bool ascii;       /* nothing but ASCII; else UTF-8 is written        */
	bool mono;        /* no colour, as NO_COLOR asks; also where the
			   * terminal has none                               */
};

struct cul_noc_wants {
	bool quit;  /* the user is done, or the terminal is gone             */
	bool pause; /* the picture stands: hand over the same snapshot again,
		     * with the `detail` of the newest one. Reading goes on  */
	char detail_who[CUL_NAME_MAX]; /* whose detail is to be in the next
					* snapshot; "": nobody's             */
};

/* Take the terminal. CUL_EIO where it cannot be used: no such type, no
 * cursor movement. No locale has to be set. Where signals are handled by the
 * caller (signalfd) nothing of that changes; elsewhere curses' own handlers
 * give the terminal back on SIGINT and SIGTERM. */
int cul_noc_new(const struct cul_noc_plan *plan, struct cul_noc **ret_noc);

/* Give the terminal back as it was. NULL-safe, leaves NULL. */
void cul_noc_free(struct cul_noc **noc);

/* From a handler of a fatal signal: give the terminal back with nothing but
 * write and tcsetattr. The screen is not to be used after it. */
void cul_noc_panic(const struct cul_noc *noc);

/* Draw. The window's size is asked for each time, so SIGWINCH need only wake
 * the thread. */
void cul_noc_show(struct cul_noc *noc, const struct cul_now *now);

/* Take the keys that wait, or those up to one whose effect has to be drawn
 * before the next can be understood; never blocks for longer than it takes to
 * tell Esc from the beginning of an arrow key, 25 ms. True if there were any:
 * then what is shown may have changed. */
bool cul_noc_key(struct cul_noc *noc);

/* What the user wants of the engine; to be asked after cul_noc_show. */
struct cul_noc_wants cul_noc_wants(const struct cul_noc *noc);

#endif
