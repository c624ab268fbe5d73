/*
 * value_pair.h - items that are told by two values: an address, and where it
 * ends.
 */
#ifndef SN_VALUE_PAIR_H
#define SN_VALUE_PAIR_H

#include "text/item.h"

/* The texts of both, and what the second is. */
typedef struct sn__pair {
	const char *first;
	const char *first_end;
	const char *second;
	const char *second_end;
	uint32_t are; /* SN_COLUMNS_... */
} sn__pair;

/*
 * Reads @pair as an item. On failure *error, if not NULL, is filled with
 * offset and column from @line on.
 */
SN_MUST_USE sn_status sn__pair_parse(sn__item *out, const sn__pair *pair,
    const char *line, uint32_t flags, sn_error *error);

/*
 * How many addresses but the first a count of IPv4, [p, end), has; false where
 * it is none, or all addresses.
 */
bool sn__pair_count(const char *p, const char *end, uint32_t *more);

#endif
