/* \summary: memory in large pages, for what is touched all over */
#include "evidence/large.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static size_t round_up(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

static int is_large(size_t bytes)
{
	return bytes >= CUL_LARGE_PAGE / 2;
}

static void *small_take(size_t bytes)
{
	void *p = aligned_alloc(64, round_up(bytes, 64));

	return p != NULL ? memset(p, 0, bytes) : NULL;
}

void *cul_large_take(size_t bytes)
{
	size_t whole = round_up(bytes, CUL_LARGE_PAGE), before;
	char *p;

	if (!is_large(bytes))
		return small_take(bytes);
	p = mmap(NULL, whole + CUL_LARGE_PAGE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	before = round_up((uintptr_t)p, CUL_LARGE_PAGE) - (uintptr_t)p;
	if (before != 0)
		(void)munmap(p, before);
	if (before != CUL_LARGE_PAGE)
		(void)munmap(p + before + whole, CUL_LARGE_PAGE - before);
	(void)madvise(p + before, whole, MADV_HUGEPAGE);
	return p + before;
}

void cul_large_give(void *p, size_t bytes)
{
	if (p == NULL)
		return;
	if (is_large(bytes))
		(void)munmap(p, round_up(bytes, CUL_LARGE_PAGE));
	else
		free(p);
}
