/*
 * device_h3c.c - H3C and HPE Comware.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "h3c",
	.title = "H3C, HPE Comware in standard mode",
	.kind = SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_COMWARE, ""),
	.route_based = INFERRED(1, SOURCE_COMWARE_GUIDE, ""),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_COMWARE_GUIDE, ""),
	.ike_encryption = VERIFIED(AES_CBC | ALL_DES, SOURCE_COMWARE_GUIDE, ""),
	.ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_COMWARE_GUIDE, ""),
	.ike_dh = INFERRED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),
	    SOURCE_COMWARE_GUIDE, ""),
	.esp_encryption = VERIFIED(AES_CBC | ALL_DES, SOURCE_COMWARE_GUIDE, ""),
	.esp_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_COMWARE_GUIDE, ""),
	.pfs = INFERRED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14),
	    SOURCE_COMWARE_GUIDE, ""),
	.ipsec_lifetime_least = VERIFIED(180, SOURCE_COMWARE_GUIDE, ""),
	.ipsec_lifetime_most = VERIFIED(604800, SOURCE_COMWARE_GUIDE, ""),
	.volume_lifetime = VERIFIED(4294967295, SOURCE_COMWARE_GUIDE, ""),
    },
};

const sn__profiles sn__device_h3c = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
