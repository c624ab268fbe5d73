/*
 * alicloud.h - what the renderers for a VPN gateway of Alibaba Cloud share:
 * what its API (VPC, 2016-04-28) and its Terraform provider cannot hold.
 */
#ifndef SN_ALICLOUD_H
#define SN_ALICLOUD_H

#include "render/device/vendor.h"
#include "render/out.h"
#include "supernet_text.h"

enum {
	/* The priority that CreateVpnPbrRouteEntry gives a row without one. */
	SN__ALICLOUD_PRIORITY = 10,
	/* MaxItems of local_subnet and remote_subnet in the provider's
	 * resource_alicloud_vpn_connection.go. */
	SN__ALICLOUD_SELECTORS = 10
};

/* The id of a row's resource is split at each ':' by the provider's
 * ParseResourceId(). */
#define SN__ALICLOUD_IPV6_ROW                                            \
 "the provider splits a row's id at each ':', and an IPv6 row has more " \
 "of them (--format aliyun)"

/* What a plan's connections are at the provider. */
typedef struct sn__alicloud {
	bool transit; /* of a transit router, not of a VPN gateway */
	bool dual;    /* each has two tunnels */
	sn__vendor_words words;
} sn__alicloud;

/* Whether @name is the id of something of a kind: "vpn-", "vco-". */
bool sn__alicloud_is_id(const char *name, const char *kind);
/*
 * Whether the API takes the plan: the gateway, the names of the connections,
 * their selectors, algorithms, and the rows to add. SN_EINVAL with *error
 * filled.
 */
SN_MUST_USE sn_status sn__alicloud_plan(sn__alicloud *out, const sn_plan *plan,
    const sn_render_options *options, sn_error *error);
/* Whether the API takes @r's destination and weight; BGP rows are not made. */
bool sn__alicloud_row(const sn_route *r);

#endif
