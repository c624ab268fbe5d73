/*
 * arena.h - memory that is taken in many pieces and given back at once.
 */
#ifndef SN_ARENA_H
#define SN_ARENA_H

#include "base/alloc.h"

struct sn__arena_block;

typedef struct sn__arena {
	sn_alloc alloc;
	struct sn__arena_block *blocks; /* the one in use first */
} sn__arena;

/* @alloc may be NULL: the C library's. */
static inline sn__arena
sn__arena_of(const sn_alloc *alloc)
{
	return (sn__arena){sn__alloc_keep(alloc), NULL};
}

/*
 * @n times @size bytes at a multiple of @align, which is a power of two and at
 * most 16. NULL: no memory.
 */
void *sn__arena_get(sn__arena *a, size_t n, size_t size, size_t align);

/* Gives everything back. The arena can be used again. */
void sn__arena_clear(sn__arena *a);

#endif
