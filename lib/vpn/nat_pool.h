/*
 * nat_pool.h - addresses that are free to stand for others; for lib/vpn only.
 */
#ifndef SN_NAT_POOL_H
#define SN_NAT_POOL_H

#include "vpn/plan.h"

/* All that no image may touch: both sides, their spare prefixes, ranges that
 * the gateway forbids, and those that no host has. */
SN_MUST_USE sn_status sn__nat_used(
    const struct sn__planning *in, sn_set *const set[2], sn_set **out);

/* The aggregates of side @s that meet the other side. */
SN_MUST_USE sn_status sn__nat_units(
    sn_prefixes **out, sn_set *const set[2], unsigned s, const sn_alloc *alloc);

/* A sentence's end that names a prefix which would do as a pool. */
enum { SN__EXAMPLE = 96 };
/*
 * Finds a private prefix that has the addresses of all @n units of both sides
 * (lists @unit), none of them in @used: "for example PREFIX", or that there is
 * none. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__nat_example(char out[SN__EXAMPLE],
    const sn_prefix *const unit[2], const size_t n[2], const sn_set *used,
    const sn_alloc *alloc);
/* The same for @p alone, where @taken is taken, and what @r keeps, which has a
 * gateway. SN_ENOMEM. */
SN_MUST_USE sn_status sn__nat_example_for(char out[SN__EXAMPLE], sn_prefix p,
    const sn_set *taken, const sn_plan_request *r, const sn_alloc *alloc);

#endif
