/*
 * cisco_ios.c - the peer end as a configuration of Cisco IOS and IOS XE.
 *
 * Each connection is a crypto map entry with a crypto ACL of its own: the
 * mirror image of the gateway's selectors. IOS opens one SA for each line of
 * such a list, while the gateway expects one for all, and only one segment
 * would work: a plan with several selectors in one connection is refused.
 *
 * Where both selectors are everything, a static virtual tunnel interface
 * takes the place of the map: its selectors are always "IP any any" (Cisco,
 * Security and VPN Configuration Guide, "IPsec Virtual Tunnel Interfaces"),
 * and routes decide.
 *
 * The IKEv2 form is that of Cisco's "Appendix: IKEv2 and Legacy VPNs"; names
 * of lists start with a letter, or they could be taken for numbers.
 */
#include "base/bits.h"
#include "base/error.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/plan.h"
#include "render/quote.h"
#include "vpn/block.h"

#include <stdlib.h>

/* Numbers of entries in a crypto map; no limit of names is documented. */
enum { ENTRIES_MAX = 65535, NAME_BYTES_MAX = 64 };

/* What has the plan's name: vpn-NAME, and for each thing an end. */
static void
put_name(sn__out *out, const sn_plan *plan, const char *end)
{
	sn__out_text(out, "vpn-");
	sn__put_label(out, sn_plan_get(plan)->connection);
	sn__out_text(out, end);
}

static sn_status
check(const sn_plan *plan, sn_error *error)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	const char *why = NULL;
	sn_connection c = SN_CONNECTION_INIT;

	if (n > ENTRIES_MAX - SN_NUMBER_MAX)
		why = "a crypto map of Cisco IOS has at most 65535 entries, "
		      "and numbers of a plan may begin at 32767";
	for (uint64_t i = 0; i < n && !why; i++) {
		sn_status status = sn_plan_connection(plan, i, &c);

		if (status)
			return sn__error_set(
			    error, status, sn_strerror(status));
		if (c.local_count > 1 || c.peer_count > 1)
			why = "Cisco IOS opens one SA for each pair of "
			      "selectors, and this plan has several in one";
		else if (sn__label_size(c.name) + strlen("vpn-") >
			 NAME_BYTES_MAX)
			why = "names of lists that are longer than 64 bytes "
			      "are not known to work in Cisco IOS";
	}
	return why ? sn__error_set(error, SN_EINVAL, why)
		   : sn__cisco_nat_check(plan, error);
}

static void
put_head(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	bool v1 = c->ike == SN_IKE_V1, v6 = c->local[0].family == SN_IPV6;

	sn__out_format(out,
	    "! Cisco IOS and IOS XE: the peer end of the plan.\n"
	    "!\n"
	    "! To be replaced: vpn-gateway.example by the %s address of the "
	    "VPN "
	    "gateway,\n"
	    "! and GigabitEthernet0/0 by the interface towards it.\n"
	    "! To be defined, with the algorithms and lifetimes that the "
	    "gateway has, one\n"
	    "! of each: the transform set ",
	    v6 ? "IPv6" : "IPv4");
	put_name(out, plan,
	    v1 ? "\n! and the ISAKMP policy" : "\n! and the IKEv2 profile ");
	if (!v1)
		put_name(out, plan, "");
	sn__out_format(out,
	    ".\n! The pre-shared key is never written here: it belongs to the "
	    "%s.\n"
	    "!\n",
	    v1 ? "ISAKMP keys" : "keyring of the profile");
}

/* An IPv4 mask, or where @wild its complement: a wildcard. */
static void
put_mask(sn__out *out, unsigned len, bool wild)
{
	uint32_t mask = sn__mask32(len);

	sn__out_addr(out, sn_addr_v4(wild ? ~mask : mask));
}

static void
put_selector(sn__out *out, sn_prefix p)
{
	sn__out_char(out, ' ');
	if (p.len == 0) {
		sn__out_text(out, "any");
	} else if (p.family == SN_IPV6) {
		sn__out_prefix(out, p);
	} else {
		sn__out_addr(out, sn_prefix_first(p));
		sn__out_char(out, ' ');
		put_mask(out, p.len, true);
	}
}

static void
put_list_name(sn__out *out, const sn_connection *c)
{
	sn__out_text(out, "vpn-");
	sn__put_label(out, c->name);
	sn__out_char(out, '\n');
}

static void
put_profile(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	sn__out_text(out, " set transform-set ");
	put_name(out, plan, "\n");
	if (c->ike == SN_IKE_V1)
		return;
	sn__out_text(out, " set ikev2-profile ");
	put_name(out, plan, "\n");
}

/* What this side sends to itself is no matter of the list. */
static void
put_bypass(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->bypass_count[SN_PEER]; i++) {
		sn_prefix p = v->bypass[SN_PEER][i];

		if (!sn_prefix_overlaps(p, c->local[0]))
			continue;
		sn__out_text(
		    out, p.family == SN_IPV6 ? " deny ipv6" : " deny ip");
		put_selector(out, c->peer[0]);
		put_selector(out, p);
		sn__out_char(out, '\n');
	}
}

/* The crypto ACL and the entry of the map. */
static void
put_entry(
    sn__out *out, const sn_plan *plan, const sn_connection *c, uint32_t number)
{
	bool v6 = c->local[0].family == SN_IPV6;

	sn__put_comment(out, "! connection", c->name);
	if (c->local[0].len == 0)
		sn__out_text(out,
		    "! The other side is everything: all that these sources "
		    "send out of the\n"
		    "! interface enters the tunnel.\n");
	sn__out_text(
	    out, v6 ? "ipv6 access-list " : "ip access-list extended ");
	put_list_name(out, c);
	put_bypass(out, plan, c);
	sn__out_text(out, v6 ? " permit ipv6" : " permit ip");
	put_selector(out, c->peer[0]);
	put_selector(out, c->local[0]);
	sn__out_format(out,
	    "\n!\n"
	    "crypto map %svpn-map %u ipsec-isakmp\n"
	    " set peer vpn-gateway.example\n",
	    v6 ? "ipv6 " : "", (unsigned)number);
	put_profile(out, plan, c);
	sn__out_text(out, " match address ");
	put_list_name(out, c);
	sn__out_text(out, "!\n");
}

static void
put_routes(sn__out *out, const sn_side *side, unsigned number)
{
	for (size_t i = 0; i < side->aggregate_count && !out->status; i++) {
		sn_prefix p = side->aggregates[i];

		if (p.family == SN_IPV6) {
			sn__out_text(out, "ipv6 route ");
			sn__out_prefix(out, p);
		} else {
			sn__out_text(out, "ip route ");
			sn__out_addr(out, sn_prefix_first(p));
			sn__out_char(out, ' ');
			put_mask(out, p.len, false);
		}
		sn__out_format(out, " Tunnel%u\n", number);
	}
}

static void
put_tunnel(sn__out *out, const sn_plan *plan, const sn_connection *c)
{
	bool v6 = c->local[0].family == SN_IPV6;
	const sn_plan_view *v = sn_plan_get(plan);

	sn__put_comment(out, "! connection", c->name);
	sn__out_text(out, "crypto ipsec profile ");
	put_name(out, plan, "\n");
	put_profile(out, plan, c);
	sn__out_format(out,
	    "!\n"
	    "interface Tunnel%u\n"
	    " %s\n"
	    " tunnel source GigabitEthernet0/0\n"
	    " tunnel mode ipsec %s\n"
	    " tunnel destination vpn-gateway.example\n"
	    " tunnel protection ipsec profile ",
	    (unsigned)v->number_base,
	    v6 ? "ipv6 enable" : "ip unnumbered GigabitEthernet0/0",
	    v6 ? "ipv6" : "ipv4");
	put_name(out, plan, "\n!\n");
	put_routes(out, v->sides[SN_LOCAL], v->number_base);
}

sn_status
sn__plan_cisco_ios(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_status status = check(plan, error);
	sn_connection c = SN_CONNECTION_INIT;
	uint32_t *number;

	(void)options;
	if (status)
		return status;
	status = sn__plan_numbers(plan, &number);
	if (status)
		return status;
	for (uint64_t i = 0; i < n && !status && !out->status; i++) {
		status = sn_plan_connection(plan, i, &c);
		if (status)
			break;
		if (i == 0) {
			put_head(out, plan, &c);
			sn__put_cisco_nat(out, plan);
		}
		if (sn__ike_everything(c.local, 1) &&
		    sn__ike_everything(c.peer, 1)) {
			put_tunnel(out, plan, &c);
			continue;
		}
		if (i == 0)
			sn__out_text(out,
			    "! An interface has one crypto map: vpn-map is "
			    "that "
			    "of all plans, with\n"
			    "! numbers that follow from the names of their "
			    "connections.\n!\n");
		put_entry(out, plan, &c, number[i]);
		if (i + 1 == n)
			sn__out_format(out,
			    "interface GigabitEthernet0/0\n"
			    " %scrypto map vpn-map\n",
			    c.local[0].family == SN_IPV6 ? "ipv6 " : "");
	}
	free(number);
	return status;
}
