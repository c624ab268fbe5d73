/*
 * set.h - what a frozen set is made of; for the files of lib/cidr only.
 *
 * Invariants, checked by sn__set_check():
 *   I1  ranges4 and ranges6 are sorted by first, and first <= last.
 *   I2  Two neighbours neither overlap nor touch: last + 1 < next first.
 * So equal sets have equal arrays, and the aggregates of a set follow from
 * each range by itself.
 */
#ifndef SN_SET_H
#define SN_SET_H

#include "base/alloc.h"
#include "base/bits.h"

struct sn_set {
	sn_alloc alloc;
	unsigned threads; /* that operations on it may use; 0: one */
	sn_range4 *ranges4;
	size_t n4;
	sn_range6 *ranges6;
	size_t n6;
};

static inline sn__u128
sn__first6(sn_range6 r)
{
	return sn__u128_make(r.first_hi, r.first_lo);
}

static inline sn__u128
sn__last6(sn_range6 r)
{
	return sn__u128_make(r.last_hi, r.last_lo);
}

static inline sn_range6
sn__range6(sn__u128 first, sn__u128 last)
{
	return (sn_range6){
	    sn__hi(first), sn__lo(first), sn__hi(last), sn__lo(last)};
}

/*
 * The largest prefix that starts at @first and ends at or before @last:
 * its length. The split of a range into prefixes repeats this from the left.
 */
static inline unsigned
sn__lead32(uint32_t first, uint32_t last)
{
	unsigned zeros = sn__ctz32(first);
	uint64_t size = (uint64_t)last - first + 1;
	unsigned fits = 63 - sn__clz64(size);

	return 32 - (zeros < fits ? zeros : fits);
}

static inline unsigned
sn__lead128(sn__u128 first, sn__u128 last)
{
	unsigned zeros = sn__ctz128(first), fits;
	sn__u128 more = last - first;

	/* more + 1 addresses: 2^128 does not fit, and is /0. */
	fits = ~more ? 127 - sn__clz128(more + 1) : 128;
	return 128 - (zeros < fits ? zeros : fits);
}

/* An empty set that uses @alloc. NULL when memory is out. */
sn_set *sn__set_new(const sn_alloc *alloc);

typedef enum sn__operation {
	SN__UNION,
	SN__INTERSECT,
	SN__SUBTRACT,
	SN__SYMDIFF
} sn__operation;

/* The operations on sets, with one thread for each @share ranges of both. */
SN_MUST_USE sn_status sn__set_combine(sn_set **out, const sn_set *a,
    const sn_set *b, sn__operation op, size_t share);

/*
 * The union of two sorted, disjoint, maximal lists; @out has room for na + nb
 * + 1. Returns how many. set.c
 */
size_t sn__union6(sn_range6 *out, const sn_range6 *a, size_t na,
    const sn_range6 *b, size_t nb);

/* Whether the invariants hold; if not, *why names the broken one. */
bool sn__set_check(const sn_set *s, const char **why);

#endif
