/*
 * gateway_gcp.c - GCP Classic VPN.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "gcp",
	.title = "GCP Classic VPN",
	.kind = SN_KIND_GATEWAY,
	.provider = SN_PROVIDER_GCP,
	.tunnels = VERIFIED(1, SOURCE_GCP_STATIC, "2026-04-10"),
	.tunnels_per_peer = VERIFIED(1, SOURCE_GCP_STATIC, "2026-04-10"),
	.local_selectors =
	    VERIFIED(30, SOURCE_GCP " (best practice)", "2026-04-10"),
	.peer_selectors =
	    VERIFIED(30, SOURCE_GCP " (best practice)", "2026-04-10"),
	.sa_model = VERIFIED(SN_SA_SINGLE, SOURCE_GCP, "2026-04-10"),
	.selectors_at =
	    VERIFIED(SN_SELECTORS_CONNECTION, SOURCE_GCP, "2026-04-10"),
	.selectors_fixed = VERIFIED(1, SOURCE_GCP, "2026-04-10"),
	.route_based = VERIFIED(1, SOURCE_GCP, "2026-04-10"),
	.ipv6 = VERIFIED(0, SOURCE_GCP, "2026-04-10"),
	.peer_inside = VERIFIED(0, SOURCE_GCP_ROUTES, ""),
	.local_inside = VERIFIED(1, SOURCE_GCP_ROUTES, ""),
	.tables = VERIFIED(SN_ROWS_TUNNEL, SOURCE_GCP, "2026-04-10"),
	.auto_routes = VERIFIED(0, SOURCE_GCP_STATIC, "2026-04-10"),
	.ike_versions =
	    VERIFIED(BOTH_VERSIONS, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_encryption = VERIFIED(AES_CBC | AES_GCM | SN_ENCRYPTION_3DES,
	    SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_dh =
	    VERIFIED(GROUP(2) | GROUP(5) | GROUP(14) | GROUP(15) | GROUP(16) |
			 GROUP(18) | GROUP(19) | GROUP(20) | GROUP(21) |
			 GROUP(22) | GROUP(23) | GROUP(24) | GROUP(31),
		SOURCE_GCP_CIPHERS, "2026-04-10"),
	.esp_encryption =
	    VERIFIED(AES_CBC | AES_GCM, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.esp_integrity = VERIFIED(
	    SN_INTEGRITY_SHA1 | SN_INTEGRITY_SHA256 | SN_INTEGRITY_SHA512,
	    SOURCE_GCP_CIPHERS, "2026-04-10"),
	.pfs =
	    VERIFIED(GROUP(2) | GROUP(5) | GROUP(14) | GROUP(15) | GROUP(16) |
			 GROUP(18) | GROUP(19) | GROUP(20) | GROUP(21) |
			 GROUP(22) | GROUP(23) | GROUP(24) | GROUP(31),
		SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_ike_encryption =
	    VERIFIED(SN_ENCRYPTION_AES128, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_ike_integrity =
	    VERIFIED(SN_INTEGRITY_SHA1, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_ike_dh = VERIFIED(GROUP(2), SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_esp_encryption =
	    VERIFIED(SN_ENCRYPTION_AES128, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_esp_integrity =
	    VERIFIED(SN_INTEGRITY_SHA1, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_pfs = VERIFIED(GROUP(2), SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_lifetime = VERIFIED(36000, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_lifetime_least = VERIFIED(36000, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ike_lifetime_most = VERIFIED(36000, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.v1_ike_lifetime = VERIFIED(36600, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ipsec_lifetime = VERIFIED(10800, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ipsec_lifetime_least =
	    VERIFIED(10800, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.ipsec_lifetime_most =
	    VERIFIED(10800, SOURCE_GCP_CIPHERS, "2026-04-10"),
	.volume_lifetime = VERIFIED(0, SOURCE_GCP_CIPHERS, "2026-04-10"),
    },
};

const sn__profiles sn__gateway_gcp = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
