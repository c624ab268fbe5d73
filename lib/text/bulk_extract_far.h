/*
 * bulk_extract_far.h - what the words and columns beside an address make of it.
 */
#ifndef SN_BULK_EXTRACT_FAR_H
#define SN_BULK_EXTRACT_FAR_H

#include "text/bulk_address.h"

/*
 * Completes *item, the address [from, to), and moves x->p past what went into
 * it. What only its look says is marked as unusual. Fails where the other end
 * of a range is not on the line.
 */
SN_MUST_USE sn_status sn__extract_far(sn__extract *x, const char *from,
    const char *to, sn__item *item, sn_error *error);

/* Whether the address at @p, by itself, is the version of a program. */
bool sn__extract_is_version(
    const sn__extract *x, const char *p, const sn__item *item);

#endif
