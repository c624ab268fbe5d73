/*
 * claim.h - which connections of a gateway are a plan's, and of which part.
 */
#ifndef SN_CLAIM_H
#define SN_CLAIM_H

#include "base/alloc.h"
#include "supernet_vpn.h"

/* A part, and what makes a connection its own. */
struct sn__claim {
	const char *base; /* the name that others derive from; NULL: none yet */
	sn_set *side[2];  /* its segments */
	bool named;	  /* result: there are connections of such names */
};

#define SN__UNCLAIMED UINT32_MAX

/*
 * Finds the part that each connection of @old belongs to: the one whose name
 * it has, or that its name derives from; else a part without such connections
 * whose segments it carries, by its rows or its selectors. owner[] has as many
 * elements as there are connections. SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__claim_connections(const sn_deployed *old,
    struct sn__claim *claim, size_t n, const sn_alloc *alloc, uint32_t *owner);
/* Makes the sides of a claim; freed with sn__claims_free(). SN_ENOMEM. */
SN_MUST_USE sn_status sn__claim_sides(struct sn__claim *claim,
    const sn_prefix *const p[2], const size_t n[2], const sn_alloc *alloc);
void sn__claims_free(struct sn__claim *claim, size_t n, const sn_alloc *alloc);

#endif
