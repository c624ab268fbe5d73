/*
 * vendor.c - what a vendor calls the algorithms of a proposal.
 */
#include "render/device/vendor.h"

#include "base/bits.h"
#include "base/error.h"
#include "render/words.h"

const char *
sn__vendor_word(const char *const *names, size_t n, uint32_t bits)
{
	size_t i = sn__ctz32(bits);

	return i < n ? names[i] : NULL;
}

static sn_status
none(const sn__vendor *vendor, const char *phase, const char *what,
    sn_error *error)
{
	/* No integrity but the cipher's own has no word. */
	return sn__error_format(error, SN_EINVAL,
	    "%s has no %s for %s (--proposal)", vendor->where,
	    what ? what : "AES-GCM without one", phase);
}

sn_status
sn__vendor_name(sn__vendor_words *out, const sn__vendor *vendor,
    const sn_proposal *p, sn_error *error)
{
	const char *const *groups = vendor->ike_dh;

	*out = (sn__vendor_words){
	    .ike_encryption = sn__vendor_word(
		vendor->ike_encryption, SN__ENCRYPTIONS, p->ike_encryption),
	    .ike_integrity = sn__vendor_word(
		vendor->ike_integrity, SN__INTEGRITIES, p->ike_integrity),
	    .ike_dh = p->ike_dh < SN__GROUPS ? groups[p->ike_dh] : NULL,
	    .esp_encryption = sn__vendor_word(
		vendor->esp_encryption, SN__ENCRYPTIONS, p->esp_encryption),
	    .esp_integrity = sn__vendor_word(
		vendor->esp_integrity, SN__INTEGRITIES, p->esp_integrity),
	    .pfs = p->pfs < SN__GROUPS ? vendor->pfs[p->pfs] : NULL,
	};
	if (!out->ike_encryption)
		return none(vendor, "IKE",
		    sn__bit_word(SN_WORD_ENCRYPTION, p->ike_encryption), error);
	if (!out->ike_integrity)
		return none(vendor, "IKE",
		    sn__bit_word(SN_WORD_INTEGRITY, p->ike_integrity), error);
	if (!out->ike_dh)
		return none(
		    vendor, "IKE", sn_word(SN_WORD_GROUP, p->ike_dh), error);
	if (!out->esp_encryption)
		return none(vendor, "ESP",
		    sn__bit_word(SN_WORD_ENCRYPTION, p->esp_encryption), error);
	if (!out->esp_integrity)
		return none(vendor, "ESP",
		    sn__bit_word(SN_WORD_INTEGRITY, p->esp_integrity), error);
	if (!out->pfs)
		return none(
		    vendor, "PFS", sn_word(SN_WORD_GROUP, p->pfs), error);
	return SN_OK;
}
