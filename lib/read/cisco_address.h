/*
 * cisco_address.h - addresses in lines of access lists and object groups of IOS
 * and the ASA.
 */
#ifndef SN_READ_CISCO_ADDRESS_H
#define SN_READ_CISCO_ADDRESS_H

#include "read/cisco_lines.h"
#include "vpn/ike_config.h"

/*
 * Adds to @span the address part of @line from word *at on, which goes after
 * it: "any", "host A", "range A B", a network with its mask, or, in access
 * lists of IOS (@wildcard), with its wildcard, and what an object or a group of
 * @file holds. What is not understood is counted. SN_ELIMIT, SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__cisco_addresses(sn_ike_config *c,
    sn__cisco_file *file, struct sn__span *span, const sn__cisco *line,
    unsigned *at, bool wildcard);
/* The same of a list of IPv6, which has no masks. */
SN_MUST_USE sn_status sn__cisco_addresses6(sn_ike_config *c,
    struct sn__span *span, const sn__cisco *line, unsigned *at);

#endif
