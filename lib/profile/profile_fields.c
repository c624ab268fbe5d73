/*
 * profile_fields.c - the facts of a profile by name: one table for all who read
 * or write profiles.
 */
#include "profile/profile_fields.h"

static const char *const sa_models[] = {"single", "per-pair", NULL};
static const char *const places[] = {
    "connection", "rules", "local-network-gateway", "one-pair", NULL};
static const char *const match_rules[] = {
    "priority", "longest-prefix", "first-created", NULL};
static const char *const tables[] = {"policy", "destination", "connection",
    "vpc", "tunnel", "local-network-gateway", "peer-subnets", NULL};
static const char *const versions[] = {"v1", "v2", NULL};
static const char *const encryption[] = {"aes128", "aes192", "aes256", "3des",
    "des", "aes128gcm", "aes192gcm", "aes256gcm", NULL};
static const char *const integrity[] = {
    "md5", "sha1", "sha256", "sha384", "sha512", NULL};
static const char *const groups[] = {"none", "group1", "group2", "group3",
    "group4", "group5", "group6", "group7", "group8", "group9", "group10",
    "group11", "group12", "group13", "group14", "group15", "group16", "group17",
    "group18", "group19", "group20", "group21", "group22", "group23", "group24",
    "group25", "group26", "group27", "group28", "group29", "group30", "group31",
    "group32", NULL};

#define FACT(name, text, form, words)                  \
 {                                                     \
#  name, text, offsetof(sn_profile, name), form, words \
 }
#define NUMBER(name, text)     FACT(name, text, SN__FACT_NUMBER, NULL)
#define YES_NO(name, text)     FACT(name, text, SN__FACT_YES_NO, NULL)
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
    WORD(sa_model, "SAs of selectors", sa_models),
    WORD(selectors_at, "selectors are in", places),
    YES_NO(selectors_fixed, "selectors fixed"),
    YES_NO(route_based, "route-based"),
    YES_NO(ipv6, "IPv6 inside"),
    YES_NO(nat, "translation"),
    BITS(tables, "tables of rows", tables),
    NUMBER(policy_routes, "policy routes"),
    NUMBER(destination_routes, "destination routes"),
    NUMBER(static_routes, "static routes"),
    WORD(match_rule, "match rule", match_rules),
    NUMBER(priority_first, "best priority"),
    NUMBER(priority_last, "worst priority"),
    YES_NO(weights, "weights count"),
    YES_NO(publish, "routes published"),
    YES_NO(auto_routes, "automatic routes"),
    YES_NO(auto_routes_off, "automatic routes off"),
    YES_NO(manual_default, "manual 0.0.0.0/0"),
    YES_NO(destination_default, "destination 0.0.0.0/0"),
    BITS(ike_versions, "IKE versions", versions),
    BITS(ike_encryption, "IKE encryption", encryption),
    BITS(ike_integrity, "IKE integrity", integrity),
    BITS(ike_dh, "IKE DH groups", groups),
    BITS(esp_encryption, "ESP encryption", encryption),
    BITS(esp_integrity, "ESP integrity", integrity),
    BITS(pfs, "PFS groups", groups),
    BITS(v1_ike_encryption, "IKEv1 encryption", encryption),
    BITS(v1_ike_integrity, "IKEv1 integrity", integrity),
    BITS(v1_ike_dh, "IKEv1 DH groups", groups),
    BITS(v1_esp_encryption, "IKEv1 ESP encryption", encryption),
    BITS(v1_esp_integrity, "IKEv1 ESP integrity", integrity),
    BITS(v1_pfs, "IKEv1 PFS groups", groups),
    NUMBER(ike_lifetime, "IKE lifetime"),
    NUMBER(ike_lifetime_least, "IKE lifetime, least"),
    NUMBER(ike_lifetime_most, "IKE lifetime, most"),
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
