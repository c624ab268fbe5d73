/*
 * nat.h - prefixes of equal size in place of others, in as few blocks as
 * there can be; for lib/vpn only.
 */
#ifndef SN_NAT_H
#define SN_NAT_H

#include "base/alloc.h"
#include "supernet.h"

/* What free space lacks: @count more prefixes of @len bits; 0: nothing. */
struct sn__nat_lack {
	uint64_t count;
	unsigned len;
};

/*
 * Gives each of the @n disjoint prefixes @unit an image in @free, of equal
 * length: image[i] is that of unit[i]. The images are disjoint, and no other
 * choice of images has fewer aggregates. Those aggregates are taken from the
 * largest on, each at the lowest free address; units from the largest on, then
 * by address, go into the smallest aggregate that still holds them, at its
 * lowest free address. Where @free is too small, @lack says by what, and
 * @image is not set. SN_ENOMEM. O(n log n + m) for @free of m prefixes.
 */
SN_MUST_USE sn_status sn__nat_place(const sn_prefix *unit, size_t n,
    const sn_set *free, const sn_alloc *alloc, sn_prefix *image,
    struct sn__nat_lack *lack);

#endif
