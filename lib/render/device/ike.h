/*
 * ike.h - what the renderers of an end share. The peer's end is mirrored: what
 * is local there is the plan's peer side.
 */
#ifndef SN_IKE_H
#define SN_IKE_H

#include "render/plan.h"

/* What is left to the user: addresses and identities of both ends, the key. */
#define SN__GATEWAY   "vpn-gateway.example"
#define SN__GATEWAY_2 "vpn-gateway-2.example" /* of a second tunnel */
#define SN__PEER      "peer-device.example"
#define SN__KEY	      "PRE-SHARED-KEY"

/* Tunnels of a connection that a device sets up: 1 or 2. */
unsigned sn__ike_tunnels(const sn_connection *c);
const char *sn__ike_gateway(unsigned tunnel);
/* Of SN_ENCRYPTION_...: a cipher that needs no hash. */
bool sn__is_gcm(uint32_t encryption);
/* Among @n prefixes is one that holds everything. */
bool sn__ike_everything(const sn_prefix *p, size_t n);

/* The side of the plan that the file's end is of: SN_PEER, if not asked for the
 * gateway's. */
unsigned sn__ike_own(const sn_render_options *options);
/* The selectors of a side. */
const sn_prefix *sn__ike_selectors(
    const sn_connection *c, unsigned side, size_t *n);
/* What stands for the end of a side, as address and identity. */
const char *sn__ike_end(unsigned side, unsigned tunnel);

/*
 * SN_EINVAL with @error where the plan has no proposal, or one that the device
 * of that profile is known not to take.
 */
SN_MUST_USE sn_status sn__ike_check(
    const sn_plan *plan, const char *profile, sn_error *error);
/* The error for a part of the proposal that the device does not take. */
SN_MUST_USE sn_status sn__ike_not_taken(
    const char *profile, const char *part, sn_error *error);

/*
 * Only routes can bound what enters the tunnel: the other side of a connection
 * is everything, or two tunnels have the same selectors.
 */
bool sn__ike_needs_routes(const sn_plan *plan, unsigned own);
/*
 * Comments that a Linux box needs: the routes to the interfaces that have the
 * plan's number, and what keeps segments of TCP small and addresses as they
 * are. @make: also how to make the interfaces.
 */
void sn__put_ike_notes(
    sn__out *out, const sn_plan *plan, unsigned own, bool make);
/* The error for the gateway's end of two tunnels. */
SN_MUST_USE sn_status sn__ike_two_tunnels(sn_error *error);
/* Several connections, and the gateway may want a phase 1 for each. */
bool sn__ike_apart(const sn_plan *plan);

#endif
