/*
 * gateway_aws.c - AWS Site-to-Site VPN. Its "local" network is the
 * customer's side.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "aws",
	.title = "AWS Site-to-Site VPN",
	.kind = SN_KIND_GATEWAY,
	.provider = SN_PROVIDER_AWS,
	.tunnels = VERIFIED(2, SOURCE_AWS_OPTIONS, ""),
	/* A second one between the same gateways is the first one. */
	.tunnels_per_peer = INFERRED(1, SOURCE_AWS_CREATE, ""),
	.connections = VERIFIED(10, SOURCE_AWS_LIMITS, ""),
	.local_selectors = VERIFIED(1, SOURCE_AWS_API, ""),
	.peer_selectors = VERIFIED(1, SOURCE_AWS_API, ""),
	.sa_model = VERIFIED(SN_SA_SINGLE, SOURCE_AWS_GUIDE, ""),
	.selectors_at = VERIFIED(SN_SELECTORS_ONE_PAIR, SOURCE_AWS_API, ""),
	.selectors_fixed = VERIFIED(0, SOURCE_AWS_API, ""),
	.route_based = VERIFIED(1, SOURCE_AWS_GUIDE, ""),
	.ipv6 = VERIFIED(0, SOURCE_AWS_IPV6, ""),
	.peer_inside = VERIFIED(0, SOURCE_AWS_ROUTES, ""),
	.tables =
	    INFERRED(SN_ROWS_CONNECTION | SN_ROWS_VPC, SOURCE_AWS_OPTIONS, ""),
	.auto_routes = INFERRED(0, SOURCE_AWS_OPTIONS, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_AWS_OPTIONS, ""),
	.ike_encryption =
	    VERIFIED(SN_ENCRYPTION_AES128 | SN_ENCRYPTION_AES256 |
			 SN_ENCRYPTION_AES128GCM | SN_ENCRYPTION_AES256GCM,
		SOURCE_AWS_OPTIONS, ""),
	.ike_integrity =
	    VERIFIED(SN_INTEGRITY_SHA1 | SHA2, SOURCE_AWS_OPTIONS, ""),
	.ike_dh = VERIFIED(GROUP(2) | GROUP(14) | GROUP(15) | GROUP(16) |
			       GROUP(17) | GROUP(18) | GROUP(19) | GROUP(20) |
			       GROUP(21) | GROUP(22) | GROUP(23) | GROUP(24),
	    SOURCE_AWS_OPTIONS, ""),
	.esp_encryption =
	    VERIFIED(SN_ENCRYPTION_AES128 | SN_ENCRYPTION_AES256 |
			 SN_ENCRYPTION_AES128GCM | SN_ENCRYPTION_AES256GCM,
		SOURCE_AWS_OPTIONS, ""),
	.esp_integrity =
	    VERIFIED(SN_INTEGRITY_SHA1 | SHA2, SOURCE_AWS_OPTIONS, ""),
	.pfs =
	    VERIFIED(GROUP(5) | GROUP(2) | GROUP(14) | GROUP(15) | GROUP(16) |
			 GROUP(17) | GROUP(18) | GROUP(19) | GROUP(20) |
			 GROUP(21) | GROUP(22) | GROUP(23) | GROUP(24),
		SOURCE_AWS_OPTIONS, ""),
	.ike_lifetime = VERIFIED(28800, SOURCE_AWS_OPTIONS, ""),
	.ike_lifetime_least = VERIFIED(900, SOURCE_AWS_OPTIONS, ""),
	.ike_lifetime_most = VERIFIED(28800, SOURCE_AWS_OPTIONS, ""),
	.ipsec_lifetime = VERIFIED(3600, SOURCE_AWS_OPTIONS, ""),
	.ipsec_lifetime_least = VERIFIED(900, SOURCE_AWS_OPTIONS, ""),
	.ipsec_lifetime_most = VERIFIED(3600, SOURCE_AWS_OPTIONS, ""),
	.volume_lifetime = VERIFIED(0, SOURCE_AWS_OPTIONS, ""),
    },
};

const sn__profiles sn__gateway_aws = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
