/*
 * table.h - what the readers of route tables share.
 */
#ifndef SN_READ_TABLE_H
#define SN_READ_TABLE_H

#include "read/json.h"

/* The provider's default: CreateVpnPbrRouteEntry, Priority. */
enum { SN__PRIORITY_DEFAULT = 10 };

/* Fills *error (may be NULL) for @n bytes at @at of the text. */
__attribute__((format(printf, 5, 6))) sn_status sn__table_refuse(
    const sn__reader *r, sn_status status, const char *at, size_t n,
    const char *format, ...);

/* A prefix; host bits are masked and noted in *flags. */
SN_MUST_USE sn_status sn__table_prefix(const char *text, size_t n,
    sn_prefix *out, uint32_t *flags, sn_error *error);

/* Case-insensitive; 0: none of the words. 1: the first, ... */
uint32_t sn__table_word(const char *text, size_t n, const char *const *words);

typedef sn_status sn__table_reader(sn_table *t, sn__reader *r);
sn__table_reader sn__table_csv;
sn__table_reader sn__table_json; /* provider, plan, terraform, ip -j rule */
sn__table_reader sn__table_rules;

#endif
