/*
 * plan_advice.c - the advice that follows from a plan: what the person who sets
 * it up has to do or to know. Facts about the provider name their source.
 */
#include "vpn/plan.h"

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
	    SN_SEVERITY_WARNING, SOURCE_ALIBABA_ADVICE,
	    "No useful supernet covers the %s segments: %s %s, so the %s "
	    "selector is %s. Delete the automatic policy row and add the more "
	    "specific rows of this plan.",
	    side_name(s), common, reason_text(side->reason), side_name(s), all);
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
	char selector[SN_PREFIX_TEXT_MAX], extra[SN_COUNT_TEXT_MAX];
	sn_status status = SN_OK;

	sn_prefix_format(selector, sizeof(selector), side->selector);
	sn_count_format(extra, sizeof(extra), side->extra);
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
		    "The %s selector %s holds %s addresses that are in no "
		    "segment: nothing else may use them.",
		    side_name(s), selector, extra);
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

static sn_status
negotiation(sn_plan *plan)
{
	sn_status status = SN_OK;

	if (plan->ike == SN_IKE_V1)
		status = sn__advise(&plan->advice, "ikev1-single-pair",
		    SN_SEVERITY_INFO, SOURCE_ALIBABA_ADVICE,
		    "With IKEv1 a connection carries exactly one local and one "
		    "peer segment; IKEv2 is advised on both ends.");
	if (!status && many_segments(plan) &&
	    plan->gateway->sa_model.value == SN_SA_SINGLE &&
	    plan->peer_device->sa_model.value == SN_SA_PER_PAIR &&
	    plan->scheme != SN_SCHEME_DESTINATION)
		status = sn__advise(&plan->advice, "single-sa-peer",
		    SN_SEVERITY_INFO, plan->peer_device->sa_model.source,
		    "The peer (%s) opens one SA for each pair of segments, the "
		    "gateway (%s) one for all: with several segments in one "
		    "connection phase 2 comes up, but only one segment works. "
		    "This plan gives each connection one pair.",
		    plan->peer_device->name, plan->gateway->name);
	if (!status && plan->scheme == SN_SCHEME_PAIRS &&
	    plan->connections > 1 && plan->gateway->phase1_shared.value == 1)
		status = sn__advise(&plan->advice, "phase1-shared",
		    SN_SEVERITY_ACTION, SOURCE_ALIBABA_ADVICE,
		    "The connections share phase 1 (same gateway, customer "
		    "gateway and IKE version): pre-shared key, IKE version, "
		    "mode, encryption, authentication, DH group and SA "
		    "lifetime must be equal in all of them.");
	return status;
}

static bool
has_rows(const sn_plan *plan, uint32_t kind)
{
	return plan->block_count && plan->block[0].row.kind == kind;
}

static sn_status
operation(sn_plan *plan)
{
	sn_status status = SN_OK;

	if (has_rows(plan, SN_ROUTE_POLICY) &&
	    plan->gateway->auto_routes.value != 1)
		status = sn__advise(&plan->advice, "auto-routes-unknown",
		    SN_SEVERITY_ACTION, plan->gateway->auto_routes.source,
		    "It is not known whether this gateway (%s) installs policy "
		    "routes by itself: see which rows it has, and add those "
		    "that are missing.",
		    plan->gateway->name);
	if (!status && has_rows(plan, SN_ROUTE_POLICY) &&
	    plan->gateway->publish.value == 1)
		status = sn__advise(&plan->advice, "routes-not-published",
		    SN_SEVERITY_ACTION, SOURCE_ALIBABA_ADVICE,
		    "Policy routes are not published to the VPC by default: "
		    "publish those that stay, or nothing in the VPC finds the "
		    "gateway.");
	if (!status && has_rows(plan, SN_ROUTE_DESTINATION) &&
	    plan->gateway->publish.value == 1)
		status = sn__advise(&plan->advice, "routes-not-published",
		    SN_SEVERITY_ACTION, SOURCE_ALIBABA_ADVICE,
		    "Nothing is installed by itself in destination routing "
		    "mode: add the destination routes and publish them to the "
		    "VPC.");
	if (!status)
		status =
		    plan->scheme == SN_SCHEME_DESTINATION
			? sn__advise(&plan->advice, "renegotiation-on-change",
			      SN_SEVERITY_INFO, SOURCE_ALIBABA_ADVICE,
			      "A new segment needs a route, and no "
			      "renegotiation.")
			: sn__advise(&plan->advice, "renegotiation-on-change",
			      SN_SEVERITY_INFO, SOURCE_ALIBABA_ADVICE,
			      "A change of the selectors renegotiates the "
			      "connection, with a short interruption; a new "
			      "segment inside a selector changes none.");
	return status;
}

sn_status
sn__plan_comment(struct sn__planning *in)
{
	sn_plan *plan = in->plan;
	sn_status status = SN_OK;

	for (unsigned s = 0; !status && s < 2; s++)
		if (one_selector(plan))
			status =
			    plan->side[s]->verdict == SN_VERDICT_DEFAULT_ROUTE
				? forced(plan, s)
				: supernet(plan, s);
	if (!status)
		status = negotiation(plan);
	return status ? status : operation(plan);
}
