/*
 * swanctl.h - strongSwan's swanctl.conf.
 */
#ifndef SN_READ_SWANCTL_H
#define SN_READ_SWANCTL_H

#include "read/reader.h"
#include "vpn/ike_config.h"

/* Fills @c, which is new. Its errors say where in the text. */
SN_MUST_USE sn_status sn__read_swanctl(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

#endif
