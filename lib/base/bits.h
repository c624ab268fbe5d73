/*
 * bits.h - the bit arithmetic of addresses. Every shift by a prefix length in
 * the library is in this file, because shifting a w-bit number by w bits is
 * undefined in C and /0, /32, /64 and /128 all get there.
 *
 * Widths are template parameters elsewhere: code that serves both families is
 * written once, in terms of one unsigned type and its width (32 or 128).
 */
#ifndef SN_BITS_H
#define SN_BITS_H

#include "supernet.h"

#ifndef __SIZEOF_INT128__
# error "libsupernet needs 128-bit integers: gcc or clang, a 64-bit target"
#endif
__extension__ typedef unsigned __int128 sn__u128;
/* With the alignment of 32 bits, so that no struct of such is padded. */
typedef sn__u128 sn__u128_stored __attribute__((aligned(4)));

static inline sn__u128
sn__u128_make(uint64_t hi, uint64_t lo)
{
	return (sn__u128)hi << 64 | lo;
}

static inline uint64_t
sn__hi(sn__u128 v)
{
	return (uint64_t)(v >> 64);
}

static inline uint64_t
sn__lo(sn__u128 v)
{
	return (uint64_t)v;
}

/* The host bits of a prefix of @len bits: the low (width - len) bits set. */
static inline uint32_t
sn__host32(unsigned len)
{
	/* Tells static analysers that no shift passes the width. */
	if (len > 32) /* LCOV_EXCL_BR_LINE never, as said above */
		__builtin_unreachable();
	return len == 0 ? UINT32_MAX
			: (uint32_t)((UINT64_C(1) << (32 - len)) - 1);
}

static inline sn__u128
sn__host128(unsigned len)
{
	if (len > 128) /* LCOV_EXCL_BR_LINE never, as said above */
		__builtin_unreachable();
	if (len == 0)
		return ~(sn__u128)0;
	return ((sn__u128)1 << (128 - len)) - 1;
}

/* The netmask of a prefix of @len bits. */
static inline uint32_t
sn__mask32(unsigned len)
{
	return ~sn__host32(len);
}

static inline sn__u128
sn__mask128(unsigned len)
{
	return ~sn__host128(len);
}

/* Number of leading zero bits; the whole width for 0. */
static inline unsigned
sn__clz64(uint64_t v)
{
	return v ? (unsigned)__builtin_clzll(v) : 64;
}

static inline unsigned
sn__clz32(uint32_t v)
{
	return v ? (unsigned)__builtin_clz(v) : 32;
}

static inline unsigned
sn__clz128(sn__u128 v)
{
	return sn__hi(v) ? sn__clz64(sn__hi(v)) : 64 + sn__clz64(sn__lo(v));
}

/* Number of trailing zero bits; the whole width for 0. */
static inline unsigned
sn__ctz64(uint64_t v)
{
	return v ? (unsigned)__builtin_ctzll(v) : 64;
}

static inline unsigned
sn__ctz32(uint32_t v)
{
	return v ? (unsigned)__builtin_ctz(v) : 32;
}

static inline unsigned
sn__ctz128(sn__u128 v)
{
	return sn__lo(v) ? sn__ctz64(sn__lo(v)) : 64 + sn__ctz64(sn__hi(v));
}

/* Bit @i of a word, @i < 64. */
static inline uint64_t
sn__bit64(unsigned i)
{
	return UINT64_C(1) << (i & 63);
}

/* How many bits of @word are set at or below bit @i, @i < 64. */
static inline unsigned
sn__rank64(uint64_t word, unsigned i)
{
	return (unsigned)__builtin_popcountll(word << (~i & 63));
}

/* The bits of @word above bit @i, @i < 64. */
static inline uint64_t
sn__above64(uint64_t word, unsigned i)
{
	return word & (~UINT64_C(1) << (i & 63));
}

/* Bit @i of an address, of which 0 is the highest. */
static inline unsigned
sn__bit32(uint32_t v, unsigned i)
{
	return v >> (31 - i) & 1;
}

static inline unsigned
sn__bit128(sn__u128 v, unsigned i)
{
	return (unsigned)(v >> (127 - i)) & 1;
}

/* Width in bits of a family's addresses. */
static inline unsigned
sn__width(unsigned family)
{
	return family == SN_IPV4 ? 32 : 128;
}

/* The highest address of a family. */
static inline sn__u128
sn__top(unsigned family)
{
	return family == SN_IPV4 ? (sn__u128)UINT32_MAX : ~(sn__u128)0;
}

/* Host bits of a prefix of @len bits of @family. */
static inline sn__u128
sn__host(unsigned family, unsigned len)
{
	return family == SN_IPV4 ? (sn__u128)sn__host32(len) : sn__host128(len);
}

static inline sn__u128
sn__addr_bits(sn_addr a)
{
	return sn__u128_make(a.hi, a.lo);
}

static inline sn__u128
sn__prefix_bits(sn_prefix p)
{
	return sn__u128_make(p.hi, p.lo);
}

static inline sn_addr
sn__addr(unsigned family, sn__u128 bits)
{
	return (sn_addr){sn__hi(bits), sn__lo(bits), (uint8_t)family, {0}};
}

/* @bits may have host bits set: they are cleared. */
static inline sn_prefix
sn__prefix(unsigned family, sn__u128 bits, unsigned len)
{
	bits &= ~sn__host(family, len);
	return (sn_prefix){
	    sn__hi(bits), sn__lo(bits), (uint8_t)family, (uint8_t)len, {0}};
}

/* The length of the longest prefix that two addresses of a family share. */
static inline unsigned
sn__common_len(unsigned family, sn__u128 a, sn__u128 b)
{
	return sn__clz128(a ^ b) - (128 - sn__width(family));
}

/* The same, written in place: a copy would wait for its own bytes. */
static inline void
sn__prefix_put(sn_prefix *out, unsigned family, sn__u128 bits, unsigned len)
{
	bits &= ~sn__host(family, len);
	out->hi = sn__hi(bits);
	out->lo = sn__lo(bits);
	out->family = (uint8_t)family;
	out->len = (uint8_t)len;
	for (unsigned i = 0; i < sizeof(out->reserved); i++)
		out->reserved[i] = 0;
}

/* Whether @p is a value that the library could have made. */
static inline bool
sn__prefix_valid(sn_prefix p)
{
	return (p.family == SN_IPV4 || p.family == SN_IPV6) &&
	       p.len <= sn__width(p.family) &&
	       !(sn__prefix_bits(p) & sn__host(p.family, p.len)) &&
	       sn__prefix_bits(p) <= sn__top(p.family);
}

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

#endif
