/*
 * aggregate.h - which aggregate of a range holds an address.
 */
#ifndef SN_AGGREGATE_H
#define SN_AGGREGATE_H

#include "base/bits.h"

/*
 * How many low bits of @at can be cleared without falling below @first: all
 * those under the highest bit in which they differ, since that one keeps @at
 * above @first; or all zero bits at the end of @first, which clear to @first.
 */
static inline unsigned
sn__free_bits32(uint32_t first, uint32_t at)
{
	uint32_t differ = first ^ at;
	unsigned above = differ ? 31 - sn__clz32(differ) : 0;
	unsigned zeros = sn__ctz32(first);

	return above > zeros ? above : zeros;
}

static inline unsigned
sn__free_bits128(sn__u128 first, sn__u128 at)
{
	sn__u128 differ = first ^ at;
	unsigned above = differ ? 127 - sn__clz128(differ) : 0;
	unsigned zeros = sn__ctz128(first);

	return above > zeros ? above : zeros;
}

/*
 * The length of the aggregate of first..last that holds @at: the same from
 * below, and, mirrored, from above.
 */
static inline unsigned
sn__aggregate_len32(uint32_t first, uint32_t last, uint32_t at)
{
	unsigned below = sn__free_bits32(first, at);
	unsigned above = sn__free_bits32(~last, ~at);

	return 32 - (below < above ? below : above);
}

static inline unsigned
sn__aggregate_len128(sn__u128 first, sn__u128 last, sn__u128 at)
{
	unsigned below = sn__free_bits128(first, at);
	unsigned above = sn__free_bits128(~last, ~at);

	return 128 - (below < above ? below : above);
}

/* The same for either family. */
static inline unsigned
sn__aggregate_len(
    unsigned family, sn__u128 first, sn__u128 last, sn__u128 at)
{
	return family == SN_IPV4
		   ? sn__aggregate_len32(
			 (uint32_t)first, (uint32_t)last, (uint32_t)at)
		   : sn__aggregate_len128(first, last, at);
}

#endif
