/*
 * gateway_tencent.c - Tencent Cloud VPN.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "tencent-cloud",
	.title = "Tencent Cloud VPN",
	.kind = SN_KIND_GATEWAY,
	.provider = SN_PROVIDER_TENCENT,
	.tunnels = INFERRED(1, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.tunnels_per_peer = VERIFIED(1, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.connections = VERIFIED(20, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.name_length = VERIFIED(60, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.local_selectors = VERIFIED(10, SOURCE_TENCENT " (SPD rules)", ""),
	.peer_selectors = VERIFIED(50, SOURCE_TENCENT, ""),
	.pairs = VERIFIED(200, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.sa_model =
	    VERIFIED(SN_SA_PER_PAIR, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.selectors_at = VERIFIED(SN_SELECTORS_RULES, SOURCE_TENCENT, ""),
	.route_based = VERIFIED(1, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.ipv6 = VERIFIED(0, SOURCE_TENCENT_LIMITS, "2024-08-15"),
	.peer_inside = OLD(0, SOURCE_TENCENT, "2022-03-24"),
	.local_inside = OLD(0, SOURCE_TENCENT, "2022-03-24"),
	.tables = VERIFIED(SN_ROWS_VPC, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.auto_routes = INFERRED(0, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_versions =
	    VERIFIED(BOTH_VERSIONS, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_encryption = VERIFIED(AES_CBC | AES_GCM | ALL_DES,
	    SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_integrity = VERIFIED(SHA1_MD5 | SN_INTEGRITY_SHA256,
	    SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_dh =
	    VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) | GROUP(24),
		SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.esp_encryption = VERIFIED(AES_CBC | AES_GCM | ALL_DES,
	    SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.esp_integrity = VERIFIED(SHA1_MD5 | SN_INTEGRITY_SHA256,
	    SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.pfs = VERIFIED(
	    NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) | GROUP(24),
	    SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_lifetime = VERIFIED(86400, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_lifetime_least =
	    VERIFIED(60, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ike_lifetime_most =
	    VERIFIED(604800, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ipsec_lifetime =
	    VERIFIED(3600, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ipsec_lifetime_least =
	    VERIFIED(180, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.ipsec_lifetime_most =
	    VERIFIED(604800, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
	.volume_lifetime =
	    INFERRED(4294967295, SOURCE_TENCENT_TERRAFORM, "2026-08-21"),
    },
};

const sn__profiles sn__gateway_tencent = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
