/*
 * set_sort.h - sorting keys of builders by first address; see set_sort_impl.h.
 */
#ifndef SN_SET_SORT_H
#define SN_SET_SORT_H

#include "set/builder.h"
#include "set/map.h"

/* Keys that are sorted with a spare array; more are split first. */
enum { SN__SORT_SPARE = 1 << 16 };

/*
 * What keys have in common: the bits that are set in all, and in any; and
 * whether they come sorted. Start from SN__SCAN_NONE.
 */
typedef struct sn__scan {
	sn__u128 all;
	sn__u128 any;
	bool sorted;
} sn__scan;
#define SN__SCAN_NONE ((sn__scan){~(sn__u128)0, 0, true})

sn__scan sn__scan4(const sn_range4 *k, size_t n);
sn__scan sn__scan6(const sn__key6 *k, size_t n);
sn__scan sn__scan6r(const sn_range6 *k, size_t n);

/* @spare: of @capacity keys, 0 will do. In any case the result is in @k. */
void sn__sort4(sn_range4 *k, size_t n, sn_range4 *spare, size_t capacity);
void sn__sort6(sn__key6 *k, size_t n, sn__key6 *spare, size_t capacity);
void sn__sort6r(sn_range6 *k, size_t n, sn_range6 *spare, size_t capacity);

/* The same for prefixes of maps; @spare has the capacity for all. Equal ones
 * stay in order. */
void sn__map_sort4(sn__map_key4 *k, size_t n, sn__map_key4 *spare);
void sn__map_sort6(sn__map_key6 *k, size_t n, sn__map_key6 *spare);

static inline sn__u128
sn__first6k(const sn__key6 *k)
{
	return sn__u128_make(k->hi, k->lo);
}

static inline sn__u128
sn__last6k(const sn__key6 *k)
{
	return sn__first6k(k) | sn__host128(k->len);
}

#endif
