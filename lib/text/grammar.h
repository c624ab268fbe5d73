/*
 * grammar.h - one item of text: an address, a prefix or a range.
 */
#ifndef SN_GRAMMAR_H
#define SN_GRAMMAR_H

#include "base/bits.h"

typedef struct sn__item {
	unsigned family;
	sn__u128 first;
	sn__u128 last;
	int len;      /* prefix length; -1 for a range */
	bool masked;  /* host bits were cleared */
	bool unusual; /* a lenient reading, to be reported */
} sn__item;

/* The text of an item and how to read it. */
typedef struct sn__text {
	const char *p;
	const char *end;
	uint32_t flags;	 /* SN_PARSE_... */
	sn_error *error; /* or NULL */
} sn__text;

/*
 * Parses [p, end) whole: the strict grammar, and, with SN_PARSE_LENIENT, what
 * that refuses through libcidr. On failure @error, if not NULL, is filled
 * with offset and column in the text; line is for the caller to complete.
 * For a lenient reading it says, with status SN_OK, how the text was read.
 */
SN_MUST_USE sn_status sn__item_parse(sn__item *out, const char *p,
    const char *end, uint32_t flags, sn_error *error);

/*
 * Reads through libcidr what the strict grammar has refused. Where libcidr
 * refuses too, the error that is there stays. lenient.c
 */
SN_MUST_USE sn_status sn__item_lenient(sn__item *out, const sn__text *t);

/* The item first/len: host bits are cleared or refused, as the flags say. */
SN_MUST_USE sn_status sn__item_prefix(sn__item *out, unsigned family,
    sn__u128 first, unsigned len, const sn__text *t);

#endif
