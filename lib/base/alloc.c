/*
 * alloc.c - memory for large arrays.
 */
#include "base/alloc.h"

#include "base/system.h"

/*
 * From LARGE bytes on, clearing huge pages costs less than the small ones.
 * Smaller arrays come and go, and are had again from the C library as they
 * are.
 */
enum { HUGE = 1 << 21, LARGE = HUGE };

void *
sn__alloc_large(const sn_alloc *alloc, size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (alloc->realloc || __builtin_mul_overflow(n, size, &bytes) ||
	    bytes < (size_t)LARGE || bytes > SIZE_MAX - HUGE)
		return sn__malloc(alloc, n, size);
	if (posix_memalign(&p, HUGE, bytes))
		return NULL;
	sn__advise_huge(p, bytes & ~(size_t)(HUGE - 1));
	return p;
}
