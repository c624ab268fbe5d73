/*
 * device_juniper.c - Juniper SRX.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "juniper",
	.title = "Juniper SRX with traffic selectors",
	.kind = SN_KIND_PEER,
	.local_selectors = VERIFIED(200, SOURCE_JUNIPER, ""),
	.peer_selectors = VERIFIED(200, SOURCE_JUNIPER, ""),
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_JUNIPER, ""),
	.route_based = VERIFIED(1, SOURCE_JUNIPER_ROUTED, ""),
	.match_rule = VERIFIED(SN_MATCH_FIRST_CREATED, SOURCE_JUNIPER, ""),
	.auto_routes = VERIFIED(1, SOURCE_JUNIPER, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_JUNOS, "2026-08-17"),
	.ike_encryption =
	    VERIFIED(AES_CBC | ALL_DES, SOURCE_JUNOS, "2026-08-17"),
	.ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_JUNOS, "2026-08-17"),
	.ike_dh = INFERRED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			       GROUP(19) | GROUP(20) | GROUP(24),
	    SOURCE_JUNOS, "2026-08-17"),
	.esp_encryption =
	    VERIFIED(AES_CBC | AES_GCM | ALL_DES, SOURCE_JUNOS, "2026-08-17"),
	.esp_integrity = INFERRED(SHA1_MD5 | SHA2, SOURCE_JUNOS, "2026-08-17"),
	.pfs = INFERRED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(19) | GROUP(20) | GROUP(24),
	    SOURCE_JUNOS, "2026-08-17"),
	.ike_lifetime_least = VERIFIED(180, SOURCE_JUNOS, "2026-08-17"),
	.ike_lifetime_most = VERIFIED(86400, SOURCE_JUNOS, "2026-08-17"),
	.ipsec_lifetime_least = VERIFIED(180, SOURCE_JUNOS, "2026-08-17"),
	.ipsec_lifetime_most = VERIFIED(86400, SOURCE_JUNOS, "2026-08-17"),
	.volume_lifetime = VERIFIED(0, SOURCE_JUNOS, "2026-08-17"),
    },
};

const sn__profiles sn__device_juniper = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
