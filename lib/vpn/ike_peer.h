/*
 * ike_peer.h - how two ends find each other: addresses, identities, keys.
 */
#ifndef SN_IKE_PEER_H
#define SN_IKE_PEER_H

#include "vpn/ike_config.h"

/* The outer addresses of an exchange; family 0: not known. */
struct sn__hosts {
	sn_addr of[2]; /* [SN_LOCAL]: of the end that looks */
};

/* The first address of the list @text; family 0: it names none. */
sn_addr sn__first_address(const char *text);

/*
 * How well a connection fits an exchange of @version from h->of[SN_PEER], as
 * strongSwan counts: 0: not at all. @version 0: any.
 */
unsigned sn__connection_fit(const sn_ike_config *c,
    const struct sn__ike_connection *of, const struct sn__hosts *h,
    uint32_t version);

/* Whether NAT may show the address @own as @seen: a private one as a public
 * one. */
bool sn__is_translated(const char *own, const char *seen);

/* How well identity @id fits @pattern: 0 not at all, 1 any, 20 equal. */
unsigned sn__id_fit(const char *id, const char *pattern);

/* The key that is used between two identities; NULL: there is none. */
const char *sn__best_key(
    const sn_ike_config *c, const char *me, const char *other);
/* Whether one of the keys between two identities is @secret. */
bool sn__has_key(const sn_ike_config *c, const char *me, const char *other,
    const char *secret);

#endif
