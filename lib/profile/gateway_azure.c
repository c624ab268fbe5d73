/*
 * gateway_azure.c - Azure VPN gateways.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "azure",
	.title = "Azure VPN Gateway (RouteBased)",
	.kind = SN_KIND_GATEWAY,
	.provider = SN_PROVIDER_AZURE,
	.tunnels = INFERRED(1, SOURCE_AZURE, ""),
	.connections = OLD(30, SOURCE_AZURE_LIMITS, "2020-09"),
	.pairs = VERIFIED(200, SOURCE_AZURE_PAIRS, "2023-01"),
	.sa_model = INFERRED(SN_SA_PER_PAIR, SOURCE_AZURE, ""),
	.selectors_at = VERIFIED(SN_SELECTORS_NETWORK, SOURCE_AZURE, ""),
	.route_based = VERIFIED(1, SOURCE_AZURE, ""),
	.nat = VERIFIED(1, SOURCE_AZURE_NAT, ""),
	.tables = INFERRED(SN_ROWS_NETWORK, SOURCE_AZURE, ""),
	.auto_routes = INFERRED(0, SOURCE_AZURE, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_AZURE_POLICY, ""),
	.ike_encryption = VERIFIED(AES_CBC | ALL_DES | SN_ENCRYPTION_AES128GCM |
				       SN_ENCRYPTION_AES256GCM,
	    SOURCE_AZURE_POLICY, ""),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SN_INTEGRITY_SHA256 | SN_INTEGRITY_SHA384,
		SOURCE_AZURE_POLICY, ""),
	.ike_dh = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(14) |
			       GROUP(19) | GROUP(20) | GROUP(24),
	    SOURCE_AZURE_POLICY, ""),
	.esp_encryption = VERIFIED(AES_CBC | ALL_DES | SN_ENCRYPTION_AES128GCM |
				       SN_ENCRYPTION_AES256GCM,
	    SOURCE_AZURE_POLICY, ""),
	.esp_integrity =
	    VERIFIED(SHA1_MD5 | SN_INTEGRITY_SHA256, SOURCE_AZURE_POLICY, ""),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(14) | GROUP(19) |
			    GROUP(20) | GROUP(24),
	    SOURCE_AZURE_POLICY, ""),
	.ike_lifetime = VERIFIED(28800, SOURCE_AZURE_POLICY, ""),
	.ike_lifetime_least = VERIFIED(28800, SOURCE_AZURE_POLICY, ""),
	.ike_lifetime_most = VERIFIED(28800, SOURCE_AZURE_POLICY, ""),
	.ipsec_lifetime = VERIFIED(27000, SOURCE_AZURE_POLICY, ""),
	.ipsec_lifetime_least = VERIFIED(300, SOURCE_AZURE_POLICY, ""),
	.volume_lifetime = VERIFIED(102400000, SOURCE_AZURE_POLICY, ""),
    },
};

const sn__profiles sn__gateway_azure = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
