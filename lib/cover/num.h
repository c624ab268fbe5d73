/*
 * num.h - the unsigned numbers that choices are worked out in: 64 bits, 128,
 * or 256. Templates write NAME(add)(a, b).
 */
#ifndef SN_NUM_H
#define SN_NUM_H

#include "base/count.h"
#include "base/name.h"

#include <math.h>

typedef uint64_t num64;
typedef sn__u128 num128;
typedef sn_count num256;

#define W 64
#include "cover/num_impl.h"
#undef W

#define W 128
#include "cover/num_impl.h"
#undef W

static inline num64
from_count64(sn_count n)
{
	return n.word[0];
}

static inline sn_count
to_count64(num64 a)
{
	return sn__count_bits(a);
}

static inline num128
from_count128(sn_count n)
{
	return sn__u128_make(n.word[1], n.word[0]);
}

static inline sn_count
to_count128(num128 a)
{
	return sn__count_bits(a);
}

static inline num256
from_count256(sn_count n)
{
	return n;
}

static inline sn_count
to_count256(num256 a)
{
	return a;
}

static inline num256
add256(num256 a, num256 b)
{
	return sn__amount_add(a, b);
}

/* What such numbers add up to stays below 2^240: nothing is carried. */
static inline bool
carry256(num256 a, num256 b, num256 *sum)
{
	*sum = sn__amount_add(a, b);
	return false;
}

/* The sum, or the most there is. */
static inline num256
capped256(num256 a, num256 b)
{
	return sn_count_add(a, b);
}

static inline num256
sub256(num256 a, num256 b)
{
	return sn__amount_sub(a, b);
}

static inline bool
less256(num256 a, num256 b)
{
	return sn_count_compare(a, b) < 0;
}

static inline num256
keep256(num256 a, uint32_t bit)
{
	return bit ? a : sn_count_from(0);
}

static inline num256
left256(num256 a, unsigned shift)
{
	return sn__count_left(a, shift);
}

static inline num256
right256(num256 a, unsigned shift)
{
	return sn__count_right(a, shift);
}

static inline num256
most256(void)
{
	return (num256){{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
}

static inline num256
from256(uint64_t n)
{
	return sn_count_from(n);
}

static inline num256
from_size256(sn__u128 size)
{
	return sn__count_bits(size);
}

static inline unsigned
length256(num256 a)
{
	return sn__count_length(a);
}

static inline long double
to_real256(num256 a)
{
	return (long double)sn_count_to_double(a);
}

/* @real is at least 0, and below 2^256. */
static inline num256
from_real256(long double real)
{
	num256 a = sn_count_from(0);
	int exponent;
	long double part = frexpl(real, &exponent);

	if (exponent <= 64)
		return sn_count_from((uint64_t)real);
	a.word[0] = (uint64_t)ldexpl(part, 64);
	return sn__count_left(a, (unsigned)exponent - 64);
}

#endif
