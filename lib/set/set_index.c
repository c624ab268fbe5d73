/*
 * set_index.c - which aggregate of a frozen set holds an address.
 *
 * Representation. The ranges of the set are sorted, so an address is found by
 * bisection. The span from the first to the last address of the set is cut
 * into equal slices of 2^shift addresses, about one for eight ranges; slice[i]
 * is the first range that ends in slice i or later, so only the ranges from
 * slice[i] to slice[i + 1] are bisected, until FEW are left, which are counted
 * off without a branch. So for a million ranges the table stays in the second
 * cache and memory is waited for once. Slices of the span, not of the whole
 * space: what lies in 10.0.0.0/8 or 2000::/3 uses all of them.
 *
 * The steps of a map (map_steps.h) would answer batches in two thirds to a
 * fifth of the time, but single lookups in up to twice, and take 7 to 50 bytes a
 * range where this takes one, and five times as long to build.
 *
 * The aggregate inside the range follows from the address by itself, see
 * aggregate.h. set_index_impl.h holds what is written once for both widths.
 *
 * Complexity: O(n) to build; a lookup is O(1) where the ranges are spread
 * evenly and O(log n) where they are not. Half a byte to one byte a range
 * beside the set. Of many lookups at once, LANES wait for memory together.
 */
#include "set/aggregate.h"
#include "set/set.h"

/* Above 2^20 slices the table falls out of the cache. */
enum { SLICE_BITS_MAX = 20, RANGE_BITS = 3, LANES = 16, FEW = 16 };

#include "base/width4.h"
#include "set/set_index_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/set_index_impl.h"
#include "base/width_end.h"

struct sn_index {
	sn_alloc alloc;
	struct half4 v4;
	struct half6 v6;
};

void
sn_index_free(sn_index *ix)
{
	sn_alloc alloc;

	if (!ix)
		return;
	alloc = ix->alloc;
	sn__free(&alloc, ix->v4.slice);
	sn__free(&alloc, ix->v6.slice);
	sn__free(&alloc, ix);
}

sn_status
sn_index_new(sn_index **out, const sn_set *s)
{
	sn_index *ix;

	/* LCOV_EXCL_BR_START sets of 32 GB and more */
	if (s->n4 >= UINT32_MAX || s->n6 >= UINT32_MAX)
		return SN_ELIMIT;
	/* LCOV_EXCL_BR_STOP */
	ix = sn__calloc(&s->alloc, 1, sizeof(*ix));
	if (!ix)
		return SN_ENOMEM;
	ix->alloc = s->alloc;
	if (build4(&ix->v4, &s->alloc, s->ranges4, s->n4) ||
	    build6(&ix->v6, &s->alloc, s->ranges6, s->n6)) {
		sn_index_free(ix);
		return SN_ENOMEM;
	}
	*out = ix;
	return SN_OK;
}

sn_status
sn_index_match(const sn_index *ix, sn_addr addr, sn_prefix *out)
{
	sn__u128 at = sn__addr_bits(addr);
	const sn_range4 *r4;
	const sn_range6 *r6;

	if (addr.family == SN_IPV4 && at <= UINT32_MAX &&
	    (r4 = find4(&ix->v4, (uint32_t)at)))
		*out = sn__prefix(SN_IPV4, at,
		    sn__aggregate_len4(r4->first, r4->last, (uint32_t)at));
	else if (addr.family == SN_IPV6 && (r6 = find6(&ix->v6, at)))
		*out = sn__prefix(SN_IPV6, at,
		    sn__aggregate_len6(sn__first6(*r6), sn__last6(*r6), at));
	else
		return SN_ENOTFOUND;
	return SN_OK;
}

size_t
sn_index_match4(const sn_index *ix, const uint32_t *addrs, size_t n,
    sn_prefix4 *out, bool *found)
{
	return match_all4(&ix->v4, addrs, n, out, found);
}

size_t
sn_index_match6(const sn_index *ix, const sn_addr6 *addrs, size_t n,
    sn_prefix6 *out, bool *found)
{
	return match_all6(&ix->v6, addrs, n, out, found);
}
