/*
 * cisco_addresses.h - the addresses that a line of Cisco's devices names.
 */
#ifndef SN_READ_CISCO_ADDRESSES_H
#define SN_READ_CISCO_ADDRESSES_H

#include "read/cisco_lines.h"
#include "vpn/ike_config.h"

/*
 * Adds the addresses of a line from word *@at on, which goes after them: any, a
 * host, a range, a network with a mask or a @wildcard, an object or a group of
 * @root. What is not understood is counted as strange. SN_ELIMIT, SN_ENOMEM.
 */
SN_MUST_USE sn_status sn__cisco_addresses(sn_ike_config *c,
    const sn__cisco *root, struct sn__span *span, const sn__cisco *line,
    unsigned *at, bool wildcard);
/* The same of a list of IPv6, which has no masks. */
SN_MUST_USE sn_status sn__cisco_addresses6(sn_ike_config *c,
    struct sn__span *span, const sn__cisco *line, unsigned *at);

#endif
