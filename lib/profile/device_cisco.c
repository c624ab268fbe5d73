/*
 * device_cisco.c - Cisco IOS and ASA.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "cisco-ios",
	.alias = "cisco",
	.title = "Cisco IOS and IOS XE",
	.kind = SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_ALIBABA_ADVICE, ""),
	.route_based = VERIFIED(1, SOURCE_IOS_VTI, "2023-07-30"),
	.nat = INFERRED(1, SOURCE_IOS_VTI, "2023-07-30"),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_IOSXE, "2026-08-20"),
	.ike_encryption =
	    VERIFIED(AES_CBC | SN_ENCRYPTION_3DES | SN_ENCRYPTION_DES,
		SOURCE_IOSXE, "2026-08-20"),
	.ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_IOSXE, "2026-08-20"),
	.ike_dh = VERIFIED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			       GROUP(15) | GROUP(16) | GROUP(19) | GROUP(20) |
			       GROUP(21) | GROUP(24),
	    SOURCE_IOSXE, "2026-08-20"),
	.esp_encryption =
	    VERIFIED(AES_CBC | AES_GCM | ALL_DES, SOURCE_IOSXE, "2026-08-20"),
	.esp_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_IOSXE, "2026-08-20"),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(15) | GROUP(16) | GROUP(19) | GROUP(20) |
			    GROUP(21) | GROUP(24),
	    SOURCE_IOSXE, "2026-08-20"),
	.ike_lifetime_least = VERIFIED(120, SOURCE_IOSXE, "2026-08-20"),
	.ike_lifetime_most = VERIFIED(86400, SOURCE_IOSXE, "2026-08-20"),
	.ipsec_lifetime_least = VERIFIED(120, SOURCE_IOSXE, "2026-08-20"),
	.ipsec_lifetime_most = VERIFIED(2592000, SOURCE_IOSXE, "2026-08-20"),
	.volume_lifetime = VERIFIED(0, SOURCE_IOSXE, "2026-08-20"),
    },
    {
	UNKNOWN_ALL,
	.name = "cisco-asa",
	.title = "Cisco ASA",
	.kind = SN_KIND_PEER,
	.tunnels = VERIFIED(1, SOURCE_ALIBABA_FAQ, ""),
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_ASA_SA, ""),
	.route_based = VERIFIED(1, SOURCE_ASA_VTI, ""),
	.nat = INFERRED(1, SOURCE_ASA_IKE, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_ASA_IKE, ""),
	.ike_encryption = VERIFIED(AES_CBC | ALL_DES, SOURCE_ASA_IKE, ""),
	.ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_ASA_IKE, ""),
	.ike_dh = VERIFIED(
	    GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14), SOURCE_ASA_IKE, ""),
	.esp_encryption = VERIFIED(AES_CBC | ALL_DES, SOURCE_ASA_IKE, ""),
	.esp_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_ASA_IKE, ""),
	.pfs = INFERRED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),
	    SOURCE_ASA_IKE, ""),
	.v1_ike_integrity = INFERRED(SHA1_MD5, SOURCE_ASA_IKE, ""),
	.v1_esp_integrity = INFERRED(SHA1_MD5, SOURCE_ASA_IKE, ""),
	.ike_lifetime_least = VERIFIED(120, SOURCE_ASA_IKE, ""),
	.ike_lifetime_most = VERIFIED(2147483647, SOURCE_ASA_IKE, ""),
	.volume_lifetime = VERIFIED(0, SOURCE_ASA_IKE, ""),
    },
};

const sn__profiles sn__device_cisco = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
