/*
 * hash.h - hashes of names, and numbers by keys: a hash table with open
 * addressing.
 */
#ifndef SN_HASH_H
#define SN_HASH_H

#include "base/alloc.h"

/* FNV-1a, its high half folded into the low one: the same for ever. Names are
 * short, and the hash is no secret. */
static inline uint64_t
sn__hash_bytes(const char *bytes, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		/* NOLINTNEXTLINE(*BinaryOperatorResult): all are set */
		h = (h ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return h ^ h >> 32;
}

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
