/*
 * names.h - the names of connections: what they may be made of.
 */
#ifndef SN_NAMES_H
#define SN_NAMES_H

#include "supernet_vpn.h"

/* A connection id or next hop that every target syntax can hold. */
bool sn__is_name(const char *name, size_t most);

#endif
