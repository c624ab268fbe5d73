/*
 * hash.h - numbers by keys: a hash table with open addressing.
 */
#ifndef SN_HASH_H
#define SN_HASH_H

#include "base/alloc.h"

/* Maps 64-bit keys to numbers. */
typedef struct sn__map {
	uint64_t *key;
	uint32_t *value;
	size_t slots;
	size_t n;
} sn__map;
/* The value of @key, which is @fresh when the key is new. False: out of memory.
 */
bool sn__map_get(sn__map *m, const sn_alloc *alloc, uint64_t key,
    uint32_t fresh, uint32_t *value);
/* The value of @key; false: there is none. */
bool sn__map_find(const sn__map *m, uint64_t key, uint32_t *value);
void sn__map_free(sn__map *m, const sn_alloc *alloc);

#endif
