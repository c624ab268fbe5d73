/*
 * cisco_identity.h - who the ends of a connection are, as Cisco's devices say.
 */
#ifndef SN_READ_CISCO_IDENTITY_H
#define SN_READ_CISCO_IDENTITY_H

#include "read/cisco_map.h"
#include "vpn/ike_config.h"

/*
 * Sets the identities of @of from the profile of @e, the tunnel group of its
 * peer and what holds for all; the address is none that is said. What is not
 * known, as a certificate has it, makes the connection unsure.
 */
SN_MUST_USE sn_status sn__cisco_identities(sn_ike_config *c,
    sn__cisco_file *file, const sn__cisco_entry *e,
    struct sn__ike_connection *of);

#endif
