/*
 * count.h - counts from the 128-bit numbers that addresses are.
 */
#ifndef SN_COUNT_H
#define SN_COUNT_H

#include "base/bits.h"

static inline sn_count
sn__count_bits(sn__u128 bits)
{
	return (sn_count){{sn__lo(bits), sn__hi(bits), 0, 0}};
}

#endif
