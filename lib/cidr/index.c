/*
 * index.c - which aggregate of a frozen set holds an address.
 *
 * The ranges of the set are sorted, so an address is found by bisection. A
 * table indexed by the top 16 bits of the address bounds the bisection to the
 * ranges that end at or after that 1/65536 of the space and before the next.
 * The aggregate inside the range follows from the address by itself: the
 * longest common prefix that still fits into the range.
 */
#include "cidr/set.h"

enum { TOP_BITS = 16, TABLE = (1 << TOP_BITS) + 1 };

struct sn_index {
	const sn_set *set;
	uint32_t *table4; /* first range whose last >= i << 16 */
	uint32_t *table6;
};

/* The aggregate of [first, last] that holds @at. */
static sn_prefix
aggregate_of(unsigned family, sn__u128 first, sn__u128 last, sn__u128 at)
{
	unsigned len = sn__width(family);

	while (len > 0) {
		sn__u128 host = sn__host(family, len - 1);

		if ((at & ~host) < first || (at | host) > last)
			break;
		len--;
	}
	return sn__prefix(family, at, len);
}

void
sn_index_free(sn_index *ix)
{
	sn_alloc alloc;

	if (!ix)
		return;
	alloc = ix->set->alloc;
	sn__free(&alloc, ix->table4);
	sn__free(&alloc, ix->table6);
	sn__free(&alloc, ix);
}

static void
fill(sn_index *ix)
{
	const sn_set *s = ix->set;
	size_t at4 = 0, at6 = 0;

	for (uint32_t i = 0; i < TABLE; i++) {
		uint64_t start = (uint64_t)i << (32 - TOP_BITS);

		while (at4 < s->n4 && s->ranges4[at4].last < start)
			at4++;
		ix->table4[i] = (uint32_t)at4;
		while (at6 < s->n6 &&
		       (i == TABLE - 1 || s->ranges6[at6].last_hi < (uint64_t)i
									<< 48))
			at6++;
		ix->table6[i] = (uint32_t)at6;
	}
}

sn_status
sn_index_new(sn_index **out, const sn_set *s)
{
	sn_index *ix;

	if (s->n4 >= UINT32_MAX || s->n6 >= UINT32_MAX)
		return SN_ELIMIT;
	ix = sn__calloc(&s->alloc, 1, sizeof(*ix));
	if (!ix)
		return SN_ENOMEM;
	ix->set = s;
	ix->table4 = sn__malloc(&s->alloc, TABLE, sizeof(uint32_t));
	ix->table6 = sn__malloc(&s->alloc, TABLE, sizeof(uint32_t));
	if (!ix->table4 || !ix->table6) {
		sn_index_free(ix);
		return SN_ENOMEM;
	}
	fill(ix);
	*out = ix;
	return SN_OK;
}

static bool
find4(const sn_index *ix, uint32_t addr, sn_range4 *found)
{
	const sn_range4 *r = ix->set->ranges4;
	size_t low = ix->table4[addr >> 16];
	size_t n = ix->table4[(addr >> 16) + 1] - low;

	while (n > 0) {
		size_t half = n / 2;

		if (r[low + half].last < addr) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	if (low == ix->set->n4 || r[low].first > addr)
		return false;
	*found = r[low];
	return true;
}

static bool
find6(const sn_index *ix, sn__u128 addr, sn_range6 *found)
{
	const sn_range6 *r = ix->set->ranges6;
	size_t top = sn__hi(addr) >> 48, low = ix->table6[top];
	size_t n = ix->table6[top + 1] - low;

	while (n > 0) {
		size_t half = n / 2;

		if (sn__last6(r[low + half]) < addr) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	if (low == ix->set->n6 || sn__first6(r[low]) > addr)
		return false;
	*found = r[low];
	return true;
}

sn_status
sn_index_match(const sn_index *ix, sn_addr addr, sn_prefix *out)
{
	sn__u128 at = sn__addr_bits(addr);
	sn_range4 r4;
	sn_range6 r6;

	if (addr.family == SN_IPV4 && find4(ix, (uint32_t)at, &r4))
		*out = aggregate_of(SN_IPV4, r4.first, r4.last, at);
	else if (addr.family == SN_IPV6 && find6(ix, at, &r6))
		*out = aggregate_of(SN_IPV6, sn__first6(r6), sn__last6(r6), at);
	else
		return SN_ENOTFOUND;
	return SN_OK;
}

size_t
sn_index_match4(
    const sn_index *ix, const uint32_t *addrs, size_t n, sn_prefix4 *out)
{
	size_t held = 0;

	for (size_t i = 0; i < n; i++) {
		sn_prefix p;

		out[i] = (sn_prefix4){addrs[i], 255, {0}};
		if (sn_index_match(ix, sn_addr_v4(addrs[i]), &p))
			continue;
		out[i] = (sn_prefix4){(uint32_t)p.lo, p.len, {0}};
		held++;
	}
	return held;
}
