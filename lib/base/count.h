/*
 * count.h - counts from the 128-bit numbers that addresses are, and amounts
 * that may be below zero: the same 256 bits as a two's complement.
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

/* Below 2^255 in size. */
typedef sn_count sn__amount;

static inline sn__amount
sn__amount_add(sn__amount a, sn__amount b)
{
	sn__u128 carry = 0;

	for (int i = 0; i < 4; i++) {
		carry += (sn__u128)a.word[i] + b.word[i];
		a.word[i] = sn__lo(carry);
		carry = sn__hi(carry);
	}
	return a;
}

static inline sn__amount
sn__amount_negate(sn__amount a)
{
	for (int i = 0; i < 4; i++)
		a.word[i] = ~a.word[i];
	return sn__amount_add(a, (sn_count){{1, 0, 0, 0}});
}

static inline sn__amount
sn__amount_sub(sn__amount a, sn__amount b)
{
	return sn__amount_add(a, sn__amount_negate(b));
}

static inline bool
sn__amount_is_negative(sn__amount a)
{
	return a.word[3] >> 63;
}

/* a < b */
static inline bool
sn__amount_less(sn__amount a, sn__amount b)
{
	return sn__amount_is_negative(sn__amount_sub(a, b));
}

static inline sn_count
sn__count_left(sn_count a, unsigned shift)
{
	for (; shift >= 64; shift -= 64)
		a = (sn_count){{0, a.word[0], a.word[1], a.word[2]}};
	for (int i = 3; shift && i >= 0; i--)
		a.word[i] = a.word[i] << shift |
			    (i ? a.word[i - 1] >> (64 - shift) : 0);
	return a;
}

/* Of an amount below zero, too. */
static inline sn_count
sn__count_right(sn_count a, unsigned shift)
{
	uint64_t sign = sn__amount_is_negative(a) ? UINT64_MAX : 0;

	for (; shift >= 64; shift -= 64)
		a = (sn_count){{a.word[1], a.word[2], a.word[3], sign}};
	for (int i = 0; shift && i < 4; i++)
		a.word[i] = a.word[i] >> shift | (i < 3 ? a.word[i + 1] : sign)
						     << (64 - shift);
	return a;
}

/* Significant bits: 0 for 0. */
static inline unsigned
sn__count_length(sn_count a)
{
	unsigned i = 4;

	while (i && !a.word[i - 1])
		i--;
	return i ? 64 * i - sn__clz64(a.word[i - 1]) : 0;
}

/* Zero bits at the low end; 256 for 0. */
static inline unsigned
sn__count_zeros(sn_count a)
{
	unsigned i = 0;

	while (i < 4 && !a.word[i])
		i++;
	return i < 4 ? 64 * i + sn__ctz64(a.word[i]) : 256;
}

#endif
