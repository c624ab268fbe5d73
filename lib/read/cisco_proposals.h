/*
 * cisco_proposals.h - what Cisco's devices offer in both phases.
 */
#ifndef SN_READ_CISCO_PROPOSALS_H
#define SN_READ_CISCO_PROPOSALS_H

#include "read/cisco_lines.h"
#include "vpn/ike_config.h"

/* Policies of phase 1 of both versions, once they were read. */
typedef struct sn__cisco_policies {
	struct sn__ike_connection of[2];
	bool done[2];
} sn__cisco_policies;

/* What a connection of its version offers: the policies in lines from @first
 * on, the same for all. */
SN_MUST_USE sn_status sn__cisco_phase_1(sn_ike_config *c,
    const sn__cisco *first, sn__cisco_policies *read,
    struct sn__ike_connection *of);

/* Adds what the transform set of that name offers. @group: of PFS; 0: none. */
SN_MUST_USE sn_status sn__cisco_transforms(sn_ike_config *c,
    sn__cisco_file *file, const char *name, uint16_t group,
    struct sn__ike_child *child);

#endif
