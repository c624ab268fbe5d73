/*
 * ike.h - what the renderers of the peer end share: those ends are mirrored,
 * so what is local there is the plan's peer side.
 */
#ifndef SN_IKE_H
#define SN_IKE_H

#include "render/out.h"

/* Among @n prefixes is one that holds everything. */
bool sn__ike_everything(const sn_prefix *p, size_t n);
/* The other side of a connection is everything: only routes can bound it. */
bool sn__ike_needs_routes(const sn_plan *plan);
/*
 * The comment that says so, and the routes to the device that has the plan's
 * number; @xfrm: how to make it, too.
 */
void sn__put_ike_routes(sn__out *out, const sn_plan *plan, bool xfrm);
/* Several connections, and the gateway may want a phase 1 for each. */
bool sn__ike_apart(const sn_plan *plan);

#endif
