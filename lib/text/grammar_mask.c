/*
 * grammar_mask.c - netmasks and wildcards.
 */
#include "text/grammar_mask.h"

#include "text/value_format.h"

bool
sn__mask_length(unsigned family, sn__u128 mask, bool inverted, unsigned *len)
{
	sn__u128 all = sn__host(family, 0),
		 host = inverted ? mask : all & ~mask;

	if (host & (host + 1))
		return false;
	for (*len = sn__width(family); host; host >>= 1)
		--*len;
	return true;
}

void
sn__masks_init(sn__masks *masks, bool inverted)
{
	memset(masks, 0, sizeof(*masks));
	for (unsigned len = 1; len <= 32; len++) {
		sn__u128 host = sn__host(SN_IPV4, len);
		char text[SN__MASK_TEXT] = "";
		struct sn__mask mask = {.length = "/"};
		size_t at;

		/* A dot comes after each octet, the last one too. */
		*sn__put_addr(text, SN_IPV4,
		    inverted ? host : sn__host(SN_IPV4, 0) & ~host) = '\0';
		memcpy(mask.text, text, sizeof(mask.text));
		mask.size = (uint8_t)(sn__put_decimal(mask.length + 1, len) -
				      mask.length);
		at = sn__mask_slot(mask.text);
		while (masks->slot[at].text[0])
			at = (at + 1) % SN__MASK_SLOTS;
		masks->slot[at] = mask;
	}
}
