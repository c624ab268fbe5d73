/*
 * profiles.h - options that take a profile.
 */
#ifndef PROFILES_H
#define PROFILES_H

#include "input.h"
#include "supernet_vpn.h"

/*
 * NAME, or @FILE (NAME.json): a profile of the user's own, which replaces
 * *own. 0, or an exit code, having said why. The caller frees *own.
 */
int profile_option(const char *command, const struct given *given,
    uint32_t kind, sn_profile **own, const sn_profile **out);

/* Writes the profile that @given names, or (no value) the list of all. 0, or an
 * exit code, having said why. */
int profiles_show(const struct common *common, const struct given *given);

/* The i-th name of those that are gateways, peers, either; NULL: no more. */
const char *gateway_word(size_t i);
const char *peer_word(size_t i);
const char *profile_word(size_t i);

#endif
