/* \summary: the one clock
 *
 * Nothing that is judged may depend on it: it gives the year to stamps from a
 * pipe that have none, the rate to a progress bar, and to a watch the times
 * at which it looks, waits and saves.
 */
#ifndef CUL_CLOCK_H
#define CUL_CLOCK_H

#include <stdint.h>

/* Seconds since 1970-01-01 UTC. */
int64_t cul_clock_wall_sec(void);

/* The same in microseconds; may be set back. */
int64_t cul_clock_wall_usec(void);

/* Microseconds from some moment on; never goes back. */
int64_t cul_clock_mono_usec(void);

#endif
