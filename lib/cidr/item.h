/*
 * item.h - one item of text: an address, a prefix or a range.
 */
#ifndef SN_ITEM_H
#define SN_ITEM_H

#include "cidr/bits.h"

typedef struct sn__item {
	unsigned family;
	sn__u128 first;
	sn__u128 last;
	int len;      /* prefix length; -1 for a range */
	bool masked;  /* host bits were cleared */
	bool unusual; /* a lenient reading, to be reported */
} sn__item;

/*
 * Parses [p, end) whole. Strict grammar only. On failure @error, if not
 * NULL, is filled with column = offset in the text + 1; line and offset are
 * for the caller to complete.
 */
SN_MUST_USE sn_status sn__item_parse(sn__item *out, const char *p,
    const char *end, uint32_t flags, sn_error *error);

/* Fills an error: @at is the offending byte in the text [p, end). */
sn_status sn__error_set(sn_error *error, sn_status status, const char *message);
void sn__error_text(sn_error *error, const char *p, const char *end);

#endif
