/*
 * cisco_nat.c - the translations of the peer end for Cisco IOS and IOS XE.
 *
 * "ip nat inside source static network" translates the end's own side, and
 * "ip nat outside source static network" the other; both before a packet is
 * looked up in the crypto map on its way out, and after it was decrypted on its
 * way in (Cisco, "NAT Order of Operation"). A packet to an image of the other
 * side is routed by that image.
 */
#include "base/bits.h"
#include "base/error.h"
#include "render/device/nat.h"

sn_status
sn__cisco_nat_check(const sn_plan *plan, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);

	for (size_t i = 0; i < v->translation_count; i++)
		if (v->translations[i].at == SN_KIND_PEER &&
		    v->translations[i].original.family == SN_IPV6)
			return sn__error_set(error, SN_EINVAL,
			    "static translations of Cisco IOS are those of "
			    "IPv4 networks");
	return SN_OK;
}

static void
put_pair(sn__out *out, sn_prefix from, sn_prefix to)
{
	sn__out_addr(out, sn_prefix_first(from));
	sn__out_char(out, ' ');
	sn__out_addr(out, sn_prefix_first(to));
	sn__out_format(out, " /%u\n", (unsigned)from.len);
}

/* The interface that packets to the other side leave by. */
static void
put_interface(sn__out *out, const sn_plan_view *v)
{
	if (v->scheme == SN_SCHEME_DESTINATION)
		sn__out_format(out, "Tunnel%u", (unsigned)v->number_base);
	else
		sn__out_text(out, "GigabitEthernet0/0");
}

/* The way of a packet to an image, before it is translated. */
static void
put_route(sn__out *out, const sn_plan_view *v, sn_prefix image)
{
	sn__out_text(out, "ip route ");
	sn__out_addr(out, sn_prefix_first(image));
	sn__out_char(out, ' ');
	sn__out_addr(out, sn_addr_v4(sn__mask32(image.len)));
	sn__out_char(out, ' ');
	put_interface(out, v);
	if (v->scheme != SN_SCHEME_DESTINATION)
		sn__out_text(out, " next-hop.example");
	sn__out_char(out, '\n');
}

static void
begin(sn__out *out, const sn_plan_view *v)
{
	sn__out_text(out,
	    "! Translations, one to one: what crosses the tunnel is "
	    "translated. They hold\n"
	    "! for all that these networks send out of an outside "
	    "interface.\n"
	    "! To be replaced: GigabitEthernet0/1 by the interface towards "
	    "them, and\n"
	    "! next-hop.example by the router towards the VPN gateway.\n"
	    "interface GigabitEthernet0/1\n"
	    " ip nat inside\n"
	    "interface ");
	put_interface(out, v);
	sn__out_text(out, "\n ip nat outside\n");
}

void
sn__put_cisco_nat(sn__out *out, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);
	bool any = false;

	for (size_t i = 0; i < v->translation_count && !out->status; i++) {
		const sn_nat *t = &v->translations[i];

		if (t->at != SN_KIND_PEER)
			continue;
		if (!any)
			begin(out, v);
		any = true;
		sn__out_text(
		    out, t->side == SN_PEER
			     ? "ip nat inside source static network "
			     : "ip nat outside source static network ");
		put_pair(out, t->original, t->translated);
		if (t->side == SN_LOCAL)
			put_route(out, v, t->translated);
	}
	if (any)
		sn__out_text(out, "!\n");
}
