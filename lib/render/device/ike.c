/*
 * ike.c - what the renderers of an end share.
 */
#include "render/device/ike.h"

#include <stdio.h>

#include "base/error.h"
#include "profile/profile_fields.h"
#include "render/device/nat.h"

unsigned
sn__ike_tunnels(const sn_connection *c)
{
	return c->tunnels > 1 ? 2 : 1;
}

const char *
sn__ike_gateway(unsigned tunnel)
{
	return tunnel ? SN__GATEWAY_2 : SN__GATEWAY;
}

bool
sn__is_gcm(uint32_t encryption)
{
	return encryption & (SN_ENCRYPTION_AES128GCM | SN_ENCRYPTION_AES192GCM |
				SN_ENCRYPTION_AES256GCM);
}

bool
sn__ike_everything(const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].len == 0)
			return true;
	return false;
}

unsigned
sn__ike_own(const sn_render_options *options)
{
	return options->end == SN_KIND_GATEWAY ? SN_LOCAL : SN_PEER;
}

const sn_prefix *
sn__ike_selectors(const sn_connection *c, unsigned side, size_t *n)
{
	*n = side == SN_LOCAL ? c->local_count : c->peer_count;
	return side == SN_LOCAL ? c->local : c->peer;
}

const char *
sn__ike_end(unsigned side, unsigned tunnel)
{
	return side == SN_LOCAL ? sn__ike_gateway(tunnel) : SN__PEER;
}

/*
 * Whether the selector for the other side does not bound what enters the
 * tunnel: it is everything, or holds more than that side has, and no bypass
 * keeps the own networks of side @own out.
 */
static bool
unbounded(const sn_plan *plan, const sn_connection *c, unsigned own)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_side *there = v->sides[!own];
	size_t n;
	const sn_prefix *p = sn__ike_selectors(c, !own, &n);

	return sn__ike_everything(p, n) ||
	       (there->verdict == SN_VERDICT_DEFAULT_ROUTE && there->used &&
		   !v->bypass_count[own]);
}

/* ------------------------------------------------------------ proposal */

/* A lifetime is within bounds, as far as those are known. */
static bool
within(int64_t value, sn_fact least, sn_fact most)
{
	return value >= least.value && (most.value < 0 || value <= most.value);
}

/* The part of a proposal that a profile says the device does not take. */
static const char *
not_taken(const sn_profile *p, const sn_proposal *o)
{
	const struct {
		int64_t bit;
		sn_fact any, v1;
		const char *what;
	} part[] = {{o->ike_encryption, p->ike_encryption, p->v1_ike_encryption,
			"IKE encryption"},
	    {o->ike_integrity, p->ike_integrity, p->v1_ike_integrity,
		"IKE integrity"},
	    {sn__fact_bit(o->ike_dh), p->ike_dh, p->v1_ike_dh, "IKE DH group"},
	    {o->esp_encryption, p->esp_encryption, p->v1_esp_encryption,
		"ESP encryption"},
	    {sn__is_gcm(o->esp_encryption) ? 0 : o->esp_integrity,
		p->esp_integrity, p->v1_esp_integrity, "ESP integrity"},
	    {sn__fact_bit(o->pfs), p->pfs, p->v1_pfs, "PFS group"}};

	for (size_t i = 0; i < sizeof(part) / sizeof(*part); i++) {
		bool v1 = o->ike == SN_IKE_V1 && part[i].v1.value >= 0;
		int64_t takes = v1 ? part[i].v1.value : part[i].any.value;

		if (takes >= 0 && part[i].bit & ~takes)
			return part[i].what;
	}
	if (!within(
		o->ike_lifetime, p->ike_lifetime_least, p->ike_lifetime_most))
		return "IKE lifetime";
	if (!within(o->ipsec_lifetime, p->ipsec_lifetime_least,
		p->ipsec_lifetime_most))
		return "IPsec lifetime";
	return NULL;
}

sn_status
sn__ike_not_taken(const char *profile, const char *part, sn_error *error)
{
	char message[256];

	snprintf(message, sizeof(message),
	    "%s is not known to take the %s of this plan: --peer-device %s "
	    "plans with what it takes",
	    sn_profile_find(profile)->title, part, profile);
	return sn__error_set(error, SN_EINVAL, message);
}

sn_status
sn__ike_check(const sn_plan *plan, const char *profile, sn_error *error)
{
	const sn_proposal *o = sn_plan_get(plan)->proposal;
	const char *part;

	if (!o)
		return sn__error_set(error, SN_EINVAL,
		    "the two ends have no proposal in common");
	part = not_taken(sn_profile_find(profile), o);
	return part ? sn__ike_not_taken(profile, part, error) : SN_OK;
}

/* --------------------------------------------------------------- routes */

bool
sn__ike_needs_routes(const sn_plan *plan, unsigned own)
{
	sn_connection c = SN_CONNECTION_INIT;

	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++)
		if (!sn_plan_connection(plan, i, &c) &&
		    (sn__ike_tunnels(&c) > 1 || unbounded(plan, &c, own)))
			return true;
	return false;
}

/* Routes to what is reached under the addresses that it has there. */
static void
put_routes(
    sn__out *out, unsigned number, const char *metric, bool make, sn_set *set)
{
	sn_set_iter it;
	sn_prefix p;

	if (make)
		sn__out_format(out,
		    "#   ip link add ipsec%u type xfrm if_id %u\n"
		    "#   ip link set ipsec%u mtu 1400 up\n",
		    number, number, number);
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		sn__out_text(out, p.family == SN_IPV6 ? "#   ip -6 route add "
						      : "#   ip route add ");
		sn__out_prefix(out, p);
		sn__out_format(out, " dev ipsec%u%s\n", number, metric);
	}
}

void
sn__put_ike_notes(sn__out *out, const sn_plan *plan, unsigned own, bool make)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_connection c = SN_CONNECTION_INIT;
	sn_set *set = NULL;
	sn_status status;
	bool v6;

	if (sn_plan_connection(plan, 0, &c))
		return;
	v6 = c.local[0].family == SN_IPV6;
	if (sn__ike_needs_routes(plan, own)) {
		sn__out_format(out,
		    "#\n"
		    "# %s, so routes decide what enters\n"
		    "# the tunnel:\n",
		    sn__ike_tunnels(&c) > 1
			? "Two tunnels have the same selectors"
			: "The other side is not bounded by its selector");
		status = sn__nat_passing(v, !own, &set);
		out->status = out->status ? out->status : status;
		for (unsigned i = 0; i < sn__ike_tunnels(&c) && !status; i++)
			put_routes(out, v->number_base + i,
			    i ? " metric 100" : "", make, set);
		sn_set_free(set);
	}
	sn__out_format(out,
	    "#\n"
	    "# A firewall lets in UDP 500, UDP 4500 and ESP from the %s. "
	    "IPsec takes\n"
	    "# its share of each packet, and what enters a tunnel keeps its "
	    "addresses:\n"
	    "#   %s -t mangle -A FORWARD -m policy --dir out --pol "
	    "ipsec -p tcp \\\n"
	    "#     --tcp-flags SYN,RST SYN -j TCPMSS --set-mss %u\n"
	    "#   %s -t nat -I POSTROUTING -m policy --dir out --pol "
	    "ipsec -j ACCEPT\n",
	    own == SN_PEER ? "gateway" : "peer", v6 ? "ip6tables" : "iptables",
	    v6 ? 1340 : 1360, v6 ? "ip6tables" : "iptables");
}

sn_status
sn__ike_two_tunnels(sn_error *error)
{
	return sn__error_set(error, SN_EINVAL,
	    "two tunnels end at two addresses of the gateway, and this file is "
	    "for one: --tunnels 1");
}

bool
sn__ike_apart(const sn_plan *plan)
{
	return sn_plan_get(plan)->connection_count > 1 &&
	       sn_plan_get(plan)->gateway->phase1_shared.value != 1;
}
