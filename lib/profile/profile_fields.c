/*
 * profile_fields.c - the facts of a profile by name: one table for all who read
 * or write profiles.
 */
#include "profile/profile_fields.h"

#define FACT(name, text, form, words)                  \
 {                                                     \
#  name, text, offsetof(sn_profile, name), form, words \
 }
#define NUMBER(name, text)     FACT(name, text, SN__FACT_NUMBER, 0)
#define YES_NO(name, text)     FACT(name, text, SN__FACT_YES_NO, 0)
#define WORD(name, text, list) FACT(name, text, SN__FACT_WORD, list)
#define BITS(name, text, list) FACT(name, text, SN__FACT_BITS, list)

static const sn__fact_name facts[] = {
    NUMBER(tunnels, "tunnels"),
    NUMBER(tunnels_per_peer, "tunnels to a peer"),
    NUMBER(connections, "connections"),
    YES_NO(phase1_shared, "phase 1 shared"),
    NUMBER(name_length, "length of names"),
    NUMBER(local_selectors, "local selectors"),
    NUMBER(peer_selectors, "peer selectors"),
    NUMBER(pairs, "selector pairs"),
    WORD(sa_model, "SAs of selectors", SN_WORD_SA),
    WORD(selectors_at, "selectors are in", SN_WORD_SELECTORS),
    YES_NO(selectors_fixed, "selectors fixed"),
    YES_NO(route_based, "route-based"),
    YES_NO(ipv6, "IPv6 inside"),
    YES_NO(nat, "translation"),
    YES_NO(peer_inside, "peer inside local"),
    YES_NO(local_inside, "local inside peer"),
    BITS(tables, "tables of rows", SN_WORD_ROWS),
    NUMBER(policy_routes, "policy routes"),
    NUMBER(destination_routes, "destination routes"),
    NUMBER(static_routes, "static routes"),
    WORD(match_rule, "match rule", SN_WORD_MATCH),
    NUMBER(priority_first, "best priority"),
    NUMBER(priority_last, "worst priority"),
    YES_NO(weights, "weights count"),
    YES_NO(publish, "routes published"),
    YES_NO(auto_routes, "automatic routes"),
    YES_NO(auto_routes_off, "automatic routes off"),
    YES_NO(manual_default, "manual 0.0.0.0/0"),
    YES_NO(destination_default, "destination 0.0.0.0/0"),
    BITS(ike_versions, "IKE versions", SN_WORD_IKE),
    BITS(ike_encryption, "IKE encryption", SN_WORD_ENCRYPTION),
    BITS(ike_integrity, "IKE integrity", SN_WORD_INTEGRITY),
    BITS(ike_dh, "IKE DH groups", SN_WORD_GROUP),
    BITS(esp_encryption, "ESP encryption", SN_WORD_ENCRYPTION),
    BITS(esp_integrity, "ESP integrity", SN_WORD_INTEGRITY),
    BITS(pfs, "PFS groups", SN_WORD_GROUP),
    BITS(v1_ike_encryption, "IKEv1 encryption", SN_WORD_ENCRYPTION),
    BITS(v1_ike_integrity, "IKEv1 integrity", SN_WORD_INTEGRITY),
    BITS(v1_ike_dh, "IKEv1 DH groups", SN_WORD_GROUP),
    BITS(v1_esp_encryption, "IKEv1 ESP encryption", SN_WORD_ENCRYPTION),
    BITS(v1_esp_integrity, "IKEv1 ESP integrity", SN_WORD_INTEGRITY),
    BITS(v1_pfs, "IKEv1 PFS groups", SN_WORD_GROUP),
    NUMBER(ike_lifetime, "IKE lifetime"),
    NUMBER(ike_lifetime_least, "IKE lifetime, least"),
    NUMBER(ike_lifetime_most, "IKE lifetime, most"),
    NUMBER(v1_ike_lifetime, "IKEv1 lifetime"),
    NUMBER(ipsec_lifetime, "IPsec lifetime"),
    NUMBER(ipsec_lifetime_least, "IPsec lifetime, least"),
    NUMBER(ipsec_lifetime_most, "IPsec lifetime, most"),
    NUMBER(volume_lifetime, "volume lifetime"),
};

const sn__fact_name *
sn__fact_name_at(size_t i)
{
	return i < sizeof(facts) / sizeof(*facts) ? &facts[i] : NULL;
}
