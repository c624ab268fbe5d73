/*
 * device_libreswan.c - Libreswan, as a gateway and as a peer.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "libreswan",
	.title = "Libreswan (leftsubnets, rightsubnets)",
	.kind = SN_KIND_GATEWAY | SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_LIBRESWAN, ""),
	.selectors_at = VERIFIED(SN_SELECTORS_CONNECTION, SOURCE_LIBRESWAN, ""),
	.selectors_fixed = INFERRED(0, SOURCE_LIBRESWAN, ""),
	.route_based = VERIFIED(1, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ipv6 = VERIFIED(1, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.nat = INFERRED(1, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.tables = VERIFIED(SN_ROWS_TUNNEL, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.auto_routes = VERIFIED(1, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ike_versions =
	    VERIFIED(BOTH_VERSIONS, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ike_encryption = VERIFIED(AES_CBC | AES_GCM | SN_ENCRYPTION_3DES,
	    SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ike_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ike_dh = VERIFIED(GROUP(5) | GROUP(14) | GROUP(15) | GROUP(16) |
			       GROUP(17) | GROUP(18) | GROUP(19) | GROUP(20) |
			       GROUP(21) | GROUP(31),
	    SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.esp_encryption = VERIFIED(AES_CBC | AES_GCM | SN_ENCRYPTION_3DES,
	    SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.esp_integrity =
	    VERIFIED(SHA1_MD5 | SHA2, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.pfs = VERIFIED(NO_GROUP | GROUP(5) | GROUP(14) | GROUP(15) |
			    GROUP(16) | GROUP(17) | GROUP(18) | GROUP(19) |
			    GROUP(20) | GROUP(21) | GROUP(31),
	    SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ike_lifetime_most =
	    VERIFIED(86400, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.ipsec_lifetime_most =
	    VERIFIED(86400, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
	.volume_lifetime = VERIFIED(0, SOURCE_LIBRESWAN_CONF, "2026-08-21"),
    },
};

const sn__profiles sn__device_libreswan = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
