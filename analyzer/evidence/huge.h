/* \summary: large tables on large pages
 *
 * A table that is looked up at random misses the translation buffer each time
 * when it lies on 4 KiB pages; 2 MiB pages are asked for where the kernel gives
 * them on request.
 */
#ifndef CUL_HUGE_H
#define CUL_HUGE_H

#include <stddef.h>

/* At least `bytes`, zeroed; NULL if there is no memory. */
void *cul_huge_new(size_t bytes);

/* Give it back, with the size it was asked for. NULL is allowed. */
void cul_huge_free(void *p, size_t bytes);

#endif
