/*
 * alicloud.h - what the renderers for a VPN gateway of Alibaba Cloud share:
 * what its API (VPC, 2016-04-28) and its Terraform provider cannot hold.
 */
#ifndef SN_ALICLOUD_H
#define SN_ALICLOUD_H

#include "render/out.h"
#include "supernet_text.h"

enum {
	/* The priority that CreateVpnPbrRouteEntry gives a row without one. */
	SN__ALICLOUD_PRIORITY = 10,
	/* MaxItems of local_subnet and remote_subnet in the provider's
	 * resource_alicloud_vpn_connection.go. */
	SN__ALICLOUD_SELECTORS = 10
};

/* Whether @name is the id of something of a kind: "vpn-", "vco-". */
bool sn__alicloud_is_id(const char *name, const char *kind);
/*
 * Whether the API takes the plan: the gateway, the names of the connections,
 * their selectors, and the rows to add. SN_EINVAL with *error filled.
 */
SN_MUST_USE sn_status sn__alicloud_plan(
    const sn_plan *plan, const sn_render_options *options, sn_error *error);
/* Whether the API takes @r's destination and weight; BGP rows are not made. */
bool sn__alicloud_row(const sn_route *r);
/* What a plan asks its reader to do or to mind, as comments of a file. */
void sn__alicloud_advice(sn__out *out, const sn_plan *plan);

#endif
