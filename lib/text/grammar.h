/*
 * grammar.h - one item of text in the strict grammar.
 */
#ifndef SN_GRAMMAR_H
#define SN_GRAMMAR_H

#include "base/bits.h"

/* With SN_PARSE_LENIENT: a number is an address however small it is. */
enum { SN__PARSE_ANY_INTEGER = 1 << 30 };

typedef struct sn__item {
	unsigned family;
	sn__u128 first;
	sn__u128 last;
	int len;      /* prefix length; -1 for a range */
	bool masked;  /* host bits were cleared */
	bool unusual; /* a lenient reading, to be reported */
} sn__item;

/* The text of an item and how to read it. */
typedef struct sn__item_text {
	const char *p;
	const char *end;
	uint32_t flags;	 /* SN_PARSE_... */
	sn_error *error; /* or NULL */
} sn__item_text;

/*
 * Reads the whole of @t. On failure t->error, if not NULL, is filled with
 * offset and column in the text; the line is for the caller to complete.
 */
SN_MUST_USE sn_status sn__item_strict(sn__item *out, const sn__item_text *t);

/* The item first/len: host bits are cleared or refused, as the flags say. */
SN_MUST_USE sn_status sn__item_prefix(sn__item *out, unsigned family,
    sn__u128 first, unsigned len, const sn__item_text *t);

#endif
