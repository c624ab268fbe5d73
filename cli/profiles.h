/*
 * profiles.h - options that take a profile.
 */
#ifndef PROFILES_H
#define PROFILES_H

#include "cli.h"
#include "supernet_vpn.h"

/*
 * NAME, or @FILE (NAME.json): a profile of the user's own, which replaces
 * *own. 0, or an exit code, having said why. The caller frees *own.
 */
int profile_option(const char *command, const char *option, const char *arg,
    uint32_t kind, sn_profile **own, const sn_profile **out);

#endif
