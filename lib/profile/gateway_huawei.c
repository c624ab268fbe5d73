/*
 * gateway_huawei.c - Huawei Cloud VPN.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "huawei-cloud",
	.title = "Huawei Cloud VPN",
	.kind = SN_KIND_GATEWAY,
	.provider = SN_PROVIDER_HUAWEI,
	.tunnels = INFERRED(1, SOURCE_HUAWEI_API, "2025-10-27"),
	.connections = VERIFIED(100, SOURCE_HUAWEI_RULES, ""),
	.name_length = VERIFIED(64, SOURCE_HUAWEI_API, "2025-10-27"),
	.local_selectors =
	    VERIFIED(5, SOURCE_HUAWEI_RULES " (policy rules)", ""),
	.peer_selectors = VERIFIED(50, SOURCE_HUAWEI, "2025-05-14"),
	.sa_model = INFERRED(SN_SA_PER_PAIR, SOURCE_HUAWEI, ""),
	.selectors_at =
	    VERIFIED(SN_SELECTORS_RULES, SOURCE_HUAWEI_API, "2025-10-27"),
	.route_based = VERIFIED(1, SOURCE_HUAWEI_API, "2025-10-27"),
	.peer_inside = VERIFIED(0, SOURCE_HUAWEI_SUBNETS, "2023-10-20"),
	.local_inside = VERIFIED(1, SOURCE_HUAWEI_SUBNETS, "2023-10-20"),
	.tables = VERIFIED(SN_ROWS_SUBNETS, SOURCE_HUAWEI_API, "2025-10-27"),
	.match_rule =
	    VERIFIED(SN_MATCH_FIRST_CREATED, SOURCE_HUAWEI, "2025-05-14"),
	.forbidden = {{0, 0x64400000, SN_IPV4, 10, {0}},
	    {0, 0xd6000000, SN_IPV4, 8, {0}}},
	.forbidden_count = 2,
	.forbidden_fact = VERIFIED(1, SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_versions =
	    VERIFIED(BOTH_VERSIONS, SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_encryption =
	    VERIFIED(AES_CBC | SN_ENCRYPTION_3DES | SN_ENCRYPTION_AES128GCM |
			 SN_ENCRYPTION_AES256GCM,
		SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_dh =
	    VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) | GROUP(15) |
			 GROUP(16) | GROUP(19) | GROUP(20) | GROUP(21),
		SOURCE_HUAWEI_API, "2025-10-27"),
	.esp_encryption =
	    VERIFIED(AES_CBC | SN_ENCRYPTION_3DES | SN_ENCRYPTION_AES128GCM |
			 SN_ENCRYPTION_AES256GCM,
		SOURCE_HUAWEI_API, "2025-10-27"),
	.esp_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_HUAWEI_API, "2025-10-27"),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(15) | GROUP(16) | GROUP(19) | GROUP(20) |
			    GROUP(21),
	    SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_lifetime = VERIFIED(86400, SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_lifetime_least = VERIFIED(60, SOURCE_HUAWEI_API, "2025-10-27"),
	.ike_lifetime_most = VERIFIED(604800, SOURCE_HUAWEI_API, "2025-10-27"),
	.ipsec_lifetime = VERIFIED(3600, SOURCE_HUAWEI_API, "2025-10-27"),
	.ipsec_lifetime_least = VERIFIED(60, SOURCE_HUAWEI_API, "2025-10-27"),
	.ipsec_lifetime_most =
	    VERIFIED(604800, SOURCE_HUAWEI_API, "2025-10-27"),
	.volume_lifetime = VERIFIED(0, SOURCE_HUAWEI_API, "2025-10-27"),
    },
};

const sn__profiles sn__gateway_huawei = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
