/*
 * table_row.h - what rows of a table look like in all of its forms.
 */
#ifndef SN_TABLE_ROW_H
#define SN_TABLE_ROW_H

#include "supernet_routes.h"

/* The provider's default: CreateVpnPbrRouteEntry, Priority. */
enum { SN__PRIORITY_DEFAULT = 10 };

/* A prefix; host bits are masked and noted in *flags. */
SN_MUST_USE sn_status sn__row_prefix(const char *text, size_t n, sn_prefix *out,
    uint32_t *flags, sn_error *error);

/* The value of @kind (SN_WORD_...) by its word, in letters of either case; 0:
 * none. For kinds without a word for 0. */
uint32_t sn__row_value(const char *text, size_t n, unsigned kind);

/* Case-insensitive; 0: none of the words. 1: the first, ... */
uint32_t sn__row_word(const char *text, size_t n, const char *const *words);

#endif
