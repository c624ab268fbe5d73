/*
 * gateway_alibaba.c - Alibaba Cloud: VPN gateways of two tunnels and of one,
 * and IPsec connections of transit routers.
 */
#include "profile/facts.h"

/* Of all of them. */
#define ALIBABA                                                                \
 .kind = SN_KIND_GATEWAY, .provider = SN_PROVIDER_ALIBABA,                     \
 .name_length = VERIFIED(100, SOURCE_ALIBABA_API, "2026-09-21"),               \
 .local_selectors = OLD(5, SOURCE_ALIBABA_LIMITS, "2021-03-09"),               \
 .peer_selectors = OLD(5, SOURCE_ALIBABA_LIMITS, "2021-03-09"),                \
 .sa_model = VERIFIED(SN_SA_SINGLE, SOURCE_ALIBABA_ADVICE, ""),                \
 .selectors_at =                                                               \
     VERIFIED(SN_SELECTORS_CONNECTION, SOURCE_ALIBABA_SDK, "2026-08-03"),      \
 .selectors_fixed = VERIFIED(0, SOURCE_ALIBABA_ADVICE, ""),                    \
 .route_based = VERIFIED(1, SOURCE_ALIBABA_ADVICE, ""),                        \
 .destination_default = VERIFIED(0, SOURCE_ALIBABA_API, "2026-09-21"),         \
 .ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_ALIBABA_SDK, "2026-08-03"),    \
 .ike_encryption =                                                             \
     VERIFIED(AES_CBC | ALL_DES, SOURCE_ALIBABA_SDK, "2026-08-03"),            \
 .ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_ALIBABA_SDK, "2026-08-03"), \
 .ike_dh = VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),                \
     SOURCE_ALIBABA_SDK, "2026-08-03"),                                        \
 .esp_encryption =                                                             \
     VERIFIED(AES_CBC | ALL_DES, SOURCE_ALIBABA_SDK, "2026-08-03"),            \
 .esp_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_ALIBABA_SDK, "2026-08-03"), \
 .pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),        \
     SOURCE_ALIBABA_SDK, "2026-08-03"),                                        \
 .ike_lifetime = VERIFIED(86400, SOURCE_ALIBABA_SDK, "2026-08-03"),            \
 .ike_lifetime_least = VERIFIED(0, SOURCE_ALIBABA_SDK, "2026-08-03"),          \
 .ike_lifetime_most = VERIFIED(86400, SOURCE_ALIBABA_SDK, "2026-08-03"),       \
 .ipsec_lifetime = VERIFIED(86400, SOURCE_ALIBABA_SDK, "2026-08-03"),          \
 .ipsec_lifetime_least = VERIFIED(0, SOURCE_ALIBABA_SDK, "2026-08-03"),        \
 .ipsec_lifetime_most = VERIFIED(86400, SOURCE_ALIBABA_SDK, "2026-08-03"),     \
 .volume_lifetime = VERIFIED(0, SOURCE_ALIBABA_FAQ, "")

/* Of VPN gateways, of two tunnels and of one. */
#define VPN_GATEWAY                                                    \
 .connections = OLD(10, SOURCE_ALIBABA_LIMITS, "2021-03-09"),          \
 .phase1_shared = VERIFIED(1, SOURCE_ALIBABA_ADVICE, ""),              \
 .tables = VERIFIED(                                                   \
     SN_ROWS_POLICY | SN_ROWS_DESTINATION, SOURCE_ALIBABA_POLICY, ""), \
 .policy_routes = OLD(20, SOURCE_ALIBABA_LIMITS, "2021-03-09"),        \
 .destination_routes = OLD(20, SOURCE_ALIBABA_LIMITS, "2021-03-09"),   \
 .match_rule = VERIFIED(SN_MATCH_PRIORITY, SOURCE_ALIBABA_POLICY, ""), \
 .priority_first = VERIFIED(1, SOURCE_ALIBABA_SDK, "2026-08-03"),      \
 .priority_last = VERIFIED(100, SOURCE_ALIBABA_SDK, "2026-08-03"),     \
 .publish = VERIFIED(1, SOURCE_ALIBABA_ADVICE, ""),                    \
 .auto_routes = VERIFIED(1, SOURCE_ALIBABA_ADVICE, ""),                \
 .auto_routes_off = VERIFIED(1, SOURCE_ALIBABA_API, "2026-09-21")

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	ALIBABA,
	VPN_GATEWAY,
	.name = "alibaba-cloud",
	.title = "Alibaba Cloud VPN Gateway, two tunnels",
	.tunnels = VERIFIED(2, SOURCE_ALIBABA_DUAL, "2025-09-23"),
	.weights = VERIFIED(0, SOURCE_ALIBABA_SDK, "2026-08-03"),
	.manual_default = INFERRED(1, SOURCE_ALIBABA_API, "2026-09-21"),
    },
    {
	UNKNOWN_ALL,
	ALIBABA,
	VPN_GATEWAY,
	.name = "alibaba-cloud-single",
	.title = "Alibaba Cloud VPN Gateway, one tunnel",
	.tunnels = VERIFIED(1, SOURCE_ALIBABA_DUAL, "2025-09-23"),
	.weights = VERIFIED(1, SOURCE_ALIBABA_POLICY, ""),
	.manual_default = VERIFIED(0, SOURCE_ALIBABA_API, "2026-09-21"),
	.forbidden = {{0, 0x64400000, SN_IPV4, 10, {0}}},
	.forbidden_count = 1,
	.forbidden_fact = VERIFIED(1, SOURCE_ALIBABA_API, "2026-09-21"),
    },
    {
	UNKNOWN_ALL,
	ALIBABA,
	.name = "alibaba-transit-router",
	.title = "Alibaba Cloud transit router, IPsec connection",
	.tunnels = VERIFIED(2, SOURCE_ALIBABA_TRANSIT, "2024-11-26"),
	.tables =
	    VERIFIED(SN_ROWS_CONNECTION, SOURCE_ALIBABA_SDK, "2026-08-03"),
	.match_rule =
	    INFERRED(SN_MATCH_LONGEST_PREFIX, SOURCE_ALIBABA_SDK, "2026-08-03"),
	.publish = VERIFIED(0, SOURCE_ALIBABA_ATTACH, ""),
	.auto_routes = VERIFIED(1, SOURCE_ALIBABA_ATTACH, ""),
	.forbidden = {{0, 0x64400000, SN_IPV4, 10, {0}}},
	.forbidden_count = 1,
	.forbidden_fact = VERIFIED(1, SOURCE_ALIBABA_API, "2026-09-21"),
    },
};

const sn__profiles sn__gateway_alibaba = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
