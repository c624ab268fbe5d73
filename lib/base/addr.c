/*
 * addr.c - the values: addresses, prefixes and ranges, and how they compare.
 *
 * Everything is computed on 128-bit numbers for both families; an IPv4
 * address is its 32-bit number, so that only the width differs.
 */
#include "base/bits.h"
#include "base/count.h"

sn_addr
sn_addr_v4(uint32_t number)
{
	return sn__addr(SN_IPV4, number);
}

sn_addr
sn_addr_v6(uint64_t hi, uint64_t lo)
{
	return sn__addr(SN_IPV6, sn__u128_make(hi, lo));
}

sn_status
sn_addr_from_bytes(sn_addr *out, const uint8_t *bytes, size_t size)
{
	sn__u128 bits = 0;

	if (size != 4 && size != 16)
		return SN_EINVAL;
	for (size_t i = 0; i < size; i++)
		bits = bits << 8 | bytes[i];
	*out = sn__addr(size == 4 ? SN_IPV4 : SN_IPV6, bits);
	return SN_OK;
}

size_t
sn_addr_to_bytes(sn_addr addr, uint8_t bytes[16])
{
	size_t size = sn__width(addr.family) / 8;
	sn__u128 bits = sn__addr_bits(addr);

	for (size_t i = size; i-- > 0; bits >>= 8)
		bytes[i] = (uint8_t)bits;
	return size;
}

static int
compare_bits(sn__u128 a, sn__u128 b)
{
	return (a > b) - (a < b);
}

int
sn_addr_compare(sn_addr a, sn_addr b)
{
	if (a.family != b.family)
		return a.family < b.family ? -1 : 1;
	return compare_bits(sn__addr_bits(a), sn__addr_bits(b));
}

sn_status
sn_prefix_make(sn_prefix *out, sn_addr addr, unsigned len)
{
	if (addr.family != SN_IPV4 && addr.family != SN_IPV6)
		return SN_EINVAL;
	if (len > sn__width(addr.family))
		return SN_EINVAL;
	if (sn__addr_bits(addr) > sn__top(addr.family))
		return SN_EINVAL;
	*out = sn__prefix(addr.family, sn__addr_bits(addr), len);
	return SN_OK;
}

sn_addr
sn_prefix_first(sn_prefix p)
{
	return sn__addr(p.family, sn__prefix_bits(p));
}

sn_addr
sn_prefix_last(sn_prefix p)
{
	return sn__addr(
	    p.family, sn__prefix_bits(p) | sn__host(p.family, p.len));
}

sn_count
sn_prefix_size(sn_prefix p)
{
	return sn_count_add(
	    sn__count_bits(sn__host(p.family, p.len)), sn_count_from(1));
}

int
sn_prefix_compare(sn_prefix a, sn_prefix b)
{
	int order = sn_addr_compare(sn_prefix_first(a), sn_prefix_first(b));

	return order ? order : (int)a.len - (int)b.len;
}

bool
sn_prefix_contains(sn_prefix outer, sn_prefix inner)
{
	sn__u128 differ = sn__prefix_bits(outer) ^ sn__prefix_bits(inner);

	return outer.family == inner.family && outer.len <= inner.len &&
	       !(differ & ~sn__host(outer.family, outer.len));
}

bool
sn_prefix_contains_addr(sn_prefix p, sn_addr addr)
{
	sn__u128 differ = sn__prefix_bits(p) ^ sn__addr_bits(addr);

	return p.family == addr.family &&
	       !(differ & ~sn__host(p.family, p.len));
}

bool
sn_prefix_overlaps(sn_prefix a, sn_prefix b)
{
	return sn_prefix_contains(a, b) || sn_prefix_contains(b, a);
}

sn_status
sn_prefix_common(sn_prefix *out, sn_prefix a, sn_prefix b)
{
	unsigned len;

	if (a.family != b.family)
		return SN_EFAMILY;
	len = sn__common_len(a.family, sn__prefix_bits(a), sn__prefix_bits(b));
	if (len > a.len)
		len = a.len;
	if (len > b.len)
		len = b.len;
	*out = sn__prefix(a.family, sn__prefix_bits(a), len);
	return SN_OK;
}

sn_status
sn_range_make(sn_range *out, sn_addr first, sn_addr last)
{
	if (first.family != last.family)
		return SN_EFAMILY;
	if (sn_addr_compare(first, last) > 0)
		return SN_EREVERSED;
	*out = (sn_range){first, last};
	return SN_OK;
}

sn_range
sn_prefix_range(sn_prefix p)
{
	return (sn_range){sn_prefix_first(p), sn_prefix_last(p)};
}

sn_count
sn_range_size(sn_range r)
{
	sn__u128 more = sn__addr_bits(r.last) - sn__addr_bits(r.first);

	return sn_count_add(sn__count_bits(more), sn_count_from(1));
}
