/*
 * ike_phase1.h - phase 1: which connection of the peer answers, if any.
 */
#ifndef SN_IKE_PHASE1_H
#define SN_IKE_PHASE1_H

#include "vpn/ike_negotiate.h"
#include "vpn/ike_peer.h"

/* An IKE_SA that is up. */
struct sn__ike_sa {
	uint32_t gateway; /* the connection that opened it */
	uint32_t asked;	  /* the peer's for these addresses, or NONE */
	uint32_t peer;	  /* the one that answered */
	uint32_t version; /* SN_IKE_... */
	uint16_t group;	  /* that phase 1 agreed on */
};

/* The outer addresses that a connection of the gateway starts from and to. */
struct sn__hosts sn__ike_hosts(const sn_ike_config *gateway,
    const sn_ike_config *peer, uint32_t connection);

/* Whether two connections of a device use one IKE_SA. */
bool sn__ike_shares(const sn_ike_config *c, uint32_t one, uint32_t other);

/* Opens the one of sa->gateway; the rest of *@sa is then known. */
enum sn__ike_why sn__ike_phase1(const sn_ike_config *gateway,
    const sn_ike_config *peer, uint32_t connection, struct sn__ike_sa *sa);

#endif
