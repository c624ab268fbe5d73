/*
 * device_strongswan.c - strongSwan, as a gateway and as a peer.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "strongswan",
	.title = "strongSwan (swanctl)",
	.kind = SN_KIND_GATEWAY | SN_KIND_PEER,
	.local_selectors = VERIFIED(255, SOURCE_MEASURED, "2026"),
	.peer_selectors = VERIFIED(255, SOURCE_MEASURED, "2026"),
	.sa_model = VERIFIED(SN_SA_SINGLE, SOURCE_STRONGSWAN, ""),
	.selectors_at =
	    VERIFIED(SN_SELECTORS_CONNECTION, SOURCE_STRONGSWAN, ""),
	.selectors_fixed = VERIFIED(0, SOURCE_MEASURED, "2026"),
	.route_based = VERIFIED(1, SOURCE_MEASURED, "2026"),
	.ipv6 = VERIFIED(1, SOURCE_STRONGSWAN, ""),
	.nat = INFERRED(1, SOURCE_MEASURED, "2026"),
	.tables = VERIFIED(SN_ROWS_TUNNEL, SOURCE_MEASURED, "2026"),
	.match_rule =
	    VERIFIED(SN_MATCH_LONGEST_PREFIX, SOURCE_MEASURED, "2026"),
	.auto_routes = VERIFIED(1, SOURCE_MEASURED, "2026"),
	.auto_routes_off = VERIFIED(1, SOURCE_STRONGSWAN, ""),
	.ike_versions =
	    VERIFIED(BOTH_VERSIONS, SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.ike_encryption = VERIFIED(AES_CBC | AES_GCM | ALL_DES,
	    SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.ike_dh = VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			       GROUP(15) | GROUP(16) | GROUP(17) | GROUP(18) |
			       GROUP(19) | GROUP(20) | GROUP(21) | GROUP(22) |
			       GROUP(23) | GROUP(24) | GROUP(25) | GROUP(26) |
			       GROUP(27) | GROUP(28) | GROUP(29) | GROUP(30) |
			       GROUP(31) | GROUP(32),
	    SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.esp_encryption = VERIFIED(AES_CBC | AES_GCM | ALL_DES,
	    SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.esp_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(15) | GROUP(16) | GROUP(17) | GROUP(18) |
			    GROUP(19) | GROUP(20) | GROUP(21) | GROUP(22) |
			    GROUP(23) | GROUP(24) | GROUP(25) | GROUP(26) |
			    GROUP(27) | GROUP(28) | GROUP(29) | GROUP(30) |
			    GROUP(31) | GROUP(32),
	    SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
	.volume_lifetime =
	    VERIFIED(0, SOURCE_STRONGSWAN_KEYWORDS, "2026-05-12"),
    },
};

const sn__profiles sn__device_strongswan = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
