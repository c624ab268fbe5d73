/*
 * map_btree_impl.h - lookups in a B-tree, written once for all vector
 * instructions. Included by map_btree.c with
 *   LEVEL          the suffix of names
 *   TARGET         the attribute that allows the instructions
 *   COUNT(key, at) how many of the SN__BTREE_KEYS keys are less than @at
 *
 * Batches: LANES addresses go down the tree together, each asking for the
 * memory of its next node while the others count. The last step asks for the
 * leaf and for the values that belong to it, and only then the LANES addresses
 * before are finished.
 */
#define W LEVEL

/* The first entry of the leaf in which @at is. */
TARGET static SN__INLINE size_t
NAME(leaf_)(const sn__btree *t, int64_t at)
{
	size_t key = 0; /* the first of the node */

	for (unsigned l = 0; l < t->tiers; l++)
		key = key * (SN__BTREE_KEYS + 1) +
		      COUNT(t->tier[l] + key, at) * SN__BTREE_KEYS;
	return key;
}

TARGET static SN__INLINE size_t
NAME(entry_)(const sn__btree *t, size_t leaf, int64_t at)
{
	return leaf + COUNT(t->leaf + leaf, at);
}

TARGET static uint32_t
NAME(match_)(const sn__btree *t, uint64_t hi, uint64_t lo, uint8_t *len)
{
	int64_t at = key_of(hi);
	size_t leaf = NAME(leaf_)(t, at);

	__builtin_prefetch(&t->e.value[leaf]);
	return entry_match6(&t->e, NAME(entry_)(t, leaf, at), lo, len);
}

TARGET static SN__INLINE void
NAME(descend_)(const sn__btree *t, const int64_t *at, size_t *leaf)
{
	UNROLL
	for (size_t k = 0; k < LANES; k++)
		leaf[k] = 0;
	for (unsigned l = 0; l < t->tiers; l++) {
		const int64_t *key = t->tier[l];
		const int64_t *next =
		    l + 1 < t->tiers ? t->tier[l + 1] : t->leaf;

		UNROLL
		for (size_t k = 0; k < LANES; k++) {
			leaf[k] = leaf[k] * (SN__BTREE_KEYS + 1) +
				  COUNT(key + leaf[k], at[k]) * SN__BTREE_KEYS;
			__builtin_prefetch(next + leaf[k]);
		}
	}
	UNROLL
	for (size_t k = 0; k < LANES; k++)
		__builtin_prefetch(&t->e.value[leaf[k]]);
}

#define ADDR	 uint32_t
#define HI(addr) (addr)
#define LO(addr) ((void)(addr), UINT64_C(0))
#define BATCH(x) NAME(SN__JOIN(x, 4_))
#include "set/map_btree_batch_impl.h"

#define ADDR	 sn_addr6
#define HI(addr) (addr).hi
#define LO(addr) (addr).lo
#define BATCH(x) NAME(SN__JOIN(x, 6_))
#include "set/map_btree_batch_impl.h"

#undef W
#undef LEVEL
#undef TARGET
#undef COUNT
