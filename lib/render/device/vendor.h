/*
 * vendor.h - what a vendor calls the algorithms of a proposal.
 */
#ifndef SN_VENDOR_H
#define SN_VENDOR_H

#include "supernet_vpn.h"

enum { SN__ENCRYPTIONS = 8, SN__INTEGRITIES = 5, SN__GROUPS = 32 };

/* The names, by the number of the bit or group; NULL: there is none. */
typedef struct sn__vendor {
	const char *where; /* these names are used, in messages */
	const char *ike_encryption[SN__ENCRYPTIONS];
	const char *ike_integrity[SN__INTEGRITIES];
	const char *ike_dh[SN__GROUPS];
	const char *esp_encryption[SN__ENCRYPTIONS];
	const char *esp_integrity[SN__INTEGRITIES];
	const char *pfs[SN__GROUPS]; /* [0]: off */
} sn__vendor;

/* Those of a proposal. */
typedef struct sn__vendor_words {
	const char *ike_encryption;
	const char *ike_integrity;
	const char *ike_dh;
	const char *esp_encryption;
	const char *esp_integrity;
	const char *pfs;
} sn__vendor_words;

/* The name, among @n, of the algorithm whose bit is the only one in @bits. */
const char *sn__vendor_word(const char *const *names, size_t n, uint32_t bits);
/* SN_EINVAL with *error filled: the vendor has no name for one of them. */
SN_MUST_USE sn_status sn__vendor_name(sn__vendor_words *out,
    const sn__vendor *vendor, const sn_proposal *p, sn_error *error);

#endif
