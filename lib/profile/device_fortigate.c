/*
 * device_fortigate.c - Fortinet FortiGate.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "fortigate",
	.title = "Fortinet FortiGate",
	.kind = SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_FORTIGATE_SA, "2024"),
	.route_based = VERIFIED(1, SOURCE_FORTIGATE_TUNNEL, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_FORTIOS, "2026-07-01"),
	.ike_encryption =
	    VERIFIED(AES_CBC | ALL_DES, SOURCE_FORTIOS, "2026-07-01"),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_FORTIOS, "2026-07-01"),
	.ike_dh =
	    VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) | GROUP(15) |
			 GROUP(16) | GROUP(17) | GROUP(18) | GROUP(19) |
			 GROUP(20) | GROUP(21) | GROUP(27) | GROUP(28) |
			 GROUP(29) | GROUP(30) | GROUP(31) | GROUP(32),
		SOURCE_FORTIOS, "2026-07-01"),
	.esp_encryption =
	    VERIFIED(AES_CBC | ALL_DES, SOURCE_FORTIOS, "2026-07-01"),
	.esp_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_FORTIOS, "2026-07-01"),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(15) | GROUP(16) | GROUP(17) | GROUP(18) |
			    GROUP(19) | GROUP(20) | GROUP(21) | GROUP(27) |
			    GROUP(28) | GROUP(29) | GROUP(30) | GROUP(31) |
			    GROUP(32),
	    SOURCE_FORTIOS, "2026-07-01"),
	.ike_lifetime_least = VERIFIED(120, SOURCE_FORTIOS, "2026-07-01"),
	.ike_lifetime_most = VERIFIED(172800, SOURCE_FORTIOS, "2026-07-01"),
	.ipsec_lifetime_least = VERIFIED(120, SOURCE_FORTIOS, "2026-07-01"),
	.ipsec_lifetime_most = VERIFIED(172800, SOURCE_FORTIOS, "2026-07-01"),
	.volume_lifetime = VERIFIED(0, SOURCE_FORTIOS, "2026-07-01"),
    },
};

const sn__profiles sn__device_fortigate = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
