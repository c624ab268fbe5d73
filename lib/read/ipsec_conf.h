/*
 * ipsec_conf.h - the ipsec.conf of strongSwan's stroke and of Libreswan.
 */
#ifndef SN_READ_IPSEC_CONF_H
#define SN_READ_IPSEC_CONF_H

#include "read/reader.h"
#include "vpn/ike_config.h"

/* Whether the text has sections "conn NAME" or "config setup". */
bool sn__is_ipsec_conf(const sn__reader *r);

/* Fills @c, which is new. There are no keys in it: they are not compared. */
SN_MUST_USE sn_status sn__read_ipsec_conf(
    const sn__reader *r, sn_ike_config *c, const char *gateway);

#endif
