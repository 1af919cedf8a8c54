/* \summary: memory in large pages, for what is touched all over
 *
 * Tables of a day's sources and contacts are read at random. With pages of
 * 4 KiB nearly each look-up also misses the processor's list of pages, which
 * in a virtual machine costs more than the memory itself. Large pages are only
 * asked for; where the kernel has none to give, all is as with malloc().
 */
#ifndef CUL_LARGE_H
#define CUL_LARGE_H

#include <stddef.h>

/* A page of x86-64 and of most arm64 kernels. */
#define CUL_LARGE_PAGE ((size_t)2 * 1024 * 1024)

/* `bytes` of zeros, aligned to 64 or, from half a large page on, to a large
 * page; NULL if there is no memory. Given back with the same size. */
void *cul_large_take(size_t bytes);
void cul_large_give(void *p, size_t bytes);

#endif
