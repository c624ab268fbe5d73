/*
 * plan_config.h - a plan of our own, or the network that one is made for, as
 * the configuration of its gateway's end.
 */
#ifndef SN_READ_PLAN_CONFIG_H
#define SN_READ_PLAN_CONFIG_H

#include "read/reader.h"
#include "vpn/ike_config.h"

/* Whether it is one: JSON with "version" and "connections", or with segments of
 * both sides and no connections. */
bool sn__is_plan(const sn__reader *r);
/* Fills @c, which is new. SN_ESYNTAX, SN_EHOSTBITS, SN_ELIMIT, SN_ENOMEM. */
SN_MUST_USE sn_status sn__read_plan_config(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

#endif
