/*
 * nat.h - what other formats than nftables say of sides that share addresses:
 * translations, and traffic that stays out of the tunnel.
 */
#ifndef SN_RENDER_NAT_H
#define SN_RENDER_NAT_H

#include "render/out.h"

/* A line of the head, after @mark, where the end of side @own translates: the
 * file that has it. */
void sn__put_nat_file(
    sn__out *out, const sn_plan *plan, unsigned own, const char *mark);
/* Such lines in a file that does not translate: what has to be, at this end. */
void sn__put_nat_list(sn__out *out, const sn_plan *plan, char mark);
/* The originals or the images of side @s. */
SN_MUST_USE sn_status sn__nat_set(
    const sn_plan_view *v, unsigned s, bool images, sn_set **out);
/* What crosses the tunnel of side @s, less what the other end translates. */
SN_MUST_USE sn_status sn__nat_passing(
    const sn_plan_view *v, unsigned s, sn_set **out);

/* A connection of strongSwan whose only child keeps what side @own sends to
 * itself out of the tunnel; nothing where no selector holds it. */
void sn__put_swanctl_bypass(sn__out *out, const sn_plan *plan, unsigned own);
/* The same as connections of Libreswan. */
void sn__put_libreswan_bypass(sn__out *out, const sn_plan *plan, unsigned own);

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
