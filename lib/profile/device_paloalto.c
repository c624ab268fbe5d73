/*
 * device_paloalto.c - Palo Alto PAN-OS.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "paloalto",
	.title = "Palo Alto PAN-OS with proxy ids",
	.kind = SN_KIND_PEER,
	.sa_model = VERIFIED(SN_SA_PER_PAIR, SOURCE_PANOS, "2026-06-17"),
	.route_based = INFERRED(1, SOURCE_PANOS, "2026-06-17"),
	.ike_versions = VERIFIED(BOTH_VERSIONS, SOURCE_PANOS, "2026-06-17"),
	.ike_encryption =
	    VERIFIED(AES_CBC | ALL_DES, SOURCE_PANOS, "2026-06-17"),
	.ike_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_PANOS, "2026-06-17"),
	.ike_dh =
	    INFERRED(GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) | GROUP(15) |
			 GROUP(16) | GROUP(19) | GROUP(20) | GROUP(21),
		SOURCE_PANOS, "2026-06-17"),
	.esp_encryption =
	    VERIFIED(AES_CBC | ALL_DES, SOURCE_PANOS, "2026-06-17"),
	.esp_integrity = VERIFIED(SHA1_MD5 | SHA2, SOURCE_PANOS, "2026-06-17"),
	.pfs = VERIFIED(NO_GROUP | GROUP(1) | GROUP(2) | GROUP(5) | GROUP(14) |
			    GROUP(15) | GROUP(16) | GROUP(19) | GROUP(20) |
			    GROUP(21),
	    SOURCE_PANOS, "2026-06-17"),
	.volume_lifetime = INFERRED(0, SOURCE_PANOS, "2026-06-17"),
    },
};

const sn__profiles sn__device_paloalto = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
