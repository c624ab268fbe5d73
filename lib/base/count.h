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

/* Bytes of a number with separators, with its end. */
enum { SN__GROUPED_MAX = 112 };
/* Writes @n in decimal with a comma before each three digits. */
void sn__count_grouped(char out[SN__GROUPED_MAX], sn_count n);
/* Writes how many per cent @part is of @all, with one decimal; never "100.0"
 * or "0.0" for less or more. */
void sn__share_text(char out[16], sn_count part, sn_count all);

#endif
