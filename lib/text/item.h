/*
 * item.h - one item of text: an address, a prefix or a range.
 */
#ifndef SN_ITEM_H
#define SN_ITEM_H

#include "text/grammar.h"

/*
 * Reads [p, end) whole: in the strict grammar, and, with SN_PARSE_LENIENT,
 * what that refuses by the rules of grammar_lenient.c. @error as the two
 * grammars say.
 */
SN_MUST_USE sn_status sn__item_parse(sn__item *out, const char *p,
    const char *end, uint32_t flags, sn_error *error);

/* Says, with status SN_OK, what @item is whose host bits were cleared. */
void sn__item_masked(
    const sn__item *item, const char *p, const char *end, sn_error *error);

/* Says, with status SN_OK, how what stands in [p, end) was read. */
void sn__item_unusual(
    const sn__item *item, const char *p, const char *end, sn_error *error);

#endif
