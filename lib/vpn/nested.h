/*
 * nested.h - whose addresses are which, where segments of two sides are
 * nested; for lib/vpn only.
 */
#ifndef SN_NESTED_H
#define SN_NESTED_H

#include "base/alloc.h"
#include "supernet_vpn.h"

/* What a side has inside wider segments of the other. */
struct sn__nested {
	sn_set *inner[2];
	bool conflict; /* no side can be said to have @shared */
	sn_prefix shared;
};

/*
 * A segment inside a wider one of the other side is its own side's. A segment
 * that both sides have, that segments of the other side fill, or that is
 * inside of the other side's and around it too, is a conflict: the first by
 * address is @shared, and the sets are NULL. The caller frees the sets.
 * SN_ENOMEM. O(n log n).
 */
SN_MUST_USE sn_status sn__nested_find(struct sn__nested *out,
    const sn_prefix *const segment[2], const size_t n[2],
    const sn_alloc *alloc);

#endif
