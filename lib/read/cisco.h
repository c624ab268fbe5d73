/*
 * cisco.h - `show running-config` of Cisco IOS and of the ASA.
 */
#ifndef SN_READ_CISCO_H
#define SN_READ_CISCO_H

#include <stdbool.h>

#include "read/reader.h"
#include "vpn/ike_config.h"

/* Whether the text has lines of "crypto map", "crypto ipsec" or such. */
bool sn__is_cisco(const sn__reader *r);

/*
 * Fills @c, which is new: a connection for the entries of crypto maps to one
 * peer, a child for each line of their access lists, and a connection for each
 * tunnel interface. Keys are not compared.
 */
SN_MUST_USE sn_status sn__read_cisco(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

#endif
