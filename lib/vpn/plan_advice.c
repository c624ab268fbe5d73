/*
 * plan_advice.c - the advice that follows from a plan: what the person who sets
 * it up has to do or to know. Facts about the provider name their source.
 */
#include "base/count.h"
#include "vpn/plan.h"

/* What is known of peers was mostly read at that provider. */
static const char *
peer_source(const sn_plan *plan, const sn_fact *fact)
{
	return plan->gateway->provider == SN_PROVIDER_ALIBABA ? fact->source
							      : "";
}

static bool
has_policy_routes(const sn_plan *plan)
{
	return plan->block_count && plan->block[0].row.kind == SN_ROUTE_POLICY;
}

static const char *
side_name(unsigned side)
{
	return side == SN_LOCAL ? "local" : "peer";
}

/* What a rule says, as the end of a sentence. */
static const char *
reason_text(unsigned reason)
{
	switch (reason) {
	case SN_REASON_NOT_ADJACENT:
		return "is shorter than the shortest acceptable prefix";
	case SN_REASON_OVERLAPS_OTHER_SIDE:
		return "would swallow addresses of the other side";
	case SN_REASON_FORBIDDEN:
		return "would touch a range that the gateway forbids";
	case SN_REASON_LEAVES_PRIVATE:
		return "would leave private address space";
	default:
		return "";
	}
}

static const char *
reason_code(unsigned reason)
{
	switch (reason) {
	case SN_REASON_OVERLAPS_OTHER_SIDE:
		return "supernet-overlaps-other-side";
	case SN_REASON_FORBIDDEN:
		return "supernet-touches-reserved";
	case SN_REASON_LEAVES_PRIVATE:
		return "supernet-leaves-private";
	default:
		return NULL;
	}
}

static sn_status
forced(sn_plan *plan, unsigned s)
{
	const sn_side *side = plan->side[s];
	char common[SN_PREFIX_TEXT_MAX], all[SN_PREFIX_TEXT_MAX];
	sn_status status;

	sn_prefix_format(common, sizeof(common), side->common);
	sn_prefix_format(all, sizeof(all), side->selector);
	status = sn__advise(&plan->advice, "default-route-forced",
	    SN_SEVERITY_WARNING, sn__plan_source(plan),
	    "No useful supernet covers the %s segments: %s %s%s, so the %s "
	    "selector is %s.%s",
	    side_name(s), common, reason_text(side->reason),
	    side->selector.len == 0	       ? ""
	    : side->selector.family == SN_IPV6 ? ", and ::/0 more"
					       : ", and 0.0.0.0/0 more",
	    side_name(s), all,
	    !plan->block_count ? ""
	    : plan->block[0].row.action == SN_ACTION_DELETE &&
		    has_policy_routes(plan)
		? " Delete the automatic policy row and add the more "
		  "specific rows of this plan."
	    : plan->block[0].row.action == SN_ACTION_DELETE
		? " Delete the automatic row and add the more specific rows "
		  "of this plan."
		: " The rows of this plan say what enters the tunnel.");
	if (!status && reason_code(side->reason))
		status = sn__advise(&plan->advice, reason_code(side->reason),
		    SN_SEVERITY_WARNING, "",
		    "%s, the common supernet of the "
		    "%s segments, %s.",
		    common, side_name(s), reason_text(side->reason));
	return status;
}

static sn_status
supernet(sn_plan *plan, unsigned s)
{
	const sn_side *side = plan->side[s];
	char selector[SN_PREFIX_TEXT_MAX], extra[SN__GROUPED_MAX], share[16];
	bool one = !sn_count_compare(side->extra, sn_count_from(1));
	sn_status status = SN_OK;

	sn_prefix_format(selector, sizeof(selector), side->selector);
	sn__count_grouped(extra, side->extra);
	sn__share_text(share, side->extra, sn_prefix_size(side->selector));
	if (side->align_reason)
		status = sn__advise(&plan->advice,
		    reason_code(side->align_reason)
			? reason_code(side->align_reason)
			: "align-fell-back",
		    SN_SEVERITY_INFO, "",
		    "Rounding the %s selector to a whole octet %s; %s is used "
		    "instead.",
		    side_name(s), reason_text(side->align_reason), selector);
	if (!status && side->spare_reason)
		status = sn__advise(&plan->advice, "room-not-kept",
		    SN_SEVERITY_WARNING, "",
		    "A %s selector with all the spare space asked for %s; %s "
		    "is what "
		    "breaks no rule.",
		    side_name(s), reason_text(side->spare_reason), selector);
	if (!status && side->verdict == SN_VERDICT_SUPERNET)
		status = sn__advise(&plan->advice, "extra-addresses",
		    SN_SEVERITY_INFO, "",
		    "The %s selector %s holds %s address%s that %s in no "
		    "segment, %s %% of the /%u: nothing else may use %s.",
		    side_name(s), selector, extra, one ? "" : "es",
		    one ? "is" : "are", share, (unsigned)side->selector.len,
		    one ? "it" : "them");
	return status;
}

static bool
one_selector(const sn_plan *plan)
{
	return plan->scheme == SN_SCHEME_AGGREGATE &&
	       plan->selector_count[SN_LOCAL] == 1 &&
	       plan->selector_count[SN_PEER] == 1;
}

static bool
many_segments(const sn_plan *plan)
{
	return plan->side[SN_LOCAL]->aggregate_count > 1 ||
	       plan->side[SN_PEER]->aggregate_count > 1;
}

/* IKEv1 at a gateway that then takes one pair of selectors. */
static sn_status
ikev1(sn_plan *plan)
{
	if (plan->ike != SN_IKE_V1)
		return SN_OK;
	return sn__advise(&plan->advice, "ikev1-single-pair", SN_SEVERITY_INFO,
	    sn__plan_source(plan),
	    "With IKEv1 a connection of this plan carries exactly one local "
	    "and one peer segment; IKEv2 is advised on both ends.");
}

static sn_status
single_sa(sn_plan *plan)
{
	if (!many_segments(plan) ||
	    plan->gateway->sa_model.value != SN_SA_SINGLE ||
	    plan->peer_device->sa_model.value != SN_SA_PER_PAIR ||
	    plan->scheme == SN_SCHEME_DESTINATION)
		return SN_OK;
	return sn__advise(&plan->advice, "single-sa-peer", SN_SEVERITY_INFO,
	    peer_source(plan, &plan->peer_device->sa_model),
	    "The peer (%s) opens one SA for each pair of segments, the "
	    "gateway (%s) one for all: with several segments in one "
	    "connection phase 2 comes up, but only one segment works. "
	    "This plan gives each connection one pair.",
	    plan->peer_device->name, plan->gateway->name);
}

static sn_status
phase1_shared(sn_plan *plan)
{
	if (plan->connections < 2 || plan->gateway->phase1_shared.value != 1)
		return SN_OK;
	return sn__advise(&plan->advice, "phase1-shared", SN_SEVERITY_ACTION,
	    plan->gateway->phase1_shared.source,
	    "The connections share phase 1 (same gateway, customer "
	    "gateway and IKE version): pre-shared key, IKE version, "
	    "mode, encryption, authentication, DH group and SA "
	    "lifetime must be equal in all of them.");
}

/* What both ends are to have alike. */
static sn_status
alike(sn_plan *plan)
{
	bool volume = plan->peer_device->volume_lifetime.value > 0 ||
		      plan->gateway->volume_lifetime.value > 0;

	return sn__advise(&plan->advice, "equal-at-both-ends", SN_SEVERITY_INFO,
	    sn__plan_source(plan),
	    "Both ends get the one proposal of this plan: a single value of "
	    "each algorithm, equal lifetimes, dead peer detection in its "
	    "standard form, and the lifetime by volume %s.",
	    volume ? "at its maximum" : "off");
}

/* How selectors are written at the gateway. */
static sn_status
selectors(sn_plan *plan)
{
	const sn_fact *at = &plan->gateway->selectors_at;

	if (plan->scheme == SN_SCHEME_DESTINATION)
		return SN_OK;
	if (at->value == SN_SELECTORS_NETWORK)
		return sn__advise(&plan->advice, "policy-based-selectors",
		    SN_SEVERITY_ACTION, at->source,
		    "Turn on policy-based traffic selectors for the "
		    "connection: they need IKEv2 and a complete IPsec policy.");
	if (at->value == SN_SELECTORS_ONE_PAIR)
		return sn__advise(&plan->advice, "local-is-the-customers",
		    SN_SEVERITY_ACTION, at->source,
		    "What the gateway calls its local network is the "
		    "customer's side, the peer of this plan, and its remote "
		    "network is the local side.");
	return SN_OK;
}

/* Two tunnels to a peer that takes a selector once. */
static sn_status
two_tunnels(sn_plan *plan)
{
	const sn_profile *p = plan->peer_device;
	sn_status status = SN_OK;

	if (plan->gateway->tunnels.value < 2)
		return SN_OK;
	status = sn__advise(&plan->advice, "two-tunnels", SN_SEVERITY_ACTION,
	    plan->gateway->tunnels.source,
	    "A connection of this gateway (%s) has two tunnels, to two "
	    "addresses of it: set up both at the peer, with the same "
	    "selectors.",
	    plan->gateway->name);
	if (!status && plan->scheme != SN_SCHEME_DESTINATION &&
	    p->tunnels.value == 1)
		status = sn__advise(&plan->advice, "one-tunnel-at-a-time",
		    SN_SEVERITY_WARNING, peer_source(plan, &p->tunnels),
		    "The peer (%s) holds the same selectors in one tunnel at a "
		    "time: the second is there for failover only. Tunnel "
		    "interfaces (scheme destination) carry both.",
		    p->name);
	return status;
}

static sn_status
negotiation(sn_plan *plan)
{
	sn_status status = ikev1(plan);

	if (!status)
		status = single_sa(plan);
	if (!status)
		status = phase1_shared(plan);
	if (!status)
		status = alike(plan);
	if (!status)
		status = selectors(plan);
	return status ? status : two_tunnels(plan);
}

static bool
has_rows(const sn_plan *plan, uint32_t kind)
{
	for (size_t i = 0; i < plan->block_count; i++)
		if (plan->block[i].row.kind == kind)
			return true;
	return false;
}

static bool
all_published(const sn_plan *plan)
{
	for (size_t i = 0; i < plan->block_count; i++)
		if (plan->block[i].row.action != SN_ACTION_DELETE &&
		    plan->block[i].row.state != SN_STATE_PUBLISHED)
			return false;
	return true;
}

/* Which tables the network needs besides. */
static sn_status
publication(sn_plan *plan)
{
	if (plan->gateway->publish.value != 1 || all_published(plan))
		return SN_OK;
	return has_rows(plan, SN_ROUTE_POLICY)
		   ? sn__advise(&plan->advice, "routes-not-published",
			 SN_SEVERITY_ACTION, plan->gateway->publish.source,
			 "Policy routes are not published to the VPC by "
			 "default: publish those that stay, or nothing in the "
			 "VPC finds the gateway.")
		   : sn__advise(&plan->advice, "routes-not-published",
			 SN_SEVERITY_ACTION, plan->gateway->publish.source,
			 "Nothing is installed by itself in destination "
			 "routing mode: add the destination routes and publish "
			 "them to the VPC.");
}

static sn_status
static_routes(sn_plan *plan)
{
	static const struct {
		uint32_t where;
		const char *text;
	} what[] = {
	    {SN_ROWS_CONNECTION,
		"Static routes belong to the connection; let the route tables "
		"of the network take them over (propagation), or add the same "
		"destinations there."},
	    {SN_ROWS_VPC,
		"The routes belong into the route tables of the network, with "
		"the VPN gateway as next hop."},
	    {SN_ROWS_TUNNEL, "The routes have the tunnel as next hop."},
	    {SN_ROWS_NETWORK,
		"The destinations are the address space of the object that "
		"stands for the peer (local network gateway)."},
	    {SN_ROWS_SUBNETS,
		"The destinations are the peer subnets of the connection."},
	};
	uint32_t where = sn__row_table(plan);

	for (size_t i = 0; i < sizeof(what) / sizeof(*what); i++)
		if (has_rows(plan, SN_ROUTE_STATIC) && what[i].where == where)
			return sn__advise(&plan->advice, "static-routes",
			    SN_SEVERITY_ACTION, plan->gateway->tables.source,
			    "%s", what[i].text);
	return SN_OK;
}

static sn_status
rows(sn_plan *plan)
{
	const sn_profile *g = plan->gateway;
	sn_status status = SN_OK;

	if (g->tables.value < 0)
		status = sn__advise(&plan->advice, "rows-unknown",
		    SN_SEVERITY_ACTION, "",
		    "It is not known which route tables this gateway (%s) has: "
		    "see what leads to the peer's segments there.",
		    g->name);
	if (!status && has_rows(plan, SN_ROUTE_POLICY) &&
	    g->auto_routes.value < 0)
		status = sn__advise(&plan->advice, "auto-routes-unknown",
		    SN_SEVERITY_ACTION, g->auto_routes.source,
		    "It is not known whether this gateway (%s) installs policy "
		    "routes by itself: see which rows it has, and add those "
		    "that are missing.",
		    g->name);
	if (!status)
		status = publication(plan);
	return status ? status : static_routes(plan);
}

static sn_status
on_change(sn_plan *plan)
{
	static const char *const text[] = {
	    [SN_GROWTH_ROUTE] = "A new segment needs a route, and no "
				"renegotiation.",
	    [SN_GROWTH_RENEGOTIATION] =
		"A change of the selectors renegotiates the connection, with a "
		"short interruption; a new segment inside a selector changes "
		"none.",
	    [SN_GROWTH_CONNECTION] =
		"A new segment needs connections of its own; those that are "
		"there stay as they are.",
	    [SN_GROWTH_RECREATION] =
		"The selectors of a connection cannot be changed: another list "
		"means to delete the tunnel and to make it anew.",
	};
	const sn_alternative *a = &plan->alternative[plan->scheme - 1];

	return sn__advise(&plan->advice, "renegotiation-on-change",
	    SN_SEVERITY_INFO, sn__plan_source(plan), "%s",
	    text[a->new_segment]);
}

/* Who needs what for segments outside of private space. */
static sn_status
public_segments(sn_plan *plan)
{
	const sn_side *peer = plan->side[SN_PEER];

	if (plan->gateway->provider != SN_PROVIDER_ALIBABA ||
	    plan->everything.family != SN_IPV4 ||
	    sn__all_private(peer->aggregates, peer->aggregate_count))
		return SN_OK;
	return sn__advise(&plan->advice, "user-cidr", SN_SEVERITY_ACTION,
	    SOURCE_ALIBABA_FAQ,
	    "The peer has public segments: they have to be a user CIDR block "
	    "of the VPC, or it sends their traffic to the internet.");
}

static sn_status
family(sn_plan *plan)
{
	const sn_fact *f = &plan->gateway->ipv6;

	if (plan->everything.family != SN_IPV6 || f->value == 1)
		return SN_OK;
	return sn__advise(&plan->advice, "ipv6-inside-unknown",
	    SN_SEVERITY_ACTION, "",
	    "It is not known whether this gateway (%s) carries IPv6 inside "
	    "its tunnels: look it up.",
	    plan->gateway->name);
}

static sn_status
auto_rows(struct sn__planning *in)
{
	sn_plan *plan = in->plan;

	if (in->request->auto_rows != SN_AUTO_ROWS_OFF || plan->auto_off ||
	    plan->gateway->auto_routes.value == 0)
		return SN_OK;
	return sn__advise(&plan->advice, "auto-rows-stay", SN_SEVERITY_INFO,
	    plan->gateway->auto_routes_off.source,
	    "That the gateway (%s) can be told to install no rows by itself is "
	    "not known: the plan leaves them on.",
	    plan->gateway->name);
}

static sn_status
segment_size(sn_plan *plan)
{
	return sn__advise(&plan->advice, "clamp-mss", SN_SEVERITY_INFO, "",
	    "IPsec takes some 60 to 80 bytes of each packet: an MTU of 1400 "
	    "in the tunnel and TCP segments of at most 1360 bytes (IPv6: "
	    "1340) spare fragments.");
}

static sn_status
bgp(sn_plan *plan)
{
	if (plan->scheme != SN_SCHEME_DESTINATION)
		return SN_OK;
	return sn__advise(&plan->advice, "peer-selectors", SN_SEVERITY_ACTION,
	    sn__plan_source(plan),
	    "The peer takes source and destination %s, and has static routes "
	    "to the local segments through the tunnel. BGP, which could carry "
	    "the routes of both ends, is not planned.",
	    plan->everything.family == SN_IPV6 ? "::/0" : "0.0.0.0/0");
}

sn_status
sn__plan_comment(struct sn__planning *in)
{
	static sn_status (*const comment[])(sn_plan * plan) = {negotiation,
	    rows, on_change, public_segments, family, bgp, segment_size};
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	for (unsigned s = 0; !status && s < 2; s++)
		if (one_selector(plan))
			status =
			    plan->side[s]->verdict == SN_VERDICT_DEFAULT_ROUTE
				? forced(plan, s)
				: supernet(plan, s);
	for (size_t i = 0; i < sizeof(comment) / sizeof(*comment); i++)
		if (!status)
			status = comment[i](plan);
	if (!status)
		status = sn__plan_say_nested(in);
	return status ? status : auto_rows(in);
}
