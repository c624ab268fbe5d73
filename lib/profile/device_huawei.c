/*
 * device_huawei.c - Huawei firewalls and access routers.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "huawei",
	.title = "Huawei firewalls (VRP)",
	.kind = SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_ALIBABA_FAQ, ""),
	.route_based = VERIFIED(1, SOURCE_VRP_TUNNEL, "2025-10-27"),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_VRP, ""),
	.ike_encryption = INFERRED(AES_CBC | ALL_DES, SOURCE_VRP, ""),
	.ike_integrity = INFERRED(SHA1_MD5 | SHA2, SOURCE_VRP, ""),
	.ike_dh = INFERRED(
	    GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14), SOURCE_VRP, ""),
	.esp_encryption = INFERRED(AES_CBC | ALL_DES, SOURCE_VRP, ""),
	.esp_integrity = INFERRED(SHA1_MD5 | SHA2, SOURCE_VRP, ""),
	.pfs = INFERRED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),
	    SOURCE_VRP, ""),
	.volume_lifetime = VERIFIED(0, SOURCE_VRP, ""),
    },
};

const sn__profiles sn__device_huawei = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
