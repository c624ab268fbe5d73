/*
 * bulk_extract.h - items that stand anywhere in a text.
 */
#ifndef SN_BULK_EXTRACT_H
#define SN_BULK_EXTRACT_H

#include "text/bulk_address.h"

/*
 * The next address, prefix or range: *found is where it starts, NULL: there is
 * none. Fails as sn__item_parse() where a prefix has a wrong length, with the
 * text from *found on; the line goes on after it.
 */
SN_MUST_USE sn_status sn__extract_next(sn__extract *x, uint32_t flags,
    sn__item *item, const char **found, sn_error *error);

#endif
