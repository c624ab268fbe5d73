/*
 * alloc.c - memory for large arrays.
 */
#include "base/alloc.h"

#include <sys/mman.h>

/* From LARGE bytes on, clearing a huge page costs less than the small ones. */
enum { HUGE = 1 << 21, LARGE = HUGE / 4 };

void *
sn__alloc_large(const sn_alloc *alloc, size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (alloc->realloc || __builtin_mul_overflow(n, size, &bytes) ||
	    bytes < (size_t)LARGE || bytes > SIZE_MAX - HUGE)
		return sn__malloc(alloc, n, size);
	bytes = (bytes + HUGE - 1) & ~(size_t)(HUGE - 1);
	p = aligned_alloc(HUGE, bytes);
	/* Only advice: where it is refused, small pages do. */
	if (p)
		(void)madvise(p, bytes, MADV_HUGEPAGE);
	return p;
}
