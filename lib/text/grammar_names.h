/*
 * grammar_names.h - names of reverse zones and of response policy zones, and
 * addresses in hex or as one number.
 */
#ifndef SN_GRAMMAR_NAMES_H
#define SN_GRAMMAR_NAMES_H

#include "text/grammar.h"

/* What a lenient text was read as, before host bits are looked at. */
typedef struct sn__lenient {
	unsigned family;
	sn__u128 first;
	sn__u128 last;	     /* of a range */
	int len;	     /* -1: a range */
	const char *without; /* what was left out; NULL: nothing */
	const char *refused; /* why a rule of this form refuses it */
} sn__lenient;

/* Of a text that no rule here covers. */
enum { SN__NO_RULE = 1 };

/*
 * "2.0.192.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa", RFC 2317's
 * "0/25.2.0.192.in-addr.arpa" and "0-127.2...", "24.0.2.0.192.rpz-ip" with or
 * without the zone after it. SN_OK, SN__NO_RULE, SN_ENOMEM.
 */
int sn__lenient_name(sn__lenient *out, const char *p, const char *end);

/* "0x0a000001", "0x0a.0.0.1" and either with a length. As above. */
int sn__lenient_hex(sn__lenient *out, const char *p, const char *end);

/* "167772161", below 2^24 only where @any. As above. */
int sn__lenient_integer(
    sn__lenient *out, const char *p, const char *end, bool any);
/* A decimal number without leading zeros up to @most, of at most five digits,
 * is all of [p, end). */
bool sn__is_number(
    const char *p, const char *end, unsigned most, unsigned *out);

#endif
