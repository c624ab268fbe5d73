/*
 * grammar_mask.h - netmasks and wildcards.
 */
#ifndef SN_GRAMMAR_MASK_H
#define SN_GRAMMAR_MASK_H

#include "base/bits.h"

/*
 * The length of the prefix whose netmask is @mask, or its inverse where
 * @inverted; false: it is of none.
 */
bool sn__mask_length(
    unsigned family, sn__u128 mask, bool inverted, unsigned *len);

#endif
