/*
 * alloc.h - allocation through an optional sn_alloc, with sizes that cannot
 * overflow. An sn_alloc kept by value in an object has realloc == NULL when
 * the C library is meant.
 */
#ifndef SN_ALLOC_H
#define SN_ALLOC_H

#include <stdlib.h>
#include <string.h>

#include "supernet.h"

static inline sn_alloc
sn__alloc_keep(const sn_alloc *alloc)
{
	return alloc ? *alloc : (sn_alloc){NULL, NULL, NULL};
}

/* NULL when n * size overflows or memory is out; @old is then untouched. */
static inline void *
sn__realloc(const sn_alloc *alloc, void *old, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	if (bytes == 0)
		bytes = 1;
	return alloc->realloc ? alloc->realloc(alloc->ctx, old, bytes)
			      : realloc(old, bytes);
}

static inline void *
sn__malloc(const sn_alloc *alloc, size_t n, size_t size)
{
	return sn__realloc(alloc, NULL, n, size);
}

static inline void *
sn__calloc(const sn_alloc *alloc, size_t n, size_t size)
{
	void *p = sn__realloc(alloc, NULL, n, size);

	if (p)
		memset(p, 0, n * size);
	return p;
}

static inline void
sn__free(const sn_alloc *alloc, void *ptr)
{
	if (alloc->realloc)
		alloc->free(alloc->ctx, ptr);
	else
		free(ptr);
}

/*
 * For large arrays: asks for huge pages, because filling fresh small pages
 * costs as much as sorting what is put there. Freed as everything else.
 */
void *sn__alloc_large(const sn_alloc *alloc, size_t n, size_t size);

/*
 * Makes sure that one more than @n elements fit in *@array of *@capacity,
 * growing by half.
 * False when memory is out; nothing has changed then.
 */
static inline bool
sn__grow(
    const sn_alloc *alloc, void *array, size_t *capacity, size_t n, size_t size)
{
	void *old, *new;
	size_t want;

	if (n < *capacity)
		return true;
	want = n < 8 ? 16 : n + n / 2 + 1;
	memcpy(&old, array, sizeof(old));
	new = sn__realloc(alloc, old, want, size);
	if (!new)
		return false;
	memcpy(array, &new, sizeof(new));
	*capacity = want;
	return true;
}

#endif
