/*
 * ike_values.h - values that configurations of several devices have in
 * common: selectors, proposals, times, keys.
 */
#ifndef SN_READ_IKE_VALUES_H
#define SN_READ_IKE_VALUES_H

#include "read/reader.h"
#include "vpn/ike_config.h"

/* Says what is read at most, where that is what the status is about. */
SN_MUST_USE sn_status sn__refuse_more(const sn__reader *r, sn_status status);

/* The next part of a list up to @separator, without blanks; *p goes after it.
 * False: there is none. */
bool sn__list_next(const char **p, char separator, const char **at, size_t *n);

/* Adds the selector [at, at + n): a prefix, whose host bits are nothing, an
 * address, a range, "dynamic". SN_ESYNTAX: it is none. */
SN_MUST_USE sn_status sn__read_ts(
    sn_ike_config *c, struct sn__span *span, const char *at, size_t n);

/*
 * Adds the proposals of a comma list. What strongSwan refuses, and what is
 * not known, is told by *refused and *unsure, with a text about it in *why.
 * What a daemon that @adds leaves to itself is no trouble.
 */
struct sn__offer_trouble {
	bool adds;
	bool refused;
	bool unsure;
	sn__text why;
};
SN_MUST_USE sn_status sn__read_offers(sn_ike_config *c, bool ike,
    const char *list, struct sn__span *span, struct sn__offer_trouble *t);

/* "90", "90s", "3m", "2h", "1d" in seconds. False: it is no time, and *out
 * stays. */
bool sn__read_time(const char *text, int64_t *out);
/* "90", "3k", "2m", "1g" in bytes; false as above. */
bool sn__read_bytes(const char *text, int64_t *out);

/* A key as text, 0x... or 0s..., kept in hexadecimal. */
SN_MUST_USE sn_status sn__read_key(
    sn_ike_config *c, const char *text, sn__text *out);

#endif
