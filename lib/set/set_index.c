/*
 * set_index.c - which aggregate of a frozen set holds an address.
 *
 * A step function, see map_steps.h: its value is the number of the range that
 * holds an address. The aggregate inside the range follows from the address by
 * itself, see aggregate.h. set_index_impl.h holds what is written once for both
 * widths.
 *
 * Complexity: O(n) to build; a lookup is that of a map, and one load of the
 * range. Up to 26 bytes a range beside the set.
 */
#include "set/aggregate.h"
#include "set/map_steps.h"
#include "set/set.h"

enum { AT_ONCE = 128 };

struct sn_index {
	sn__steps steps;
	const sn_set *set;
};

void
sn_index_free(sn_index *ix)
{
	sn_alloc alloc;

	if (!ix)
		return;
	alloc = ix->steps.alloc;
	sn__steps_free(&ix->steps);
	sn__free(&alloc, ix);
}

#include "base/width4.h"
#include "set/set_index_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/set_index_impl.h"
#include "base/width_end.h"

sn_status
sn_index_new(sn_index **out, const sn_set *s)
{
	const sn_alloc *alloc = &s->alloc;
	sn__steps4 s4 = {NULL, NULL, NULL, 0};
	sn__steps6 s6 = {NULL, NULL, NULL, 0};
	sn_index *ix;
	sn_status status;

	/* LCOV_EXCL_BR_START sets of 16 GB and more */
	if (s->n4 >= SN__LISTED || s->n6 >= SN__LISTED)
		return SN_ELIMIT;
	/* LCOV_EXCL_BR_STOP */
	ix = sn__calloc(alloc, 1, sizeof(*ix));
	if (!ix)
		return SN_ENOMEM;
	ix->steps.alloc = *alloc;
	ix->set = s;
	status = cut4(&s4, s);
	if (!status)
		status = cut6(&s6, s);
	if (!status)
		status = sn__steps_build(&ix->steps, alloc, &s4, &s6);
	sn__free(alloc, s4.start);
	sn__free(alloc, s4.value);
	sn__free(alloc, s6.start);
	sn__free(alloc, s6.value);
	if (status)
		sn_index_free(ix);
	else
		*out = ix;
	return status;
}

sn_status
sn_index_match(const sn_index *ix, sn_addr addr, sn_prefix *out)
{
	sn__u128 at = sn__addr_bits(addr);
	uint32_t i = SN_MAP_NONE;

	if (addr.family == SN_IPV4 && at <= UINT32_MAX)
		i = sn__steps_match4(&ix->steps, (uint32_t)at, NULL);
	else if (addr.family == SN_IPV6)
		i = sn__steps_match6(&ix->steps, at, NULL);
	if (i == SN_MAP_NONE)
		return SN_ENOTFOUND;
	sn__prefix_put(out, addr.family, at,
	    addr.family == SN_IPV4 ? len_in4(ix->set, i, (uint32_t)at)
				   : len_in6(ix->set, i, at));
	return SN_OK;
}

size_t
sn_index_match4(const sn_index *ix, const uint32_t *addrs, size_t n,
    sn_prefix4 *out, bool *found)
{
	return match_all4(ix, addrs, n, out, found);
}

size_t
sn_index_match6(const sn_index *ix, const sn_addr6 *addrs, size_t n,
    sn_prefix6 *out, bool *found)
{
	return match_all6(ix, addrs, n, out, found);
}
