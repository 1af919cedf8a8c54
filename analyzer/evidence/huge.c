/* \summary: large tables on large pages */
#include "evidence/huge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

void *cul_huge_new(size_t bytes)
{
	size_t whole = (bytes + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
	void *p;

	if (bytes < HUGE_PAGE)
		return malloc(bytes);
	p = aligned_alloc(HUGE_PAGE, whole);
	/* Refused: it is slower, no more. */
	if (p != NULL)
		(void)madvise(p, whole, MADV_HUGEPAGE);
	return p;
}

void *cul_huge_zeroed(size_t bytes)
{
	void *p;

	if (bytes < HUGE_PAGE)
		return calloc(1, bytes);
	p = cul_huge_new(bytes);
	if (p != NULL)
		memset(p, 0, bytes);
	return p;
}
