/*
 * nat.h - what other formats than nftables say of sides that share addresses:
 * translations, and traffic that stays out of the tunnel.
 */
#ifndef SN_RENDER_NAT_H
#define SN_RENDER_NAT_H

#include "render/out.h"

/* A line of the head, after @mark, where the peer end translates: the file that
 * has it. */
void sn__put_nat_file(sn__out *out, const sn_plan *plan, const char *mark);

/* A connection of strongSwan whose only child keeps the peer side's own
 * traffic out of the tunnel; nothing where no selector holds it. */
void sn__put_swanctl_bypass(sn__out *out, const sn_plan *plan);
/* The same as connections of Libreswan. */
void sn__put_libreswan_bypass(sn__out *out, const sn_plan *plan);

/* SN_EINVAL with @error filled: Cisco IOS has no such translation. */
SN_MUST_USE sn_status sn__cisco_nat_check(const sn_plan *plan, sn_error *error);
/* What the peer end translates, as static translations of Cisco IOS. */
void sn__put_cisco_nat(sn__out *out, const sn_plan *plan);

/*
 * What the gateway translates, as resources of Terraform's provider azurerm,
 * rules of the gateway whose ID is the expression @gateway in the resource
 * group of the expression @group.
 */
void sn__put_azurerm_nat(
    sn__out *out, const sn_plan *plan, const char *gateway, const char *group);
/* The arguments of the connection that name them, for the resource
 * azurerm_virtual_network_gateway_connection. */
void sn__put_azurerm_nat_ids(sn__out *out, const sn_plan *plan);

#endif
