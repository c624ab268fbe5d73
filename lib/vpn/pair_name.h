/*
 * pair_name.h - what the name of a connection adds for a pair of segments.
 */
#ifndef SN_PAIR_NAME_H
#define SN_PAIR_NAME_H

#include "supernet_vpn.h"

enum { SN__HASH_DIGITS = 13, SN__PAIR_MAX = 2 * SN_PREFIX_TEXT_MAX + 2 };

/* A hash of a name: the same for ever. */
uint64_t sn__name_hash(const char *text);
/* Both write "-..." with its end, and return how many bytes without that. */
size_t sn__put_pair(char to[SN__PAIR_MAX], sn_prefix local, sn_prefix peer);
size_t sn__put_pair_hash(
    char to[SN__PAIR_MAX], sn_prefix local, sn_prefix peer);
/* Whether @suffix is what the name of a connection of that pair adds. */
bool sn__is_pair_suffix(const char *suffix, const sn_connection *c);

#endif
