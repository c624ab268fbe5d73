/*
 * alibaba.h - connections of an Alibaba Cloud VPN gateway: answers of its API,
 * and Terraform's state.
 */
#ifndef SN_READ_ALIBABA_H
#define SN_READ_ALIBABA_H

#include "read/reader.h"
#include "vpn/ike_config.h"

/*
 * Fills @c, which is new, with the connections of @gateway; NULL: of the only
 * gateway that there is. SN_ESYNTAX also for those of several, where there are
 * none, and where pages are missing.
 */
SN_MUST_USE sn_status sn__read_alibaba(
    const sn__reader *r, sn_ike_config *c, const char *gateway);
/* The same; there may be none. */
SN_MUST_USE sn_status sn__read_alibaba_any(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

#endif
