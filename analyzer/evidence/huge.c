/* \summary: large tables on large pages */
#include "evidence/huge.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

static size_t whole(size_t bytes)
{
	return (bytes + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
}

void *cul_huge_new(size_t bytes)
{
	void *p;

	if (bytes < HUGE_PAGE)
		return calloc(1, bytes);
	/* Straight from the kernel, whose pages are zero: calloc() would
	 * clear them a second time once it has given some back. */
	p = mmap(NULL, whole(bytes), PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	/* Refused: it is slower, no more. */
	(void)madvise(p, whole(bytes), MADV_HUGEPAGE);
	return p;
}

void cul_huge_free(void *p, size_t bytes)
{
	if (p == NULL || bytes < HUGE_PAGE)
		free(p);
	else
		(void)munmap(p, whole(bytes));
}
