/*
 * item.h - one item of text: an address, a prefix or a range.
 */
#ifndef SN_ITEM_H
#define SN_ITEM_H

#include "text/grammar.h"

/*
 * Reads [p, end) whole: in the strict grammar, and, with SN_PARSE_LENIENT,
 * what that refuses through libcidr. @error as the two grammars say.
 */
SN_MUST_USE sn_status sn__item_parse(sn__item *out, const char *p,
    const char *end, uint32_t flags, sn_error *error);

#endif
