/*
 * grammar_mask.c - netmasks and wildcards.
 */
#include "text/grammar_mask.h"

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
